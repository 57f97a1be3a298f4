"""What a letter names, read from the move, the right or the salary that it is about."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.compensation.models import Salary
from ladders.compensation.salary_text import salary_text
from ladders.core.models import Organisation
from ladders.moves.domain.terms import MoveTerms, redated
from ladders.moves.models import MoveRequest, ReturnRight
from ladders.moves.queries.return_rights import pay_on_return, review_words
from ladders.moves.text import outcome
from ladders.moves.text.policy_sentences import return_until


def values_of_move(row: MoveRequest, today: dt.date) -> dict[str, str]:
    """A move that took effect, as it stands on that day: at most 10 queries."""
    assert row.agreed_on is not None  # it took effect
    assert row.terms is not None
    terms = redated(MoveTerms.from_json(row.terms), row.agreed_on)
    then, salaries = outcome.aftermath_of(row, today), _salaries_from(row.person, row.agreed_on)
    promised = outcome.promised_told(terms, then, but={each.starts_on for each in salaries})
    coming = outcome.coming_told(terms, then, own=True)
    right = ReturnRight.objects.filter(request=row).select_related("level").first()
    kept = ""
    if right is not None and right.used_at is None:
        kept = return_until(str(right.level), _day(right.until), right.reviewed)
    return _everywhere(row.person) | {
        "kind": row.get_kind_display(),
        "level": str(row.to_level),
        "level_before": str(row.from_level),
        "framework": row.framework.name,
        "day": _day(row.agreed_on),
        "pay": "\n".join([*_pay_lines(salaries, row.agreed_on), *promised, *coming]),
        "trial_until": _day(row.trial_until) if row.trial_until else "",
        "right": kept,
    }


def values_of_right(right: ReturnRight, today: dt.date) -> dict[str, str]:
    """A right of return: 1 query."""
    return _everywhere(right.person) | {
        "level": str(right.level),
        "framework": right.level.version.framework.name,
        "day": _day(right.starts_on),
        "until": _day(right.until),
        "review": review_words(right, today),
        "pay_on_return": pay_on_return(right),
    }


def values_of_salary(salary: Salary) -> dict[str, str]:
    """A salary, with the one before: 2 queries."""
    former = Salary.objects.filter(employee=salary.employee_id, starts_on__lt=salary.starts_on)
    before = former.order_by("-starts_on").first()
    return _everywhere(salary.employee) | {
        "day": _day(salary.starts_on),
        "pay": salary_text(salary),
        "pay_before": salary_text(before) if before else "",
    }


def _everywhere(person: Employee) -> dict[str, str]:
    return {
        "name": person.name,
        "number": person.number,
        "employer": person.legal_entity or Organisation.current().name,
        "today": _day(timezone.localdate()),
    }


def _salaries_from(person: Employee, day: dt.date) -> list[Salary]:
    """Every salary that holds on that day or later: 1 query."""
    return list(Salary.objects.filter(employee=person).exclude(ends_on__lt=day).order_by("starts_on"))


def _pay_lines(salaries: list[Salary], day: dt.date) -> list[str]:
    """A line for each, from that day on."""
    return [_("%(day)s: %(pay)s") % {"day": _day(max(row.starts_on, day)), "pay": salary_text(row)} for row in salaries]


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")
