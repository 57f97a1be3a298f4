"""Makes the demo's many from the table: names, days, levels held, places in the band. Pure, and the same on every start.

Days hang on the calendar year alone, so that whoever looks in January sees what others saw in June. Women and men of a
group get hours, years and moves pair by pair: whatever differs between them was planted.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ladders.insights.domain.pay_gap.people import Sex

from .headcount import ARRIVED, CONTROLLING, HEADCOUNT, LEFT, LUEBECK, OTHERS, SITES, Site
from .names import names_of

SEED: Final = 20_230_970
FIRST_NUMBER: Final = 101
YEARS: Final = 3  # of pay and moves, before this one
SINCE: Final = (2, 5, 9, 3, 7, 12, 4, 1, 6, 10)  # years since people were hired, in turn
ONE_DAY: Final = dt.timedelta(days=1)
BEFORE_LEAVING: Final = {"S5": "E4", "M5": "E4"}  # what some leavers held until the first of the three years
_BOTH: Final = (Sex.WOMAN, Sex.MAN)


@dataclass(frozen=True, slots=True)
class StaffLevel:
    """A level held from a day until another, both included; None: still."""

    code: str
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(slots=True)
class Colleague:
    """One of the many. `pair` counts them within their group, so that a woman and a man have the same."""

    number: str
    name: str
    sex: Sex
    site: Site
    department: str
    framework: str
    pair: int
    place: Decimal  # in the band, from 0 to 1
    share: Decimal  # of full time
    held: tuple[StaffLevel, ...]
    left_on: dt.date | None = None
    manager: str = ""

    @property
    def hired_on(self) -> dt.date:
        """The first day."""
        return self.held[0].starts_on

    @property
    def code(self) -> str:
        """The level held last."""
        return self.held[-1].code

    @property
    def hours(self) -> Decimal:
        """A week."""
        return self.site.hours * self.share


@dataclass(slots=True)
class _Seat:
    framework: str
    code: str
    sex: Sex
    site: Site
    pair: int
    place: Decimal
    left: bool = False
    earlier: tuple[str, ...] = field(default=())


def colleagues(year: int) -> list[Colleague]:
    """Everybody, managers found; `year` is the present one."""
    seats = list(_seats())
    _arrivals(seats)
    names = names_of([seat.sex for seat in seats], random.Random(SEED))
    everybody = [
        _colleague(seat, name, number, year)
        for number, (seat, name) in enumerate(zip(seats, names, strict=True), FIRST_NUMBER)
    ]
    _managers(everybody)
    return everybody


def _seats() -> Iterator[_Seat]:
    for framework, code, *counts in HEADCOUNT:
        for site, both in zip(SITES, counts, strict=True):
            for sex, count in zip((Sex.WOMAN, Sex.MAN), both, strict=True):
                for pair in range(count):
                    yield _Seat(framework, code, sex, site, pair, _place(pair, count))
    for framework, code, sex in OTHERS:
        yield _Seat(framework, code, sex, LUEBECK, 0, Decimal("0.5"))
    for framework, code, count in LEFT:
        for sex in (Sex.WOMAN, Sex.MAN):
            for pair in range(count):
                yield _Seat(framework, code, sex, LUEBECK, pair, _place(pair, count), left=True)


def _place(pair: int, count: int) -> Decimal:
    """Evenly over the middle of the band: the mean of a group is the middle, however many they are."""
    return Decimal("0.25") + Decimal("0.6") * (pair * 2 + 1) / (count * 2)


def _arrivals(seats: list[_Seat]) -> None:
    """Who of a level came from where: a woman and a man of the same site each time, mixed by the seed."""
    mixed = random.Random(SEED)
    for (framework, code), sources in ARRIVED.items():
        group: dict[tuple[str, int], dict[Sex, _Seat]] = {}
        for seat in seats:
            if (seat.framework, seat.code) == (framework, code) and seat.sex in _BOTH and not seat.left:
                group.setdefault((seat.site.location, seat.pair), {})[seat.sex] = seat
        pairs = [tuple(pair[sex] for sex in _BOTH) for pair in group.values() if len(pair) == len(_BOTH)]
        mixed.shuffle(pairs)
        waiting = [seat for pair in pairs for seat in pair]
        for count, earlier in sources:
            for seat in waiting[:count]:
                seat.earlier = earlier
            del waiting[:count]
    for seat in seats:
        if seat.left and seat.code in BEFORE_LEAVING:
            seat.earlier = (BEFORE_LEAVING[seat.code],)


def _colleague(seat: _Seat, name: str, number: int, year: int) -> Colleague:
    left_on = None
    if seat.left:
        left_on = dt.date(year - 2, 9, 30) if seat.pair % 2 else dt.date(year - 1, 6, 30)
    departments = (CONTROLLING,) if seat.framework == "Finance" else seat.site.departments
    return Colleague(
        f"Q{number}",
        name,
        seat.sex,
        seat.site,
        departments[seat.pair % len(departments)],
        seat.framework,
        seat.pair,
        seat.place,
        Decimal("0.8") if seat.pair % 7 == 3 else Decimal(1),
        _held(seat, year, left_on),
        left_on,
    )


def _held(seat: _Seat, year: int, left_on: dt.date | None) -> tuple[StaffLevel, ...]:
    """Levels one after the other. A move up takes effect in April, any other in October; of two moves the first in April."""
    back = SINCE[(seat.pair + 3 * int(seat.code[1])) % len(SINCE)]
    if seat.earlier or seat.left:
        back += YEARS + 2
    days = [dt.date(year - back, (1, 4, 9)[seat.pair % 3], 1)]
    codes = (*seat.earlier, seat.code)
    if len(codes) == 3:
        days += [dt.date(year - YEARS, 4, 1), dt.date(year - YEARS + 1, 10, 1)]
    elif len(codes) == 2:
        up = seat.code[1] > codes[0][1]
        moved_in = year - YEARS if seat.left else year - YEARS + seat.pair % YEARS
        days.append(dt.date(moved_in, 4 if up else 10, 1))
    ends: list[dt.date | None] = [*(day - ONE_DAY for day in days[1:]), left_on]
    return tuple(StaffLevel(*each) for each in zip(codes, days, ends, strict=True))


def _managers(everybody: list[Colleague]) -> None:
    """The lowest managers of a department, in turn, for who is not in management; above them the next grade that there is."""
    by_department: dict[str, list[Colleague]] = {}
    for each in everybody:
        if each.code[0] == "M" and not each.left_on:
            by_department.setdefault(each.department, []).append(each)
    for place, each in enumerate(everybody):
        leads = by_department[each.department]
        if each.code[0] == "M":
            above = [other for other in leads if other.code[1] > each.code[1]]
            nearest = min((other.code for other in above), default="")
            candidates = [other for other in above if other.code == nearest]
        else:
            candidates = [other for other in leads if other.code in ("M5", "M6")]
        if candidates:
            each.manager = candidates[place % len(candidates)].number
