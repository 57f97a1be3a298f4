"""What time does to requests: silence passes a step on, a new manager takes over, whoever leaves lets theirs lapse.

In batches, each in a transaction of its own: what a batch needs is read at once and written at once, so that it may be broken
off between any two. One sweep at a time works, on whatever host; requests that somebody else holds are left for the next run.
Nothing here ever answers anything.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ladders.placements.queries import current_levels, levels_on
from ladders.reporting.queries.lines import managers_of

from ..domain.enums import Decider
from ..domain.escalation import DeciderCandidate, after_silence
from ..domain.policy import HR_DAYS
from ..domain.states import NEW_OWNER, NoticeKind, ReassignmentReason, RequestState, Via
from ..domain.workdays import due
from ..models import MoveRequest, Reason, ReturnRight, Step
from ..models.requests import KEEP_SEEING
from ..queries.deciders import absences, chosen, due_for, employee_of, hr_lead_of, hr_owner_of, line_of, works_on
from ..queries.requests import steps_of
from ..queries.unavailable_deciders import with_unavailable_deciders, with_unavailable_owners
from .batches import BusyError, in_batches, read_asked, read_levels_and_steps, read_steps, require_alone
from .closure import stop, stopped_words
from .later import delete_reason, save, written_together
from .locks import locked, locked_step
from .notices import ask, log, notify, passings, person_user, tell_asked
from .routing import advance, ask_unless_said, hand_to, open_step, record_reassignment

logger = logging.getLogger(__name__)

TRIAL_NOTICE = dt.timedelta(days=30)
RIGHT_NOTICE = dt.timedelta(days=60)


def sweep(today: dt.date) -> int:
    """Everything that is due to happen by itself; returns how many requests it changed. Harmless when repeated.

    About 21 queries, and for each kind of thing that is due 15 to 30 for every 250 requests. Whoever comes while another one
    sweeps leaves the rest to them.
    """
    changed = 0
    try:
        require_alone()
        changed += lapse(today)
        changed += in_batches(_stopped(today), _stop_or_go_on, today, read_levels_and_steps)
        changed += in_batches(_with_new_managers(today), _move_to_manager, today, None)
        changed += in_batches(_waiting(today), _open_waiting, today, read_steps, size=1)
        changed += in_batches(with_unavailable_deciders(today), _pass_on_unavailable, today, read_steps)
        changed += in_batches(with_unavailable_owners(today), _to_other_owner, today, None)
        changed += in_batches(_silent(today).values_list("request", flat=True), _silence, today, read_steps)
        _say_overdue(today)
        _stop_seeing(today)
    except BusyError:
        logger.info("Another sweep is at work; this one leaves the rest to it.")
    return changed


def _open_steps() -> QuerySet[Step]:
    rows = Step.objects.filter(opened_on__isnull=False, answered_at=None)
    return rows.filter(request__state=RequestState.SUBMITTED, request__stopped_at=None).order_by("request")


def _silent(today: dt.date) -> QuerySet[Step]:
    """Steps whose time has passed. Where the line has ended, once a day is enough to see whether it goes on."""
    return _open_steps().filter(Q(checked_on=None) | Q(checked_on__lt=today), due_on__lt=today)


def _waiting(today: dt.date) -> Iterable[UUID]:
    """Requests that waited for the day on which a new manager is asked."""
    return _open_steps().filter(opens_on__lte=today).values_list("request", flat=True)


def _stopped(today: dt.date) -> list[UUID]:
    """Open requests that cannot go on, and those that were stopped and can."""
    # Without rules and terms, which are most of a request: all that are open are looked at.
    asked = MoveRequest.objects.open().select_related("person", "to_level", "from_level")
    levels = [f"{level}__{name}" for level in ("to_level", "from_level") for name in ("code", "title")]
    rows = list(asked.only("to_key", "from_key", "stopped_why", "person__name", *levels))
    now = current_levels({key for row in rows for key in (row.to_key, row.from_key)}) if rows else {}
    held = levels_on(today, {row.person_id for row in rows}) if rows else {}
    return [row.pk for row in rows if stopped_words(row, now, held.get(row.person_id))[:300] != row.stopped_why]


def _stop_or_go_on(row: MoveRequest, today: dt.date) -> bool:
    now = current_levels({row.to_key, row.from_key})
    why = stopped_words(row, now, levels_on(today, [row.person_id]).get(row.person_id))
    if why:
        stop(row, why, today)
        return True
    if row.state == RequestState.SCHEDULED and row.agreed_on is not None and row.agreed_on <= today:
        return False  # what kept it from taking effect is something else: the effect itself finds out
    row.stopped_at, row.stopped_why = None, ""
    step = locked_step(row)
    if step is not None and step.decider_id is not None:
        hand_to(row, step, step.decider_id, Via(step.via), row.person.country, today)
        save(step)
    elif row.state != RequestState.SUBMITTED:
        former = row.owner_id
        row.owner = hr_lead_of(row, today) or row.owner
        scheduled = row.state == RequestState.SCHEDULED
        # What is approved waits for HR, who had no days while it was stopped.
        row.due_on = row.agreed_on if scheduled else due_for(HR_DAYS, row.person.country, today)
        if row.owner_id != former:
            _tell_owner(row, today)
    save(row)
    return True


def _with_new_managers(today: dt.date) -> list[UUID]:
    steps = _open_steps().filter(who=Decider.CURRENT_MANAGER, opens_on=None)
    rows = list(steps.values_list("request", "request__person", "manager"))
    managers = managers_of({person for _request, person, _manager in rows}, today) if rows else {}
    return [
        request for request, person, manager in rows if (managers[person].pk if person in managers else None) != manager
    ]


def _move_to_manager(row: MoveRequest, today: dt.date) -> bool:
    """Another manager: the former one sees it no more, its author is told, and on the next working day the new one is asked."""
    step = locked_step(row)
    user = person_user(row)
    if step is None or user is None or step.who != Decider.CURRENT_MANAGER or step.opens_on is not None:
        return False
    before = step.decider_id
    step.decider, step.via, step.among, step.silences = None, "", [], 0
    step.opens_on = due(today, 1, row.person.country).on
    step.due_on = step.opens_on
    save(step)
    row.owner, row.due_on = user, step.opens_on
    save(row)
    record_reassignment(step, before, None, ReassignmentReason.MANAGER_CHANGED, today)
    log(row, "manager_changed", None)
    notify(NoticeKind.MANAGER_CHANGED, user, request=row, step=step, on=step.opens_on)
    return True


def _open_waiting(row: MoveRequest, today: dt.date) -> bool:
    step = locked_step(row)
    if step is None or step.opens_on is None or step.opens_on > today:
        return False
    open_step(row, step, today)
    if not ask_unless_said(row, step, today):  # whoever proposed it is the manager again, say
        advance(row, today, step.answered_by)
    return True


def _pass_on_unavailable(row: MoveRequest, today: dt.date) -> bool:
    """Whoever is asked has left, is away, or would now decide about somebody above them: to the next in line, full days."""
    step = locked_step(row)
    if step is None or step.decider_id is None:
        return False
    line = line_of(step, today)
    why = _obstacle(step, line, today)
    if why is None:
        return False
    if step.among and len(step.among) > 1 and why == ReassignmentReason.AWAY:
        return False  # others of the group can answer
    choice, _line = chosen(step, today)
    if choice is None or choice.candidate.user in (None, step.decider_id):
        return False
    _hand_on(row, step, choice.candidate, why, today)
    return True


def _obstacle(step: Step, line: list[DeciderCandidate], today: dt.date) -> ReassignmentReason | None:
    for each in line:
        if each.user == step.decider_id:
            return each.obstacle
    # Not in line any more: somebody it was handed to, or who is gone altogether.
    employee = employee_of(step.decider_id or 0)
    if employee is None or not (works_on(employee, today) and employee.user is not None and employee.user.is_active):
        return ReassignmentReason.LEFT
    if step.via == Via.DELEGATE:
        return ReassignmentReason.AWAY if absences([employee.pk], today) else None
    return None if step.via in (Via.UP, Via.STAND_IN, Via.OWNER, Via.ROLE) else ReassignmentReason.LEFT


def _to_other_owner(row: MoveRequest, today: dt.date) -> bool:
    """Whoever in HR looks after what is approved cannot any more: somebody else in HR does, with full days for the day."""
    owner = hr_owner_of(row, today)
    if row.state not in (RequestState.APPROVED, RequestState.SCHEDULED) or owner.pk == row.owner_id:
        return False
    row.owner = owner
    if row.state == RequestState.APPROVED:
        row.due_on = due_for(HR_DAYS, row.person.country, today)
    save(row)
    log(row, "passed_on", None)
    if _tell_owner(row, today):
        notify(NoticeKind.PASSED_ON, person_user(row), request=row, on=f"owner-{owner.pk}-{today}")
    return True


def _tell_owner(row: MoveRequest, today: dt.date) -> bool:
    """Whoever looks after it now is told so: that it waits for them, or else to read. True where it waits for them."""
    yes_by_person = row.offered_on is not None and row.offered_by_id != row.person.user_id
    waits = row.state == RequestState.APPROVED and not yes_by_person
    notify(NoticeKind.DUE if waits else NoticeKind.INFORMED, row.owner, request=row, on=f"{NEW_OWNER}{today}")
    return waits


def _silence(row: MoveRequest, today: dt.date) -> bool:
    """The time has passed without an answer: to the next in line with full days; at the end of the line it stays, overdue."""
    step = locked_step(row)
    if step is None or step.decider_id is None or step.due_on is None or step.due_on >= today:
        return False
    asked = {step.decider_id, *(each.before_id for each in passings(step) if each.before_id is not None)}
    via = Via(step.via)
    choice = after_silence(line_of(step, today), Decider(step.who), via, asked=asked, silences=step.silences)
    if choice is None:
        step.checked_on = today
        if step.overdue_on is None:
            step.overdue_on = today
            log(row, "overdue", None)
            notify(NoticeKind.OVERDUE, person_user(row), request=row, step=step, on=step.due_on)
        save(step)
        # Whoever answers is reminded every week until somebody has; the author hears once that they are.
        tell_asked(NoticeKind.OVERDUE, row, step, on=_reminder(step.due_on, today))
        return False
    step.silences += 1
    _hand_on(row, step, choice.candidate, ReassignmentReason.SILENCE, today)
    return True


def _hand_on(row: MoveRequest, step: Step, to: DeciderCandidate, why: ReassignmentReason, today: dt.date) -> None:
    assert to.user is not None  # only such are chosen
    before = sorted({pk for pk in (step.decider_id, *step.among) if pk is not None})
    step.among = []
    former = step.decider_id
    hand_to(row, step, to.user, to.via, to.country, today)
    save(step)
    save(row)
    record_reassignment(step, former, step.decider_id, why, today)
    log(row, "passed_on", None)
    notify(NoticeKind.PASSED_ON, person_user(row), *before, request=row, step=step, on=f"to-{step.decider_id}-{today}")
    ask(row, step)


def _say_overdue(today: dt.date) -> None:
    """Drafts that rest, and approved requests without a day: whoever has to do the next thing is reminded every week."""
    rows = MoveRequest.objects.filter(state__in=[RequestState.DRAFT, RequestState.APPROVED], due_on__lt=today)
    with written_together():
        for row in rows.only("owner", "due_on").order_by("pk"):
            assert row.due_on is not None  # only such are overdue
            notify(NoticeKind.OVERDUE, row.owner_id, request=row, on=_reminder(row.due_on, today))


def _reminder(due_on: dt.date, today: dt.date) -> str:
    """What makes one reminder another one: the day that passed, and how many weeks ago."""
    return f"{due_on}.{(today - due_on).days // 7}"


def _stop_seeing(today: dt.date) -> None:
    """Who was asked in vain no longer finds a request that has been over for two weeks."""
    unanswered = Step.objects.filter(sees=True, opened_on__isnull=False, answered_at=None)
    unanswered.filter(request__closed_at__date__lt=today - KEEP_SEEING).update(sees=False)


def lapse(today: dt.date) -> int:
    """Let unfinished requests of people who have left lapse, and proposals of managers who have; returns how many."""
    return in_batches(_left(today), _lapse, today, read_asked)


def _left(today: dt.date) -> Iterable[UUID]:
    gone = Q(person__left_on__lt=today) | Q(
        state=RequestState.DRAFT, proposer__employee__left_on__lt=today, submitted_at=None
    )
    return MoveRequest.objects.unfinished().filter(gone).values_list("pk", flat=True)


def _lapse(row: MoveRequest, today: dt.date) -> bool:
    row.state, row.due_on, row.closed_at = RequestState.LAPSED, None, timezone.now()
    row.stopped_at, row.stopped_why = None, ""
    row.offered_on = row.offered_at = row.offered_by = None
    save(row)
    delete_reason(row)
    log(row, "lapsed", None)
    steps = [step for step in steps_of(row) if step.opened_on is not None and step.sees]
    ids = {step.decider_id for step in steps} | {pk for step in steps for pk in step.among}
    if row.submitted_at is None and row.proposer_id is not None:
        ids.add(row.person.user_id)
    notify(NoticeKind.LAPSED, *sorted(pk for pk in ids if pk), request=row)
    return True


def delete_reasons(today: dt.date) -> int:
    """Private reasons whose day has come are gone, with the names of who could read them; returns how many."""
    rows = Reason.objects.filter(delete_on__lte=today)
    count = rows.count()
    rows.delete()
    return count


def remind(today: dt.date) -> int:
    """Rights of return and trials that end soon: their holders are told once for each end; returns how many were told."""
    told = 0
    rights = ReturnRight.objects.on(today).filter(until__lte=today + RIGHT_NOTICE).exclude(reminded_for=F("until"))
    for pk in list(rights.values_list("pk", flat=True)):
        with transaction.atomic():
            row = rights.select_for_update(of=("self",), skip_locked=True).select_related("person__user").filter(pk=pk)
            if (right := row.first()) is None:
                continue
            right.reminded_for = right.until
            right.save(update_fields=["reminded_for"])
            notify(NoticeKind.RIGHT_ENDING, right.person.user, right=right, on=right.until)
            told += 1
    held = Q(placement__ends_on=None) | Q(placement__ends_on__gte=today)  # another level ended the trial
    trials = MoveRequest.objects.filter(
        held,
        state=RequestState.IN_EFFECT,
        trial_told_on=None,
        trial_until__gte=today,
        trial_until__lte=today + TRIAL_NOTICE,
    )
    for request in list(trials.values_list("pk", flat=True)):
        with transaction.atomic():
            mine = MoveRequest.objects.select_for_update(skip_locked=True).filter(pk=request)  # a join could not lock
            if not mine.exists() or not trials.filter(pk=request).exists():
                continue
            move = locked(MoveRequest(pk=request))
            move.trial_told_on = today
            user = person_user(move)
            if user is None or user.pk != move.owner_id:  # a try-out is looked after by the person alone
                move.owner = hr_owner_of(move, today)
            move.save()
            notify(NoticeKind.TRIAL_ENDING, user, move.owner, request=move, on=move.trial_until)
            told += 1
    return told
