"""Along the way: questions and answers, handing a step on, another receiving manager, the seat, the private reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.core.errors import DomainError

from ..domain.enums import Decider, StepAction
from ..domain.states import OPEN, MessageKind, NoticeKind, ReassignmentReason, RequestState, Via
from ..models import Absence, Message, MoveRequest, Step
from ..permissions import can_handle, require_person
from ..queries.deciders import barred
from .answers import require_asked
from .closure import answered_by_text, closed_reason, refuse_stopped
from .locks import locked, locked_step
from .notices import ask, log, notify, person_user, turn
from .routing import advance, ask_unless_said, open_step, record_reassignment, schedule_if_ready


def ask_question(*, step: Step, text: str, by: Any, today: dt.date) -> Message:
    """Whoever is asked asks the author something. Their answer is still due on the same day."""
    if not text.strip():
        raise DomainError(_("Write your question."))
    with transaction.atomic():
        request, row = _open(step)
        require_asked(request, row, by, today)
        to = person_user(request)
        if to is None:
            raise DomainError(_("%(name)s can no longer sign in.") % {"name": request.person})
        same = row.messages.filter(kind=MessageKind.QUESTION, by=by).order_by("-id").first()
        if same is not None and same.text == text.strip():
            return same
        message = Message.objects.create(
            request=request, step=row, kind=MessageKind.QUESTION, by=by, to=to, text=text.strip()
        )
        notify(NoticeKind.QUESTION, to, request=request, step=row, on=message.pk)
    return message


def answer_question(*, question: Message, text: str, by: Any, today: dt.date) -> Message:
    """The author answers a question, to whoever asked it. Once; harmless when repeated."""
    if not text.strip():
        raise DomainError(_("Write your answer."))
    with transaction.atomic():
        request = locked(question.request)
        require_person(request, by)
        if question.kind != MessageKind.QUESTION or question.request_id != request.pk:
            raise PermissionDenied
        there = Message.objects.filter(answers=question).first()
        if there is not None:
            if there.text == text.strip():
                return there
            raise DomainError(_("You have answered this already."))
        if request.state not in OPEN:
            raise DomainError(closed_reason(request))
        message = Message.objects.create(
            request=request,
            step=question.step,
            kind=MessageKind.ANSWER,
            by=by,
            to=question.by,
            answers=question,
            text=text.strip(),
        )
        notify(NoticeKind.ANSWER, question.by, request=request, step=question.step, on=message.pk)
    return message


def delegate(*, step: Step, to: User, by: Any, today: dt.date) -> MoveRequest:
    """Hand the step to somebody else, who answers by the same day. The author is told. Harmless when repeated."""
    with transaction.atomic():
        request, row = _open(step)
        if (
            row.decider_id == to.pk
            and row.passings.filter(before=by, after=to, why=ReassignmentReason.DELEGATED).exists()
        ):
            return request
        require_asked(request, row, by, today)
        refuse_stopped(request, today)
        if to.pk == by.pk:
            raise DomainError(_("You are asked already."))
        other = Employee.objects.working_on(today).filter(user=to, user__is_active=True).first()
        if other is None:
            raise DomainError(_("%(name)s does not work here, or cannot sign in. Choose somebody else.") % {"name": to})
        if barred(to, request.person, today):
            raise DomainError(_("Nobody decides about themselves or about somebody above them. Choose somebody else."))
        if row.deed != StepAction.RELEASE and to.pk == request.proposer_id:
            raise DomainError(_("%(name)s proposed this move, so somebody else has to answer here.") % {"name": to})
        if Absence.objects.on(today).filter(employee=other).exists():
            raise DomainError(_("%(name)s is away. Choose somebody else.") % {"name": to})
        if row.who == Decider.HR and not can_handle(to, request.person):
            raise DomainError(
                _("%(name)s does not look after moves of these people. Choose somebody who does.") % {"name": to}
            )
        before, row.decider, row.via, row.among = row.decider_id, to, Via.DELEGATE, []
        row.save()
        request.owner = to
        request.save()
        record_reassignment(row, before, to.pk, ReassignmentReason.DELEGATED, today, by)
        log(request, "delegated", by)
        notify(NoticeKind.HANDED_ON, person_user(request), request=request, step=row, on=f"to-{to.pk}-{turn(row)}")
        ask(request, row)
    return request


def name_receiving(*, request: MoveRequest, manager: Employee, by: Any, today: dt.date) -> MoveRequest:
    """HR says who the receiving manager is. An open step of theirs goes on to that manager, with full days."""
    with transaction.atomic():
        row = locked(request)
        require_hr(row, by, today)
        if row.state not in OPEN:
            raise DomainError(closed_reason(row))
        step = locked_step(row)
        theirs = step if step is not None and step.who == Decider.RECEIVING_MANAGER else None
        if row.receiving_id == manager.pk and not (theirs and theirs.via == Via.DELEGATE):
            return row
        if manager.user is None or not Employee.objects.working_on(today).filter(pk=manager.pk).exists():
            raise DomainError(
                _("%(name)s does not work here, or cannot sign in. Choose somebody else.") % {"name": manager}
            )
        if barred(manager.user, row.person, today):
            raise DomainError(_("Nobody decides about themselves or about somebody above them. Choose somebody else."))
        row.receiving = manager
        row.save()
        if theirs is not None:
            theirs.silences = 0
            open_step(row, theirs, today, why=ReassignmentReason.RENAMED)
            notify(NoticeKind.HANDED_ON, person_user(row), request=row, step=theirs, on=f"to-{theirs.decider_id}")
            if not ask_unless_said(row, theirs, today):
                advance(row, today, by)
        else:  # who would lead them is part of what the person asked for
            notify(NoticeKind.HANDED_ON, person_user(row), request=row, on=f"receiving-{timezone.now().isoformat()}")
        log(row, "receiving_named", by)
    return row


def confirm_seat(*, request: MoveRequest, by: Any, today: dt.date) -> MoveRequest:
    """The receiving side, or HR, confirms that a seat is vacant for the person. Harmless when repeated."""
    with transaction.atomic():
        row = locked(request)
        receiving = row.steps.filter(who=Decider.RECEIVING_MANAGER, opened_on__isnull=False, decider=by, sees=True)
        if not receiving.exists() or barred(by, row.person, today):
            require_hr(row, by, today)
        if row.state not in OPEN:
            raise DomainError(closed_reason(row))
        if row.seat_at is None:
            row.seat_at, row.seat_by = timezone.now(), by
            row.save()
            log(row, "seat_confirmed", by)
        schedule_if_ready(row, today, by)
    return row


def _open(step: Step) -> tuple[MoveRequest, Step]:
    """Request and open step, locked. Raises DomainError where it is answered or over."""
    request = locked(MoveRequest(pk=step.request_id))
    row = locked_step(request, step)
    if row is None or request.state != RequestState.SUBMITTED:
        raise DomainError(closed_reason(request))
    if row.answered_at is not None:
        raise DomainError(answered_by_text(row))
    return request, row


def require_hr(request: MoveRequest, by: Any, today: dt.date) -> None:
    if request.hr_hears_at is None or not can_handle(by, request.person) or barred(by, request.person, today):
        raise PermissionDenied
