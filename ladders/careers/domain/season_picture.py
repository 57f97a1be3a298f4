"""The timeline as a picture: bars in the order of time, whose lengths follow time. No height, so no up or down. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ladders.frameworks.labels import level_label

from .move_kinds import Season
from .seasons import SeasonPart, SecondLevel, Timeline

COLUMNS = 24


@dataclass(frozen=True, slots=True)
class SeasonLabels:
    """Words in the reader's language; `%(…)s` stand for what is filled in."""

    seasons: Mapping[Season, str]
    next: str
    since: str
    starting: str
    period: str
    beside: str
    tried: str  # of a try-out, which names its own season
    month: Callable[[dt.date], str]  # months are exact enough for a career


@dataclass(frozen=True, slots=True)
class SeasonBar:
    """One stretch. `span` is its length in columns of 24; `beside` names second levels held meanwhile."""

    season: Season
    name: str
    title: str
    when: str
    span: int
    ahead: bool = False  # still to come: agreed (a placement) or planned
    plan: int | None = None  # the plan's key, where it is one
    note: str = ""
    named: int | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    beside: tuple[str, ...] = ()
    present: bool = False


@dataclass(frozen=True, slots=True)
class SeasonPicture:
    """What `careers/_seasons.html` draws: all bars, plans last."""

    bars: tuple[SeasonBar, ...] = ()

    @property
    def so_far(self) -> tuple[SeasonBar, ...]:
        """What was and is."""
        return tuple(bar for bar in self.bars if bar.plan is None)

    @property
    def plans(self) -> tuple[SeasonBar, ...]:
        """What the person has in mind."""
        return tuple(bar for bar in self.bars if bar.plan is not None)


def picture(found: Timeline, today: dt.date, labels: SeasonLabels) -> SeasonPicture:
    """Bars with their words. A plan is as long as the shortest bar: nobody knows how long it will be."""
    lengths = [_days(part, today) for part in found.parts] + [0] * len(found.plans)
    lengths_of = iter(spans(lengths))
    bars = [
        SeasonBar(
            season=part.season,
            name=labels.seasons[part.season],
            title=level_label(part),
            when=_when(part, today, labels),
            span=next(lengths_of),
            ahead=part.starts_on > today,
            named=part.named,
            starts_on=part.starts_on,
            ends_on=part.ends_on,
            beside=tuple(_beside(each, labels) for each in part.beside),
            present=part.holds(today),
        )
        for part in found.parts
    ]
    bars += [
        SeasonBar(
            season=plan.season,
            name=labels.seasons[plan.season],
            title="",
            when=labels.starting % {"day": labels.month(plan.starts_on)} if plan.starts_on else labels.next,
            span=next(lengths_of),
            ahead=True,
            plan=plan.key,
            note=plan.note,
            starts_on=plan.starts_on,
        )
        for plan in found.plans
    ]
    return SeasonPicture(tuple(bars))


def spans(lengths: Sequence[int]) -> list[int]:
    """Columns of each bar, 24 together: a least length for everybody, the rest by time. More than 8 bars take further lines."""
    count = len(lengths)
    if not count:
        return []
    least = 4 if count <= 6 else 3
    rest = COLUMNS - least * count
    total = sum(lengths)
    if rest <= 0 or not total:
        return [least] * count
    exact = [rest * length / total for length in lengths]
    found = [int(each) for each in exact]
    missing = rest - sum(found)
    for index in sorted(range(count), key=lambda i: (found[i] - exact[i], i))[:missing]:
        found[index] += 1
    return [least + each for each in found]


def _beside(each: SecondLevel, labels: SeasonLabels) -> str:
    values = {"share": each.share, "title": level_label(each), "season": labels.seasons[each.season]}
    if not each.tried:
        return labels.beside % values
    first, last = labels.month(each.starts_on), labels.month(each.ends_on or each.starts_on)
    return labels.tried % (values | {"when": labels.period % {"first": first, "last": last}})


def _days(part: SeasonPart, today: dt.date) -> int:
    last = part.ends_on or max(today, part.starts_on)
    return (last - part.starts_on).days + 1


def _when(part: SeasonPart, today: dt.date, labels: SeasonLabels) -> str:
    if part.ends_on is None:
        return (labels.starting if part.starts_on > today else labels.since) % {"day": labels.month(part.starts_on)}
    return labels.period % {"first": labels.month(part.starts_on), "last": labels.month(part.ends_on)}
