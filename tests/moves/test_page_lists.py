"""Pages of moves that went stale, proposals, HR's lists and what everybody finds of a request."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee
from ladders.moves.actions import answers as deciding
from ladders.moves.actions import drafts, questions, withdrawals
from ladders.moves.models import FollowUp, MoveRequest, Notice, Step
from ladders.moves.permissions import who_can_see
from ladders.moves.text import terms
from ladders.moves.text.terms import day as day_said
from tests.conftest import signed_in
from tests.list_files import fetched, rows_of

from .company import EVIDENCE, Company, fresh, now_open, reports, user_of
from .test_page_access import browsers, expect, seers

pytestmark = pytest.mark.django_db

AUTHOR, MANAGER, ABOVE, RECEIVING, COLLEAGUE = "pia", "mia", "greta", "otto", "peer"
HR_LEAD, HR = "hana", "henry"
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=7)


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
    look = mia.post(address, typed, follow=True)  # everything is shown first, and nothing is kept
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
    back = mia.post(address, typed | {"change": "1", "seen": look.context["mark"]}, follow=True).content.decode()
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
    with django_assert_num_queries(6):
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
    with django_assert_num_queries(6):
        answer = hana.get(reverse("moves-all"))
    assert len(answer.context["rows"]) == 30
    assert "30 requests" in answer.content.decode()
    with django_assert_num_queries(6):
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
