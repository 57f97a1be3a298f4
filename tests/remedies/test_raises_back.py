"""Raises of a plan go back as a set, or not at all; and the plan's page says what holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee
from accounts.roles import Role
from ladders.compensation.actions.salaries import remove_salary, set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import PayAccess, PayPolicy, Salary
from ladders.core.errors import DomainError
from ladders.core.models import Approval, AuditEntry
from ladders.remedies.actions.cases import choose_path, close_case
from ladders.remedies.actions.raises import decide_raises
from ladders.remedies.actions.raises_back import take_back_raises
from ladders.remedies.domain.states import CaseState, Ground
from ladders.remedies.models import RemedyPlan
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import squeezed

from .conftest import Remedied
from .test_pages import kept

pytestmark = pytest.mark.django_db


def salaries() -> list[tuple[Any, ...]]:
    """What everybody is paid on which days."""
    rows = Salary.objects.order_by("employee", "starts_on")
    return list(rows.values_list("employee", "starts_on", "ends_on", "amount", "currency", "basis", "fte"))


def raised(remedied: Remedied, *, later: int = 0) -> RemedyPlan:
    plan = kept(remedied)
    chosen = [(line.pk, line.after) for line in plan.raises.all()]
    day = remedied.day + dt.timedelta(days=later)
    return decide_raises(plan=plan, chosen=chosen, starts_on=day, reason="Equal pay", by=remedied.hr)


def set_to(person: Employee, amount: int, day: dt.date, remedied: Remedied) -> None:
    set_salary(employee=person, starts_on=day, amount=amount, currency="EUR", basis=Basis.YEAR, by=remedied.hr)  # type: ignore[arg-type]


@pytest.mark.parametrize("later", [0, 40])
def test_everybody_is_paid_as_before_and_the_plan_can_be_decided_anew(remedied: Remedied, later: int) -> None:
    before = salaries()
    plan = raised(remedied, later=later)
    assert len(salaries()) == len(before) + 6
    trail = AuditEntry.objects.count()
    back = reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk])
    client = signed_in(remedied.hr)
    page = reverse("remedy-plan", args=[remedied.case.pk, plan.pk])
    assert back in client.get(page).content.decode()
    assert client.post(back, {"reason": " "}).status_code == 422
    assert client.post(back, {"reason": "It was the wrong day"}).status_code == 302
    assert salaries() == before
    (entry,) = AuditEntry.objects.order_by("pk")[trail:]
    assert (entry.area, entry.verb, entry.detail["people"]) == ("remedies", "raises.taken_back", [None, 6])
    assert entry.detail["reason"] == [None, "It was the wrong day"]
    text = squeezed(client.get(page))
    assert "A plan raises nobody." in text
    assert back not in client.get(page).content.decode()
    take_back_raises(plan=plan, reason="Twice", by=remedied.hr)  # harmless
    assert AuditEntry.objects.count() == trail + 1
    plan.refresh_from_db()
    chosen = [(line.pk, line.after) for line in plan.raises.all()]
    decide_raises(plan=plan, chosen=chosen, starts_on=remedied.day, reason="Now", by=remedied.hr)
    assert Salary.objects.filter(starts_on=remedied.day).count() == 6


def test_a_salary_that_was_replaced_on_its_own_day_comes_back(remedied: Remedied) -> None:
    person = remedied.people[0]
    Salary.objects.filter(employee=person).update(starts_on=remedied.day)
    before = salaries()
    plan = raised(remedied)
    take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    assert salaries() == before


def test_what_was_built_on_is_named_and_nothing_goes_back(remedied: Remedied) -> None:
    plan = raised(remedied)
    set_to(remedied.people[1], 70_000, remedied.day + dt.timedelta(days=90), remedied)
    after = salaries()
    with pytest.raises(DomainError) as refused:
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    assert refused.value.sentence == (
        f"Since then the salary was set or taken out of: {remedied.people[1]}. Set salaries one by one."
    )
    assert salaries() == after
    plan.refresh_from_db()
    assert plan.decided_raises == 6


def test_single_raises_that_were_taken_out_are_told_on_the_page(remedied: Remedied) -> None:
    plan = raised(remedied)
    page = reverse("remedy-plan", args=[remedied.case.pk, plan.pk])
    assert "taken out" not in squeezed(signed_in(remedied.hr).get(page))
    for person in remedied.people[:2]:
        remove_salary(
            salary=Salary.objects.get(employee=person, starts_on=remedied.day), reason="Wrong", by=remedied.hr
        )
    text = squeezed(signed_in(remedied.hr).get(page))
    assert "The salaries of 2 of them were taken out or set anew since." in text
    assert text.count("taken out or set anew since") == 3
    assert "The salaries of 2 of them" in squeezed(signed_in(remedied.analyst).get(page))
    with pytest.raises(DomainError, match="taken out of"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)


def test_after_a_week_of_holding_nothing_goes_back_as_a_set(remedied: Remedied) -> None:
    plan = raised(remedied)
    RemedyPlan.objects.update(decided_at=timezone.now() - dt.timedelta(days=8))
    with pytest.raises(DomainError, match="one by one"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)


def test_a_closed_case_is_opened_first_and_whoever_may_not_raise_takes_nothing_back(remedied: Remedied) -> None:
    plan = raised(remedied)
    for user in (remedied.analyst, account(user__roles=[Role.COMPENSATION_ANALYST])):
        with pytest.raises(PermissionDenied):
            take_back_raises(plan=plan, reason="Wrong", by=user)
    choose_path(case=remedied.case, path=CaseState.REMEDY, reason="Raises", by=remedied.analyst)
    close_case(case=remedied.case, ground=Ground.BELOW, reason="Raised", by=remedied.analyst)
    with pytest.raises(DomainError, match="Open it again first"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)


def test_where_two_decide_about_pay_a_second_person_reads_whom_it_concerns(remedied: Remedied) -> None:
    before = salaries()
    plan = raised(remedied)
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})
    second = account(name="Second", user__roles=[Role.HR_ADMIN])
    after = salaries()
    signed_in(remedied.hr).post(
        reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk]), {"reason": "Wrong day"}
    )
    approval = Approval.objects.get()
    assert salaries() == after
    read = squeezed(signed_in(second).get(reverse("approval", args=[approval.pk])))
    assert "everybody is paid as before" in read
    assert all(str(line.employee) in read for line in plan.raises.select_related("employee"))
    looked = PayAccess.objects.filter(by=second).values_list("employee", flat=True)
    assert sorted(looked) == sorted(plan.raises.values_list("employee", flat=True))
    signed_in(second).post(reverse("approval", args=[approval.pk]), {"do": "confirm"})
    assert salaries() == before
