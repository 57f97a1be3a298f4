"""Who may do what with a request: predicates that change nothing. Whether it is the right moment, the actions say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.permissions import Permission

from .domain.states import OPEN, RequestState, Via
from .models import MoveRequest, Step
from .queries.deciders import barred, read_hr_grants
from .queries.requests import passings_of, steps_of, waits_for


def is_author(user: Any, request: MoveRequest) -> bool:
    """True for the person whose move it is."""
    return request.person.user_id is not None and request.person.user_id == user.pk


def require_person(request: MoveRequest, by: Any) -> None:
    """Only the person themselves."""
    if not is_author(by, request):
        raise PermissionDenied


def can_handle(user: Any, person: Employee) -> bool:
    """True where a role lets this user handle moves of the person."""
    return bool(user.is_active and user.has_perm(Permission.HANDLE_MOVES, person))


def can_act_for_hr(user: Any, request: MoveRequest, today: dt.date) -> bool:
    """True where HR hears of it, the user handles moves of the person, and would not decide about themselves or upwards."""
    return (
        request.hr_hears_at is not None and can_handle(user, request.person) and not barred(user, request.person, today)
    )


def can_answer(user: Any, step: Step, today: dt.date) -> bool:
    """True where this user is asked in the step, and may answer. At most 4 queries."""
    if not step.is_open or not step.asks(user) or not waits_for(user, step.request, today):
        return False
    return not barred(user, step.request.person, today)


def can_withdraw(user: Any, request: MoveRequest) -> bool:
    """True for the author at any time before the move takes effect, and for who proposed it until it is accepted."""
    if request.state == RequestState.DRAFT:
        return request.proposer_id is not None and (request.proposer_id == user.pk or is_author(user, request))
    return request.state in OPEN and is_author(user, request)


def can_look_again(user: Any, request: MoveRequest, today: dt.date) -> bool:
    """True where the author may still answer a decline."""
    until = request.look_again_until
    return until is not None and today <= until and is_author(user, request)


@dataclass(frozen=True, slots=True)
class RequestReader:
    """Somebody who can see a request, and as what."""

    name: str
    role: str  # author, proposer, asked, hr
    via: Via | None = None
    instead_of: str = ""  # who stood here before: who handed it over, or is away

    @property
    def instead(self) -> str:
        """In whose place they are asked; empty where they are asked as the rules say."""
        texts = {Via.DELEGATE: _("Handed over by %(who)s"), Via.STAND_IN: _("Stands in for %(who)s")}
        if self.via not in texts or not self.instead_of:
            return ""
        return texts[self.via] % {"who": self.instead_of}


def who_can_see(request: MoveRequest, today: dt.date) -> list[RequestReader]:
    """Everybody who can see the request today, by name, as it stands on its page: at most 6 queries.

    HR stands there by name, too, for whoever is in office in reach. The readers of a private reason are listed as such.
    """
    from .queries.deciders import hr_of

    person = request.person
    found = [RequestReader(person.name, "author")]
    if request.proposer is not None and request.submitted_at is None:
        found.append(RequestReader(str(request.proposer), "proposer"))
    opened = [step for step in steps_of(request) if step.opened_on is not None and step.sees]
    before = {(each.step_id, each.after_id): str(each.before or "") for each in passings_of(request)}
    asked = [[user for user in (step.decider, *_users(step.among)) if user is not None] for step in opened]
    may = _who_sees({user.pk: user for users in asked for user in users}, request, today)
    seen: set[int] = {person.user_id or 0}
    for step, users in zip(opened, asked, strict=True):
        for user in users:
            if user.pk in seen or user.pk not in may:
                continue
            seen.add(user.pk)
            via = Via(step.via) if step.via else None
            found.append(RequestReader(str(user), "asked", via, before.get((step.pk, user.pk), "")))
    if request.hr_hears_at is not None:
        for user in hr_of(person):
            if user.pk not in seen:
                seen.add(user.pk)
                found.append(RequestReader(str(user), "hr"))
    return found


def _who_sees(users: dict[int, Any], request: MoveRequest, today: dt.date) -> set[int]:
    """Those of the users, by id, for whom the request exists: 2 queries, however many."""
    read_hr_grants(users.values())
    rows = MoveRequest.objects.filter(pk=OuterRef("pk"))
    sees = {f"user{pk}": Exists(rows.visible_to(user, today).order_by()) for pk, user in users.items()}
    if not sees:
        return set()
    found: Any = MoveRequest.objects.filter(pk=request.pk).values(**sees).get()
    return {pk for pk in users if found[f"user{pk}"]}


def _users(ids: list[int]) -> list[Any]:
    from accounts.models import User

    return list(User.objects.filter(pk__in=ids).order_by("sort_name")) if ids else []
