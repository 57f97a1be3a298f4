"""What pages of cases and plans tell of a few people, and whom they do not tell it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Employee, RoleGrant
from accounts.roles import Role
from ladders.remedies.models import RemedyPlan
from ladders.remedies.web.plan_pages import coarse
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.remedies.conftest import Remedied
from tests.remedies.test_pages import kept, text_of

pytestmark = pytest.mark.django_db


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
