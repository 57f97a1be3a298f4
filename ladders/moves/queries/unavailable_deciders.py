"""Which open steps ask somebody who may not, or cannot, answer any more: looked for in all of them at once."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import Employee, RoleGrant, User
from ladders.reporting.queries.lines import managers_on

from ..domain.states import RequestState, Via
from ..models import Absence, Step
from .deciders import HR_ROLES


def with_unavailable_deciders(day: dt.date) -> list[UUID]:
    """Ids of submitted requests whose decider has left, is away, has lost the role or would decide about somebody above them:
    6 queries, however many requests are open.

    Wider than what has to be passed on, never narrower: each is looked at by itself before anything is done.
    """
    here = Employee.objects.working_on(day)
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
    if not steps:
        return []
    deciders = {step.decider_id for step in steps if step.decider_id is not None}
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

    def unavailable(step: Step) -> bool:
        user, person = step.decider_id or 0, step.request.person
        own = employees.get(user)
        if user not in accounts or user == person.user_id or own in away:
            return True
        if own is not None and person.pk in above.of(own):
            return True
        if step.via == Via.HR:
            return (own is None and accounts[user]) or not any(grant.covers(person) for grant in grants.get(user, ()))
        return own is None

    return [step.request_id for step in steps if unavailable(step)]


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
