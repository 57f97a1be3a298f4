"""Saying which levels need a vacant seat."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.frameworks.enums import VersionState
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Framework, Level
from ladders.frameworks.permissions import may_edit

from ..models import Seat


def need_seat(*, framework: Framework, level: UUID, note: str, by: Any) -> bool:
    """A published level needs a vacant seat, with what is known of it; False where that is said already.

    Raises DomainError where the framework has no such level now.
    """
    note = note.strip()
    with transaction.atomic():
        row = _level(framework, level, by)
        seat = Seat.objects.select_for_update().filter(level_key=level).first()
        if seat is not None and seat.note == note:
            return False
        before = seat.note if seat else None
        Seat.objects.update_or_create(level_key=level, defaults={"framework": framework, "note": note})
        _record(by, "careers.seat.needed", framework, row, note=[before, note])
    return True


def need_no_seat(*, framework: Framework, level: UUID, by: Any) -> bool:
    """The level needs no vacant seat any more; False where it needed none. Works for levels that are gone, too."""
    if not may_edit(by, framework):
        raise PermissionDenied
    with transaction.atomic():
        seat = Seat.objects.select_for_update().filter(framework=framework, level_key=level).first()
        if seat is None:
            return False
        row = Level.objects.filter(version__framework=framework, key=level).order_by("-version__number").first()
        _record(by, "careers.seat.not_needed", framework, row, note=[seat.note, None])
        seat.delete()
    return True


def _level(framework: Framework, key: UUID, by: Any) -> Level:
    if not may_edit(by, framework):
        raise PermissionDenied
    levels = Level.objects.filter(version__framework=framework, version__state=VersionState.PUBLISHED)
    row = levels.filter(key=key).first()
    if row is None:
        raise DomainError(_("%(name)s has no such level now. Choose one of the list.") % {"name": framework.name})
    return row


def _record(by: Any, verb: str, framework: Framework, level: Level | None, **detail: Any) -> None:
    subject = f"{framework.name}: {level_label(level)}" if level else framework.name
    record(by=by, verb=verb, subject=subject, subject_key=framework.slug, detail=detail)
