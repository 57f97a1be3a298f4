"""All levels of all frameworks in one table, so that what sticks out is seen, and mended where it can be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ladders.core.access import may, requires
from ladders.core.permissions import Permission
from ladders.frameworks.domain.addresses import plain_ref
from ladders.frameworks.domain.calibration import CalibrationFilter, CalibrationRow, chosen, lines, ordered
from ladders.frameworks.domain.grading_status import EvaluatedLevel
from ladders.frameworks.enums import TRACK_KINDS, VersionState
from ladders.frameworks.models import Level
from ladders.frameworks.queries.evaluated_levels import STANDINGS, drafts_of, evaluated_levels, readable_versions
from ladders.frameworks.queries.versions import plan_in_force
from ladders.impact.domain.points import PlanShape

from ..forms.evaluation import CalibrationForm

PAGE = 50


@require_GET
@requires(Permission.VIEW_CALIBRATION)
def calibration(request: HttpRequest) -> HttpResponse:
    """The table: published levels, or drafts where whoever may edit or evaluate asks for them."""
    user = request.user
    offers_drafts = may(user, Permission.EVALUATE_LEVEL) or may(user, Permission.EDIT_FRAMEWORK)
    with_drafts = offers_drafts and bool(request.GET.get("drafts"))
    plan = plan_in_force()[1]
    levels = evaluated_levels(readable_versions(user, drafts=with_drafts))
    form = CalibrationForm(request.GET, choices=_choices(levels, plan), drafts=offers_drafts)
    rows = lines(levels)
    choice = CalibrationFilter(**{name: form.chosen(name) for name in ("framework", "grade", "kind", "standing")})
    sort = request.GET.get("sort") or "framework"
    page = Paginator(ordered(chosen(rows, choice), sort, plan), PAGE).get_page(request.GET.get("page"))
    mendable = _mendable(user)
    context = {
        "form": form,
        "plan": plan,
        "page": page,
        "kept": _kept(request),
        "columns": _columns(plan, sort),
        "rows": [_row(line, plan, mendable) for line in page.object_list],
        "total": len(rows),
        "shown": page.paginator.count,
        "far": sum(1 for row in rows if row.sticks_out),
        "choice": choice,
        "with_drafts": with_drafts,
    }
    return render(request, "frameworks/evaluation/calibration.html", context)


def _kept(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _choices(levels: list[EvaluatedLevel], plan: PlanShape) -> dict[str, list[tuple[str, Any]]]:
    used = {at.level.grade for at in levels if at.level.grade}
    titles = {grade.code: f"{grade.code} · {grade.title}" for grade in plan.grades}
    ranks = {at.level.grade: at.level.rank or 0 for at in levels if at.level.grade}
    return {
        "framework": sorted({(at.slug, at.framework) for at in levels}, key=lambda item: item[1].casefold()),
        "grade": [(code, titles.get(code, code)) for code in sorted(used, key=lambda code: -ranks[code])],
        "kind": list(TRACK_KINDS),
        "standing": [("far", _("Sticks out")), *((standing.value, words) for standing, words in STANDINGS.items())],
    }


def _columns(plan: PlanShape, sort: str) -> list[dict[str, Any]]:
    """The headings: what a click sorts by, and how the table is sorted now."""
    down, name = sort.startswith("-"), sort.removeprefix("-")
    heads = [
        ("level", _("Level"), ""),
        ("framework", _("Framework"), ""),
        ("kind", _("Track"), ""),
        *((factor.code, factor.name, "factor-col") for factor in plan.factors),
        ("points", _("Points"), "num"),
        ("grade", _("Grade"), "num"),
        ("standing", _("State"), ""),
    ]
    return [
        {
            "name": key,
            "title": title,
            "kind": kind,
            # Numbers are of interest from the top: the first click on one shows the highest.
            "sort": (key if down else f"-{key}") if key == name else (f"-{key}" if kind else key),
            "order": ("descending" if down else "ascending") if key == name else "",
        }
        for key, title, kind in heads
    ]


def _mendable(user: Any) -> set[tuple[str, UUID]]:
    """(slug, level key) of what can be changed on an evaluation page: the levels of drafts that the user may evaluate."""
    drafts = drafts_of(user).order_by().values("pk")
    return set(Level.objects.filter(version__in=drafts).values_list("version__framework__slug", "key"))


def _row(line: CalibrationRow, plan: PlanShape, mendable: set[tuple[str, UUID]]) -> dict[str, Any]:
    at = line.at
    if (at.slug, at.level.key) in mendable:
        url, mends = reverse("level-evaluation", args=[at.slug, at.level.key]), True
    else:
        url, mends = reverse("level", args=[at.slug, plain_ref(at.level)]), False
    return {
        "line": line,
        "at": at,
        "url": url,
        "mends": mends,
        "draft": at.state == VersionState.DRAFT,
        "kind": dict(TRACK_KINDS)[at.kind.value],
        "standing": STANDINGS[at.standing],
        "cells": [(factor, at.degrees.get(factor.key), line.far.get(factor.key)) for factor in plan.factors],
    }
