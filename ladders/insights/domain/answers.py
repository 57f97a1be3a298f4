"""How moves are answered, compared between their kinds. No Django.

Everything here is about groups. A group of fewer than five people is never shown, and neither is what would let one be
worked out: the rest of a group that is known, a total, or the difference to what was shown a month ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.domain.suppression import SMALLEST, Published, steady, suppressed

from .ladder_parity.intervals import share_interval

ANSWERS: Final = ("approved", "declined", "withdrawn", "open")  # the columns; lapsed counts with withdrawn
ENOUGH_FOR_P90: Final = 2 * SMALLEST  # below ten the 90th percentile is one person's own number


@dataclass(frozen=True, slots=True)
class Answered:
    """How one kind of move was answered. Durations are calendar days from asking to the last answer, of what was approved
    or declined; steps and reminders are the mean of those. None where nothing was answered.
    """

    kind: MoveKind
    counts: tuple[int, ...] = (0, 0, 0, 0)  # in the order of ANSWERS
    median_days: float | None = None
    p90_days: float | None = None
    steps: float | None = None
    reminders: float | None = None

    @property
    def asked(self) -> int:
        """How many were sent."""
        return sum(self.counts)

    @property
    def answered(self) -> int:
        """How many were approved or declined."""
        return self.counts[0] + self.counts[1]


@dataclass(frozen=True, slots=True)
class FairnessLine:
    """One kind as it is shown. Figures are None where the group behind them is too small; days are whole."""

    kind: MoveKind
    asked: int | None
    cells: tuple[Any, ...]  # suppression.Shown, in the order of ANSWERS
    median_days: int | None
    p90_days: int | None
    steps: float | None
    reminders: float | None


@dataclass(frozen=True, slots=True)
class Slower:
    """A kind that asks more of people than a promotion does: `what` is "median", "p90", "steps" or "reminders"."""

    kind: MoveKind
    what: str
    figure: float
    promotion: float


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A part of a group. `few`: fewer than five are in it. `rest_few`: fewer than five are not. Neither: `percent` is known."""

    percent: int | None
    few: bool = False
    rest_few: bool = False
    low: int | None = None  # the exact interval of 95 %, in whole percent outwards; where the percentage is known
    high: int | None = None


def part(number: int, whole: int) -> GroupPart | None:
    """How many of a group it is, as it may be shown; None where the group itself is too small. Percent are rounded half up."""
    if not 0 <= number <= whole:
        raise ValueError("A part is no larger than its whole.")
    if whole < SMALLEST:
        return None
    few, rest_few = number < SMALLEST, whole - number < SMALLEST
    if few or rest_few:
        return GroupPart(None, few, rest_few)
    interval = share_interval(number, whole)
    assert interval.high is not None  # a share has both ends
    return GroupPart(
        (200 * number + whole) // (2 * whole), low=floor(100 * interval.low), high=ceil(100 * interval.high)
    )


def lines(rows: Sequence[Answered]) -> tuple[tuple[FairnessLine, ...], Published]:
    """The kinds as they may be shown, in their own order, and the table of counts with its totals."""
    table = suppressed([list(row.counts) for row in rows])
    found = []
    for row, cells, asked in zip(rows, table.cells, table.rows, strict=True):
        enough = row.answered >= SMALLEST
        found.append(
            FairnessLine(
                row.kind,
                asked,
                cells,
                _days(row.median_days) if enough else None,
                _days(row.p90_days) if row.answered >= ENOUGH_FOR_P90 else None,
                _mean(row.steps) if enough else None,
                _mean(row.reminders) if enough else None,
            )
        )
    return tuple(found), table


def _days(value: float | None) -> int | None:
    """Whole days, half a day up."""
    return None if value is None else int(value + 0.5)


def _mean(value: float | None) -> float | None:
    """To one place, as pages show it."""
    return None if value is None else round(value, 1)


def slower(shown: Sequence[FairnessLine]) -> tuple[Slower, ...]:
    """Where a kind is slower than promotions, or asks more: compared by what is shown alone."""
    promotion = next((line for line in shown if line.kind is MoveKind.PROMOTION), None)
    if promotion is None:
        return ()
    return tuple(
        Slower(line.kind, what, float(own), float(theirs))
        for line in shown
        if line is not promotion
        for what, own, theirs in (
            ("median", line.median_days, promotion.median_days),
            ("p90", line.p90_days, promotion.p90_days),
            ("steps", line.steps, promotion.steps),
            ("reminders", line.reminders, promotion.reminders),
        )
        if own is not None and theirs is not None and own > theirs
    )


def released(before: Sequence[Answered], now: Sequence[Answered]) -> tuple[Answered, ...]:
    """What everybody sees next, after `before`: a number moves by five people at least, or stays, shown or not.

    So nobody learns about one request by comparing this month's page with the last one's. Durations, steps and reminders
    of a kind change only with its numbers.
    """
    was = {row.kind: row for row in before}
    found = []
    for row in now:
        last = was.get(row.kind)
        if last is None:
            found.append(row)
            continue
        counts = tuple(steady(dict(enumerate(last.counts)), dict(enumerate(row.counts))).values())
        moved = counts[:2] != last.counts[:2]
        figures = row if moved else last
        found.append(
            Answered(row.kind, counts, figures.median_days, figures.p90_days, figures.steps, figures.reminders)
        )
    return tuple(found)
