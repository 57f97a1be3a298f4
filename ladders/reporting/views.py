"""People: the list, one person, and the writes that concern the levels they hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.core.access import may, require, requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.shapes import TrackKind
from ladders.placements import actions
from ladders.placements.choices import label, open_levels
from ladders.placements.forms import BulkForm, ChangeForm, EndForm, PlaceForm, SecondForm
from ladders.placements.models import Placement
from ladders.placements.proposals import Candidate, propose

from .people import PAGE, SORTS, Asked, names_of, people_list, profile

STATES = {
    "here": gettext_lazy("Who works here"),
    "unplaced": gettext_lazy("Without a level"),
    "left": gettext_lazy("Who has left"),
}
ORDERS = {
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Number"),
    "department": gettext_lazy("Department"),
}


def _asked(request: HttpRequest) -> Asked:
    """What cannot be read counts as not asked for."""
    get = request.GET
    after = get.get("after", "")
    return Asked(
        words=get.get("q", "").strip()[:100],
        department=get.get("department", "")[:120],
        legal_entity=get.get("entity", "")[:120],
        state=get["state"] if get.get("state") in STATES else "here",
        sort=get["sort"] if get.get("sort") in SORTS else "name",
        after=int(after) if after.isdecimal() and len(after) < 19 else None,
    )


@require_safe
@requires(Permission.VIEW_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """People in reach, with level and manager."""
    asked = _asked(request)
    found = people_list(request.user, asked, timezone.localdate())
    following, first = request.GET.copy(), request.GET.copy()
    following["after"] = str(found.after)
    first.pop("after", None)
    context = {
        "asked": asked,
        "found": found,
        "following": following.urlencode(),
        "first": first.urlencode(),
        "states": STATES.items(),
        "orders": ORDERS.items(),
        "departments": names_of("department"),
        "entities": names_of("legal_entity"),
    }
    return render(request, "people/list.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, as of today or of another day."""
    return _page(request, _person_or_404(request, pk))


def _person_or_404(request: HttpRequest, pk: int) -> Employee:
    return get_object_or_404(Employee.objects.visible_to(request.user).select_related("user"), pk=pk)


def _day(request: HttpRequest) -> dt.date:
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _page(
    request: HttpRequest, someone: Employee, bound: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    day = _day(request)
    found = profile(someone, day)
    may_place = may(request.user, Permission.PLACE_PEOPLE, someone)
    shown: dict[str, forms.Form] = {}
    if may_place:
        kinds: dict[str, type[forms.Form]] = (
            {"change": ChangeForm, "second": SecondForm, "end": EndForm} if found.primary else {"place": PlaceForm}
        )
        shown = {name: kind(prefix=name) for name, kind in kinds.items()} | (bound or {})
    context = {"person": someone, "found": found, "day": day, "today": timezone.localdate(), "forms": shown}
    return render(request, "people/person.html", context, status=status)


WRITES: dict[str, type[forms.Form]] = {"place": PlaceForm, "change": ChangeForm, "second": SecondForm, "end": EndForm}


@require_POST
def place(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Give, change or end a level."""
    someone = _person_or_404(request, pk)
    require(request.user, Permission.PLACE_PEOPLE, someone)
    if what not in WRITES:
        raise Http404(_("There is no such page."))
    form = WRITES[what](request.POST, prefix=what)
    if not form.is_valid():
        return _page(request, someone, {what: form}, 422)
    try:
        _write(request, someone, what, form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.sentence)
        return _page(request, someone, {what: form}, 422)
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
    else:
        number = request.POST.get("placement", "")
        row = get_object_or_404(Placement, employee=someone, pk=int(number) if number.isdecimal() else 0)
        actions.end(placement=row, by=by, **data)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PLACE_PEOPLE)
def unplaced(request: HttpRequest) -> HttpResponseBase:
    """The next people without a level, each with a proposal where the title allows one; several are placed at once."""
    levels = {label(level): level for level in open_levels()}
    form = BulkForm(request.POST or None)
    chosen: dict[int, str] = {}
    if request.method == "POST":
        chosen = {
            int(name[6:]): text.strip()
            for name, text in request.POST.items()
            if name.startswith("level-") and name[6:].isdecimal() and len(name) < 25 and isinstance(text, str)
        }
        wrong = [text for text in chosen.values() if text and text not in levels]
        if wrong:
            form.add_error(
                None, _("“%(text)s” is no level of the list. Choose one of those suggested.") % {"text": wrong[0]}
            )
        if form.is_valid():
            picked = {pk: levels[text] for pk, text in chosen.items() if text}
            try:
                count = actions.place_many(choices=picked, starts_on=form.cleaned_data["starts_on"], by=request.user)
            except (DomainError, PermissionDenied) as error:
                if isinstance(error, PermissionDenied):
                    raise
                form.add_error(None, error.sentence)
            else:
                messages.success(request, _("%(count)s people hold a level now.") % {"count": count})
                return redirect("unplaced")
    found = people_list(request.user, Asked(state="unplaced"), timezone.localdate())
    candidates = [
        Candidate(level.pk, level.version.framework.name, level.title, level.track.kind == TrackKind.MANAGEMENT)
        for level in levels.values()
    ]
    labels = {level.pk: text for text, level in levels.items()}
    rows = [
        (
            each.person,
            chosen.get(
                each.person.pk, labels.get(propose(each.person.job_title, each.person.department, candidates) or 0, "")
            ),
        )
        for each in found.rows
    ]
    context = {"form": form, "rows": rows, "levels": list(levels), "more": found.after is not None, "page": PAGE}
    return render(request, "people/unplaced.html", context, status=422 if form.errors else 200)
