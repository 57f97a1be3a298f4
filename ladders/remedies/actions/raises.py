"""Raising people from a plan: HR's decision, by the action that sets every salary, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Employee
from ladders.compensation.actions.salaries import set_salary
from ladders.compensation.actions.second_person import needed
from ladders.compensation.domain.position import Range, RangeStatus, Salaried, position
from ladders.compensation.doubts import salary_doubts
from ladders.compensation.models import Salary
from ladders.compensation.money import money
from ladders.compensation.queries.pay_positions import standings
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.approvals.actions import Line
from ladders.core.approvals.deeds import carry_out, takes_two
from ladders.core.approvals.kinds import ApprovalKind, Beside, Payload
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..models import PlannedRaise, RemedyCase, RemedyPlan
from .case_lock import CLOSED, log, required

Chosen = Sequence[tuple[int, Decimal]]  # of a planned raise its id, and each payment from then on
KIND = "raises"
KEY = "plan:"  # before the id of the plan


def decide_raises(
    *, plan: RemedyPlan, chosen: Chosen, starts_on: dt.date, reason: str, by: Any, why: str = ""
) -> RemedyPlan:
    """Raise these people to these amounts from that day, in one transaction. Harmless when repeated.

    Where the rules about pay ask for a second person, they confirm the whole of it, and nothing is raised before. Raises
    PermissionDenied for whoever does not see the case or may not set the pay of one of them; DomainError where a salary is
    another than when the plan was made, where somebody would not get more, and for one's own pay.
    """
    if not RemedyCase.objects.visible_to(by).filter(pk=plan.case_id).exists():
        raise PermissionDenied
    if plan.decided_at is not None:
        return plan
    return raise_pay(plan=plan, chosen=list(chosen), starts_on=starts_on, reason=reason, by=by, why=why or reason)


def _lines_of(values: dict[str, Any]) -> list[Line]:
    """What a second person reads beside the entry of the audit trail: what it costs, where that is no few people's."""
    plan: RemedyPlan = values["plan"]
    if len(values["chosen"]) < plan.case.smallest_group:
        return []
    rows = {row.pk: row for row in plan.raises.all()}
    cost = sum(((amount - rows[pk].before) * rows[pk].payments for pk, amount in values["chosen"]), Decimal(0))
    return [(_("cost in every whole year"), "", money(cost.quantize(Decimal("0.01")), plan.currency))]


@takes_two(KIND, where=needed, key=lambda values: f"{KEY}{values['plan'].pk}", also=_lines_of)
def raise_pay(
    *, plan: RemedyPlan, chosen: Chosen, starts_on: dt.date, reason: str, by: Any, why: str = ""
) -> RemedyPlan:
    """What `decide_raises` does once it may."""
    reason = required(reason, _("Say why these people are raised: it stays with the plan."))
    with transaction.atomic():
        row = (
            RemedyPlan.objects.select_for_update(of=("self",)).select_related("case__category__report").get(pk=plan.pk)
        )
        if row.decided_at is not None:
            raise DomainError(_("Raises were decided from this plan already. Make another plan for more."))
        if row.case.closed:
            raise DomainError(CLOSED)
        lines = _checked(row, chosen, starts_on)
        cost = Decimal(0)
        for line, amount, salary in lines:
            set_salary(
                employee=line.employee,
                starts_on=starts_on,
                amount=amount,
                currency=salary.currency,
                basis=salary.pay.basis,
                fte=salary.fte,
                full_time_hours=salary.full_time_hours,
                by=by,
            )
            line.decided = amount
            cost += (amount - line.before) * line.payments
        PlannedRaise.objects.bulk_update([line for line, _amount, _salary in lines], ["decided"])
        row.decided_at, row.decided_by, row.decided_from = timezone.now(), by, starts_on
        row.decided_reason, row.decided_raises = reason, len(lines)
        row.decided_cost = cost.quantize(Decimal("0.01"))
        row.save()
        log(row.case, "raises.decided", by, people=len(lines), starts_on=starts_on.isoformat(), reason=reason)
    return row


