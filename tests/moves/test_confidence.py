"""Who can see a request, its reason, its questions; and what bystanders, the audit trail and the history learn: nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from accounts.models import RoleGrant, User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.moves.actions import answers, drafts, overdue, questions, reasons, withdrawals
from ladders.moves.domain.states import FirstEar, NoticeKind
from ladders.moves.models import Message, MoveRequest, Notice, Reason
from ladders.moves.permissions import can_answer, who_can_see
from tests.factories import account

from .company import TODAY, Company, answer, fresh, now_open

pytestmark = pytest.mark.django_db
EVERYBODY = ("pia", "mia", "otto", "greta", "peer", "hana", "henry")
SECRET = "Because my mother is ill."


def who_sees(firm: Company) -> set[str]:
    users = {name: User.objects.get(pk=firm.user(name).pk) for name in EVERYBODY}  # with the roles of now
    return {name for name, user in users.items() if MoveRequest.objects.visible_to(user, TODAY).exists()}


def test_it_opens_up_step_by_step_as_its_author_wants(firm: Company) -> None:
    row = firm.draft("S5")
    assert who_sees(firm) == {"pia"}
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    assert who_sees(firm) == {"pia", "mia"}
    assert AuditEntry.objects.filter(area="moves").count() == 0  # HR reads the audit trail, and hears later
    answer(now_open(row), TODAY)
    assert who_sees(firm) == {"pia", "mia", "otto", "hana", "henry"}
    assert {(each.name, each.role) for each in who_can_see(fresh(row), TODAY)} == {
        ("Pia Person", "author"),
        ("Mia Nager", "asked"),
        ("Otto Ther", "asked"),
        ("Hana Lead", "hr"),
        ("Henry Lab", "hr"),
    }
    assert not can_answer(firm.user("mia"), now_open(row), TODAY)
    assert can_answer(firm.user("otto"), now_open(row), TODAY)
    assert not can_answer(firm.user("hana"), now_open(row), TODAY)
    RoleGrant.objects.filter(user=firm.user("hana")).update(departments=["Sales"])
    assert who_sees(firm) == {"pia", "mia", "otto", "henry"}
    assert not MoveRequest.objects.visible_to(account(), TODAY).exists()
    words = json.dumps(list(AuditEntry.objects.filter(area="moves").values("verb", "subject", "detail")))
    assert "step" not in words
    assert "S5" not in words


def test_every_kind_is_known_to_hr_from_the_first_answer_on(firm: Company) -> None:
    row = firm.asked("P6")
    assert who_sees(firm) == {"pia", "mia"}
    withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY)
    assert who_sees(firm) == {"pia", "mia"}  # HR never hears of what nobody has answered
    row = firm.asked("P6")
    row = answers.decline(step=now_open(row), reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)
    assert who_sees(firm) == {"pia", "mia", "hana", "henry"}


def test_what_was_withdrawn_is_found_two_weeks_longer(firm: Company) -> None:
    row = firm.asked("P6")
    withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY)
    assert who_sees(firm) == {"pia", "mia"}  # Mia reads that nothing is left to do
    with pytest.raises(DomainError, match="withdrawn"):
        answers.approve(step=row.steps.get(position=10), by=firm.user("mia"), today=TODAY)
    overdue.sweep(timezone.localdate() + dt.timedelta(days=14))
    assert "mia" in who_sees(firm)
    overdue.sweep(timezone.localdate() + dt.timedelta(days=15))
    assert who_sees(firm) == {"pia"}


def test_a_reason_is_for_those_whom_its_author_names(firm: Company) -> None:
    row = firm.asked("S5", first_ear=FirstEar.HR)
    pia, henry, until = firm.user("pia"), firm.user("henry"), dt.date(2026, 6, 1)
    with pytest.raises(DomainError, match="who may read it"):
        reasons.write_reason(request=row, text=SECRET, readers=[], delete_on=until, by=pia, today=TODAY)
    with pytest.raises(DomainError, match="after today"):
        reasons.write_reason(request=row, text=SECRET, readers=[henry], delete_on=TODAY, by=pia, today=TODAY)
    with pytest.raises(PermissionDenied):
        reasons.write_reason(request=row, text=SECRET, readers=[henry], delete_on=until, by=henry, today=TODAY)
    reason = reasons.write_reason(request=row, text=SECRET, readers=[henry], delete_on=until, by=pia, today=TODAY)
    assert Reason.objects.get().text == SECRET
    readers = {name for name in EVERYBODY if reason.readable_by(firm.user(name), TODAY)}
    assert readers == {"pia", "henry"}
    # It does not travel: whoever is asked next was not named.
    questions.delegate(step=now_open(row), to=firm.user("hana"), by=henry, today=TODAY)
    assert not reason.readable_by(firm.user("hana"), TODAY)
    assert reason.readable_by(henry, until - dt.timedelta(days=1))
    assert not reason.readable_by(henry, until)  # even before anything has run
    assert not reason.readable_by(pia, until)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM moves_reason")
        assert SECRET.encode() not in bytes(cursor.fetchone()[0])
        for table in ("moves_moverequestevent", "moves_stepevent", "core_auditentry", "moves_notice", "core_job"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            assert "mother" not in cursor.fetchone()[0]
    assert (overdue.delete_reasons(until - dt.timedelta(days=1)), overdue.delete_reasons(until)) == (0, 1)
    assert Reason.objects.count() == 0


def test_a_withdrawn_reason_is_gone_at_once(firm: Company) -> None:
    row, pia = firm.asked("S5"), firm.user("pia")
    until = dt.date(2026, 6, 1)
    reasons.write_reason(request=row, text=SECRET, readers=[firm.user("mia")], delete_on=until, by=pia, today=TODAY)
    withdrawals.withdraw(request=row, by=pia, today=TODAY)
    assert Reason.objects.count() == 0
    with pytest.raises(DomainError, match="withdrawn"):
        reasons.write_reason(request=row, text=SECRET, readers=[pia], delete_on=until, by=pia, today=TODAY)


def test_questions_are_between_two(firm: Company) -> None:
    row, mia, pia = firm.asked("S5"), firm.user("mia"), firm.user("pia")
    step = now_open(row)
    with pytest.raises(PermissionDenied):
        questions.ask_question(step=step, text="Why?", by=firm.user("otto"), today=TODAY)
    question = questions.ask_question(step=step, text="From when?", by=mia, today=TODAY)
    assert questions.ask_question(step=step, text="From when?", by=mia, today=TODAY) == question
    with pytest.raises(PermissionDenied):
        questions.answer_question(question=question, text="May", by=mia, today=TODAY)
    reply = questions.answer_question(question=question, text="May", by=pia, today=TODAY)
    assert questions.answer_question(question=question, text="May", by=pia, today=TODAY) == reply
    with pytest.raises(DomainError, match="already"):
        questions.answer_question(question=question, text="June", by=pia, today=TODAY)
    assert now_open(row).due_on == step.due_on
    seen = {name for name in EVERYBODY if Message.objects.visible_to(firm.user(name)).exists()}
    assert seen == {"pia", "mia"}
    assert [each.text for each in Message.objects.all()] == ["From when?", "May"]


def test_notices_name_no_kind(firm: Company) -> None:
    firm.scheduled("S5")
    kinds = {kind.label.lower() for kind in MoveKind}
    for text in (kind.label for kind in NoticeKind):
        assert not any(word in text.lower() for word in kinds), text
    # Both are told when the other day is agreed, and again once everybody has answered.
    assert Notice.objects.filter(kind="scheduled").count() == 4
    assert not Notice.objects.filter(recipient=firm.user("peer")).exists()


def test_the_mark_of_terms_tells_a_manager_nothing_of_the_salary_in_them() -> None:
    terms = {"salary": "110000.00"}
    mark = drafts.terms_digest(terms)
    assert mark == drafts.terms_digest(dict(terms))
    assert not hashlib.sha256(json.dumps(terms, sort_keys=True).encode()).hexdigest().startswith(mark)
    with override_settings(SECRET_KEY="another key than before, and long enough"):
        assert drafts.terms_digest(terms) != mark
