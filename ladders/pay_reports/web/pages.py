"""Reading: the list of reports, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ladders.core.access import may
from ladders.core.permissions import Permission

from ..models import Report


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every report that the reader may open, the latest year first: 1 query, or 2."""
    rows = list(Report.objects.visible_to(request.user).select_related("signed_by"))
    context = {"rows": rows, "may_start": may(request.user, Permission.EDIT_PAY_EQUITY)}
    return render(request, "pay_reports/list.html", context)


@require_safe
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One report."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    writes = Report.objects.analysed_by(request.user, Permission.EDIT_PAY_EQUITY).filter(pk=pk).exists()
    analyses = writes or Report.objects.analysed_by(request.user).filter(pk=pk).exists()
    context = {
        "report": report,
        "writes": writes,
        "categories": report.categories.all() if analyses else (),
    }
    return render(request, "pay_reports/report.html", context)
