"""Writing what a level asks of a competency: save, clear, copy along the row, restore from the history.

Every cell of the grid counts its edits (`Expectation.revision`; 0 while it does not exist). An editor says which count
it saw, so that the second of two people is shown both texts. A cleared cell stays as an empty row for the same reason:
its count must go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError

from ..domain.expected_text import LONGEST
from ..domain.shapes import EMPTY, ExpectationShape
from ..models import Competency, Expectation, Level, Version
from ..queries.versions import shape_of
from .base import check_seen, editing, trace

ExpectationEvent: Any = Expectation.events.rel.related_model  # type: ignore[attr-defined]
FIELDS = ("proficiency", "descriptor", "examples", "builds_on", "links")


def save_expectation(
    *, version: Version, level: UUID, competency: UUID, text: ExpectationShape, seen: int, by: Any
) -> Expectation:
    """Write the cell. Saving what is there already changes nothing.

    `seen` is the revision the editor began from, 0 for a cell that did not exist. Raises StaleError with the row that
    is there now where somebody else was first with another text; DomainError where the cell is gone, the proficiency
    is no step of the scale, a text is too long, or there is no level before to build on.
    """
    with editing(version.pk) as draft:
        row = _row(draft, level, competency)
        if text_of(row) == text:
            return row
        check_seen(row, seen, label_of(row))
        _check(draft, text, row.level)
        return _write(draft, row, text, by=by, verb="expectation.written")


def clear_expectation(*, version: Version, level: UUID, competency: UUID, seen: int, by: Any) -> Expectation:
    """Empty the cell; its texts stay in the history. Raises StaleError as `save_expectation` does."""
    with editing(version.pk) as draft:
        row = _row(draft, level, competency)
        if text_of(row) == EMPTY:
            return row
        check_seen(row, seen, label_of(row))
        return _write(draft, row, EMPTY, by=by, verb="expectation.cleared")


def copy_expectation(
    *, version: Version, level: UUID, competency: UUID, seen: int, targets: Mapping[UUID, int], by: Any
) -> int:
    """Copy a cell to other levels of its row; returns how many changed.

    `targets` maps each level to the revision the preview showed. All or nothing: raises StaleError where the cell or
    one of the targets has changed since, DomainError where there is nothing to copy.
    """
    with editing(version.pk) as draft:
        source = _row(draft, level, competency)
        check_seen(source, seen, label_of(source))
        text = text_of(source)
        if text == EMPTY:
            raise DomainError(_("%(cell)s is empty: there is nothing to copy.") % {"cell": label_of(source)})
        changed = 0
        for target, target_seen in targets.items():
            row = _row(draft, target, competency)
            check_seen(row, target_seen, label_of(row))
            if text_of(row) == text or row.level_id == source.level_id:
                continue
            _check(draft, text, row.level)
            _write(draft, row, text, by=by, verb="expectation.copied", source=label_of(source))
            changed += 1
        return changed


def restore_expectation(
    *, version: Version, level: UUID, competency: UUID, event: int, seen: int, by: Any
) -> Expectation:
    """Write again what the cell said at an earlier moment of its history. What is there now stays in the history.

    Raises StaleError where the cell has changed since the history was shown, DomainError where the moment does not
    belong to this cell.
    """
    with editing(version.pk) as draft:
        row = _row(draft, level, competency)
        moment = ExpectationEvent.objects.filter(pgh_id=event, pgh_obj_id=row.pk).first() if row.pk else None
        if moment is None:
            raise DomainError(_("This moment is not in the history of %(cell)s.") % {"cell": label_of(row)})
        text = text_of(moment)
        if text_of(row) == text:
            return row
        check_seen(row, seen, label_of(row))
        if text.proficiency and not draft.steps.filter(number=text.proficiency).exists():
            raise DomainError(
                _("The proficiency scale no longer has a step %(number)s. Edit the cell by hand instead.")
                % {"number": text.proficiency}
            )
        return _write(draft, row, text, by=by, verb="expectation.restored")


def text_of(row: Any) -> ExpectationShape:
    """The content of an Expectation, or of a moment of its history, as plain data."""
    return ExpectationShape(row.proficiency, row.descriptor, row.examples, row.builds_on, row.links)


def label_of(row: Expectation) -> str:
    """How sentences call a cell: "S5 · System design"."""
    return f"{row.level.code or row.level.title} · {row.competency.name}"


def _row(version: Version, level: UUID, competency: UUID) -> Expectation:
    """The cell's row, or a new one with revision 0. The draft's lock keeps others from creating it meanwhile."""
    row = (
        Expectation.objects.select_for_update(of=("self",))
        .select_related("level", "competency")
        .filter(version=version, level__key=level, competency__key=competency)
        .first()
    )
    if row is not None:
        return row
    at_level = Level.objects.filter(version=version, key=level).first()
    for_competency = Competency.objects.filter(version=version, key=competency).first()
    if at_level is None:
        raise DomainError(
            _("The level was deleted meanwhile, so there is no place to save this. Copy your text first.")
        )
    if for_competency is None:
        raise DomainError(
            _("The competency was deleted meanwhile, so there is no place to save this. Copy your text first.")
        )
    return Expectation(version=version, level=at_level, competency=for_competency)


def refuse_long(*texts: str) -> None:
    """Raises DomainError for a text that is too long: every page of a draft reads all of them."""
    if max(map(len, texts)) > LONGEST:
        raise DomainError(_("A text can have %(most)s characters at most. Shorten it.") % {"most": f"{LONGEST:,}"})


def _check(version: Version, text: ExpectationShape, level: Level) -> None:
    refuse_long(text.descriptor, text.examples)
    if text.proficiency is not None and not version.steps.filter(number=text.proficiency).exists():
        raise DomainError(_("The proficiency scale has no such step (any more). Choose one that is there."))
    if text.builds_on and shape_of(version).level_before(level.key) is None:
        raise DomainError(
            _("There is no level before %(level)s to build on. Write the whole text here.")
            % {"level": level.code or level.title}
        )


def _write(
    version: Version, row: Expectation, text: ExpectationShape, *, by: Any, verb: str, source: str = ""
) -> Expectation:
    before = {name: getattr(row, name) for name in FIELDS}
    for name in FIELDS:
        setattr(row, name, getattr(text, name))
    row.revision += 1
    row.save()
    detail = audit.changes(before, {name: getattr(row, name) for name in FIELDS})
    if source:
        detail["source"] = ["", source]
    trace(version, by=by, verb=verb, subject=label_of(row), detail=detail)
    return row
