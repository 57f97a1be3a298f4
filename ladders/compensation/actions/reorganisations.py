"""The pay of people whom a reorganisation takes a grade from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.frameworks.models import Reorganisation

from ..models import Salary
from .salaries import write_protection


def keep_pay(decision: Reorganisation, employees: Collection[int], today: dt.date, by: Any) -> None:
    """Protect the salary that each of them has today until the decision's day. Whose pay is protected already, or who has
    no salary here, keeps what they have: a promise is never shortened. A few queries per person."""
    assert decision.protected_until is not None
    follows = _("The band of grade %(grade)s counts then.") % {"grade": decision.to_grade}
    for salary in Salary.objects.filter(employee__in=employees).on(today).select_related("employee"):
        with suppress(DomainError):
            write_protection(
                employee=salary.employee,
                starts_on=today,
                ends_on=decision.protected_until,
                amount=salary.annual,
                currency=salary.currency,
                follows=follows,
                reason=decision.reason[:300],
                by=by,
            )
