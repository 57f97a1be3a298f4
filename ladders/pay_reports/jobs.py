"""The background work of this room."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from ladders.core.jobs import Progress, job

from .actions.background import (
    CONSULTATION,
    PUBLICATION,
    consult_in_background,
    give_up_publishing,
    publish_in_background,
)
from .actions.drafts import FIGURES
from .actions.figures import keep_figures
from .actions.release import STEPS


@job(FIGURES)
def make_figures(progress: Progress, *, report: int, by: int) -> dict[str, Any]:
    """Work out the figures of a draft. Run again it makes them again: the same, as long as what was paid is the same."""
    keep_figures(report, progress.hold, partial(progress.tell, at_least_every=0))
    return _outcome(report)


@job(CONSULTATION)
def ask_representatives(progress: Progress, *, report: int, by: int) -> dict[str, Any]:
    """Let the representatives read a report: once, whenever the worker ends."""
    tell = partial(progress.tell, at_least_every=0)
    consult_in_background(report, by, tell, partial(_complete, progress, report))
    return _outcome(report)


def _publishing_failed(*, report: int, by: int) -> None:
    give_up_publishing(report)


@job(PUBLICATION, failed=_publishing_failed)
def publish(progress: Progress, *, report: int, by: int) -> dict[str, Any]:
    """Let everybody read a report: once or not at all, whenever the worker ends."""
    tell = partial(progress.tell, at_least_every=0)
    publish_in_background(report, by, tell, partial(_complete, progress, report))
    return _outcome(report)


def _complete(progress: Progress, report: int) -> None:
    """In the transaction that writes: the last step, and the end."""
    progress.tell(STEPS, STEPS, at_least_every=0)
    progress.complete(_outcome(report))


def _outcome(report: int) -> dict[str, Any]:
    return {"url": reverse("pay-report", args=[report])}
