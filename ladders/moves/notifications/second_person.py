"""Telling people of what waits for a second person, and of what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from ladders.core.models import Approval, ApprovalState

from ..domain.states import NoticeKind
from ..models import Notice


def tell_waiting(approval: Approval, users: Sequence[User]) -> None:
    """A notice to everybody who could confirm it; once, however often this runs."""
    _write(NoticeKind.SECOND_PERSON, approval, users)


def tell_decided(approval: Approval) -> None:
    """Whoever asked hears of it, unless they took it back themselves; nobody is asked any more."""
    waiting = Notice.objects.unread().filter(approval=approval, kind=NoticeKind.SECOND_PERSON)
    waiting.update(read_at=timezone.now())
    if approval.state != ApprovalState.WITHDRAWN:
        _write(NoticeKind.SECOND_SAID, approval, [approval.asked_by])


def _write(kind: NoticeKind, approval: Approval, users: Sequence[User]) -> None:
    rows = [
        Notice(recipient=user, kind=kind, approval=approval, key=f"{kind}:{approval.pk}:{user.pk}") for user in users
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
