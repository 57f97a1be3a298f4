"""Evaluating one level beside its neighbours: degrees with anchors, reasons, and what they lead to while one chooses."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ladders.core.access import may
from ladders.core.errors import StaleError
from ladders.core.form_actions import refusals_on
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.frameworks.actions import evaluations as actions
from ladders.frameworks.actions.levels import slot_level, unslot_level
from ladders.frameworks.domain.neighbours import neighbours
from ladders.frameworks.models import JobEvaluation, Level, Version
from ladders.frameworks.queries.evaluated_levels import STANDINGS, evaluated_levels, history_of
from ladders.frameworks.queries.versions import plan_in_force
from ladders.impact.domain.points import PlanShape, evaluate

from ..forms.evaluation import EvaluationForm
from ..forms.levels import SlotForm
from .base import draft_context, draft_or_404, level_or_404

UNKNOWN = -2  # the revision of no evaluation


@require_http_methods(["GET", "POST"])
def level_evaluation(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """The page of one level's evaluation; a POST saves it, with `do=confirm` as one that its evaluators answer for."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    level = level_or_404(version, key)
    if request.method == "GET":
        return _page(request, version, level)
    form = _form(request, level, plan_in_force()[1], request.POST)
    confirm = request.POST.get("do") == "confirm"
    if not form.is_valid() or (confirm and not form.require_all()):
        return _page(request, version, level, form=form, status=422)
    try:
        level = actions.evaluate_level(
            version_id=version.pk,
            key=key,
            ratings=form.ratings(),
            evaluators=form.cleaned_data["evaluators"],
            on=form.cleaned_data["evaluated_on"],
            note=form.cleaned_data["note"],
            confirm=confirm,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except StaleError as error:
        level = level_or_404(version, key)
        data = request.POST.copy()  # what they have typed, with what is there now as seen
        data["seen"] = str(_form(request, level, plan_in_force()[1]).initial["seen"])
        form = _form(request, level, plan_in_force()[1], data)
        return _page(request, version, level, form=form, stale=error.sentence, status=409)
    messages.success(request, _saved(level, confirm))
    return redirect("level-evaluation", slug, key) if not confirm else redirect("draft-evaluation", slug)


@require_GET
def result(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Where the degrees chosen so far would lead: points, grade, what each factor gave, the neighbours. Saves nothing."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    level = level_or_404(version, key)
    plan = plan_in_force()[1]
    form = EvaluationForm(request.GET, plan=plan, stored=None)
    return render(request, "frameworks/evaluation/_result.html", _result(version, level, plan, form.degrees()))


@require_POST
def slot(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Give the level a grade from another source, until it is evaluated."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    level = level_or_404(version, key)
    form = _slot_form(plan_in_force()[1], level, request.POST)
    if not form.is_valid():
        return _page(request, version, level, slotting=form, status=422)
    data = form.cleaned_data
    with refusals_on(form):
        slot_level(
            version_id=version.pk,
            key=key,
            by=request.user,
            grade_code=data["grade"],
            source=data["source"],
            due=data["due"],
        )
        messages.success(
            request,
            _("%(level)s is on grade %(grade)s by %(source)s. It counts as not yet evaluated.")
            % {"level": level.code, "grade": data["grade"], "source": data["source"]},
        )
        return redirect("level-evaluation", slug, key)
    return _page(request, version, level, slotting=form, status=409)


@require_POST
def unslot(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Take the slotted grade away."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    level = level_or_404(version, key)
    unslot_level(version_id=version.pk, key=key, by=request.user)
    messages.success(request, _("%(level)s has no grade now and waits below the lattice.") % {"level": level.code})
    return redirect("level-evaluation", slug, key)


@require_POST
def clear(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Take the evaluation away; its history stays."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    level = level_or_404(version, key)
    seen = request.POST.get("seen", "")
    actions.clear_evaluation(
        version_id=version.pk,
        key=key,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else UNKNOWN,
        by=request.user,
    )
    messages.success(request, _("The evaluation of %(level)s is cleared.") % {"level": level.code})
    return redirect("level-evaluation", slug, key)


def _form(request: HttpRequest, level: Level, plan: PlanShape, data: Any = None) -> EvaluationForm:
    stored = actions.evaluation_of(level)
    revision = JobEvaluation.objects.filter(level=level).values_list("revision", flat=True).first()
    return EvaluationForm(
        data,
        plan=plan,
        stored=stored,
        revision=actions.NOBODY_YET if revision is None else revision,
        evaluator=str(request.user),
    )


def _slot_form(plan: PlanShape, level: Level, data: Any = None) -> SlotForm:
    due = timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days)
    initial = {"grade": level.grade.code, "source": level.source, "due": level.evaluation_due} if level.grade else {}
    form = SlotForm(data, grades=plan.grades, tracks=(), due=due, initial={"due": due, **initial}, prefix="slot")
    del form.fields["track"]
    return form


def _page(
    request: HttpRequest,
    version: Version,
    level: Level,
    *,
    form: EvaluationForm | None = None,
    slotting: SlotForm | None = None,
    stale: str = "",
    status: int = 200,
) -> HttpResponse:
    plan = plan_in_force()[1]
    form = form or _form(request, level, plan)
    context = {
        "form": form,
        "inputs": form.inputs(conflict=bool(stale)),
        "slotting": slotting or _slot_form(plan, level),
        "slot_open": slotting is not None or level.method == "slotted",
        "stale": stale,
        "history": history_of(level, plan),
        "overdue": level.evaluation_due is not None and level.evaluation_due < timezone.localdate(),
        "may_edit": may(request.user, Permission.EDIT_FRAMEWORK, version.framework),
        **_result(version, level, plan, form.degrees()),
    }
    return render(request, "frameworks/evaluation/level.html", context, status=status)


def _result(version: Version, level: Level, plan: PlanShape, degrees: dict[UUID, int]) -> dict[str, Any]:
    """What the page and its live part both show: the outcome of `degrees`, and the level among its neighbours."""
    outcome = evaluate(plan, degrees)
    levels = evaluated_levels(Version.objects.filter(pk=version.pk))
    at = next(item for item in levels if item.level.key == level.key)
    columns = neighbours(levels, level.key, outcome.grade.code if outcome.grade else None, degrees)
    order = [item.level.key for item in levels]
    place = order.index(level.key)
    return draft_context(
        version,
        level=level,
        at=at,
        standing=at.standing,
        standing_words=STANDINGS[at.standing],
        outcome=outcome,
        bars=_bars(outcome.contributions),
        columns=columns,
        matrix=[
            (factor, [(column, column.at.degrees.get(factor.key), column.far.get(factor.key)) for column in columns])
            for factor in plan.factors
        ],
        unsaved=degrees != {key: value for key, value in at.degrees.items() if key in {f.key for f in plan.factors}},
        previous=levels[place - 1] if place else None,
        next=levels[place + 1] if place + 1 < len(levels) else None,
    )


def _bars(contributions: Any) -> list[tuple[Any, int, str, float, float]]:
    """Per factor: share in percent, points it gave, and as parts of 100 what it gave and could give at most."""
    most = max((item.share * item.factor.highest for item in contributions), default=0) or 1
    return [
        (
            item,
            round(item.share * 100),
            format(item.points.normalize(), "f") if item.degree else "",
            round(float(item.points / most) * 100, 2),
            round(float(item.share * item.factor.highest / most) * 100, 2),
        )
        for item in contributions
    ]


def _saved(level: Level, confirm: bool) -> str:
    words = {"level": level.code, "points": level.points, "grade": level.grade.code if level.grade else "–"}
    if confirm:
        return _("%(level)s is evaluated: %(points)s points, grade %(grade)s.") % words
    if level.method == "evaluated":
        return (
            _("Saved as a proposal: %(level)s has %(points)s points, grade %(grade)s. It is not yet confirmed.") % words
        )
    return _("Saved, unfinished: %(level)s has no points of its own yet.") % words
