"""Why a level pays what it pays, on one page that prints: the criteria, open to everybody who may see the band."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.compensation.actions.criteria import write_criteria
from ladders.compensation.models import PayPolicy
from ladders.core.access import requires
from ladders.core.form_actions import tell_saved
from ladders.core.permissions import Permission
from ladders.frameworks.domain.addresses import find_level, neighbours
from ladders.frameworks.pay_provider import pay_shown
from ladders.frameworks.web.views.published_pages import found

from ..forms_pay import CriteriaForm


@require_safe
def why_page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Factors, degrees, anchors, points, grade, band, zone, supplement, exception, progression: 10 queries at most.

    Reporting lines are not read here and cannot be: they live in a room above.
    """
    reading = found(request, slug, None)
    snapshot = reading.snapshot
    level = find_level(snapshot.shape, ref)
    if level is None:
        raise Http404(_("This version has no such level."))
    pay = pay_shown(request, reading.version.framework_id).load()
    context = {
        "page": reading.head,
        "snapshot": snapshot,
        "shape": snapshot.shape,
        "level": level,
        "level_url": reading.level_url(level),
        "track": snapshot.shape.track_by_level[level.key],
        "grade": snapshot.plan.grade(level.grade) if level.grade else None,
        "evaluation": snapshot.evaluation(level),
        "contributions": snapshot.contributions(level),
        "same": neighbours(snapshot.shape, level).same,
        "pay": pay,
        "own_pay": pay.grades.get(level.grade or ""),
        "deviation": pay.deviations.get(level.key),
        "progression": PayPolicy.current().progression,
        "today": timezone.localdate(),
    }
    return render(request, "compensation/pay/why.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def criteria_page(request: HttpRequest) -> HttpResponseBase:
    """Write down what pay progression depends on."""
    form = CriteriaForm(request.POST or None, initial={"progression": PayPolicy.current().progression})
    if request.method == "POST" and form.is_valid():
        changed = write_criteria(text=form.cleaned_data["progression"], by=request.user)
        tell_saved(request, _("The criteria are saved."), changed=changed)
        return redirect("pay-criteria")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "compensation/pay/criteria.html", {"form": form}, status=status)
