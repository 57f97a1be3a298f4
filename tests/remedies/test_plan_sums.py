"""Sums of a plan and steps of its curve: exact for whoever sees the pay of all of them, and never one person's."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Employee, RoleGrant
from accounts.roles import Role
from ladders.compensation.actions.salaries import set_salary
from ladders.compensation.domain.position import Basis
from ladders.remedies.models import RemedyPlan
from ladders.remedies.web.plan_pages import coarse
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.remedies.conftest import Remedied

from .test_pages import asked, kept, text_of

FEW = "fewer than 5 people are raised, or are not: shown to whoever may see their pay"
pytestmark = pytest.mark.django_db
D = Decimal


def test_whoever_does_not_see_everybodys_pay_cannot_ask_until_one_salary_is_found(remedied: Remedied) -> None:
    page, client = reverse("remedy-planner", args=[remedied.case.pk]), signed_in(remedied.analyst)
    refused = "are for whoever may see the pay of everybody of this entity"
    others: list[dict[str, str]] = [{"whom": "everybody"}, {"within_band": ""}]
    for more in (
        {"target": "band", "band_point": "41.7"}, {"most_percent": "0.1"}, {"budget": "30"}, {"third": "1"}, *others,
    ):  # fmt: skip
        answer = client.get(page, asked(remedied, **more))
        assert answer.status_code == 422
        assert refused in text_of(answer)
        assert "Paid less than that" not in text_of(answer)
        assert signed_in(remedied.hr).get(page, asked(remedied, **more)).status_code == 200
    assert client.post(page, asked(remedied, budget="30")).status_code == 422
    assert not RemedyPlan.objects.exists()
    form = client.get(page).content.decode().split('class="remedy-asked"')[1].split("</form>")[0]
    asks = [name for name in asked(remedied) if f'name="{name}"' in form]
    assert asks == ["target", "whom", "within_band", "starts_on"]
    assert '<input type="hidden" name="whom" value="less_paid"' in form
    plan = kept(remedied)
    exact = f"{plan.cost:,.2f}".removesuffix(".00")
    for address in (page, reverse("remedy-plan", args=[remedied.case.pk, plan.pk])):
        assert exact in text_of(signed_in(remedied.hr).get(address, asked(remedied)))
        shown = text_of(client.get(address, asked(remedied)))
        assert exact not in shown
        assert f"about €{coarse(plan.cost):,.0f}" in shown
    assert [coarse(D(each)) for each in ("4649", "128000.5", "7", "0")] == [D(4600), D(130_000), D(7), D(0)]


def test_steps_of_the_curve_are_for_whoever_sees_the_pay_of_all_of_them(remedied: Remedied) -> None:
    """With every step somebody else is raised: what the step costs, and the difference, would be one person's."""
    page = reverse("remedy-planner", args=[remedied.case.pk])

    assert len(steps_of(signed_in(remedied.hr).get(page, asked(remedied)))) == 25
    assert [row[1] for row in steps_of(signed_in(remedied.analyst).get(page, asked(remedied)))] == ["0", "6"]


def steps_of(answer: Any) -> list[list[str]]:
    """The rows of the curve's table."""
    table = answer.content.decode().split("The same in a table")[1].split("<tbody>")[1].split("</tbody>")[0]
    return [re.findall(r'<td class="num"[^>]*>([^<]*)</td>', row) for row in table.split("</tr>")[:-1]]


def test_sums_of_few_people_are_shown_only_to_whoever_may_see_their_pay(remedied: Remedied) -> None:
    page = reverse("remedy-planner", args=[remedied.case.pk])
    for person in remedied.people[:4]:
        pay_more(person, remedied)
    few = FEW
    shown = text_of(signed_in(remedied.analyst).get(page, asked(remedied)))
    assert few in shown
    assert "Paid less than that fewer than 5 people" in shown
    shown = text_of(signed_in(remedied.hr).get(page, asked(remedied)))
    assert few not in shown
    assert "Paid less than that 2 people" in shown


def test_somebody_who_sees_some_of_a_plan_does_not_get_the_others_by_taking_away(remedied: Remedied) -> None:
    plan = kept(remedied)
    address = reverse("remedy-plan", args=[remedied.case.pk, plan.pk])
    some = UserFactory.create()
    RoleGrant.objects.create(user=some, role=Role.PAY_EQUITY_ANALYST)
    RoleGrant.objects.create(user=some, role=Role.COMPENSATION_ANALYST, departments=["Seen"])
    Employee.objects.filter(pk__in=[each.pk for each in remedied.people[:5]]).update(department="Seen")
    for page in (address, reverse("remedy-planner", args=[remedied.case.pk])):
        shown = signed_in(some).get(page, asked(remedied))
        assert shown.status_code == 200
        assert "fewer than 5" in text_of(shown)
        assert f"{plan.cost:,.2f}".removesuffix(".00") not in text_of(shown)


def pay_more(person: Employee, remedied: Remedied) -> None:
    """A salary that nobody is behind with."""
    set_salary(
        employee=person, starts_on=remedied.day, amount=D(52_000), currency="EUR", basis=Basis.YEAR, by=remedied.hr
    )
