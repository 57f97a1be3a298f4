"""People: the list, and one person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Employee
from ladders.core.access import may, requires
from ladders.core.batches import latest
from ladders.core.lists.page import open_list, opens_at, page_queries
from ladders.core.once import reads_once
from ladders.core.permissions import Permission
from ladders.core.replica import may_lag
from ladders.core.statements import Statement
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework
from ladders.placements.actions.batches import ENDED, PLACED
from ladders.placements.actions.no_level import SAID, WITHDRAWN
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
from ladders.placements.queries import said_of_no_level

from ..career_links import links_of
from ..person_links import from_person
from ..queries.people import names_of, people_list
from ..queries.profiles import Profile, profile
from ..visibility import Sight, sight_of
from .people_cells import people_rows
from .people_filter import STATES, asked_of, day_of
from .people_list import PEOPLE
from .several import ACTIONS

_published = Statement(
    lambda: (
        Framework.objects.filter(versions__state=VersionState.PUBLISHED).order_by("name").values_list("slug", "name")
    )
)


@may_lag
@require_safe
@requires(Permission.VIEW_PEOPLE)
def people(request: HttpRequest) -> HttpResponseBase:
    """People in reach, with level and manager, on any day: at most 13 queries with session and user."""
    seen = open_list(request, PEOPLE)
    if address := opens_at(request, seen):
        return redirect(address)
    asked, day = asked_of(request.GET, seen.order), day_of(request.GET)
    found = people_list(request.user, asked, day)
    first = request.GET.copy()
    first.pop("after", None)
    may_place = may(request.user, Permission.PLACE_PEOPLE)
    departments, entities = names_of(request.user, "department", "legal_entity")
    context = {
        "list": seen,
        "asked": asked,
        "day": day,
        "today": timezone.localdate(),
        "found": found,
        "body": people_rows(found.rows, seen, asked.state, select=may_place),
        **page_queries(request.GET, asked.after, found.after),
        "states": STATES.items(),
        "departments": departments,
        "entities": entities,
        "frameworks": _published(),
        "many": ACTIONS if may_place else {},
        "many_url": reverse("people-several") + (f"?{first.urlencode()}" if first else ""),
        "batches": latest(request.user, PLACED, ENDED, SAID, WITHDRAWN) if may_place else [],
        "narrowed": bool(asked.words or asked.department or asked.legal_entity or asked.framework),
    }
    return render(request, "reporting/list.html", context)


@require_safe
def me(request: HttpRequest) -> HttpResponseBase:
    """One's own page."""
    own = Employee.objects.filter(user=request.user.pk).values_list("pk", flat=True).first()
    return redirect("person", own) if own else render(request, "reporting/nobody.html")


@require_safe
@reads_once
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, as of today or of another day."""
    return person_page(request, *person_or_404(request, pk))


def person_or_404(request: HttpRequest, pk: int) -> tuple[Employee, Sight]:
    """The person, and how much of them is seen; no such page where that is nothing."""
    someone = get_object_or_404(Employee.objects.select_related("user"), pk=pk)
    sight = sight_of(request.user, someone, timezone.localdate())
    if sight is Sight.NONE:
        raise Http404(_("There is no such page."))
    return someone, sight


def person_page(
    request: HttpRequest,
    someone: Employee,
    sight: Sight,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
    left: Any = None,
    asked: str = "",
) -> HttpResponse:
    """The page; `bound` holds a form that was refused, or is asked about: `left` is to be read before `asked` is done."""
    day, today = day_of(request.GET), timezone.localdate()
    found = profile(someone, day, request.user, sight)
    # Nobody sets their own level.
    own = someone.user_id == request.user.pk
    may_place = may(request.user, Permission.PLACE_PEOPLE, someone) and not own
    no_level, still = None, False
    if not found.primary and (sight is Sight.OWN or own or may_place):
        no_level, still = said_of_no_level(someone.pk, day, today)
    on_purpose = no_level is not None and (no_level.review_on is None or no_level.review_on > day)
    context = {
        "person": someone,
        "found": found,
        "planned": found.planned(today),
        "elsewhere": from_person(request.user, someone),
        "career": links_of(request.user, someone, today),
        "hours": f"{someone.weekly_hours:f}".rstrip("0").rstrip(".") if someone.weekly_hours else "",
        "private": sight.private,
        "own": sight is Sight.OWN or own,
        "no_level": no_level,
        "on_purpose": on_purpose,
        "day": day,
        "today": today,
        "forms": _forms(found, today, still) | (bound or {}) if may_place else {},
        "left": left,
        "asked": asked,
    }
    return render(request, "reporting/person.html", context, status=status)


def _forms(found: Profile, today: dt.date, on_purpose: bool) -> dict[str, forms.Form]:
    """What can be written now, which is of today whatever day is looked at."""
    kinds: dict[str, type[forms.Form]] = {"place": PlaceForm}
    if not any(each.placement.primary and (each.placement.ends_on or today) >= today for each in found.history):
        kinds |= {"no_level_end": WithdrawForm} if on_purpose else {"no_level": NoLevelForm}
    if found.primary:
        kinds = {"change": ChangeForm, "second": SecondForm, "end": EndForm}
    if found.history:
        kinds["correct"] = CorrectForm
        kinds["remove"] = RemoveForm
    if found.planned(today):
        kinds["withdraw"] = WithdrawForm
    return {name: kind(prefix=name) for name, kind in kinds.items()}
