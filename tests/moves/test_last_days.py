"""A last day in a people file, and what requests have agreed: nothing breaks, and nothing becomes longer than was agreed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from ladders.exchange.people.write import import_people
from ladders.moves.actions import effects
from ladders.placements.actions import placements as placing
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine

from .company import Company, fresh
from .test_try_outs import APRIL, JUNE, OWN, _somebody_on_p6, held, running

__all__ = ["_somebody_on_p6"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MAY, BEFORE = dt.date(2026, 5, 15), dt.date(2026, 3, 20)


def bring(firm: Company, left_on: dt.date | None, today: dt.date) -> None:
    """A file that says of Pia alone when she leaves, taken in."""
    row = f"{firm.pia.number},{firm.pia.name},{firm.user('pia').email},{left_on or ''}"
    text = f"number,name,email,left on\n{row}\n"
    made = import_people(files=[("people.csv", text.encode())], by=None, today=today)
    connection.check_constraints()
    assert not made.problems.refused
    firm.pia.refresh_from_db()
    assert firm.pia.left_on == left_on


@pytest.mark.parametrize("later", [None, dt.date(2026, 12, 31), dt.date(2026, 6, 10)])
def test_a_last_day_taken_back_or_later_makes_no_try_out_longer(firm: Company, later: dt.date | None) -> None:
    running(firm)
    bring(firm, MAY, APRIL)
    assert [row[4] for row in held(firm)] == [MAY, MAY]
    bring(firm, later, APRIL + DAY)
    assert [row[4] for row in held(firm)] == [later, MAY]
    bring(firm, dt.date(2026, 5, 4), APRIL + 2 * DAY)  # an earlier one makes it shorter
    assert [row[4] for row in held(firm)] == [dt.date(2026, 5, 4)] * 2


def test_a_try_out_that_ends_with_the_last_day_by_chance_stays_as_agreed(firm: Company) -> None:
    running(firm)
    bring(firm, JUNE, APRIL)
    bring(firm, None, APRIL + DAY)
    assert held(firm) == [OWN, ("P6", False, 20, APRIL, JUNE, "try_out")]


def test_a_last_day_before_a_try_out_began_leaves_its_first_day(firm: Company) -> None:
    row = running(firm)
    bring(firm, BEFORE, APRIL + 9 * DAY)
    assert held(firm) == [(*OWN[:4], BEFORE, "hr"), ("P6", False, 20, APRIL, APRIL, "try_out")]
    assert fresh(row).placement == Placement.objects.get(source="try_out")


@pytest.mark.parametrize("source", ["move", "import"])
def test_a_last_day_before_a_move_leaves_its_first_day(firm: Company, source: str) -> None:
    """Where a file placed the person there before the request took effect, that placement is the request's."""
    row = firm.scheduled("S5", APRIL)
    assert effects.run_effects(APRIL) == 1
    Placement.objects.filter(source="move").update(source=source)
    bring(firm, BEFORE, APRIL + 9 * DAY)
    assert held(firm) == [
        ("S6", True, 100, dt.date(2024, 1, 1), BEFORE, "hr"),
        ("S5", True, 100, APRIL, APRIL, source),
    ]
    assert fresh(row).placement == Placement.objects.get(source=source)
    bring(firm, None, APRIL + 10 * DAY)  # back: what they held before stays, and nothing overlaps
    assert [row[4] for row in held(firm)] == [BEFORE, APRIL]


def test_what_no_request_made_and_would_begin_later_never_comes_to_be(firm: Company) -> None:
    Placement.objects.filter(employee=firm.pia).update(starts_on=APRIL)
    bring(firm, BEFORE, APRIL + 9 * DAY)
    assert held(firm) == []


def test_a_last_day_that_moves_before_the_first_day_once_more(firm: Company) -> None:
    running(firm)
    bring(firm, APRIL, APRIL)
    bring(firm, BEFORE, APRIL)
    assert [row[4] for row in held(firm)] == [BEFORE, APRIL]


@pytest.mark.parametrize("later", [None, dt.date(2026, 6, 10), dt.date(2026, 12, 31)])
def test_a_last_day_taken_back_gives_what_had_an_end_of_its_own_that_end_again(
    firm: Company, later: dt.date | None
) -> None:
    hana, start = firm.user("hana"), dt.date(2026, 1, 1)
    placing.add_second(employee=firm.pia, level=firm.level("M5"), share=30, starts_on=start, ends_on=JUNE, by=hana)
    line = ReportingLine.objects.get(employee=firm.pia)
    ReportingLine.objects.filter(pk=line.pk).update(ends_on=JUNE)
    bring(firm, MAY, APRIL)
    bring(firm, dt.date(2026, 5, 4), APRIL + DAY)
    assert [row[4] for row in held(firm)] == [dt.date(2026, 5, 4)] * 2
    bring(firm, later, APRIL + 2 * DAY)
    ends = min(JUNE, later or JUNE)
    assert [row[4] for row in held(firm)] == [later, ends]
    assert ReportingLine.objects.get(pk=line.pk).ends_on == ends


def test_one_without_an_end_has_none_again(firm: Company) -> None:
    placing.add_second(
        employee=firm.pia, level=firm.level("M5"), share=30, starts_on=dt.date(2026, 1, 1), by=firm.user("hana")
    )
    bring(firm, MAY, APRIL)
    bring(firm, None, APRIL + DAY)
    assert [row[4] for row in held(firm)] == [None, None]


def test_a_last_day_of_the_first_level_put_right_by_hr_gives_the_second_one_its_end_again(firm: Company) -> None:
    hana = firm.user("hana")
    placing.add_second(
        employee=firm.pia, level=firm.level("M5"), share=30, starts_on=dt.date(2026, 1, 1), ends_on=JUNE, by=hana
    )
    first = Placement.objects.get(employee=firm.pia, primary=True)
    placing.end(placement=first, last_day=MAY, by=hana)
    placing.end(placement=first, last_day=dt.date(2026, 5, 4), by=hana)
    assert [row[4] for row in held(firm)] == [dt.date(2026, 5, 4)] * 2
    for last in (dt.date(2026, 6, 10), dt.date(2026, 12, 31)):
        placing.end(placement=first, last_day=last, by=hana)
        assert [row[4] for row in held(firm)] == [last, min(last, JUNE)]


def test_what_followed_and_is_gone_leaves_no_end_behind(firm: Company) -> None:
    placing.change(employee=firm.pia, level=firm.level("S5"), starts_on=MAY, reason="Merger", by=firm.user("hana"))
    bring(firm, APRIL + 9 * DAY, APRIL)  # before the change, which never comes to be
    bring(firm, None, APRIL + DAY)
    assert [(row[0], row[4]) for row in held(firm)] == [("S6", None)]
