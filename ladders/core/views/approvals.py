"""What waits for a second person: a list, and a page for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..approvals import actions
from ..approvals.kinds import KINDS
from ..approvals.queries import asked_by, could_confirm, may_confirm, visible_to, waits_for
from ..errors import DomainError
from ..models import Approval
from ..permissions import Permission

PAGE = 100


@require_safe
def approval_list(request: HttpRequest) -> HttpResponse:
    """What one has asked for and what one may confirm, latest first: 4 queries with session and user.

    `show` narrows it to what one asked for about bands.
    """
    narrowed = request.GET.get("show") == "bands"
    rows = list(_asked_about_bands(request.user) if narrowed else visible_to(request.user)[:PAGE])
    yours = {row.pk for row in rows if waits_for(request.user, row)}
    context = {
        "narrowed": narrowed,
        "yours": [(row, KINDS[row.kind].title) for row in rows if row.pk in yours],
        "waiting": [(row, KINDS[row.kind].title) for row in rows if row.waiting and row.pk not in yours],
        "closed": [(row, KINDS[row.kind].title) for row in rows if not row.waiting],
    }
    return render(request, "core/approvals.html", context)


def _asked_about_bands(user: Any) -> QuerySet[Approval]:
    return asked_by(user, Permission.EDIT_BANDS).select_related("asked_by", "decided_by")[:PAGE]


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
