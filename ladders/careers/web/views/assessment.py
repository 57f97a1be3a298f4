"""Assessments: my own, and those of the people who report to me today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Employee
from ladders.careers.actions.assessments import assess
from ladders.careers.actions.policy import change_policy
from ladders.careers.models import CareerPolicy, Evidence, LeadWish, Side
from ladders.careers.queries.assessment_sheets import Sheet, sheet_of
from ladders.core.access import requires
from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import tell_saved
from ladders.core.inputs import key_said
from ladders.core.permissions import Permission
from ladders.reporting.queries.lines import manager_of, reports_to

from ..forms import AssessmentForm, CareerPolicyForm
from .access import own, sent_again


@require_http_methods(["GET", "HEAD", "POST"])
@own
def assessment(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """How I see myself, beside how my manager sees me. `?for=` narrows it to what a level asks."""
    today = timezone.localdate()
    notes = list(Evidence.objects.filter(employee=person).kept()[:200])
    more = {
        "manager": manager_of(person, today),
        "wish": LeadWish.objects.filter(employee=person).first(),
        "mine": True,
    }
    return _page(request, person, Side.SELF, today, notes=notes, more=more)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def team_assessment(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """How I see somebody who reports to me today; for anybody else there is no such page."""
    today = timezone.localdate()
    person = get_object_or_404(reports_to(me, today), pk=pk)
    return _page(request, person, Side.MANAGER, today, notes=[], more={"manager": me, "mine": False})


def _page(
    request: HttpRequest, person: Employee, side: Side, today: dt.date, *, notes: list[Evidence], more: dict[str, Any]
) -> HttpResponse:
    sheet = sheet_of(person, today, key_said(request.GET.get("for", "")))
    form = _form(sheet, side, notes, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changed = assess(
                    employee=person,
                    side=side,
                    marks=form.marks(),
                    seen=form.cleaned_data["seen"],
                    today=today,
                    by=request.user,
                )
            except StaleError as error:
                sheet = sheet_of(person, today, key_said(request.GET.get("for", "")))
                form = _form(sheet, side, notes, sent_again(request, sheet.revisions[side]))
                form.add_error(None, error.sentence)
                status = 409
            except DomainError as error:
                form.add_error(None, error.sentence)
            else:
                messages.success(request, _saved(changed))
                return redirect(request.get_full_path())
    context = {
        "sheet": sheet,
        "form": form,
        "side": side.value,
        "person": person,
        "stale": status == 409,
        "counting": CareerPolicy(counting=sheet.counting).get_counting_display(),
        **more,
    }
    return render(request, "careers/assessment.html", context, status=status)


def _form(sheet: Sheet, side: Side, notes: list[Evidence], data: Any) -> AssessmentForm:
    return AssessmentForm(data, rows=sheet.rows, side=side, seen=sheet.revisions[side], notes=notes)


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing was changed.")
    return ngettext("Kept: %(number)s change.", "Kept: %(number)s changes.", changed) % {"number": changed}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def career_policy(request: HttpRequest) -> HttpResponseBase:
    """Which assessment counts."""
    form = CareerPolicyForm(request.POST or None, instance=CareerPolicy.current())
    if request.method == "POST" and form.is_valid():
        changed = change_policy(values=form.cleaned_data, by=request.user)
        tell_saved(request, _("The rules are saved."), changed=changed)
        return redirect("career-policy")
    return render(request, "careers/policy.html", {"form": form}, status=422 if form.errors else 200)
