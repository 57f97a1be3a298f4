"""After an erasure nobody finds the person: not in any table, whatever its form, and not in any file."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.actions import give_roles
from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.models import Evidence, LeadWish, Reflection
from ladders.compensation.actions import salaries
from ladders.compensation.actions.zones import create_zone
from ladders.compensation.models import Salary
from ladders.core.approvals.actions import confirm, decline, withdraw
from ladders.core.approvals.deeds import AskedSecondPerson
from ladders.core.audit import opened, record
from ladders.core.history_chain import PATIENCE, close_days, last_closed, verify
from ladders.core.models import Approval, AuditEntry, Job, PersonKey
from ladders.exchange.models import PeopleUpload
from ladders.moves.actions import answers, drafts, questions, reasons
from ladders.moves.models import Message, MoveRequest, Step
from ladders.placements.models import Placement
from ladders.privacy.actions.person_erasure import erase
from ladders.privacy.models import Erasure
from ladders.privacy.tables import DEEDS, OF_OTHERS, TABLES
from tests.compensation.money_data import policy
from tests.core.test_history_chain import AUDIT, as_the_server
from tests.factories import hr_admin
from tests.moves.company import TODAY, Company, now_open
from tests.moves.test_no_trace import rows_with

pytestmark = pytest.mark.django_db
NAME, EMAIL, NUMBER, WORD = "Zaunkoenig Hedge", "zaunkoenig@example.org", "ZK-4711", "canaryword"


def known(firm: Company, hr: User) -> Employee:
    """Pia under the canaries, with something of everything about her, who has left long ago."""
    pia = firm.pia
    user = pia.user
    assert user is not None
    pia.name, pia.number, pia.job_title = NAME, NUMBER, f"Chief {WORD}"
    pia.save()
    user.name, user.email = NAME, EMAIL
    user.save()
    draft = firm.draft()
    draft.evidence = [each | {"given": f"I did {WORD}."} for each in draft.evidence]
    draft.save()
    row = drafts.submit(request=draft, by=user, today=TODAY)
    reasons.write_reason(
        request=row,
        text=WORD,
        readers=[firm.user("mia")],
        delete_on=TODAY + dt.timedelta(days=80),
        by=user,
        today=TODAY,
    )
    step = now_open(row)
    assert step.decider is not None
    asked = questions.ask_question(step=step, text=WORD, by=step.decider, today=TODAY)
    questions.answer_question(question=asked, text=WORD, by=user, today=TODAY)
    answers.release(step=step, on=TODAY, by=step.decider, today=TODAY)
    step = now_open(row)
    assert step.decider is not None
    answers.decline(step=step, reason=f"{NAME}: {WORD}", would_change=WORD, by=step.decider, today=TODAY)
    Placement.objects.filter(employee=pia).update(reason=WORD)
    Evidence.objects.create(employee=pia, happened_on=TODAY, title=WORD, text=WORD, impacts=["business"])
    Reflection.objects.create(employee=pia, sealed=WORD)
    LeadWish.objects.create(employee=pia, answer="yes", note=WORD)
    salary = Salary.objects.filter(employee=pia).first()
    assert salary is not None
    salaries.remove_salary(salary=salary, reason=f"{NAME} {WORD}", by=firm.user("henry"))
    approvals(firm, user)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True)
    SocialAccount.objects.create(user=user, provider="company", uid=EMAIL, extra_data={"name": NAME})
    Job.objects.create(kind="tests", title=f"Something of {NAME}", owner=hr, outcome={"who": [EMAIL, NUMBER]})
    PeopleUpload.objects.create(owner=hr, name="people.csv", content=f"{NUMBER},{NAME}".encode())
    Client().force_login(user, backend="accounts.backends.SignInBackend")
    Employee.objects.filter(pk=pia.pk).update(left_on=dt.date(2001, 1, 1), hired_on=dt.date(2000, 1, 1))
    pia.refresh_from_db()
    return pia


def approvals(firm: Company, user: User) -> None:
    """What two people are asked for: about her, about her roles, and about something else by words that name her."""
    henry, second = firm.user("henry"), hr_admin(name="Second Person")
    first = hr_admin(name="First Person")
    Employee.objects.filter(pk=firm.pia.pk).update(left_on=None)
    policy(second_approver=True)
    for answer in (decline, confirm):
        give_roles(
            user=user,
            roles=[Role.HR_ADMIN],
            seen=None,
            reaches={Role.HR_ADMIN: ((), ())},
            by=first,
            why=f"{NAME} {WORD}",
        )
        row = Approval.objects.latest("pk")
        decline(approval=row, reason=f"No {NAME} {WORD}", by=second) if answer is decline else withdraw(
            approval=row, by=first
        )
    with pytest.raises(AskedSecondPerson):
        create_zone(code="ZZ", name="Zone", currency="EUR", by=second, why=f"Because of {NAME}, {EMAIL}")
    record(by=henry, verb="core.tried", subject=f"Something of {NAME}", detail={"reason": [None, f"for {NUMBER}."]})


def traces() -> dict[str, int]:
    """Rows with any of the canaries, as text or as bytes."""
    words = (NAME, EMAIL, NUMBER, WORD)
    return rows_with(*words, *(each.encode().hex() for each in words), NAME.lower(), "zaunkoenig")


def test_nothing_of_the_person_is_left_in_any_table_or_file(
    firm: Company, hr: User, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "one.log").write_text(f"To: {EMAIL}\n\nDear {NAME}")
    (tmp_path / "two.log").write_text("To: somebody@example.org")
    pia = known(firm, hr)
    assert len(traces()) > 7, "the search finds what is there"
    paid = list(Salary.objects.filter(employee=pia).values_list("amount", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        name, proof = erase(pia, by=hr)
    assert traces() == {}
    assert proof["left"] == {}
    assert [path.name for path in tmp_path.iterdir()] == ["two.log"]
    pia.refresh_from_db()
    assert (pia.name, str(pia.user), pia.job_title) == (name, name, "")
    assert list(Salary.objects.filter(employee=pia).values_list("amount", flat=True)) == paid
    assert Step.objects.filter(request__person=pia, outcome="declined").get().reason == "–"
    assert not Message.objects.exists()
    row = MoveRequest.objects.get(person=pia)
    assert (row.state, row.evidence) == ("declined", [])
    assert row.terms is not None
    for entry in opened(AuditEntry.objects.filter(about=f"accounts.employee:{pia.pk}")):
        assert (entry.subject, entry.detail) == (name, {})
    assert AuditEntry.objects.get(verb="person.erased").subject == name


@pytest.mark.django_db(transaction=True)
def test_history_verifies_after_an_erasure_and_tells_of_it(firm: Company, hr: User) -> None:
    pia = known(firm, hr)
    as_the_server(f"UPDATE {AUDIT} SET at = at - interval '2 days'")
    today = dt.datetime.now(dt.UTC).replace(hour=0, minute=0)
    assert close_days(today + PATIENCE + dt.timedelta(hours=1))  # until yesterday
    end = last_closed()
    assert end is not None
    erase(pia, by=hr)
    assert traces() == {}
    report = verify(expect=end.hash)
    assert (report.differences, report.vouched_again) == ([], 1)


def test_the_trail_forgets_nobody_who_was_not_erased(firm: Company, hr: User) -> None:
    pia = known(firm, hr)
    sql = "SELECT core_forget_words(%s, %s::text[], 'x')"
    tries: list[Any] = [[pia.pk, [NAME]], [firm.mia.pk, [firm.mia.name]]]
    for values in tries:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    erase(pia, by=hr)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [pia.pk, ["core.tried"]])


def test_a_decider_who_is_erased_stays_in_others_requests_as_nobody(firm: Company) -> None:
    mia = firm.mia
    mia.name = mia.user.name = NAME  # type: ignore[union-attr]
    mia.save()
    mia.user.save()  # type: ignore[union-attr]
    firm.asked()
    assert "moves_moverequest" in {table.split(".")[-1] for table in rows_with(NAME)}
    name, proof = erase(mia, by=None)
    assert rows_with(NAME) == {}
    assert proof["replaced"]["moves_moverequest"] == 1
    assert name in str(MoveRequest.objects.get().terms)


def test_the_database_empties_nothing_of_somebody_who_was_not_erased(firm: Company) -> None:
    row = firm.asked()
    step = now_open(row)
    assert step.decider is not None
    answers.release(step=step, on=TODAY, by=step.decider, today=TODAY)
    for statement in (
        "UPDATE moves_moverequest SET evidence = '[]', stopped_why = '–'",
        "UPDATE moves_step SET reason = '–'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_key_that_was_thrown_away_stays_so(firm: Company, hr: User) -> None:
    pia = known(firm, hr)
    erase(pia, by=None)
    key = PersonKey.objects.filter(about=f"accounts.employee:{pia.pk}")
    for statement in ("UPDATE core_personkey SET thrown_at = NULL, key = 'x'", "DELETE FROM core_personkey"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{statement} WHERE about = %s", [f"accounts.employee:{pia.pk}"])
    assert key.get().key == ""


def test_the_command_looks_first_and_then_erases(firm: Company, hr: User) -> None:
    known(firm, hr)
    before = traces()
    out = io.StringIO()
    call_command("erase_person", NUMBER, reason="They asked", dry_run=True, stdout=out)
    assert "Nothing was changed." in out.getvalue()
    assert traces() == before
    call_command("erase_person", NUMBER, reason=f"{NAME} asked", stdout=out)
    assert traces() == {}
    assert Erasure.objects.get().state == "done"


@pytest.mark.parametrize(
    ("left_on", "said"), [(None, "still works here"), (dt.date(2025, 5, 5), "may ask for their pay")]
)
def test_what_holds_an_erasure_back_is_said(firm: Company, left_on: dt.date | None, said: str) -> None:
    Employee.objects.filter(pk=firm.peer.pk).update(left_on=left_on, country="DE")
    with pytest.raises(CommandError, match=said):
        call_command("erase_person", firm.peer.number, reason="They asked")
    assert not Erasure.objects.exists()


def test_somebody_of_whom_nothing_hangs_can_be_deleted(hr: User) -> None:
    user = User.objects.create_user("x@example.org", name="X")
    person = Employee.objects.create(number="X", name="X", user=user)
    person.delete()
    user.delete()
    assert not Employee.objects.filter(number="X").exists()


def test_every_relation_to_a_person_is_listed() -> None:
    known_paths = {f"{each.model}.{path.split('__')[0]}" for each in TABLES for path in each.paths}
    missing = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if not model._meta.managed or label.endswith("Event") or label == "core.AuditEntry":
            continue  # history and audit trail: ids alone, and what is sealed
        for field in model._meta.concrete_fields:
            if field.related_model in (Employee, User):
                path = f"{label}.{field.name}"
                if path not in known_paths | DEEDS and path not in OF_OTHERS:
                    missing.append(path)
    assert missing == []
