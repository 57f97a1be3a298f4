"""Writes what was read: the only module of the way in that knows the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from ladders.core.errors import DomainError
from ladders.core.models import Organisation
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.models import Version
from ladders.frameworks.queries import plan_in_force
from ladders.frameworks.texts import DEFAULT_STATEMENT, default_scale

from .pipeline import Result
from .shaping import shape_from


def apply(*, result: Result, name: str, by: Any) -> list[Version]:
    """Create the frameworks of `result` as drafts, all or none. `name` names a single framework; several keep their own.

    Raises DomainError where the input has errors, or a name is taken.
    """
    if result.errors:
        raise DomainError(" ".join(problem.message for problem in result.errors[:3]))
    _plan, plan = plan_in_force()
    due = timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days)
    several = len(result.draft.frameworks) > 1
    with transaction.atomic():
        return [
            create_framework(
                name=(framework.name if several and framework.name else name),
                by=by,
                shape=shape_from(
                    framework,
                    name=name,
                    plan=plan,
                    scale=default_scale(),
                    statement=str(DEFAULT_STATEMENT),
                    due=due,
                ),
            )
            for framework in result.draft.frameworks
        ]
