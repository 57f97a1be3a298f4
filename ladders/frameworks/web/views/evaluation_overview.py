"""All levels of one draft with their degrees, and confirming what a template or a file proposed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ladders.core.access import may
from ladders.core.errors import StaleError
from ladders.core.permissions import Permission
from ladders.frameworks.actions.evaluations import Given, confirm_proposed, lacking
from ladders.frameworks.domain.calibration import CalibrationRow, lines
from ladders.frameworks.domain.grading_status import GradingStatus
from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.domain.shapes import TrackKind, TrackShape
from ladders.frameworks.models import Version
from ladders.frameworks.queries.evaluated_levels import STANDINGS, evaluated_levels
from ladders.frameworks.queries.versions import plan_in_force

from ..forms.evaluation import ConfirmForm
from .base import draft_or_404


@require_GET
def draft_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of all levels of the draft."""
    return _page(request, draft_or_404(request, slug, Permission.EVALUATE_LEVEL))


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Confirm all proposals at once, with the names of who answers for them."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, version, form=form, status=422)
    data = form.cleaned_data
    try:
        confirmed, left = confirm_proposed(
            version_id=version.pk,
            evaluators=data["evaluators"],
            on=data["evaluated_on"],
            seen=data["seen"],
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
    for item in left:
        messages.warning(
            request, _("%(level)s stays a proposal. %(because)s") % {"level": item.level, "because": item.because}
        )
    return redirect("draft-evaluation", slug)


def _page(
    request: HttpRequest, version: Version, *, form: ConfirmForm | None = None, status: int = 200
) -> HttpResponse:
    plan = plan_in_force()[1]
    levels = evaluated_levels(Version.objects.filter(pk=version.pk))
    counted = {standing: sum(1 for at in levels if at.standing == standing) for standing in GradingStatus}
    ready = sum(
        1
        for at in levels
        if at.standing in (GradingStatus.PROPOSED, GradingStatus.UNFINISHED)
        and at.evaluation is not None
        and not lacking(plan, {key: Given(r.degree, r.rationale) for key, r in at.evaluation.ratings.items()}, ["-"])
    )
    initial = {"seen": version.revision, "evaluated_on": timezone.localdate(), "evaluators": [str(request.user)]}
    context = {
        "version": version,
        "framework": version.framework,
        "plan": plan,
        "rows": [
            {
                "line": line,
                "standing": STANDINGS[line.at.standing],
                "cells": [(f, line.at.degrees.get(f.key), line.far.get(f.key)) for f in plan.factors],
            }
            for line in as_on_the_lattice(lines(levels))
        ],
        "counts": [(STANDINGS[standing], n, standing) for standing, n in counted.items() if n],
        "ready": ready,
        "form": form or ConfirmForm(initial=initial),
        "today": timezone.localdate(),
        "may_edit": may(request.user, Permission.EDIT_FRAMEWORK, version.framework),
    }
    return render(request, "frameworks/evaluation/overview.html", context, status=status)


def as_on_the_lattice(rows: Sequence[CalibrationRow]) -> list[CalibrationRow]:
    """Track by track in the lattice's order, the highest level first, and the shared start at the bottom."""
    tracks: dict[UUID, list[CalibrationRow]] = {}
    for row in rows:
        tracks.setdefault(row.at.track, []).insert(0, row)
    shapes = ordered(TrackShape(key, found[0].at.kind, found[0].at.track_name) for key, found in tracks.items())
    parallel_first = sorted(shapes, key=lambda track: track.kind == TrackKind.SHARED)
    return [row for track in parallel_first for row in tracks[track.key]]
