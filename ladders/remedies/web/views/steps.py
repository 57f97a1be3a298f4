"""What is done about a case: one page for each step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ladders.core.permissions import Permission

from ...actions.cases import choose_path, close_case, reopen_case, save_joint, set_remedy_day
from ...actions.measures import add_measure, end_measure, judge, justify, why_not_judge
from ...domain.states import CaseState, Criterion, Ground
from ...models import JointAssessment
from ..forms import (
    CloseForm,
    DayForm,
    EndMeasureForm,
    JointForm,
    JudgeForm,
    JustifyForm,
    MeasureForm,
    PathForm,
    ReopenForm,
)
from .base import case_of, form_page

FORM = ["GET", "HEAD", "POST"]
EDIT = Permission.EDIT_PAY_EQUITY


@require_http_methods(FORM)
def choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Justify, remedy, or assess together."""
    case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        PathForm(request.POST or None, case=case),
        lambda data: choose_path(case=case, path=CaseState(data["path"]), reason=data["reason"], by=request.user),
        title=_("What is done about it"),
        lede=_(
            "The law accepts a gap that objective, gender-neutral criteria explain, and one that is remedied in time. "
            "Otherwise employer and employees’ representatives assess pay together. You can change your mind later."
        ),
        button=_("Decide"),
        done=_("It is decided. The page says what comes next."),
    )


@require_http_methods(FORM)
def day(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another day until which the gap is to be remedied."""
    case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        DayForm(request.POST or None, initial={"until": case.remedy_until}),
        lambda data: set_remedy_day(case=case, until=data["until"], reason=data["reason"], by=request.user),
        title=_("Another day"),
        lede=_(
            "The first day follows from the rules of the country. A later one needs a good reason: the law knows none."
        ),
        button=_("Change the day"),
        done=_("The day is changed."),
    )


@require_http_methods(FORM)
def justification(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write a justification."""
    case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        JustifyForm(request.POST or None),
        lambda data: justify(
            case=case,
            criterion=Criterion(data["criterion"]),
            text=data["text"],
            evidence=data["evidence"],
            by=request.user,
        ),
        title=_("Justify the gap"),
        lede=_(
            "One criterion at a time. It has to be objective, free of any link to sex, and it has to explain this gap, in this "
            "category. Another person judges it."
        ),
        button=_("Write it down"),
        done=_("It is written down. Another person who reports on equal pay judges it."),
    )


@require_http_methods(FORM)
def judgement(request: HttpRequest, pk: int, reason: int) -> HttpResponseBase:
    """Accept a justification of somebody else's, or not."""
    case = case_of(request, pk, EDIT)
    row = get_object_or_404(case.justifications.select_related("by"), pk=reason)
    return form_page(
        request,
        case,
        JudgeForm(request.POST or None),
        lambda data: judge(
            justification=row, accepted=data["accepted"] == "yes", reason=data["reason"], by=request.user
        ),
        title=_("Judge a justification"),
        button=_("Give my judgement"),
        done=_("Your judgement is kept beside the justification."),
        quote=row,
        why_not=why_not_judge(row, request.user),
    )


@require_http_methods(FORM)
def measure(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add a measure."""
    case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        MeasureForm(request.POST or None, case=case, initial={"due_on": case.remedy_until}),
        lambda data: add_measure(
            case=case, text=data["text"], owner=data["owner"], due_on=data["due_on"], by=request.user
        ),
        title=_("A measure"),
        lede=_(
            "Whoever does it is told now, and reminded two weeks and three days before the day, and once a week after it."
        ),
        button=_("Add the measure"),
        done=_("The measure is added, and its owner is told."),
    )


@require_http_methods(FORM)
def measure_end(request: HttpRequest, pk: int, measure: int) -> HttpResponseBase:
    """Say what came of a measure: its owner, or whoever writes about the case."""
    case = case_of(request, pk)
    row = get_object_or_404(case.measures.select_related("owner"), pk=measure)
    if row.owner_id != request.user.pk:
        case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        EndMeasureForm(request.POST or None),
        lambda data: end_measure(measure=row, done=data["ended"] == "yes", note=data["note"], by=request.user),
        title=row.text,
        button=_("Save"),
        done=_("It is noted. Measure the gap again to see the effect."),
        why_not=_("This measure has ended already.") if row.ended_at else "",
    )


@require_http_methods(FORM)
def joint(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write down what was found together with the representatives."""
    case = case_of(request, pk, EDIT)
    row = JointAssessment.objects.filter(case=case).first()
    return form_page(
        request,
        case,
        JointForm(request.POST or None, instance=row),
        lambda data: save_joint(case=case, values=dict(data), by=request.user),
        title=_("Joint assessment"),
        lede=_(
            "What Article 10(2) asks for beside the figures of the report: the reasons, raises after leave, the measures, and "
            "how earlier ones worked."
        ),
        button=_("Save"),
        done=_("The joint assessment is saved."),
    )


@require_http_methods(FORM)
def close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Close a case."""
    case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        CloseForm(request.POST or None),
        lambda data: close_case(case=case, ground=Ground(data["ground"]), reason=data["reason"], by=request.user),
        title=_("Close the case"),
        lede=_("If you say that the gap is under the threshold, it is measured once more before the case closes."),
        button=_("Close the case"),
        done=_("The case is closed. It stays here to read, with all that was done."),
    )


@require_http_methods(FORM)
def reopen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open a closed case again."""
    case = case_of(request, pk, EDIT)
    return form_page(
        request,
        case,
        ReopenForm(request.POST or None),
        lambda data: reopen_case(case=case, reason=data["reason"], by=request.user),
        title=_("Open the case again"),
        button=_("Open it again"),
        done=_("The case is open again."),
        closed=True,
    )
