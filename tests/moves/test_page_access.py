"""Every deed on a request as everybody: who may, who meets a 404 or a refusal, and that a refusal changes nothing."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.models import PayPolicy
from ladders.moves.actions import answers as deciding
from ladders.moves.actions import drafts, questions, reasons, withdrawals
from ladders.moves.models import FollowUp, Message, MoveRequest, NewSalary, Notice, PassedOn, Reason, Step
from ladders.moves.permissions import who_can_see
from ladders.moves.text import terms
from ladders.moves.text.terms import day as day_said
from ladders.moves.web.request_actions import DEEDS
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.list_files import fetched, rows_of
from tests.pages import without_tokens

from .company import EVIDENCE, Company, fresh, now_open, reports, user_of

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


def test_nobody_of_hr_handles_their_own_or_upwards(firm: Company) -> None:
    # Henry reports to Hana: he may not act on hers, though his role reaches her.
    row = MoveRequest.objects.none()
    assert row.count() == 0
    for name in ("hana", "henry"):
        page = signed_in(firm.user(name)).get(reverse("moves-all")).content.decode()
        assert firm.user(name).name not in page.split("<h1>")[1]


def expect(client: Client, row: MoveRequest, name: str, status: int, said: str, **values: Any) -> None:
    """The deed is answered with that status and sentence."""
    answer = client.post(
        reverse("move-deed", args=[row.pk, name]),
        {f"{name}-{key}": value for key, value in values.items()},
        follow=True,
    )
    assert (answer.status_code, said in answer.content.decode()) == (status, True), answer.content.decode()[-3000:]


def test_stale_pages_and_second_clicks_hear_what_has_become_of_it(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    mia, pia, otto = (signed_in(firm.user(name)) for name in ("mia", "pia", "otto"))
    expect(mia, row, "release", 422, "Please fill this in.")
    expect(mia, row, "release", 409, "Propose a day between", on=TODAY + dt.timedelta(days=300))
    expect(mia, row, "release", 200, "The day is proposed", on=SOON)
    expect(mia, row, "release", 200, "The day is proposed", on=SOON)  # a double click
    expect(mia, row, "object", 409, "Mia Nager answered on", reason="Too late")
    assert Step.objects.get(request=row, who="current_manager").outcome == "released"
    expect(pia, row, "withdraw", 200, "Withdrawn")
    expect(pia, row, "withdraw", 200, "Withdrawn")
    expect(otto, row, "approve", 409, "withdrawn on")
    assert fresh(row).state == "withdrawn"


def test_sending_shows_other_terms_before_it_freezes_them(firm: Company) -> None:
    row = firm.draft("S5", TODAY)
    pia = signed_in(firm.user("pia"))
    answer = pia.post(reverse("move-send", args=[row.pk]), {"seen": "0123456789abcdef"})
    assert (answer.status_code, fresh(row).state) == (409, "draft")
    assert "The terms have changed since you read them" in answer.content.decode()
    assert pia.post(reverse("move-send", args=[row.pk]), {"seen": answer.context["seen"]}).status_code == 302
    assert fresh(row).state == "submitted"
    assert pia.get(reverse("move-send", args=[row.pk])).headers["Location"] == reverse("move", args=[row.pk])
    assert pia.get(reverse("move-draft", args=[row.pk])).status_code == 404


def test_a_manager_proposes_and_the_person_decides(firm: Company) -> None:
    mia, pia = signed_in(firm.user("mia")), signed_in(firm.user("pia"))
    for who, client in browsers(firm).items():
        expected = {MANAGER: 200, "signed out": 302}.get(who, 404)
        assert client.get(reverse("move-propose", args=[firm.pia.pk])).status_code == expected, who
    address = reverse("move-propose", args=[firm.pia.pk])
    assert mia.post(address, {"level": str(firm.level("S5").key)}).status_code == 422  # only the person steps back
    assert MoveRequest.objects.count() == 0
    typed = {"level": str(firm.level("P6").key), "wished_on": (TODAY + dt.timedelta(days=60)).isoformat()}
    look = mia.post(address, typed)  # everything is shown first, and nothing is kept
    assert (look.status_code, MoveRequest.objects.count()) == (200, 0)
    said = html.unescape(look.content.decode())
    for words in (
        "Mia Nager (their manager) proposes this move, and has said yes with it",
        "Henry Lab sets salary and day",
        day_said(TODAY + dt.timedelta(days=60)),
        "A self-assessment against what the new level expects",
    ):
        assert words in said, words
    assert "110,000" not in said  # a manager sees no pay here
    back = mia.post(address, typed | {"change": "1", "seen": look.context["mark"]}).content.decode()
    assert f'value="{typed["wished_on"]}"' in back
    assert f'value="{typed["level"]}" selected' in back
    stale = mia.post(address, typed | {"seen": "other terms"})
    assert (stale.status_code, MoveRequest.objects.count()) == (409, 0)
    assert "Please read them again" in stale.content.decode()
    assert mia.post(address, typed | {"seen": stale.context["mark"]}).status_code == 302
    row = MoveRequest.objects.get()
    assert row.wished_on == TODAY + dt.timedelta(days=60)
    assert (row.kind, row.state, row.proposer) == ("lateral", "draft", firm.user("mia"))
    assert seers(firm, row) == {MANAGER}
    page = pia.get(reverse("move-draft", args=[row.pk])).content.decode()
    assert "Mia Nager proposes this to you" in page
    pia.post(reverse("move-draft", args=[row.pk]), {"given_0": EVIDENCE[0]})
    seen = pia.get(reverse("move-send", args=[row.pk])).context["seen"]
    pia.post(reverse("move-send", args=[row.pk]), {"seen": seen})
    assert fresh(row).state == "submitted"


def test_turning_a_proposal_down_needs_no_reason(firm: Company) -> None:
    row = drafts.propose(person=firm.pia, level=firm.level("P6"), by=firm.user("mia"), today=TODAY)
    expect(signed_in(firm.user("pia")), row, "withdraw", 200, "Withdrawn")
    assert fresh(row).state == "withdrawn"


PAGES: dict[str, Callable[[MoveRequest], str]] = {
    "moves-all": lambda _row: reverse("moves-all"),
    "moves-follow-ups": lambda _row: reverse("moves-follow-ups"),
}


@pytest.mark.parametrize("name", PAGES)
def test_hrs_lists_are_for_hr(firm: Company, name: str) -> None:
    row = firm.asked("P6", TODAY)
    deciding.approve(step=now_open(row), by=firm.user("mia"), today=TODAY)
    allowed = {HR, HR_LEAD, "HR elsewhere"}
    for who, client in browsers(firm).items():
        answer = client.get(PAGES[name](row))
        expected = 200 if who in allowed else 302 if who == "signed out" else 403
        assert answer.status_code == expected, who
        if name == "moves-all" and expected == 200:
            assert ("Pia Person" in answer.content.decode()) is (who != "HR elsewhere"), who


def test_checklists_and_rights_are_for_hr_in_reach(firm: Company) -> None:
    from ladders.moves.actions import effects
    from ladders.moves.models import ReturnRight

    row = firm.scheduled("S5", on=TODAY, today=TODAY)
    assert effects.run_effects(TODAY) == 1
    right, item = ReturnRight.objects.get(), FollowUp.objects.filter(request=row).order_by("pk")[0]
    until = right.until + dt.timedelta(days=100)
    for who, client in browsers(firm).items():
        if who in (HR, HR_LEAD):
            continue
        status = 302 if who == "signed out" else 404
        assert client.get(reverse("move-right", args=[right.pk])).status_code == status, who
        assert client.post(reverse("move-right", args=[right.pk]), {"until": until}).status_code == status, who
        assert client.post(reverse("moves-follow-up", args=[item.pk])).status_code == status, who
    assert ReturnRight.objects.get().until == right.until
    assert not FollowUp.objects.filter(done_at__isnull=False).exists()
    henry = signed_in(firm.user("henry"))
    assert henry.post(reverse("move-right", args=[right.pk]), {"until": TODAY}).status_code == 422
    assert henry.post(reverse("move-right", args=[right.pk]), {"until": until, "evidence": "on"}).status_code == 302
    assert ReturnRight.objects.get().until == until
    assert henry.post(reverse("moves-follow-up", args=[item.pk])).status_code == 302
    assert FollowUp.objects.get(pk=item.pk).done_by == firm.user("henry")
    page = signed_in(firm.user("pia")).get(reverse("my-moves")).content.decode()
    assert "Use it: return to S6" in page
    assert "Pay on return" not in page  # said in a sentence, not by the name of a rule
    assert Notice.objects.filter(kind="right_extended", recipient=firm.user("pia")).exists()


def test_hrs_list_asks_as_often_for_one_as_for_thirty(firm: Company, django_assert_num_queries: Any) -> None:
    from tests.compensation.payroll import place
    from tests.factories import EmployeeFactory

    row = firm.asked("P6", TODAY)
    deciding.approve(step=now_open(row), by=firm.user("mia"), today=TODAY)
    hana = signed_in(firm.user("hana"))
    with django_assert_num_queries(7):
        assert len(hana.get(reverse("moves-all")).context["rows"]) == 1
    for number in range(29):
        person = EmployeeFactory.create(name=f"Nr {number:02}", department="Lab", country="DE")
        place(person, firm.level("S6"))
        row = drafts.draft(person=person, level=firm.level("S5"), by=user_of(person), today=TODAY)
        MoveRequest.objects.filter(pk=row.pk).update(
            state="submitted",
            submitted_at=timezone.now(),
            submitted_by=user_of(person),
            hr_hears_at=timezone.now(),
            policy={},
            terms={},
        )
    with django_assert_num_queries(7):
        answer = hana.get(reverse("moves-all"))
    assert len(answer.context["rows"]) == 30
    assert "30 requests" in answer.content.decode()
    with django_assert_num_queries(7):
        assert len(hana.get(reverse("moves-all"), {"q": "Nr", "kind": "step_back"}).context["rows"]) == 29
    by_name = hana.get(reverse("moves-all"), {"q": "Nr", "sort": "-who"}).context["rows"]
    assert [each.person.name for each in by_name[:2]] == ["Nr 28", "Nr 27"]
    file = rows_of(fetched(hana, "requests", "q=Nr&sort=who&columns=levels&columns=kind", every=False))
    assert file[:2] == [
        ("Employee number", "Name", "From", "To", "Title", "Kind"),
        (Employee.objects.get(name="Nr 00").number, "Nr 00", "S6", "S5", "Specialist 5", "Step back"),
    ]
    assert len(file) == 30
    assert len(rows_of(fetched(signed_in(firm.user("henry")), "requests"))) == 1 + len(
        signed_in(firm.user("henry")).get(reverse("moves-all")).context["rows"]
    )


def test_the_inbox_asks_as_often_for_one_as_for_many(firm: Company, django_assert_num_queries: Any) -> None:
    from tests.compensation.payroll import place
    from tests.factories import EmployeeFactory

    firm.asked("S5", TODAY)
    mia = signed_in(firm.user("mia"))
    with django_assert_num_queries(10):
        assert len(mia.get(reverse("moves-inbox")).context["items"]) == 1
    for number in range(5):
        person = EmployeeFactory.create(name=f"Nr {number:02}", department="Lab", country="DE", location="DE")
        place(person, firm.level("S6"))
        reports(person, firm.mia)
        row = drafts.draft(person=person, level=firm.level("S5"), by=user_of(person), today=TODAY)
        drafts.submit(request=row, by=user_of(person), today=TODAY)
    with django_assert_num_queries(10):
        assert len(mia.get(reverse("moves-inbox")).context["items"]) == 6


def test_a_level_that_was_retired_stops_it_and_says_what_to_do(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    MoveRequest.objects.filter(pk=row.pk).update(
        stopped_at=timezone.now(), stopped_why="Specialist 5 is no longer part of the framework; talk to HR."
    )
    page = signed_in(firm.user("pia")).get(reverse("move", args=[row.pk])).content.decode()
    assert "is no longer part of the framework; talk to HR" in page
    assert "Cannot go on as it is" in page


def test_looking_again_is_asked_for_once(firm: Company) -> None:
    row = firm.asked("P6", TODAY)
    deciding.decline(step=now_open(row), reason="Not yet", would_change="A year", by=firm.user("mia"), today=TODAY)
    pia = signed_in(firm.user("pia"))
    page = pia.get(reverse("move", args=[row.pk])).content.decode()
    assert "Not yet" in page
    assert "A year" in page
    assert f"until {terms.day(TODAY + dt.timedelta(days=30))}" in page
    MoveRequest.objects.filter(pk=row.pk).update(closed_at=timezone.now() - dt.timedelta(days=31))
    late = pia.get(reverse("move", args=[row.pk])).content.decode()
    assert ("Ask HR to look again" in late, "More than a month has passed" in late) == (False, True)
    MoveRequest.objects.filter(pk=row.pk).update(closed_at=timezone.now())
    expect(pia, row, "look-again", 200, "HR looks at it again", text="I have led the move already.")
    assert fresh(row).state == "submitted"
    withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY)
    expect(pia, row, "look-again", 409, "withdrawn on", text="Once more")


def test_everybody_finds_their_own_moves(firm: Company) -> None:
    for who, client in browsers(firm).items():
        answer = client.get(reverse("my-moves"))
        assert answer.status_code == (302 if who == "signed out" else 200), who
    assert "Nothing is under way" in signed_in(firm.user("peer")).get(reverse("my-moves")).content.decode()


def test_an_unknown_deed_is_not_found(firm: Company) -> None:
    row = firm.asked("S5", TODAY)
    assert signed_in(firm.user("mia")).post(reverse("move-deed", args=[row.pk, "promote"])).status_code == 404
    led = signed_in(firm.user("mia")).get(reverse("move-deed", args=[row.pk, "release"]))
    assert led.headers["Location"] == reverse("move", args=[row.pk])


def test_who_stands_on_the_request_is_who_finds_it(firm: Company) -> None:
    row = firm.asked("S5", TODAY)

    def agree() -> set[str]:
        named = {reader.name for reader in who_can_see(fresh(row), TODAY)}
        assert named == {firm.user(name).name for name in seers(firm, row)}
        return named

    assert agree() == {"Pia Person", "Mia Nager"}
    deciding.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    assert agree() == {"Pia Person", "Mia Nager", "Otto Ther", "Hana Lead", "Henry Lab"}
    questions.delegate(step=now_open(row), to=firm.user("peer"), by=firm.user("otto"), today=TODAY)
    assert agree() == {"Pia Person", "Mia Nager", "Peer Colleague", "Hana Lead", "Henry Lab"}


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
