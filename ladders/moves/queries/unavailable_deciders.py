"""Which requests wait for somebody who may not, or cannot, act any more: looked for in all of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from accounts.models import Employee, RoleGrant, User
from ladders.reporting.queries.lines import managers_on

from ..domain.states import RequestState, Via
from ..models import Absence, MoveRequest, Step
from .deciders import HR_ROLES


def with_unavailable_deciders(day: dt.date) -> list[UUID]:
    """Ids of submitted requests whose decider has left, is away, has lost the role or would decide about somebody above them:
    6 queries, however many requests are open.

    Wider than what has to be passed on, never narrower: each is looked at by itself before anything is done.
    """
    steps = list(
        Step.objects.filter(
            opened_on__isnull=False,
            answered_at=None,
            decider__isnull=False,
            request__state=RequestState.SUBMITTED,
            request__stopped_at=None,
        )
        .select_related("request__person")
        .only("decider", "via", "request__person__user", "request__person__legal_entity", "request__person__department")
    )
    gone = _unavailable([(step.decider_id or 0, Via(step.via), step.request.person) for step in steps], day)
    return [step.request_id for step, out in zip(steps, gone, strict=True) if out]


def with_unavailable_owners(day: dt.date) -> list[UUID]:
    """Ids of approved and scheduled requests that HR looks after, where whoever does has left, is away, has lost the role or
    would decide about somebody above them: 6 queries, however many there are. As wide as `with_unavailable_deciders`.
    """
    rows = list(
        MoveRequest.objects.filter(state__in=[RequestState.APPROVED, RequestState.SCHEDULED], stopped_at=None)
        .exclude(owner=F("person__user"))
        .select_related("person")
        .only("owner", "person__user", "person__legal_entity", "person__department")
        .order_by("pk")
    )
    gone = _unavailable([(row.owner_id, Via.HR, row.person) for row in rows], day)
    return [row.pk for row, out in zip(rows, gone, strict=True) if out]


def _unavailable(asked: Sequence[tuple[int, Via, Employee]], day: dt.date) -> list[bool]:
    """Of each account, how it came to be asked and about whom: whether it cannot act. No query where there are none, else 5."""
    if not asked:
        return []
    deciders = {user for user, _via, _person in asked}
    here = Employee.objects.working_on(day)
    employees = dict(here.filter(user__in=deciders).order_by().values_list("user", "pk"))
    away = set(Absence.objects.on(day).filter(employee__in=employees.values()).values_list("employee", flat=True))
    accounts = dict(
        User.objects.filter(pk__in=deciders, is_active=True)
        .annotate(colleague=Exists(Employee.objects.filter(user=OuterRef("pk"))))
        .values_list("pk", "colleague")
    )
    grants: dict[int, list[RoleGrant]] = {}
    for grant in RoleGrant.objects.filter(role__in=HR_ROLES, user__in=deciders):
        grants.setdefault(grant.user_id, []).append(grant)
    above = _Above(managers_on(day))

    def unavailable(user: int, via: Via, person: Employee) -> bool:
        own = employees.get(user)
        if user not in accounts or user == person.user_id or own in away:
            return True
        if own is not None and person.pk in above.of(own):
            return True
        if via == Via.HR:
            return (own is None and accounts[user]) or not any(grant.covers(person) for grant in grants.get(user, ()))
        return own is None

    return [unavailable(*each) for each in asked]


class _Above:
    """Everybody above somebody, climbed once for each."""

    def __init__(self, managers: dict[int, int]) -> None:
        self.managers = managers
        self.found: dict[int, set[int]] = {}

    def of(self, employee: int) -> set[int]:
        """Their ids; in a circle one meets oneself, who does not count."""
        if employee not in self.found:
            met: set[int] = set()
            at = self.managers.get(employee)
            while at is not None and at not in met and at != employee:
                met.add(at)
                at = self.managers.get(at)
            self.found[employee] = met
        return self.found[employee]
