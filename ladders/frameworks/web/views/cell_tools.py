"""What else can be done with a cell of the grid: look at its history and restore, copy it along the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ladders.core.errors import DomainError
from ladders.core.form_actions import told_refusals
from ladders.frameworks.actions import expectations as actions
from ladders.frameworks.domain.grid import GridCell, Reach, cell_of, copy_targets
from ladders.frameworks.domain.shapes import ExpectationShape, LevelShape, TrackShape, VersionShape
from ladders.frameworks.domain.wordings import Segment, differences
from ladders.frameworks.models import Expectation, Version
from ladders.frameworks.queries.cell_history import history_of
from ladders.frameworks.queries.versions import shape_of

from .base import draft_context
from .grid import Filters, back_to, cell_url, on_draft

REACHES = {
    Reach.NEXT: gettext_lazy("The next level"),
    Reach.EMPTY: gettext_lazy("All that are empty"),
    Reach.RIGHT: gettext_lazy("All to the right"),
}


@dataclass(frozen=True, slots=True)
class CopyTarget:
    """A level that a copy would reach: what is there now and what would become of it."""

    level: LevelShape
    track: TrackShape
    now: ExpectationShape
    seen: int
    runs: tuple[Segment, ...]
    chosen: bool

    @property
    def overwrites(self) -> bool:
        """True where a text would be replaced."""
        return self.now.written

    @property
    def value(self) -> str:
        """What the form sends: the level and the revision that this page showed."""
        return f"{self.level.key}:{self.seen}"


@require_GET
@on_draft
def history_page(request: HttpRequest, draft: Version, level: UUID, competency: UUID) -> HttpResponse:
    """Every text the cell has had, who wrote it and when, each with a button to restore it."""
    shape, cell = _cell(draft, level, competency)
    row = _row(draft, cell)
    return render(
        request,
        "frameworks/grid/history.html",
        {
            **_common(request, draft, cell),
            "moments": history_of(row) if row else [],
            "names": {step.number: step.name for step in shape.scale},
            "seen": row.revision if row else 0,
        },
    )


@require_POST
@on_draft
def restore(request: HttpRequest, draft: Version, level: UUID, competency: UUID, event: int) -> HttpResponseBase:
    """Write an earlier text again."""
    _shape, cell = _cell(draft, level, competency)
    with told_refusals(request):
        actions.restore_expectation(
            version=draft,
            level=level,
            competency=competency,
            event=event,
            seen=_number(request.POST.get("seen", "")),
            by=request.user,
        )
        messages.success(request, _("Restored. What it replaced is in the history."))
        return HttpResponseRedirect(back_to(request, draft, cell))
    return HttpResponseRedirect(cell_url(draft, cell) + "history/" + Filters.of(request).query)


@require_http_methods(["GET", "POST"])
@on_draft
def copy_page(request: HttpRequest, draft: Version, level: UUID, competency: UUID) -> HttpResponseBase:
    """Choose how far a copy reaches, see what it would overwrite, then copy."""
    shape, cell = _cell(draft, level, competency)
    if request.method == "POST":
        return _copy(request, draft, cell)
    row = _row(draft, cell)
    reach = request.GET.get("reach", "")
    if reach not in list(Reach):
        reach = Reach.NEXT
    targets = _targets(draft, shape, cell, reach=reach, track=Filters.of(request).track)
    return render(
        request,
        "frameworks/grid/copy.html",
        {
            **_common(request, draft, cell),
            "reaches": [(value, label, value == reach) for value, label in REACHES.items()],
            "filters": Filters.of(request),
            "targets": targets,
            "overwritten": sum(target.overwrites for target in targets),
            "seen": row.revision if row else 0,
            "nothing": row is None or cell.expectation == ExpectationShape(),
        },
    )


def _copy(request: HttpRequest, draft: Version, cell: GridCell) -> HttpResponseBase:
    with told_refusals(request):
        count = actions.copy_expectation(
            version=draft,
            level=cell.level.key,
            competency=cell.competency.key,
            seen=_number(request.POST.get("seen", "")),
            targets=_chosen(request.POST.getlist("target")),
            by=request.user,
        )
        messages.success(
            request,
            ngettext("Copied to %(count)s level.", "Copied to %(count)s levels.", count) % {"count": count},
        )
        return HttpResponseRedirect(back_to(request, draft, cell))
    return redirect(request.get_full_path())


def _targets(draft: Version, shape: VersionShape, cell: GridCell, *, reach: str, track: str) -> list[CopyTarget]:
    levels = copy_targets(shape, cell.level.key, cell.competency.key, track=track, reach=reach)
    rows = Expectation.objects.filter(version=draft, competency__key=cell.competency.key)
    seen = dict(rows.values_list("level__key", "revision"))
    targets = []
    for level in levels:
        now = shape.expectation(level.key, cell.competency.key)
        if now == cell.expectation:
            continue
        runs = differences(now.descriptor, cell.expectation.descriptor) if now.written else ()
        targets.append(CopyTarget(level, shape.track_by_level[level.key], now, seen.get(level.key, 0), runs, True))
    return targets


def _chosen(values: list[str]) -> Mapping[UUID, int]:
    """The targets that the form sent. Raises DomainError where it sent something else, or nothing."""
    chosen = {}
    for value in values:
        key, _sep, seen = value.partition(":")
        try:
            chosen[UUID(key)] = int(seen)
        except ValueError as error:
            raise DomainError(_("Choose levels from the list.")) from error
    if not chosen:
        raise DomainError(_("Choose at least one level to copy to."))
    return chosen


def _cell(draft: Version, level: UUID, competency: UUID) -> tuple[VersionShape, GridCell]:
    shape = shape_of(draft)
    cell = cell_of(shape, level, competency)
    if cell is None:
        raise Http404(_("This cell is not in the draft."))
    return shape, cell


def _row(draft: Version, cell: GridCell) -> Expectation | None:
    rows = Expectation.objects.filter(version=draft, level__key=cell.level.key, competency__key=cell.competency.key)
    return rows.first()


def _common(request: HttpRequest, draft: Version, cell: GridCell) -> dict[str, Any]:
    return draft_context(
        draft,
        cell=cell,
        query=Filters.of(request).query,
        back=back_to(request, draft, cell),
        address=cell_url(draft, cell),
        section="grid",
    )


def _number(text: str) -> int:
    """The revision a form sent; -1, which no row ever has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1
