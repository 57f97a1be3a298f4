"""Who is away: said by oneself, or by HR for the people in reach."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.core.access import require
from ladders.core.form_actions import carry_out
from ladders.core.permissions import Permission
from ladders.moves.actions.absences import add_absence, end_absence
from ladders.moves.models import Absence

from ..forms_people import AbsenceForm


@require_http_methods(["GET", "HEAD", "POST"])
def my_absence(request: HttpRequest) -> HttpResponseBase:
    """One's own days away: 5 queries with session and user."""
    person = getattr(request.user, "employee", None)
    if person is None:
        return render(request, "moves/absence.html", {"person": None})
    return _page(request, person, mine=True)


@require_http_methods(["GET", "HEAD", "POST"])
def absence_of(request: HttpRequest, person: int) -> HttpResponseBase:
    """Somebody's days away, for HR in whose reach they are."""
    found = _in_reach(request, person)
    return _page(request, found, mine=found.user_id == request.user.pk)


def _page(request: HttpRequest, person: Employee, *, mine: bool) -> HttpResponseBase:
    today = timezone.localdate()
    form = AbsenceForm(request.POST or None, by=request.user)
    if carry_out(form, lambda data: add_absence(person=person, **data, today=today, by=request.user)):
        messages.success(request, _("Saved. Requests due while you’re away go to your stand-in."))
        return redirect(request.path)
    rows = Absence.objects.filter(employee=person).not_over(today).select_related("stand_in")
    context = {"person": person, "mine": mine, "form": form, "absences": rows, "today": today}
    return render(request, "moves/absence.html", context, status=422 if form.errors else 200)


@require_POST
def absence_end(request: HttpRequest, absence: int) -> HttpResponseBase:
    """Back again, or not away after all: one's own."""
    row = get_object_or_404(Absence.objects.filter(employee__user=request.user.pk), pk=absence)
    _end(request, row)
    return redirect("absence")


@require_POST
def absence_of_end(request: HttpRequest, person: int, absence: int) -> HttpResponseBase:
    """The same for somebody else, by HR in whose reach they are."""
    found = _in_reach(request, person)
    _end(request, get_object_or_404(Absence, pk=absence, employee=found))
    return redirect("absence-of", found.pk)


def _end(request: HttpRequest, row: Absence) -> None:
    ended = end_absence(absence=row, today=timezone.localdate(), by=request.user)
    messages.success(request, _("The absence is ended.") if ended else _("It was over already."))


def _in_reach(request: HttpRequest, person: int) -> Employee:
    require(request.user, Permission.HANDLE_MOVES)
    found = Employee.objects.within(request.user, Permission.HANDLE_MOVES).filter(pk=person).first()
    if found is None:
        raise Http404(_("There is nobody with this number in your reach."))
    return found
