"""HR's pages: every request in reach, checklists, and rights of return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.lists.page import kept_of, open_list, opens_at
from ladders.core.permissions import Permission
from ladders.core.replica import may_lag
from ladders.moves.actions.rights import extend_right, tick
from ladders.moves.models import FollowUp, MoveRequest, ReturnRight
from ladders.moves.queries import checklist, rights
from ladders.moves.queries.hr_lists import (
    MOST,
    PAGE,
    RequestFilter,
    page_of_lines,
    requests_asked,
    requests_of,
    rights_that_hold,
)
from ladders.moves.text.labels import KINDS

from ..checklist_list import CHECKLISTS, OVERDUE, lines_asked
from ..forms import ExtendForm
from ..presentation import ShownTerms, shown, terms_of
from ..request_list import REQUESTS
from .base import bar, today_of


@may_lag
@require_safe
@requires(Permission.HANDLE_MOVES)
def all_requests(request: HttpRequest) -> HttpResponseBase:
    """Requests by the people in reach, of which HR may hear: 3 queries for the list, however long it is."""
    seen = open_list(request, REQUESTS)
    if address := opens_at(request, seen):
        return redirect(address)
    today = today_of()
    form = RequestFilter(request.GET or None)
    fitting = requests_asked(request.user, form.asked(), today)
    rows = requests_of(fitting, form.asked(), seen.order.names, request.GET.get("after", ""), today)
    following = request.GET.copy()
    following["after"] = str(rows[PAGE - 1][0].pk) if len(rows) > PAGE else ""
    first = request.GET.copy()
    first.pop("after", None)
    context = {
        "list": seen,
        "form": form,
        "rows": rows[:PAGE],
        "number": fitting.count(),
        "following": following.urlencode() if following["after"] else "",
        "first": first.urlencode() if request.GET.get("after") else None,
        "narrowed": form.narrowed(),
    }
    return render(request, "moves/all.html", context | bar(request, "all"))


@require_safe
@requires(Permission.HANDLE_MOVES)
def follow_up_list(request: HttpRequest) -> HttpResponseBase:
    """What is left after moves took effect, move by move, soonest first, with what was promised; and rights of return that
    hold: 4 queries for the lists, however long they are."""
    seen = open_list(request, CHECKLISTS)
    if address := opens_at(request, seen):
        return redirect(address)
    today = today_of()
    words = request.GET.get("q", "").strip()[:100]
    after = request.GET.get("after", "")
    fitting = lines_asked(request.user, request.GET)
    left = page_of_lines(fitting, seen.order.names, after)
    held = rights_that_hold(request.user, words, today)
    following, first = request.GET.copy(), request.GET.copy()
    first.pop("after", None)
    following["after"] = str(left[MOST - 1].pk) if len(left) > MOST else ""
    what = request.GET.get("what", "")
    context = {
        "list": seen,
        "moves": _by_move(left[:MOST], today),
        "number": fitting.count(),
        "whats": [(key, label, key == what) for key, label in checklist.WORDS.items()],
        "overdue": request.GET.get("only") == OVERDUE,
        "rights": held[:MOST],
        "more": len(held) > MOST,
        "words": words,
        "narrowed": any(request.GET.get(name) for name in CHECKLISTS.narrowed_by),
        "first": first.urlencode() if after else None,
        "following": following.urlencode() if following["after"] else "",
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
        str(KINDS[row.kind]),
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
    return redirect(f"{reverse('moves-follow-ups')}{'?' if kept else ''}{kept}")


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
        try:
            extend_right(
                right=row,
                until=form.cleaned_data["until"],
                evidence=form.cleaned_data["evidence"],
                by=request.user,
                today=today,
            )
        except DomainError as refused:
            form.add_error("until", refused.sentence)
        else:
            messages.success(request, _("It holds longer now. The person is told."))
            return redirect("move-right", row.pk)
    context = {
        "right": row,
        "form": form,
        "review": rights.review_words(row, today),
        "holds": row.starts_on <= today <= row.until and not row.used_at,
    }
    return render(request, "moves/right.html", context | bar(request, "follow-ups"), status=422 if form.errors else 200)
