"""How long this room keeps what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .models import Job
from .retention import RetainedRows, RetentionKind

JOBS = RetentionKind(
    name="jobs",
    title=_("Background work"),
    about=_("Finished work goes with its result. What it wrote stays."),
    tables=(RetainedRows(lambda: Job.objects.filter(finished_at__isnull=False), "finished_at"),),
    usual=90,
    least=7,
    most=730,
    months=False,
)
