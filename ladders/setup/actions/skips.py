"""Doing without a step, and taking it up again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError

from ..domain.steps import Step
from ..models import SkippedStep
from ..queries.figures import may_skip


def skip_step(*, step: Step, by: Any) -> bool:
    """Do without the step, for the whole organisation; False where that was so. Raises DomainError for who does not do it."""
    return _set(step, by, skipped=True)


def take_up_step(*, step: Step, by: Any) -> bool:
    """Let it count again; False where it did. Raises DomainError for who does not do it."""
    return _set(step, by, skipped=False)


def _set(step: Step, by: Any, *, skipped: bool) -> bool:
    if not may_skip(by, step):
        raise DomainError(
            _(
                "“%(step)s” is for whoever does it for the whole organisation. Ask them to skip it, or to take it up again."
            )
            % {"step": step.label}
        )
    with transaction.atomic():
        if skipped:
            _row, changed = SkippedStep.objects.get_or_create(pk=step.value, defaults={"by": by})
        else:
            gone, _each = SkippedStep.objects.filter(pk=step.value).delete()
            changed = bool(gone)
        if changed:
            verb = "setup.step.skipped" if skipped else "setup.step.taken_up"
            audit.record(by=by, verb=verb, subject=step.label, subject_key=step.value)
    return changed
