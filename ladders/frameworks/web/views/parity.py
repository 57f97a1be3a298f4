"""The parity check: the findings of a draft, each at its place, and the owner's reasons for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ladders.core.access import may
from ladders.core.form_actions import told_refusals
from ladders.core.permissions import Permission
from ladders.frameworks.actions import publication as actions
from ladders.frameworks.domain.figures import summary
from ladders.frameworks.domain.parity import Code, Finding, FindingSeverity
from ladders.frameworks.domain.shapes import VersionShape
from ladders.frameworks.models import Version
from ladders.frameworks.queries.readiness import Answer, Readiness, readiness, sentence_of

from ..forms.publication import FindingReasonForm
from .base import draft_context, draft_or_404

SEVERITIES = {
    FindingSeverity.BLOCKING: gettext_lazy("Fix before publishing"),
    FindingSeverity.NEEDS_REASON: gettext_lazy("Needs the owner’s written reason"),
    FindingSeverity.WARNING: gettext_lazy("Worth improving"),
    FindingSeverity.INFO: gettext_lazy("Good to know"),
}
FIGURES = ("track", "levels", "ungraded", "floor", "ceiling", "points", "completion", "influence")
EVALUATED_AT = {Code.UNGRADED, Code.POINTS_NOT_RISING, Code.WORK_NOT_RISING, Code.SLOTTED, Code.SLOTTED_OVERDUE}
WRITTEN_AT = {Code.UNWRITTEN, Code.NO_EXPECTATIONS, Code.NO_INFLUENCE, Code.BUILDS_ON_NOTHING, Code.SAME_AS_BEFORE}


@require_GET
def parity_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The findings of the draft, each with a link to its place, and the tracks' figures side by side."""
    draft = draft_or_404(request, slug)
    return _parity(request, draft)


def _parity(
    request: HttpRequest, draft: Version, *, bound: dict[str, FindingReasonForm] | None = None, status: int = 200
) -> HttpResponse:
    state = readiness(draft, today=timezone.localdate())
    return render(
        request,
        "frameworks/publishing/parity.html",
        draft_context(
            draft,
            sections=_sections(draft, state, bound or {}),
            figures=_figures(state.shape),
            may_publish=may(request.user, Permission.PUBLISH_FRAMEWORK, draft.framework),
        ),
        status=status,
    )


@require_POST
def reason(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Store the owner's reason for one finding."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    finding = request.POST.get("finding", "")
    form = FindingReasonForm(request.POST, prefix=_prefix(finding))
    if not form.is_valid():
        return _parity(request, draft, bound={finding: form}, status=422)
    with told_refusals(request, messages.WARNING):
        actions.give_reason(
            version=draft,
            findings=[finding, *request.POST.getlist("also")],
            reason=form.cleaned_data["reason"],
            review_on=form.cleaned_data["review_on"],
            by=request.user,
        )
        messages.success(request, _("The reason is kept. Readers will see it with the published version."))
    return redirect("parity", slug)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take a reason back."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    actions.withdraw_reason(version=draft, finding=request.POST.get("finding", ""), by=request.user)
    messages.success(request, _("The reason was taken back."))
    return redirect("parity", slug)


def _sections(draft: Version, state: Readiness, bound: dict[str, FindingReasonForm]) -> list[dict[str, Any]]:
    """The findings by severity, then by kind: `{"severity", "title", "kinds": [{"about", "items"}]}`."""
    answers = {answer.finding.key: answer for answer in state.answers}
    sections = []
    for severity, title in SEVERITIES.items():
        found = sorted(state.of(severity), key=lambda finding: list(Code).index(finding.code))
        if not found:
            continue
        kinds = [
            {
                "title": _(group[0].about.title.one),
                "why": _(group[0].about.why.one),
                "items": [
                    _item(draft, finding, answers.get(finding.key), bound, _siblings(finding, state.answers))
                    for finding in group
                ],
            }
            for group in (list(items) for _code, items in groupby(found, key=lambda finding: finding.code))
        ]
        answered = sum(finding.key in answers and answers[finding.key].given for finding in found)
        numbers = {"count": len(found), "answered": answered, "open": len(found) - answered}
        sections.append({"severity": severity.value, "title": title, "kinds": kinds} | numbers)
    return sections


def _siblings(finding: Finding, answers: Sequence[Answer]) -> list[Answer]:
    """The other findings of the same track that still need a reason: often one reason answers them all."""
    return [
        answer
        for answer in answers
        if answer.finding.track == finding.track and answer.finding.key != finding.key and not answer.given
    ]


def _figures(shape: VersionShape) -> list[dict[str, Any]]:
    """A row per track, the missing grades by code."""
    codes = {level.rank: level.grade for level in shape.levels if level.rank}
    return [
        {
            **{name: getattr(item, name) for name in FIGURES},
            "missing_codes": [codes.get(rank, rank) for rank in item.missing],
        }
        for item in summary(shape)
    ]


def _item(
    draft: Version, finding: Finding, answer: Answer | None, bound: dict[str, FindingReasonForm], also: list[Answer]
) -> dict[str, Any]:
    item: dict[str, Any] = {
        "key": finding.key,
        "sentence": sentence_of(finding),
        "link": place_of(draft, finding),
        "answer": answer,
    }
    if answer is not None:
        initial = {"reason": answer.reason.reason, "review_on": answer.reason.review_on} if answer.reason else {}
        item["form"] = bound.get(finding.key) or FindingReasonForm(initial=initial, prefix=_prefix(finding.key))
        item["open"] = finding.key in bound
        item["ticked"] = cast(QueryDict, bound[finding.key].data).getlist("also") if item["open"] else ()
        item["also"] = also
    return item


def place_of(draft: Version, finding: Finding) -> str:
    """The address at which a finding can be fixed."""
    slug = draft.framework.slug
    if finding.code in EVALUATED_AT and finding.level:
        return reverse("level-evaluation", args=[slug, finding.level])
    if finding.competency and finding.level:
        return reverse("draft-cell", args=[slug, finding.level, finding.competency])
    if finding.code in WRITTEN_AT:
        query = f"?track={finding.track}" if finding.track else ""
        return reverse("draft-grid", args=[slug]) + query
    if finding.competency:
        return reverse("draft-grid", args=[slug])
    if finding.level:
        return reverse("level-edit", args=[slug, finding.level])
    if finding.track and finding.field:
        return reverse("track-edit", args=[slug, finding.track])
    if finding.field:
        return reverse("draft-details", args=[slug])
    return reverse("draft", args=[slug])


def _prefix(finding: str) -> str:
    return "r" + "".join(char if char.isalnum() else "-" for char in finding)
