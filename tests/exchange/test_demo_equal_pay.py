"""What is planted in the demo is found by the product's own methods, and nothing else is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Employee
from ladders.demo import loader
from ladders.demo.staff.headcount import GERMANY, IRELAND
from ladders.insights.domain.adjusted_gap.pay_model import track_gaps
from ladders.insights.domain.answers import lines, slower
from ladders.insights.domain.ladder_parity.next_level import Spell, next_levels
from ladders.insights.domain.pay_gap.article9 import Article9, CategoryGaps, article9
from ladders.insights.domain.pay_gap.choices import Basis, Choices
from ladders.insights.models import RecordedSex
from ladders.insights.queries.outcomes import after_step_back, answered, retention
from ladders.insights.queries.paid_people import explained, paid_population
from ladders.moves.models import Mail, MoveRequest
from ladders.pay_information.models import InformationRequest
from ladders.pay_reports.models import Report
from ladders.placements.models import Placement
from ladders.remedies.models import RemedyCase

pytestmark = pytest.mark.django_db


def figures(entity: str, year: int, basis: Basis) -> Article9:
    rows = paid_population(None, year=year, legal_entity=entity).rows
    return article9([row.paid for row in rows], Choices(basis=basis))


def large(found: Article9) -> list[CategoryGaps]:
    """Categories of which figures can be shown."""
    return [each for each in found.categories if min(each.total.women, each.total.men) >= 6]


def test_two_gaps_and_one_unfair_track_are_found_and_nothing_else() -> None:
    loader.load()
    year = timezone.localdate().year
    assert 380 <= Employee.objects.working_on(timezone.localdate()).count() <= 430
    assert RecordedSex.objects.values("sex").distinct().count() == 4
    reached = {
        (entity, year - ago, basis.value): [each.category for each in large(found) if each.reaches(Decimal(5))]
        for entity in (GERMANY, IRELAND)
        for ago in (3, 2, 1)
        for basis in Basis
        if len(large(found := figures(entity, year - ago, basis))) >= 4
    }
    wanted = {(GERMANY, 3): [], (GERMANY, 2): ["4"], (GERMANY, 1): ["4"]} | {(IRELAND, ago): ["6"] for ago in (3, 2, 1)}
    assert reached == {
        (entity, year - ago, basis.value): categories for (entity, ago), categories in wanted.items() for basis in Basis
    }
    _the_first_is_in_basic_pay_and_the_second_in_bonuses(year)
    _specialists_are_paid_less_and_wait_longer(year)
    _pages_of_moves_have_something_to_say()
    _there_are_reports_a_case_and_a_question(year)


def _there_are_reports_a_case_and_a_question(year: int) -> None:
    reports = list(Report.objects.order_by("year"))
    assert [(row.year, row.state) for row in reports] == [
        (year - 3, "published"),
        (year - 2, "published"),
        (year - 1, "draft"),
    ]
    assert all(row.computed_at for row in reports)
    [case] = RemedyCase.objects.unfinished()
    assert (case.name, case.category.report) == ("4", reports[1])
    assert case.remedy_until > timezone.localdate()
    [question] = InformationRequest.objects.open()
    assert question.employee.number == "Q017"
    assert not Mail.objects.filter(ended_at=None).exists()  # nothing leaves the demo


def _the_first_is_in_basic_pay_and_the_second_in_bonuses(year: int) -> None:
    four = next(each for each in figures(GERMANY, year - 1, Basis.HOURLY).categories if each.category == "4")
    assert four.basic.reaches(Decimal(5))
    six = next(each for each in figures(IRELAND, year - 1, Basis.HOURLY).categories if each.category == "6")
    assert not six.basic.reaches(Decimal(5))
    assert six.variable.reaches(Decimal(40))


def _specialists_are_paid_less_and_wait_longer(year: int) -> None:
    people = explained(paid_population(None, year=year - 1, legal_entity=GERMANY).rows)
    gap = next(each.gap for each in track_gaps(people, "management") if each.track == "specialist")
    assert gap is not None
    assert gap.certain
    assert gap.percent > 2
    rows = Placement.objects.filter(framework__name="Engineering", level__code__in=["S5", "M5"], primary=True)
    up = {
        (row.person_id, row.agreed_on)
        for row in MoveRequest.objects.filter(state="in_effect", kind__in=["promotion", "diagonal"])
    }
    spells = []
    for row in rows.select_related("level"):
        after = row.ends_on + dt.timedelta(days=1) if row.ends_on else None
        spells.append(Spell(row.level.code[0], "5", row.starts_on, after, (row.employee_id, after) in up))
    lead, specialist = next_levels(spells, dt.date(year - 3, 1, 1), dt.date(year, 1, 1))
    assert (lead.track, specialist.track) == ("M", "S")
    assert specialist.rate_interval.high is not None
    assert specialist.rate_interval.high < lead.rate_interval.low


def _pages_of_moves_have_something_to_say() -> None:
    found = answered()
    assert min(row.asked for row in found) >= 10
    assert slower(lines(found)[0]) == ()  # moves are answered fairly: nothing was planted there
    today = timezone.localdate()
    assert after_step_back(today).people is not None
    tracks = {row.track.value for row in retention(today) if row.stayed.after_24}
    assert {"management", "specialist"} <= tracks
