"""Requests that came on paper: HR enters them, and the clock runs from the day they came."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.core.months import months_after
from ladders.moves.models import Notice
from ladders.pay_information.actions.requests import ask, enter_received
from ladders.pay_information.models import InformationRequest
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import squeezed

from .company import Payroll, user_of

pytestmark = pytest.mark.django_db
PAGE = "pay-information-received"


def came(days_ago: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days_ago)


def entered(payroll: Payroll, **more: Any) -> Any:
    data = {"person": payroll.anna.name, "received_on": came(20).isoformat(), "through": "", "question": ""}
    return signed_in(payroll.hr).post(reverse(PAGE), data | more)


def test_the_clock_runs_from_the_day_it_came_and_the_person_finds_it(payroll: Payroll) -> None:
    others = account(user__roles=[Role.HR_ADMIN], name="Other Hr")
    answer = entered(payroll, through="The union, with her signature", question="Why?")
    row = InformationRequest.objects.get()
    assert answer["Location"] == reverse("pay-information-request", args=[row.pk])
    assert (row.asked_on, row.due_on, row.months) == (came(20), months_after(came(20), 2), 2)
    assert (row.recorded_by, row.through, row.question) == (payroll.hr, "The union, with her signature", "Why?")
    page = squeezed(signed_in(payroll.hr).get(answer["Location"]))
    assert "It came on paper through The union, with her signature" in page
    mine = squeezed(signed_in(user_of(payroll.anna)).get(reverse("pay-information")))
    assert "The union, with her signature, on paper" in mine
    told = set(Notice.objects.filter(kind="for_hr").values_list("recipient", flat=True))
    assert (others.pk in told, payroll.hr.pk in told) == (True, False)
    entry = AuditEntry.objects.get(verb__endswith="request.received")
    assert payroll.anna.name not in f"{entry.subject} {entry.detail}"


def test_it_is_answered_like_any_other_also_for_whoever_has_no_account(payroll: Payroll) -> None:
    Employee.objects.filter(pk=payroll.anna.pk).update(user=None)
    entered(payroll)
    row = InformationRequest.objects.get()
    hr = signed_in(payroll.hr)
    address = reverse("pay-information-request", args=[row.pk])
    page = hr.get(address)
    assert "The person has no account: print the answer and hand it to them." in squeezed(page)
    assert hr.post(address, {"seen": page.context["form"]["seen"].value(), "words": "Here."}).status_code == 302
    assert "It came on paper" in squeezed(hr.get(address))
    assert "\u20ac50,500" in squeezed(hr.get(address))


def test_what_cannot_be_is_refused_in_words(payroll: Payroll) -> None:
    assert "still to come" in squeezed(entered(payroll, received_on=came(-1).isoformat()))
    assert "more than a year ago" in squeezed(entered(payroll, received_on=came(400).isoformat()))
    ask(by=user_of(payroll.anna))
    assert "has asked already. The answer is due by" in squeezed(entered(payroll))
    assert InformationRequest.objects.count() == 1


def test_nobody_enters_for_themselves_or_out_of_reach(payroll: Payroll) -> None:
    boss = user_of(payroll.men[0])
    RoleGrant.objects.create(user=boss, role=Role.HR_ADMIN)
    with pytest.raises(DomainError, match="own page"):
        enter_received(person=payroll.men[0], received_on=came(1), by=boss)
    local = account(user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=local).update(departments=["Sales"])
    with pytest.raises(DomainError, match="role does not reach"):
        enter_received(person=payroll.anna, received_on=came(1), by=User.objects.get(pk=local.pk))
    assert signed_in(payroll.helper).get(reverse(PAGE)).status_code == 403
    assert not InformationRequest.objects.exists()
