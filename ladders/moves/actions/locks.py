"""A request and its steps, locked until the transaction ends: always the request first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.core.once import forget, known, once, read_once
from ladders.frameworks.actions.base import hold_versions_and

from ..models import MoveRequest, ReturnRight, Step
from ..queries.requests import steps_of
from ..queries.return_rights import held_rights
from ..queries.seats import note_seat, with_seat
from ..queries.term_parts import second_level, second_levels

JOINED = (
    "person__user",
    "to_level",
    "from_level",
    "framework__owner__user",
    "receiving__user",
    "owner",
    "declined_step",
    "placement",
    "follows__placement",
)


def locked(request: MoveRequest) -> MoveRequest:
    """The request as it is now, locked until the transaction ends.

    Locked first and joined afterwards: a row that waited for its lock is joined to what it pointed to before. What was read
    before does not count any more, unless it was read behind a lock.
    """
    kept: MoveRequest | None = known(held_for_answer).get(request.pk)
    if kept is not None:
        return kept
    rows = MoveRequest.objects.select_for_update().filter(pk=request.pk).order_by()
    if not rows.values_list("pk").first():
        raise DomainError(_("This draft is gone: it was deleted."))
    if not known(one_at_a_time) and not known(locked_step):
        forget()
    return joined(request)


def joined(request: MoveRequest) -> MoveRequest:
    """A request that is locked already, with what it points to: 1 query."""
    return note_seat(with_seat(MoveRequest.objects.select_related(*JOINED)).get(pk=request.pk))


@contextmanager
def held_for_answer(pk: UUID) -> Iterator[None]:
    """The request locked before anything is read about it, so that what its page needs and what an answer needs is read once.

    Whoever finds it within gives it to `found_behind_lock`; from then on `locked` and `locked_steps` ask nothing.
    """
    with transaction.atomic(), read_once():
        MoveRequest.objects.select_for_update().filter(pk=pk).order_by().values_list("pk").first()
        known(held_for_answer)[pk] = None
        yield


def found_behind_lock(row: MoveRequest) -> None:
    """The request of `held_for_answer`, read with all of `JOINED`."""
    if row.pk in known(held_for_answer):
        known(held_for_answer)[row.pk] = row


def locked_own(pk: UUID, by: Any, today: dt.date) -> MoveRequest | None:
    """A request of one's own, locked, as it is within `one_at_a_time`; None where there is none: 1 query.

    Nobody changes what a draft points to but behind the lock of its person, so it is joined at once. Of what few people have,
    it is read whether they have it.
    """
    person = OuterRef("person")
    rows = with_seat(MoveRequest.objects.select_for_update(of=("self",)).select_related(*JOINED)).annotate(
        another_is_open=Exists(MoveRequest.objects.open().filter(person=person)),
        has_rights=Exists(ReturnRight.objects.on(today).filter(person=person)),
        has_second=Exists(second_levels(today).filter(employee=person)),
    )
    row = rows.filter(pk=pk, person__user=by).order_by().first()
    if row is not None:
        read: Any = note_seat(row)
        known(locked_own)[pk] = read
        known(another_open)[((row,),)] = read.another_is_open
        known(held_rights).update({} if read.has_rights else {((row.person, today),): []})
        known(second_level).update({} if read.has_second else {((row.person, today),): None})
    return row


@once
def another_open(request: MoveRequest) -> bool:
    """True where a request of the same person is open: 1 query, none where `locked_own` read the draft that asks."""
    return MoveRequest.objects.open().filter(person=request.person_id).exists()


def locked_together(requests: Collection[UUID], states: Collection[str]) -> list[MoveRequest]:
    """Those of the requests that are in these states and that nobody else holds, locked, in the order given: 3 queries.

    Their open steps are locked with them, and found by `locked_step` within this scope (see `read_once`).
    """
    rows = MoveRequest.objects.select_for_update(of=("self",), skip_locked=True)
    mine = list(rows.filter(pk__in=requests, state__in=states).order_by("pk").values_list("pk", flat=True))
    found = MoveRequest.objects.select_related(*JOINED).in_bulk(mine) if mine else {}
    steps = Step.objects.filter(request__in=mine, opened_on__isnull=False, answered_at=None).select_for_update()
    open_steps = {step.request_id: step for step in steps}
    for pk, row in found.items():
        known(locked_step)[pk] = step = open_steps.get(pk)
        if step is not None:
            step.request = row
    return [found[pk] for pk in requests if pk in found]


def locked_step(request: MoveRequest, step: Step | None = None) -> Step | None:
    """That step, or the one that is open, locked; call it after `locked`."""
    if step is None and request.pk in (kept := known(locked_step)):
        locked_before: Step | None = kept[request.pk]
        return locked_before
    rows = Step.objects.filter(request=request)
    rows = rows.filter(pk=step.pk) if step else rows.filter(opened_on__isnull=False, answered_at=None)
    found = rows.select_for_update().first()
    if found is not None:
        found.request = request
    return found


def locked_steps(request: MoveRequest) -> list[Step]:
    """All steps of a locked request, locked, in order; what is changed in them `steps_now` knows in this scope: 1 query, none
    where they were read behind the lock."""
    if request.pk in known(held_for_answer):
        steps = steps_of(request)
    else:
        steps = _steps(request, Step.objects.select_for_update(of=("self",)))
    keep_steps(request, steps)
    return steps


def steps_now(request: MoveRequest) -> list[Step]:
    """All steps of a locked request as they are now, in order: 1 query, none where `locked_steps` read them in this scope."""
    kept: list[Step] | None = known(steps_now).get(request.pk)
    return _steps(request, Step.objects.all()) if kept is None else kept


def keep_steps(request: MoveRequest, steps: list[Step]) -> None:
    """These are all steps of a locked request, which nobody else changes: `steps_now` knows them in this scope."""
    known(steps_now)[request.pk] = steps


def note_step(request: MoveRequest, step: Step) -> None:
    """A step was added to a locked request: where `steps_now` knows the others, it knows this one."""
    if (kept := known(steps_now).get(request.pk)) is not None:
        kept.append(step)
        kept.sort(key=lambda each: each.position)


def _steps(request: MoveRequest, rows: QuerySet[Step]) -> list[Step]:
    steps = list(rows.filter(request=request).select_related("manager").order_by("position"))
    for step in steps:
        step.request = request
    return steps


@contextmanager
def one_at_a_time(person: Employee) -> Iterator[None]:
    """Of two clicks at once, the second finds the draft of the first, and nothing is published and nobody given another level
    in between. Locks what others may still point to; frameworks and person before any request.

    What is read behind the locks is read once (see `read_once`). Within one of the same person it locks nothing again.
    """
    if person.pk in known(one_at_a_time):
        yield
        return
    with transaction.atomic(), read_once():
        hold_versions_and(person)
        known(one_at_a_time)[person.pk] = True
        yield
