"""Reads of several tables, each with its number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.conditions import everything, nothing
from ladders.core.once import known, once
from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.placements.models import Placement

from ..domain.default_policy import DEFAULTS
from ..domain.fairness import Place, between
from ..domain.policy import PolicyShape
from ..domain.states import RequestState
from ..models import MovePolicy, MoveRequest, PassedOn, Step
from ..models.requests import KEEP_SEEING
from ..text.policy_labels import FIELDS, difference_text


def policy_for(kind: MoveKind, framework_id: int | None) -> PolicyShape:
    """The rules of this kind of move that hold in the framework: its own, else those of everywhere. 1 query."""
    return policies_in_force(framework_id)[kind]


@once
def policies_in_force(framework_id: int | None = None) -> dict[MoveKind, PolicyShape]:
    """Kind → the rules that hold in the framework (None: where it has none of its own), all kinds in order. 1 query."""
    rows = MovePolicy.objects.current().with_steps().order_by().filter(Q(framework=None) | Q(framework=framework_id))
    found = {(row.kind, row.framework_id): row.shape() for row in rows}
    return {kind: found.get((kind, framework_id)) or found.get((kind, None)) or DEFAULTS[kind] for kind in MoveKind}


@once
def steps_of(row: MoveRequest) -> list[Step]:
    """The steps of a request in order, with who is asked and who answered: 1 query, once for a page."""
    steps = list(row.steps.select_related("decider", "answered_by", "group", "manager").order_by("position"))
    for step in steps:
        step.request = row
    return steps


@once
def waiting_for(user: Any, day: dt.date) -> frozenset[UUID]:
    """The requests of which a step is open that this user can answer: 1 query, once for a page, and those of roles."""
    if not user.is_active:
        return frozenset()
    who = user.pk, day, timezone.now() - KEEP_SEEING
    if not user.holds(Permission.HANDLE_MOVES):
        return frozenset(_waiting_for(*who))
    if user.reaches_all(Permission.HANDLE_MOVES):
        return frozenset(_waiting_for_office(*who))
    return frozenset(MoveRequest.objects.waiting_for(user, day).order_by().values_list("pk", flat=True))


def waits_for(user: Any, request: MoveRequest, day: dt.date) -> bool:
    """True where this user can answer the open step: 1 query and those of roles, none where either was read before."""
    kept: bool | None = known(waits_for).get((request.pk, user.pk))
    return request.pk in waiting_for(user, day) if kept is None else kept


def _waiting(account: int, day: dt.date, since: dt.datetime, reach: Q) -> QuerySet[MoveRequest, UUID]:
    return MoveRequest.objects.waiting_for_account(account, day, since, reach).order_by().values_list("pk", flat=True)


_waiting_for = Statement(lambda who, day, since: _waiting(who, day, since, nothing()), int, dt.date, dt.datetime)
_waiting_for_office = Statement(
    lambda who, day, since: _waiting(who, day, since, everything()), int, dt.date, dt.datetime
)


@once
def passings_of(row: MoveRequest) -> list[PassedOn]:
    """How its steps went from one person to another, the first first: 1 query, once for a page."""
    return list(PassedOn.objects.filter(step__request=row).select_related("before", "after").order_by("id"))


def rules_in_force() -> tuple[dict[Place, PolicyShape], dict[Place, MovePolicy]]:
    """All rules in force, as plain data (with what is built in where nothing was saved) and as rows: 3 queries at most."""
    rows = MovePolicy.objects.current().with_steps().select_related("framework")
    found: dict[Place, MovePolicy] = {(MoveKind(row.kind), row.framework_id): row for row in rows}
    start: dict[Place, PolicyShape] = {(kind, None): shape for kind, shape in DEFAULTS.items()}
    return start | {place: row.shape() for place, row in found.items()}, found


def framework_of(person: Employee, day: dt.date) -> int | None:
    """The id of the framework whose level the person holds: 1 query."""
    placements = Placement.objects.primary().on(day).filter(employee=person)
    return placements.values_list("framework_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of rules: the row, and what it changed against the one before (field, before, after; in words)."""

    row: MovePolicy
    said: tuple[tuple[str, str, str], ...]

    @property
    def current(self) -> bool:
        """In force now."""
        return self.row.replaced_at is None


def rule_history(kind: MoveKind) -> list[RuleVersion]:
    """All versions of the rules of one kind, newest first: 2 queries. A framework's first version is compared with what
    held everywhere then."""
    rows = list(
        MovePolicy.objects.filter(kind=kind)
        .with_steps()
        .select_related("framework", "made_by")
        .order_by("made_at", "pk")
    )
    last: dict[int | None, PolicyShape] = {}
    found = []
    for row in rows:
        shape = row.shape()
        before = last.get(row.framework_id) or last.get(None)
        said = [] if before is None else [(str(FIELDS[d.field]), *difference_text(d)) for d in between(shape, before)]
        last[row.framework_id] = shape
        found.append(RuleVersion(row, tuple((name, was, now) for name, was, now in said)))
    return found[::-1]


def asked_since(employees: Collection[int], since: dt.datetime) -> set[int]:
    """Those of the employees who have sent a request since that moment: their level is where it begins. One query."""
    sent = MoveRequest.objects.filter(person__in=employees, submitted_at__gt=since)
    return set(sent.values_list("person", flat=True))


def in_effect_since(placements: Collection[int], since: dt.datetime) -> set[int]:
    """Employees whose request took effect on one of these placements after that moment. One query."""
    rows = MoveRequest.objects.filter(placement__in=placements, closed_at__gt=since)
    return set(rows.values_list("person", flat=True))


def lapsed_since(employees: Collection[int], since: dt.datetime) -> set[int]:
    """Those of the employees one of whose sent requests lapsed after that moment. One query."""
    lapsed = MoveRequest.objects.filter(person__in=employees, state=RequestState.LAPSED, closed_at__gt=since)
    return set(lapsed.filter(submitted_at__isnull=False).values_list("person", flat=True))


def sent_since(framework: int, since: dt.datetime) -> bool:
    """True where a request to or from a level of the framework was sent after that moment. One query."""
    here = Q(framework=framework) | Q(from_level__version__framework=framework)
    return MoveRequest.objects.filter(here, submitted_at__gte=since).exists()
