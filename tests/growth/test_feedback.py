"""Feedback: asked for by the person, read by whom its giver agreed to, and by nobody else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.core.retention import retention_kinds
from ladders.growth.actions.feedback_asking import (
    ask_for_feedback,
    ask_wider,
    bring_to_talk,
    read_given,
    remove_ask,
)
from ladders.growth.actions.feedback_giving import (
    answer_wider,
    choose_fewer_readers,
    decline,
    give_feedback,
    take_back,
)
from ladders.growth.actions.talks import call_off, plan_talk
from ladders.growth.models import Feedback, FeedbackAsk, Readers, Talk, Target
from ladders.growth.queries.feedback import subjects_of
from ladders.growth.retention_kinds import FEEDBACK
from ladders.moves.models import Notice
from ladders.privacy.actions.person_erasure import erase
from ladders.privacy.queries.personal_data import everything_about
from ladders.reporting.models import ReportingLine
from tests.pages import assert_clean, squeezed

from .conftest import EVERYBODY, PEOPLE, TODAY, Firm, another_manager

pytestmark = pytest.mark.django_db
DUE = TODAY + dt.timedelta(days=14)
CANARY = "Quokka held the workshop together"
QUESTION = "Wombat: what did the workshop change?"


def asked(firm: Firm, *whom: str, readers: Readers = Readers.MANAGER, **rest: Any) -> FeedbackAsk:
    subject = subjects_of(firm["ada"], TODAY)[0]
    said: dict[str, Any] = {
        "level": subject.key,
        "competencies": [subject.competencies[0].key],
        "question": QUESTION,
        "colleagues": [firm[who] for who in whom or ("colleague",)],
        "readers": readers,
        "due_on": DUE,
        "by": firm.user("ada"),
    }
    return ask_for_feedback(**(said | rest))


def of(ask: FeedbackAsk, firm: Firm, who: str = "colleague") -> Feedback:
    return Feedback.objects.select_related("giver", "ask__by").get(ask=ask, giver=firm[who])


def give(firm: Firm, row: Feedback, readers: Readers | None = None, who: str = "colleague") -> Feedback:
    chosen = row.readers if readers is None else readers
    return give_feedback(feedback=row, text=CANARY, readers=Readers(chosen), seen=row.revision, by=firm.user(who))


def talk_of(firm: Firm, manager: str = "manager") -> Talk:
    return plan_talk(employee=firm["ada"], manager=firm[manager], on=DUE, at=None, place="", by=firm.user("ada"))


def readers_of(firm: Firm, row: Feedback) -> set[str]:
    return {who for who in PEOPLE if Feedback.objects.visible_to(firm.user(who)).filter(pk=row.pk).exists()}


def statuses(firm: Firm, path: str, verb: str = "get", data: Any = None) -> dict[str, int]:
    """Each time undone."""
    found = {}
    for who in EVERYBODY:
        with transaction.atomic():
            found[who] = getattr(firm.client(who), verb)(path, data or {}).status_code
            transaction.set_rollback(True)
    return found


def only(status: int, *who: str) -> dict[str, int]:
    return dict.fromkeys(EVERYBODY, 404) | dict.fromkeys(who, status) | {"stranger": 302}


def test_levels_and_competencies_that_can_be_asked_about(firm: Firm, target: Target) -> None:
    found = subjects_of(firm["ada"], TODAY)
    assert [(each.level, each.held) for each in found] == [("S5 Specialist 5", True), ("I6 Influence 6", False)]
    asks = asked(firm)
    assert asks.level == "S5 Specialist 5"
    first = found[0].competencies[0]
    assert asks.competencies == [{"key": str(first.key), "name": first.name, "text": first.text}]
    with pytest.raises(DomainError, match="Choose the level"):
        asked(firm, "manager", level=firm.level("S6").key)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"competencies": [], "question": " "}, "Choose a competency, or write"),
        ({"colleagues": []}, "at least one colleague"),
        ({"due_on": TODAY - dt.timedelta(days=1)}, "from today on"),
        ({"due_on": TODAY + dt.timedelta(days=91)}, "within 90 days"),
    ],
)
def test_what_is_refused_is_said(firm: Firm, said: dict[str, Any], refused: str) -> None:
    with pytest.raises(DomainError, match=refused):
        asked(firm, **said)
    assert not FeedbackAsk.objects.exists()


def test_it_is_asked_of_others_who_work_here_a_few_and_each_once(firm: Firm) -> None:
    with pytest.raises(DomainError, match="Name somebody else"):
        asked(firm, "ada")
    with pytest.raises(DomainError, match="each once"):
        asked(firm, "colleague", "colleague")
    with pytest.raises(DomainError, match="at most 5"):
        asked(firm, "colleague", "manager", "former", "above", "hr", "hr_elsewhere")
    Employee.objects.filter(pk=firm["former"].pk).update(left_on=TODAY - dt.timedelta(days=1))
    with pytest.raises(DomainError, match="does not work here"):
        asked(firm, "former")
    with pytest.raises(PermissionDenied):
        asked(firm, by=AnonymousUser())
    assert not FeedbackAsk.objects.exists()


def test_nobody_but_the_two_reads_it_and_the_manager_only_on_the_agenda(firm: Firm) -> None:
    before = AuditEntry.objects.count()
    row = of(asked(firm), firm)
    assert readers_of(firm, row) == {"ada", "colleague"}
    row = give(firm, row)
    assert readers_of(firm, row) == {"ada", "colleague"}
    assert not Feedback.objects.visible_to(AnonymousUser()).exists()
    talk = talk_of(firm)
    bring_to_talk(feedback=row, talk=talk, by=firm.user("ada"))
    assert readers_of(firm, row) == {"ada", "colleague", "manager"}
    for who in ("ada", "manager"):
        page = firm.client(who).get(f"/talks/{talk.pk}/")
        assert_clean(page)
        assert CANARY in squeezed(page)
    another_manager(firm, "above")
    assert readers_of(firm, row) == {"ada", "colleague"}  # no later manager
    the_manager_is_back(firm)
    call_off(talk=talk, by=firm.user("ada"))
    assert readers_of(firm, row) == {"ada", "colleague"}
    assert AuditEntry.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text || a::text FROM growth_feedback f JOIN growth_feedbackask a ON a.id = f.ask_id")
        stored = cursor.fetchone()[0]
    assert "Quokka" not in stored
    assert "Wombat" not in stored


def the_manager_is_back(firm: Firm) -> None:
    ReportingLine.objects.filter(employee=firm["ada"], starts_on=TODAY).delete()
    ReportingLine.objects.filter(employee=firm["ada"], ends_on=TODAY - dt.timedelta(days=1)).update(ends_on=None)


def test_the_giver_sees_who_will_read_it_before_writing_and_may_choose_fewer(firm: Firm) -> None:
    row = of(asked(firm, readers=Readers.REQUESTS), firm)
    page = firm.client("colleague").get(f"/growth/feedback/given/{row.pk}/")
    assert_clean(page)
    said = squeezed(page)
    assert "Who will read it" in said
    assert "and Manager Person if Ada Person brings it to a talk of the two" in said
    assert "whoever may read a request of Ada Person for another level, HR among them" in said
    assert QUESTION in said
    sent = {"text": CANARY, "readers": "1", "seen": "0"}
    assert firm.client("colleague").post(f"/growth/feedback/given/{row.pk}/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.readers, row.manager_id, row.text) == (Readers.ASKER, None, CANARY)
    with pytest.raises(DomainError, match="for others to read"):
        bring_to_talk(feedback=row, talk=talk_of(firm), by=firm.user("ada"))


def test_readers_are_widened_by_the_giver_s_yes_alone(firm: Firm) -> None:
    row = give(firm, of(asked(firm, readers=Readers.ASKER), firm))
    with pytest.raises(DomainError, match="Choose among"):
        choose_fewer_readers(feedback=row, readers=Readers.REQUESTS, by=firm.user("colleague"))
    for change in (
        {"readers": 2},
        {"readers": 3},
        {"manager": firm["manager"]},
        {"readers": 2, "widened_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError, match="never widened"), transaction.atomic():
            Feedback.objects.filter(pk=row.pk).update(**change)
    ask_wider(feedback=row, readers=Readers.MANAGER, by=firm.user("ada"))
    with pytest.raises(IntegrityError, match="never widened"), transaction.atomic():
        Feedback.objects.filter(pk=row.pk).update(readers=3, widened_at=timezone.now())
    page = squeezed(firm.client("colleague").get(f"/growth/feedback/given/{row.pk}/"))
    assert "Nothing changes unless you say yes" in page
    answer_wider(feedback=row, agreed="", by=firm.user("colleague"))
    row.refresh_from_db()
    assert (row.readers, row.wider_readers) == (Readers.ASKER, None)
    ask_wider(feedback=row, readers=Readers.MANAGER, by=firm.user("ada"))
    for who in set(PEOPLE) - {"colleague"}:
        with pytest.raises(PermissionDenied):
            answer_wider(feedback=row, agreed=wider_of(row), by=firm.user(who))
    answer_wider(feedback=row, agreed=wider_of(row), by=firm.user("colleague"))
    answer_wider(feedback=row, agreed=wider_of(row), by=firm.user("colleague"))
    row.refresh_from_db()
    assert (row.readers, row.manager) == (Readers.MANAGER, firm["manager"])
    bring_to_talk(feedback=row, talk=talk_of(firm), by=firm.user("ada"))
    assert "manager" in readers_of(firm, row)
    choose_fewer_readers(feedback=row, readers=Readers.ASKER, by=firm.user("colleague"))
    assert readers_of(firm, row) == {"ada", "colleague"}


def wider_of(row: Feedback) -> str:
    """What the giver is asked for now."""
    row.refresh_from_db()
    return row.wider_mark


def test_a_yes_is_a_yes_to_what_was_read(firm: Firm) -> None:
    row = give(firm, of(asked(firm), firm), readers=Readers.ASKER)
    ask_wider(feedback=row, readers=Readers.MANAGER, by=firm.user("ada"))
    page = firm.client("colleague").get(f"/growth/feedback/given/{row.pk}/").content.decode()
    read = wider_of(row)
    assert f'name="wider" value="{read}"' in page
    ask_wider(feedback=row, readers=Readers.REQUESTS, by=firm.user("ada"))
    answer = firm.client("colleague").post(f"/growth/feedback/given/{row.pk}/readers/", {"wider": read}, follow=True)
    assert "asks for other readers than a moment ago" in squeezed(answer)
    row.refresh_from_db()
    assert (row.readers, row.wider_readers) == (Readers.ASKER, Readers.REQUESTS)


def test_a_later_manager_needs_the_giver_s_yes(firm: Firm) -> None:
    row = give(firm, of(asked(firm), firm))
    another_manager(firm, "above")
    talk = talk_of(firm, "above")
    with pytest.raises(DomainError, match="for others to read"):
        bring_to_talk(feedback=row, talk=talk, by=firm.user("ada"))
    with pytest.raises(IntegrityError, match="never widened"), transaction.atomic():
        Feedback.objects.filter(pk=row.pk).update(manager=firm["above"])
    ask_wider(feedback=row, readers=Readers.MANAGER, by=firm.user("ada"))
    row.refresh_from_db()
    answer_wider(feedback=row, agreed="", by=firm.user("colleague"))  # the same readers, another manager: a no is a no
    row.refresh_from_db()
    assert row.manager == firm["manager"]
    ask_wider(feedback=row, readers=Readers.MANAGER, by=firm.user("ada"))
    answer_wider(feedback=row, agreed=wider_of(row), by=firm.user("colleague"))
    bring_to_talk(feedback=row, talk=talk, by=firm.user("ada"))
    assert readers_of(firm, row) == {"ada", "colleague", "above"}


def test_it_is_corrected_until_it_is_read_and_taken_back_for_some_days(firm: Firm) -> None:
    ask = asked(firm)
    row = give(firm, of(ask, firm))
    colleague = firm.user("colleague")
    with pytest.raises(StaleError):
        give_feedback(feedback=row, text="x", readers=Readers.MANAGER, seen=0, by=colleague)
    mine = f"/growth/feedback/given/{row.pk}/"
    words = squeezed(firm.client("colleague").get(mine))
    assert "asked you for it, and you gave it on" in words
    assert "Please answer by" not in words
    give_feedback(feedback=row, text="Better words", readers=Readers.MANAGER, seen=1, by=colleague)
    page = firm.client("ada").get(f"/growth/feedback/{ask.pk}/")
    assert_clean(page)
    assert "Better words" in squeezed(page)
    with pytest.raises(DomainError, match="has read it"):
        give_feedback(feedback=row, text="x", readers=Readers.MANAGER, seen=2, by=colleague)
    assert Notice.objects.unread().filter(recipient=firm.user("ada")).count() == 0
    take_back(feedback=row, by=colleague)
    take_back(feedback=row, by=colleague)
    row.refresh_from_db()
    assert (row.text, row.written_at, row.read_at) == ("", None, None)
    assert "Please answer by" in squeezed(firm.client("colleague").get(mine))
    assert "Better words" not in squeezed(firm.client("ada").get(f"/growth/feedback/{ask.pk}/"))
    give(firm, row)
    Feedback.objects.update(written_at=timezone.now() - dt.timedelta(days=8))
    with pytest.raises(DomainError, match="are over"):
        take_back(feedback=row, by=colleague)
    assert of(ask, firm).text == CANARY


def test_what_is_written_while_the_page_is_read_is_still_new(firm: Firm) -> None:
    ask = asked(firm, "colleague", "former")
    give(firm, of(ask, firm))
    seen = list(ask.given.all())
    give_feedback(feedback=of(ask, firm), text="Better", readers=Readers.MANAGER, seen=1, by=firm.user("colleague"))
    give(firm, of(ask, firm, "former"), who="former")
    read_given(ask=ask, rows=seen, by=firm.user("ada"))
    assert [of(ask, firm, who).read_at for who in ("colleague", "former")] == [None, None]
    assert Notice.objects.unread().filter(recipient=firm.user("ada")).exists()
    give_feedback(feedback=of(ask, firm), text="Best words", readers=Readers.MANAGER, seen=2, by=firm.user("colleague"))
    page = firm.client("ada").get(f"/growth/feedback/{ask.pk}/")
    assert "Best words" in squeezed(page)
    assert None not in [of(ask, firm, who).read_at for who in ("colleague", "former")]
    assert not Notice.objects.unread().filter(recipient=firm.user("ada")).exists()


def test_who_declined_looks_like_who_did_not_answer(firm: Firm) -> None:
    ask = asked(firm, "colleague", "former")
    before = squeezed(firm.client("ada").get(f"/growth/feedback/{ask.pk}/"))
    listed = squeezed(firm.client("ada").get("/growth/feedback/"))
    decline(feedback=of(ask, firm), by=firm.user("colleague"))
    decline(feedback=of(ask, firm), by=firm.user("colleague"))
    assert without_tokens(squeezed(firm.client("ada").get(f"/growth/feedback/{ask.pk}/"))) == without_tokens(before)
    assert without_tokens(squeezed(firm.client("ada").get("/growth/feedback/"))) == without_tokens(listed)
    for who in ("colleague", "former"):  # nor by asking again
        with pytest.raises(DomainError, match="have asked"):
            asked(firm, who)
    assert not Notice.objects.filter(recipient=firm.user("ada")).exists()
    FeedbackAsk.objects.update(due_on=TODAY - dt.timedelta(days=1))
    page = squeezed(firm.client("ada").get(f"/growth/feedback/{ask.pk}/"))
    assert page.count("No answer.") == 2
    rows = {each["title"]: each["rows"] for each in everything_about(firm["ada"])["tables"]}
    assert "Feedback you were given" not in rows
    assert [each["declined_at"] is not None for each in mine(firm, "colleague")] == [True]
    with pytest.raises(DomainError, match="day has passed"):
        give(firm, of(ask, firm))


def mine(firm: Firm, who: str) -> list[dict[str, Any]]:
    found = {each["title"]: each["rows"] for each in everything_about(firm[who])["tables"]}
    rows: list[dict[str, Any]] = found.get("Feedback you were asked for", [])
    return rows


def without_tokens(page: str) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


def test_my_data_holds_each_one_s_own(firm: Firm) -> None:
    ask = asked(firm)
    give(firm, of(ask, firm))
    assert [each["text"] for each in mine(firm, "colleague")] == [CANARY]
    asker = {each["title"]: each["rows"] for each in everything_about(firm["ada"])["tables"]}
    assert [each["question"] for each in asker["Feedback you asked for"]] == [QUESTION]
    assert "Feedback you were given" not in asker  # not read yet, so it may still be corrected
    read_given(ask=ask, rows=ask.given.all(), by=firm.user("ada"))
    asker = {each["title"]: each["rows"] for each in everything_about(firm["ada"])["tables"]}
    assert [each["text"] for each in asker["Feedback you were given"]] == [CANARY]
    for who in set(PEOPLE) - {"ada", "colleague"}:
        assert "Feedback" not in str(everything_about(firm[who]))


def test_each_page_and_deed_as_everybody(firm: Firm) -> None:
    ask = asked(firm, "colleague", "former")
    row = give(firm, of(ask, firm))
    talk_of(firm)
    other = of(ask, firm, "former")
    here, given = f"/growth/feedback/{ask.pk}/", f"/growth/feedback/given/{row.pk}/"
    for path, verb, data, expected in (
        (here, "get", {}, only(200, "ada")),
        (f"{here}remove/", "post", {}, dict.fromkeys(EVERYBODY, 302)),  # as for what is not there
        (given, "get", {}, only(200, "colleague")),
        (given, "post", {"text": "x", "readers": "2", "seen": "1"}, only(302, "colleague")),
        (f"/growth/feedback/given/{other.pk}/decline/", "post", {}, only(302, "former")),
        (f"{given}take-back/", "post", {}, only(302, "colleague")),
        (f"{given}readers/", "post", {"readers": "1"}, only(302, "colleague")),
        (f"{given}readers/", "post", {"wider": "no"}, only(302, "colleague")),
        (f"{given}readers/", "post", {"readers": "9"}, only(302, "colleague")),
        (f"{given}talk/", "post", {"bring": "yes"}, only(302, "ada")),
        (f"{given}wider/", "post", {"readers": "3"}, only(302, "ada")),
    ):
        assert statuses(firm, path, verb, data) == expected, path
    for path in ("/growth/feedback/", "/growth/feedback/ask/"):
        assert statuses(firm, path) == dict.fromkeys(PEOPLE, 200) | {"stranger": 302}
        for who in PEOPLE:
            assert CANARY not in squeezed(firm.client(who).get(path))
    for who in PEOPLE:
        if who != "ada":
            firm.client(who).post(f"{here}remove/")
    assert FeedbackAsk.objects.filter(pk=ask.pk).exists()


def test_home_shows_what_is_asked_and_given_and_ends_at_zero(firm: Firm) -> None:
    ask = asked(firm)
    assert "colleague asks you for feedback" in squeezed(firm.client("colleague").get("/"))
    row = give(firm, of(ask, firm))
    assert "asks you for feedback" not in squeezed(firm.client("colleague").get("/"))
    assert "piece of feedback for you" in squeezed(firm.client("ada").get("/"))
    assert [(n.recipient, n.kind, n.page) for n in Notice.objects.order_by("id")] == [
        (firm.user("colleague"), "plan", f"feedback-give {row.pk}"),
        (firm.user("ada"), "informed", f"feedback-asked {ask.pk}"),
    ]
    firm.client("ada").get(f"/growth/feedback/{ask.pk}/")
    assert "piece of feedback for you" not in squeezed(firm.client("ada").get("/"))
    assert not Notice.objects.unread().exists()
    row.refresh_from_db()
    assert row.read_at is not None
    remove_ask(ask=ask, by=firm.user("ada"))
    remove_ask(ask=ask, by=firm.user("ada"))
    assert not Feedback.objects.exists()


def test_leavers_are_asked_no_more_and_what_they_gave_stays(firm: Firm) -> None:
    ask = asked(firm, "colleague", "former")
    give(firm, of(ask, firm))
    Employee.objects.filter(pk=firm["colleague"].pk).update(left_on=TODAY - dt.timedelta(days=1))
    assert CANARY in squeezed(firm.client("ada").get(f"/growth/feedback/{ask.pk}/"))
    Employee.objects.filter(pk=firm["ada"].pk).update(left_on=TODAY - dt.timedelta(days=1))
    assert "Ada Person" not in squeezed(firm.client("former").get("/growth/feedback/"))
    assert firm.client("former").get(f"/growth/feedback/given/{of(ask, firm, 'former').pk}/").status_code == 404


@pytest.mark.parametrize(("who", "left"), [("colleague", (1, 1)), ("ada", (0, 0))])
def test_an_erasure_takes_what_somebody_gave_and_what_they_asked(firm: Firm, who: str, left: tuple[int, int]) -> None:
    ask = asked(firm, "colleague", "former")
    give(firm, of(ask, firm))
    erase(firm[who], by=None)
    assert (FeedbackAsk.objects.count(), Feedback.objects.count()) == left
    assert not Feedback.objects.given().exists()


def test_feedback_goes_after_the_months_that_the_organisation_chose(firm: Firm) -> None:
    ask = asked(firm)
    (table,) = FEEDBACK.tables
    assert not table.before(ask.asked_at).exists()
    assert list(table.before(ask.asked_at + dt.timedelta(seconds=1))) == [ask]
    assert (FEEDBACK.usual, FEEDBACK.least, FEEDBACK.most) == (24, 6, 60)
    assert FEEDBACK in retention_kinds()


def test_asking_by_the_form(firm: Firm, target: Target) -> None:
    first = subjects_of(firm["ada"], TODAY)[1]
    path = f"/growth/feedback/ask/?level={first.key}&for={first.competencies[0].key}"
    page = firm.client("ada").get(path)
    assert_clean(page)
    assert "Of I6 Influence 6." in squeezed(page)
    sent = {
        "competencies": [str(first.competencies[0].key)],
        "question": QUESTION,
        "colleague_1": "Colleague Person",
        "colleague_2": "Nobody There",
        "readers": "3",
        "due_on": str(DUE),
    }
    refused = firm.client("ada").post(path, sent)
    assert_clean(refused, status=422)
    assert "Nobody who works here has exactly this name" in squeezed(refused)
    answer = firm.client("ada").post(path, sent | {"colleague_2": ""})
    ask = FeedbackAsk.objects.get()
    assert answer["Location"] == f"/growth/feedback/{ask.pk}/"
    assert (ask.level, ask.competencies[0]["name"], ask.question) == (
        "I6 Influence 6",
        first.competencies[0].name,
        QUESTION,
    )
    assert [(row.giver, row.readers, row.manager) for row in Feedback.objects.all()] == [
        (firm["colleague"], Readers.REQUESTS, firm["manager"])
    ]


def test_pages_ask_the_database_as_often_for_one_as_for_thirty(firm: Firm) -> None:
    counts: dict[str, list[int]] = {}
    for size in (1, 30):
        while Feedback.objects.count() < size:
            ask = FeedbackAsk.objects.create(
                by=firm["ada"], level_key=firm.level("S5").key, level="S5", question="?", due_on=DUE
            )
            for one, giver in ((ask, "colleague"), (mirrored(firm), "ada")):
                Feedback.objects.create(
                    ask=one, giver=firm[giver], readers=2, manager=firm["manager"], text="x", written_at=timezone.now()
                )
        for name, path in (("list", "/growth/feedback/"), ("one", f"/growth/feedback/{ask.pk}/")):
            client = firm.client("ada")
            client.get(path)
            with CaptureQueriesContext(connection) as found:
                assert client.get(path).status_code == 200
            counts.setdefault(name, []).append(len(found))
    for name, (at_one, at_thirty) in counts.items():
        assert at_thirty == at_one <= 12, (name, at_one, at_thirty)


def mirrored(firm: Firm) -> FeedbackAsk:
    return FeedbackAsk.objects.create(by=firm["colleague"], level_key=firm.level("S5").key, level="S5", due_on=DUE)