def _checked(plan: RemedyPlan, chosen: Chosen, starts_on: dt.date) -> list[tuple[PlannedRaise, Decimal, Salary]]:
    """The chosen raises with the salary that each is based on. Raises DomainError where one cannot be: 2 queries."""
    if not chosen:
        raise DomainError(_("Choose at least one person."))
    if starts_on < timezone.localdate():
        raise DomainError(_("Raises begin today or later: choose such a day."))
    amounts = dict(chosen)
    rows = list(plan.raises.filter(pk__in=amounts).select_related("employee").order_by("employee_id"))
    if len(rows) != len(amounts):
        raise DomainError(_("Somebody who was chosen is not in this plan any more. Look at it again."))
    held = Salary.objects.on(starts_on).filter(employee__in=[row.employee_id for row in rows])
    salaries = {salary.employee_id: salary for salary in held}
    found = []
    for row in rows:
        salary = salaries.get(row.employee_id)
        if salary is None or (salary.amount, salary.basis, salary.fte) != (row.before, row.basis, row.fte):
            raise DomainError(
                _("The salary of %(who)s has changed since this plan was made. Make the plan again.")
                % {"who": row.employee}
            )
        refuse_less(row, amounts[row.pk])
        found.append((row, amounts[row.pk], salary))
    return found


def refuse_less(row: PlannedRaise, amount: Decimal) -> None:
    """Raises DomainError where somebody would not get more."""
    if amount <= row.before:
        raise DomainError(_("%(who)s would not get more. Nobody is lowered by a plan.") % {"who": row.employee})


def raise_doubts(plan: RemedyPlan, chosen: Chosen, starts_on: dt.date) -> list[str]:
    """What about these raises is worth a second look, by name and without amounts; empty where nothing is. 6 queries."""
    amounts = dict(chosen)
    rows = list(plan.raises.filter(pk__in=amounts).select_related("employee").order_by("employee_id"))
    people = [row.employee_id for row in rows]
    positions = {each.pk: each for each in standings(starts_on, people)} if people else {}
    later: dict[int, dt.date] = {}
    for salary in Salary.objects.after(starts_on).filter(employee__in=people).order_by("-starts_on"):
        later[salary.employee_id] = salary.starts_on
    held = {salary.employee_id: salary for salary in Salary.objects.on(starts_on).filter(employee__in=people)}
    found = []
    for row in rows:
        salary = held.get(row.employee_id)
        if salary is None:
            continue
        at = positions.get(row.employee_id)
        band = None
        if at and at.minimum is not None and at.midpoint is not None and at.maximum is not None:
            band = Range(at.minimum, at.midpoint, at.maximum, at.zone_currency)
        pay = Salaried(amounts[row.pk], salary.currency, salary.pay.basis, salary.fte, salary.full_time_hours)
        said = salary_doubts(pay, starts_on, before=salary.pay, band=band, left_on=row.employee.left_on)
        if band is not None and position(pay, band).standing is RangeStatus.ABOVE:
            said.append(_("It is more than the maximum of the person’s band."))
        if row.employee_id in later:
            day = date_format(later[row.employee_id], "j F Y")
            said.append(_("From %(day)s another salary is set already: this one holds only until then.") % {"day": day})
        found += [f"{row.employee}: {sentence}" for sentence in said]
    return found


def may_raise(user: Any, plan: RemedyPlan) -> bool:
    """True for whoever may see and set the pay of everybody in the plan but themselves: 1 query."""
    return bool(user.holds(Permission.EDIT_PAY)) and plans_to_raise(user).filter(pk=plan.pk).exists()


def plans_to_raise(user: Any, day: dt.date | None = None) -> QuerySet[RemedyPlan]:
    """Plans of nobody, beside the user, whose pay they may not see on that day (None: today) or not set. For whoever holds the
    verb."""
    reach = Employee.objects.within(user, Permission.EDIT_PAY).filter(pk__in=people_whose_pay(user, day).values("pk"))
    outside = PlannedRaise.objects.exclude(employee__user=user).exclude(employee__in=reach.values("pk"))
    return RemedyPlan.objects.exclude(pk__in=outside.values("plan"))


def _raised(payload: Payload) -> list[int]:
    """The employees of whose pay it decides: who would be raised, or whose raises would be taken back."""
    values = payload["values"]["values"]
    rows = PlannedRaise.objects.filter(plan=values["plan"]["pk"])
    chosen = values.get("chosen")
    rows = rows.exclude(decided=None) if chosen is None else rows.filter(pk__in=[pk for pk, _amount in chosen])
    return list(rows.values_list("employee", flat=True))


def approval_kind(beside: Callable[[Payload, Any], Beside | None]) -> ApprovalKind:
    """Raises that wait for a second person: anybody else who sees and sets the pay of everybody in the plan,
    and is none of those whom it raises."""
    return ApprovalKind(
        name=KIND,
        title=lazy("Raises from a plan, or taking them back"),
        asks=Permission.EDIT_PAY,
        confirms=Permission.EDIT_PAY,
        carry_out=carry_out,
        beside=beside,
        concerned=_raised,
        keys=lambda user, day: plans_to_raise(user, day).annotate(key=Concat(Value(KEY), Cast("pk", CharField()))),
    )
