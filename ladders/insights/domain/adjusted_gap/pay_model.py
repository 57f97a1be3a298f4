"""What is left of a difference in pay between people of equal impact, in the same zone, as long here, of the same hours.

ln(pay) = constant + impact (points, or a column per grade) + zone + years here + share of full time + sex (+ track).
Pay is that of full time. A coefficient β becomes 100 × (1 − e^β) percent that the first are paid less than the second.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..pay_gap.people import COMPARED, Sex
from .regression import Coefficient, Regression, dummies, fitted

SEX = "sex"
TRACK = "track"


class Worth(StrEnum):
    """By what work counts as equal in worth."""

    POINTS = "points"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class ExplainedPay:
    """One person: what they are paid for full time, and what may explain it."""

    sex: Sex
    pay: float  # over 0
    grade: str
    zone: str = ""
    points: float | None = None
    years: float = 0.0  # with the employer
    full_time_share: float = 1.0
    track: str = ""


@dataclass(frozen=True, slots=True)
class AdjustedGap:
    """How much less, in percent, some are paid than others of equal impact; negative: more. The interval is of 95 %."""

    percent: float
    low: float
    high: float
    counted: int  # those who are paid less, or more
    against: int  # those they are compared with
    left_out: int  # no points, not compared, or alone in what explains their pay
    degrees_of_freedom: int
    r_squared: float
    coefficient: Coefficient

    @property
    def certain(self) -> bool:
        """True where the interval does not hold zero: chance alone would rarely make such a difference."""
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class TrackGap:
    """One track against another. `gap` None: too few people, or none in the same grades."""

    track: str
    against: str
    gap: AdjustedGap | None


def adjusted_gap(people: Sequence[ExplainedPay], worth: Worth = Worth.POINTS) -> AdjustedGap | None:
    """Women against men; None where the data cannot tell, such as for one sex only."""
    kept = [person for person in people if person.sex in COMPARED and usable(person, worth)]
    if len({person.sex for person in kept}) < 2:
        return None
    columns = {SEX: [float(person.sex is Sex.WOMAN) for person in kept], **explaining(kept, worth)}
    model = fitted(columns, [math.log(person.pay) for person in kept], [SEX])
    return _gap(model, SEX, [person.sex is Sex.WOMAN for person in kept], None, len(people))


def track_gaps(people: Sequence[ExplainedPay], against: str, worth: Worth = Worth.POINTS) -> tuple[TrackGap, ...]:
    """Each track against one, sex beside it, so that a track of many women is not read as a cheaper track.

    Where two tracks have nobody on the same grade, nobody is of equal impact: a line drawn from one to the other would guess.
    """
    kept = [person for person in people if person.track and usable(person, worth)]
    tracks = [person.track for person in kept]
    if against not in tracks:
        return tuple(TrackGap(track, against, None) for track in sorted(set(tracks)))
    columns = dummies(TRACK, tracks, against=against)
    asked = list(columns)
    columns |= dummies(SEX, [person.sex.value for person in kept], against=Sex.MAN.value)
    columns |= explaining(kept, worth)
    model = fitted(columns, [math.log(person.pay) for person in kept], asked)
    grades: dict[str, set[str]] = {}
    for person in kept:
        grades.setdefault(person.track, set()).add(person.grade)
    found = []
    for track in sorted(set(tracks) - {against}):
        if not grades[track] & grades[against]:
            found.append(TrackGap(track, against, None))
            continue
        ours, theirs = ([each == name for each in tracks] for name in (track, against))
        found.append(TrackGap(track, against, _gap(model, f"{TRACK} {track}", ours, theirs, len(people))))
    return tuple(found)


def usable(person: ExplainedPay, worth: Worth) -> bool:
    """True for whoever is paid, and has points where these count."""
    return person.pay > 0 and (worth is Worth.GRADE or person.points is not None)


def explaining(people: Sequence[ExplainedPay], worth: Worth) -> dict[str, list[float]]:
    """The columns that explain pay, sex and track apart."""
    columns: dict[str, list[float]] = {}
    if worth is Worth.POINTS:
        columns["points"] = [person.points or 0.0 for person in people]
    else:
        columns |= dummies("grade", [person.grade for person in people])
    columns |= dummies("zone", [person.zone for person in people])
    columns["years"] = [person.years for person in people]
    columns["full-time share"] = [person.full_time_share for person in people]
    return columns


def _gap(
    model: Regression | None, name: str, ours: Sequence[bool], theirs: Sequence[bool] | None, everybody: int
) -> AdjustedGap | None:
    found = model.coefficients[name] if model else None
    if model is None or found is None:
        return None
    alone = set(model.alone)
    counted = sum(1 for place, own in enumerate(ours) if own and place not in alone)
    others = theirs if theirs is not None else [not own for own in ours]
    against = sum(1 for place, other in enumerate(others) if other and place not in alone)
    return AdjustedGap(
        less(found.value),
        less(found.high),
        less(found.low),
        counted,
        against,
        everybody - model.observations,
        model.degrees_of_freedom,
        model.r_squared,
        found,
    )


def less(coefficient: float) -> float:
    """A coefficient of ln(pay) as percent that is paid less."""
    return 100 * -math.expm1(coefficient)
