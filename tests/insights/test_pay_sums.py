"""Kept sums of pay by sex: what triggers keep is what a count from scratch finds, whatever was written, and by whom at once."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Employee
from ladders.compensation.models import PayPosition, PayPositionsMade, Salary
from ladders.compensation.queries.pay_positions import refresh, standings
from ladders.core.equal_pay import NewPay
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Version
from ladders.insights.actions.pay_equity import record_sexes
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.domain.pay_preview import Together
from ladders.insights.models import PaySum, RecordedSex
from ladders.insights.queries.pay_sums import people_moved
from ladders.placements.models import Placement
from tests.compensation.payroll import band, level, pay, somebody, zone
from tests.factories import draft_framework, hr_admin
from tests.shared_rows import shared_rows

TODAY = dt.date.today()
COLUMNS = ("women", "women_pay", "men", "men_pay", "others", "others_pay")


@shared_rows
def research(plan: object) -> Version:
    made = draft_framework(by=hr_admin())
    return publish(version=made, seen=made.revision, by=hr_admin())


def kept() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = PaySum.objects.values_list("legal_entity", "level_key", "grade_code", "currency", *COLUMNS)
    return {row[:4]: row[4:] for row in rows}


def counted() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The same from scratch: where everybody stands, worked out anew, and what sex is recorded."""
    sexes = dict(RecordedSex.objects.values_list("employee_id", "sex"))
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, Decimal(0)] * 3)
    for at in standings(TODAY, Employee.objects.values_list("pk", flat=True)):
        if at.annual is None or at.level_key is None:
            continue
        place = {"woman": 0, "man": 2}.get(sexes.get(at.employee_id, ""), 4)
        row = found[(at.legal_entity, at.level_key, at.grade_code, at.currency)]
        row[place] += 1
        row[place + 1] += at.annual
    return {key: tuple(row) for key, row in found.items()}


def sex(person: Employee, said: Sex) -> None:
    record_sexes(sexes={person.pk: said}, by=None, source="test")


@pytest.mark.django_db
def test_after_any_writes_the_kept_sums_are_those_of_a_count_from_scratch(research: Version) -> None:
    chance = random.Random(13)
    band(zone(), "5", 50_000, 60_000, 70_000)
    rungs = [level(research, code) for code in ("S5", "M5", "S6", "M6", "E3")]
    people = [
        somebody(chance.choice(rungs), chance.randrange(40_000, 90_000), legal_entity=chance.choice(["One", "Two"]))
        for _each in range(12)
    ]
    refresh()
    assert kept() == counted() != {}

    def moved(person: Employee) -> None:
        Placement.objects.filter(employee=person).delete()
        rung = chance.choice(rungs)
        Placement.objects.create(
            employee=person, framework=research.framework, version=research, level=rung, level_key=rung.key,
            starts_on=TODAY - dt.timedelta(days=chance.randrange(-5, 5)),
        )  # fmt: skip

    def removed(person: Employee) -> None:
        Salary.objects.filter(employee=person).delete()
        pay(person, chance.randrange(40_000, 90_000), chance.choice(["EUR", "EUR", "CHF"]), fte=Decimal("0.5"))

    writes: list[Callable[[Employee], Any]] = [
        lambda person: Salary.objects.filter(employee=person).update(amount=chance.randrange(30_000, 99_000)),
        removed,
        lambda person: sex(person, chance.choice(list(Sex))),
        lambda person: RecordedSex.objects.filter(employee=person).delete(),
        lambda person: Employee.objects.filter(pk=person.pk).update(legal_entity=chance.choice(["One", "Two", ""])),
        lambda person: Employee.objects.filter(pk=person.pk).update(left_on=chance.choice([None, dt.date(2025, 1, 1)])),
        moved,
        lambda _person: refresh(),
    ]
    for _round in range(6):
        for _each in range(15):
            chance.choice(writes)(chance.choice(people))
        refresh()
        assert kept() == counted()
        _totals_are_everybodys()
    record_sexes(sexes={person.pk: Sex.WOMAN for person in people}, by=None, source="test")
    assert sum(row.women for row in PaySum.objects.all()) == sum(map(sum, [row[::2] for row in counted().values()]))
    Salary.objects.all().delete()
    refresh()
    assert kept() == {}


def _totals_are_everybodys() -> None:
    """What a refresh of a few people adds to the totals of the list of pay is what counting everybody finds."""
    found: dict[tuple[str, ...], list[Any]] = defaultdict(lambda: [0, Decimal(0)])
    for row in PayPosition.objects.all():
        group = found[(row.legal_entity, row.department, row.standing, row.zone_currency)]
        group[0] += 1
        group[1] += row.cost
    totals = PayPositionsMade.objects.get(pk=1).totals
    assert {tuple(row[:4]): [row[4], Decimal(row[5])] for row in totals} == found


@pytest.mark.django_db(transaction=True)
def test_pay_and_sex_of_one_person_change_at_once(research: Version) -> None:
    person = somebody(level(research, "S5"), 50_000)
    refresh()
    paid, said = threading.Event(), threading.Event()
    broken: list[BaseException] = []

    def paying() -> None:
        try:
            with transaction.atomic():
                Salary.objects.filter(employee=person).update(amount=60_000)
                refresh()
                paid.set()
                said.wait(0.3)  # meanwhile the sex is recorded, or waits for this to end
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    def saying() -> None:
        try:
            paid.wait(5)
            sex(person, Sex.WOMAN)
            said.set()
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=paying), threading.Thread(target=saying)]
    for each in both:
        each.start()
    for each in both:
        each.join(20)
    assert not broken
    refresh()
    assert kept() == counted()
    assert [row[:2] for row in kept().values()] == [(1, Decimal(60_000))]


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "counts"), [("50000.004", "50000.00"), ("50000.005", "50000.01")])
def test_new_pay_counts_rounded_to_cents_as_kept_pay_does(research: Version, said: str, counts: str) -> None:
    person = somebody(level(research, "S5"), 48_000)
    refresh()
    (moved,) = people_moved({person.pk: NewPay(Decimal(said), "EUR")}, TODAY)
    assert (moved.before.together, moved.after.together) == (Together(1, Decimal(48_000)), Together(1, Decimal(counts)))
