"""The competency grid of a draft, and its cells edited in place.

A plain table with a link in every cell, not `role="grid"`: screen readers read a table with its headings by their own
commands, while a grid hides whatever cannot be focused, the descriptors above all. The arrow keys are added on top.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import trigger_client_event

from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import tell_saved
from ladders.frameworks.actions import expectations as actions
from ladders.frameworks.completion_text import tally
from ladders.frameworks.domain.figures import Completion, expected_of
from ladders.frameworks.domain.figures import written as written_of
from ladders.frameworks.domain.grid import GridCell, cell_of, grid_of, shown_tracks, texts_before
from ladders.frameworks.domain.shapes import ExpectationShape, VersionShape
from ladders.frameworks.domain.wordings import differences
from ladders.frameworks.models import Expectation, Version
from ladders.frameworks.queries.cell_history import last_moment
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.domain.headcount import find

from ..forms.grid import ExpectationForm
from .base import draft_context, draft_or_404, editable_framework_or_404

P = ParamSpec("P")


def on_draft(
    view: Callable[Concatenate[HttpRequest, Version, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Give the view the framework's draft.

    Where there is none (any more), say so to who may edit: what is published never changes. Whatever was sent comes
    back to be copied, nothing typed is lost.
    """

    @wraps(view)
    def found(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            draft = draft_or_404(request, slug)
        except Http404:
            framework = editable_framework_or_404(request, slug)
            kept = [request.POST.get(name, "") for name in ("descriptor", "examples", "links", "name", "description")]
            context = {"framework": framework, "kept": [text for text in kept if text.strip()]}
            status = 409 if request.method == "POST" else 404
            return render(request, "frameworks/grid/no_draft.html", context, status=status)
        return view(request, draft, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponseBase], found)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the grid is shown: carried along in every address, so that people come back to where they were."""

    track: str = ""
    level: str = ""
    unwritten: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Filters:
        """As the address says."""
        get = request.GET.get
        return cls(get("track", ""), get("level", ""), get("unwritten") == "1")

    @property
    def query(self) -> str:
        """For an address: "?track=project&unwritten=1", or empty."""
        parts = {"track": self.track, "level": self.level, "unwritten": "1" if self.unwritten else ""}
        chosen = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


@require_GET
@on_draft
def grid_page(request: HttpRequest, draft: Version) -> HttpResponse:
    """The grid of the chosen track and the shared levels: 9 queries."""
    filters = Filters.of(request)
    shape = shape_of(draft)
    grid = grid_of(shape, track=filters.track, level=filters.level, unwritten=filters.unwritten)
    return render(
        request,
        "frameworks/grid/page.html",
        draft_context(draft, grid=grid, filters=filters, query=filters.query, steps=len(shape.scale), section="grid"),
    )


@require_http_methods(["GET", "POST"])
@on_draft
def cell_page(request: HttpRequest, draft: Version, level: UUID, competency: UUID) -> HttpResponseBase:
    """Edit one cell: in its place by htmx, on a page of its own without."""
    shape = shape_of(draft)
    cell = cell_of(shape, level, competency)
    if cell is None:
        if request.method == "POST":
            return _gone(request, draft)
        raise Http404(_("This cell is not in the draft."))
    if request.method == "POST":
        return _save(request, draft, shape, cell)
    if request.htmx and request.GET.get("show"):  # type: ignore[attr-defined]
        return _cell(request, shape, cell)
    row = Expectation.objects.filter(version=draft, level__key=level, competency__key=competency).first()
    return _editor(request, draft, shape, cell, _form(shape, cell, row))


def _save(request: HttpRequest, draft: Version, shape: VersionShape, cell: GridCell) -> HttpResponseBase:
    form = _form(shape, cell, None, data=request.POST)
    place: dict[str, Any] = {
        "version": draft,
        "level": cell.level.key,
        "competency": cell.competency.key,
        "by": request.user,
    }
    if not form.is_valid():
        return _editor(request, draft, shape, cell, form, status=422)
    seen = form.cleaned_data["seen"]
    try:
        if "clear" in request.POST:
            actions.clear_expectation(**place, seen=seen)
        else:
            actions.save_expectation(**place, text=form.text, seen=seen)
    except StaleError as error:
        mine = ExpectationShape() if "clear" in request.POST else form.text
        return _conflict(request, draft, shape, cell, mine=mine, theirs=cast(Expectation, error.current))
    except DomainError as error:
        form.add_error(None, error.sentence)
        return _editor(request, draft, shape, cell, form, status=409)
    label = f"{cell.level.code or cell.level.title} · {cell.competency.name}"
    text = _("Cleared %(cell)s. Its text is in the history.") if "clear" in request.POST else _("Saved %(cell)s.")
    mine = ExpectationShape() if "clear" in request.POST else form.text
    changed, sentence = mine != cell.expectation, text % {"cell": label}
    if not request.htmx:  # type: ignore[attr-defined]
        tell_saved(request, sentence, changed=changed)
        return HttpResponseRedirect(back_to(request, draft, cell))
    shape = shape_of(draft)
    after = cell_of(shape, cell.level.key, cell.competency.key)
    if after is None:
        return _gone(request, draft)
    response = _cell(request, shape, after, saved=True)
    counts = _counts(shape, after, Filters.of(request))
    return trigger_client_event(
        response, "cellSaved", {"message": sentence if changed else _("Nothing was changed."), "counts": counts}
    )


def _conflict(
    request: HttpRequest,
    draft: Version,
    shape: VersionShape,
    cell: GridCell,
    *,
    mine: ExpectationShape,
    theirs: Expectation,
) -> HttpResponse:
    """Both texts with what differs, and the form with one's own: keep theirs, save one's own, or make one of both."""
    row = Expectation(
        proficiency=mine.proficiency,
        descriptor=mine.descriptor,
        examples=mine.examples,
        builds_on=mine.builds_on,
        links=mine.links,
        revision=theirs.revision,
    )
    form = _form(shape, cell, row)
    names = {step.number: step.name for step in shape.scale}
    conflict = {
        "who": last_moment(theirs),
        "theirs": theirs,
        "theirs_step": names.get(theirs.proficiency or 0, ""),
        "mine": mine,
        "mine_step": names.get(mine.proficiency or 0, ""),
        "descriptor": differences(theirs.descriptor, mine.descriptor),
        "examples": differences(theirs.examples, mine.examples),
        "links": differences(theirs.links, mine.links),
    }
    return _editor(request, draft, shape, cell, form, status=409, conflict=conflict)


def _editor(
    request: HttpRequest,
    draft: Version,
    shape: VersionShape,
    cell: GridCell,
    form: ExpectationForm,
    *,
    status: int = 200,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    filters = Filters.of(request)
    descriptor, examples = form["descriptor"].value() or "", form["examples"].value() or ""
    context = draft_context(
        draft,
        cell=cell,
        form=form,
        before=texts_before(shape, cell.level.key, cell.competency),
        steps=len(shape.scale),
        action=cell_url(draft, cell) + filters.query,
        cell_path=cell_url(draft, cell),
        back=back_to(request, draft, cell),
        query=filters.query,
        hints=[*find(descriptor), *find(examples)] if form.is_bound or form.instance.pk else [],
        conflict=conflict,
        written=cell.expectation != ExpectationShape(),
        section="grid",
    )
    template = "cell_form_cell.html" if request.htmx else "cell_page.html"  # type: ignore[attr-defined]
    return render(request, f"frameworks/grid/{template}", context, status=status)


def _cell(request: HttpRequest, shape: VersionShape, cell: GridCell, *, saved: bool = False) -> HttpResponse:
    text = cell.expectation
    hints = [*find(text.descriptor), *find(text.examples)] if saved else []
    context = {
        "cell": cell,
        "query": Filters.of(request).query,
        "steps": len(shape.scale),
        "saved": saved,
        "hints": hints,
    }
    return render(request, "frameworks/grid/cell.html", context)


def _gone(request: HttpRequest, draft: Version) -> HttpResponse:
    """The level or competency was deleted while somebody wrote for it: the text comes back to be copied."""
    kept = [request.POST.get(name, "") for name in ("descriptor", "examples", "links")]
    context = draft_context(draft, kept=[text for text in kept if text.strip()])
    template = "cell_gone_cell.html" if request.htmx else "cell_gone.html"  # type: ignore[attr-defined]
    return render(request, f"frameworks/grid/{template}", context, status=409)


def _form(shape: VersionShape, cell: GridCell, row: Expectation | None, data: Any = None) -> ExpectationForm:
    seen = row.revision if row else 0
    return ExpectationForm(
        data,
        instance=row,
        initial={"seen": seen},
        scale=shape.scale,
        may_build=shape.level_before(cell.level.key) is not None,
        ref=cell.ref,
    )


def _counts(shape: VersionShape, cell: GridCell, filters: Filters) -> dict[str, str]:
    """The page's counts that a saved cell changes: id of the element → text."""
    column = written_of(shape, cell.level.key)
    tracks, _choice = shown_tracks(shape, filters.track)
    pairs = [(level.key, item) for track in tracks for level in track.levels for item in expected_of(shape, level.key)]
    in_group = [
        shape.expectation(level, item.key).written for level, item in pairs if item.group == cell.competency.group
    ]
    everything = [shape.expectation(level, item.key).written for level, item in pairs]
    return {
        f"n-{cell.level.key}": tally(column),
        f"g-{cell.competency.group}": tally(Completion(sum(in_group), len(in_group))),
        "grid-total": tally(Completion(sum(everything), len(everything))),
    }


def cell_url(draft: Version, cell: GridCell) -> str:
    """The address of a cell."""
    return reverse("draft-cell", args=[draft.framework.slug, cell.level.key, cell.competency.key])


def back_to(request: HttpRequest, draft: Version, cell: GridCell | None = None) -> str:
    """The grid as it was filtered, at the cell."""
    address = reverse("draft-grid", args=[draft.framework.slug]) + Filters.of(request).query
    return f"{address}#{cell.ref}" if cell else address
