"""What grading many levels at once would do to each of them: looked at before anything is written. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _
from ladders.impact.domain.points import PlanShape

from .grade_patterns import GradeLine, fold, grade_named, matching
from .grading_status import EvaluatedLevel, GradingStatus
from .level_state import LevelState, rated, slotted, state_of
from .shapes import EvaluationShape, RatingShape


class ProposalOutcome(Labelled):
    """What becomes of a level, in the order in which the preview lists them."""

    CONFLICT = "conflict", _("Conflict")
    CHANGED = "changed", _("Changes")
    NEW = "new", _("Gets a grade")
    UNMATCHED = "unmatched", _("Not matched")
    KEPT = "kept", _("Keeps its grade")
    SAME = "same", _("Stays the same")


class Obstacle(Labelled):
    """Why a level gets no grade by what was asked for."""

    NO_GRADE = "no_grade", _("The factor plan in force has no grade “%(about)s”.")
    SEVERAL = "several", _("Lines give it different grades: %(about)s.")
    EVALUATED = "evaluated", _("It is evaluated: its points decide its grade. By this it would be grade %(about)s.")
    NO_BAND = "no_band", _("No band holds the middle of this range.")
    BETWEEN = "between", _("Two bands fit equally well: %(about)s.")
    NO_AMOUNT = "no_amount", _("Its amounts cannot be read. Write it like this: %(about)s 80000 – 110000")
    AMBIGUOUS = "ambiguous", _("Several levels are called “%(about)s”. Use their codes.")
    NEIGHBOUR_UNGRADED = "neighbour_ungraded", _("%(about)s has no grade to copy yet.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for one level: a grade (its code) or a whole state, and what asked for it in the user's own words."""

    by: str
    grade: str | None = None
    state: LevelState | None = None
    obstacle: Obstacle | None = None
    about: str = ""  # what the obstacle is about
    source: str = ""  # of the grade, where it is another than the one of all
    due: dt.date | None = None  # when it is to be evaluated, likewise


@dataclass(frozen=True, slots=True)
class Proposal:
    """One level of the preview. `state`: what is written where something is."""

    at: EvaluatedLevel
    outcome: ProposalOutcome
    before: str | None
    after: str | None
    by: str = ""
    obstacle: Obstacle | None = None
    about: str = ""
    state: LevelState | None = None

    @property
    def writes(self) -> bool:
        """True where applying changes the level."""
        return self.outcome in (ProposalOutcome.NEW, ProposalOutcome.CHANGED)


def propose(
    levels: Sequence[EvaluatedLevel], wishes: Mapping[UUID, Wish], *, replace: bool, source: str, due: dt.date
) -> list[Proposal]:
    """What each level would become. With `replace`, a grade that was given before gives way; without, it stays.

    A grade that follows from an evaluation is never overwritten by a given one; another evaluation takes its place where
    `replace` says so.
    """
    return [_one(at, wishes.get(at.level.key), replace, source, due) for at in levels]


def fingerprint(proposals: Sequence[Proposal]) -> str:
    """What a preview showed, so that nothing else is written than what somebody looked at."""
    shown = []
    for item in proposals:
        made = item.state.evaluation if item.state else None
        degrees = sorted((str(key), degree) for key, degree in made.degrees.items()) if made else []
        shown.append([str(item.at.level.key), item.outcome, item.before, item.after, degrees])
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def by_patterns(levels: Sequence[EvaluatedLevel], lines: Sequence[GradeLine], plan: PlanShape) -> dict[UUID, Wish]:
    """Level → what the lines give it."""
    wishes = {}
    for at in levels:
        found = matching(lines, at.level.code, at.level.title)
        if not found:
            continue
        named = {grade_named(plan, given) or f"?{given}" for _line, given in found}
        by = " / ".join(dict.fromkeys(line.text for line, _given in found))
        wishes[at.level.key] = _named(by, named)
    return wishes


def by_list(
    levels: Sequence[EvaluatedLevel], rows: Sequence[tuple[int, Sequence[str]]], plan: PlanShape
) -> tuple[dict[UUID, Wish], list[str]]:
    """Level → what a table of names and grades gives it; and the names in it that no level has."""
    wishes: dict[UUID, Wish] = {}
    missing = []
    given: dict[UUID, list[tuple[str, str]]] = {}
    for _number, cells in rows:
        keys = _keys(levels, cells[0])
        text = cells[1] if len(cells) > 1 else ""
        if not keys:
            missing.append(cells[0])
        for key in keys:
            by = f"{cells[0]} → {text}"
            if len(keys) > 1:
                wishes[key] = Wish(by, obstacle=Obstacle.AMBIGUOUS, about=cells[0])
            given.setdefault(key, []).append((by, text))
    for key, said in given.items():
        if key not in wishes:
            named = {grade_named(plan, text) or f"?{text}" for _by, text in said}
            wishes[key] = _named(" / ".join(dict.fromkeys(by for by, _text in said)), named)
    return wishes, missing


@dataclass(frozen=True, slots=True)
class RangeLine:
    """What a level is paid: from and to, the same where it is one amount; None where its amounts cannot be read."""

    name: str
    text: str
    low: Decimal | None
    high: Decimal | None


