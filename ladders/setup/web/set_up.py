"""The guided set-up."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..actions.skips import skip_step, take_up_step
from ..domain.steps import Step
from ..queries.figures import may_do
from ..queries.steps import sees_set_up, set_up


@require_safe
def set_up_page(request: HttpRequest) -> HttpResponseBase:
    """All steps, how far each is, and what is next."""
    if not sees_set_up(request.user):
        raise PermissionDenied
    return render(request, "setup/set_up.html", {"set_up": set_up(request.user, timezone.localdate())})


@require_POST
def skip(request: HttpRequest, name: str) -> HttpResponseBase:
    """Do without a step."""
    step = _step(request, name)
    if skip_step(step=step, by=request.user):
        messages.success(request, _("Skipped: %(step)s. You can take it up again here.") % {"step": step.label})
    return redirect(f"{reverse('setup')}#{step.value}")


@require_POST
def take_up(request: HttpRequest, name: str) -> HttpResponseBase:
    """Let a step count again."""
    step = _step(request, name)
    if take_up_step(step=step, by=request.user):
        messages.success(request, _("Taken up again: %(step)s.") % {"step": step.label})
    return redirect(f"{reverse('setup')}#{step.value}")


def _step(request: HttpRequest, name: str) -> Step:
    if not sees_set_up(request.user):
        raise PermissionDenied
    if name not in set(Step):
        raise Http404
    if not may_do(request.user, step := Step(name)):
        raise PermissionDenied
    return step
