"""The pay of people whom a reorganisation takes a grade from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.frameworks.models import Reorganisation

from ..models import PayProtection, Salary
from .salaries import ONE_DAY, write_protection


def keep_pay(decision: Reorganisation, employees: Collection[int], today: dt.date, by: Any) -> None:
    """Protect the salary that each of them has today until the decision's day. Days on which pay is protected already keep
    the promise they have; whoever has no salary here has none to protect. A few queries per person."""
    assert decision.protected_until is not None
    follows = _("The band of grade %(grade)s counts then.") % {"grade": decision.to_grade}
    for salary in Salary.objects.filter(employee__in=employees).on(today).select_related("employee"):
        for first, last in _unprotected(salary.employee, today, decision.protected_until):
            write_protection(
                employee=salary.employee,
                starts_on=first,
                ends_on=last,
                amount=salary.annual,
                currency=salary.currency,
                follows=follows,
                reason=decision.reason[:300],
                by=by,
            )


def _unprotected(person: Employee, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The days from `first` to `last` on which no pay of the person is protected. Locks the person."""
    Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    rows = PayProtection.objects.filter(employee=person, ends_on__gte=first, starts_on__lte=last).order_by("starts_on")
    free = []
    for starts_on, ends_on in rows.values_list("starts_on", "ends_on"):
        if starts_on > first:
            free.append((first, starts_on - ONE_DAY))
        if ends_on >= last:
            return free
        first = ends_on + ONE_DAY
    return [*free, (first, last)]
