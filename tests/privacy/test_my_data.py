"""A copy of everything about a person: whole, private, gone after a week."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from ladders.careers.models import Evidence
from ladders.core import jobs
from ladders.core.lists.models import SavedFilter
from ladders.core.models import AuditEntry
from ladders.core.private import SealedTextField
from ladders.dates.models import ToldDate
from ladders.frameworks.models import Framework
from ladders.growth.models import Feedback, FeedbackAsk, Goal, GoalRemark, PrivateNote, Talk, TalkEntry, Target
from ladders.moves.models import MoveRequest, Notice
from ladders.privacy.actions.copies import forget_copies
from ladders.privacy.actions.erasure_requests import hand_over_due
from ladders.privacy.models import Erasure, PersonalCopy
from ladders.privacy.queries.personal_data import everything_about
from ladders.privacy.tables import TABLES
from ladders.privacy.web.my_data import SCHEMA
from tests.conftest import signed_in
from tests.moves.company import TODAY, Company
from tests.pages import squeezed

from .test_erasing import NAME, WORD, known

pytestmark = pytest.mark.django_db
SECRET = "between-us-alone"


def made(client: Client, address: str) -> PersonalCopy:
    """Asked for there, and made."""
    assert client.post(address).status_code == 302
    row = PersonalCopy.objects.latest("made_at")
    assert row.job_id is not None
    jobs.run(row.job_id)
    row.refresh_from_db()
    return row


def test_everybody_has_a_copy_of_everything_and_nobody_elses(firm: Company, hr: User) -> None:
    pia = known(firm, hr)
    Employee.objects.filter(pk=pia.pk).update(left_on=None)
    client = signed_in(firm.user("pia"))
    row = made(client, reverse("my-data"))
    page = client.get(reverse("my-data-copy", args=[row.pk]))
    assert NAME in squeezed(page)
    assert WORD in squeezed(page)
    data = json.loads(client.get(reverse("my-data-file", args=[row.pk])).content)
    titles = {table["table"] for table in data["tables"]}
    assert {"moves.MoveRequest", "careers.Evidence", "careers.Reflection", "moves.Reason", "moves.Message"} <= titles
    assert data["account"]["email"]
    assert "password" not in data["account"]
    assert signed_in(firm.user("mia")).get(reverse("my-data-file", args=[row.pk])).status_code == 404
    assert signed_in(hr).get(reverse("my-data-copy", args=[row.pk])).status_code == 404
    assert AuditEntry.objects.filter(verb="copy.asked").count() == 1


def test_a_copy_is_as_its_schema_says(firm: Company, hr: User) -> None:
    data: dict[str, Any] = everything_about(known(firm, hr))
    schema = json.loads(SCHEMA.read_text())
    assert sorted(data) == sorted(schema["required"])
    assert data["format"] == schema["properties"]["format"]["const"]
    for part in ("tables", "audit"):
        wanted = sorted(schema["properties"][part]["items"]["required"])
        assert data[part]
        assert all(sorted(each) == wanted for each in data[part])
    json.dumps(data)


def test_it_is_gone_after_a_week(firm: Company) -> None:
    client = signed_in(firm.user("pia"))
    row = made(client, reverse("my-data"))
    PersonalCopy.objects.update(made_at=timezone.now() - dt.timedelta(days=7, minutes=1))
    assert client.get(reverse("my-data-copy", args=[row.pk])).status_code == 404
    assert forget_copies(timezone.now()) == 1


def test_hr_answers_for_leavers_in_reach_alone(firm: Company, hr: User) -> None:
    address = reverse("person-data", args=[firm.pia.pk])
    henry = signed_in(firm.user("henry"))
    henry.post(address)
    assert not PersonalCopy.objects.exists()
    Employee.objects.filter(pk=firm.pia.pk).update(left_on=dt.date(2020, 1, 1), hired_on=dt.date(2019, 1, 1))
    row = made(henry, address)
    assert henry.get(reverse("my-data-copy", args=[row.pk])).status_code == 200
    assert signed_in(firm.user("mia")).post(address).status_code == 403


def growing(pia: Employee, colleague: Employee) -> None:
    """What she keeps for herself, or has between two: feedback both ways, a talk with notes, a plan."""
    ask = FeedbackAsk.objects.create(by=pia, level_key=uuid4(), level="S4", question=SECRET, due_on=TODAY)
    back = FeedbackAsk.objects.create(by=colleague, level_key=uuid4(), level="S4", question=SECRET, due_on=TODAY)
    now = timezone.now()
    Feedback.objects.create(ask=ask, giver=colleague, text=SECRET, written_at=now, read_at=now)
    Feedback.objects.create(ask=back, giver=pia, text=SECRET, written_at=now)
    talk = Talk.objects.create(employee=pia, manager=colleague, on=TODAY, place=SECRET)
    TalkEntry.objects.create(talk=talk, by=colleague, part="note", text=SECRET)
    PrivateNote.objects.create(talk=talk, author=pia, text=SECRET)
    Evidence.objects.create(employee=pia, happened_on=TODAY, title=SECRET, text=SECRET, impacts=["business"])
    assert pia.user is not None
    SavedFilter.objects.create(owner=pia.user, list="people", name=SECRET, query="")


def test_hr_reads_nothing_private_in_the_copy_of_a_leaver(firm: Company, hr: User) -> None:
    """The page of feedback promises that HR does not read along; so do talks, plans, reasons and drafts."""
    pia, mia = known(firm, hr), firm.mia
    growing(pia, mia)
    henry = signed_in(firm.user("henry"))
    row = made(henry, reverse("person-data", args=[pia.pk]))
    content = henry.get(reverse("my-data-file", args=[row.pk])).content.decode()
    found = {table["table"] for table in json.loads(content)["tables"]}
    assert SECRET not in content
    assert {name for name in found if name.startswith("growth.")} == set()
    assert not found & {"careers.Evidence", "careers.Reflection", "careers.LeadWish", "moves.Reason", "moves.Message"}
    assert {"accounts.RoleGrant", "placements.Placement", "compensation.Salary"} & found
    page = squeezed(henry.get(reverse("my-data-copy", args=[row.pk])))
    assert "What was private to them is not in it" in page
    own = {table["table"] for table in everything_about(pia)["tables"]}
    assert {"growth.Feedback", "growth.FeedbackAsk", "growth.TalkEntry", "growth.PrivateNote", "moves.Reason"} <= own


def test_hr_s_copy_has_the_requests_that_hr_was_to_hear_of(firm: Company, hr: User) -> None:
    pia = known(firm, hr)
    for heard, there in ((None, False), (timezone.now(), True)):
        MoveRequest.objects.filter(person=pia).update(hr_hears_at=heard)
        found = {table["table"] for table in everything_about(pia, for_hr=True)["tables"]}
        assert [name in found for name in ("moves.MoveRequest", "moves.Step")] == [there, there]


def test_no_copy_tells_of_somebody_else_s_request(firm: Company, hr: User) -> None:
    """Neither HR's of a manager who left, nor a former manager's own: they no longer see the request either."""
    row = firm.asked("P6")
    MoveRequest.objects.filter(pk=row.pk).update(hr_hears_at=None)
    mia, mark = firm.mia, f"{firm.pia}: "
    assert Notice.objects.filter(recipient=firm.user("mia"), request=row).exists()
    for for_hr in (True, False):
        found = {table["table"]: table["rows"] for table in everything_about(mia, for_hr=for_hr)["tables"]}
        assert mark not in json.dumps(found)
        assert ("moves.Notice" in found) is not for_hr
    assert {"kind", "created_at", "read_at"} <= set(found["moves.Notice"][0])
    assert mia.user is not None
    ToldDate.objects.create(user=mia.user, name="informed-1", kind="informed", day=TODAY)
    assert "informed" not in json.dumps(everything_about(mia, for_hr=True)["tables"])


def test_a_former_manager_s_own_copy_has_no_word_about_goals_of_theirs(firm: Company, hr: User) -> None:
    pia, mia = firm.pia, firm.mia
    framework = Framework.objects.all()[0]
    target = Target.objects.create(employee=pia, framework=framework, level_key=uuid4(), level="S4", shared_with=mia)
    goal = Goal.objects.create(target=target, what=WORD)
    GoalRemark.objects.create(goal=goal, manager=mia, by=pia, text=SECRET)
    assert [SECRET in json.dumps(everything_about(each)) for each in (pia, mia)] == [True, True]
    Target.objects.update(shared_with=None)
    assert [SECRET in json.dumps(everything_about(each)) for each in (pia, mia)] == [True, False]


def test_every_sealed_text_is_private_or_hr_s_own_business() -> None:
    """A new table with a sealed text is private, or it says here why HR may read it."""
    for_hr = {"pay_information.InformationRequest", "pay_information.InformationAnswer", "reason_files.ReasonFile"}
    sealed = {
        each.model
        for each in TABLES
        if any(isinstance(column, SealedTextField) for column in each.table._meta.concrete_fields)
    }
    assert {each.model for each in TABLES if each.model in sealed and each.private is None} == for_hr


def test_an_erasure_is_asked_for_waits_is_called_off_and_done(firm: Company) -> None:
    Employee.objects.filter(pk=firm.pia.pk).update(left_on=dt.date(2001, 1, 1), hired_on=dt.date(2000, 1, 1))
    firm.pia.refresh_from_db()
    address = reverse("person-erase", args=[firm.pia.pk])
    user = firm.user("henry")
    user.set_password("a-long-sentence-of-henry")
    user.save()
    henry = signed_in(user)
    assert "confirm" in henry.get(address).headers["Location"]  # who signed in long ago shows it again
    henry.post("/sign-in/confirm/", {"password": "a-long-sentence-of-henry"})
    assert "Stays, without a name or a text" in squeezed(henry.get(address))
    assert henry.post(address, {"reason": "They asked", "employee_number": "other"}).status_code == 422
    henry.post(address, {"reason": "They asked", "employee_number": firm.pia.number})
    assert Erasure.objects.get().state == "waiting"
    assert hand_over_due(timezone.now()) == 0
    henry.post(reverse("erasure-cancel", args=[firm.pia.pk]))
    assert Erasure.objects.get().state == "cancelled"
    henry.post(address, {"reason": "They asked", "employee_number": firm.pia.number})
    later = timezone.now() + dt.timedelta(days=8)
    assert hand_over_due(later) == 1
    from ladders.core.models import Job

    jobs.run(Job.objects.get(kind="privacy.erase").pk)
    row = Erasure.objects.latest("pk")
    assert row.state == "done"
    assert "Proof" in squeezed(henry.get(address))
