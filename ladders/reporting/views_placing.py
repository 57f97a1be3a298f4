"""Giving, changing, ending and putting right the levels of one person; placing many."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.core.access import require, requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.models import Level
from ladders.placements import actions
from ladders.placements.choices import label, open_levels
from ladders.placements.forms import BulkForm, ChangeForm, CorrectForm, EndForm, PlaceForm, SecondForm, WithdrawForm
from ladders.placements.models import Placement

from .people import PAGE, Asked, names_of
from .unplaced import Group, groups_of, people_of, proposals, some
from .views import person_or_404, person_page

WRITES: dict[str, type[forms.Form]] = {
    "place": PlaceForm,
    "change": ChangeForm,
    "second": SecondForm,
    "end": EndForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
}


@require_POST
def place(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Give, change, end, put right or withdraw a level."""
    someone, sight = person_or_404(request, pk)
    require(request.user, Permission.PLACE_PEOPLE, someone)
    if what not in WRITES:
        raise Http404(_("There is no such page."))
    form = WRITES[what](request.POST, prefix=what)
    if form.is_valid():
        try:
            _write(request, someone, what, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.sentence)
    if form.errors:
        return person_page(request, someone, sight, {what: form}, 422)
    messages.success(request, _("Saved: the levels of %(name)s.") % {"name": someone})
    return redirect("person", pk)


def _write(request: HttpRequest, someone: Employee, what: str, data: dict[str, Any]) -> None:
    by = request.user
    if what == "place":
        actions.place(employee=someone, by=by, **data)
    elif what == "change":
        actions.change(employee=someone, by=by, **data)
    elif what == "second":
        actions.add_second(employee=someone, by=by, **data)
    elif what == "end":
        actions.end(placement=_row(request, someone), by=by, **data)
    elif what == "correct":
        actions.correct(placement=_row(request, someone), by=by, **data)
    else:
        actions.withdraw(placement=_row(request, someone), today=timezone.localdate(), by=by)


def _row(request: HttpRequest, someone: Employee) -> Placement:
    number = request.POST.get("placement", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    return get_object_or_404(Placement, employee=someone, pk=int(number) if known else 0)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PLACE_PEOPLE)
def unplaced(request: HttpRequest) -> HttpResponseBase:
    """People without a level, by job title and department or one by one, each with a proposal where the title allows one.

    What is chosen for a title and department holds for everybody who has them; several are placed at once.
    """
    today = timezone.localdate()
    levels = {label(level): level for level in open_levels()}
    asked = some(request.GET)
    form = BulkForm(request.POST if request.method == "POST" else None)
    chosen = _chosen(request) if request.method == "POST" else {}
    if request.method == "POST":
        wrong = [text for text in chosen.values() if text and text not in levels]
        picked = {name: levels[text] for name, text in chosen.items() if text in levels}
        if wrong:
            said = _("“%(text)s” is no level of the list. Choose one of those suggested.") % {"text": wrong[0]}
            form.add_error(None, said)
        elif not picked:
            form.add_error(None, _("Choose a level for at least one line."))
        if form.is_valid():
            try:
                count = _place(request, asked, picked, form.cleaned_data["starts_on"], today)
            except DomainError as error:
                form.add_error(None, error.sentence)
            else:
                said = ngettext("%(count)s person holds a level now.", "%(count)s people hold a level now.", count)
                messages.success(request, said % {"count": count})
                return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    context = {"form": form, "levels": list(levels), "asked": asked, "page": PAGE, "single": asked.title is not None}
    context |= _lines(request, asked, chosen, levels, today)
    return render(request, "people/unplaced.html", context, status=422 if form.errors else 200)


def _lines(
    request: HttpRequest, asked: Asked, chosen: dict[str, str], levels: dict[str, Level], today: dt.date
) -> dict[str, Any]:
    """What stands on the page: each line with the name of its field, and what is proposed or was chosen in it."""
    propose = proposals(levels)
    context: dict[str, Any] = {"departments": names_of(request.user, "department")}
    if asked.title is None:
        groups, context["further_groups"] = groups_of(request.user, asked, today)
        named: list[tuple[Any, str, str, str]] = [(each, each.name, each.title, each.department) for each in groups]
    else:
        people, after = people_of(request.user, asked, today)
        named = [(each, f"level-{each.pk}", each.job_title, each.department) for each in people]
        following = request.GET.copy()
        following["after"] = str(after or "")
        context["following"] = following.urlencode() if after else ""
    context["rows"] = [
        (each, name, chosen[name] if name in chosen else propose(title, department))
        for each, name, title, department in named
    ]
    return context


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Name of the field → what stands in it."""
    return {name: str(text).strip() for name, text in request.POST.items() if name.startswith(("level-", "group-"))}


def _place(request: HttpRequest, asked: Asked, picked: dict[str, Level], starts_on: dt.date, today: dt.date) -> int:
    """Write what was picked: single people by id, and everybody of a group as it is now."""
    choices: dict[int, Level] = {}
    for name, level in picked.items():
        kind, _sep, rest = name.partition("-")
        if kind == "level":
            if rest.isascii() and rest.isdigit() and len(rest) < 19:
                choices[int(rest)] = level
        elif (group := Group.read(rest)) is not None:
            choices |= dict.fromkeys(group.members(request.user, asked, today), level)
    return actions.place_many(choices=choices, starts_on=starts_on, by=request.user)
