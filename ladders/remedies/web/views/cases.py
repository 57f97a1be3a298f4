"""The list of cases and the page of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ladders.core.access import may, requires
from ladders.core.form_actions import told_refusals
from ladders.core.lists.page import ListPage
from ladders.core.lists.views import one_page, shows
from ladders.core.permissions import Permission

from ...actions.cases import measure_again
from ...domain.states import CaseState, MeasuredOn
from ...models import RemedyCase
from ...queries.cases import cases_asked, measures_of, numbers_of, to_judge, usual_order
from ..case_list import CASES
from ..presentation import case_context
from .base import case_of

PAGE = 50


@require_safe
@requires(Permission.VIEW_PAY_EQUITY)
def case_list(request: HttpRequest) -> HttpResponseBase:
    """What needs doing, due first; or (`show=mine`) what waits for the reader alone: 7 queries at most with session and user."""
    return _mine(request) if request.GET.get("show") == "mine" else _cases(request)


@shows(CASES)
def _cases(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    user: Any = request.user
    today = timezone.localdate()
    rows = cases_asked(user, seen.kept)
    context = one_page(request, seen, rows, PAGE, seen.order.names or usual_order(seen.kept))
    for row in context["rows"]:
        row.is_late = row.late(today)
    context |= {"numbers": numbers_of(request.user, today), "whole": user.reaches_all(Permission.VIEW_PAY_EQUITY)}
    return render(request, "remedies/list.html", context)


def _mine(request: HttpRequest) -> HttpResponse:
    """Measures to do and justifications to judge, the first due first."""
    whose, today = ("case__category__report",), timezone.localdate()
    context = {
        "measures": measures_of(request.user).select_related(*whose).order_by("due_on", "pk"),
        "reasons": to_judge(request.user).select_related(*whose, "by"),
        "today": today,
        "numbers": numbers_of(request.user, today),
        "mine": True,
    }
    return render(request, "remedies/mine.html", context)


@require_safe
@requires(Permission.REPRESENT_EMPLOYEES)
def assessments(request: HttpRequest) -> HttpResponse:
    """What representatives assess, or assessed, together with the employer: 5 queries at most with session and user."""
    rows = RemedyCase.objects.shared_with(request.user).select_related("category__report", "joint")
    going_on = request.GET.get("show") == "open"
    rows = rows.filter(state=CaseState.JOINT) if going_on else rows
    return render(
        request, "remedies/assessments.html", {"rows": rows.order_by("-opened_on", "pk"), "going_on": going_on}
    )


@require_safe
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One case with all that is done about it: 10 queries at most with session and user."""
    case = case_of(request, pk)
    context = case_context(case, request.user, timezone.localdate())
    return render(request, "remedies/case.html", context | {"may_edit": may(request.user, Permission.EDIT_PAY_EQUITY)})


@require_POST
def measured(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Measure the gap again, on what was paid or with salaries of today."""
    case = case_of(request, pk, Permission.EDIT_PAY_EQUITY)
    on = MeasuredOn.PAID if request.POST.get("on") == MeasuredOn.PAID else MeasuredOn.TODAY
    with told_refusals(request):
        measure_again(case=case, on=on, by=request.user)
        messages.success(request, _("The gap is measured again."))
    return redirect("remedy-case", case.pk)
