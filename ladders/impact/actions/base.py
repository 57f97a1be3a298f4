"""What every edit of a draft plan does: lock it, refuse what is frozen, count the edit, leave a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError, StaleError

from ..domain.editor_mark import mark
from ..models import Factor, FactorPlan, GradeRange, PlanState

GRADING_LOCK = 4_109_001  # the key of the advisory lock below, of no meaning elsewhere


def hold_grading() -> None:
    """Keep the plan in force from being replaced until this transaction ends; others may hold it at the same time.

    For whoever grades rows that nobody else can see yet (a new draft): whoever grades rows that exist locks their
    version instead and reads the plan afterwards. Always taken before any version is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [GRADING_LOCK])


def replace_grading() -> None:
    """The other side of `hold_grading`: wait until nobody grades new rows, and keep them waiting until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GRADING_LOCK])


@contextmanager
def editing_plan(plan_id: int) -> Iterator[FactorPlan]:
    """A transaction that holds the draft plan. Counts one edit at the end. DomainError where it is no draft any more."""
    with transaction.atomic():
        plan = FactorPlan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise DomainError(_("This draft is no longer there: somebody discarded it. Nothing was saved."))
        if plan.state != PlanState.DRAFT:
            raise DomainError(
                _("This plan has been activated meanwhile and no longer changes. Start a new draft to go on editing.")
            )
        yield plan
        FactorPlan.objects.filter(pk=plan.pk).update(revision=F("revision") + 1)


def trace(plan: FactorPlan, *, by: Any, verb: str, subject: str = "", detail: dict[str, Any] | None = None) -> None:
    """An audit entry about the plan or a part of it."""
    audit.record(
        by=by,
        verb=f"impact.{verb}",
        subject=f"{plan} · {subject}" if subject else str(plan),
        subject_key=str(plan.number),
        detail=detail,
    )


def check_mark(now: str, seen: str | None, what: str) -> None:
    """Refuse to overwrite what the editor has not seen. `seen` is the mark on their page; None skips the check."""
    if seen is not None and seen != now:
        raise StaleError(
            _("%(what)s was changed by somebody else while you were editing. Compare both and choose.") % {"what": what}
        )


def mark_of_plan(plan: FactorPlan) -> str:
    """Changes with the plan's name and description."""
    return mark(plan.name, plan.description)


def mark_of_factor(factor: Factor) -> str:
    """Changes with everything that the factor's form shows. Its degrees should be prefetched."""
    degrees = [f"{d.number}:{d.points}:{d.anchor}" for d in factor.degrees.all()]
    return mark(factor.name, factor.definition, factor.weight, sorted(factor.covers), degrees)


def mark_of_weights(plan: FactorPlan) -> str:
    """Changes with the weights and with which factors there are."""
    return mark([mark(factor.key, factor.weight) for factor in sorted(plan.factors.all(), key=lambda f: str(f.key))])


def mark_of_ranges(ranges: list[GradeRange]) -> str:
    """Changes with the titles, the points and with which grades there are."""
    return mark([mark(item.grade_id, item.title, item.points_from) for item in ranges])
