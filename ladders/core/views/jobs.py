"""A person's background work: the list, and one job with its progress and outcome."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Job


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What the person has started, latest first."""
    return render(request, "core/jobs.html", {"jobs": Job.objects.visible_to(request.user)[:50]})


@require_safe
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """One job; others' jobs do not exist here."""
    return render(request, "core/job.html", {"job": get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)})
