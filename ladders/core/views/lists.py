"""What every list can: be taken as a workbook, and keep the filters that somebody saved."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..form_actions import told_refusals
from ..lists.files import ask_for_file, may_have
from ..lists.kinds import ListKind, list_kind
from ..lists.models import ListFile, SavedFilter
from ..lists.page import PLAIN
from ..lists.saved_filters import open_with as open_list_with
from ..lists.saved_filters import save_filter as keep_filter
from ..xlsx import XLSX


def _list(request: HttpRequest, name: str) -> ListKind:
    """The list, for whoever may see it."""
    kind = list_kind(name)
    if kind is None:
        raise Http404
    if not kind.may(request.user):
        raise PermissionDenied
    return kind


@require_POST
def new_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Have a list made as a workbook, as it is seen or with every column: 5 queries."""
    kind = _list(request, name)
    if not kind.taken_by(request.user):
        raise PermissionDenied
    made = ask_for_file(
        kind=kind,
        query=QueryDict(request.POST.get("query", "")),
        every_column=request.POST.get("columns") == "every",
        by=request.user,
    )
    return redirect("job", made.job_id)


@require_safe
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The workbook, for whoever asked for it and still reaches what they reached then."""
    found = get_object_or_404(ListFile.objects.visible_to(request.user), pk=pk)
    if not may_have(found, request.user):
        raise PermissionDenied
    if not found.content:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@require_POST
def save_filter(request: HttpRequest, name: str) -> HttpResponseBase:
    """Keep how the list is seen now."""
    kind = _list(request, name)
    query = QueryDict(request.POST.get("query", ""))
    with told_refusals(request):
        row = keep_filter(
            kind=kind,
            name=request.POST.get("name", ""),
            query=query,
            opens=bool(request.POST.get("opens")),
            by=request.user,
        )
        messages.success(request, _("Saved as “%(name)s”.") % {"name": row.name})
        return redirect(f"{reverse(kind.address)}?{row.query}")
    return redirect(f"{reverse(kind.address)}?{query.urlencode() or f'{PLAIN}=1'}")


@require_POST
def remove_filter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Throw one of one's own away."""
    row, kind = _own(request, pk)
    row.delete()
    messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
    return redirect(f"{reverse(kind.address)}?{row.query}")


@require_POST
def open_with(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Have the list open with one of one's own filters, or without it again."""
    row, kind = _own(request, pk)
    opens = bool(request.POST.get("opens"))
    open_list_with(row, opens=opens)
    said = _("The list opens with “%(name)s” from now on.") if opens else _("The list opens without a filter again.")
    messages.success(request, said % {"name": row.name})
    return redirect(f"{reverse(kind.address)}?{row.query}")


def _own(request: HttpRequest, pk: int) -> tuple[SavedFilter, ListKind]:
    """One of the person's own filters, and its list."""
    row = get_object_or_404(SavedFilter, owner=request.user.pk, pk=pk)
    kind = list_kind(row.list)
    if kind is None:
        raise Http404
    return row, kind
