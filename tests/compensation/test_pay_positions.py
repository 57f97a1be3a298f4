"""Where everybody stands: the database's arithmetic is the pure one's, and the kept copy follows every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee, User
from ladders.compensation.actions import changes
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import (
    Band,
    BandException,
    MarketSupplement,
    PayPosition,
    PayPositionsMade,
    PayProtection,
    PayZone,
    Salary,
)
from ladders.compensation.models.pay_positions import Touched
from ladders.compensation.queries.pay_positions import is_stale, refresh, standing_of, standings
from ladders.frameworks.actions.frameworks import create_framework, start_draft
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan, Grade
from ladders.placements.models import Placement
from tests.compensation.payroll import DAY, START, band, level, pay, place, somebody, zone
from tests.factories import EmployeeFactory, hr_admin, small_shape
from tests.frameworks.published import plan_in_force

D = Decimal


def test_the_issues_example(research: Version, germany: PayZone) -> None:
    person = somebody(level(research, "S6"))
    pay(person, 39_200, fte=D("0.4"))
    at = standing_of(DAY, person.pk)
    assert at is not None
    assert (at.standing, at.annual, at.compa_ratio, at.penetration) == (
        "within",
        D("98000.00"),
        D("0.975124"),
        D("0.424242"),
    )
    assert (at.grade_code, at.level_code, at.zone_code, at.finding) == ("6", "S6", "DE", False)


def test_what_keeps_people_from_standing_anywhere(research: Version, germany: PayZone) -> None:
    usd = somebody(level(research, "S6"))
    pay(usd, 100_000, "USD")
    people = {
        "no_level": somebody(amount=50_000),
        "no_zone": somebody(level(research, "S6"), 100_000, location="Atlantis"),
        "no_band": somebody(level(research, "E3"), 50_000),
        "no_salary": somebody(level(research, "S6")),
        "other_currency": usd,
        "below": somebody(level(research, "S6"), 83_999),
        "above": somebody(level(research, "M6"), 117_001),
        "within": somebody(level(research, "M6"), 117_000),
    }
    found = {at.employee_id: at for at in standings(DAY, [person.pk for person in people.values()])}
    assert {name: found[person.pk].standing for name, person in people.items()} == {name: name for name in people}
    assert [at.finding for at in found.values()].count(False) == 1
    below = found[people["below"].pk]
    assert (below.to_minimum, below.cost) == (D("1.00"), D("1.00"))
    assert found[usd.pk].compa_ratio is None


def test_a_supplement_lies_on_top_and_an_exception_in_place_of_the_band(research: Version, germany: PayZone) -> None:
    person = somebody(level(research, "S6"), 84_000)
    MarketSupplement.objects.create(
        framework=research.framework, zone=germany, starts_on=START, percent=D(10), evidence="A survey", review_on=DAY
    )
    at = standing_of(DAY, person.pk)
    assert at is not None
    assert (at.minimum, at.midpoint, at.maximum, at.supplement) == (
        D("92400.00"),
        D("110550.00"),
        D("128700.00"),
        D(10),
    )
    hr = hr_admin()
    BandException.objects.create(
        framework=research.framework,
        level_key=level(research, "S6").key,
        level_code="S6",
        level_title="Specialist 6",
        zone=germany,
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 31),
        minimum=D(50_000),
        midpoint=D(60_000),
        maximum=D(70_000),
        reason="Why",
        criterion="skills",
        state="approved",
        decided_by=hr,
        decided_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    at = standing_of(DAY, person.pk)
    assert at is not None
    assert (at.minimum, at.maximum, at.standing) == (D("55000.00"), D("77000.00"), "above")
    assert at.excepted_until == dt.date(2026, 12, 31)
    before = standing_of(dt.date(2025, 12, 31), person.pk)
    assert before is not None
    assert before.minimum == D("92400.00")


def test_what_goes_on_without_a_gap_does_not_run_out(research: Version, germany: PayZone) -> None:
    """A finding ends with the renewal: another protection of no less, another approved exception, from the next day."""
    person = somebody(level(research, "S6"), 120_000)
    soon, later = DAY + dt.timedelta(days=30), DAY + dt.timedelta(days=400)
    more = {"employee": person, "currency": "EUR", "follows": "x", "reason": "y"}
    PayProtection.objects.create(starts_on=START, ends_on=soon, amount=D(120_000), **more)

    def ends() -> tuple[dt.date | None, dt.date | None]:
        at = standing_of(DAY, person.pk)
        assert at is not None
        return at.protected_until, at.excepted_until

    then = {"starts_on": soon + dt.timedelta(days=1), "ends_on": later}
    assert ends() == (soon, None)
    for amount, until in ((119_999, soon), (120_000, later)):
        after = PayProtection.objects.create(amount=D(amount), **then, **more)
        assert ends() == (until, None)
        after.delete()
    PayProtection.objects.create(amount=D(120_000), **then | {"starts_on": soon + dt.timedelta(days=2)}, **more)
    assert ends() == (soon, None)

    figures = {
        "minimum": D(50_000),
        "midpoint": D(60_000),
        "maximum": D(130_000),
        "reason": "Why",
        "criterion": "skills",
    }
    what = {
        "framework": research.framework,
        "level_key": level(research, "S6").key,
        "level_code": "S6",
        "zone": germany,
    }
    decided = {"state": "approved", "decided_by": hr_admin(), "decided_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
    BandException.objects.create(starts_on=dt.date(2026, 1, 1), ends_on=soon, **what, **figures, **decided)
    assert ends() == (soon, soon)
    renewal = BandException.objects.create(**then, **what, **figures)  # proposed
    assert ends() == (soon, soon)
    BandException.objects.filter(pk=renewal.pk).update(**decided)
    assert ends() == (soon, later)


def test_as_of_a_date(research: Version, germany: PayZone) -> None:
    person = somebody()
    place(person, level(research, "S5"), ends_on=dt.date(2025, 12, 31))
    place(person, level(research, "S6"), starts_on=dt.date(2026, 1, 1))
    pay(person, 80_000, ends_on=dt.date(2026, 3, 31))
    pay(person, 90_000, starts_on=dt.date(2026, 4, 1))
    seen = [standing_of(day, person.pk) for day in (dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 4, 1))]
    assert [(at.grade_code, at.annual, at.standing) for at in seen if at] == [
        ("5", D("80000.00"), "within"),
        ("6", D("80000.00"), "below"),
        ("6", D("90000.00"), "within"),
    ]


def test_a_later_evaluation_changes_no_past(plan: FactorPlan, hr: User, germany: PayZone) -> None:
    """S6 is grade 6 in the version of 2024 and grade 5 in that of March 2026."""
    first = create_framework(name="Past", by=hr, shape=small_shape(plan_in_force()))
    _publish_on(first, dt.datetime(2024, 1, 1, tzinfo=dt.UTC), hr)
    person = somebody(level(first, "S6"), 90_000)
    second = start_draft(framework=first.framework, by=hr)
    Level.objects.filter(version=second, code="S6").update(grade=Grade.objects.get(code="5"))
    changed = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    Version.objects.filter(pk=first.pk).update(state="retired", retired_at=changed)
    _publish_on(second, changed, hr)
    days = [dt.date(2026, 2, 28), dt.date(2026, 3, 1), timezone.localdate()]
    at = [standing_of(day, person.pk) for day in days]
    assert [(each.grade_code, each.minimum) for each in at if each] == [
        ("6", D("84000.00")),
        ("5", D("70000.00")),
        ("5", D("70000.00")),
    ]


def _publish_on(draft: Version, at: dt.datetime, by: User) -> None:
    draft.state, draft.published_at, draft.published_by, draft.plan = "published", at, by, plan_in_force()
    draft.save()


def test_the_number_of_queries_is_fixed(research: Version, germany: PayZone) -> None:
    rung = level(research, "S6")
    one = [somebody(rung, 90_000).pk]
    many = one + [somebody(rung, 90_000).pk for _ in range(12)]
    counts = []
    for ids in (one, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(standings(DAY, ids)) == len(ids)
        counts.append(len(queries))
    assert counts == [3, 3]


CHANGES: dict[str, Callable[[Employee, PayZone, Version], Any]] = {
    "salary": lambda person, where, version: Salary.objects.filter(employee=person).update(amount=D(50_000)),
    "protection": lambda person, where, version: PayProtection.objects.create(
        employee=person, starts_on=START, ends_on=DAY, amount=D(1), currency="EUR", follows="x", reason="y"
    ),
    "band": lambda person, where, version: where.bands.filter(grade__code="6").update(maximum=D(200_000)),
    "zone": lambda person, where, version: where.locations.all().delete(),
    "location": lambda person, where, version: Employee.objects.filter(pk=person.pk).update(location="Elsewhere"),
    "placement": lambda person, where, version: Placement.objects.filter(employee=person).delete(),
    "leaving": lambda person, where, version: Employee.objects.filter(pk=person.pk).update(left_on=START),
}


def test_a_refresh_writes_only_the_rows_that_changed(research: Version, germany: PayZone) -> None:
    ada, ben = somebody(level(research, "S6"), 80_000), somebody(level(research, "S6"), 90_000)
    refresh(DAY)

    def written() -> dict[int, str]:
        """Where each row lies: a row that is written anew lies somewhere else, whatever is in it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT employee_id, ctid::text FROM compensation_payposition")
            return dict(cursor.fetchall())

    before = written()
    with CaptureQueriesContext(connection) as asked:
        assert refresh(DAY) is False  # a quiet minute
    assert len(asked) == 1
    assert asked.captured_queries[0]["sql"].startswith("SELECT")
    with connection.cursor() as cursor:  # everybody is looked at again, and nothing is other than it was
        cursor.execute("INSERT INTO compensation_touched (employee_id) VALUES (NULL)")
    assert refresh(DAY) is True
    assert written() == before
    refresh(DAY + dt.timedelta(days=1))
    assert written() == before
    Salary.objects.filter(employee=ben).update(amount=91_000)
    refresh(DAY + dt.timedelta(days=1))
    after = written()
    assert (after[ada.pk], after[ben.pk] != before[ben.pk]) == (before[ada.pk], True)


