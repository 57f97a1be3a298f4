"""What somebody sees of a person: all of it, their own, what a superior needs, or that there is no such page."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any

from accounts.models import Employee
from ladders.core.permissions import Permission

from .queries.lines import is_superior


class Sight(Enum):
    """How much is shown. A superior sees levels, work and team; contract, sign-in and reasons stay between person and HR."""

    FULL = "full"
    OWN = "own"
    TEAM = "team"
    NONE = "none"

    @property
    def private(self) -> bool:
        """True where contract, sign-in and the reasons of changes are shown."""
        return self in (Sight.FULL, Sight.OWN)


def sight_of(user: Any, person: Employee, day: dt.date) -> Sight:
    """What `user` sees of `person` on that day: at most 3 queries."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Sight.NONE
    if user.has_perm(Permission.VIEW_PEOPLE, person):
        return Sight.FULL
    if person.user_id == user.pk:
        return Sight.OWN
    me = getattr(user, "employee", None)
    return Sight.TEAM if me is not None and is_superior(me, person, day) else Sight.NONE
