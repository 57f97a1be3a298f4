"""Grading many levels at once by a pattern, a list, pay ranges or another track: previewed, then applied together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ladders.core.form_actions import told_refusals
from ladders.core.kept_choices import choice_of, forget_choice, keep_choice
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.frameworks.actions.bulk_grading import grade_many
from ladders.frameworks.domain.grade_proposals import Proposal, ProposalOutcome, fingerprint, propose
from ladders.frameworks.grading_text import COUNTED, note_of
from ladders.frameworks.models import GradingWay, Version
from ladders.frameworks.pay_provider import FrameworkPay, pay_shown
from ladders.frameworks.queries.evaluated_levels import evaluated_levels
from ladders.frameworks.queries.versions import plan_in_force

from ..forms.grade_all import FORMS, GradeAllForm
from .base import draft_context, draft_or_404

WAYS = [
    (GradingWay.PATTERN.value, lazy("By a pattern")),
    (GradingWay.LIST.value, lazy("By a list or a file")),
    (GradingWay.BANDS.value, lazy("By pay ranges")),
    (GradingWay.NEIGHBOUR.value, lazy("As another track")),
]


@require_http_methods(["GET", "POST"])
def grade_all(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The page of one way (`?way=`). A POST shows what it would do; with `do=apply`, it does what was shown."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    way = request.GET.get("way", "")
    way = way if way in FORMS else GradingWay.PATTERN.value
    pay = pay_shown(request, version.framework_id).load() if way == GradingWay.BANDS else FrameworkPay()
    form = FORMS[way](
        sent := choice_of(request),
        levels=evaluated_levels(Version.objects.filter(pk=version.pk)),
        plan=plan_in_force()[1],
        bands={code: item.amounts for code, item in pay.grades.items() if item.amounts},
        due=timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days),
    )
    if sent is None:
        return _page(request, version, way, form, pay, None)
    if not form.is_valid():
        return _page(request, version, way, form, pay, None, status=422)
    proposals, missing = _preview(form)
    shown = fingerprint(proposals)
    if request.POST.get("do") != "apply":
        if request.method == "POST" and not request.headers.get("HX-Request"):
            return redirect(keep_choice(request))
        return _page(request, version, way, form, pay, (proposals, missing, shown))
    if request.POST.get("shown") != shown:
        messages.warning(request, _("This is what it does now. Look at it, then apply it."))
        return _page(request, version, way, form, pay, (proposals, missing, shown), status=409)
    if "source" in form.fields and not form.cleaned_data["source"].strip():
        form.add_error("source", _("Say where the grades are from: Hay, Mercer, a collective agreement, a committee."))
        messages.error(request, _("Nothing is graded yet: say where the grades are from."))
        return _page(request, version, way, form, pay, (proposals, missing, shown), status=422)
    with told_refusals(request, messages.WARNING):
        batch = grade_many(
            version_id=version.pk,
            wanted={item.at.level.key: item.state for item in proposals if item.writes and item.state},
            seen=version.revision,
            way=GradingWay(way),
            by=request.user,
        )
        if batch is None:
            messages.info(request, _("No level would change, so nothing was written."))
            return _page(request, version, way, form, pay, (proposals, missing, shown))
        n = len(batch.levels)
        messages.success(request, ngettext("%(n)s level is graded.", "%(n)s levels are graded.", n) % {"n": n})
        forget_choice(request)
        return redirect("draft-grading", slug)
    return _page(request, version, way, form, pay, (proposals, missing, shown), status=409)


def _preview(form: GradeAllForm) -> tuple[list[Proposal], list[str]]:
    wishes, missing = form.wishes()
    data = form.cleaned_data
    # Without a source, what is shown is the same as with one: it is asked for when the grades are given.
    proposals = propose(
        form.of_interest(),
        wishes,
        replace=data["replace"],
        source=(data.get("source") or "").strip() or "–",
        due=data.get("due_on") or form.due,
    )
    return proposals, missing


def _page(
    request: HttpRequest,
    version: Version,
    way: str,
    form: GradeAllForm,
    pay: FrameworkPay,
    preview: tuple[list[Proposal], list[str], str] | None,
    *,
    status: int = 200,
) -> HttpResponse:
    proposals, missing, shown = preview or ([], [], "")
    order = list(ProposalOutcome)
    context: dict[str, Any] = draft_context(
        version,
        way=way,
        ways=WAYS,
        form=form,
        zone=pay.zone,
        bands=[(code, f"{low:,.0f}", f"{high:,.0f}") for code, (low, _mid, high) in form.bands.items()],
        has_levels=bool(form.levels),
        previewed=preview is not None,
        wrong=[
            text
            for found in form.errors.as_data().values()
            for each in found
            if each.code != "required"
            for text in each
        ],
        missing=missing,
        shown=shown,
        counts=[
            (outcome, COUNTED[outcome], n)
            for outcome in order
            if (n := sum(1 for item in proposals if item.outcome == outcome))
        ],
        writes=sum(1 for item in proposals if item.writes),
        rows=[
            (item, item.outcome.label, note_of(item))
            for item in sorted(proposals, key=lambda item: order.index(item.outcome))
        ],
    )
    part = request.headers.get("HX-Request") and request.POST.get("do") != "apply"
    template = "frameworks/grading/_preview.html" if part else "frameworks/grading/grade_all.html"
    return render(request, template, context, status=200 if part else status)
