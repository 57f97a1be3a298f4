"""Taking back the raises of a plan as a set, while nothing was built on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import refuse_own
from ladders.compensation.actions.second_person import needed
from ladders.compensation.models import Salary
from ladders.core.approvals.deeds import takes_two
from ladders.core.errors import DomainError
from ladders.core.models import TAKE_BACK_WITHIN
from ladders.core.row_writes import wait_to_write
from ladders.placements.domain.later_use import built_upon

from ..models import PlannedRaise, RemedyCase, RemedyPlan
from .case_lock import CLOSED, log, required
from .raises import KEY, KIND, may_raise

ONE_DAY = dt.timedelta(days=1)


def take_back_raises(*, plan: RemedyPlan, reason: str, by: Any, why: str = "") -> RemedyPlan:
    """Pay each of these people as if nothing had been decided from this plan, or none of them. Harmless when repeated.

    Where the rules about pay ask for a second person, they confirm it. Raises PermissionDenied as deciding does; DomainError
    where a salary was set since, a move was asked for since, or the raises hold for long.
    """
    if not RemedyCase.objects.visible_to(by).filter(pk=plan.case_id).exists() or not may_raise(by, plan):
        raise PermissionDenied
    return lower_again(plan=plan, reason=reason, by=by, why=why or reason)


@takes_two(KIND, where=needed, key=lambda values: f"{KEY}{values['plan'].pk}")
def lower_again(*, plan: RemedyPlan, reason: str, by: Any, why: str = "") -> RemedyPlan:
    """What `take_back_raises` does once it may."""
    reason = required(reason, _("Say why the raises are taken back: it stays in the audit trail."))
    with transaction.atomic():
        wait_to_write(Salary)
        row = (
            RemedyPlan.objects.select_for_update(of=("self",)).select_related("case__category__report").get(pk=plan.pk)
        )
        if row.decided_at is None or row.decided_from is None:
            return row
        if row.case.closed:
            raise DomainError(CLOSED)
        if row.decided_from <= timezone.localdate() and row.decided_at < timezone.now() - TAKE_BACK_WITHIN:
            raise DomainError(_("These raises hold for more than a week. Set salaries one by one."))
        lines = list(row.raises.exclude(decided=None).select_related("employee__user"))
        for line in lines:
            refuse_own(line.employee, by, _("Nobody sets their own pay. Ask somebody else who looks after pay."))
        salaries = _as_decided(row, lines)
        for line in lines:
            _as_before(salaries[line.employee_id], line)
        people, first = len(lines), row.decided_from
        row.raises.update(decided=None)
        row.decided_at = row.decided_by = row.decided_from = row.decided_raises = row.decided_cost = None
        row.decided_reason = ""
        row.save()
        log(row.case, "raises.taken_back", by, people=people, starts_on=first.isoformat(), reason=reason)
    return row


def holds() -> Exists:
    """Of a planned raise, whether what was decided is still what the person is paid from that day."""
    salary = Salary.objects.filter(
        employee=OuterRef("employee"),
        starts_on=OuterRef("plan__decided_from"),
        amount=OuterRef("decided"),
        basis=OuterRef("basis"),
        fte=OuterRef("fte"),
    )
    return Exists(salary)


def _as_decided(plan: RemedyPlan, lines: list[PlannedRaise]) -> dict[int, Salary]:
    """The salary that each raise made, locked, by person. Raises DomainError with the names of those of whom something was
    built on it: 5 queries."""
    names = {line.employee_id: str(line.employee) for line in lines}
    holding = set(plan.raises.filter(holds()).values_list("employee", flat=True))
    made = Salary.objects.select_for_update().filter(employee__in=holding, starts_on=plan.decided_from)
    salaries = {salary.employee_id: salary for salary in made}
    later = Salary.objects.filter(employee__in=names, created_at__gt=plan.decided_at)
    since = names.keys() - salaries.keys() | set(later.values_list("employee", flat=True))
    assert plan.decided_at is not None
    for people, sentence in (
        (since, _("Since then the salary was set or taken out of: %(who)s. Set salaries one by one.")),
        (
            built_upon(set(names), plan.decided_at),
            _("A move was asked for since, and its terms name the pay of: %(who)s."),
        ),
    ):
        if people:
            raise DomainError(sentence % {"who": _listed(names[pk] for pk in people)})
    return salaries


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _as_before(salary: Salary, line: PlannedRaise) -> None:
    """The salary before goes on, where the raise ended one; where it took the place of one of the same day, that comes back."""
    same = {name: getattr(salary, name) for name in ("employee_id", "currency", "basis", "fte", "full_time_hours")}
    first, last = salary.starts_on, salary.ends_on
    before = Salary.objects.filter(**same, amount=line.before, ends_on=first - ONE_DAY)
    if before.exists():
        salary.delete()
        before.update(ends_on=last)
    else:
        salary.amount = line.before
        salary.save(update_fields=["amount"])
