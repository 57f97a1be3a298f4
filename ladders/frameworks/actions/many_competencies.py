"""Several competencies of a draft at once: moved, written for, emptied, deleted; each taken back as a whole with one entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product
from typing import Any, Final
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.access import require
from ladders.core.batches import BatchKind, TakenBack
from ladders.core.errors import DomainError
from ladders.core.models import Batch
from ladders.core.permissions import Permission

from ..domain.expected_text import tidy
from ..models import Competency, CompetencyGroup, Expectation, Level, Version
from .base import editing, trace
from .expectations import refuse_long
from .undo_competencies import restore_several

MOVED, SET, CLEARED, DELETED = "frameworks.moved", "frameworks.set", "frameworks.cleared", "frameworks.deleted"
EMPTY: Final[dict[str, Any]] = {"proficiency": None, "descriptor": "", "examples": "", "builds_on": False, "links": ""}
TEXTS: Final = tuple(EMPTY)


def move_to_group(*, version: Version, competencies: Collection[int], group: UUID, by: Any) -> Batch:
    """The competencies (ids) stand at the end of this group, in their order; those that stand in it already stay.

    Raises DomainError where the group is gone. 8 queries for any number.
    """
    with editing(version.pk) as draft:
        target = CompetencyGroup.objects.filter(version=draft, key=group).first()
        if target is None:
            raise DomainError(_("This group was deleted meanwhile."))
        rows = [row for row in _rows(draft, competencies) if row.group_id != target.pk]
        before = [[row.pk, row.name, row.group_id, row.position] for row in rows]
        last = Competency.objects.filter(version=draft).order_by("-position").values_list("position", flat=True).first()
        for place, row in enumerate(rows, start=(last or 0) + 1):
            row.group, row.position, row.revision = target, place, row.revision + 1
        Competency.objects.bulk_update(rows, ["group", "position", "revision"])
        detail = {"group": [None, target.name]} if rows else {}
        return _batch(MOVED, draft, rows, by, "moved", detail, {"rows": before, "group": target.pk})


def set_texts(
    *,
    version: Version,
    competencies: Collection[int],
    levels: Collection[UUID],
    step: int | None,
    text: str,
    over: bool,
    by: Any,
) -> Batch:
    """What these levels ask of the competencies (ids): a step of the scale, a text, or both.

    What is there already stays, unless `over`. Raises DomainError where there is no such step, or the text is too long: it
    is written once for each level and competency, and its batch keeps as many. 9 queries for any number.
    """
    text = tidy(text)
    refuse_long(text)
    with editing(version.pk) as draft:
        if step is not None and not draft.steps.filter(number=step).exists():
            raise DomainError(_("The proficiency scale has no such step (any more). Choose one that is there."))
        rows, at = _rows(draft, competencies), list(Level.objects.filter(version=draft, key__in=levels))
        locked = Expectation.objects.select_for_update().filter(version=draft, competency__in=rows, level__in=at)
        there = {(cell.competency_id, cell.level_id): cell for cell in locked.order_by("pk")}
        found: list[tuple[Expectation, dict[str, Any]]] = []
        for row, level in product(rows, at):
            cell = there.get((row.pk, level.pk)) or Expectation(version=draft, level=level, competency=row)
            was = _texts(cell)
            if step is not None and (over or cell.proficiency is None):
                cell.proficiency = step
            if text and (over or not cell.descriptor.strip()):
                cell.descriptor = text
            if _texts(cell) != was:
                cell.revision += 1
                found.append((cell, was))
        Expectation.objects.bulk_create([cell for cell, _was in found if cell.pk is None])
        old = [cell for cell, _was in found if (cell.competency_id, cell.level_id) in there]
        Expectation.objects.bulk_update(old, ["proficiency", "descriptor", "revision"])
        written = {cell.competency_id for cell, _was in found}
        changed = {cell.level_id for cell, _was in found}
        names = [level.code or level.title for level in at if level.pk in changed]
        detail = {"expectations": [None, len(found)], "levels": [None, names]}
        cells = [[cell.pk, cell.competency_id, _texts(cell), was] for cell, was in found]
        done = [row for row in rows if row.pk in written]
        return _batch(SET, draft, done, by, "set", detail, {"cells": cells, "names": _names(done)})


def clear_texts(*, version: Version, competencies: Collection[int], by: Any) -> Batch:
    """Nothing is written any more of what levels ask of these competencies (ids). 7 queries for any number."""
    with editing(version.pk) as draft:
        rows = _rows(draft, competencies)
        cells = Expectation.objects.select_for_update().filter(version=draft, competency__in=rows).order_by("pk")
        found = [cell for cell in cells if any(getattr(cell, name) for name in TEXTS)]
        before = [[cell.pk, cell.competency_id, EMPTY, _texts(cell)] for cell in found]
        Expectation.objects.filter(pk__in=[cell.pk for cell in found]).update(**EMPTY, revision=F("revision") + 1)
        there = {cell.competency_id for cell in found}
        emptied = [row for row in rows if row.pk in there]
        detail = {"expectations": [len(found), 0]} if found else {}
        kept = {"cells": before, "names": _names(emptied)}
        return _batch(CLEARED, draft, emptied, by, "cleared", detail, kept)


def delete_several(*, version: Version, competencies: Collection[int], by: Any) -> Batch:
    """They go, with everything written for them. 8 queries for any number."""
    with editing(version.pk) as draft:
        rows = _rows(draft, competencies)
        written = Expectation.objects.filter(version=draft, competency__in=rows).exclude(descriptor__regex=r"^\s*$")
        detail = {"expectations": [written.count(), 0]}
        before = {"rows": [[row.pk, row.name] for row in rows], "keys": [str(row.key) for row in rows]}
        batch = _batch(DELETED, draft, rows, by, "deleted", detail, before)
        Competency.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return batch


def _rows(draft: Version, ids: Collection[int]) -> list[Competency]:
    rows = Competency.objects.select_for_update(of=("self",)).filter(version=draft, pk__in=ids)
    return list(rows.order_by("group__position", "position", "pk"))


def _names(rows: Sequence[Competency]) -> dict[str, str]:
    return {str(row.pk): row.name for row in rows}


def _texts(cell: Expectation) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in TEXTS}


def _batch(
    kind: str,
    draft: Version,
    rows: Sequence[Competency],
    by: Any,
    verb: str,
    detail: dict[str, Any],
    before: dict[str, Any],
) -> Batch:
    if rows:
        _tell(draft, by, verb, [row.name for row in rows], detail)
    kept = {"version": draft.pk, "slug": draft.framework.slug, **before}
    return Batch.objects.create(kind=kind, made_by=by, count=len(rows), before=kept)


def _tell(draft: Version, by: Any, verb: str, names: Sequence[str], detail: dict[str, Any]) -> None:
    """One entry that lists them all."""
    said = ngettext("%(n)s competency", "%(n)s competencies", len(names)) % {"n": len(names)}
    trace(
        draft, by=by, verb=f"competencies.{verb}", subject=said, detail={"competencies": [None, list(names)], **detail}
    )


def _draft_of(batch: Batch, by: Any) -> int:
    version = Version.objects.select_related("framework").filter(pk=batch.before["version"]).first()
    if version is None:
        raise DomainError(_("This draft is no longer there: somebody discarded it. There is nothing to take back."))
    require(by, Permission.EDIT_FRAMEWORK, version.framework)
    return version.pk


def take_back_moved(batch: Batch, by: Any) -> TakenBack:
    """Each stands where it stood, unless somebody moved it since, or its group is gone."""
    with editing(_draft_of(batch, by)) as draft:
        now = {row.pk: row for row in _rows(draft, [pk for pk, *_rest in batch.before["rows"]])}
        groups = set(CompetencyGroup.objects.filter(version=draft).values_list("pk", flat=True))
        back, kept = [], []
        for pk, name, group, position in batch.before["rows"]:
            row = now.get(pk)
            if row is None or row.group_id != batch.before["group"] or group not in groups:
                kept.append(name)
                continue
            row.group_id, row.position, row.revision = group, position, row.revision + 1
            back.append(row)
        Competency.objects.bulk_update(back, ["group", "position", "revision"])
        if back:
            _tell(draft, by, "moved_back", [row.name for row in back], {})
    return TakenBack(len(back), tuple(kept))


def take_back_texts(batch: Batch, by: Any) -> TakenBack:
    """Every text stands again as it was, where nobody wrote another one since and its level and competency are still there."""
    with editing(_draft_of(batch, by)) as draft:
        ids = [pk for pk, *_rest in batch.before["cells"]]
        cells = Expectation.objects.select_for_update(of=("self",)).filter(version=draft, pk__in=ids)
        now = {cell.pk: cell for cell in cells.select_related("competency")}
        back, names, kept = [], {}, set()
        for pk, competency, written, texts in batch.before["cells"]:
            cell = now.get(pk)
            if cell is None or _texts(cell) != written:
                kept.add(cell.competency.name if cell else batch.before["names"][str(competency)])
                continue
            for name in TEXTS:
                setattr(cell, name, texts[name])
            cell.revision += 1
            back.append(cell)
            names[competency] = cell.competency.name
        Expectation.objects.bulk_update(back, [*TEXTS, "revision"])
        if back:
            _tell(draft, by, "restored", list(names.values()), {"expectations": [0, len(back)]})
    return TakenBack(len(names), tuple(sorted(kept)))


def take_back_deleted(batch: Batch, by: Any) -> TakenBack:
    """They come back with what was written, but for those whose group is gone or whose name another has now."""
    with editing(_draft_of(batch, by)) as draft:
        back, count = restore_several(draft, [UUID(key) for key in batch.before["keys"]])
        if back:
            _tell(draft, by, "restored", back, {"expectations": [0, count]})
        there = set(Competency.objects.filter(version=draft).values_list("pk", flat=True))
    return TakenBack(len(back), tuple(name for pk, name in batch.before["rows"] if pk not in there))


def _page(batch: Batch) -> str:
    return reverse("draft-competencies", args=[batch.before["slug"]]) if batch.before else reverse("framework-list")


BATCHES: Final = (
    BatchKind(
        MOVED,
        lambda n: ngettext("You moved %(n)s competency to a group.", "You moved %(n)s competencies to a group.", n),
        _page,
        take_back_moved,
    ),
    BatchKind(
        SET,
        lambda n: ngettext(
            "You set what levels ask of %(n)s competency.", "You set what levels ask of %(n)s competencies.", n
        ),
        _page,
        take_back_texts,
    ),
    BatchKind(
        CLEARED,
        lambda n: ngettext(
            "You cleared what levels ask of %(n)s competency.", "You cleared what levels ask of %(n)s competencies.", n
        ),
        _page,
        take_back_texts,
    ),
    BatchKind(
        DELETED,
        lambda n: ngettext("You deleted %(n)s competency.", "You deleted %(n)s competencies.", n),
        _page,
        take_back_deleted,
    ),
)
