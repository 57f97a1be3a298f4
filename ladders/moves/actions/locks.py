"""A request and its steps, locked until the transaction ends: always the request first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.core.once import known, read_once
from ladders.frameworks.actions.base import hold_versions

from ..models import MoveRequest, Step


def locked(request: MoveRequest) -> MoveRequest:
    """The request as it is now, locked until the transaction ends.

    Locked first and joined afterwards: a row that waited for its lock is joined to what it pointed to before.
    """
    if not MoveRequest.objects.select_for_update().filter(pk=request.pk).values_list("pk").first():
        raise DomainError(_("This draft is gone: it was deleted."))
    return MoveRequest.objects.select_related(
        "person__user", "to_level", "from_level", "framework__owner__user", "receiving__user", "owner", "declined_step"
    ).get(pk=request.pk)


def locked_step(request: MoveRequest, step: Step | None = None) -> Step | None:
    """That step, or the one that is open, locked; call it after `locked`."""
    rows = Step.objects.filter(request=request)
    rows = rows.filter(pk=step.pk) if step else rows.filter(opened_on__isnull=False, answered_at=None)
    found = rows.select_for_update().first()
    if found is not None:
        found.request = request
    return found


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
        hold_versions()
        Employee.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=person.pk)
        known(one_at_a_time)[person.pk] = True
        yield
