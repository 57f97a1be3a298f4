"""HR's pages: every request in reach, checklists, and rights of return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.core.access import requires
from ladders.core.form_actions import refusals_on, tell_saved
from ladders.core.lists.page import ListPage, kept_of, plain_url
from ladders.core.lists.views import AFTER, one_page, shows
from ladders.core.permissions import Permission
from ladders.core.replica import may_lag
from ladders.moves.actions.return_rights import extend_right, tick
from ladders.moves.models import FollowUp, MoveRequest, ReturnRight
from ladders.moves.queries import checklist, return_rights
from ladders.moves.queries.hr_lists import (
    MOST,
    MOVE,
    PAGE,
    RequestFilter,
    first_requests,
    requests_asked,
    rights_that_hold,
    say,
    usual_order,
    with_people,
)

from ..checklist_list import CHECKLISTS, lines_asked
from ..forms import ExtendForm
from ..presentation import ShownTerms, shown, terms_of
from ..request_cells import request_rows
from ..request_list import REQUESTS
from .base import bar, today_of


@may_lag
@require_safe
@requires(Permission.HANDLE_MOVES)
@shows(REQUESTS)
def all_requests(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """Requests by the people in reach, of which HR may hear: 3 queries for the list, however long it is."""
    form, today = RequestFilter(request.GET or None), today_of()
    asked = form.asked()
    order = seen.order.names or usual_order(asked)
    if AFTER not in request.GET and (first := first_requests(request.user, asked, order, today)):
        rows, number = first
        context = one_page(request, seen, rows, PAGE, order)
    else:
        fitting = requests_asked(request.user, asked, today)
        context = one_page(request, seen, with_people(fitting), PAGE, order)
        number = fitting.count()
    say(context["rows"], today, request.user)
    context |= {"form": form, "number": number, "body": request_rows(context["rows"], seen)}
    return render(request, "moves/all.html", context | bar(request, "all"))


@require_safe
@requires(Permission.HANDLE_MOVES)
@shows(CHECKLISTS)
def follow_up_list(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """What is left after moves took effect, move by move, soonest first, with what was promised; and rights of return that
    hold: 4 queries for the lists, however long they are."""
    today = today_of()
    fitting = lines_asked(request.user, seen.kept)
    held = rights_that_hold(request.user, seen.kept.get("q", "")[:100], today)
    context = one_page(request, seen, fitting.select_related(*MOVE), MOST)
    context |= {
        "moves": _by_move(context["rows"], today),
        "number": fitting.count(),
        "rights": held[:MOST],
        "more": len(held) > MOST,
    }
    return render(request, "moves/follow_ups.html", context | bar(request, "follow-ups"))


@dataclass(frozen=True, slots=True)
class MoveChecklist:
    """What is left after one move: its lines with their words and whether they are overdue, and the terms without amounts."""

    row: MoveRequest
    kind: str
    lines: tuple[tuple[FollowUp, str, bool], ...]
    promised: ShownTerms | None


def _by_move(left: list[FollowUp], today: dt.date) -> list[MoveChecklist]:
    """In the order of each move's first line."""
    found: dict[UUID, list[FollowUp]] = {}
    for each in left:
        found.setdefault(each.request_id, []).append(each)
    return [_checklist(lines, today) for lines in found.values()]


def _checklist(items: list[FollowUp], today: dt.date) -> MoveChecklist:
    row = items[0].request
    terms = terms_of(row, today)
    return MoveChecklist(
        row,
        row.get_kind_display(),
        tuple((each, checklist.words(each.what), each.due_on < today) for each in items),
        shown(terms, pay=False, own=False, today=today) if terms else None,
    )


@require_POST
def follow_up_tick(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Tick a line of a checklist, or take the tick back."""
    item = get_object_or_404(FollowUp.objects.filter(request__in=_handled(request)), pk=pk)
    tick(item=item, by=request.user, today=today_of(), done=request.POST.get("done") != "0")
    if request.POST.get("back") == "request":
        return redirect("move", item.request_id)
    kept = kept_of(CHECKLISTS, QueryDict(request.POST.get("list", ""))).urlencode()
    return redirect(f"{reverse('moves-follow-ups')}?{kept}" if kept else plain_url("moves-follow-ups"))


def _handled(request: HttpRequest) -> Any:
    within = Employee.objects.within(request.user, Permission.HANDLE_MOVES)
    return MoveRequest.objects.visible_to(request.user, today_of()).filter(person__in=within).values("pk")


@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A right of return, as HR sees it in its reach; it can be made to hold longer, never shorter."""
    today = today_of()
    within = Employee.objects.within(request.user, Permission.HANDLE_MOVES)
    rows = ReturnRight.objects.visible_to(request.user).filter(person__in=within).exclude(person__user=request.user.pk)
    row = rows.select_related("person", "level", "extended_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = ExtendForm(request.POST or None, initial={"until": row.until})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "until"):
            changed = extend_right(
                right=row,
                until=form.cleaned_data["until"],
                evidence=form.cleaned_data["evidence"],
                by=request.user,
                today=today,
            )
            tell_saved(request, _("It holds longer now. The person is told."), changed=changed)
            return redirect("move-right", row.pk)
    context = {
        "right": row,
        "form": form,
        "review": return_rights.review_words(row, today),
        "holds": row.starts_on <= today <= row.until and not row.used_at,
    }
    return render(request, "moves/right.html", context | bar(request, "follow-ups"), status=422 if form.errors else 200)
