"""The salary that HR confirmed with a move, in a sentence, until the move takes effect and the terms say what happened."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ladders.compensation.salary_text import salary_text

from ..domain.states import RequestState
from ..models import MoveRequest, NewSalary
from .terms import day


def new_salary_told(row: MoveRequest) -> str:
    """What HR set, and from when, where the day is known; "" where pay goes as the terms say: 1 query at most."""
    if row.state not in (RequestState.APPROVED, RequestState.SCHEDULED):
        return ""
    salary = NewSalary.objects.filter(request=row).first()
    if salary is None:
        return ""
    pay = salary_text(salary)
    if row.agreed_on is None:
        return _("HR has confirmed this salary, from the day of the move on: %(pay)s.") % {"pay": pay}
    return _("HR has confirmed this salary, from %(day)s on: %(pay)s.") % {
        "day": day(row.agreed_on),
        "pay": pay,
    }
