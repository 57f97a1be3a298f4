"""One of each row about moves, of one person, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import Employee
from ladders.frameworks.models import Level, Version
from ladders.moves.actions import asking, deciding, drafting
from ladders.moves.models import FollowUp, ReturnRight, Step
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
    request = drafting.draft(person=person, level=levels["P5"], by=user, today=today)
    request = drafting.submit(request=request, by=user, today=today)
    step = Step.objects.select_related("decider").get(request=request, opened_on__isnull=False)
    assert step.decider is not None
    deciding.release(step=step, on=today + dt.timedelta(days=7), by=step.decider, today=today)
    asking.write_reason(
        request=request,
        text="Closer to home.",
        readers=[step.decider],
        delete_on=today + dt.timedelta(days=30),
        by=user,
        today=today,
    )
    draft = drafting.draft(person=person, level=levels["I5"], by=user, today=today)
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
