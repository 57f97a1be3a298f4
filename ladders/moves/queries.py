"""Reads of several tables, each with its number of queries."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from accounts.models import Employee
from ladders.careers.kinds import MoveKind

from .defaults import DEFAULTS
from .models import Absence, MovePolicy
from .shapes import PolicyShape


def policy_for(kind: MoveKind, framework_id: int | None) -> PolicyShape:
    """The rules of this kind of move that hold in the framework: its own, else those of everywhere. 2 queries."""
    rows = MovePolicy.objects.current().with_steps().filter(kind=kind)
    own = Q(framework=None) if framework_id is None else Q(framework=None) | Q(framework=framework_id)
    found = {row.framework_id: row.shape() for row in rows.filter(own)}
    return found.get(framework_id) or found.get(None) or DEFAULTS[kind]


def policies_in_force(framework_id: int | None = None) -> dict[MoveKind, PolicyShape]:
    """Kind → the rules that hold in the framework (None: where it has none of its own), all kinds in order. 2 queries."""
    rows = MovePolicy.objects.current().with_steps().filter(Q(framework=None) | Q(framework=framework_id))
    found = {(row.kind, row.framework_id): row.shape() for row in rows}
    return {kind: found.get((kind, framework_id)) or found.get((kind, None)) or DEFAULTS[kind] for kind in MoveKind}


def absent_on(person: Employee, day: dt.date) -> Absence | None:
    """The absence of the person that lasts on that day, with its stand-in, if there is one: 1 query."""
    absence: Absence | None = Absence.objects.filter(employee=person).on(day).select_related("stand_in").first()
    return absence
