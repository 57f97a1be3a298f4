"""What an analyst, who sees no single pay, works out from the planner's costs. The attack is a test."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.urls import reverse

from ladders.compensation.models import Salary
from ladders.remedies.web.plan_pages import coarse
from tests.conftest import signed_in
from tests.remedies.conftest import Remedied
from tests.remedies.test_pages import asked, kept, text_of
from tests.remedies.test_plan_sums import FEW, pay_more

pytestmark = pytest.mark.django_db


def test_what_the_others_cost_does_not_tell_what_the_one_earns_who_is_not_raised(remedied: Remedied) -> None:
    """Averages of the category are the analyst's by their report: with the cost of five of six women, the sixth is left."""
    page = reverse("remedy-planner", args=[remedied.case.pk])
    ahead = remedied.people[0]
    pay_more(ahead, remedied)
    plan = kept(remedied, by=remedied.hr)
    assert (plan.raised, plan.asked) == (5, 6)
    salaries = dict(Salary.objects.filter(ends_on=None).values_list("employee", "amount"))
    women, men = ([salaries[each.pk] for each in remedied.people[of]] for of in (slice(0, 6), slice(6, 13)))
    target = sum(men) / 7
    worked_out = target + sum(women) - 6 * target + coarse(plan.cost)
    assert abs(worked_out / salaries[ahead.pk] - 1) < D("0.1")  # so it would be told
    for address in (page, reverse("remedy-plan", args=[remedied.case.pk, plan.pk])):
        shown = text_of(signed_in(remedied.analyst).get(address, asked(remedied)))
        assert f"{coarse(plan.cost):,.0f}" not in shown
        assert "whose pay you do not see" in shown or FEW in shown
        assert f"{plan.cost:,.0f}" in text_of(signed_in(remedied.hr).get(address, asked(remedied)))
