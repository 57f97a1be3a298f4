"""Letters to print. Whoever prints one handles moves, or pay, of the person; one with amounts is noted as any look at pay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Employee
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind, Salary
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.access import requires
from ladders.core.permissions import Permission
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest, ReturnRight

from ..domain.letters import LetterKind, fill_in
from ..queries.texts import text_in_force
from ..queries.values import values_of_move, values_of_right, values_of_salary


@require_safe
@requires(Permission.HANDLE_MOVES)
def move_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """About a move that took effect, for HR who may see the person's pay. Nobody prints their own."""
    today = timezone.localdate()
    rows = (
        MoveRequest.objects.moves()
        .visible_to(request.user, today)
        .filter(state=RequestState.IN_EFFECT, person__in=_handled(request), person_id__in=_paid(request))
    )
    row = get_object_or_404(rows.select_related("person", "from_level", "to_level", "framework"), pk=pk)
    seen(by=request.user, employees=[row.person_id], kind=AccessKind.PERSON)
    return _letter(request, LetterKind.LEVEL, row.person, values_of_move(row, today))


@require_safe
@requires(Permission.HANDLE_MOVES)
def right_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """About a right of return that holds. It names no amount."""
    today = timezone.localdate()
    rows = ReturnRight.objects.on(today).filter(person__in=_handled(request))
    right = get_object_or_404(rows.select_related("person", "level__version__framework"), pk=pk)
    return _letter(request, LetterKind.RIGHT, right.person, values_of_right(right, today))


@require_safe
@requires(Permission.EDIT_PAY)
def pay_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """About a salary, now or to come."""
    reached = Employee.objects.within(request.user, Permission.EDIT_PAY).exclude(user=request.user.pk)
    rows = Salary.objects.filter(employee__in=reached, employee_id__in=_paid(request))
    salary = get_object_or_404(rows.select_related("employee"), pk=pk)
    seen(by=request.user, employees=[salary.employee_id], kind=AccessKind.PERSON)
    return _letter(request, LetterKind.PAY, salary.employee, values_of_salary(salary))


def _handled(request: HttpRequest) -> Any:
    """Of whom this reader handles moves, but for oneself."""
    return Employee.objects.within(request.user, Permission.HANDLE_MOVES).exclude(user=request.user.pk)


def _paid(request: HttpRequest) -> Any:
    return people_whose_pay(request.user).values("pk")


def _letter(request: HttpRequest, kind: LetterKind, person: Employee, values: dict[str, str]) -> HttpResponse:
    context = {"title": kind.label, "kind": kind, "person": person, "text": fill_in(text_in_force(kind), values)}
    return render(request, "letters/letter.html", context)
