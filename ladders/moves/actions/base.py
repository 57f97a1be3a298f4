"""What every action shares: locking in one order, saying what is over, telling people, and opening the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from ladders.compensation.domain.position import Salaried
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.frameworks.models import Level
from ladders.placements.queries import current_levels, levels_on
from ladders.reporting.queries.lines import manager_of

from ..domain.enums import Decider, StepAction
from ..domain.escalation import answers_once, asks_hr
from ..domain.states import NoticeKind, Outcome, ReassignmentReason, RequestState, Via
from ..models import MoveRequest, Notice, PassedOn, Step
from ..queries.deciders import among_of, chosen, due_for, hr_lead_of
from ..queries.seats import seat_needed
from ..text.labels import OUTCOMES

HR_DAYS = 5  # working days for HR to agree a day where the rules have no step that does


def locked(request: MoveRequest) -> MoveRequest:
    """The request as it is now, locked until the transaction ends.

    Locked first and joined afterwards: a row that waited for its lock is joined to what it pointed to before.
    """
    if not MoveRequest.objects.select_for_update().filter(pk=request.pk).values_list("pk").first():
        raise DomainError(_("This draft is gone: it was deleted."))
    return MoveRequest.objects.select_related(
        "person__user", "to_level", "from_level", "framework__owner__user", "receiving__user", "owner", "declined_step"
    ).get(pk=request.pk)


def locked_step(request: MoveRequest, step: Step | None = None) -> Step | None:
    """That step, or the one that is open, locked; call it after `locked`."""
    rows = Step.objects.filter(request=request)
    rows = rows.filter(pk=step.pk) if step else rows.filter(opened_on__isnull=False, answered_at=None)
    found = rows.select_for_update().first()
    if found is not None:
        found.request = request
    return found


def day(value: dt.date | dt.datetime) -> str:
    """A day as people read it, and as every page writes it: 1 July 2027."""
    return date_format(timezone.localdate(value) if isinstance(value, dt.datetime) else value, "j F Y")


def answered_by_text(step: Step) -> str:
    """How a step was answered, by whom and when."""
    words = _("%(who)s answered on %(day)s: %(how)s.")
    assert step.answered_at is not None
    return words % {"who": step.answered_by, "day": day(step.answered_at), "how": OUTCOMES[step.outcome]}


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


def why_stopped(request: MoveRequest, today: dt.date) -> str:
    """What to do where a request cannot go on as it is; empty where it can: 3 to 8 queries."""
    now = current_levels({request.to_key, request.from_key})
    here = levels_on(today, [request.person_id]).get(request.person_id)
    return stopped_words(request, now, here)


def stopped_words(request: MoveRequest, now: Mapping[UUID, tuple[Level, bool]], here: Level | None) -> str:
    """The same from what was read already: levels of today by key (see `current_levels`), and the level held."""
    level, moved = now.get(request.to_key, (None, False))
    if level is None:
        words = _(
            "%(level)s is no longer part of the framework, and nothing takes its place. HR and the author agree what to do."
        )
        return words % {"level": request.to_level}
    if moved:
        words = _(
            "%(level)s is no longer part of the framework; %(next)s has taken its place. The author can go on with that one."
        )
        return words % {"level": request.to_level, "next": level}
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
    request.save()
    log(request, "stopped", None)
    hr = hr_lead_of(request, today) if request.hr_hears_at else None
    notify(NoticeKind.STOPPED, user, hr, request=request, on=request.stopped_at.isoformat())


def person_user(request: MoveRequest) -> User | None:
    """The account of the person whose request it is."""
    return request.person.user


def require_person(request: MoveRequest, by: Any) -> None:
    """Only the person themselves."""
    if request.person.user_id is None or request.person.user_id != by.pk:
        raise PermissionDenied


def log(request: MoveRequest, verb: str, by: Any) -> None:
    """An entry of the audit trail, once HR may hear of the request; never what kind of move it is."""
    if request.hr_hears_at is not None:
        record(
            by=by,
            verb=f"moves.request.{verb}",
            subject=str(request.person),
            subject_key=str(request.pk),
        )


def notify(
    kind: NoticeKind,
    *people: User | None,
    request: MoveRequest | None = None,
    step: Step | None = None,
    right: Any = None,
    on: object = "",
) -> None:
    """Write notices, once for each person, matter and `on` (a day, a number: what makes it another one)."""
    rows = []
    for user in dict.fromkeys(people):
        if user is None:
            continue
        about = request.pk if request else f"right-{right.pk}"
        key = ":".join(map(str, (kind, about, step.pk if step else "", user.pk, on)))
        rows.append(Notice(recipient=user, kind=kind, request=request, step=step, right=right, key=key))
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def tell_asked(kind: NoticeKind, request: MoveRequest, step: Step, on: object = "") -> None:
    """Write to everybody who is asked in a step."""
    users = User.objects.filter(pk__in={step.decider_id, *step.among})
    notify(kind, *users, request=request, step=step, on=on)


def open_step(request: MoveRequest, step: Step, today: dt.date, *, why: ReassignmentReason | None = None) -> None:
    """Find who is asked and ask them; saves step and request. Raises DomainError where nobody can be asked."""
    choice, line = chosen(step, today)
    if choice is None or (user := choice.candidate.user) is None:
        raise DomainError(nobody_available_text(request))
    before, candidate = step.decider_id, choice.candidate
    step.among = among_of(step, line) if candidate.via == Via.ROLE else []
    hand_to(request, step, user, candidate.via, candidate.country, today)
    _others_of_group(request, step)
    if step.who == Decider.CURRENT_MANAGER:
        step.manager = manager_of(request.person, today)
    step.save()
    for other, reason in choice.over if why is None else ():
        record_reassignment(step, other, step.decider_id, reason, today)
    if why is not None:
        record_reassignment(step, before, step.decider_id, why, today)
    request.save()


def ask(request: MoveRequest, step: Step) -> None:
    """Tell whoever is asked now; somebody to whom it comes back is told again."""
    tell_asked(NoticeKind.DUE, request, step, on=turn(step))


def turn(step: Step) -> str:
    """What makes one asking another one: the day, and how often the step was passed on. 1 query."""
    return f"{step.due_on}.{step.passings.count()}"


def hand_to(request: MoveRequest, step: Step, user: int, via: Via, country: str, today: dt.date) -> None:
    """Set who is asked, with full days; the request is theirs until then. Saves nothing."""
    step.decider_id, step.via, step.opens_on, step.sees = user, via, None, True
    step.opened_on = step.opened_on or today
    step.due_on = due_for(step.days, country or request.person.country, today)
    step.overdue_on = None
    request.owner_id, request.due_on = user, step.due_on
    if asks_hr(step.who, via):
        request.hr_hears_at = request.hr_hears_at or timezone.now()


def record_reassignment(
    step: Step, before: int | None, after: int | None, why: ReassignmentReason, today: dt.date, by: Any = None
) -> None:
    if before != after:
        PassedOn.objects.create(step=step, before_id=before, after_id=after, why=why, on=today, by=by)


def nobody_available_text(request: MoveRequest) -> str:
    """The sentence where no one can answer."""
    words = _(
        "Nobody can answer a request of %(name)s: HR needs somebody who handles moves and does not report to %(name)s. "
        "Whoever gives roles can name one."
    )
    if request.proposer is not None:
        words = _(
            "Nobody else can answer what %(who)s proposes to %(name)s: HR needs somebody else who handles moves and does not "
            "report to %(name)s. Whoever gives roles can name one."
        )
    return words % {"name": request.person, "who": request.proposer}


def lead(request: MoveRequest, today: dt.date) -> User:
    """The HR lead who looks after the request. Raises DomainError where there is none."""
    user = hr_lead_of(request, today)
    if user is None:
        raise DomainError(nobody_available_text(request))
    return user


def advance(request: MoveRequest, today: dt.date, by: Any) -> None:
    """After an answer: open the next step, or, when all are answered, agree the day. `request` is locked; saves it."""
    while (step := Step.objects.filter(request=request, answered_at=None).order_by("position").first()) is not None:
        step.request = request
        if step.opened_on is not None:
            return
        open_step(request, step, today)
        if ask_unless_said(request, step, today):
            return
    request.state = RequestState.APPROVED
    request.owner = hr_lead_of(request, today) or by
    named = named_day(request, today)
    if named and request.agreed_on is None and request.offered_on is None:
        request.agreed_on, request.agreed_at, request.agreed_by = named, timezone.now(), by  # all said yes to it
    request.due_on = due_for(HR_DAYS, request.person.country, today)
    request.hr_hears_at = request.hr_hears_at or timezone.now()
    request.save()
    log(request, "approved", by)
    notify(NoticeKind.APPROVED, person_user(request), request=request, on=request.looked_again_at)
    schedule_if_ready(request, today, by)


def ask_unless_said(request: MoveRequest, step: Step, today: dt.date) -> bool:
    """Ask whoever an opened step has come to, or skip it where they have had their say: then False, and the way goes on."""
    if not _had_their_say(request, step, today):
        ask(request, step)
        return True
    step.among = []  # nobody else of a group reads what they are never asked about
    step.answered_at, step.answered_by_id, step.outcome = timezone.now(), step.decider_id, Outcome.NOT_NEEDED
    step.save()
    return False


def named_day(request: MoveRequest, today: dt.date) -> dt.date | None:
    """The day that the terms named, as the person read them before sending; None once it has passed."""
    on = dt.date.fromisoformat(request.terms["on"]) if request.terms else None
    return on if on is not None and on >= today else None


def _had_their_say(request: MoveRequest, step: Step, today: dt.date) -> bool:
    """True where whoever is asked has proposed the move, answered an approval or released the person: nobody is asked twice.

    So it is with who declined, where HR then looked again and said yes: HR's word stands over theirs.

    Who has two rights answers in the weaker one. The present manager cannot refuse to let somebody go, so they are not
    asked again where they are the receiving manager, too; not even where their release comes later.
    """
    if step.deed != StepAction.APPROVE or step.added:
        return False
    steps = Step.objects.filter(request=request, added=False)
    answered_by_text = steps.filter(deed=StepAction.APPROVE, outcome__in=[Outcome.APPROVED, Outcome.DECLINED])
    yes = answered_by_text.values_list("answered_by", flat=True)
    approved = {user for user in yes if user is not None}
    if answers_once(step.decider_id, proposer=request.proposer_id, approved=approved, released=()):
        return True
    released = released_by(request)
    if step.among:
        return not set(step.among) - released
    for later in steps.filter(deed=StepAction.RELEASE, opened_on=None):
        later.request = request
        choice, _line = chosen(later, today)
        released |= {choice.candidate.user} if choice and choice.candidate.user else set()
    return answers_once(step.decider_id, proposer=None, approved=(), released=released)


def released_by(request: MoveRequest) -> set[int]:
    """The users who have released the person, or objected to it, and the manager in whose place that was done: 1 query."""
    steps = Step.objects.filter(request=request, deed=StepAction.RELEASE, answered_at__isnull=False)
    found = steps.values_list("answered_by", "manager__user")
    return {user for pair in found for user in pair if user is not None}


def _others_of_group(request: MoveRequest, step: Step) -> None:
    """Of a group, those who have not released the person are asked, where there are any. Saves nothing."""
    others = [user for user in step.among if user not in released_by(request)] if step.among else []
    if others and others != step.among:
        step.among, step.decider_id = others, others[0]
        request.owner_id = others[0]


def schedule_if_ready(request: MoveRequest, today: dt.date, by: Any) -> None:
    """An approved request is scheduled as soon as its day is agreed and its seat, where the level needs one, confirmed.

    Where that day has passed meanwhile, HR sets another one.
    """
    if request.state != RequestState.APPROVED or request.agreed_on is None or request.agreed_on < today:
        return
    if request.seat_at is None and seat_needed(request.to_key):
        return
    request.state, request.due_on = RequestState.SCHEDULED, request.agreed_on
    request.save()
    log(request, "scheduled", by)
    notify(NoticeKind.SCHEDULED, person_user(request), request.owner, request=request, on=agreed(request))


def mark_of(pay: Salaried | None) -> str:
    """What tells one pay from another, to see later that it was changed; empty where there is none."""
    if pay is None:
        return ""
    parts = (pay.amount, pay.currency, pay.basis, pay.fte, pay.full_time_hours or Decimal(0))
    return " ".join(f"{part.normalize():f}" if isinstance(part, Decimal) else str(part) for part in parts)


def agreed(request: MoveRequest) -> str:
    """What makes one agreement about the day another one: a day can be left and come back to."""
    return request.agreed_at.isoformat() if request.agreed_at else ""