def test_bands_touch_the_people_of_their_zone_and_those_of_later_days_nobody(
    research: Version, germany: PayZone
) -> None:
    here = somebody(level(research, "S6"), 80_000)
    ireland = zone("IE", "EUR", "Dublin")
    there = somebody(level(research, "S6"), 80_000, location="Dublin")
    band(ireland, "6", 70_000, 80_000, 90_000)
    today = timezone.localdate()
    refresh(today)
    by, month = hr_admin(), today + dt.timedelta(days=30)

    def rise(where: PayZone, on: dt.date, low: int) -> set[tuple[int | None, int | None]]:
        figures = {"6": Figures(D(low), D(low + 10_000), D(low + 20_000))}
        changes.schedule(zone=where, starts_on=on, figures=figures, by=by, today=today)
        return set(Touched.objects.values_list("employee_id", "zone_id"))

    assert rise(ireland, month, 71_000) == set()
    assert refresh(today) is False
    assert rise(ireland, today, 75_000) == {(None, ireland.pk)}
    assert refresh(today) is True
    assert PayPosition.objects.get(pk=there.pk).minimum == D(75_000)
    assert rise(germany, today, 60_000) == {(None, germany.pk)}
    Band.objects.filter(zone=ireland, starts_on=today).update(maximum=D(99_000))
    assert refresh(today) is True
    found = {row.pk: (row.minimum, row.maximum) for row in PayPosition.objects.filter(pk__in=[here.pk, there.pk])}
    assert found == {here.pk: (D(60_000), D(80_000)), there.pk: (D(75_000), D(99_000))}
    assert refresh(month) is True  # its day comes
    assert PayPosition.objects.get(pk=there.pk).minimum == D(71_000)
    kept = PayPositionsMade.objects.get(pk=1)
    assert sum(row[4] for row in kept.totals) == PayPosition.objects.count()


