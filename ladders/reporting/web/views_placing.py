"""Giving, changing, ending and putting right the levels of one person; placing many."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
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
from ladders.placements.actions import placements
from ladders.placements.actions.batches import place_many, take_back
from ladders.placements.choices import label, open_levels
from ladders.placements.forms import (
    BulkForm,
    ChangeForm,
    CorrectForm,
    EndForm,
    PlaceForm,
    RemoveForm,
    SecondForm,
    WithdrawForm,
)
from ladders.placements.models import Batch, Placement

from ..queries.people import PAGE, PeopleFilter, names_of
from ..queries.unplaced import UnplacedGroup, groups_of, members, people_of, proposals, some
from .views import person_or_404, person_page

WRITES: dict[str, type[forms.Form]] = {
    "place": PlaceForm,
    "change": ChangeForm,
    "second": SecondForm,
    "end": EndForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
    "remove": RemoveForm,
}
NAMES = 5  # shown of each line before anything is written


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
        placements.place(employee=someone, by=by, **data)
    elif what == "change":
        placements.change(employee=someone, by=by, **data)
    elif what == "second":
        placements.add_second(employee=someone, by=by, **data)
    elif what == "end":
        placements.end(placement=_row(request, someone), by=by, **data)
    elif what == "correct":
        placements.correct(placement=_row(request, someone), by=by, **data)
    elif what == "remove":
        placements.remove(placement=_row(request, someone), by=by, **data)
    else:
        placements.withdraw(placement=_row(request, someone), today=timezone.localdate(), by=by)


def _row(request: HttpRequest, someone: Employee) -> Placement:
    number = request.POST.get("placement", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    return get_object_or_404(Placement, employee=someone, pk=int(number) if known else 0)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PLACE_PEOPLE)
def unplaced(request: HttpRequest) -> HttpResponseBase:
    """People without a level, by job title and department or one by one, each with a proposal where the title allows one.

    What is chosen for a title and department holds for everybody who has them. What was chosen is shown with the people it
    touches before anything is written (`step`: nothing, "back" or "confirm").
    """
    levels = {label(level): level for level in open_levels()}
    asked = some(request.GET)
    form = BulkForm(request.POST if request.method == "POST" else None)
    chosen = _chosen(request) if request.method == "POST" else {}
    step = request.POST.get("step", "")
    if request.method == "POST" and step != "back":
        picked = _picked(form, chosen, levels)
        if form.is_valid():
            answer = _preview_or_place(request, form, asked, picked, confirmed=step == "confirm")
            if answer is not None:
                return answer
    today = timezone.localdate()
    context = {"form": form, "levels": list(levels), "asked": asked, "page": PAGE, "single": asked.title is not None}
    context["last"] = Batch.objects.of(request.user).first()
    context |= _lines(request, asked, chosen, levels, today)
    return render(request, "reporting/unplaced.html", context, status=422 if step != "back" and form.errors else 200)


@require_POST
@requires(Permission.PLACE_PEOPLE)
def take_back_batch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whoever was placed together is without a level again."""
    try:
        done = take_back(batch=get_object_or_404(Batch, pk=pk, made_by=request.user.pk), by=request.user)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect("unplaced")
    if not done.people and not done.kept:
        messages.info(request, _("This was taken back already. Nothing was changed."))
        return redirect("unplaced")
    said = ngettext(
        "%(count)s person is without a level again.", "%(count)s people are without a level again.", done.people
    )
    messages.success(request, said % {"count": done.people})
    if done.kept:
        kept = _("These keep their level, because something was built on it since: %(names)s.")
        messages.warning(request, kept % {"names": ", ".join(done.kept[:20])})
    return redirect("unplaced")


def _picked(form: BulkForm, chosen: dict[str, str], levels: dict[str, Level]) -> dict[UnplacedGroup | int, Level]:
    """The lines for which a level was chosen; what cannot be read is said in the form."""
    wrong = [text for text in chosen.values() if text and text not in levels]
    picked: dict[UnplacedGroup | int, Level] = {}
    for name, text in chosen.items():
        kind, _sep, rest = name.partition("-")
        line: UnplacedGroup | int | None = UnplacedGroup.read(rest) if kind == "group" else None
        if kind == "level" and rest.isascii() and rest.isdigit() and len(rest) < 19:
            line = int(rest)
        if line is not None and text in levels:
            picked[line] = levels[text]
    if wrong:
        said = _("“%(text)s” is no level of the list. Choose one of those suggested.") % {"text": wrong[0]}
        form.add_error(None, said)
    elif not picked:
        form.add_error(None, _("Choose a level for at least one line."))
    return picked


def _preview_or_place(
    request: HttpRequest,
    form: BulkForm,
    asked: PeopleFilter,
    picked: dict[UnplacedGroup | int, Level],
    *,
    confirmed: bool,
) -> HttpResponseBase | None:
    """The page that shows who would be placed; once that was confirmed and is still so, place them. None: refused."""
    starts_on = form.cleaned_data["starts_on"]
    people = members(request.user, asked, timezone.localdate(), list(picked))
    choices = {person.pk: picked[line] for line, found in people.items() for person in found}
    seen = _mark(choices)
    if confirmed and choices and request.POST.get("seen", "") == seen:
        try:
            batch = place_many(choices=choices, starts_on=starts_on, by=request.user)
        except DomainError as error:
            form.add_error(None, error.sentence)
            return None
        said = ngettext("%(count)s person holds a level now.", "%(count)s people hold a level now.", len(choices))
        messages.success(request, said % {"count": len(choices)})
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{request.path}{query}#batch-{batch.pk}")
    context = {
        "lines": [(line, picked[line], found, found[:NAMES], len(found) - NAMES) for line, found in people.items()],
        "count": len(choices),
        "seen": seen,
        "changed": confirmed,
        "starts_on": starts_on,
        "fields": [
            (line.name if isinstance(line, UnplacedGroup) else f"level-{line}", label(picked[line])) for line in picked
        ],
    }
    return render(request, "reporting/placing_preview.html", context)


def _mark(choices: dict[int, Level]) -> str:
    """What tells these people on these levels from any others, so that nobody is placed whom the page did not count."""
    said = json.dumps(sorted((person, str(level.key)) for person, level in choices.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _lines(
    request: HttpRequest, asked: PeopleFilter, chosen: dict[str, str], levels: dict[str, Level], today: dt.date
) -> dict[str, Any]:
    """What stands on the page: each line with the name of its field, and what is proposed or was chosen in it."""
    propose = proposals(levels)
    context: dict[str, Any] = {"departments": names_of(request.user, "department")}
    if asked.title is None:
        groups, context["further_groups"], context["number"] = groups_of(request.user, asked, today)
        named: list[tuple[Any, str, str, str]] = [(each, each.name, each.title, each.department) for each in groups]
    else:
        people, after, context["number"] = people_of(request.user, asked, today)
        named = [(each, f"level-{each.pk}", each.job_title, each.department) for each in people]
        following = request.GET.copy()
        following["after"] = str(after or "")
        context["following"] = following.urlencode() if after else ""
    context["rows"] = [
        (each, name, chosen.get(name, found.level if found and found.sure else ""), found)
        for each, name, found in ((each, name, propose(title, department)) for each, name, title, department in named)
    ]
    return context


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Name of the field → what was typed in it, or the proposal that was ticked where it was left blank."""
    fields = {name: str(text).strip() for name, text in request.POST.items() if name.startswith(("level-", "group-"))}
    return {name: text or request.POST.get(f"take-{name}", "") for name, text in fields.items()}
