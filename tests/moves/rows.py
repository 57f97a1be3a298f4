"""One of each row about moves, of one person, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from ladders.frameworks.models import Level, Reorganisation, Version
from ladders.moves.actions import answers, drafts, reasons
from ladders.moves.models import FollowUp, Notice, ReturnRight, Step
from ladders.moves.notifications.level_changes import tell_changed
from ladders.placements.models import Placement, Source

SINCE = dt.date(2020, 1, 1)


def one_of_each(person: Employee, version: Version) -> dict[str, Any]:
    """A request that the manager has answered, so that HR hears of it, with a reason; a draft; a right; a line of a checklist."""
    today = timezone.localdate()
    levels = {level.code: level for level in Level.objects.filter(version=version)}
    here = levels["S6"]
    Placement.objects.create(
        employee=person,
        framework=version.framework,
        version=version,
        level=here,
        level_key=here.key,
        starts_on=SINCE,
        source=Source.HR,
    )
    user = person.user
    request = drafts.draft(person=person, level=levels["P5"], by=user, today=today)
    request = drafts.submit(request=request, by=user, today=today)
    step = Step.objects.select_related("decider").get(request=request, opened_on__isnull=False)
    assert step.decider is not None
    answers.release(step=step, on=today + dt.timedelta(days=7), by=step.decider, today=today)
    reasons.write_reason(
        request=request,
        text="Closer to home.",
        readers=[step.decider],
        delete_on=today + dt.timedelta(days=30),
        by=user,
        today=today,
    )
    draft = drafts.draft(person=person, level=levels["I5"], by=user, today=today)
    right = ReturnRight.objects.create(
        person=person,
        request=request,
        came_from="step_back",
        level=here,
        levels=[levels["M5"].key],
        starts_on=SINCE,
        until=today + dt.timedelta(days=30),
        evidence_until=today + dt.timedelta(days=30),
        pay_rule="kept",
    )
    follow_up = FollowUp.objects.create(request=request, what="letter", due_on=today)
    return {
        "move": request.pk,
        "move deed": "offer-day",
        "move draft": draft.pk,
        "right of return": right.pk,
        "follow-up": follow_up.pk,
    }


def told_of_change(draft: Version, people: Mapping[str, User]) -> dict[str, int]:
    """Whose → a notice that the employer gave their level another grade."""
    level = Level.objects.filter(version=draft).first()
    assert level is not None
    decision = Reorganisation.objects.create(
        version=draft,
        level_key=level.key,
        successor_key=level.key,
        from_grade="6",
        to_grade="5",
        reason="Two grades are joined",
        pay_rule="band",
        told_on=SINCE,
        by=next(iter(people.values())),
    )
    tell_changed(decision, [user.employee.pk for user in people.values()], SINCE, None)
    return {who: Notice.objects.get(recipient=user, decision=decision).pk for who, user in people.items()}
