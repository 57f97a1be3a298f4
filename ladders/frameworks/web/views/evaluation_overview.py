"""All levels of one draft with their degrees, and confirming what a template or a file proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ladders.core.access import may
from ladders.core.errors import StaleError
from ladders.core.permissions import Permission
from ladders.frameworks.actions.evaluations import Given, Left, confirm_proposed, lacking
from ladders.frameworks.domain.calibration import CalibrationRow, lines
from ladders.frameworks.domain.grading_status import EvaluatedLevel, GradingStatus
from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.domain.shapes import TrackKind, TrackShape
from ladders.frameworks.models import Version
from ladders.frameworks.queries.evaluated_levels import STANDINGS, evaluated_levels
from ladders.frameworks.queries.versions import plan_in_force
from ladders.impact.domain.points import PlanShape

from ..forms.evaluation import ConfirmForm
from .base import draft_context, draft_or_404

NAMED = 5  # levels in a message


@require_GET
def draft_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of all levels of the draft."""
    return _page(request, draft_or_404(request, slug, Permission.EVALUATE_LEVEL))


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Confirm all proposals at once, with the names of who answers for them."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    waiting = _waiting(evaluated_levels(Version.objects.filter(pk=version.pk)), plan_in_force()[1])
    form = ConfirmForm(request.POST, **waiting.asks)
    if not form.is_valid():
        return _page(request, version, form=form, status=422)
    data = form.cleaned_data
    try:
        confirmed, left = confirm_proposed(
            version_id=version.pk,
            evaluators=data["evaluators"],
            on=data["evaluated_on"],
            seen=data["seen"],
            reason=data.get("reason", ""),
            by=request.user,
        )
    except StaleError as error:
        messages.error(request, error.sentence)
        return redirect("draft-evaluation", slug)
    if confirmed:
        messages.success(
            request,
            ngettext("%(n)s evaluation is confirmed.", "%(n)s evaluations are confirmed.", len(confirmed))
            % {"n": len(confirmed)},
        )
    _tell_left(request, left)
    return redirect("draft-evaluation", slug)


def _tell_left(request: HttpRequest, left: Sequence[Left]) -> None:
    """Which levels stay proposals, together where it is for the same reason."""
    together: dict[str, list[str]] = {}
    for item in left:
        together.setdefault(item.because, []).append(item.level)
    for because, levels in together.items():
        names = ", ".join(levels[:NAMED])
        if (more := len(levels) - NAMED) > 0:
            names += " " + ngettext("and 1 more", "and %(n)s more", more) % {"n": more}
        said = ngettext(
            "Stays a proposal: %(levels)s. %(because)s", "Stay proposals: %(levels)s. %(because)s", len(levels)
        )
        messages.warning(request, said % {"levels": names, "because": because})


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Proposals that can be confirmed: `ready` as they are, `unexplained` with a reason for degrees that have none."""

    ready: int
    unexplained: int

    @property
    def asks(self) -> dict[str, Any]:
        """What the form asks because of them."""
        return {"unexplained": self.unexplained, "every": not self.ready}


def _waiting(levels: Sequence[EvaluatedLevel], plan: PlanShape) -> _Waiting:
    proposed = [
        at.evaluation.ratings
        for at in levels
        if at.standing in (GradingStatus.PROPOSED, GradingStatus.UNFINISHED) and at.evaluation is not None
    ]

    def fitting(reason: str) -> int:
        given = [
            {key: Given(rating.degree, rating.rationale.strip() or reason) for key, rating in ratings.items()}
            for ratings in proposed
        ]
        return sum(not lacking(plan, each, ["-"]) for each in given)

    ready = fitting("")
    return _Waiting(ready, fitting("-") - ready)


def _page(
    request: HttpRequest, version: Version, *, form: ConfirmForm | None = None, status: int = 200
) -> HttpResponse:
    plan = plan_in_force()[1]
    levels = evaluated_levels(Version.objects.filter(pk=version.pk))
    counted = {standing: sum(1 for at in levels if at.standing == standing) for standing in GradingStatus}
    waiting = _waiting(levels, plan)
    initial = {"seen": version.revision, "evaluated_on": timezone.localdate(), "evaluators": [str(request.user)]}
    context = draft_context(
        version,
        plan=plan,
        rows=[
            {
                "line": line,
                "standing": STANDINGS[line.at.standing],
                "cells": [(f, line.at.degrees.get(f.key), line.far.get(f.key)) for f in plan.factors],
            }
            for line in as_on_the_lattice(lines(levels))
        ],
        counts=[(STANDINGS[standing], n, standing) for standing, n in counted.items() if n],
        ready=waiting.ready + waiting.unexplained,
        unexplained=waiting.unexplained,
        form=form or ConfirmForm(initial=initial, **waiting.asks),
        today=timezone.localdate(),
        may_edit=may(request.user, Permission.EDIT_FRAMEWORK, version.framework),
    )
    return render(request, "frameworks/evaluation/overview.html", context, status=status)


def as_on_the_lattice(rows: Sequence[CalibrationRow]) -> list[CalibrationRow]:
    """Track by track in the lattice's order, the highest level first, and the shared start at the bottom."""
    tracks: dict[UUID, list[CalibrationRow]] = {}
    for row in rows:
        tracks.setdefault(row.at.track, []).insert(0, row)
    shapes = ordered(TrackShape(key, found[0].at.kind, found[0].at.track_name) for key, found in tracks.items())
    parallel_first = sorted(shapes, key=lambda track: track.kind == TrackKind.SHARED)
    return [row for track in parallel_first for row in tracks[track.key]]
