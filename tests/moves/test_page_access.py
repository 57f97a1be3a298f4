"""Every deed on a request as everybody: who may, who meets a 404 or a refusal, and that a refusal changes nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.models import PayPolicy
from ladders.moves.actions import answers as deciding
from ladders.moves.actions import drafts, questions, reasons
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import FollowUp, Message, MoveRequest, NewSalary, PassedOn, Reason, Step
from ladders.moves.web.request_actions import DEEDS
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.pages import without_tokens

from .company import Company, fresh, now_open, reports

pytestmark = pytest.mark.django_db

AUTHOR, MANAGER, ABOVE, RECEIVING, COLLEAGUE = "pia", "mia", "greta", "otto", "peer"
HR_LEAD, HR = "hana", "henry"
OTHERS = {
    "HR elsewhere": [Role.HR_ADMIN],
    "representative": [Role.EMPLOYEE_REPRESENTATIVE],
    "system administrator": [Role.SYSTEM_ADMINISTRATOR],
    "analyst": [Role.COMPENSATION_ANALYST],
    "editor": [Role.FRAMEWORK_EDITOR],
}
INSIDE = (AUTHOR, MANAGER, ABOVE, RECEIVING, COLLEAGUE, HR_LEAD, HR)
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=7)


def browsers(firm: Company) -> dict[str, Client]:
    """Everybody's browser, with one of each role outside, somebody signed out, and a former manager."""
    found = {name: signed_in(firm.user(name)) for name in INSIDE}
    for name, roles in OTHERS.items():
        user = UserFactory.create(name=name, roles=roles)
        if name == "HR elsewhere":
            user.grants.update(departments=["Elsewhere"])
        found[name] = signed_in(user)
    found["signed out"] = Client()
    return found


def state(row: MoveRequest) -> list[Any]:
    """Everything that a deed could change."""
    rows: list[Any] = [MoveRequest.objects.filter(pk=row.pk).values().get()]
    for model in (Step, Message, PassedOn, NewSalary, FollowUp, Reason):
        field = "step__request" if model is PassedOn else "request"
        rows.append(list(model.objects.filter(**{field: row}).order_by("pk").values()))
    rows.append(MoveRequest.objects.count())
    return rows


def data(name: str, firm: Company, row: MoveRequest) -> dict[str, Any]:
    """What a form of that name would send."""
    question = Message.objects.filter(request=row, kind="question").first()
    values: dict[str, dict[str, Any]] = {
        "release": {"on": SOON},
        "confirm": {"on": SOON, "amount": "90000", "currency": "EUR", "basis": "year", "fte": "1"},
        "decline": {"reason": "No", "would_change": "Time"},
        "object": {"reason": "No"},
        "question": {"text": "Why?"},
        "answer": {"text": "So.", "question": question.pk if question else 1},
        "delegate": {"to": firm.peer.number},
        "look-again": {"text": "Please"},
        "offer-day": {"on": SOON + dt.timedelta(days=2)},
        "accept-day": {"seen": SOON + dt.timedelta(days=5)},
        "refuse-day": {"seen": SOON + dt.timedelta(days=5)},
        "reason": {"reason": "Wellbeing", "readers": [firm.user("mia").pk], "delete_on": SOON},
        "receiving": {"manager": firm.peer.number},
        "schedule": {"on": SOON},
    }
    return {f"{name}-{key}": value for key, value in values.get(name, {}).items()}


def try_all(firm: Company, row: MoveRequest, may: dict[str, set[str]]) -> None:
    """As everybody but those who may, each deed is refused and leaves everything as it was."""
    wrong: list[tuple[str, str, Any]] = []
    before = state(row)
    everybody = browsers(firm)
    for name in DEEDS:
        for who, client in everybody.items():
            # Outsiders find no page, whatever they would do: one thing of each kind is enough.
            if who in may.get(name, set()) or (who not in INSIDE and name not in ("approve", "withdraw")):
                continue
            answer = client.post(reverse("move-deed", args=[row.pk, name]), data(name, firm, row))
            after = state(row)
            if answer.status_code not in (302, 403, 404, 409, 422) or after != before:
                wrong.append((name, who, answer.status_code))
                before = after
            if answer.status_code == 302 and who != "signed out" and after == before:
                wrong.append((name, who, "said it was done"))
    assert wrong == []


