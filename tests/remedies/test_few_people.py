"""What pages of cases and plans tell of a few people, and whom they do not tell it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.impact.models import Grade
from ladders.insights.actions.pay_equity import decide_categories
from ladders.insights.models import CountryRules
from ladders.moves.models import Notice
from ladders.pay_reports.actions.drafts import start_report
from ladders.remedies.actions.cases import measure_again
from ladders.remedies.actions.reminders import tell_opened
from ladders.remedies.domain.states import MeasuredOn
from ladders.remedies.models import Measurement, RemedyCase, RemedyPlan
from ladders.remedies.queries.cases import later_gaps, who_sees
from ladders.remedies.web.plan_pages import coarse
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.pay_reports.employer import PAY, computed, newcomer, pay_all
from tests.remedies.conftest import Remedied, published
from tests.remedies.test_pages import asked, kept, text_of

pytestmark = pytest.mark.django_db
ONE_OF_FEW = "You are one of few people"


def insider_of(remedied: Remedied) -> User:
    """An analyst who is one of the six women of the case's category."""
    insider = remedied.people[0].user
    assert insider is not None
    RoleGrant.objects.create(user=insider, role=Role.PAY_EQUITY_ANALYST)
    return insider


def report_of_seven(remedied: Remedied) -> None:
    """A later edition, by rules under which seven are the smallest group. The case learns of it."""
    CountryRules.objects.update(smallest_group=7)
    published(computed(remedied.analyst, why_again="Other rules"), remedied.employer)
    remedied.case.refresh_from_db()
    assert remedied.case.latest is not None


def test_a_case_is_not_for_one_of_few_people_in_its_category(remedied: Remedied) -> None:
    insider, case = insider_of(remedied), remedied.case
    plan = kept(remedied)
    pages = [("remedy-case", [case.pk]), ("remedy-planner", [case.pk]), ("remedy-plan", [case.pk, plan.pk])]
    everybody = (insider, remedied.analyst, remedied.hr)

    def seen_by(user: User) -> list[int]:
        return [signed_in(user).get(reverse(name, args=args)).status_code for name, args in pages]

    assert [seen_by(user) for user in everybody] == [[200] * 3] * 3
    assert set(who_sees(case, Permission.EDIT_PAY_EQUITY)) == set(everybody)
    report_of_seven(remedied)
    assert [seen_by(user) for user in everybody] == [[404] * 3, [200] * 3, [200] * 3]
    assert reverse("remedy-case", args=[case.pk]) not in signed_in(insider).get(reverse("remedies")).content.decode()
    assert set(who_sees(case, Permission.EDIT_PAY_EQUITY)) == {remedied.analyst, remedied.hr}
    assert (len(later_gaps(insider, case)), len(later_gaps(remedied.analyst, case))) == (0, 1)
    RoleGrant.objects.create(user=insider, role=Role.COMPENSATION_ANALYST)
    assert seen_by(User.objects.get(pk=insider.pk)) == [200] * 3


def test_who_explains_a_gap_of_few_people(remedied: Remedied) -> None:
    insider = insider_of(remedied)
    report_of_seven(remedied)
    assert remedied.case.latest is not None
    own, report = remedied.case.latest, remedied.case.latest.report
    for user, status, told in ((insider, 404, True), (remedied.analyst, 200, False)):
        client = signed_in(user)
        assert client.get(reverse("pay-report-explain", args=[report.pk, own.pk])).status_code == status
        page = text_of(client.get(reverse("pay-report", args=[report.pk])))
        assert (f"{ONE_OF_FEW} there: somebody who may see everybody’s pay reads and explains it." in page) == told
    other = report.categories.get(name="6")
    assert signed_in(insider).get(reverse("pay-report-explain", args=[report.pk, other.pk])).status_code == 200


