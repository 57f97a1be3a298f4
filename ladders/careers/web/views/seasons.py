"""My seasons: what was, under which name, and what I plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.actions import seasons as actions
from ladders.careers.domain.move_kinds import Season
from ladders.careers.models import SeasonPlan, Thing
from ladders.careers.queries.sharing import seen_by
from ladders.careers.queries.timelines import seasons_of
from ladders.core.form_actions import carry_out, refusals_on
from ladders.core.inputs import day_said

from ..forms import NameForm, PlannedSeasonForm
from .access import own


@require_safe
@own
def seasons(request: HttpRequest, person: Employee) -> HttpResponse:
    """The timeline and the plans: 5 queries beside those of session and user."""
    return _page(request, person)


def _page(
    request: HttpRequest, person: Employee, *, naming: NameForm | None = None, planning: PlannedSeasonForm | None = None
) -> HttpResponse:
    picture = seasons_of(person, timezone.localdate())
    begins = day_said(request.GET.get("from", ""))
    chosen = next((bar for bar in picture.so_far if bar.starts_on == begins), None)
    if naming is None and chosen is not None:
        naming = NameForm(
            initial={"season": chosen.season.value, "starts_on": chosen.starts_on, "ends_on": chosen.ends_on}
        )
    bound = [form for form in (naming, planning) if form is not None and form.is_bound]
    context = {
        "seasons": picture,
        "naming": naming,
        "chosen": chosen,
        "seen_by": seen_by(person, Thing.SEASONS, timezone.localdate()),
        "planning": planning or PlannedSeasonForm(),
    }
    return render(request, "careers/seasons.html", context, status=422 if bound else 200)


@require_POST
@own
def season_name(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """Call a stretch of one's way what it was."""
    form = NameForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form, "starts_on"):
            actions.name_season(
                employee=person,
                season=Season(data["season"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                by=request.user,
            )
            messages.success(request, _("Your season has its name."))
            return redirect("seasons")
    return _page(request, person, naming=form)


@require_POST
@own
def season_unname(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Let the season follow from the track again."""
    actions.unname_season(employee=person, key=pk, by=request.user)
    messages.success(request, _("The season follows from the track again."))
    return redirect("seasons")


@require_POST
@own
def plan_new(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """Plan a season."""
    form = PlannedSeasonForm(request.POST)
    if carry_out(form, lambda _data: actions.plan_season(employee=person, by=request.user, **_planned(form))):
        messages.success(request, _("Your plan is kept. Nobody sees it unless you share your seasons."))
        return redirect("seasons")
    return _page(request, person, planning=form)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def plan_edit(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Write a plan anew."""
    plan = get_object_or_404(SeasonPlan, employee=person, pk=pk)
    form = PlannedSeasonForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        actions.change_plan(employee=person, key=pk, by=request.user, **_planned(form))
        messages.success(request, _("Your plan is kept."))
        return redirect("seasons")
    return render(request, "careers/plan.html", {"form": form, "plan": plan}, status=422 if form.errors else 200)


@require_POST
@own
def plan_drop(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Remove a plan."""
    actions.drop_plan(employee=person, key=pk, by=request.user)
    messages.success(request, _("The plan is removed."))
    return redirect("seasons")


def _planned(form: PlannedSeasonForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"season": Season(data["season"]), "starts_on": data["starts_on"], "note": data["note"]}
