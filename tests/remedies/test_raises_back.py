"""Raises of a plan go back as a set, or not at all; and the plan's page says what holds."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.actions.salaries import remove_salary, set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import PayAccess, PayPolicy, Salary, SalarySource
from ladders.core.approvals.actions import confirm, withdraw
from ladders.core.approvals.deeds import AskedSecondPerson
from ladders.core.approvals.queries import could_confirm, may_confirm, to_confirm
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import Approval, AuditEntry
from ladders.remedies.actions.cases import choose_path, close_case
from ladders.remedies.actions.raises import decide_raises
from ladders.remedies.actions.raises_back import take_back_raises, why_not_back
from ladders.remedies.domain.states import CaseState, Ground
from ladders.remedies.models import PlannedRaise, RemedyCase, RemedyPlan
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
    *about, entry = AuditEntry.objects.order_by("pk")[trail:]
    assert {(each.area, each.verb, each.detail["reason"][1]) for each in opened(about)} == {
        ("compensation", "salary.removed", "It was the wrong day")
    }
    assert sorted(each.about for each in about) == sorted(
        f"accounts.employee:{pk}" for pk in plan.raises.values_list("employee", flat=True)
    )
    assert (entry.area, entry.verb, entry.detail["people"]) == ("remedies", "raises.taken_back", [None, 6])
    assert entry.detail["reason"] == [None, "It was the wrong day"]
    text = squeezed(client.get(page))
    assert "A plan raises nobody." in text
    today = date_format(timezone.localdate(), "j F Y")
    told = f"{remedied.hr} took raises back on {today}."
    assert f"{told} Everybody is paid as before, and they can be decided anew." in text
    assert "It was the wrong day" in text
    other = raised_plan_beside(plan)
    assert "took raises back" not in squeezed(client.get(reverse("remedy-plan", args=[remedied.case.pk, other.pk])))
    assert back not in client.get(page).content.decode()
    take_back_raises(plan=plan, reason="Twice", by=remedied.hr)  # harmless
    assert AuditEntry.objects.count() == trail + 7
    plan.refresh_from_db()
    chosen = [(line.pk, line.after) for line in plan.raises.all()]
    decide_raises(plan=plan, chosen=chosen, starts_on=remedied.day, reason="Now", by=remedied.hr)
    assert Salary.objects.filter(starts_on=remedied.day).count() == 6
    text = squeezed(client.get(page))
    assert told in text  # beside what was decided since
    assert "can be decided anew" not in text


def test_in_a_closed_case_nothing_is_said_to_be_decided_anew(remedied: Remedied) -> None:
    plan = raised(remedied)
    take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    choose_path(case=remedied.case, path=CaseState.REMEDY, reason="Raises", by=remedied.analyst)
    RemedyCase.objects.filter(pk=remedied.case.pk).update(
        state=CaseState.CLOSED, closed_at=timezone.now(), closed_by=remedied.hr, ground=Ground.BELOW, closed_reason="So"
    )
    page = reverse("remedy-plan", args=[remedied.case.pk, plan.pk])
    text = squeezed(signed_in(remedied.hr).get(page))
    assert "Everybody is paid as before." in text
    assert "decided anew" not in text


def raised_plan_beside(plan: RemedyPlan) -> RemedyPlan:
    """Another plan of the same case, of which nothing was decided."""
    other = RemedyPlan.objects.get(pk=plan.pk)
    other.pk = None
    other.save(force_insert=True)
    return other


def test_a_salary_that_was_replaced_on_its_own_day_comes_back(remedied: Remedied) -> None:
    person = remedied.people[0]
    Salary.objects.filter(employee=person).update(starts_on=remedied.day, source=SalarySource.IMPORT)
    before = salaries()
    plan = raised(remedied)
    signed_in(remedied.hr).post(
        reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk]), {"reason": "Wrong day"}
    )
    assert salaries() == before
    assert Salary.objects.get(employee=person).source == SalarySource.IMPORT
    for each in remedied.people[:2]:  # whose raise took the place of a salary, and whose ended one
        page = squeezed(signed_in(remedied.hr).get(reverse("person-pay", args=[each.pk])))
        assert page.count("Wrong day") == 1


def test_the_operator_is_none_of_those_without_an_account(remedied: Remedied) -> None:
    plan = raised(remedied)
    Employee.objects.filter(pk=remedied.people[0].pk).update(user=None)
    assert plan.raises.filter(employee__user=None).exclude(decided=None).exists()
    assert why_not_back(plan, None) == ""


@pytest.mark.parametrize("amount", [48_000, 1])
def test_an_earlier_salary_that_was_corrected_in_place_is_no_ground_to_go_back_to(
    remedied: Remedied, amount: int
) -> None:
    plan = raised(remedied)
    person = remedied.people[0]
    earlier = Salary.objects.get(employee=person, ends_on=remedied.day - dt.timedelta(days=1))
    set_to(person, amount, earlier.starts_on, remedied)
    after = salaries()
    with pytest.raises(DomainError, match=f"The salary of {person} was changed since then"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    assert salaries() == after


def test_another_currency_is_a_change_and_days_without_pay_stay_so(remedied: Remedied) -> None:
    person, other = remedied.people[:2]
    ends, again = (remedied.day + dt.timedelta(days=days) for days in (60, 90))
    Salary.objects.filter(employee=person).update(ends_on=ends)
    set_to(person, 70_000, again, remedied)
    before = salaries()
    plan = raised(remedied)
    take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    assert salaries() == before
    plan.refresh_from_db()
    chosen = [(line.pk, line.after) for line in plan.raises.all()]
    plan = decide_raises(plan=plan, chosen=chosen, starts_on=remedied.day, reason="Now", by=remedied.hr)
    Salary.objects.filter(employee=other, starts_on=remedied.day).update(currency="CHF")
    with pytest.raises(DomainError, match=f"The salary of {other} was changed since then"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)


def test_people_are_locked_in_order_before_any_salary(remedied: Remedied) -> None:
    plan = raised(remedied)
    with CaptureQueriesContext(connection) as asked:
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    locks = [each["sql"] for each in asked if "FOR " in each["sql"] and "UPDATE" in each["sql"]]
    people = next(n for n, sql in enumerate(locks) if 'FROM "accounts_employee"' in sql)
    assert "ORDER BY 1 ASC" in locks[people]  # by their numbers
    assert not any('FROM "compensation_salary"' in sql for sql in locks[:people])
    assert any('FROM "compensation_salary"' in sql for sql in locks[people:])


def test_of_a_plan_that_raised_nobody_nothing_is_said_to_go_back(remedied: Remedied) -> None:
    plan = kept(remedied)
    back = reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk])
    client = signed_in(remedied.hr)
    for answer in (client.get(back, follow=True), client.post(back, {"reason": "Wrong"}, follow=True)):
        text = squeezed(answer)
        assert "there is nothing to take back" in text
        assert "The raises are taken back" not in text


def test_what_a_second_person_confirms_is_the_decision_that_they_read(remedied: Remedied) -> None:
    plan = raised(remedied)
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})
    second = account(name="Second", user__roles=[Role.HR_ADMIN])
    client, back = signed_in(remedied.hr), reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk])
    assert "A second person reads the reason and confirms" in squeezed(client.get(back))
    client.post(back, {"reason": "Wrong day"})
    assert "waits for a second person" in squeezed(client.get(back))
    RemedyPlan.objects.update(decided_at=timezone.now())  # taken back and decided once more
    after = salaries()
    answer = signed_in(second).post(
        reverse("approval", args=[Approval.objects.get().pk]), {"do": "confirm"}, follow=True
    )
    assert "Raises were decided from this plan once more since then" in squeezed(answer)
    assert salaries() == after


def test_what_was_built_on_is_named_and_nothing_goes_back(remedied: Remedied) -> None:
    plan = raised(remedied)
    set_to(remedied.people[1], 70_000, remedied.day + dt.timedelta(days=90), remedied)
    after = salaries()
    with pytest.raises(DomainError) as refused:
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    assert refused.value.sentence == (
        f"The salary of {remedied.people[1]} was changed since then. Set salaries one by one."
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
    with pytest.raises(DomainError, match="was changed since then"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)


def test_after_a_week_of_holding_nothing_goes_back_as_a_set(remedied: Remedied) -> None:
    plan = raised(remedied)
    RemedyPlan.objects.update(decided_at=timezone.now() - dt.timedelta(days=8))
    plan.refresh_from_db()
    said = "These raises were decided more than a week ago and have begun"
    with pytest.raises(DomainError, match=said):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)
    page = signed_in(remedied.hr).get(reverse("remedy-plan", args=[remedied.case.pk, plan.pk])).content.decode()
    assert reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk]) not in page


def test_a_closed_case_is_opened_first_and_whoever_may_not_raise_takes_nothing_back(remedied: Remedied) -> None:
    plan = raised(remedied)
    for user in (remedied.analyst, account(user__roles=[Role.COMPENSATION_ANALYST])):
        with pytest.raises(PermissionDenied):
            take_back_raises(plan=plan, reason="Wrong", by=user)
    choose_path(case=remedied.case, path=CaseState.REMEDY, reason="Raises", by=remedied.analyst)
    close_case(case=remedied.case, ground=Ground.BELOW, reason="Raised", by=remedied.analyst)
    with pytest.raises(DomainError, match="Open it again first"):
        take_back_raises(plan=plan, reason="Wrong", by=remedied.hr)


def test_whoever_was_raised_takes_nothing_back_and_reads_that_somebody_else_does(remedied: Remedied) -> None:
    plan = raised(remedied)
    line = plan.raises.exclude(decided=None)[0]
    Employee.objects.filter(user=remedied.hr).update(user=None)
    Employee.objects.filter(pk=line.employee_id).update(user=remedied.hr)
    client, before = signed_in(User.objects.get(pk=remedied.hr.pk)), salaries()
    page = client.get(reverse("remedy-plan", args=[remedied.case.pk, plan.pk])).content.decode()
    back = reverse("remedy-raises-back", args=[remedied.case.pk, plan.pk])
    assert back not in page
    assert "somebody else who looks after pay takes that back" in page
    assert "somebody else who looks after pay takes that back" in squeezed(client.get(back, follow=True))
    with pytest.raises(DomainError, match="You are one of those whom this plan raised"):
        take_back_raises(plan=plan, reason="Wrong", by=User.objects.get(pk=remedied.hr.pk))
    assert salaries() == before
    other = account(user__roles=[Role.HR_ADMIN])
    assert back in signed_in(other).get(reverse("remedy-plan", args=[remedied.case.pk, plan.pk])).content.decode()


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
    names = [str(line.employee) for line in plan.raises.order_by("employee__sort_name").select_related("employee")]
    table = read[read.index("Whom it concerns") :]
    assert sorted(names, key=table.index) == names
    looked = PayAccess.objects.filter(by=second).values_list("employee", flat=True)
    assert sorted(looked) == sorted(plan.raises.values_list("employee", flat=True))
    signed_in(second).post(reverse("approval", args=[approval.pk]), {"do": "confirm"})
    assert salaries() == before
    for person in remedied.people[:2]:
        assert "Wrong day" in squeezed(signed_in(second).get(reverse("person-pay", args=[person.pk])))


def test_who_is_raised_or_would_be_is_not_offered_to_confirm_it(remedied: Remedied) -> None:
    """Of two second people one is in the plan: what waits is hers only where she is not among those it is about."""
    plan = kept(remedied)
    lines = list(plan.raises.select_related("employee__user").order_by("pk"))
    inside, outside = lines[0].employee.user, account(name="Second", user__roles=[Role.HR_ADMIN])
    assert inside is not None
    RoleGrant.objects.create(user=inside, role=Role.HR_ADMIN)
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})

    def asked(who: list[PlannedRaise]) -> Approval:
        """Of raising these, or, for nobody, of taking back."""
        plan.refresh_from_db()
        chosen = [(line.pk, line.after) for line in who]
        about: dict[str, Any] = {"plan": plan, "reason": "Equal pay", "by": remedied.hr}
        act = partial(decide_raises, chosen=chosen, starts_on=remedied.day) if who else take_back_raises
        with pytest.raises(AskedSecondPerson) as waits:
            act(**about)
        return waits.value.approval

    def offered(row: Approval, user: User) -> tuple[bool, bool]:
        page = signed_in(user).get(reverse("approval", args=[row.pk]))
        told = "This is about you, too, so somebody else has to confirm it." in squeezed(page)
        assert told is (row.pk not in to_confirm(user).values_list("pk", flat=True))
        assert told is (user not in could_confirm(row.kind, remedied.hr, row.payload))
        return page.context["decides"], "Confirm</button>" in page.content.decode()

    row = asked(lines)
    assert (offered(row, inside), offered(row, outside)) == ((False, False), (True, True))
    signed_in(inside).post(reverse("approval", args=[row.pk]), {"do": "confirm"})
    plan.refresh_from_db()
    assert plan.decided_at is None
    withdraw(approval=row, by=remedied.hr)
    for who, may in ((lines[1:], True), (lines, False)):
        row = asked(who)
        assert (offered(row, inside), offered(row, outside)) == ((may, may), (True, True))
        confirm(approval=row, by=inside if may else outside)
        back = asked([])
        assert (offered(back, inside), offered(back, outside)) == ((may, may), (True, True))
        confirm(approval=back, by=outside)
        plan.refresh_from_db()
        assert (plan.decided_at, lines[0].employee_id in back.concerned) == (None, not may)


def test_who_is_raised_and_got_the_account_later_finds_nothing_to_confirm(remedied: Remedied) -> None:
    plan = kept(remedied)
    line = plan.raises.select_related("employee__user").first()
    assert line is not None
    person, user = line.employee, line.employee.user
    assert user is not None
    account(name="Second", user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.create(user=user, role=Role.HR_ADMIN)
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})
    person.user = None
    person.save()
    chosen = [(line.pk, line.after)]
    with pytest.raises(AskedSecondPerson) as waits:
        decide_raises(plan=plan, chosen=chosen, starts_on=remedied.day, reason="Equal pay", by=remedied.hr)
    row = waits.value.approval
    alone = User.objects.get(pk=user.pk)
    assert (row in to_confirm(alone), may_confirm(alone, row)) == (True, True)
    person.user = user
    person.save()
    joined = User.objects.get(pk=user.pk)
    assert (row in to_confirm(joined), may_confirm(joined, row)) == (False, False)
    page = signed_in(joined).get(reverse("approval", args=[row.pk]))
    assert (page.context["decides"], page.context["concerned"]) == (False, True)
    assert row not in signed_in(joined).get(reverse("approvals")).context["yours"]
