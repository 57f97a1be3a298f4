"""What waits for a second person: a list, and a page for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.form_actions import told_refusals

from ..approvals import actions
from ..approvals.apart import apart_text, may_be_one
from ..approvals.kinds import APPROVAL_KINDS, Beside
from ..approvals.queries import concerns, could_confirm, may_confirm, to_confirm, visible_to
from ..errors import DomainError
from ..lists.approval_list import APPROVALS, BANDS, approvals_asked
from ..lists.page import ListPage
from ..lists.views import one_page, shows
from ..models import Approval

PAGE, YOURS = 50, 100


@require_safe
@shows(APPROVALS)
def approval_list(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """What waits for one's word, and below all that one has asked for or may confirm: 8 queries with session and user."""
    yours = to_confirm(request.user).select_related("asked_by")[:YOURS]
    context = one_page(request, seen, approvals_asked(request.user, seen.kept), PAGE)
    for row in (*yours, *context["rows"]):
        row.title = APPROVAL_KINDS[row.kind].title
    context |= {"yours": yours, "show": seen.kept.get("show") == BANDS}
    return render(request, "core/approvals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What would change, why, and who asks; confirm, decline, or withdraw."""
    row: Approval = get_object_or_404(visible_to(request.user), pk=pk)
    if request.method == "POST":
        with told_refusals(request):
            _decide(request, row)
        return redirect("approval", pk)
    own = row.asked_by_id == request.user.pk
    beside = _beside(request, row) if row.waiting else None
    context = {
        "row": row,
        "title": APPROVAL_KINDS[row.kind].title,
        "decides": row.waiting and may_confirm(request.user, row),
        "own": own and row.waiting,
        "concerned": row.waiting and concerns(request.user, row),
        "apart": apart_text() if row.waiting and not own and may_be_one(request.user, row.asked_by) else "",
        "beside": beside.template if beside else "",
        "others": could_confirm(row.kind, row.asked_by, row.payload, row.about) if own and row.waiting else [],
    }
    return render(request, "core/approval.html", context | (beside.context if beside else {}))


def _beside(request: HttpRequest, row: Approval) -> Beside | None:
    try:
        return APPROVAL_KINDS[row.kind].beside(row.payload, request.user)
    except DomainError:
        return None  # something of it is gone, which whoever confirms is told


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
