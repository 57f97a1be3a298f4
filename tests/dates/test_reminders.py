"""Reminders before a day: whoever's turn it is, once, and nobody who is away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.dates.actions.reminders import present, remind
from ladders.dates.actions.rules import change_rules
from ladders.dates.domain.own_dates import DateKind
from ladders.dates.models import ReminderRules
from ladders.dates.queries.own_dates import dates_of
from ladders.frameworks.models import Level, ParityReason, Version
from ladders.growth.models import Goal, Talk
from ladders.impact.models import FactorPlan
from ladders.moves.models import Absence, Mail, MoveRequest, Notice, Step
from ladders.moves.notifications import mail_outbox
from ladders.pay_information.models import InformationRequest, InformationState
from tests.factories import EmployeeFactory, account
from tests.pages import squeezed
from tests.route_kinds import EMPLOYEE, HR, OTHER_OWNER, OWNER, SYSTEM
from tests.shared_rows import shared_rows
from tests.world import World, build

USUAL = {"steps": 3, "talks": 2, "goals": 7, "answers": 14, "reviews": 14}


@shared_rows
def world() -> World:
    """One of everything, with nothing due soon."""
    found = build()
    Notice.objects.all().delete()
    long_ago = timezone.now() - dt.timedelta(days=30)
    Talk.objects.update(created_at=long_ago)
    Goal.objects.update(created_at=long_ago)
    return found


def today() -> dt.date:
    return timezone.localdate()


def asked_step(world: World, **more: Any) -> Step:
    """The open step of the request, asked some days ago."""
    step = Step.objects.filter(request=world.ids["move"], opened_on__isnull=False, answered_at=None).get()
    fields = {"opened_on": today() - dt.timedelta(days=5), "due_on": today() + dt.timedelta(days=3)} | more
    Step.objects.filter(pk=step.pk).update(**fields)
    MoveRequest.objects.filter(pk=step.request_id).update(due_on=fields["due_on"])
    return Step.objects.get(pk=step.pk)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).select_related("recipient").order_by("recipient__name")
    return [row.recipient.name for row in rows]


def away(user: User, stand_in: Any) -> None:
    """From yesterday to tomorrow."""
    days = {"starts_on": today() - dt.timedelta(days=1), "ends_on": today() + dt.timedelta(days=1)}
    Absence.objects.create(employee=user.employee, stand_in=stand_in, **days)


def test_whoever_is_asked_is_reminded_once_of_each_day(world: World) -> None:
    step = asked_step(world)
    assert step.decider is not None
    name = step.decider.name
    for _again in range(3):
        remind(today())
    assert told("due") == [name]
    asked_step(world, due_on=today() + dt.timedelta(days=2))
    remind(today())
    assert told("due") == [name, name]
    Notice.objects.all().delete()
    asked_step(world, due_on=today() + dt.timedelta(days=4))
    remind(today())
    asked_step(world, opened_on=today())
    remind(today())
    assert told("due") == []


@transaction.atomic
def killed() -> None:
    """A run that ends before its transaction does."""
    remind(today())
    raise KeyboardInterrupt


def test_a_run_that_is_killed_tells_nobody_twice_and_leaves_nobody_out(world: World) -> None:
    asked_step(world)
    with pytest.raises(KeyboardInterrupt):
        killed()
    assert told("due") == []
    remind(today())
    before = list(Notice.objects.values_list("key", flat=True).order_by("pk"))
    assert len(before) == len(set(before)) > 0
    remind(today())
    assert list(Notice.objects.values_list("key", flat=True).order_by("pk")) == before


def test_the_mail_of_a_reminder_goes_out_once_and_names_nobody(world: World, mailoutbox: list[Any]) -> None:
    step = asked_step(world)
    remind(today())
    mail_outbox.run()
    remind(today())
    mail_outbox.run()
    mine = [mail for mail in mailoutbox if mail.to == [step.decider.email]]  # type: ignore[union-attr]
    assert len(mine) == 1
    assert "Your answer is due soon" in mine[0].body + mine[0].subject
    assert world.people[EMPLOYEE].name not in mine[0].body.replace(str(step.decider), "")
    assert Mail.objects.filter(recipient=step.decider).count() == 1


def test_somebody_away_is_not_reminded_of_a_step(world: World) -> None:
    step = asked_step(world)
    assert step.decider is not None
    away(step.decider, EmployeeFactory.create())
    remind(today())
    assert told("due") == []


def test_of_several_the_stand_in_is_told(db: None) -> None:
    first, second, third = (account(name=name) for name in ("Ada", "Bo", "Cy"))
    away(first, second.employee)
    assert [user.name for user in present([first, second, third], today())] == ["Bo", "Cy"]
    assert [user.name for user in present([first], today())] == ["Ada"]
    away(second, None)
    assert [user.name for user in present([first, second, third], today())] == ["Cy"]


def test_the_two_of_a_talk_and_whose_goal_it_is(world: World) -> None:
    Talk.objects.filter(pk=world.ids["talk"]).update(on=today() + dt.timedelta(days=2))
    Goal.objects.filter(pk=world.ids["goal"]).update(due_on=today() + dt.timedelta(days=7))
    remind(today())
    me, manager = world.people[EMPLOYEE].name, world.people[OWNER].name
    assert told("talk") == sorted([me, manager])
    assert told("informed") == [me]
    Notice.objects.all().delete()
    away(world.people[OWNER], world.people[HR].employee)
    remind(today())
    assert told("talk") == [me]  # what is between two is handed on to nobody


def test_away_is_away_also_where_nobody_stands_in(world: World) -> None:
    Talk.objects.filter(pk=world.ids["talk"]).update(on=today() + dt.timedelta(days=2))
    Goal.objects.filter(pk=world.ids["goal"]).update(due_on=today() + dt.timedelta(days=3))
    me, manager = world.people[EMPLOYEE], world.people[OWNER]
    away(me, None)
    remind(today())
    assert (told("informed"), told("talk")) == ([], [manager.name])
    Absence.objects.on(today()).filter(employee=me.employee).update(ends_on=today() - dt.timedelta(days=1))
    remind(today())  # back again
    assert (told("informed"), told("talk")) == ([me.name], sorted([me.name, manager.name]))


def test_an_answer_that_stays_with_somebody_away_is_told_them(world: World) -> None:
    step = asked_step(world)
    assert step.decider is not None
    away(step.decider, None)
    remind(today())
    assert told("due") == [step.decider.name]


def test_hr_is_reminded_of_an_answer_and_the_owner_of_a_review(world: World) -> None:
    due = today() + dt.timedelta(days=10)
    row = InformationRequest.objects.filter(state=InformationState.OPEN).order_by("pk")[0]
    InformationRequest.objects.filter(pk=row.pk).update(due_on=due)
    hr, long_ago = world.people[HR], timezone.now() - dt.timedelta(days=30)
    thin = Version.objects.get(framework__name="Other")
    ParityReason.objects.create(version=thin, finding="f", sentence="s", reason="r", by=hr, review_on=due, at=long_ago)
    Version.objects.filter(pk=thin.pk).update(
        state="published", published_at=long_ago, published_by=hr, plan=FactorPlan.objects.get(state="active")
    )
    remind(today())
    assert hr.name in told("for_hr_late")
    assert told("remedy_due") == [world.people[OTHER_OWNER].name]
    page = squeezed(world.client(OTHER_OWNER).get("/moves/notices/"))
    assert "A reason in a framework is to be looked at again soon" in page
    assert "The page of the framework shows the reason and its day." in page
    assert "until somebody has acted" not in page  # it comes once
    notice = Notice.objects.get(kind="remedy_due")
    opened = world.client(OTHER_OWNER).get(f"/moves/notices/{notice.pk}/open/")
    assert opened.headers["Location"] == f"/frameworks/{thin.framework.slug}/#reasons-title"


def test_a_proposal_is_told_again_before_its_day(world: World) -> None:
    move, owner, me = MoveRequest.objects.get(pk=world.ids["move"]), world.people[OWNER], world.people[EMPLOYEE]
    assert me.employee is not None
    other = Level.objects.get(version=move.from_level.version, code="M6")
    proposal = MoveRequest.objects.create(
        person=me.employee, proposer=owner, owner=me, kind="lateral", framework=move.framework,
        from_level=move.from_level, from_key=move.from_key, to_level=other, to_key=other.key,
        due_on=today() + dt.timedelta(days=3),
    )  # fmt: skip
    remind(today())
    assert told("proposed") == []  # made today
    MoveRequest.objects.filter(pk=proposal.pk).update(created_at=timezone.now() - dt.timedelta(days=9))
    for _again in range(2):
        remind(today())
    assert told("proposed") == [me.name]
    page = squeezed(world.client(EMPLOYEE).get("/moves/notices/?show=unread"))
    assert "A proposal waits for your answer" in page
    dates = {each.kind: each for each in dates_of(me, today())}
    assert (dates[DateKind.PROPOSAL].day, dates[DateKind.PROPOSAL].path) == (
        proposal.due_on,
        f"/moves/requests/{proposal.pk}/",
    )
    assert "Please answer a proposal by then" in squeezed(world.client(EMPLOYEE).get("/account/dates/"))
    MoveRequest.objects.filter(pk=proposal.pk).update(due_on=today() + dt.timedelta(days=4))
    remind(today())
    assert told("proposed") == [me.name]


def test_a_day_that_was_offered_is_told_again_to_whoever_is_to_agree_it(world: World) -> None:
    me = world.people[EMPLOYEE]
    row = MoveRequest.objects.get(pk=world.ids["move"])
    owner, on = row.owner, today() + dt.timedelta(days=3)
    assert owner is not None
    offered = {"offered_on": on, "offered_at": timezone.now() - dt.timedelta(days=2)}
    for by, asked, other in ((owner, me, owner), (me, owner, me)):
        Notice.objects.all().delete()
        MoveRequest.objects.filter(pk=row.pk).update(**offered, offered_by=by)
        for _again in range(2):
            remind(today())
        assert told("date_offered") == [asked.name]
        due = [each for each in dates_of(asked, today()) if each.kind == DateKind.DAY]
        assert [(each.day, each.path) for each in due] == [(on, f"/moves/requests/{row.pk}/")]
        assert not any(each.kind == DateKind.DAY for each in dates_of(other, today()))
    MoveRequest.objects.filter(pk=row.pk).update(offered_at=timezone.now(), offered_on=on - dt.timedelta(days=1))
    remind(today())
    assert told("date_offered") == [owner.name]  # offered today: they have just been told


def test_whoever_is_to_name_a_day_is_told_before_that_is_due(world: World) -> None:
    row, hr = MoveRequest.objects.get(pk=world.ids["move"]), world.people[HR]
    answered = {"answered_at": timezone.now(), "answered_by": hr, "decider": hr, "outcome": "approved"}
    Step.objects.filter(request=row, answered_at=None).update(opened_on=today(), due_on=today(), **answered)
    later = (row.agreed_on or today()) + dt.timedelta(days=1)  # what was agreed, if anything was, has passed
    due = later + dt.timedelta(days=2)
    found = {"state": "approved", "owner": hr, "due_on": due, "hr_hears_at": timezone.now()}
    MoveRequest.objects.filter(pk=row.pk).update(**found, offered_on=None, offered_at=None, offered_by=None)
    for _again in range(2):
        remind(later)
    assert hr.name in told("approved")
    assert "A day is to be named soon" in squeezed(world.client(HR).get("/moves/notices/?show=unread"))
    assert due in [each.day for each in dates_of(hr, later) if each.kind == DateKind.DAY]


def test_nothing_is_said_where_the_days_are_none(world: World) -> None:
    asked_step(world)
    InformationRequest.objects.filter(state=InformationState.OPEN).update(due_on=today())
    change_rules(days=dict.fromkeys(USUAL, 0), by=world.people[SYSTEM])
    assert remind(today()) == 0
    assert not Notice.objects.exists()
    page = squeezed(world.client(SYSTEM).get("/settings/reminders/"))
    assert "HR hears every week of a late answer on the right to know" in page


def test_the_days_are_a_setting_that_is_told_to_the_trail(world: World) -> None:
    system = world.people[SYSTEM]
    assert not change_rules(days=USUAL, by=system)
    assert change_rules(days=USUAL | {"talks": 5}, by=system)
    assert ReminderRules.current().talks == 5
    entry = AuditEntry.objects.filter(area="dates", verb="reminders.changed").get()
    assert entry.detail == {"talks": [2, 5]}
    with pytest.raises(DomainError):
        change_rules(days=USUAL | {"talks": 61}, by=system)
    client = world.client(SYSTEM)
    answer = client.post("/settings/reminders/", USUAL | {"goals": 1}, follow=True)
    assert "The reminders are saved." in squeezed(answer)
    assert client.post("/settings/reminders/", USUAL | {"goals": -1}).status_code == 422


def test_notices_and_the_inbox_say_kind_from_to_due_and_whose_turn(world: World) -> None:
    step = asked_step(world)
    remind(today())
    who = next(who for who, user in world.people.items() if user == step.decider)
    row = MoveRequest.objects.get(pk=world.ids["move"])
    page = squeezed(world.client(who).get("/moves/notices/?show=unread"))
    for words in ("Your answer is due soon", str(row.get_kind_display()), row.from_level.title, row.to_level.title):
        assert words in page
    assert row.owner == step.decider
    assert "With you until" in page
