"""Which steps have nothing at all yet: for Home, which asks it of whoever sets up. It looks for one row of each, never counts.

An organisation at work is not led back because one person has no salary yet: that stands in the lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, QuerySet

from accounts.models import Employee, Invitation, User
from ladders.compensation.models import Band, Salary
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Version
from ladders.impact.models import FactorPlan, PlanState
from ladders.placements.models import Placement

from ..domain.steps import Step
from ..models import SkippedStep
from .figures import may_do

_KEPT: Final = "_steps_begun"  # on the user, for one request


def _first_rows() -> dict[Step, QuerySet[Any]]:
    """What shows that a step has begun."""
    return {
        Step.FACTORS: FactorPlan.objects.filter(state=PlanState.ACTIVE),
        Step.FRAMEWORK: Framework.objects.all(),
        Step.BANDS: Band.objects.all(),
        Step.PEOPLE: Employee.objects.all(),
        Step.PUBLISHING: Version.objects.filter(state=VersionState.PUBLISHED),
        Step.LEVELS: Placement.objects.all(),
        Step.SALARIES: Salary.objects.all(),
        Step.TELLING: Invitation.objects.all(),
    }


def _begun(user: Any) -> Mapping[Step, tuple[bool, bool]]:
    """Step → whether there is anything of it, and whether it was skipped: 1 query, once per request."""
    if _KEPT not in user.__dict__:
        asked: dict[str, Any] = {}
        for step, rows in _first_rows().items():
            asked[f"has_{step.name}"] = Exists(rows)
            asked[f"skipped_{step.name}"] = Exists(SkippedStep.objects.filter(step=step.value))
        row: Any = User.objects.filter(pk=user.pk).values(**asked).get()
        user.__dict__[_KEPT] = {step: (row[f"has_{step.name}"], row[f"skipped_{step.name}"]) for step in _first_rows()}
    found: Mapping[Step, tuple[bool, bool]] = user.__dict__[_KEPT]
    return found


def first_waiting(user: Any) -> Step | None:
    """The first step that this person does, of which there is nothing, and which was not skipped: 1 query at most."""
    mine = [step for step in _first_rows() if may_do(user, step)]
    if not mine:
        return None
    begun = _begun(user)
    return next((step for step in mine if begun[step] == (False, False)), None)


def is_empty(user: Any) -> bool:
    """Whether nothing was begun or skipped at all; False for whoever sets nothing up: 1 query at most."""
    if not any(may_do(user, step) for step in Step):
        return False
    return not any(has or skipped for has, skipped in _begun(user).values())
