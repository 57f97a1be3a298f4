"""Where a request goes next: who is asked, which step opens, and, behind the last one, the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError
from ladders.core.once import known
from ladders.reporting.queries.lines import manager_of

from ..domain.enums import Decider, StepAction
from ..domain.escalation import answers_once, asks_hr
from ..domain.policy import HR_DAYS
from ..domain.states import NoticeKind, Outcome, ReassignmentReason, RequestState, Via
from ..domain.workdays import ONE_DAY
from ..models import MoveRequest, PassedOn, Step
from ..queries.deciders import among_of, chosen, due_for, hr_lead_of
from ..queries.seats import seat_missing
from ..queries.term_parts import possible_receivers
from .later import add_passing, save
from .locks import steps_now
from .notices import ask, log, notify, passings, person_user


def open_step(request: MoveRequest, step: Step, today: dt.date, *, why: ReassignmentReason | None = None) -> None:
    """Find who is asked and ask them; saves step and request. Raises DomainError where nobody can be asked."""
    new = step.opened_on is None
    choice, line = chosen(step, today)
    if choice is None or (user := choice.candidate.user) is None:
        raise DomainError(nobody_available_text(request))
    before, candidate = step.decider_id, choice.candidate
    step.among = among_of(step, line) if candidate.via == Via.ROLE else []
    hand_to(request, step, user, candidate.via, candidate.country, today)
    _others_of_group(request, step)
    if step.who == Decider.CURRENT_MANAGER:
        step.manager = manager_of(request.person, today)
    if step._state.adding:  # the request is being sent: its first step is made as an open one, with the others
        request.save()
        Step.objects.bulk_create(steps_now(request))
    else:
        save(step)
        save(request)
    if new:
        known(passings).setdefault(step.pk, [])  # what never was with anybody was passed on by nobody
    for other, reason in choice.over if why is None else ():
        record_reassignment(step, other, step.decider_id, reason, today)
    if why is not None:
        record_reassignment(step, before, step.decider_id, why, today)


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
        passed = PassedOn(step=step, before_id=before, after_id=after, why=why, on=today, by=by)
        add_passing(passed)
        if (kept := known(passings).get(step.pk)) is not None:
            kept.append(passed)


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


def chosen_receiver(request: MoveRequest, chosen: int | None, today: dt.date) -> Employee | None:
    """Whom the person has chosen to receive them. Raises DomainError where that is nobody who could. 2 queries at most."""
    if chosen is None:
        return None
    found = {each.manager.pk: each.manager for each in possible_receivers(request.person, request.to_level, today)}
    if chosen not in found:
        raise DomainError(_("Who receives you has changed meanwhile. Choose again."))
    return found[chosen]


def first_receiver(request: MoveRequest, today: dt.date) -> Employee | None:
    """Whom the terms name where the person has chosen nobody: they are asked, whoever else comes. 1 query at most."""
    return next((each.manager for each in possible_receivers(request.person, request.to_level, today)), None)


def lead(request: MoveRequest, today: dt.date) -> User:
    """The HR lead who looks after the request. Raises DomainError where there is none."""
    user = hr_lead_of(request, today)
    if user is None:
        raise DomainError(nobody_available_text(request))
    return user


def advance(request: MoveRequest, today: dt.date, by: Any) -> None:
    """After an answer: open the next step, or, when all are answered, agree the day. `request` is locked; saves it."""
    while (step := next((each for each in steps_now(request) if each.answered_at is None), None)) is not None:
        if step.opened_on is not None:
            request.save()
            return
        open_step(request, step, today)
        if ask_unless_said(request, step, today):
            return
    request.state = RequestState.APPROVED
    trying = request.kind == MoveKind.TRY_OUT
    request.owner = (person_user(request) if trying else hr_lead_of(request, today)) or by
    if request.offered_on is None:
        agree_named(request, today, by)
    request.due_on = due_for(HR_DAYS, request.person.country, today)
    request.hr_hears_at = request.hr_hears_at or timezone.now()
    request.save()
    log(request, "approved", by)
    notify(NoticeKind.APPROVED, person_user(request), request=request, on=request.looked_again_at)
    if trying and request.offered_at and request.offered_by_id == request.person.user_id:
        # Whoever was asked first may not have seen it: both who said yes can answer now.
        yes = [step.answered_by_id for step in steps_now(request) if step.outcome == Outcome.APPROVED]
        notify(NoticeKind.DATE_OFFERED, *yes, request=request, on=request.offered_at.isoformat())
    schedule_if_ready(request, today, by)


def agree_named(request: MoveRequest, today: dt.date, by: Any) -> None:
    """Note the day of the terms as agreed, where none is yet: everybody has said yes to it. Saves nothing.

    A try-out whose day has passed meanwhile begins the day after, as its terms say; of a move, HR names another day.
    """
    trying = request.kind == MoveKind.TRY_OUT
    named = named_day(request, today) or (today + ONE_DAY if trying else None)
    if named and request.agreed_on is None:
        request.agreed_on, request.agreed_at, request.agreed_by = named, timezone.now(), by


def ask_unless_said(request: MoveRequest, step: Step, today: dt.date) -> bool:
    """Ask whoever an opened step has come to, or skip it where they have had their say: then False, and the way goes on."""
    if not _had_their_say(request, step, today):
        ask(request, step)
        return True
    step.among = []  # nobody else of a group reads what they are never asked about
    step.answered_at, step.answered_by_id, step.outcome = timezone.now(), step.decider_id, Outcome.NOT_NEEDED
    save(step)
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
    steps = [each for each in steps_now(request) if not each.added]
    said = [
        each
        for each in steps
        if each.deed == StepAction.APPROVE and each.outcome in (Outcome.APPROVED, Outcome.DECLINED)
    ]
    approved = {each.answered_by_id for each in said if each.answered_by_id is not None}
    if answers_once(step.decider_id, proposer=request.proposer_id, approved=approved, released=()):
        return True
    released = released_by(steps)
    if step.among:
        return not set(step.among) - released
    for later in steps:
        if later.deed != StepAction.RELEASE or later.opened_on is not None:
            continue
        choice, _line = chosen(later, today)
        released |= {choice.candidate.user} if choice and choice.candidate.user else set()
    return answers_once(step.decider_id, proposer=None, approved=(), released=released)


def released_by(steps: Iterable[Step]) -> set[int]:
    """Of a request's steps, with `manager` joined: the users who have released the person, or objected to it, and the manager
    in whose place that was done. No query."""
    done = [each for each in steps if each.deed == StepAction.RELEASE and each.answered_at is not None]
    found = {user for each in done for user in (each.answered_by_id, each.manager.user_id if each.manager else None)}
    return {user for user in found if user is not None}


def _others_of_group(request: MoveRequest, step: Step) -> None:
    """Of a group, those who have not released the person are asked, where there are any. Saves nothing."""
    others = set(step.among) - released_by(steps_now(request)) if step.among else set()
    if others and others != set(step.among):
        step.among = [user for user in step.among if user in others]
        step.decider_id = request.owner_id = step.among[0]


def schedule_if_ready(request: MoveRequest, today: dt.date, by: Any) -> None:
    """An approved request is scheduled as soon as its day is agreed and its seat, where the level needs one, confirmed.

    Where that day has passed meanwhile, HR sets another one.
    """
    if request.state != RequestState.APPROVED or request.agreed_on is None or request.agreed_on < today:
        return
    if seat_missing(request):
        return
    request.state, request.due_on = RequestState.SCHEDULED, request.agreed_on
    request.save()
    log(request, "scheduled", by)
    notify(NoticeKind.SCHEDULED, person_user(request), request.owner, request=request, on=agreed(request))


def agreed(request: MoveRequest) -> str:
    """What makes one agreement about the day another one: a day can be left and come back to."""
    return request.agreed_at.isoformat() if request.agreed_at else ""
