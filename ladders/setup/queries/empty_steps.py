"""Which steps have nothing at all yet: for Home, which asks it of whoever sets up. It looks for one row of each, never counts,
and calls nothing unbegun that the set-up calls begun (`figures`).

An organisation at work is not led back because one person has no salary yet: that stands in the lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Exists, Q, QuerySet

from accounts.models import Employee, Invitation, User
from ladders.compensation.models import PayZone, Salary
from ladders.exchange.models import PeopleUpload, Upload
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan, PlanState
from ladders.placements.models import Placement

from ..domain.steps import Step
from ..models import SkippedStep
from .figures import WAITING, may_do, signed_in_without_role

# A name is given and levels are graded within a day's work: Home leads to neither.
_STEPS: Final = [step for step in Step if step not in (Step.SIGN_IN, Step.GRADES)]
_KEPT: Final = "_steps_begun"  # on the user, for one request


def _first_rows(user: Any) -> dict[Step, Iterable[QuerySet[Any]]]:
    """What shows that a step has begun: a row of any of these."""
    return {
        Step.FACTORS: [FactorPlan.objects.exclude(state=PlanState.RETIRED)],
        Step.FRAMEWORK: [
            Version.objects.exclude(state=VersionState.RETIRED),
            Upload.objects.visible_to(user).filter(state__in=WAITING),
        ],
        Step.BANDS: [PayZone.objects.all()],
        Step.PEOPLE: [Employee.objects.all(), PeopleUpload.objects.visible_to(user).filter(state__in=WAITING)],
        Step.PUBLISHING: [Version.objects.filter(state=VersionState.PUBLISHED)],
        Step.LEVELS: [Placement.objects.all()],
        Step.SALARIES: [Salary.objects.all()],
        Step.TELLING: [Invitation.objects.all(), signed_in_without_role()],
    }


def begun(user: Any) -> Mapping[Step, tuple[bool, bool]]:
    """Step → whether there is anything of it, and whether it was skipped: 1 query, once per request."""
    if _KEPT not in user.__dict__:
        asked: dict[str, Any] = {}
        for step, begins in _first_rows(user).items():
            asked[f"has_{step.name}"] = reduce(or_, (Q(Exists(rows)) for rows in begins))
            asked[f"skipped_{step.name}"] = Exists(SkippedStep.objects.filter(step=step.value))
        row: Any = User.objects.filter(pk=user.pk).values(**asked).get()
        user.__dict__[_KEPT] = {step: (row[f"has_{step.name}"], row[f"skipped_{step.name}"]) for step in _STEPS}
    found: Mapping[Step, tuple[bool, bool]] = user.__dict__[_KEPT]
    return found


def first_waiting(user: Any) -> Step | None:
    """The first step that this person does, of which there is nothing, and which was not skipped: 1 query at most."""
    mine = [step for step in _STEPS if may_do(user, step)]
    if not mine:
        return None
    found = begun(user)
    return next((step for step in mine if found[step] == (False, False)), None)


def is_empty(user: Any) -> bool:
    """Whether nothing was begun or skipped at all; False for whoever sets nothing up: 1 query at most."""
    if not any(may_do(user, step) for step in Step):
        return False
    return not any(has or skipped for has, skipped in begun(user).values())
