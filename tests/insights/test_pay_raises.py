"""Whom another minimum would raise, from sums by place in band: the same as reading everybody finds, whatever holds today."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee
from ladders.compensation.domain.bands import Figures
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import Band, BandException, MarketSupplement, PayPosition, PayZone, Salary
from ladders.compensation.queries.pay_positions import refresh
from ladders.compensation.queries.structure import effect_on_people
from ladders.core.equal_pay import NewMinimum
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Level, Version
from ladders.insights.actions.pay_equity import record_sexes
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import BandSum, PaySum, RecordedSex
from ladders.insights.queries.pay_sums import people_raised
from ladders.placements.models import Placement
from tests.compensation.payroll import band, level, pay, somebody, zone
from tests.factories import EmployeeFactory, draft_framework, hr_admin
from tests.shared_rows import shared_rows

D = Decimal
TODAY = dt.date.today()
CENT = D("0.01")
Sums = dict[tuple[str, ...], tuple[int, Decimal]]  # alike → people, and what they would be paid more


@shared_rows
def frameworks(plan: object) -> tuple[Version, Version]:
    made = [draft_framework(by=hr_admin(), name=name) for name in ("Research", "Sales")]
    first, second = (publish(version=each, seen=each.revision, by=hr_admin()) for each in made)
    return first, second


def aim(at: PayPosition, new: NewMinimum) -> Decimal | None:
    """What this person would be raised to, if anything: written apart from what answers, one person at a time."""
    if at.zone_code != new.zone or at.currency != at.zone_currency or at.annual is None or at.level_key is None:
        return None
    one = 1 + (at.supplement or D(0)) / 100
    to: Decimal | None
    if new.of_grades is not None:
        base = None if at.excepted_until else new.of_grades.get(at.grade_code)
        to = None if base is None else base * one
    elif new.level is not None:
        to = (new.minimum or D(0)) * one if at.level_key == new.level else None
    else:
        known = at.minimum is not None and at.framework_id == new.framework
        to = at.minimum / one * (1 + (new.percent or D(0)) / 100) if known and at.minimum else None
    to = None if to is None else to.quantize(CENT, ROUND_HALF_UP)
    return to if to is not None and _paid(at.employee_id).less_than(to) else None


def _paid(person: int) -> Salaried:
    salary: Salary = Salary.objects.filter(employee=person).on(TODAY).get()
    return salary.pay


def everybody(new: NewMinimum) -> Sums:
    sexes = dict(RecordedSex.objects.values_list("employee_id", "sex"))
    kinds = dict(Level.objects.filter(version__state="published").values_list("key", "track__kind"))
    found: defaultdict[tuple[str, ...], Any] = defaultdict(lambda: [0, D(0)])
    for at in PayPosition.objects.all():
        if (to := aim(at, new)) is None or at.annual is None or at.level_key is None:
            continue
        sex = sexes.get(at.employee_id, "")
        row = found[
            (
                at.legal_entity,
                sex if sex in (Sex.WOMAN, Sex.MAN) else "",
                at.grade_code,
                kinds[at.level_key],
                at.currency,
            )
        ]
        row[0] += 1
        row[1] += to - at.annual
    return {key: tuple(row) for key, row in found.items()}


def answered(new: NewMinimum) -> Sums:
    found: defaultdict[tuple[str, ...], Any] = defaultdict(lambda: [0, D(0)])
    kinds = dict(Level.objects.filter(version__state="published").values_list("key", "track__kind"))
    for each in people_raised(new):
        assert each.level is not None
        sex = each.sex if each.sex in (Sex.WOMAN, Sex.MAN) else ""
        row = found[(each.entity, sex, each.grade, kinds[UUID(each.level)], each.currency)]
        row[0] += each.people
        row[1] += each.more
    return {key: tuple(row) for key, row in found.items()}


def organisation(chance: random.Random, versions: tuple[Version, Version]) -> list[Level]:
    """People at all kinds of places: at a minimum, next to it, without a band, paid in another currency, of no recorded sex."""
    zones = [zone(), zone("CH", "CHF")]
    for where in zones:
        for grade, low in (("3", 39_999), ("5", 50_000), ("6", 61_234)):
            if (where.code, grade) != ("CH", "6"):
                band(where, grade, low, low + 9_000, low + 20_000)
    levels = [level(version, code) for version in versions for code in ("E3", "S5", "M5", "S6", "M6")]
    people = []
    for _each in range(120):
        person = somebody(
            chance.choice(levels), location=chance.choice(["DE", "DE", "CH", "nowhere"]),
            legal_entity=chance.choice(["One", "Two", ""]),
        )  # fmt: skip
        base = D(chance.choice([39_999, 50_000, 61_234]))
        near = base * chance.randrange(380, 440) / 400 + chance.choice(
            [D(0), CENT, -CENT, D(chance.randrange(900)) / 7]
        )
        basis, fte = (
            Basis(chance.choice(["year", "year", "month", "week", "hour"])),
            D(chance.choice(["1", "1", "0.37"])),
        )
        share = D(1) if basis is Basis.HOUR else fte
        amount = near * share / basis.a_year / (40 if basis is Basis.HOUR else 1)
        pay(
            person, str(amount.quantize(CENT)), chance.choice(["EUR", "EUR", "EUR", "CHF"]), basis=basis, fte=fte,
            full_time_hours=40 if basis is Basis.HOUR else None,
        )  # fmt: skip
        people.append(person)
    EmployeeFactory.create()
    said = {person.pk: chance.choice(list(Sex)) for person in people if chance.random() < 0.9}
    record_sexes(sexes=said, by=None, source="test")
    return levels


def held_today(chance: random.Random, versions: tuple[Version, Version], levels: list[Level]) -> None:
    hr = hr_admin()
    for where in PayZone.objects.all():
        for version in versions:
            if chance.random() < 0.6:
                MarketSupplement.objects.create(
                    framework=version.framework, zone=where, percent=D(chance.choice(["2", "2.5", "7.33"])),
                    starts_on=dt.date(2026, 1, 1), evidence="A survey", criterion="labour_market", review_on=TODAY,
                )  # fmt: skip
        for rung in chance.sample(levels, 3):
            low = D(chance.randrange(38_000, 60_000))
            BandException.objects.create(
                framework=rung.version.framework, level_key=rung.key, level_code=rung.code, level_title=rung.title, zone=where,
                starts_on=dt.date(2026, 1, 1), ends_on=TODAY + dt.timedelta(days=90), minimum=low,
                midpoint=low + 5000, maximum=low + 9000, reason="Scarce", criterion="labour_market", state="approved",
                decided_by=hr, decided_at=timezone.now(), decision="Agreed",
            )  # fmt: skip


def asked(chance: random.Random, versions: tuple[Version, Version], levels: list[Level]) -> NewMinimum:
    code = chance.choice(["DE", "CH"])
    percent = D(chance.choice(["0.25", "1", "2", "2.5", "3.33", "10"]))
    if (kind := chance.randrange(3)) == 0:
        lows = {"3": 39_999, "5": 50_000, "6": 61_234}
        new = {
            grade: (low * (1 + percent / 100)).quantize(CENT) for grade, low in lows.items() if chance.random() < 0.8
        }
        return NewMinimum(code, of_grades=new)
    if kind == 1:
        return NewMinimum(code, framework=chance.choice(versions).framework_id, percent=percent)
    return NewMinimum(code, level=chance.choice(levels).key, minimum=D(chance.randrange(3_800_000, 6_600_000)) / 100)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_sums_by_place_in_band_say_what_reading_everybody_says(seed: int, frameworks: tuple[Version, Version]) -> None:
    chance = random.Random(seed)
    levels = organisation(chance, frameworks)
    if seed % 2:
        held_today(chance, frameworks, levels)
    refresh()
    raised = 0
    for _each in range(25):
        new = asked(chance, frameworks, levels)
        assert answered(new) == everybody(new), new
        raised += len(everybody(new))
        if chance.random() < 0.3:  # others come and go meanwhile
            Placement.objects.filter(employee=chance.choice(PayPosition.objects.all()).pk).delete()
            refresh()
    assert raised > 20


def something_happens(chance: random.Random, person: Employee) -> None:
    """One write that moves a person among the sums, or a band under them."""
    salaries, own = Salary.objects.filter(employee=person), Employee.objects.filter(pk=person.pk)
    match chance.randrange(8):
        case 0:
            salaries.update(amount=D(chance.randrange(100, 9_000_000)) / 100)
        case 1:  # part-time, and paid by the month
            salaries.delete()
            monthly = str(D(chance.randrange(150_000, 900_000)) / 100)
            pay(person, monthly, "EUR", basis="month", fte=D("0.37"))
        case 2:
            salaries.delete()
        case 3:
            record_sexes(sexes={person.pk: chance.choice(list(Sex))}, by=None, source="test")
        case 4:
            own.update(location=chance.choice(["DE", "CH", ""]), legal_entity=chance.choice(["One", "Three"]))
        case 5:
            own.update(left_on=chance.choice([None, dt.date(2025, 1, 1)]))
        case 6:
            Placement.objects.filter(employee=person).delete()
        case _:
            low = D(chance.randrange(3_000_000, 5_000_000)) / 100
            Band.objects.filter(grade__code=chance.choice("356")).update(minimum=low)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_written_the_sums_stay_those_of_a_count_from_scratch(
    seed: int, frameworks: tuple[Version, Version]
) -> None:
    chance = random.Random(100 + seed)
    levels = organisation(chance, frameworks)
    refresh()
    people = list(Employee.objects.all())
    for turn in range(4):
        for _each in range(12):
            something_happens(chance, chance.choice(people))
        if turn == 2:
            held_today(chance, frameworks, levels)
        refresh()
        for _each in range(8):
            new = asked(chance, frameworks, levels)
            assert answered(new) == everybody(new), new
        rows = [(each.women + each.men + each.others) for each in BandSum.objects.all()]
        assert sum(rows) == PayPosition.objects.exclude(annual=None).exclude(level_key=None).count() > 0
        pay_of = [
            sum(each.women_pay + each.men_pay + each.others_pay for each in table.objects.all())
            for table in (BandSum, PaySum)
        ]
        assert pay_of[0] == pay_of[1]
    PayPosition.objects.all().delete()
    assert (BandSum.objects.exists(), PaySum.objects.exists()) == (False, False)


@pytest.mark.django_db
def test_one_question_whatever_is_raised(frameworks: tuple[Version, Version]) -> None:
    levels = organisation(random.Random(1), frameworks)
    refresh()
    for new in (
        NewMinimum("DE", level=levels[0].key, minimum=D(99_000)),
        NewMinimum("DE", of_grades={"5": D(99_000)}),
        NewMinimum("DE", framework=frameworks[0].framework_id, percent=D(2)),
    ):
        with CaptureQueriesContext(connection) as made:
            people_raised(new)
        assert len(made) == 1


@pytest.mark.django_db
def test_the_server_keeps_the_plan_for_a_supplement(frameworks: tuple[Version, Version]) -> None:
    """Planning it for each percentage took as long as reading it."""
    organisation(random.Random(1), frameworks)
    refresh()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        connection.connection._prepared.clear()
        for percent in range(1, 21):
            people_raised(NewMinimum("DE", framework=frameworks[0].framework_id, percent=D(percent)))
        cursor.execute("SELECT generic_plans > 0 FROM pg_prepared_statements WHERE statement LIKE '%insights_bandsum%'")
        assert cursor.fetchall() == [(True,)]


@pytest.mark.django_db
def test_an_end_of_a_band_in_cents_is_raised_by_nothing(frameworks: tuple[Version, Version]) -> None:
    """85,000 a year is 7,083.33 a month, of which twelve make 84,999.96; nor is anybody below it on the same page."""
    where, rung = zone(), level(frameworks[0], "S5")
    band(where, "5", 70_000, 90_000, 110_000)
    for amount in ("7083.33", "7083.32"):
        pay(somebody(rung), amount, basis="month")
    refresh()
    new = NewMinimum("DE", of_grades={"5": D(85_000)})
    (each,) = people_raised(new)
    assert (each.people, each.more) == (1, D("0.16"))
    record_sexes(sexes={at.employee_id: Sex.NEITHER for at in PayPosition.objects.all()}, by=None, source="test")
    Band.objects.update(minimum=D(85_000))  # so the new minimum ends a step, which counts as a whole
    refresh()
    assert [(each.people, each.more) for each in people_raised(new)] == [(1, D("0.16"))]
    effect = effect_on_people(where, {"5": Figures(D(85_000), D(95_000), D(110_000))})
    assert (effect.below, effect.cost) == (1, D("0.16"))
