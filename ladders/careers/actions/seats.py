"""Saying which levels need a vacant seat."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.audit import record
from ladders.core.batches import BatchKind, TakenBack
from ladders.core.errors import DomainError
from ladders.core.models import Batch
from ladders.frameworks.enums import VersionState
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Framework, Level
from ladders.frameworks.permissions import may_edit

from ..models import Seat

CHANGED = "careers.seats_changed"


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


def change_seats(*, framework: Framework, seats: Collection[Seat], note: str | None, by: Any) -> Batch:
    """Several levels of a framework need no vacant seat any more (`note` None), or another note stands with all of them.

    All or none. 6 queries for any number.
    """
    if not may_edit(by, framework):
        raise PermissionDenied
    with transaction.atomic():
        rows = Seat.objects.select_for_update().filter(framework=framework, pk__in=[seat.pk for seat in seats])
        found = [row for row in rows.order_by("pk") if note is None or row.note != note.strip()]
        before = [(str(row.level_key), row.note) for row in found]
        chosen = Seat.objects.filter(pk__in=[row.pk for row in found])
        if note is None:
            chosen.delete()
        else:
            chosen.update(note=note.strip())
        detail: dict[str, list[Any]] = {
            "levels": [None, codes_of(framework, [row.level_key for row in found])],
            "note": [None, note],
        }
        what = "not_needed" if note is None else "noted"
        _tell(by, f"careers.seats.{what}", framework, {name: value for name, value in detail.items() if value[1]})
        kept = {"framework": framework.pk, "slug": framework.slug, "seats": before, "note": note}
        return Batch.objects.create(kind=CHANGED, made_by=by, count=len(found), before=kept)


def take_back_changed(batch: Batch, by: Any) -> TakenBack:
    """The seats are needed again, with the notes they had; what somebody wrote since stays. 6 queries for any number."""
    framework = Framework.objects.filter(pk=batch.before["framework"]).first()
    if framework is None:
        raise DomainError(_("This framework is gone. There is nothing to take back."))
    if not may_edit(by, framework):
        raise PermissionDenied
    note = batch.before["note"]
    left = None if note is None else note.strip()
    now = {str(seat.level_key): seat for seat in Seat.objects.select_for_update().filter(framework=framework)}
    back: list[Seat] = []
    kept: list[UUID] = []
    for key, former in batch.before["seats"]:
        seat = now.get(key)
        if (seat.note if seat else None) != left:
            kept.append(UUID(key))
            continue
        seat = seat or Seat(framework=framework, level_key=UUID(key))
        seat.note = former
        back.append(seat)
    Seat.objects.bulk_create([seat for seat in back if seat.pk is None])
    Seat.objects.bulk_update([seat for seat in back if seat.pk is not None], ["note"])
    _tell(
        by,
        "careers.seats.needed",
        framework,
        {"levels": [None, codes_of(framework, [each.level_key for each in back])]},
    )
    return TakenBack(len(back), tuple(codes_of(framework, kept)))


def codes_of(framework: Framework, keys: Collection[UUID]) -> list[str]:
    """The levels' codes and titles, as they were last: 1 query."""
    rows = Level.objects.filter(version__framework=framework, key__in=keys).order_by("version__number")
    return sorted({row.key: level_label(row) for row in rows}.values())


def _tell(by: Any, verb: str, framework: Framework, detail: dict[str, Any]) -> None:
    record(by=by, verb=verb, subject=framework.name, subject_key=framework.slug, detail=detail)


def _page(batch: Batch) -> str:
    return reverse("seats", args=[batch.before["slug"]]) if batch.before else reverse("framework-list")


def _level(framework: Framework, key: UUID, by: Any) -> Level:
    if not may_edit(by, framework):
        raise PermissionDenied
    levels = Level.objects.filter(version__framework=framework, version__state=VersionState.PUBLISHED)
    row = levels.filter(key=key).first()
    if row is None:
        raise DomainError(_("%(name)s has no such level now. Choose one from the list.") % {"name": framework.name})
    return row


def _record(by: Any, verb: str, framework: Framework, level: Level | None, **detail: Any) -> None:
    subject = f"{framework.name}: {level_label(level)}" if level else framework.name
    record(by=by, verb=verb, subject=subject, subject_key=framework.slug, detail=detail)


CHANGED_KIND: Final = BatchKind(
    CHANGED,
    lambda n: ngettext("You changed the seat of %(n)s level.", "You changed the seats of %(n)s levels.", n),
    _page,
    take_back_changed,
)
