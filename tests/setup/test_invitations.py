"""Invitations: to whom they go, what the mail says, and that each goes out once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee, Invitation, InvitationRound, RoleGrant, User
from accounts.roles import Role
from ladders.core.errors import DomainError, StaleError
from ladders.core.jobs import enqueue, run
from ladders.core.models import AuditEntry, Job, JobState, Organisation
from ladders.moves.models import Mail
from ladders.moves.models.mails import Ending
from ladders.moves.notifications import mail_outbox
from ladders.privacy.actions.retention import let_go
from ladders.setup.actions.invitations import JOB, invite, set_days
from ladders.setup.domain.progress import InvitationState
from ladders.setup.domain.selection import Selection, Whom
from ladders.setup.models import InvitationRule
from ladders.setup.queries.invitees import numbers_of, preview, rounds_of
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db
LINK = re.compile(re.escape(settings.SITE_URL) + r"(/sign-in/first/([0-9a-f]{64})/)")
NEW = Selection()


def people(department: str, number: int) -> list[Employee]:
    """So many people of a department, named after it."""
    return [EmployeeFactory.create(name=f"{department} {n}", department=department) for n in range(number)]


def local_hr(*departments: str) -> User:
    """HR of some departments, in none of which they work."""
    user = account(name="Lo Cal", user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=user).update(departments=list(departments))
    return User.objects.get(pk=user.pk)


def seen(by: User, selection: Selection = NEW) -> str:
    """The mark of what a preview shows now."""
    return preview(by, selection, timezone.localdate(), timezone.now()).seen


def sent(by: User, selection: Selection = NEW, line: str = "") -> Job:
    """A round that was asked for, with its job done and its mails handed over."""
    job = invite(selection=selection, line=line, seen=seen(by, selection), by=by)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    mail_outbox.run()
    return job


def asked_for(by: User, selection: Selection = NEW) -> Job:
    """A round beside others, however it came to be: no action asks for one while another of the same people is written."""
    made = InvitationRound.objects.create(made_by=by, days=7, whom=selection.stored())
    return enqueue(JOB, title="Invitation", by=by, args={"round": str(made.pk)})


def link_to(user: User | None) -> str:
    """The path of the link in the last mail to that address."""
    assert user is not None
    body = [str(each.body) for each in mail.outbox if each.to == [user.email]][-1]
    found = LINK.search(body)
    assert found
    return found.group(1)


def accept(client: Client, path: str, password: str = "a long first password") -> Any:
    """Open the link and set a password."""
    client.get(path)
    return client.post("/sign-in/first/", {"password1": password, "password2": password})


def test_the_people_of_a_department_get_one_mail_each_and_others_none(hr: User) -> None:
    lab, _works = people("Lab", 3), people("Works", 2)
    job = sent(hr, Selection(departments=("Lab",)), line="We look forward\nto Monday.")
    assert job.outcome == {"number": 3, "url": "/people/invitations/"}
    assert sorted(each.to[0] for each in mail.outbox) == sorted(person.user.email for person in lab if person.user)
    said = mail.outbox[0]
    assert said.subject == "Your first sign-in to Ladders"
    assert "Your organisation uses Ladders." in said.body
    assert "We look forward to Monday.\n– Hana Ruiz" in said.body
    assert AuditEntry.objects.filter(verb="invitations.asked", subject="3 people").count() == 1
    assert mail_outbox.run() == 0


def test_limited_hr_invites_the_people_in_reach_and_sees_no_others(hr: User) -> None:
    people("Lab", 2), people("Works", 3)
    local = local_hr("Works")
    assert numbers_of(local, timezone.localdate(), timezone.now())[InvitationState.NEW] == 3
    outside = [person.pk for person in Employee.objects.filter(department="Lab")]
    with pytest.raises(DomainError):
        invite(selection=Selection(Whom.CHOSEN, (), tuple(outside)), line="", seen="", by=local)
    sent(local)
    assert Invitation.objects.filter(user__employee__department="Works").count() == 3
    assert Invitation.objects.count() == 3
    assert [each.number for each in rounds_of(local)] == [3]
    assert rounds_of(local_hr("Lab")) == []
    with pytest.raises(DomainError):
        invite(selection=NEW, line="", seen="", by=account())


def test_what_was_not_looked_at_is_not_sent(hr: User) -> None:
    people("Lab", 2)
    old = seen(hr)
    people("Lab", 1)
    with pytest.raises(StaleError):
        invite(selection=NEW, line="", seen=old, by=hr)
    assert (InvitationRound.objects.count(), Job.objects.count()) == (0, 0)


def test_the_button_pressed_again_after_the_first_round_is_written_sends_nothing(hr: User) -> None:
    chosen = Selection(Whom.CHOSEN, (), tuple(person.pk for person in people("Lab", 3)))
    mark = seen(hr, chosen)
    run(invite(selection=chosen, line="", seen=mark, by=hr).pk)
    with pytest.raises(StaleError):
        invite(selection=chosen, line="", seen=mark, by=hr)
    assert Mail.objects.count() == 3


@pytest.mark.parametrize("state", [InvitationState.INVITED, InvitationState.LATE, InvitationState.LOST])
def test_whoever_is_invited_by_name_once_more_gets_one_mail_however_often_the_button_is_pressed(
    hr: User, state: InvitationState
) -> None:
    chosen = Selection(Whom.CHOSEN, (), (people("Lab", 1)[0].pk,))
    sent(hr, chosen)
    if state == InvitationState.LATE:
        Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    if state == InvitationState.LOST:
        Mail.objects.update(ending=Ending.REFUSED)
    assert numbers_of(hr, timezone.localdate(), timezone.now())[state] == 1
    mark, tab = seen(hr, chosen), seen(hr, chosen)
    run(invite(selection=chosen, line="", seen=mark, by=hr).pk)
    for again in (mark, tab):
        with pytest.raises(StaleError, match="Meanwhile"):
            invite(selection=chosen, line="", seen=again, by=hr)
    assert (Mail.objects.count(), InvitationRound.objects.count()) == (2, 2)
    run(invite(selection=chosen, line="", seen=seen(hr, chosen), by=hr).pk)  # looked at anew, so it is meant
    assert Mail.objects.count() == 3


def test_a_button_pressed_twice_and_a_job_that_runs_twice_send_one_mail(hr: User) -> None:
    chosen = Selection(Whom.CHOSEN, (), tuple(person.pk for person in people("Lab", 3)))
    first = invite(selection=chosen, line="", seen=seen(hr, chosen), by=hr)
    with pytest.raises(DomainError, match="on their way to some of these people"):
        invite(selection=chosen, line="", seen=seen(hr, chosen), by=hr)
    second = asked_for(hr, chosen)
    for job in (first, second):
        run(job.pk)
    Job.objects.filter(pk=first.pk).update(state=JobState.WAITING, finished_at=None)
    run(first.pk)
    mail_outbox.run()
    assert (len(mail.outbox), Invitation.objects.count(), Mail.objects.count()) == (3, 3, 3)


def test_while_a_round_is_written_others_are_invited_and_its_people_are_not(hr: User) -> None:
    people("Lab", 2), people("Works", 2)
    lab, works = Selection(departments=("Lab",)), Selection(departments=("Works",))
    first = invite(selection=lab, line="", seen=seen(hr, lab), by=hr)
    run(invite(selection=works, line="", seen=seen(hr, works), by=hr).pk)
    local, client = local_hr("Lab", "Works"), signed_in(hr)
    with pytest.raises(DomainError):
        invite(selection=NEW, line="", seen=seen(local), by=local)
    data = {"whom": "new", "departments": ["Lab"], "seen": seen(hr, lab)}
    refused = client.post("/people/invitations/new/", data)
    assert refused.status_code == 422
    assert "on their way to some of these people" in refused.content.decode()
    run(first.pk)
    assert (Job.objects.count(), Invitation.objects.count()) == (2, 4)
    chosen = Selection(Whom.CHOSEN, (), (Employee.objects.get(name="Lab 0").pk,))
    invite(selection=chosen, line="", seen=seen(local, chosen), by=local)  # by name, once the other is written


def test_states_and_numbers_follow_what_happened(hr: User) -> None:
    day, now = timezone.localdate(), timezone.now()
    new, late, lost, invited, inside = people("Lab", 5)
    bare = EmployeeFactory.create(name="No Address", user=None, department="Lab")
    EmployeeFactory.create(name="Gone", department="Lab", left_on=day - dt.timedelta(days=1))
    User.objects.filter(employee=inside).update(last_login=now)
    sent(hr, Selection(Whom.CHOSEN, (), (late.pk, lost.pk, invited.pk)))
    Invitation.objects.filter(user=late.user).update(expires_at=now)
    Mail.objects.filter(recipient=lost.user).update(ending=Ending.REFUSED)
    S = InvitationState
    numbers = numbers_of(hr, day, timezone.now())
    # The HR admin works here, too, and was not invited.
    assert numbers == {S.NEW: 2, S.INVITED: 1, S.LATE: 1, S.LOST: 1, S.SIGNED_IN: 1, S.NO_ADDRESS: 1}
    found = preview(hr, Selection(Whom.NEW, ("Lab",)), day, now)
    assert (found.number, found.by_department, found.unreached, found.signed_in) == (1, [("Lab", 1)], [bare], 1)
    assert found.example == new
    again = preview(hr, Selection(Whom.AGAIN), day, timezone.now())
    assert (again.number, again.today) == (1, 2)  # the mail that came back; the others had theirs today
    assert preview(hr, Selection(Whom.AGAIN), day, now + dt.timedelta(days=2)).number == 3


def test_a_mail_waits_to_leave_only_where_one_does(hr: User) -> None:
    people("Lab", 1)
    chosen = Selection(departments=("Lab",))
    job = invite(selection=chosen, line="", seen=seen(hr, chosen), by=hr)
    run(job.pk)
    client = signed_in(hr)

    def says() -> bool:
        return "mail waits to leave" in client.get("/people/invitations/", {"state": "invited"}).content.decode()

    assert says()
    mail_outbox.run()
    assert not says()
    row = Mail.objects.get()
    Mail.objects.update(ending=Ending.EMPTY)
    assert not says()
    row.delete()  # as after their time, while the invitation stays
    page = client.get("/people/invitations/", {"state": "invited"}).content.decode()
    assert "Lab 0" in page
    assert "mail waits to leave" not in page


def test_whoever_signed_in_or_changed_address_before_the_mail_left_gets_none(hr: User) -> None:
    inside, moved = people("Lab", 2)
    job = invite(
        selection=Selection(departments=("Lab",)), line="", seen=seen(hr, Selection(departments=("Lab",))), by=hr
    )
    run(job.pk)
    User.objects.filter(employee=inside).update(last_login=timezone.now())
    User.objects.filter(employee=moved).update(email="moved@example.org")
    assert mail_outbox.run() == 0
    assert mail.outbox == []
    assert set(Mail.objects.values_list("ending", flat=True)) == {Ending.EMPTY}


def test_the_days_are_a_setting(hr: User) -> None:
    assert InvitationRule.current() == 7
    assert set_days(days=3, by=hr)
    assert not set_days(days=3, by=hr)
    person = people("Lab", 1)[0]
    sent(hr, Selection(departments=("Lab",)))
    row = Invitation.objects.get(user=person.user)
    assert row.expires_at - row.made_at == dt.timedelta(days=3)
    assert AuditEntry.objects.filter(verb="invitation_days.changed").count() == 1
    for days in (0, 31):
        with pytest.raises(DomainError):
            set_days(days=days, by=hr)
    with pytest.raises(DomainError):
        set_days(days=5, by=local_hr("Lab"))


def test_no_key_is_stored_and_the_link_leads_where_people_open_ladders(hr: User) -> None:
    person = people("Lab", 1)[0]
    sent(hr, Selection(departments=("Lab",)))
    path = link_to(person.user)
    key = path.split("/")[-2]
    row = Invitation.objects.get()
    assert key not in repr(vars(row)) + repr(list(Mail.objects.values())) + repr(list(Job.objects.values()))
    assert len(row.digest) == 64
    assert f"{settings.SITE_URL}{path}" in mail.outbox[0].body


def test_the_page_sends_what_it_showed(hr: User) -> None:
    people("Lab", 2)
    client = signed_in(hr)
    shown = client.get("/people/invitations/new/", {"departments": "Lab", "line": "Welcome aboard"})
    page = shown.content.decode()
    assert "2 people would get it" in page
    assert "Welcome aboard" in page
    assert "Send 2 mails" in page
    assert re.search(r"/sign-in/first/[0-9a-f]{64}", page) is None
    data = {"whom": "new", "departments": ["Lab"], "line": "Welcome aboard", "seen": shown.context["found"].seen}
    answer = client.post("/people/invitations/new/", data)
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/jobs/{job.pk}/")
    run(job.pk)
    assert Invitation.objects.count() == 2
    again = client.post("/people/invitations/new/", data)
    assert (again.status_code, Job.objects.count()) == (422, 1)


def test_what_was_chosen_and_not_looked_at_is_shown_before_it_is_sent(hr: User) -> None:
    people("Lab", 2), people("Works", 2)
    client, url = signed_in(hr), "/people/invitations/new/"
    looked = client.post(url, {"do": "show", "whom": "new", "line": "Welcome & aboard"})
    assert looked["Location"] == f"{url}?whom=new&line=Welcome+%26+aboard"
    shown = client.get(looked["Location"])
    data = {"whom": "new", "line": "Welcome & aboard", "seen": shown.context["found"].seen, "shown": "Welcome & aboard"}
    for changed, said in (
        ({"departments": ["Lab"]}, "Meanwhile others would get this mail."),
        ({"line": "Come in"}, "This is how the mail reads with your line now."),
    ):
        page = client.post(url, data | changed)
        assert_clean(page, status=422)
        assert said in page.content.decode()
        assert not Job.objects.exists()
        data |= changed | {"seen": page.context["found"].seen, "shown": page.context["line"]}
    assert "2 people would get it" in page.content.decode()
    assert "Come in" in page.context["mail"].plain
    client.post(url, data)
    run(Job.objects.get().pk)
    assert set(Invitation.objects.values_list("user__employee__department", flat=True)) == {"Lab"}


def test_the_mail_names_the_organisation_and_says_nothing_of_the_person(hr: User) -> None:
    people("Lab", 1)
    client = signed_in(hr)
    warning = "Your organisation has no name here yet"
    assert warning in client.get("/people/invitations/new/").content.decode()
    Organisation.objects.update_or_create(pk=1, defaults={"name": "One <Ltd>"})
    assert warning not in client.get("/people/invitations/new/").content.decode()
    sent(hr, Selection(departments=("Lab",)), line="<b>Hello</b>")
    (said,) = mail.outbox
    assert isinstance(said, EmailMultiAlternatives)
    html = str(said.alternatives[0][0])
    assert said.subject == "One <Ltd>: your first sign-in to Ladders"
    assert "One <Ltd> uses Ladders." in str(said.body)
    assert "One &lt;Ltd&gt; uses Ladders." in html
    assert "&lt;b&gt;Hello&lt;/b&gt;" in html
    assert "HR at One <Ltd> asked for this mail." in str(said.body)
    assert "Lab" not in str(said.body).replace("Hello Lab 0", "")


def test_lists_ask_as_much_for_one_as_for_thirty(hr: User) -> None:
    people("Lab", 1)
    client = signed_in(hr)
    paths = ("/people/invitations/", "/people/invitations/new/")

    def asked() -> list[int]:
        numbers = []
        for path in paths:
            with CaptureQueriesContext(connection) as found:
                assert client.get(path).status_code == 200
            numbers.append(len(found))
        return numbers

    sent(hr, Selection(departments=("Lab",)))
    people("Works", 1)
    one = asked()
    people("Lab", 30)
    people("Works", 30)
    sent(hr, Selection(departments=("Lab",)))
    assert one == asked() == [9, 9]


def test_a_page_of_the_list_goes_on_where_the_last_one_ended(hr: User) -> None:
    people("Lab", 55)
    client = signed_in(hr)
    first = client.get("/people/invitations/", {"state": "new", "department": "Lab"})
    second = client.get("/people/invitations/", QueryDict(first.context["following"]).dict())
    names = [row.person.name for page in (first, second) for row in page.context["rows"]]
    assert (len(names), len(set(names))) == (55, 55)
    assert second.context["following"] == ""
    assert_clean(first)
    nonsense = client.get("/people/invitations/", {"state": "x", "after": "y", "q": "Lab 5"})
    assert [row.person.name for row in nonsense.context["rows"]] == [
        "Lab 5",
        "Lab 50",
        "Lab 51",
        "Lab 52",
        "Lab 53",
        "Lab 54",
    ]


def test_invitations_go_when_they_had_their_time(hr: User) -> None:
    person = people("Lab", 1)[0]
    sent(hr, Selection(departments=("Lab",)))
    let_go(timezone.now() + dt.timedelta(days=300))
    assert Invitation.objects.count() == 1
    later = timezone.now() + dt.timedelta(days=400)
    let_go(later)
    let_go(later)
    assert (Invitation.objects.count(), InvitationRound.objects.count(), Mail.objects.count()) == (0, 0, 0)
    assert User.objects.filter(employee=person).exists()
