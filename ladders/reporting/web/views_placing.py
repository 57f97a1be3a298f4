"""Giving, changing, ending and putting right the levels of one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Employee
from ladders.core.access import require
from ladders.core.form_actions import refusals_on, tell_saved
from ladders.core.permissions import Permission
from ladders.placements.actions import placements
from ladders.placements.actions.no_level import hold_no_level, wait_for_level
from ladders.placements.forms import (
    ChangeForm,
    CorrectForm,
    EndForm,
    NoLevelForm,
    PlaceForm,
    RemoveForm,
    SecondForm,
    WithdrawForm,
)
from ladders.placements.models import Placement

from ..career_links import left_behind
from .views import person_or_404, person_page

WRITES: dict[str, type[forms.Form]] = {
    "place": PlaceForm,
    "change": ChangeForm,
    "second": SecondForm,
    "end": EndForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
    "remove": RemoveForm,
    "no_level": NoLevelForm,
    "no_level_end": WithdrawForm,
}


@require_POST
def place(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Give, change, end, put right or withdraw a level."""
    someone, sight = person_or_404(request, pk)
    require(request.user, Permission.PLACE_PEOPLE, someone)
    if what not in WRITES:
        raise Http404(_("There is no such page."))
    form = WRITES[what](request.POST, prefix=what)
    changed = False
    if form.is_valid():
        if (left := _unread(request, someone, what, form.cleaned_data)) is not None:
            return person_page(request, someone, sight, {what: form}, left=left, asked=what)
        with refusals_on(form):
            changed = _write(request, someone, what, form.cleaned_data)
    if form.errors:
        return person_page(request, someone, sight, {what: form}, 422)
    tell_saved(request, _("Saved: the levels of %(name)s.") % {"name": someone}, changed=changed)
    return redirect("person", pk)


def _unread(request: HttpRequest, someone: Employee, what: str, data: dict[str, Any]) -> Any:
    """What a move into management leaves behind, until it has stood on the page for that very level."""
    if what not in ("change", "second") or request.POST.get("seen") == str(data["level"].key):
        return None
    return left_behind(someone, data["level"], data["starts_on"])


def _write(request: HttpRequest, someone: Employee, what: str, data: dict[str, Any]) -> bool:
    """Do it; False where it is so already."""
    by = request.user
    if what == "place":
        placements.place(employee=someone, by=by, **data)
    elif what == "change":
        placements.change(employee=someone, by=by, **data)
    elif what == "second":
        placements.add_second(employee=someone, by=by, **data)
    elif what == "end":
        placements.end(placement=_row(request, someone), by=by, **data)
    elif what == "correct":
        return placements.correct(placement=_row(request, someone), by=by, **data)
    elif what == "no_level":
        hold_no_level(people=[someone.pk], by=by, **data)
    elif what == "no_level_end":
        return wait_for_level(people=[someone.pk], by=by).count > 0
    elif what == "remove":
        placements.remove(placement=_row(request, someone), by=by, **data)
    else:
        placements.withdraw(placement=_row(request, someone), today=timezone.localdate(), by=by)
    return True


def _row(request: HttpRequest, someone: Employee) -> Placement:
    number = request.POST.get("placement", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    return get_object_or_404(Placement, employee=someone, pk=int(number) if known else 0)