@pytest.mark.parametrize("few", ["measured", "planned"])
def test_a_case_is_not_for_one_of_few_who_were_left_when_it_was_measured_or_planned(
    remedied: Remedied, few: str
) -> None:
    insider, plan = insider_of(remedied), kept(remedied)
    if few == "measured":
        Measurement.objects.create(
            case=remedied.case, by=remedied.hr, year=2026, on="paid", women=2, men=7, total_percent=Decimal(9)
        )
    else:
        assert (plan.women, plan.men) == (6, 7)
        RemedyPlan.objects.filter(pk=plan.pk).update(women=2)
    elsewhere = remedied.people[13].user  # of category 6
    assert elsewhere is not None
    RoleGrant.objects.create(user=elsewhere, role=Role.PAY_EQUITY_ANALYST)
    seeing = {user for user in (insider, elsewhere, remedied.analyst, remedied.hr)
              if RemedyCase.objects.visible_to(user).exists()}  # fmt: skip
    assert seeing == {elsewhere, remedied.analyst, remedied.hr}


@pytest.mark.parametrize("few", ["reported", "measured", "planned", "none"])
def test_a_case_is_not_for_whoever_came_to_few_people_since(remedied: Remedied, few: str) -> None:
    """Of three women of a later measurement two are left beside oneself, whoever was counted in the report."""
    plan = kept(remedied)
    if few == "reported":
        report_of_seven(remedied)
    elif few == "measured":
        Measurement.objects.create(
            case=remedied.case, by=remedied.hr, year=2026, on="today", women=3, men=7, total_percent=Decimal(9)
        )
    elif few == "planned":
        RemedyPlan.objects.filter(pk=plan.pk).update(women=3)
    later, other = newcomer(remedied.employer, "S5"), newcomer(remedied.employer, "M6")
    pages = [("remedy-case", [remedied.case.pk]), ("remedy-plan", [remedied.case.pk, plan.pk])]
    answers = {
        user.pk: {signed_in(user).get(reverse(name, args=args)).status_code for name, args in pages}
        for user in (later, other, remedied.analyst)
    }
    assert answers == {later.pk: {200 if few == "none" else 404}, other.pk: {200}, remedied.analyst.pk: {200}}


@pytest.mark.parametrize("legal_entity", ["One", ""])
def test_a_category_is_what_a_later_decision_makes_of_it(remedied: Remedied, legal_entity: str) -> None:
    """Whose grade comes to the category after the report is counted in what is measured then."""
    grades = dict.fromkeys(Grade.objects.filter(code__in=["5", "6"]), remedied.case.name)
    later, other = newcomer(remedied.employer, "M6"), newcomer(remedied.employer, "S5", entity="Two")
    decide_categories(
        legal_entity=legal_entity,
        decided_on=dt.date(2027, 1, 1),
        reason="Alike",
        grades=grades,
        by=remedied.hr,
    )
    page = reverse("remedy-case", args=[remedied.case.pk])
    assert signed_in(later).get(page).status_code == 200
    Measurement.objects.create(
        case=remedied.case, by=remedied.hr, year=2027, on="paid", women=3, men=7, total_percent=Decimal(9)
    )
    answers = [signed_in(user).get(page).status_code for user in (later, other, remedied.analyst)]
    assert answers == [404, 200, 200]


@pytest.mark.parametrize(
    ("own_on", "answer"),
    [("2026-12-31", 200), ("2027-01-01", 200), ("2027-01-02", 404)],
    ids=["before", "same", "later"],
)
def test_a_decision_of_the_group_counts_only_where_the_employer_had_none_of_its_own(
    remedied: Remedied, own_on: str, answer: int
) -> None:
    both: dict[str, Any] = {"reason": "Alike", "by": remedied.hr}
    grades = dict.fromkeys(Grade.objects.filter(code__in=["5", "6"]), remedied.case.name)
    later = newcomer(remedied.employer, "M6")
    decide_categories(legal_entity="One", decided_on=dt.date.fromisoformat(own_on), **both)
    decide_categories(legal_entity="", decided_on=dt.date(2027, 1, 1), grades=grades, **both)
    Measurement.objects.create(
        case=remedied.case, by=remedied.hr, year=2027, on="paid", women=3, men=7, total_percent=Decimal(9)
    )
    assert signed_in(later).get(reverse("remedy-case", args=[remedied.case.pk])).status_code == answer


