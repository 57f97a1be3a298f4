"""Requests that came on paper: HR enters them, and the clock runs from the day they came."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.core.months import months_after
from ladders.insights.models import CategoryDecision, PaySettingSource
from ladders.moves.models import Notice
from ladders.pay_information.actions.reminders import remind
from ladders.pay_information.actions.requests import agree, ask, ask_for, enter_received, send, take_out
from ladders.pay_information.models import InformationRequest
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import squeezed

from .company import Payroll, user_of

pytestmark = pytest.mark.django_db
PAGE = "pay-information-received"


def came(days_ago: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days_ago)


def entered(payroll: Payroll, *, by: User | None = None, **more: Any) -> Any:
    data = {"person": payroll.anna.name, "received_on": came(20).isoformat(), "through": "", "question": ""}
    return signed_in(by or payroll.hr).post(reverse(PAGE), data | more)


def answered(row: InformationRequest, by: User) -> int:
    """HR opens the draft and sends it: the status of sending."""
    hr, address = signed_in(by), reverse("pay-information-request", args=[row.pk])
    seen = hr.get(address).context["form"]["seen"].value()
    return int(hr.post(address, {"seen": seen, "words": "Here."}).status_code)


def local_hr(*departments: str, name: str = "Lab Hr", entities: tuple[str, ...] = ()) -> User:
    """HR of a part of the organisation."""
    user = account(user__roles=[Role.HR_ADMIN], name=name)
    RoleGrant.objects.filter(user=user).update(departments=list(departments), legal_entities=list(entities))
    return User.objects.get(pk=user.pk)


def informed(person: Employee) -> int:
    return Notice.objects.filter(recipient=person.user, kind="informed", page="pay-information").count()


def test_the_clock_runs_from_the_day_it_came_and_the_person_finds_it(payroll: Payroll) -> None:
    others = account(user__roles=[Role.HR_ADMIN], name="Other Hr")
    answer = entered(payroll, through="The union, with her signature", question="Why?")
    row = InformationRequest.objects.get()
    assert answer["Location"] == reverse("pay-information-request", args=[row.pk])
    assert (row.asked_on, row.due_on, row.months) == (came(20), months_after(came(20), 2), 2)
    assert (row.recorded_by, row.through, row.question) == (payroll.hr, "The union, with her signature", "Why?")
    page = squeezed(signed_in(payroll.hr).get(answer["Location"]))
    on_paper = (
        "It came on paper through The union, with her signature; Hana Ruiz entered it. Whoever answers sends it to"
    )
    assert f"{on_paper} The union, with her signature, too." in page
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


def test_the_first_and_last_days_that_can_be(payroll: Payroll) -> None:
    last = months_after(timezone.localdate(), -12)
    Employee.objects.filter(pk=payroll.anna.pk).update(hired_on=came(10))
    refused = entered(payroll, received_on=came(11).isoformat())
    assert (refused.status_code, "before the person began" in squeezed(refused)) == (422, True)
    assert entered(payroll, received_on=came(10).isoformat()).status_code == 302
    other = payroll.women[1].name
    assert entered(payroll, person=other, received_on=str(last - dt.timedelta(days=1))).status_code == 422
    assert entered(payroll, person=other, received_on=str(last)).status_code == 302
    assert InformationRequest.objects.get(employee=payroll.women[1]).asked_on == last


def test_the_person_is_told_at_once_and_of_the_answer(payroll: Payroll) -> None:
    entered(payroll, through="The union")
    assert informed(payroll.anna) == 1
    mine = squeezed(signed_in(user_of(payroll.anna)).get(reverse("pay-information")))
    assert "HR entered a request in your name" in mine
    row = InformationRequest.objects.get()
    assert answered(row, payroll.hr) == 302
    page = f"pay-information-answer {row.pk}"
    assert Notice.objects.filter(recipient=user_of(payroll.anna), kind="informed", page=page).count() == 1


def test_hr_of_a_department_reads_no_averages_of_the_employer_for_what_they_entered(payroll: Payroll) -> None:
    Employee.objects.filter(pk=payroll.anna.pk).update(department="One desk")
    lab = local_hr("One desk")
    client = signed_in(lab)
    sent = entered(payroll, by=lab)
    row = InformationRequest.objects.get()
    address = reverse("pay-information-request", args=[row.pk])
    assert sent["Location"] == address
    page = client.get(address)
    assert page.status_code == 200
    for figure in ("50,500", "58,500", "48,000"):
        assert figure not in squeezed(page)
    assert "somebody else in HR opens the draft and answers" in squeezed(page)
    assert "They can answer it: Founder, Hana Ruiz." in squeezed(page)
    assert client.post(address, {"seen": "", "words": "Here."}).status_code == 403
    assert client.get(reverse("pay-information-withheld", args=[row.pk])).status_code == 403
    with pytest.raises(DomainError, match="You entered this request"):
        send(request=row, seen="", by=lab)
    assert Notice.objects.filter(recipient=payroll.hr, kind="for_hr").count() == 1
    second = local_hr("One desk", name="Second Hr")
    for user, waits in ((lab, False), (second, True), (payroll.hr, True)):
        assert InformationRequest.objects.to_answer(user).exists() is waits
        listed = squeezed(signed_in(user).get(reverse("pay-information-requests")))
        assert (payroll.anna.name in listed) is waits
        assert ("question about pay to answer" in squeezed(signed_in(user).get(reverse("home")))) is waits
    assert payroll.anna.name in squeezed(client.get(reverse("pay-information-requests"), {"state": "any"}))
    assert answered(row, second) == 302  # a second person
    assert "\u20ac50,500" in squeezed(client.get(address))


@pytest.mark.parametrize(("entity", "opens"), [("One", True), ("Two", False)])
def test_whoever_reaches_everybody_compared_answers_what_they_entered(
    payroll: Payroll, entity: str, opens: bool
) -> None:
    """Compared are those of the employer who paid, which need not be the one of today."""
    Employee.objects.filter(pk=payroll.anna.pk).update(legal_entity=entity)
    hr = local_hr(entities=(entity,))
    page = squeezed(signed_in(hr).get(entered(payroll, by=hr)["Location"]))
    assert ("\u20ac50,500" in page) is opens


@pytest.mark.parametrize(
    ("decided", "others"),
    [
        ([("", 2025)], True),
        ([("", 2026)], False),  # after the year that is compared
        ([("", 2025), ("One", 2024)], False),
        ([("", 2025), ("One", 2026), ("Two", 2024)], True),
    ],
)
def test_where_the_group_sets_pay_one_employer_is_a_part(
    payroll: Payroll, decided: list[tuple[str, int]], others: bool
) -> None:
    """Somebody else answers what HR of one employer entered: neither their list nor Home says that it waits for them."""
    for entity, year in decided:
        CategoryDecision.objects.create(
            legal_entity=entity,
            decided_on=dt.date(year, 1, 1),
            source=PaySettingSource.ENTITY if entity else PaySettingSource.GROUP,
            reason="One bargain",
            by=payroll.hr,
        )
    hr = local_hr(entities=("One",))
    client = signed_in(hr)
    page = squeezed(client.get(entered(payroll, by=hr)["Location"]))
    assert ("somebody else in HR opens the draft" in page) is others
    assert InformationRequest.objects.to_answer(hr).exists() is not others
    assert (payroll.anna.name in squeezed(client.get(reverse("pay-information-requests")))) is not others
    assert ("question about pay to answer" in squeezed(client.get(reverse("home")))) is not others


def test_where_nobody_else_can_answer_the_page_says_whom_to_ask(payroll: Payroll) -> None:
    Employee.objects.filter(pk=payroll.anna.pk).update(department="One desk")
    lab = local_hr("One desk")
    sent = entered(payroll, by=lab)
    # The only other one is the person themselves, who gives roles but does not answer their own request.
    RoleGrant.objects.filter(role=Role.HR_ADMIN).exclude(user=lab).delete()
    own = RoleGrant.objects.create(user=user_of(payroll.anna), role=Role.HR_ADMIN)
    page = squeezed(signed_in(lab).get(sent["Location"]))
    assert "Whoever gives roles can give one to somebody who then does: Anna 0." in page
    own.delete()
    page = squeezed(signed_in(lab).get(sent["Location"]))
    assert "Whoever runs the server makes a second HR admin" in page
    due = InformationRequest.objects.get().due_on
    assert due is not None
    remind(due)
    assert Notice.objects.filter(recipient=lab, kind="for_hr_late").count() == 1


def test_a_mistaken_entry_is_taken_out_and_the_person_told_why(payroll: Payroll) -> None:
    entered(payroll, through="The union", question="Somebody else's words")
    row = InformationRequest.objects.get()
    hr, address = signed_in(payroll.hr), reverse("pay-information-take-out", args=[row.pk])
    page = hr.get(reverse("pay-information-request", args=[row.pk]))
    assert address in page.content.decode()
    refused = hr.post(address, {"reason": " "}, follow=True)
    assert "Write why it is taken out" in squeezed(refused)
    assert hr.post(address, {"reason": "Another Anna"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason, row.through, row.question) == ("withdrawn", "Another Anna", "", "")
    assert informed(payroll.anna) == 2
    assert not Notice.objects.filter(kind="for_hr", read_at=None).exists()
    assert AuditEntry.objects.filter(verb__endswith="request.taken_out").count() == 1
    for client, name in ((hr, "pay-information-request"), (signed_in(user_of(payroll.anna)), "pay-information")):
        shown = squeezed(client.get(reverse(name, args=[row.pk] if client is hr else [])))
        assert "HR had entered it by mistake: Another Anna" in shown
    assert hr.post(address, {"reason": "Again"}).status_code == 302  # harmless
    assert entered(payroll).status_code == 302  # anew, of the same day
    again = InformationRequest.objects.open().get()
    assert again.pk != row.pk
    assert informed(payroll.anna) == 3


def test_whoever_entered_it_for_a_department_takes_it_out_and_nobody_else_s(payroll: Payroll) -> None:
    Employee.objects.filter(pk=payroll.anna.pk).update(department="One desk", user=None)
    lab, other = local_hr("One desk"), local_hr("Yard", name="Yard Hr")
    page = signed_in(lab).get(entered(payroll, by=lab)["Location"])
    row = InformationRequest.objects.get()
    address = reverse("pay-information-take-out", args=[row.pk])
    assert address in page.content.decode()
    assert signed_in(other).post(address, {"reason": "Mine"}).status_code == 404
    assert signed_in(lab).post(address, {"reason": "Wrong day"}).status_code == 302
    assert InformationRequest.objects.get().state == "withdrawn"


def test_what_the_person_asked_or_was_answered_is_not_taken_out(payroll: Payroll) -> None:
    own = ask(by=user_of(payroll.anna))
    with pytest.raises(DomainError, match="Only whoever asked"):
        take_out(request=own, reason="No", by=payroll.hr)
    page = signed_in(payroll.hr).get(reverse("pay-information-request", args=[own.pk]))
    assert "take-out" not in page.content.decode()
    entered(payroll, person=payroll.women[1].name)
    row = InformationRequest.objects.get(employee=payroll.women[1])
    with pytest.raises(DomainError, match="somebody else in HR"):
        take_out(request=row, reason="No", by=user_of(payroll.women[1]))
    assert answered(row, payroll.hr) == 302
    with pytest.raises(DomainError, match="does not wait"):
        take_out(request=row, reason="No", by=payroll.hr)


def test_whoever_left_asks_on_paper_too_and_is_answered(payroll: Payroll) -> None:
    Employee.objects.filter(pk=payroll.anna.pk).update(left_on=came(5))
    assert entered(payroll).status_code == 302
    assert answered(InformationRequest.objects.get(), payroll.hr) == 302


def test_out_of_reach_and_not_there_sound_the_same(payroll: Payroll) -> None:
    lab = local_hr("One desk")
    said = []
    for name in (
        payroll.anna.name,
        "Nobody Atall",
        payroll.anna.number,
        f"{payroll.anna.name} · {payroll.anna.number}",
    ):
        answer = entered(payroll, by=lab, person=name)
        assert answer.status_code == 422
        said.append(str(answer.context["form"].errors["person"][0]).replace(name, "X"))
    assert len(set(said)) == 1
    assert "Your role reaches nobody with the name or number X." in said[0]
    assert entered(payroll, person=payroll.anna.number).status_code == 302
    Employee.objects.filter(pk=payroll.women[1].pk).update(name=payroll.women[2].name, left_on=came(5))
    twice = entered(payroll, person=payroll.women[2].name)
    assert "Several people are called" in squeezed(twice)
    named = f"{payroll.women[2].name} · {payroll.women[1].number}"
    assert entered(payroll, person=named).status_code == 302
    assert InformationRequest.objects.filter(employee=payroll.women[1]).exists()


def test_the_same_letter_is_not_taken_in_twice(payroll: Payroll) -> None:
    entered(payroll)
    assert answered(InformationRequest.objects.get(), payroll.hr) == 302
    again = entered(payroll)
    assert again.status_code == 422
    assert "What came from this person on this day was answered on" in squeezed(again)
    assert entered(payroll, received_on=came(19).isoformat()).status_code == 302
    assert InformationRequest.objects.count() == 2


def test_the_person_reads_that_hr_has_a_request_about_them(payroll: Payroll) -> None:
    """Also beside one of a representative, which waits for the person until then."""
    waiting = ask_for(person=payroll.anna, by=payroll.helper)
    entered(payroll, through="The union")
    row = InformationRequest.objects.open().get()
    days = [date_format(day, "j F Y") for day in (row.asked_on, row.due_on) if day]
    expected = f"HR has a request about you from {days[0]}; it is answered by {days[1]}."
    with pytest.raises(DomainError) as asking:
        ask(by=user_of(payroll.anna))
    with pytest.raises(DomainError) as agreeing:
        agree(request=waiting, agrees=True, by=user_of(payroll.anna))
    assert asking.value.sentence == agreeing.value.sentence == expected
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    assert answered(row, payroll.hr) == 302
    assert agree(request=waiting, agrees=True, by=user_of(payroll.anna)).state == "open"


def test_pages_of_what_was_entered_ask_little(payroll: Payroll, django_assert_max_num_queries: Any) -> None:
    Employee.objects.filter(pk=payroll.anna.pk).update(department="One desk")
    lab = local_hr("One desk")
    address = entered(payroll, by=lab)["Location"]
    client = signed_in(lab)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
    for number in range(5):
        local_hr("One desk", name=f"More {number}")
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
