"""What people are called today, for the audit trail, which keeps no names."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Employee, User
from ladders.core.audit import MARK
from ladders.core.person_keys import mark_of
from ladders.moves.models import MoveRequest
from ladders.pay_information.models import InformationRequest
from ladders.pay_information.models.requests import trail_mark

FEW = 500
MODELS = {"employee": Employee, "user": User}


def called_now(marks: set[str]) -> dict[str, str]:
    """Mark → name; somebody whose data was erased has a pseudonym. 2 queries at most."""
    found: dict[str, str] = {}
    for name, model in MODELS.items():
        keys = [
            mark.rpartition(":")[2] for mark in marks if MARK.fullmatch(mark) and mark.startswith(f"accounts.{name}:")
        ]
        if keys:
            rows = model._default_manager.filter(pk__in=keys)
            found |= {f"accounts.{name}:{row.pk}": str(row) for row in rows}
    return found


def marks_matching(words: str) -> list[str]:
    """The marks of those whose names or numbers begin so, and of their requests, not more than some hundred: 4 queries."""
    employees = list(Employee.objects.matching(words).values_list("pk", flat=True)[:FEW])
    users = User.objects.matching(words).values_list("pk", flat=True)[:FEW]
    return [f"accounts.employee:{pk}" for pk in employees] + [
        *(f"accounts.user:{pk}" for pk in users),
        *request_marks(employees),
    ]


def request_marks(people: Sequence[int]) -> list[str]:
    """What the requests of these employees, for a level and about pay, stand under in the trail: 2 queries."""
    moves = MoveRequest.objects.filter(person__in=people).only("pk")[: FEW * 4]
    about_pay = InformationRequest.objects.filter(employee__in=people).values_list("pk", flat=True)[: FEW * 4]
    return [*map(mark_of, moves), *map(trail_mark, about_pay)]
