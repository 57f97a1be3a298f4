"""A person's background work: the list, and one job with its progress and outcome."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..jobs import outcome_template
from ..lists.job_list import JOBS, jobs_asked
from ..lists.page import ListPage
from ..lists.views import one_page, shows
from ..models import Job

SHOWN = 50


@require_safe
@shows(JOBS)
def jobs(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """What the person has started, latest first, or what goes on or stopped: 4 queries with session and user."""
    return render(request, "core/jobs.html", one_page(request, seen, jobs_asked(request.user, seen.kept), SHOWN))


@require_safe
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """One job; others' jobs do not exist here. htmx asks every second until it has ended: 3 queries, 4 once it has."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    if found.finished and found.seen_at is None:
        Job.objects.filter(pk=found.pk).update(seen_at=timezone.now())
    template = "core/_job.html" if request.headers.get("HX-Request") else "core/job.html"
    return render(request, template, {"job": found, "outcome": found.outcome, "partial": outcome_template(found.kind)})