def by_ranges(
    levels: Sequence[EvaluatedLevel], lines: Sequence[RangeLine], bands: Mapping[str, tuple[Decimal, Decimal, Decimal]]
) -> tuple[dict[UUID, Wish], list[str]]:
    """Level → the grade whose band it is: the one with the same ends, else of those that hold the middle of the range the one
    whose own middle is nearest. `bands`: grade → minimum, midpoint, maximum. Also the names that no level has."""
    wishes: dict[UUID, Wish] = {}
    missing = []
    for line in lines:
        keys = _keys(levels, line.name)
        if not keys:
            missing.append(line.name)
        for key in keys:
            if len(keys) > 1:
                wishes[key] = Wish(line.text, obstacle=Obstacle.AMBIGUOUS, about=line.name)
            else:
                wishes[key] = _banded(line, bands)
    return wishes, missing


def by_neighbour(
    levels: Sequence[EvaluatedLevel],
    plan: PlanShape,
    *,
    track: UUID,
    beside: UUID,
    shift: int,
    reason: Callable[[str], str],
) -> dict[UUID, Wish]:
    """Level of `track` → what the level at the same height of the track `beside` has: its degrees, as a proposal, or its given
    grade. `shift`: how many rungs higher the first level begins. Each degree gets `reason` of the neighbour's code."""
    rungs = [at for at in levels if at.track == track]
    others = [at for at in levels if at.track == beside]
    wishes = {}
    for place, at in enumerate(rungs):
        if not 0 <= place + shift < len(others):
            continue
        other = others[place + shift]
        name = other.level.code or other.level.title
        if other.standing == GradingStatus.SLOTTED:
            given = other.level
            wishes[at.level.key] = Wish(name, grade=given.grade, source=given.source, due=given.due)
        elif other.evaluation is None or not other.evaluation.ratings:
            wishes[at.level.key] = Wish(name, obstacle=Obstacle.NEIGHBOUR_UNGRADED, about=name)
        else:
            ratings = {
                key: RatingShape(rating.degree, reason(name)) for key, rating in other.evaluation.ratings.items()
            }
            made = EvaluationShape(ratings, (), "", None, proposed=True)
            wishes[at.level.key] = Wish(name, state=rated(plan, at.level, made))
    return wishes


def _one(at: EvaluatedLevel, wish: Wish | None, replace: bool, source: str, due: dt.date) -> Proposal:
    now = state_of(at.level, at.evaluation)
    before = at.level.grade
    if wish is None:
        return Proposal(at, ProposalOutcome.UNMATCHED, before, before)
    if wish.obstacle is not None:
        return Proposal(at, ProposalOutcome.CONFLICT, before, before, wish.by, wish.obstacle, wish.about)
    if wish.state is None:
        assert wish.grade is not None
        if at.standing in (GradingStatus.CONFIRMED, GradingStatus.PROPOSED):
            if before == wish.grade:
                return Proposal(at, ProposalOutcome.SAME, before, before, wish.by)
            return Proposal(at, ProposalOutcome.CONFLICT, before, before, wish.by, Obstacle.EVALUATED, wish.grade)
        state = slotted(now, wish.grade, wish.source or source, wish.due or due)
    else:
        state = wish.state
        mine, theirs = (at.evaluation.degrees if at.evaluation else {}), state.evaluation
        if theirs is not None and mine == theirs.degrees:
            return Proposal(at, ProposalOutcome.SAME, before, before, wish.by)
    if state.grade == before and wish.state is None:
        return Proposal(at, ProposalOutcome.SAME, before, before, wish.by)
    if before is not None and not replace:
        return Proposal(at, ProposalOutcome.KEPT, before, state.grade, wish.by)
    outcome = ProposalOutcome.NEW if before is None else ProposalOutcome.CHANGED
    return Proposal(at, outcome, before, state.grade, wish.by, state=state)


def _named(by: str, named: set[str]) -> Wish:
    if len(named) > 1:
        return Wish(by, obstacle=Obstacle.SEVERAL, about=", ".join(sorted(name.lstrip("?") for name in named)))
    name = next(iter(named))
    return Wish(by, obstacle=Obstacle.NO_GRADE, about=name[1:]) if name.startswith("?") else Wish(by, grade=name)


def _keys(levels: Sequence[EvaluatedLevel], name: str) -> list[UUID]:
    """The levels of that code, else of that title, else of both beside each other."""
    wanted = fold(name)
    for of in (
        lambda at: at.level.code,
        lambda at: at.level.title,
        lambda at: f"{at.level.code} {at.level.title}",
    ):
        if found := [at.level.key for at in levels if fold(of(at)) == wanted]:
            return found
    return []


def _banded(line: RangeLine, bands: Mapping[str, tuple[Decimal, Decimal, Decimal]]) -> Wish:
    if line.low is None or line.high is None:
        return Wish(line.text or line.name, obstacle=Obstacle.NO_AMOUNT, about=line.name)
    if same := [code for code, (low, _mid, high) in bands.items() if (low, high) == (line.low, line.high)]:
        return Wish(line.text, grade=same[0])
    middle = (line.low + line.high) / 2
    near = sorted((abs(mid - middle), code) for code, (low, mid, high) in bands.items() if low <= middle <= high)
    if not near:
        return Wish(line.text, obstacle=Obstacle.NO_BAND)
    if len(near) > 1 and near[0][0] == near[1][0]:
        return Wish(line.text, obstacle=Obstacle.BETWEEN, about=f"{near[0][1]}, {near[1][1]}")
    return Wish(line.text, grade=near[0][1])
