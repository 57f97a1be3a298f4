"""Many requests beside each other, written in a few statements: for tests and measurements of what runs over all of them."""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.models import Employee, User
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest, Step
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine


def copies_of(row: MoveRequest, number: int, *, due: int, due_on: dt.date, later: dt.date) -> list[MoveRequest]:
    """So many requests like this one, of people like its author: the answers to `due` of them were due on `due_on`."""
    people = _colleagues_of(row.person, number)
    rows = [_draft_like(row, person) for person in people]
    MoveRequest.objects.bulk_create(rows, batch_size=1000)
    made = MoveRequest.objects.filter(pk__in=[each.pk for each in rows])
    fields = ("policy", "terms", "evidence", "submitted_at", "submitted_by", "owner")
    made.update(state=RequestState.SUBMITTED, **{name: getattr(row, name) for name in fields}, due_on=later)
    of_row = list(row.steps.order_by("position"))
    born = ("position", "deed", "who", "days", "weeks", "group")
    steps = [Step(request=each, **{name: getattr(step, name) for name in born}) for each in rows for step in of_row]
    Step.objects.bulk_create(steps, batch_size=2000)
    if row.state == RequestState.SCHEDULED:
        said = (
            "decider",
            "via",
            "manager",
            "opened_on",
            "due_on",
            "answered_at",
            "answered_by",
            "outcome",
            "proposed_on",
        )
        for step in of_row:
            answered = Step.objects.filter(request__in=made, position=step.position)
            answered.update(**{name: getattr(step, name) for name in said})
        author = Subquery(Employee.objects.filter(pk=OuterRef("person")).values("user")[:1])
        agreed = {name: getattr(row, name) for name in ("hr_hears_at", "agreed_on", "agreed_at")}
        made.update(offered_on=row.agreed_on, offered_at=row.agreed_at, offered_by=row.owner)
        offered = dict.fromkeys(("offered_on", "offered_at", "offered_by"))
        made.update(state=RequestState.APPROVED, agreed_by=author, **agreed, **offered)
        made.update(state=RequestState.SCHEDULED, due_on=row.agreed_on)
        return list(made)
    first = next(step for step in of_row if step.is_open)
    asked = ("decider", "via", "manager", "opened_on")
    opened = Step.objects.filter(request__in=made, position=first.position)
    opened.update(**{name: getattr(first, name) for name in asked}, due_on=later)
    late = [each.pk for each in rows[:due]]
    MoveRequest.objects.filter(pk__in=late).update(due_on=due_on)
    opened.filter(request__in=late).update(due_on=due_on)
    return list(made)


def _draft_like(row: MoveRequest, person: Employee) -> MoveRequest:
    fields = ("kind", "framework", "from_level", "from_key", "to_level", "to_key", "first_ear")
    return MoveRequest(
        person=person, owner=person.user, due_on=row.due_on, **{name: getattr(row, name) for name in fields}
    )


def _colleagues_of(person: Employee, number: int) -> Sequence[Employee]:
    """People with an account, on the person's level, who report to the same manager."""
    mark = uuid.uuid4().hex[:6]
    users = [User(email=f"{mark}.{each}@example.com", name=f"Copy {each}") for each in range(number)]
    User.objects.bulk_create(users, batch_size=1000)
    people = []
    for place, user in enumerate(users):
        other = copy.copy(person)
        other.pk, other.user, other.number, other.name = None, user, f"{mark}{place}", user.name
        people.append(other)
    Employee.objects.bulk_create(people, batch_size=1000)
    models: tuple[tuple[Any, Any], ...] = ((Placement, person.placements), (ReportingLine, person.reporting_lines))
    for model, rows in models:
        held = rows.get()
        copied = []
        for other in people:
            new = copy.copy(held)
            new.pk, new.employee = None, other
            copied.append(new)
        model.objects.bulk_create(copied, batch_size=1000)
    return people
