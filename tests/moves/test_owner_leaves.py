"""Whoever looks after what is approved is somebody who can: where they leave or lose the role, HR has somebody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.models import Seat
from ladders.moves.actions import dates, effects, overdue
from ladders.moves.actions.rules import save_rules
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.states import NEW_OWNER, NoticeKind, RequestState
from ladders.moves.models import Absence, MoveRequest, Notice
from ladders.moves.notifications.text import NoticeText, told
from ladders.moves.queries.inbox import days_to_agree

from .company import TODAY, Company, answer, fresh, now_open, reach_everybody

pytestmark = pytest.mark.django_db
LATER = TODAY + dt.timedelta(days=14)
WAYS = ("left", "no_account", "no_role", "away")


def goes(user: User, how: str) -> None:
    """Somebody in HR cannot act any more."""
    if how == "left":
        Employee.objects.filter(user=user).update(left_on=LATER - dt.timedelta(days=1))
    elif how == "no_account":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif how == "no_role":
        RoleGrant.objects.filter(user=user).delete()
    else:
        Absence.objects.create(
            employee=user.employee, starts_on=TODAY, ends_on=LATER + dt.timedelta(days=30), made_by=user
        )


def _told(row: MoveRequest, user: User) -> list[NoticeText]:
    """What this person is told of the request because they look after it from now on."""
    rows = Notice.objects.filter(request=row, recipient=user, key__contains=f":{NEW_OWNER}").select_related("step")
    return told(rows, user, LATER)


@pytest.mark.parametrize("how", WAYS)
def test_what_is_scheduled_gets_another_owner(firm: Company, how: str) -> None:
    reach_everybody(firm)
    row = firm.scheduled("S5", dt.date(2026, 4, 1))
    goes(row.owner, how)
    assert overdue.sweep(LATER) == 1
    now = fresh(row)
    assert (now.state, now.due_on) == (RequestState.SCHEDULED, dt.date(2026, 4, 1))
    assert {row.owner.name, now.owner.name} == {"Hana Lead", "Henry Lab"}
    assert [each.subject for each in _told(now, now.owner)] == ["You look after a request from now on"]
    assert not any(each.waits for each in _told(now, now.owner))
    assert overdue.sweep(LATER) == 0
    dates.offer_day(request=now, on=dt.date(2026, 5, 4), by=firm.user("pia"), today=LATER)
    notices = Notice.objects.filter(request=row, kind=NoticeKind.DATE_OFFERED).exclude(recipient=firm.user("pia"))
    assert [each.recipient for each in notices] == [now.owner]


@pytest.mark.parametrize("how", WAYS)
def test_what_waits_for_its_day_gets_another_owner_who_is_told(firm: Company, how: str) -> None:
    reach_everybody(firm)
    row = firm.asked("S5")
    while (step := now_open(row)).deed != "confirm":
        answer(step, dt.date(2026, 4, 1))
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S5").key)
    row = answer(step, dt.date(2026, 4, 1))
    assert row.state == RequestState.APPROVED  # HR has to confirm the seat
    goes(row.owner, how)
    assert overdue.sweep(LATER) == 1
    now = fresh(row)
    assert {row.owner.name, now.owner.name} == {"Hana Lead", "Henry Lab"}
    assert now.due_on == dt.date(2026, 3, 30)  # full days
    assert now in days_to_agree(now.owner, LATER, timezone.now())
    assert Notice.objects.filter(
        request=row, kind=NoticeKind.DUE, recipient=now.owner, created_at__isnull=False
    ).exists()
    assert Notice.objects.filter(request=row, kind=NoticeKind.PASSED_ON, recipient=firm.user("pia")).count() == 1


def test_the_end_of_a_trial_is_told_to_somebody_who_is_there(firm: Company) -> None:
    reach_everybody(firm)
    save_rules(policy=replace(DEFAULTS[MoveKind.STEP_BACK], trial_months=6), seen=1, by=firm.user("hana"))
    row = firm.scheduled("S5", dt.date(2026, 4, 1))
    effects.run_effects(dt.date(2026, 4, 1))
    row = fresh(row)
    assert row.trial_until is not None
    goes(row.owner, "left")
    overdue.remind(row.trial_until - dt.timedelta(days=10))
    notices = Notice.objects.filter(request=row, kind=NoticeKind.TRIAL_ENDING)
    assert {each.recipient.name for each in notices} == {"Pia Person", "Hana Lead", "Henry Lab"} - {row.owner.name}


def test_nobody_else_is_found_where_there_is_nobody_else(firm: Company) -> None:
    firm.user("henry").grants.all().delete()
    row = firm.scheduled("S5", dt.date(2026, 4, 1))
    goes(row.owner, "left")
    assert overdue.sweep(LATER) == 0
    assert fresh(row).owner == row.owner


def test_who_can_go_on_keeps_it(firm: Company) -> None:
    reach_everybody(firm)
    row = firm.scheduled("S5", dt.date(2026, 4, 1))
    assert overdue.sweep(LATER) == 0
    assert fresh(row).owner == row.owner
