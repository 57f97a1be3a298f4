"""Bringing back groups and competencies that were deleted from a draft, out of the history the database keeps.

Rows come back under the ids they had (which are never given out again), so that the history of every cell goes on.
What was deleted by the same statement has the same moment in the history, which tells what belongs together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

from ..models import Competency, CompetencyGroup, Expectation, Level, Version
from .base import editing, trace

GroupEvent: Any = CompetencyGroup.events.rel.related_model  # type: ignore[attr-defined]
CompetencyEvent: Any = Competency.events.rel.related_model  # type: ignore[attr-defined]
ExpectationEvent: Any = Expectation.events.rel.related_model  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Something that can be brought back. `names` are the competencies that went with a group."""

    key: UUID
    name: str
    at: dt.datetime
    event: Any  # with its context joined, for who did it
    names: tuple[str, ...] = ()
    is_group: bool = False


def deleted_parts(version: Version) -> list[Deleted]:
    """What was deleted from this draft and is still gone, the latest first: 4 queries."""
    groups = _gone(GroupEvent, CompetencyGroup, version)
    competencies = _gone(CompetencyEvent, Competency, version)
    with_group: dict[int, list[str]] = {}
    found = []
    for item in competencies:
        group = next((g for g in groups if g.pgh_obj_id == item.group_id), None)
        if group is not None and group.pgh_created_at == item.pgh_created_at:
            with_group.setdefault(group.pgh_obj_id, []).append(item.name)
        else:
            found.append(Deleted(item.key, item.name, item.pgh_created_at, item))
    found += [
        Deleted(g.key, g.name, g.pgh_created_at, g, tuple(with_group.get(g.pgh_obj_id, ())), is_group=True)
        for g in groups
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)


def restore_group(*, version: Version, group: UUID, by: Any) -> CompetencyGroup:
    """Bring back a deleted group with the competencies and texts that went with it. Harmless when repeated.

    A competency that a file brought in again meanwhile stays as it is now.
    """
    with editing(version.pk) as draft:
        if row := CompetencyGroup.objects.filter(version=draft, key=group).first():
            return row
        event = _last(GroupEvent, draft, group)
        _insert(CompetencyGroup, [event])
        competencies = [
            item
            for item in _gone(CompetencyEvent, Competency, draft)
            if item.group_id == event.pgh_obj_id and item.pgh_created_at == event.pgh_created_at
        ]
        for item in competencies:
            _refuse_double(draft, item.name)
        _insert(Competency, competencies)
        count = _restore_texts(draft, competencies)
        trace(draft, by=by, verb="group.restored", subject=event.name, detail={"expectations": [0, count]})
        return CompetencyGroup.objects.get(pk=event.pgh_obj_id)


def restore_competency(*, version: Version, competency: UUID, by: Any) -> Competency:
    """Bring back a deleted competency with its texts. Harmless when repeated.

    Raises DomainError where its group is gone too or another competency has its name now.
    """
    with editing(version.pk) as draft:
        if row := Competency.objects.filter(version=draft, key=competency).first():
            return row
        event = _last(CompetencyEvent, draft, competency)
        if not CompetencyGroup.objects.filter(pk=event.group_id, version=draft).exists():
            raise DomainError(
                _("The group of “%(name)s” was deleted too. Bring the group back first.") % {"name": event.name}
            )
        _refuse_double(draft, event.name)
        _insert(Competency, [event])
        count = _restore_texts(draft, [event])
        trace(draft, by=by, verb="competency.restored", subject=event.name, detail={"expectations": [0, count]})
        return Competency.objects.get(pk=event.pgh_obj_id)


def restore_several(draft: Version, keys: Collection[UUID]) -> tuple[list[str], int]:
    """Bring deleted competencies back within `editing`: their names, and how many texts came with them.

    Those whose group is gone, whose name another has now, or that a file brought in again, stay deleted. 9 queries for any
    number.
    """
    gone = [event for event in _gone(CompetencyEvent, Competency, draft) if event.key in keys]
    groups = set(CompetencyGroup.objects.filter(version=draft).values_list("pk", flat=True))
    taken = {name.casefold() for name in Competency.objects.filter(version=draft).values_list("name", flat=True)}
    back = []
    for event in gone:
        if event.group_id in groups and event.name.casefold() not in taken:
            back.append(event)
            taken.add(event.name.casefold())
    _insert(Competency, back)
    return [event.name for event in back], _restore_texts(draft, back)


def _gone(events: Any, model: Any, version: Version) -> list[Any]:
    """The last deletion of each thing of the draft that does not exist now. A file of ours brings keys back as other rows."""
    there = set(model.objects.filter(version=version).values_list("key", flat=True))
    last: dict[UUID, Any] = {}
    rows = events.objects.filter(version_id=version.pk, pgh_label="delete").select_related("pgh_context")
    for event in rows.order_by("pgh_id"):
        if event.key not in there:
            last[event.key] = event
    return sorted(last.values(), key=lambda event: (event.position, event.pgh_id))


def _last(events: Any, version: Version, key: UUID) -> Any:
    found = events.objects.filter(version_id=version.pk, key=key, pgh_label="delete").order_by("-pgh_id").first()
    if found is None:
        raise DomainError(_("There is nothing to bring back: it was never in this draft."))
    return found


def _restore_texts(version: Version, competencies: Iterable[Any]) -> int:
    """The expectations of these competencies as they last were, where their level exists.

    Rows of expectations go only with their level or their competency (clearing keeps them), so each that is gone from
    a level that is there belongs here, also where the level itself was deleted and brought back meanwhile.
    """
    ids = [item.pgh_obj_id for item in competencies]
    rows = ExpectationEvent.objects.filter(version_id=version.pk, competency_id__in=ids, pgh_label="delete")
    last = {event.pgh_obj_id: event for event in rows.order_by("pgh_id")}
    levels = set(Level.objects.filter(version=version).values_list("pk", flat=True))
    top = version.steps.last()
    back = [event for event in last.values() if event.level_id in levels]
    for event in back:  # the scale may have become shorter since
        if event.proficiency and top and event.proficiency > top.number:
            event.proficiency = top.number
    return _insert(Expectation, back)


def _insert(model: Any, events: list[Any]) -> int:
    names = [field.attname for field in model._meta.concrete_fields]
    model.objects.bulk_create(model(**{name: getattr(event, name) for name in names}) for event in events)
    return len(events)


def _refuse_double(version: Version, name: str) -> None:
    if Competency.objects.filter(version=version, name__iexact=name).exists():
        raise DomainError(
            _("Another competency is called “%(name)s” now. Rename that one, then bring this one back.")
            % {"name": name}
        )
