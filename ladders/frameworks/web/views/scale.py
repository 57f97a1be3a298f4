"""The proficiency scale of a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import tell_saved
from ladders.frameworks.actions import scale as actions
from ladders.frameworks.models import Expectation, ProficiencyStep, Version

from ..forms.grid import ScaleStepForm
from .base import draft_context
from .grid import on_draft

StepForms = formset_factory(ScaleStepForm, extra=1, max_num=actions.MOST, absolute_max=actions.MOST + 1)


@require_http_methods(["GET", "POST"])
@on_draft
def scale_page(request: HttpRequest, draft: Version) -> HttpResponseBase:
    """Name and describe the steps, add one at the top."""
    steps = list(draft.steps.all())
    if request.method != "POST":
        return _page(request, draft, steps)
    forms = StepForms(request.POST)
    problem, stale, status = "", False, 422
    if forms.is_valid():
        entered = [(form.cleaned_data.get("name", ""), form.cleaned_data.get("description", "")) for form in forms]
        while len(entered) > len(steps) and not entered[-1][0].strip():
            entered.pop()
        try:
            seen = request.POST.get("seen", "")
            changed = actions.save_scale(version=draft, steps=entered, seen=seen, by=request.user)
        except StaleError as error:
            problem, stale, status = error.sentence, True, 409
        except DomainError as error:
            problem = error.sentence
        else:
            tell_saved(request, _("Saved the proficiency scale."), changed=changed)
            return redirect("draft-scale", draft.framework.slug)
    return _page(request, draft, steps, forms=forms, problem=problem, stale=stale, status=status)


@require_POST
@on_draft
def step_remove(request: HttpRequest, draft: Version) -> HttpResponseBase:
    """Take the highest step away; where expectations ask for it, only after being told how many."""
    number = request.POST.get("number", "")
    try:
        count = actions.remove_top_step(
            version=draft,
            number=int(number) if number.isdecimal() and len(number) < 4 else 0,
            lower="lower" in request.POST,
            by=request.user,
        )
    except actions.StepInUse as error:
        steps = list(draft.steps.all())
        return _page(request, draft, steps, problem=error.sentence, in_use=error.count, status=409)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect("draft-scale", draft.framework.slug)
    messages.success(
        request,
        ngettext(
            "Removed the highest step; %(count)s expectation went one step down.",
            "Removed the highest step; %(count)s expectations went one step down.",
            count,
        )
        % {"count": count}
        if count
        else _("Removed the highest step."),
    )
    return redirect("draft-scale", draft.framework.slug)


def _page(
    request: HttpRequest,
    draft: Version,
    steps: list[ProficiencyStep],
    *,
    forms: Any = None,
    problem: str = "",
    stale: bool = False,
    in_use: int = 0,
    status: int = 200,
) -> HttpResponse:
    if forms is None:
        forms = StepForms(initial=[{"name": step.name, "description": step.description} for step in steps])
    used: dict[int | None, int] = {}
    for number in Expectation.objects.filter(version=draft).values_list("proficiency", flat=True):
        used[number] = used.get(number, 0) + 1
    context = draft_context(
        draft,
        forms=forms,
        rows=[(form, steps[i] if i < len(steps) else None, used.get(i + 1, 0), i + 1) for i, form in enumerate(forms)],
        steps=steps,
        total=len(steps),
        seen=actions.fingerprint(steps),
        problem=problem,
        stale=stale,
        in_use=in_use,
        top=steps[-1] if len(steps) > actions.FEWEST else None,
        section="scale",
    )
    return render(request, "frameworks/grid/scale.html", context, status=status)