@pytest.mark.parametrize("change", CHANGES)
def test_the_copy_follows_every_change(change: str, research: Version, germany: PayZone) -> None:
    person = somebody(level(research, "S6"), 90_000)
    assert refresh(DAY) is True
    before = PayPosition.objects.filter(pk=person.pk).values().first()
    assert refresh(DAY) is False
    CHANGES[change](person, germany, research)
    assert is_stale(DAY)
    assert refresh(DAY) is True
    after = PayPosition.objects.filter(pk=person.pk).values().first()
    assert before is not None
    assert after != before
    at = standing_of(DAY, person.pk)
    assert (after["standing"] if after else None) == (at.standing if at else None)


def test_a_new_day_makes_everything_anew(research: Version, germany: PayZone) -> None:
    person = somebody(level(research, "S6"))
    pay(person, 90_000, ends_on=DAY)
    refresh(DAY)
    assert PayPosition.objects.get(pk=person.pk).standing == "within"
    refresh(DAY + dt.timedelta(days=1))
    assert PayPosition.objects.get(pk=person.pk).standing == "no_salary"


def test_totals_say_how_many_and_what_it_costs(research: Version, germany: PayZone) -> None:
    for amount in (80_000, 81_000, 90_000):
        somebody(level(research, "S6"), amount, department="Lab")
    refresh(DAY)
    groups = [row for row in PayPositionsMade.objects.get(pk=1).totals if row[1] == "Lab"]
    assert groups == [["", "Lab", "below", "EUR", 2, "7000.00"], ["", "Lab", "within", "EUR", 1, "0.00"]]


@pytest.mark.parametrize(
    "table", ["compensation_salaryevent", "compensation_payprotectionevent", "compensation_payaccess"]
)
def test_histories_and_the_log_only_grow(table: str, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relacl::text FROM pg_class WHERE relname = %s", [table])
        granted = cursor.fetchone()[0].split("=")[1].split("/")[0]
    assert ("a" in granted, "r" in granted, "w" in granted, "d" in granted) == (True, True, False, False)


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": D(0)},
        {"fte": D(0)},
        {"fte": D("1.1")},
        {"currency": "eur"},
        {"basis": "hour"},
        {"basis": "month15"},
        {"starts_on": DAY, "ends_on": START},
    ],
)
def test_the_database_refuses_salaries_that_cannot_be(fields: dict[str, Any], db: None) -> None:
    person = EmployeeFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Salary.objects.create(**{"employee": person, "amount": D(1), "currency": "EUR", "starts_on": START} | fields)


def test_salaries_never_overlap(db: None) -> None:
    person = EmployeeFactory.create()
    pay(person, 1, ends_on=DAY)
    with pytest.raises(IntegrityError, match="compensation_salary_no_overlap"), transaction.atomic():
        pay(person, 2, starts_on=DAY)
    pay(person, 2, starts_on=DAY + dt.timedelta(days=1))