def test_whoever_is_named_reads_a_reason_and_nothing_else(firm: Company) -> None:
    row, pia = firm.asked("S5", TODAY), firm.user("pia")
    reasons.write_reason(
        request=row, text="Family matters.", readers=[firm.user(COLLEAGUE)], delete_on=SOON, by=pia, today=TODAY
    )
    where = reverse("move-reason", args=[row.pk])
    everybody = browsers(firm)
    for who, client in everybody.items():
        expected = {AUTHOR: 200, COLLEAGUE: 200, "signed out": 302}.get(who, 404)
        assert client.get(where).status_code == expected, who
        if who not in (AUTHOR, COLLEAGUE, "signed out"):
            assert where not in client.get(reverse("moves-inbox")).content.decode(), who
    peer = everybody[COLLEAGUE]
    assert peer.get(reverse("move", args=[row.pk])).status_code == 404
    assert where in peer.get(reverse("moves-inbox")).content.decode()
    said = peer.get(where).content.decode()
    assert "Family matters." in said
    assert "Pia Person" in said
    assert not any(
        word in said for word in (row.to_level.title, row.get_kind_display(), reverse("move", args=[row.pk]))
    )
    Reason.objects.update(delete_on=TODAY)
    assert [everybody[who].get(where).status_code for who in (AUTHOR, COLLEAGUE)] == [404, 404]
    assert where not in peer.get(reverse("moves-inbox")).content.decode()


def seers(firm: Company, row: MoveRequest) -> set[str]:
    """Who finds the request; whoever was asked before finds a page that it went on, and nothing of it."""
    answers = {who: client.get(reverse("move", args=[row.pk])) for who, client in browsers(firm).items()}
    return {
        who
        for who, answer in answers.items()
        if answer.status_code == 200 and "moves/request.html" in {each.name for each in answer.templates}
    }


@pytest.mark.slow
def test_a_draft_is_its_authors(firm: Company) -> None:
    row = firm.draft("S5", TODAY)
    reasons.write_reason(
        request=row, text="Family", readers=[firm.user("hana")], delete_on=SOON, by=firm.user("pia"), today=TODAY
    )
    for who, client in browsers(firm).items():
        expected = {AUTHOR: 302, "signed out": 302}.get(who, 404)
        assert client.get(reverse("move", args=[row.pk])).status_code == expected, who
        for name in ("move-draft", "move-send"):
            expected = {AUTHOR: 200, "signed out": 302}.get(who, 404)
            assert client.get(reverse(name, args=[row.pk])).status_code == expected, (name, who)
    # Everything is refused to everybody: what can be done with a draft has addresses of its own.
    may = {"erase-reason": {AUTHOR}, "reason": {AUTHOR}}
    try_all(firm, row, may)


