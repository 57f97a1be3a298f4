"""Reading: the list of reports, one of them, and the document to hand in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ladders.core.access import may
from ladders.core.models import Job, Organisation
from ladders.core.permissions import Permission

from ..actions.publication import missing_before_signing, small_groups_waiting, why_not_sign
from ..models import Report
from ..queries.document import document_of
from ..queries.due import due_reports, due_soon
from ..queries.readers import ReadAs, ReportReader, reader_of
from .presentation import shown_document


def read_by(request: HttpRequest, pk: int) -> tuple[Report, ReportReader]:
    """The report, and as what it is read; for whoever may not open it there is no such page."""
    rows = Report.objects.visible_to(request.user).select_related("decision", "signed_by")
    report = get_object_or_404(rows, pk=pk)
    return report, reader_of(report, request.user)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every report that the reader may open, the latest year first, and what is due next to analysts: 6 queries at most.

    `show` narrows them to what is at work, asks for the reader's opinion, or is due by law within half a year.
    """
    if request.GET.get("show") == "due" and may(request.user, Permission.VIEW_PAY_EQUITY):
        return _due_page(request)
    reports, show = Report.objects, request.GET.get("show", "")
    narrowed = {"open": reports.at_work, "asked": reports.asks_opinion_of}.get(show)
    rows = list((narrowed or reports.visible_to)(request.user).select_related("signed_by"))
    shows_due = narrowed is None and may(request.user, Permission.VIEW_PAY_EQUITY)
    due = due_reports(request.user, timezone.localdate()) if shows_due else []
    may_start = may(request.user, Permission.EDIT_PAY_EQUITY)
    context = {"rows": rows, "due": due, "narrowed": bool(narrowed), "may_start": may_start}
    return render(request, "pay_reports/list.html", context)


def _due_page(request: HttpRequest) -> HttpResponse:
    due = due_soon(request.user, timezone.localdate())
    context = {"rows": [], "due": due, "narrowed": True, "may_start": may(request.user, Permission.EDIT_PAY_EQUITY)}
    return render(request, "pay_reports/list.html", context)


@require_safe
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, with what its reader may do next: 20 queries at most, whatever the number of categories."""
    report, reader = read_by(request, pk)
    context: dict[str, Any] = {"report": report, "reader": reader, "later": _later(report, request.user)}
    context["amounts"] = reader.amounts
    if report.computed_at is not None:
        context |= shown_document(document_of(report, reader))
    if reader.writes:
        context["work"] = Job.objects.filter(pk=report.job).first() if report.job else None
        context |= _next_steps(report, request.user)
        keys = dict(report.categories.values_list("name", "pk"))
        for each in context.get("categories", ()):
            each["pk"] = keys[each["name"]]
    context["may_write_opinion"] = (
        reader.read_as is ReadAs.REPRESENTATIVE and report.draft and report.consulted_at is not None
    )
    context["opinion_written"] = context["may_write_opinion"] and report.opinions.filter(by_id=request.user.pk).exists()
    return render(request, "pay_reports/report.html", context)


def _next_steps(report: Report, user: Any) -> dict[str, Any]:
    if not report.draft:
        return {}
    waiting = [] if report.consulted_at else small_groups_waiting(report, user)
    missing = missing_before_signing(report)
    return {"missing": missing, "why_not_sign": why_not_sign(report, user), "approvals": waiting}


def _later(report: Report, user: Any) -> Report | None:
    """The edition that replaces this one, where the reader may open it."""
    return Report.objects.visible_to(user).filter(former=report).first()


@require_safe
def report_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a document to print and hand in, with the note on methods: percentages, no amounts."""
    report, reader = read_by(request, pk)
    context: dict[str, Any] = {"report": report, "reader": reader, "organisation": Organisation.current()}
    if report.computed_at is not None:
        context |= shown_document(document_of(report, reader))
    return render(request, "pay_reports/document.html", context)
