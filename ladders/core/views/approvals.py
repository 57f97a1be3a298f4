"""What waits for a second person: a list, and a page for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..approvals import actions
from ..approvals.kinds import KINDS
from ..approvals.queries import could_confirm, may_confirm, to_confirm, visible_to
from ..errors import DomainError
from ..lists.approval_list import APPROVALS, BANDS, STATES, approvals_asked, kinds_of
from ..lists.order import bare, behind
from ..lists.page import open_list, opens_at
from ..models import Approval

PAGE, YOURS = 50, 100


@require_safe
def approval_list(request: HttpRequest) -> HttpResponseBase:
    """What waits for one's word, and below all that one has asked for or may confirm: 8 queries with session and user."""
    seen = open_list(request, APPROVALS)
    if address := opens_at(request, seen):
        return redirect(address)
    fitting = approvals_asked(request.user, request.GET)
    order, after = seen.order.names, request.GET.get("after", "")
    rows = fitting.order_by(*order)
    if after.isascii() and after.isdigit() and len(after) < 19:
        last = fitting.filter(pk=int(after)).values_list(*bare(order)).first()
        rows = rows.filter(behind(order, last)) if last else rows
    page = list(rows[: PAGE + 1])
    following, first = request.GET.copy(), request.GET.copy()
    first.pop("after", None)
    following["after"] = str(page[PAGE - 1].pk) if len(page) > PAGE else ""
    context = {
        "list": seen,
        "yours": [(row, KINDS[row.kind].title) for row in to_confirm(request.user).select_related("asked_by")[:YOURS]],
        "rows": [(row, KINDS[row.kind].title) for row in page[:PAGE]],
        "states": [(value, label, value == request.GET.get("state", "")) for value, label in STATES],
        "kinds": [(value, label, value == request.GET.get("kind", "")) for value, label in kinds_of(request.user)],
        "show": request.GET.get("show", "") if request.GET.get("show") == BANDS else "",
        "narrowed": any(request.GET.get(name) for name in APPROVALS.narrowed_by),
        "first": first.urlencode() if after else None,
        "following": following.urlencode() if following["after"] else "",
    }
    return render(request, "core/approvals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What would change, why, and who asks; confirm, decline, or withdraw."""
    row: Approval = get_object_or_404(visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            _decide(request, row)
        except DomainError as error:
            messages.error(request, error.sentence)
        return redirect("approval", pk)
    own = row.asked_by_id == request.user.pk
    context = {
        "row": row,
        "title": KINDS[row.kind].title,
        "decides": row.waiting and may_confirm(request.user, row),
        "own": own and row.waiting,
        "others": could_confirm(row.kind, row.asked_by, row.payload, row.about) if own and row.waiting else [],
    }
    return render(request, "core/approval.html", context)


def _decide(request: HttpRequest, row: Approval) -> None:
    what = request.POST.get("do")
    if what == "confirm":
        actions.confirm(approval=row, by=request.user)
        messages.success(request, _("Confirmed: it holds now."))
    elif what == "decline":
        actions.decline(approval=row, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("Declined. Nothing was changed."))
    elif what == "withdraw":
        actions.withdraw(approval=row, by=request.user)
        messages.success(request, _("Withdrawn. Nothing was changed."))


def tell_waits(request: HttpRequest, row: Approval) -> HttpResponseBase:
    """Say that it waits, and lead to its page."""
    messages.success(request, _("A second person has to confirm this. They have been told; nothing is changed yet."))
    return redirect("approval", row.pk)
