"""The background work of this room."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from ladders.core.jobs import Progress, job

from .actions.drafts import FIGURES
from .actions.figures import keep_figures


@job(FIGURES)
def make_figures(progress: Progress, *, report: int) -> dict[str, Any]:
    """Work out the figures of a draft. Run again it makes them again: the same, as long as what was paid is the same."""
    keep_figures(report, progress.hold, partial(progress.tell, at_least_every=0))
    return {"url": reverse("pay-report", args=[report])}
