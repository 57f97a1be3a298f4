"""Setting and protecting people's pay. Amounts stay out of the audit trail: it is read by more people than pay is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import refuse_own
from accounts.locks import locked_person
from accounts.models import Employee
from ladders.core.approvals.deeds import takes_two
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.once import known
from ladders.core.permissions import Permission
from ladders.core.person_keys import seal_text
from ladders.core.row_writes import add, all_or_nothing, change, wait_to_write

from ..domain.position import Basis, Salaried
from ..models import PayProtection, Salary, SalarySource
from .second_person import needed, protected_amount

ONE_DAY = dt.timedelta(days=1)


def set_salary(
    *,
    employee: Employee,
    starts_on: dt.date,
    amount: Decimal,
    currency: str,
    basis: Basis,
    fte: Decimal = Decimal(1),
    full_time_hours: Decimal | None = None,
    by: Any,
) -> Salary | None:
    """What the person is paid from a date; None where it is that already.

    The salary before ends the day before, one that begins on the same day is replaced (its history stays), and one that
    is set for later stays: this one ends before it.
    """
    if basis == Basis.HOUR and not full_time_hours:
        raise DomainError(_("Pay by the hour needs the weekly hours of full-time work."))
    with transaction.atomic():
        wait_to_write(Salary)  # not with a salary in hand that an import waits for
        person = _person(employee, by)
        return write_salary(
            employee=person, starts_on=starts_on, pay=Salaried(amount, currency, basis, fte, full_time_hours), by=by
        )


def write_salary(*, employee: Employee, starts_on: dt.date, pay: Salaried, by: Any) -> Salary | None:
    """What `set_salary` writes, for a room that has its own rule about who may set it: a move that HR confirmed."""
    with all_or_nothing():
        person = locked_person(employee.pk)
        values = {
            "amount": pay.amount,
            "currency": pay.currency,
            "basis": pay.basis.value,
            "fte": pay.fte,
            "full_time_hours": pay.full_time_hours,
            "source": SalarySource.HR,
        }
        rows = salaries_of(person.pk)
        running = next((row for row in rows if row.starts_on <= starts_on <= (row.ends_on or dt.date.max)), None)
        if running and all(getattr(running, name) == value for name, value in values.items() if name != "source"):
            return None
        later = min((row.starts_on for row in rows if row.starts_on > starts_on), default=None)
        if running and running.starts_on == starts_on:
            for name, value in values.items():
                setattr(running, name, value)
            change(running, *values)
            salary = running
        else:
            if running:
                running.ends_on = starts_on - ONE_DAY
                change(running, "ends_on")
            salary = Salary(employee=person, starts_on=starts_on, ends_on=later - ONE_DAY if later else None, **values)
            add(salary)
        _record(by, "salary.set", person, {"from": [None, starts_on.isoformat()]})
    return salary


def salaries_of(person: int) -> list[Salary]:
    """All salaries of a person, locked, in order: 1 query, none behind `read_salaries`."""
    kept: list[Salary] | None = known(read_salaries).get(person)
    return list(_locked_salaries().filter(employee=person)) if kept is None else kept


def read_salaries(people: Collection[int]) -> None:
    """The same of several people, for this transaction, which is a scope of its own (see `read_once`): 1 query."""
    found: dict[int, list[Salary]] = {pk: [] for pk in people}
    for row in _locked_salaries().filter(employee__in=people):
        found[row.employee_id].append(row)
    known(read_salaries).update(found)


def _locked_salaries() -> QuerySet[Salary]:
    return Salary.objects.select_for_update().order_by("starts_on")


def remove_salary(*, salary: Salary, reason: str, by: Any) -> None:
    """Take out a salary that was wrong, with a reason; the one before goes on in its place. Its history stays, and says
    from what to what; the audit trail, which more people read, has no amounts."""
    if not reason.strip():
        raise DomainError(_("Say why: whoever looks at this pay later will read it."))
    with transaction.atomic():
        wait_to_write(Salary)
        person = _person(salary.employee, by)
        row = Salary.objects.select_for_update().filter(pk=salary.pk).first()
        if row is None:
            return  # a second click
        starts_on, ends_on = row.starts_on, row.ends_on
        with pghistory.context(user=by.pk, reason=seal_text(person, reason.strip())):
            row.delete()
            before = Salary.objects.filter(employee=person, ends_on=starts_on - ONE_DAY).first()
            if before is not None:
                before.ends_on = ends_on
                before.save(update_fields=["ends_on"])
        _record(by, "salary.removed", person, {"from": [starts_on.isoformat(), None], "reason": [None, reason.strip()]})


@takes_two(
    "protection",
    where=needed,
    key=lambda values: f"new:{values['employee'].pk}",
    about=lambda values: values["employee"].pk,
    also=protected_amount,
)
def protect_pay(
    *,
    employee: Employee,
    starts_on: dt.date,
    ends_on: dt.date,
    amount: Decimal,
    currency: str,
    follows: str,
    reason: str,
    by: Any,
    why: str = "",
) -> PayProtection:
    """Promise the person that pay stays up to an amount until a day, and say what follows then."""
    with transaction.atomic():
        person = _person(employee, by)
        return write_protection(
            employee=person,
            starts_on=starts_on,
            ends_on=ends_on,
            amount=amount,
            currency=currency,
            follows=follows,
            reason=reason,
            by=by,
        )


@takes_two(
    "protection",
    where=needed,
    key=lambda values: str(values["protection"].pk),
    about=lambda values: values["protection"].employee_id,
    also=protected_amount,
)
def remove_protection(*, protection: PayProtection, reason: str, by: Any, why: str = "") -> None:
    """Take out a protection that was entered wrongly, with a reason that the person reads, too. Its history stays.

    What the terms of a move promise is no mistake of HR's: it ends as the terms say. Harmless when repeated.
    """
    if not reason.strip():
        raise DomainError(_("Say why: whoever looks at this pay later will read it."))
    with transaction.atomic():
        person = _person(protection.employee, by)
        row = PayProtection.objects.select_for_update().filter(pk=protection.pk).first()
        if row is None:
            return  # a second click
        if row.promised_by is not None:
            raise DomainError(_("The terms of a move promise this. It ends as they say, or with a later move."))
        days = {"from": [row.starts_on.isoformat(), None], "until": [row.ends_on.isoformat(), None]}
        with pghistory.context(user=by.pk, reason=seal_text(person, reason.strip())):
            row.delete()
        _record(by, "pay.unprotected", person, {**days, "reason": [None, reason.strip()]})


def write_protection(
    *,
    employee: Employee,
    starts_on: dt.date,
    ends_on: dt.date,
    amount: Decimal,
    currency: str,
    follows: str,
    reason: str,
    by: Any,
    promised_by: UUID | None = None,
) -> PayProtection:
    """What `protect_pay` writes, for a room that has its own rule about who may promise it: the terms of a move."""
    if ends_on < starts_on:
        raise DomainError(_("The last day lies before the first: check the two dates."))
    with all_or_nothing():
        person = locked_person(employee.pk)
        protection = PayProtection(
            employee=person,
            starts_on=starts_on,
            ends_on=ends_on,
            amount=amount,
            currency=currency,
            follows=follows,
            reason=reason,
            promised_by=promised_by,
        )
        try:
            with all_or_nothing():
                add(protection)
        except IntegrityError as error:
            if "no_overlap" not in str(error):
                raise
            raise DomainError(_("On some of these days the person’s pay is protected already.")) from error
        _record(
            by, "pay.protected", person, {"from": [None, starts_on.isoformat()], "until": [None, ends_on.isoformat()]}
        )
    return protection


def _record(by: Any, verb: str, person: Employee, detail: dict[str, Any]) -> None:
    subject, key = person.name, str(person.pk)
    record(by=by, verb=f"compensation.{verb}", subject=subject, subject_key=key, about=person, detail=detail)


def _person(employee: Employee, by: Any) -> Employee:
    """The person, locked. Raises PermissionDenied outside the reach of `by`; nobody decides about their own pay."""
    person = Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=employee.pk)
    if not Employee.objects.within(by, Permission.EDIT_PAY).filter(pk=person.pk).exists():
        raise PermissionDenied
    refuse_own(person, by, _("Nobody sets their own pay. Ask somebody else who looks after pay."))
    return person
