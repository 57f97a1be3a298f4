"""What keeps a request from going on: it is over, a step is answered, or a level has changed; in sentences, and noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.errors import DomainError
from ladders.core.once import within_scope
from ladders.frameworks.models import Level
from ladders.placements.queries import current_levels, held_beside, levels_on

from ..domain.policy import HR_DAYS
from ..domain.states import NoticeKind, Outcome, RequestState
from ..models import MoveRequest, Step
from ..queries.deciders import due_for, hr_lead_of
from ..queries.time_in_level import time_in_level
from ..text.days import day
from .later import save
from .notices import log, notify, person_user


def answered_by_text(step: Step) -> str:
    """How a step was answered, by whom and when."""
    words = _("%(who)s answered on %(day)s: %(how)s.")
    assert step.answered_at is not None
    return words % {"who": step.answered_by, "day": day(step.answered_at), "how": Outcome(step.outcome).label}


def closed_reason(request: MoveRequest) -> str:
    """What somebody is told whose click came after the end of the request, or before its beginning."""
    match RequestState(request.state):
        case RequestState.DRAFT:
            return _("This request was not sent yet.")
        case RequestState.WITHDRAWN:
            return _("The request was withdrawn on %(day)s. Nothing is left to do.") % {"day": day(_closed(request))}
        case RequestState.LAPSED:
            return _("The request has lapsed: its author has left. Nothing is left to do.")
        case RequestState.DECLINED:
            return _("The request was declined on %(day)s.") % {"day": day(_closed(request))}
        case RequestState.IN_EFFECT:
            return _("The request has taken effect already.")
        case RequestState.SCHEDULED:
            return _("The request is scheduled already, for %(day)s.") % {"day": day(request.agreed_on or dt.date.max)}
        case RequestState.APPROVED:
            return _("Every step of the request is answered already.")
        case RequestState.SUBMITTED:
            return _("The request is under way.")


def _closed(request: MoveRequest) -> dt.datetime:
    return request.closed_at or timezone.now()


def refuse_stopped(request: MoveRequest, today: dt.date) -> None:
    """Raises DomainError where the request cannot go on as it is: a level was retired meanwhile, or the person's changed."""
    if why := why_stopped(request, today):
        raise DomainError(why)


def refuse_too_early(row: MoveRequest, today: dt.date) -> None:
    """Raises DomainError where the level was not held for the least time; the sentence names the first day on which it is."""
    time = time_in_level(row, today)
    if time and time.ready_on:
        raise DomainError(
            ngettext(
                "The rules ask for %(months)s month in the present level; from %(day)s on you can send this.",
                "The rules ask for %(months)s months in the present level; from %(day)s on you can send this.",
                time.asked,
            )
            % {"months": time.asked, "day": day(time.ready_on)}
        )


@within_scope
def why_stopped(request: MoveRequest, today: dt.date) -> str:
    """What to do where a request cannot go on as it is; empty where it can: 1 to 8 queries."""
    held_beside(request.person_id, request.to_key, today)  # read at once
    now = current_levels({request.to_key, request.from_key})
    here = levels_on(today, [request.person_id]).get(request.person_id)
    return stopped_words(request, now, here)


def stopped_words(request: MoveRequest, now: Mapping[UUID, tuple[Level, bool]], here: Level | None) -> str:
    """The same from what was read already: levels of today by key (see `current_levels`), and the level held."""
    level, moved = now.get(request.to_key, (None, False))
    if level is None:
        words = _(
            "%(level)s is no longer part of the framework, and nothing takes its place. HR and %(name)s agree what to do."
        )
        return words % {"level": request.to_level, "name": request.person}
    if moved:
        words = _(
            "%(level)s is no longer part of the framework; %(next)s has taken its place. %(name)s can go on with that one."
        )
        return words % {"level": request.to_level, "next": level, "name": request.person}
    left = now[request.from_key][0].key if request.from_key in now else request.from_key
    if here is None or here.key not in (left, request.to_key):
        words = _("%(name)s no longer holds %(level)s, so the terms no longer hold. Withdraw the request and ask anew.")
        return words % {"name": request.person, "level": request.from_level}
    return ""


def stop(request: MoveRequest, why: str, today: dt.date) -> None:
    """Note that the request cannot go on, and why; its author and the HR lead are told once. `request` is locked."""
    if request.stopped_why == why[:300]:
        return
    request.stopped_at, request.stopped_why = timezone.now(), why[:300]
    user = person_user(request)
    request.owner = user if user and user.is_active else hr_lead_of(request, today) or request.owner
    request.due_on = due_for(HR_DAYS, request.person.country, today)
    save(request)
    log(request, "stopped", None)
    hr = hr_lead_of(request, today) if request.hr_hears_at else None
    notify(NoticeKind.STOPPED, user, hr, request=request, on=request.stopped_at.isoformat())
