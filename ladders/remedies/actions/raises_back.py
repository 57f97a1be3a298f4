"""Taking back the raises of a plan as a set, while nothing was built on them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.compensation.actions.second_person import needed
from ladders.compensation.models import Salary
from ladders.core.approvals.deeds import takes_two
from ladders.core.audit import record_many
from ladders.core.errors import DomainError
from ladders.core.models import TAKE_BACK_WITHIN
from ladders.core.person_keys import mark_of, seal
from ladders.core.row_writes import wait_to_write
from ladders.placements.domain.later_use import built_upon

from ..models import PlannedRaise, RemedyCase, RemedyPlan
from .case_lock import CLOSED, log, required
from .raises import KEY, KIND, may_raise

ONE_DAY = dt.timedelta(days=1)
PUT_BACK = ("amount", "source", "ends_on")  # of a salary that a raise changed


def take_back_raises(*, plan: RemedyPlan, reason: str, by: Any, why: str = "") -> RemedyPlan:
    """Pay each of these people as if nothing had been decided from this plan, or none of them. Harmless when repeated.

    Where the rules about pay ask for a second person, they confirm it. Raises PermissionDenied as deciding does; DomainError
    where a salary was changed since, a move was requested since, or it is too late.
    """
    if not RemedyCase.objects.visible_to(by).filter(pk=plan.case_id).exists() or not may_raise(by, plan):
        raise PermissionDenied
    if plan.decided_at is None:
        return plan
    return lower_again(plan=plan, decided=plan.decided_at.isoformat(), reason=reason, by=by, why=why or reason)


def why_not_back(plan: RemedyPlan, by: Any) -> str:
    """Why this person cannot take the raises of this plan back as a set; empty where they can, as long as nothing was built on
    them. At most 1 query."""
    if plan.decided_at is None or plan.decided_from is None:
        return _("Nobody is raised by this plan: there is nothing to take back.")
    if plan.case.closed:
        return str(CLOSED)
    if plan.decided_from <= timezone.localdate() and plan.decided_at < timezone.now() - TAKE_BACK_WITHIN:
        return _("These raises were decided more than a week ago and have begun. Set salaries one by one.")
    # The operator of the server is nobody's colleague: without this, everybody without an account would be them.
    if by is not None and plan.raises.filter(employee__user=by).exclude(decided=None).exists():
        return _("You are one of those whom this plan raised: somebody else who looks after pay takes that back.")
    return ""


@takes_two(KIND, where=needed, key=lambda values: f"{KEY}{values['plan'].pk}")
def lower_again(*, plan: RemedyPlan, decided: str, reason: str, by: Any, why: str = "") -> RemedyPlan:
    """What `take_back_raises` does once it may. `decided`: the moment of the decision that goes back, as ISO."""
    reason = required(reason, _("Say why the raises are taken back: it stays in the audit trail."))
    with transaction.atomic():
        wait_to_write(Salary)
        row = (
            RemedyPlan.objects.select_for_update(of=("self",)).select_related("case__category__report").get(pk=plan.pk)
        )
        if row.decided_at is None or row.decided_from is None:
            return row
        if row.decided_at.isoformat() != decided:
            raise DomainError(_("Raises were decided from this plan once more since then. Ask again, for these."))
        if why_not := why_not_back(row, by):
            raise DomainError(why_not)
        lines = list(row.raises.exclude(decided=None).select_related("employee__user"))
        _as_before(_as_decided(row, lines), reason, by)
        people, first = len(lines), row.decided_from
        row.raises.update(decided=None)
        row.decided_at = row.decided_by = row.decided_from = row.decided_raises = row.decided_cost = None
        row.decided_reason = ""
        row.save()
        log(row.case, "raises.taken_back", by, people=people, starts_on=first.isoformat(), reason=reason, plan=row.pk)
    return row


def holds() -> Exists:
    """Of a planned raise, whether what was decided is still what the person is paid from that day."""
    salary = Salary.objects.filter(
        employee=OuterRef("employee"),
        starts_on=OuterRef("plan__decided_from"),
        amount=OuterRef("decided"),
        currency=OuterRef("plan__currency"),
        basis=OuterRef("basis"),
        fte=OuterRef("fte"),
    )
    return Exists(salary)


@dataclass(frozen=True, slots=True)
class _Raised:
    """The salary that a raise made, the one that it changed (itself, where it took the place of one of the same day), and what
    that was before, from the history."""

    line: PlannedRaise
    made: Salary
    changed: Salary
    former: Any

    @property
    def sure(self) -> bool:
        """Whether the salary before is that which the raise was planned on."""
        same = ("currency", "basis", "fte", "full_time_hours")
        return self.former.amount == self.line.before and all(
            getattr(self.former, name) == getattr(self.made, name) for name in same
        )


def _as_decided(plan: RemedyPlan, lines: list[PlannedRaise]) -> list[_Raised]:
    """What each raise did, by the history, with the people and their salaries locked: 6 queries. Raises DomainError with the
    names of those of whom something was built on it, or whose salaries were touched since, an earlier one included."""
    assert plan.decided_at is not None
    names = {line.employee_id: str(line.employee) for line in lines}
    list(Employee.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=names).order_by("pk").values("pk"))
    holding = set(plan.raises.filter(holds()).values_list("employee", flat=True))
    found = [each for each in _from_history(plan, lines) if each.line.employee_id in holding and each.sure]
    for people, sentence in (
        (
            names.keys() - {each.line.employee_id for each in found},
            _("The salary of %(who)s was changed since then. Set salaries one by one."),
        ),
        (
            built_upon(set(names), plan.decided_at),
            _("%(who)s: a move was requested since then, and its terms name this pay."),
        ),
    ):
        if people:
            raise DomainError(sentence % {"who": ", ".join(sorted(names[pk] for pk in people))})
    return found


def _from_history(plan: RemedyPlan, lines: list[PlannedRaise]) -> Iterator[_Raised]:
    """Of those whose last change of any salary was the raise: 3 queries."""
    first = plan.decided_from
    assert first is not None
    people = [line.employee_id for line in lines]
    rows = Salary.objects.select_for_update().filter(employee__in=people, created_at__lte=plan.decided_at)
    made: dict[int, Salary] = {}
    before: dict[int, Salary] = {}
    for row in rows.filter(Q(starts_on=first) | Q(ends_on=first - ONE_DAY)).order_by("pk"):
        (made if row.starts_on == first else before)[row.employee_id] = row
    events: Any = Salary.events.rel.related_model  # type: ignore[attr-defined]
    told = events.objects.filter(employee__in=people)
    last = dict(told.values_list("employee").annotate(Max("pgh_id")).order_by())
    history = defaultdict(list)
    for event in told.filter(pgh_obj__in=[row.pk for row in (*made.values(), *before.values())]).order_by("pgh_id"):
        history[event.pgh_obj_id].append(event)
    for line in lines:
        pk = line.employee_id
        own = history[made[pk].pk] if pk in made else []
        if not own or own[-1].pgh_id != last[pk]:
            continue
        changed = before.get(pk) if own[-1].pgh_label == "insert" else made[pk]
        if changed is not None and len(history[changed.pk]) > 1:
            yield _Raised(line, made[pk], changed, history[changed.pk][-2])


def _as_before(raised: list[_Raised], reason: str, by: Any) -> None:
    """What the raises made goes, and what they changed is as it was; the history of each person says why, for them alone."""
    for each in raised:
        for name in PUT_BACK:
            setattr(each.changed, name, getattr(each.former, name))
    people = [each.line.employee for each in raised]
    sealed = seal([(mark_of(person), reason) for person in people])
    reasons = {str(person.pk): text.decode() for person, text in zip(people, sealed, strict=True) if text}
    with pghistory.context(user=by.pk, reasons=reasons):
        Salary.objects.filter(pk__in=[each.made.pk for each in raised if each.made != each.changed]).delete()
        Salary.objects.bulk_update([each.changed for each in raised], PUT_BACK)
    entries = [
        (
            each.line.employee,
            str(each.line.employee_id),
            {"from": [each.made.starts_on.isoformat(), None], "reason": [None, reason]},
        )
        for each in raised
    ]
    record_many(by=by, verb="compensation.salary.removed", entries=entries)