@pytest.mark.slow
def test_with_the_manager_who_hears_first(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    reasons.write_reason(
        request=row, text="Family", readers=[firm.user("peer")], delete_on=SOON, by=firm.user("pia"), today=TODAY
    )
    assert seers(firm, row) == {AUTHOR, MANAGER}
    own = {"withdraw": {AUTHOR}, "erase-reason": {AUTHOR}, "reason": {AUTHOR}, "offer-day": {AUTHOR, MANAGER}}
    asked = {name: {MANAGER} for name in ("release", "object", "question", "delegate")}
    try_all(firm, row, own | asked)


@pytest.mark.slow
def test_with_the_receiving_manager(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    assert seers(firm, row) == {AUTHOR, MANAGER, RECEIVING, HR_LEAD, HR}
    asked = {name: {RECEIVING} for name in ("approve", "decline", "question", "delegate")}
    both = {AUTHOR, MANAGER, RECEIVING, HR_LEAD, HR}
    # A second click of the manager on what they have answered already is harmless.
    own = {"withdraw": {AUTHOR}, "offer-day": both, "release": {MANAGER}, "receiving": {HR, HR_LEAD}}
    try_all(firm, row, own | asked | {"seat": {HR, HR_LEAD, RECEIVING}, "erase-reason": {AUTHOR}, "reason": {AUTHOR}})


@pytest.mark.slow
def test_with_hr(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    deciding.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    asked = {name: {HR} for name in ("confirm", "question", "delegate")}
    own = {"withdraw": {AUTHOR}, "offer-day": {AUTHOR, MANAGER, HR, HR_LEAD}, "receiving": {HR, HR_LEAD}}
    again = {
        "release": {MANAGER},
        "approve": {RECEIVING},
        "erase-reason": {AUTHOR},
        "reason": {AUTHOR},
        "seat": {HR, HR_LEAD, RECEIVING},
    }
    try_all(firm, row, own | asked | again)


@pytest.mark.slow
def test_after_a_decline(firm: Company) -> None:
    row = firm.asked("P6", TODAY)
    deciding.decline(step=now_open(row), reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)
    try_all(firm, row, {"look-again": {AUTHOR}, "decline": {MANAGER}, "erase-reason": {AUTHOR}, "reason": {AUTHOR}})
    page = signed_in(firm.user("mia")).get(reverse("move", args=[row.pk]))
    assert page.status_code == 200


def test_the_former_manager_finds_nothing(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    mia = signed_in(firm.user("mia"))
    assert mia.get(reverse("move", args=[row.pk])).status_code == 200
    ReportingLine.objects.filter(employee=firm.pia).update(ends_on=TODAY - dt.timedelta(days=1))
    reports(firm.pia, firm.otto, TODAY)
    page = mia.get(reverse("move", args=[row.pk]))
    assert page.status_code == 200
    read = without_tokens(page.content.decode())
    assert "It is with somebody else now, since who answers for this person has changed." in read
    assert [word for word in ("Pia", "S5", "step back", "Step back") if word in read] == []
    before = state(row)
    pressed = mia.post(reverse("move-deed", args=[row.pk, "release"]), {"release-on": SOON})
    assert (pressed.status_code, pressed["Location"]) == (302, reverse("move", args=[row.pk]))  # where it says why
    assert state(row) == before
    assert "Pia" not in mia.get(reverse("moves-inbox")).content.decode().split("Propose a move")[0]


def test_whoever_handed_it_on_hears_where_it_is(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    step = now_open(row)
    deciding.release(step=step, on=SOON, by=firm.user("mia"), today=TODAY)
    questions.delegate(step=now_open(row), to=firm.user("peer"), by=firm.user("otto"), today=TODAY)
    read = signed_in(firm.user("otto")).get(reverse("move", args=[row.pk])).content.decode()
    assert "It went on to somebody else on" in read
    assert "Pia" not in read
    page = signed_in(firm.user("peer")).get(reverse("move", args=[row.pk]))
    assert page.status_code == 200
    assert "Your answer" in page.content.decode()


def test_a_private_reason_is_read_by_those_named_and_nobody_else(firm: Company) -> None:
    row = firm.draft("S5", TODAY)
    reasons.write_reason(
        request=row, text="Family matters", readers=[firm.user("mia")], delete_on=SOON, by=firm.user("pia"), today=TODAY
    )
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    reading = {
        who: "Family matters" in client.get(reverse("move", args=[row.pk])).content.decode()
        for who, client in browsers(firm).items()
    }
    assert {who for who, reads in reading.items() if reads} == {AUTHOR, MANAGER}


def test_a_draft_and_the_page_that_sends_it_say_whom_the_reason_is_for(firm: Company) -> None:
    row, mia, peer, pia = firm.draft("S5", TODAY), firm.user("mia"), firm.user("peer"), signed_in(firm.user("pia"))
    User.objects.filter(pk=peer.pk).update(name="")
    reasons.write_reason(
        request=row, text="Family", readers=[mia, peer], delete_on=SOON, by=firm.user("pia"), today=TODAY
    )
    written = pia.get(reverse("move-draft", args=[row.pk])).context["reason_form"].initial
    assert (written["readers"], written["others"]) == ([str(mia.pk)], peer.email)
    said = " ".join(pia.get(reverse("move-send", args=[row.pk])).content.decode().split())
    assert f", for {mia.name}, {peer.email}" in said
    drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    said = " ".join(pia.get(reverse("move", args=[row.pk])).content.decode().split())
    assert f"Who may read it: {mia.name}, {peer.email}." in said


@pytest.mark.parametrize(
    ("managers", "expected"), [(False, {AUTHOR, HR, HR_LEAD}), (True, {AUTHOR, HR, HR_LEAD, MANAGER})]
)
def test_who_sees_amounts_of_pay(firm: Company, managers: bool, expected: set[str]) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": managers})
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    seen = {who: client.get(reverse("move", args=[row.pk])).content.decode() for who, client in browsers(firm).items()}
    assert {who for who, text in seen.items() if "110,000" in text} == expected
    for who in {AUTHOR, MANAGER, RECEIVING, HR} - expected:
        for amount in ("110,000", "99,000", "71,000", "11,000", "104,500"):
            assert amount not in seen[who], (who, amount)
    page = signed_in(firm.user("pia")).get(reverse("move-ask", args=[firm.level("I5").key]))
    assert ("the terms without amounts of pay" in page.content.decode()) is True  # the receiving manager, at least


def test_a_salary_is_set_by_those_who_may_set_pay(firm: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    deciding.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    monkeypatch.setattr("ladders.moves.web.request_actions._sets_pay", lambda _case: False)
    henry = signed_in(firm.user("henry"))
    page = henry.get(reverse("move", args=[row.pk])).content.decode()
    assert "New salary" not in page
    assert "Confirm the day" in page
    answer = henry.post(reverse("move-deed", args=[row.pk, "confirm"]), data("confirm", firm, row))
    assert (answer.status_code, NewSalary.objects.count()) == (302, 0)  # the day is set, and no salary


def expect(client: Client, row: MoveRequest, name: str, status: int, said: str, **values: Any) -> None:
    """The deed is answered with that status and sentence."""
    answer = client.post(
        reverse("move-deed", args=[row.pk, name]),
        {f"{name}-{key}": value for key, value in values.items()},
        follow=True,
    )
    assert (answer.status_code, said in answer.content.decode()) == (status, True), answer.content.decode()[-3000:]


def test_nobody_of_hr_handles_their_own_or_upwards(firm: Company) -> None:
    # Henry reports to Hana: he may not act on hers, though his role reaches her.
    row = MoveRequest.objects.none()
    assert row.count() == 0
    for name in ("hana", "henry"):
        page = signed_in(firm.user(name)).get(reverse("moves-all")).content.decode()
        assert firm.user(name).name not in page.split("<h1>")[1]


@pytest.mark.parametrize(("who", "most"), [(AUTHOR, 45), (MANAGER, 50), (HR, 50)])
def test_the_page_of_a_request_asks_a_bounded_number_of_times(
    firm: Company, django_assert_max_num_queries: Any, who: str, most: int
) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    client = signed_in(firm.user(who))
    with django_assert_max_num_queries(most):
        assert client.get(reverse("move", args=[row.pk])).status_code == 200


def test_hr_hands_on_to_hr_alone_and_a_salary_needs_who_may_set_pay(
    firm: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    deciding.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    henry = firm.user("henry")
    expect(signed_in(henry), row, "delegate", 409, "does not look after moves", to=firm.peer.number)
    monkeypatch.setattr(henry, "reaches", lambda *_args: False)
    salary = deciding.SalarySet(amount=Decimal(90_000), currency="EUR")
    with pytest.raises(PermissionDenied):
        deciding.confirm(step=now_open(row), on=SOON, by=henry, today=TODAY, salary=salary)
    assert (fresh(row).state, NewSalary.objects.count()) == ("submitted", 0)


def test_the_salary_that_hr_confirmed_is_read_by_whoever_sees_the_pay(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    deciding.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    salary = deciding.SalarySet(amount=Decimal(90_000), currency="EUR", fte=Decimal("0.8"))
    deciding.confirm(step=now_open(row), on=SOON, by=firm.user("henry"), today=TODAY, salary=salary)
    told = "HR has confirmed this salary, from "
    pages = {
        who: signed_in(firm.user(who)).get(reverse("move", args=[row.pk])).content.decode()
        for who in ("pia", "henry", "mia", "otto")
    }
    assert {who: told in page for who, page in pages.items()} == {
        "pia": True, "henry": True, "mia": False, "otto": False,
    }  # fmt: skip
    assert f"{told}the day of the move on: €90,000 a year, at 80 % of full time." in pages["pia"].replace("\xa0", " ")
    assert "90,000" not in pages["mia"] + pages["otto"]


def test_the_last_answer_says_from_when_the_move_holds_or_who_is_asked(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    deciding.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    client, address = signed_in(firm.user("henry")), reverse("move-deed", args=[row.pk, "confirm"])
    named = MoveTerms.from_json(fresh(row).terms or {}).on
    with transaction.atomic():
        answer = client.post(address, {"confirm-on": named + dt.timedelta(days=7), "confirm-sure": "on"}, follow=True)
        assert "Confirmed. The day counts once Pia Person agrees to it." in answer.content.decode()
        transaction.set_rollback(True)
    answer = client.post(address, {"confirm-on": named, "confirm-sure": "on"}, follow=True)
    assert f"Confirmed. It takes effect on {named:%-d %B %Y}." in answer.content.decode()
