"""Groups and competencies of a draft: one page to see and order them, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import refusals_on, tell_saved, told_refusals
from ladders.frameworks.actions import competencies as actions
from ladders.frameworks.actions import undo_competencies
from ladders.frameworks.models import Competency, CompetencyGroup, Version
from ladders.frameworks.queries.cell_history import names_of

from ..forms.base import EditForm
from ..forms.grid import CompetencyForm, GroupForm
from .base import draft_context
from .grid import on_draft
from .many_competencies import many_context
from .panel import not_saved


@require_GET
@on_draft
def arrange_page(request: HttpRequest, draft: Version) -> HttpResponse:
    """All groups with their competencies, in order, and what was deleted: 10 queries."""
    return _arrange(request, draft)


def _arrange(request: HttpRequest, draft: Version, moved: UUID | None = None) -> HttpResponse:
    groups = list(draft.competencygroup_set.prefetch_related("competencies"))
    deleted = undo_competencies.deleted_parts(draft)
    names = names_of([item.event for item in deleted]) if deleted else {}
    return render(
        request,
        "frameworks/grid/arrange_list.html" if request.htmx else "frameworks/grid/arrange.html",  # type: ignore[attr-defined]
        draft_context(
            draft,
            groups=groups,
            deleted=[(item, names.get(_user(item.event), "")) for item in deleted],
            section="arrange",
            moved=_moved(groups, moved),
            number=sum(len(group.competencies.all()) for group in groups),
            **many_context(request, draft),
        ),
    )


def _moved(groups: list[CompetencyGroup], key: UUID | None) -> str:
    """What a screen reader says after a move: "Testing is now 2 of 5."."""
    lists: list[list[Any]] = [groups, *(list(group.competencies.all()) for group in groups)]
    for rows in lists:
        for place, row in enumerate(rows, start=1):
            if row.key == key:
                return _("%(name)s is now %(place)s of %(all)s.") % {
                    "name": row.name,
                    "place": place,
                    "all": len(rows),
                }
    return ""


@require_http_methods(["GET", "POST"])
@on_draft
def group_new(request: HttpRequest, draft: Version) -> HttpResponseBase:
    """Add a group."""
    form = GroupForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form, "name"):
            group = actions.add_group(version=draft, name=data["name"], kind=data["kind"], by=request.user)
            messages.success(request, _("Added the group “%(name)s”.") % {"name": group.name})
            return _back(draft, group.key)
    return _form_page(request, draft, form, _("New group"))


@require_http_methods(["GET", "POST"])
@on_draft
def group_edit(request: HttpRequest, draft: Version, group: UUID) -> HttpResponseBase:
    """Rename a group, or say what it is about."""
    if request.method == "POST" and not draft.competencygroup_set.filter(key=group).exists():
        return not_saved(request, draft, "name")
    row = get_object_or_404(CompetencyGroup, version=draft, key=group)
    theirs = {"name": row.name, "kind": row.kind}
    form = GroupForm(request.POST or None, initial={**theirs, "seen": row.revision})
    if form.is_bound and (values := form.settle(theirs, row.revision)) is not None:
        with _refusals(form):
            actions.change_group(version=draft, group=group, seen=row.revision, by=request.user, **values)
            tell_saved(request, _("Saved the group “%(name)s”.") % {"name": values["name"]}, changed=values != theirs)
            return _back(draft, group)
    delete = reverse("draft-group-delete", args=[draft.framework.slug, group])
    return _form_page(request, draft, form, row.name, delete=delete)


@require_http_methods(["GET", "POST"])
@on_draft
def competency_new(request: HttpRequest, draft: Version) -> HttpResponseBase:
    """Add a competency to a group."""
    groups = list(draft.competencygroup_set.all())
    if not groups:
        messages.info(request, _("A competency stands in a group: add a group first."))
        return HttpResponseRedirect(reverse("draft-group-new", args=[draft.framework.slug]))
    form = CompetencyForm(request.POST or None, groups=groups, initial={"group": request.GET.get("group", "")})
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.choosable}
        with refusals_on(form, "name"):
            competency = actions.add_competency(version=draft, by=request.user, **values)
            messages.success(request, _("Added “%(name)s”.") % {"name": competency.name})
            return _back(draft, competency.key)
    return _form_page(request, draft, form, _("New competency"))


@require_http_methods(["GET", "POST"])
@on_draft
def competency_edit(request: HttpRequest, draft: Version, competency: UUID) -> HttpResponseBase:
    """Rename or describe a competency, or move it to another group."""
    if request.method == "POST" and not Competency.objects.filter(version=draft, key=competency).exists():
        return not_saved(request, draft, "name", "description", "links")
    row = get_object_or_404(Competency.objects.select_related("group"), version=draft, key=competency)
    theirs = {"name": row.name, "description": row.description, "links": row.links, "group": row.group.key}
    groups = list(draft.competencygroup_set.all())
    form = CompetencyForm(request.POST or None, groups=groups, initial={**theirs, "seen": row.revision})
    if form.is_bound and (values := form.settle(theirs, row.revision)) is not None:
        with _refusals(form):
            actions.change_competency(
                version=draft, competency=competency, seen=row.revision, by=request.user, **values
            )
            tell_saved(request, _("Saved “%(name)s”.") % {"name": values["name"]}, changed=values != theirs)
            return _back(draft, competency)
    delete = reverse("draft-competency-delete", args=[draft.framework.slug, competency])
    return _form_page(request, draft, form, row.name, delete=delete)


@require_POST
@on_draft
def group_move(request: HttpRequest, draft: Version, group: UUID) -> HttpResponseBase:
    """One place up or down."""
    actions.move_group(version=draft, group=group, up=request.POST.get("to") == "up", by=request.user)
    return _arrange(request, draft, group) if request.htmx else _back(draft, group)  # type: ignore[attr-defined]


@require_POST
@on_draft
def competency_move(request: HttpRequest, draft: Version, competency: UUID) -> HttpResponseBase:
    """One place up or down within the group."""
    actions.move_competency(version=draft, competency=competency, up=request.POST.get("to") == "up", by=request.user)
    return _arrange(request, draft, competency) if request.htmx else _back(draft, competency)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@on_draft
def group_delete(request: HttpRequest, draft: Version, group: UUID) -> HttpResponseBase:
    """Say what would go with the group, then delete it."""
    row = get_object_or_404(CompetencyGroup.objects.prefetch_related("competencies"), version=draft, key=group)
    written = actions.written_expectations(draft, group=row.pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.delete_group(version=draft, group=group, written=_told(request), by=request.user)
        except DomainError as error:
            problem = error.sentence
        else:
            return _deleted(request, draft, row.name)
    names = [item.name for item in row.competencies.all()]
    return _delete_page(request, draft, row, written, problem, names=names)


@require_http_methods(["GET", "POST"])
@on_draft
def competency_delete(request: HttpRequest, draft: Version, competency: UUID) -> HttpResponseBase:
    """Say how many written expectations would go, then delete the competency."""
    row = get_object_or_404(Competency, version=draft, key=competency)
    written = actions.written_expectations(draft, competency=row.pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.delete_competency(version=draft, competency=competency, written=_told(request), by=request.user)
        except DomainError as error:
            problem = error.sentence
        else:
            return _deleted(request, draft, row.name)
    return _delete_page(request, draft, row, written, problem)


@require_POST
@on_draft
def group_restore(request: HttpRequest, draft: Version, group: UUID) -> HttpResponseBase:
    """Bring a deleted group back."""
    row = undo_competencies.restore_group(version=draft, group=group, by=request.user)
    messages.success(request, _("“%(name)s” is back, with everything written for it.") % {"name": row.name})
    return _back(draft, group)


@require_POST
@on_draft
def competency_restore(request: HttpRequest, draft: Version, competency: UUID) -> HttpResponseBase:
    """Bring a deleted competency back."""
    with told_refusals(request):
        row = undo_competencies.restore_competency(version=draft, competency=competency, by=request.user)
        messages.success(request, _("“%(name)s” is back, with everything written for it.") % {"name": row.name})
        return _back(draft, competency)
    return _back(draft)


@contextmanager
def _refusals(form: EditForm) -> Iterator[None]:
    """What the action refuses stands at the name, or above the form where somebody else was faster by a moment."""
    try:
        yield
    except DomainError as error:
        stale = isinstance(error, StaleError)
        form.add_error(None if stale else "name", error.sentence)
        form.status = 409 if stale else 422


def _form_page(request: HttpRequest, draft: Version, form: EditForm, title: str, *, delete: str = "") -> HttpResponse:
    context = draft_context(draft, form=form, title=title, delete=delete, section="arrange")
    status = 422 if form.status == 200 and form.errors else form.status
    return render(request, "frameworks/grid/part_form.html", context, status=status)


def _delete_page(
    request: HttpRequest, draft: Version, row: Any, written: int, problem: str, names: list[str] | None = None
) -> HttpResponse:
    context = draft_context(
        draft, row=row, names=names, is_group=names is not None, written=written, problem=problem, section="arrange"
    )
    return render(request, "frameworks/grid/delete.html", context, status=409 if problem else 200)


def _deleted(request: HttpRequest, draft: Version, name: str) -> HttpResponseBase:
    messages.success(request, _("Deleted “%(name)s”. You can bring it back at the end of this page.") % {"name": name})
    return _back(draft)


def _told(request: HttpRequest) -> int | None:
    text = request.POST.get("written", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _back(draft: Version, key: UUID | None = None) -> HttpResponseBase:
    address = reverse("draft-competencies", args=[draft.framework.slug])
    return HttpResponseRedirect(f"{address}#p-{key}" if key else address)


def _user(event: Any) -> Any:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
