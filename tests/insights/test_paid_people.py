"""What was paid, as the methods ask for it: who is counted, in which category, under which rules."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Level, Version
from ladders.impact.models import Grade
from ladders.insights.actions.pay_equity import decide_categories, record_sexes, save_rules, say_kind
from ladders.insights.domain.paid_kinds import Treatment, proposed, year_share
from ladders.insights.domain.pay_gap.article9 import article9
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import CategoryDecision, CountryRules, PaidAmount, PaidKind, PaidYear
from ladders.insights.queries.country_rules import rules_for
from ladders.insights.queries.paid_people import category_decision, explained, paid_population, years_paid
from ladders.placements.actions.placements import place
from tests.factories import EmployeeFactory, UserFactory, draft_framework, hr_admin
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return UserFactory.create(roles=[Role.PAY_EQUITY_ANALYST])


def kind(name: str, treatment: Treatment = Treatment.BASIC, rule: str = "") -> PaidKind:
    return say_kind(name=name, treatment=treatment, rule=rule, by=None)


def paid(
    person: Employee, amounts: dict[str, Any], *, year: int = 2026, entity: str = "One", **fields: Any
) -> PaidYear:
    row = PaidYear.objects.create(
        employee=person, year=year, legal_entity=entity, currency=fields.pop("currency", "EUR"), **fields
    )
    for name, amount in amounts.items():
        PaidAmount.objects.create(paid_year=row, kind=PaidKind.objects.get(name=name), amount=Decimal(amount))
    return row


@shared_rows
def company() -> list[Employee]:
    kind("Base")
    kind("Bonus", Treatment.VARIABLE)
    kind("Travel", Treatment.LEFT_OUT, "refund of expenses")
    people = [EmployeeFactory.create(hired_on=dt.date(2020, 1, 1)) for _each in range(3)]
    record_sexes(sexes={people[0].pk: Sex.WOMAN, people[1].pk: Sex.MAN}, by=None, source="test")
    paid(people[0], {"Base": 30000, "Bonus": 1000, "Travel": 500}, hours=Decimal(1600))
    paid(people[1], {"Base": 40000}, hours=Decimal(1600))
    paid(people[2], {"Base": 50000})
    return people


def test_basic_and_variable_pay_are_summed_and_the_rest_is_left_out(company: list[Employee], analyst: User) -> None:
    found = paid_population(analyst, year=2026, legal_entity="One")
    assert [(row.sex, row.basic, row.variable, row.hours) for row in found.rows] == [
        (Sex.WOMAN, Decimal(30000), Decimal(1000), Decimal(1600)),
        (Sex.MAN, Decimal(40000), Decimal(0), Decimal(1600)),
        (Sex.NOT_STATED, Decimal(50000), Decimal(0), None),
    ]
    assert (found.currency, found.decision) == ("EUR", None)
    gaps = article9([row.paid for row in found.rows], Choices())
    assert gaps.mean.percent == Decimal("22.5")
    assert paid_population(analyst, year=2026, legal_entity="Other").rows == ()
    assert years_paid() == [(2026, "One", 3)]


def test_only_people_in_reach_are_read(company: list[Employee]) -> None:
    for user in (UserFactory.create(), UserFactory.create(roles=[Role.COMPENSATION_ANALYST])):
        assert paid_population(user, year=2026).rows == ()
        assert not PaidYear.objects.visible_to(user).exists()
    local = UserFactory.create()
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, legal_entities=["Elsewhere"])
    assert paid_population(local, year=2026).rows == ()


def test_several_currencies_are_never_added(company: list[Employee], analyst: User) -> None:
    paid(EmployeeFactory.create(), {"Base": 1}, currency="CHF", entity="Two")
    with pytest.raises(DomainError, match="several currencies: CHF, EUR"):
        paid_population(analyst, year=2026)
    assert paid_population(analyst, year=2026, legal_entity="Two").currency == "CHF"


def test_the_number_of_queries_is_bounded(
    company: list[Employee], analyst: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        paid_population(analyst, year=2026)


def test_joiners_and_leavers_have_a_share_of_the_year(company: list[Employee], analyst: User) -> None:
    Employee.objects.filter(pk=company[0].pk).update(hired_on=dt.date(2026, 7, 2))
    Employee.objects.filter(pk=company[1].pk).update(left_on=dt.date(2026, 6, 30))
    first, second, third = paid_population(analyst, year=2026).rows
    assert (first.year_share, first.moved, first.on_day) == (Decimal("0.501370"), True, True)
    assert (second.moved, second.on_day) == (True, False)
    assert (third.year_share, third.moved) == (Decimal(1), False)
    assert year_share(2026, dt.date(2027, 1, 1), None) == 0
    assert explained(paid_population(analyst, year=2026).rows) == []  # nobody holds a level here


def test_kinds_are_said_once_and_what_is_left_out_has_a_rule() -> None:
    kind("13th month", Treatment.VARIABLE)
    kind("13TH  Month", Treatment.BASIC)
    assert list(PaidKind.objects.values_list("name", "treatment")) == [("13th month", "basic")]
    with pytest.raises(DomainError, match="by which rule"):
        kind("Gifts", Treatment.LEFT_OUT)
    assert proposed("Base salary") == (Treatment.BASIC, "")
    assert proposed("Reisekosten") == (Treatment.LEFT_OUT, "refund of expenses")
    assert proposed("K17") is None
    with pytest.raises(PermissionDenied):
        say_kind(name="x", treatment=Treatment.BASIC, by=UserFactory.create())


def test_a_decision_about_categories_stays_as_it_is(analyst: User) -> None:
    low, high = (Grade.objects.create(code=f"G{rank}", rank=rank) for rank in (1, 2))
    group = decide_categories(
        legal_entity="",
        decided_on=dt.date(2026, 1, 1),
        reason="One scale",
        grades={low: "Start", high: "Start"},
        by=analyst,
    )
    own = decide_categories(
        legal_entity="One", decided_on=dt.date(2026, 6, 1), reason="A plant", opinion="Yes", by=analyst
    )
    assert category_decision("One", dt.date(2026, 5, 1)) == group
    assert category_decision("One", dt.date(2026, 6, 1)) == own
    assert category_decision("Two", dt.date(2026, 6, 1)) == group
    assert category_decision("Two", dt.date(2025, 6, 1)) is None
    assert list(group.grades.values_list("name", flat=True)) == ["Start", "Start"]
    with pytest.raises(DatabaseError), transaction.atomic():
        CategoryDecision.objects.filter(pk=own.pk).update(opinion="No")
    with pytest.raises(DomainError, match="Say why"):
        decide_categories(legal_entity="", decided_on=dt.date(2026, 1, 1), reason=" ", by=analyst)
    with pytest.raises(PermissionDenied):
        decide_categories(legal_entity="", decided_on=dt.date(2026, 1, 1), reason="x", by=UserFactory.create())


def test_rules_are_dated_per_country_with_the_directive_behind_them(analyst: User) -> None:
    assert rules_for("FR", dt.date(2027, 1, 1)).threshold_percent == 5
    assert rules_for("FR", dt.date(2020, 1, 1)).country == ""  # before the Directive holds: what it will ask for
    german = rules_for("DE", dt.date(2027, 1, 1))
    assert (german.smallest_group, german.certain) == (6, False)
    assert "Entgelttransparenzgesetz" in german.source
    fields = {
        name: getattr(german, name)
        for name in (
            "threshold_percent", "smallest_group", "remedy_months", "yearly_from", "triennial_from", "mostly_women_percent",
        )
    }  # fmt: skip
    save_rules(
        rules=CountryRules(country="FR", starts_on=dt.date(2027, 1, 1), answer_months=1, source="Loi", **fields),
        by=analyst,
    )
    assert rules_for("FR", dt.date(2027, 6, 1)).answer_months == 1
    later = CountryRules(country="FR", starts_on=dt.date(2028, 1, 1), answer_months=3, source="Loi", **fields)
    save_rules(rules=later, by=analyst)  # ends the former
    assert CountryRules.objects.get(country="FR", answer_months=1).ends_on == dt.date(2027, 12, 31)
    assert [rules_for("FR", dt.date(year, 6, 1)).answer_months for year in (2027, 2028)] == [1, 3]
    between = CountryRules(country="FR", starts_on=dt.date(2027, 6, 1), answer_months=2, source="Loi", **fields)
    with pytest.raises(
        DomainError, match="From 1 January 2027 to 31 December 2027 the country has other rules already"
    ):
        save_rules(rules=between, by=analyst)
    local = UserFactory.create()
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    with pytest.raises(DomainError, match="holds for the whole organisation"):
        save_rules(rules=later, by=local)
    assert CountryRules.objects.filter(country="FR").count() == 2


def published() -> Version:
    draft = draft_framework()
    return publish(version=draft, seen=draft.revision, by=hr_admin())


@pytest.mark.usefixtures("plan")
def test_the_category_is_the_grade_of_the_level_held_or_what_was_decided(
    company: list[Employee], analyst: User
) -> None:
    version = published()
    levels = {level.code: level for level in Level.objects.filter(version=version)}
    place(employee=company[0], level=levels["S5"], starts_on=dt.date(2025, 1, 1), by=hr_admin())
    place(employee=company[1], level=levels["M5"], starts_on=dt.date(2026, 11, 1), by=hr_admin())
    woman, man, third = paid_population(analyst, year=2026).rows
    grade = levels["S5"].grade
    assert grade is not None
    assert (woman.category, man.category, third.category) == (grade.code, grade.code, "")
    assert (woman.track, man.track, woman.points) == ("specialist", "management", levels["S5"].points)
    assert paid_population(analyst, year=2026, day=dt.date(2026, 6, 1)).rows[1].category == grade.code
    everybody = explained(paid_population(analyst, year=2026).rows)
    assert [(each.pay, each.points, round(each.years, 1)) for each in everybody] == [
        (31000.0, 430.0, 7.0),
        (40000.0, 430.0, 7.0),
    ]
    decide_categories(
        legal_entity="", decided_on=dt.date(2026, 1, 1), reason="One scale", grades={grade: "Senior"}, by=analyst
    )
    assert [row.category for row in paid_population(analyst, year=2026).rows] == ["Senior", "Senior", ""]
