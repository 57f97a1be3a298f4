"""Making a report: start, methods, figures, throw away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import requires
from ladders.core.form_actions import refusals_on
from ladders.core.models import Job
from ladders.core.permissions import Permission

from ..actions import drafts as actions
from ..models import Report
from ..queries.offered_years import offered_years
from .forms import MethodsForm, StartForm


def written_by(request: HttpRequest, pk: int) -> Report:
    """The report, for whoever may write it; for others there is no such page."""
    return get_object_or_404(Report.objects.analysed_by(request.user, Permission.EDIT_PAY_EQUITY), pk=pk)


def to_work(request: HttpRequest, report: Report, job: Job) -> HttpResponseBase:
    """To background work that this person began; from a colleague's, which is theirs alone to look at, to the report."""
    if job.owner == request.user:
        return redirect("job", job.pk)
    messages.info(request, _("A colleague has begun that already. It goes on, and nothing was begun a second time."))
    return redirect("pay-report", report.pk)


def nothing_to_do(request: HttpRequest, report: Report, title: str, why: str) -> HttpResponse:
    """The page of something that cannot be done with the report now: it says why, and asks for nothing."""
    return render(request, "pay_reports/deed.html", {"report": report, "title": title, "lede": why})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_EQUITY)
def report_new(request: HttpRequest) -> HttpResponseBase:
    """Start a report of a year and an employer of which something was brought in."""
    offered = offered_years(request.user)
    form = StartForm(offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            row = actions.start_report(
                year=form.chosen.year,
                legal_entity=form.chosen.legal_entity,
                country=form.country_chosen,
                day=data["day"],
                why_again=data["why_again"],
                by=request.user,
            )
            return redirect("pay-report-methods", row.pk)
    partly = [(each, actions.outside_reach_text(each.people, each.reached)) for each in offered if not each.whole]
    context = {"form": form, "partly": partly, "any": bool(form.offered)}
    return render(request, "pay_reports/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def methods(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer the questions of method, and have the figures worked out."""
    report = written_by(request, pk)
    if request.method != "POST" and (why := actions.why_not_in(report)):
        return nothing_to_do(request, report, _("Methods"), why)
    form = MethodsForm(report, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choices, worth = form.answers
        with refusals_on(form):
            actions.choose_methods(report=report, choices=choices, worth=worth, by=request.user)
            job = actions.have_figures_made(report=report, by=request.user)
            return to_work(request, report, job)
    context = {"form": form, "report": report}
    return render(request, "pay_reports/methods.html", context, status=422 if form.errors else 200)


@require_POST
def figures(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Have the figures made (again), in the background."""
    report = written_by(request, pk)
    return to_work(request, report, actions.have_figures_made(report=report, by=request.user))


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    report = written_by(request, pk)
    actions.discard_report(report=report, by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("pay-reports")
