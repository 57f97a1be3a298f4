"""A person's background work: the list, and one job with its progress and outcome."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..jobs import outcome_template
from ..models import Job

SHOWN = 50


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What the person has started, latest first: 3 queries with session and user."""
    found = list(Job.objects.visible_to(request.user)[:SHOWN])
    return render(request, "core/jobs.html", {"jobs": found, "working": any(not each.finished for each in found)})


@require_safe
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """One job; others' jobs do not exist here. htmx asks every second until it has ended: 3 queries."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    template = "core/_job.html" if request.headers.get("HX-Request") else "core/job.html"
    return render(request, template, {"job": found, "outcome": found.outcome, "partial": outcome_template(found.kind)})
