"""A request and its steps, locked until the transaction ends: always the request first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

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