def test_a_decision_of_its_own_that_is_made_later_takes_nothing_back(remedied: Remedied) -> None:
    """It may be dated before the one of the group, by which something was measured meanwhile."""
    both: dict[str, Any] = {"reason": "Alike", "by": remedied.hr}
    grades = dict.fromkeys(Grade.objects.filter(code__in=["5", "6"]), remedied.case.name)
    later = newcomer(remedied.employer, "M6")
    decide_categories(legal_entity="", decided_on=dt.date(2027, 1, 1), grades=grades, **both)
    Measurement.objects.create(
        case=remedied.case, by=remedied.hr, year=2027, on="paid", women=3, men=7, total_percent=Decimal(9)
    )
    decide_categories(legal_entity="One", decided_on=dt.date(2026, 12, 31), **both)
    assert signed_in(later).get(reverse("remedy-case", args=[remedied.case.pk])).status_code == 404


def test_one_of_few_who_are_left_neither_measures_nor_plans(remedied: Remedied) -> None:
    """Two women of the category are paid in the newest year."""
    insider, case = insider_of(remedied), remedied.case
    rows = zip(remedied.people, PAY, strict=True)
    pay_all({each.pk: row[2:] for place, (each, row) in enumerate(rows) if not 2 <= place < 6}, year=2027)
    for on in MeasuredOn:
        with pytest.raises(DomainError, match=ONE_OF_FEW):
            measure_again(case=case, on=on, by=insider)
    page = signed_in(insider).get(reverse("remedy-planner", args=[case.pk]), asked(remedied))
    assert ONE_OF_FEW in text_of(page)
    assert "women are paid" not in text_of(page)
    with pytest.raises(DomainError, match=ONE_OF_FEW):
        kept(remedied, by=insider)
    assert "women are paid" in text_of(
        signed_in(remedied.analyst).get(reverse("remedy-planner", args=[case.pk]), asked(remedied))
    )
    assert measure_again(case=case, on=MeasuredOn.PAID, by=remedied.analyst).women == 2
    assert not RemedyCase.objects.visible_to(insider).exists()


def test_thirty_cases_are_told_in_as_many_statements_as_one(remedied: Remedied) -> None:
    report = start_report(year=2026, legal_entity="One", why_again="More", by=remedied.analyst)
    cases = [remedied.case]
    for number in range(29):
        category = report.categories.create(
            place=50 + number, name=f"C{number}", women=9, men=9, total_percent=9, reached=True
        )
        cases.append(
            RemedyCase.objects.create(
                category=category,
                legal_entity="One",
                name=category.name,
                gap_percent=9,
                threshold_percent=5,
                opened_on=remedied.day,
                remedy_until=remedied.day + dt.timedelta(90),
            )
        )
    Notice.objects.all().delete()
    statements = []
    for told in (cases[:1], cases):
        with CaptureQueriesContext(connection) as queries:
            tell_opened(told)
        statements.append(len(queries))
    assert statements[0] == statements[1] <= 8
    assert Notice.objects.filter(page__startswith="remedy-case ").count() == 60


def test_a_kept_plan_counts_those_not_raised_whose_pay_one_does_not_see(remedied: Remedied) -> None:
    """Of five who are not raised four may be those whose pay somebody sees: what is left of the cost would be the fifth's."""
    plan = kept(remedied, by=remedied.hr)
    RemedyPlan.objects.filter(pk=plan.pk).update(asked=plan.raised + 5)
    address, hidden = (
        reverse("remedy-plan", args=[remedied.case.pk, plan.pk]),
        "whose pay you do not see are raised, or are",
    )
    some = UserFactory.create()
    RoleGrant.objects.create(user=some, role=Role.PAY_EQUITY_ANALYST)
    assert hidden not in text_of(signed_in(some).get(address))
    RoleGrant.objects.create(user=some, role=Role.COMPENSATION_ANALYST, departments=["Seen"])
    Employee.objects.filter(pk=remedied.people[6].pk).update(department="Seen")
    shown = text_of(signed_in(some).get(address))
    assert hidden in shown
    assert f"about €{coarse(plan.cost):,.0f}" not in shown
    assert f"{plan.cost:,.2f}".removesuffix(".00") in text_of(signed_in(remedied.hr).get(address))
