"""Groups and competencies of a draft: add, change, order, delete, and bring back what was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core import audit
from ladders.core.errors import DomainError

from ..domain.shapes import GroupKind
from ..models import Competency, CompetencyGroup, Expectation, Version
from .base import check_seen, editing, trace

P = TypeVar("P", Competency, CompetencyGroup)


def add_group(*, version: Version, name: str, by: Any, kind: str = GroupKind.GENERAL) -> CompetencyGroup:
    """A new group at the end."""
    with editing(version.pk) as draft:
        name = _free_name(CompetencyGroup, draft, name)
        group = CompetencyGroup.objects.create(
            version=draft, name=name, kind=kind, position=_end(draft.competencygroup_set)
        )
        trace(draft, by=by, verb="group.added", subject=name)
        return group


def change_group(*, version: Version, group: UUID, name: str, kind: str, by: Any, seen: int | None = None) -> None:
    """Rename a group or change what it is about. Raises StaleError where somebody else changed it since `seen`."""
    with editing(version.pk) as draft:
        row = _group(draft, group)
        after = {"name": _free_name(CompetencyGroup, draft, name, but=row.pk), "kind": kind}
        _change(draft, row, after, seen=seen, by=by, verb="group.changed")


def move_group(*, version: Version, group: UUID, up: bool, by: Any) -> bool:
    """One place up or down; False where it stands at that end already."""
    with editing(version.pk) as draft:
        rows = list(draft.competencygroup_set.order_by("position", "id"))
        moved = _shift(CompetencyGroup, rows, group, up=up)
        if moved:
            trace(draft, by=by, verb="group.moved", subject=_group(draft, group).name)
        return moved


def delete_group(*, version: Version, group: UUID, by: Any, written: int | None = None) -> CompetencyGroup:
    """Delete a group with its competencies and what is written for them.

    `written` is how many written expectations the person was told would go: raises DomainError where there are more
    by now. It can be brought back by `restore_group` while the draft lives.
    """
    with editing(version.pk) as draft:
        row = _group(draft, group)
        count = written_expectations(draft, group=row.pk)
        _check_told(count, written, row.name)
        trace(draft, by=by, verb="group.deleted", subject=row.name, detail={"expectations": [count, 0]})
        CompetencyGroup.objects.get(pk=row.pk).delete()
        return row


def add_competency(
    *, version: Version, group: UUID, name: str, by: Any, description: str = "", links: str = ""
) -> Competency:
    """A new competency at the end of a group."""
    with editing(version.pk) as draft:
        row = _group(draft, group)
        name = _free_name(Competency, draft, name)
        competency = Competency.objects.create(
            version=draft,
            group=row,
            name=name,
            description=description,
            links=links,
            position=_end(draft.competency_set),
        )
        trace(draft, by=by, verb="competency.added", subject=name)
        return competency


def change_competency(
    *,
    version: Version,
    competency: UUID,
    name: str,
    description: str,
    group: UUID,
    by: Any,
    seen: int | None = None,
    links: str | None = None,
) -> None:
    """Rename, describe, give links (None: as they are), or move to another group (to its end).

    Raises StaleError as `change_group` does."""
    with editing(version.pk) as draft:
        row = _competency(draft, competency)
        target = _group(draft, group)
        after: dict[str, Any] = {
            "name": _free_name(Competency, draft, name, but=row.pk),
            "description": description,
            "group": target,
        }
        if links is not None:
            after["links"] = links
        if target.pk != row.group_id:
            after["position"] = _end(draft.competency_set)
        _change(draft, row, after, seen=seen, by=by, verb="competency.changed")


def move_competency(*, version: Version, competency: UUID, up: bool, by: Any) -> bool:
    """One place up or down within its group; False where it stands at that end already."""
    with editing(version.pk) as draft:
        row = _competency(draft, competency)
        rows = list(draft.competency_set.filter(group=row.group_id).order_by("position", "id"))
        moved = _shift(Competency, rows, competency, up=up)
        if moved:
            trace(draft, by=by, verb="competency.moved", subject=row.name)
        return moved


def delete_competency(*, version: Version, competency: UUID, by: Any, written: int | None = None) -> Competency:
    """Delete a competency with everything written for it; `written` as for `delete_group`."""
    with editing(version.pk) as draft:
        row = _competency(draft, competency)
        count = written_expectations(draft, competency=row.pk)
        _check_told(count, written, row.name)
        trace(draft, by=by, verb="competency.deleted", subject=row.name, detail={"expectations": [count, 0]})
        Competency.objects.get(pk=row.pk).delete()
        return row


def written_expectations(version: Version, *, competency: int | None = None, group: int | None = None) -> int:
    """How many expectations with a text would go with a competency or a group (by their ids)."""
    rows = Expectation.objects.filter(version=version).exclude(descriptor__regex=r"^\s*$")
    if competency is not None:
        rows = rows.filter(competency=competency)
    if group is not None:
        rows = rows.filter(competency__group=group)
    return rows.count()


def _group(version: Version, key: UUID) -> CompetencyGroup:
    row = CompetencyGroup.objects.filter(version=version, key=key).first()
    if row is None:
        raise DomainError(_("This group was deleted meanwhile."))
    return row


def _competency(version: Version, key: UUID) -> Competency:
    row = Competency.objects.select_related("group").filter(version=version, key=key).first()
    if row is None:
        raise DomainError(_("This competency was deleted meanwhile."))
    return row


def _free_name(model: type[P], version: Version, name: str, but: int | None = None) -> str:
    """The name, tidied. Two of the same name could not be told apart, in files least of all."""
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("A name is needed."))
    others = model._default_manager.filter(version=version, name__iexact=name)
    if others.exclude(pk=but or 0).exists():
        raise DomainError(_("“%(name)s” exists already in this framework. Choose another name.") % {"name": name})
    return name


def _end(rows: Any) -> int:
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _change(version: Version, row: Any, after: dict[str, Any], *, seen: int | None, by: Any, verb: str) -> None:
    before = {name: getattr(row, name) for name in after}
    if before == after:
        return
    check_seen(row, seen, row.name)
    for name, value in after.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    before.pop("position", None)
    after.pop("position", None)
    trace(version, by=by, verb=verb, subject=str(before["name"]), detail=audit.changes(before, after))


def _shift(model: type[P], rows: Sequence[P], key: UUID, *, up: bool) -> bool:
    """Swap the row with its neighbour. Positions may have gaps or repeat, so the whole list is numbered again."""
    index = next((i for i, row in enumerate(rows) if row.key == key), None)
    if index is None:
        raise DomainError(_("This was deleted meanwhile."))
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        return False
    ordered = list(rows)
    ordered[index], ordered[other] = ordered[other], ordered[index]
    places = sorted({row.position for row in rows})
    if len(places) < len(rows):
        places = list(range(len(rows)))
    changed = []
    for place, row in zip(places, ordered, strict=True):
        if row.position != place:
            row.position = place
            changed.append(row.pk)
            model._default_manager.filter(pk=row.pk).update(position=place)
    return bool(changed)


def _check_told(count: int, told: int | None, name: str) -> None:
    if told is not None and count > told:
        raise DomainError(
            ngettext(
                "Somebody has written for “%(name)s” meanwhile: %(count)s written expectation would go with it. "
                "Confirm again if that is meant.",
                "Somebody has written for “%(name)s” meanwhile: %(count)s written expectations would go with it. "
                "Confirm again if that is meant.",
                count,
            )
            % {"name": name, "count": count}
        )
