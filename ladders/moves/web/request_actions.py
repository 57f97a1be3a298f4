"""What can be done on a request's page: each with its form, who may, and the action. One address leads to all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.queries.ranges import zone_of
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..actions import answers, dates, days, questions, reasons, try_outs, withdrawals
from ..domain.enums import Decider, StepAction
from ..domain.states import OPEN, Outcome, RequestState
from ..models import Message, MoveRequest, Step
from ..permissions import can_look_again, can_withdraw
from ..queries.doubts import doubts_about
from ..queries.equal_pay import effect_of_move
from ..queries.requests import steps_of
from ..queries.seats import seat_missing
from ..queries.try_outs import running
from .forms import (
    AnswerForm,
    ConfirmMoveForm,
    DeclineForm,
    DelegateForm,
    Empty,
    LookAgainForm,
    ObjectionForm,
    QuestionForm,
    ReasonForm,
    ReceivingForm,
    RequestDayForm,
    SeatApprovalForm,
    SeenDayForm,
    next_day,
)
from .presentation import ViewerRole, likely_readers, terms_of


@dataclass(frozen=True, slots=True)
class Case:
    """A request, who looks at it, as what, and today."""

    row: MoveRequest
    user: Any
    at: ViewerRole
    today: dt.date

    @property
    def step(self) -> Step:
        """The step that this person is asked in; the last they were asked in, where it is answered or went on.

        So a second click, or one on a page of yesterday, hears what has become of it. Raises PermissionDenied for others.
        """
        if self.at.step is not None:
            return self.at.step
        asked = self.row.steps.filter(opened_on__isnull=False).order_by("-position")
        asked = asked.exclude(outcome=Outcome.NOT_NEEDED)  # skipped: nobody was asked, and nobody clicked in it
        for step in asked:
            if step.asks(self.user) or step.passings.filter(before=self.user).exists():
                step.request = self.row
                return step
        raise PermissionDenied


@dataclass(frozen=True, slots=True)
class RequestAction:
    """One thing that can be done. `offered` decides whether the page shows it; the action itself checks again."""

    offered: Callable[[Case], bool]
    run: Callable[[Case, Any], Any]
    done: Promise
    form: type[forms.Form] = Empty
    options: Callable[[Case], dict[str, Any]] = lambda _case: {}

    def form_for(self, case: Case, name: str, data: Any = None) -> forms.Form:
        """The form, with ids of its own."""
        return self.form(data, prefix=name, **self.options(case))


def _asked(*deeds: StepAction) -> Callable[[Case], bool]:
    return lambda case: case.at.step is not None and (not deeds or case.at.step.deed in deeds)


def _seat(case: Case) -> bool:
    return seat_missing(case.row)


def _receiving_seat(case: Case) -> bool:
    return case.at.step is not None and case.at.step.who == Decider.RECEIVING_MANAGER and _seat(case)


def _sets_pay(case: Case) -> bool:
    return bool(case.user.has_perm(Permission.EDIT_PAY) and case.user.reaches(Permission.EDIT_PAY, case.row.person))


def _open(case: Case) -> bool:
    return case.row.state in OPEN


def _day(case: Case) -> dt.date:
    """The day that a form begins with: agreed, or offered already, or the one that the author read before sending."""
    row, terms = case.row, terms_of(case.row, case.today)
    named = row.wished_on or (terms.on if terms else None)
    if row.agreed_on is not None and row.agreed_on >= case.today:
        return row.agreed_on
    return next_day(row.offered_on or named, case.today)


def _approve(case: Case, form: Any) -> Any:
    return answers.approve(step=case.step, by=case.user, today=case.today, seat=form.cleaned_data.get("seat", False))


def _confirm(case: Case, form: Any) -> Any:
    salary = form.salary()
    if salary is not None and not _sets_pay(case):
        raise PermissionDenied
    seat = form.cleaned_data.get("seat", False)
    on = form.cleaned_data["on"]
    return answers.confirm(step=case.step, on=on, by=case.user, today=case.today, salary=salary, seat=seat)


def _doubts(case: Case, pay: Salaried, on: dt.date) -> list[str]:
    """What looks wrong about a salary, and what would be new about equal pay, for whoever sees that."""
    effect = effect_of_move(case.user, case.row, terms_of(case.row, case.today), pay)
    return [*doubts_about(case.row, pay, on), *(effect.flags if effect else ())]


def _confirm_options(case: Case) -> dict[str, Any]:
    pay = _sets_pay(case)
    initial = {"on": _day(case), "fte": 1, "basis": Basis.YEAR}
    if pay:
        initial["currency"] = partial(_currency, case)  # asked for where the form is shown
    about = partial(_doubts, case) if pay else None
    return {"pay": pay, "seat": _seat(case), "initial": initial, "doubts_about": about, "days": _days_for_hr(case)}


def _currency(case: Case) -> str:
    zone = zone_of(case.row.person.location)
    return zone.currency if zone else ""


def _days_for_hr(case: Case) -> str:
    return days.days_text(case.row, *days.days_for_hr(case.row, case.today), case.today)


def _release_options(case: Case) -> dict[str, Any]:
    within = days.days_for_release(case.row, case.step.weeks, case.today)
    return {"initial": {"on": _day(case)}, "days": days.days_text(case.row, *within, case.today)}


def _decline(case: Case, form: Any) -> Any:
    return answers.decline(step=case.step, by=case.user, today=case.today, **form.cleaned_data)


def _answer(case: Case, form: Any) -> Any:
    pk = form.cleaned_data["question"]
    question = Message.objects.visible_to(case.user).filter(request=case.row, pk=pk).first()
    if question is None:
        raise DomainError(str(_("This question is gone. Open the request again.")))
    return questions.answer_question(question=question, text=form.cleaned_data["text"], by=case.user, today=case.today)


def _other_side(case: Case) -> bool:
    """An offered day waits for this side's yes."""
    row = case.row
    if row.offered_on is None or not _open(case):
        return False
    offered_by_author = row.offered_by_id == row.person.user_id
    return case.at.author != offered_by_author and _speaks(case)


def _speaks(case: Case) -> bool:
    """Has a word about the day: the author, HR, who is asked, and who has said yes to a try-out."""
    if case.at.author or case.at.hr or case.at.step is not None:
        return True
    return any(dates.agreed_to_try(case.row, step) and step.asks(case.user) for step in steps_of(case.row))


def _may_decline(case: Case) -> bool:
    return case.at.step is not None and answers.may_decline(case.at.step, case.today, steps_of(case.row))


DEEDS: dict[str, RequestAction] = {
    # who is asked
    "approve": RequestAction(
        _asked(StepAction.APPROVE),
        _approve,
        _("Approved. It goes on."),
        SeatApprovalForm,
    ),
    "release": RequestAction(
        _asked(StepAction.RELEASE),
        lambda case, form: answers.release(step=case.step, on=form.cleaned_data["on"], by=case.user, today=case.today),
        _(
            "The day is proposed. It goes on; a day other than the one in the terms counts once the person agrees to it."
        ),
        RequestDayForm,
        _release_options,
    ),
    "confirm": RequestAction(
        _asked(StepAction.CONFIRM),
        _confirm,
        _("Confirmed."),
        ConfirmMoveForm,
        _confirm_options,
    ),
    "decline": RequestAction(
        _may_decline, _decline, _("Declined, with your reason, which the person reads."), DeclineForm
    ),
    "object": RequestAction(
        lambda case: case.row.uses_right_id is None and _asked(StepAction.RELEASE)(case),
        lambda case, form: answers.object_to(
            step=case.step, reason=form.cleaned_data["reason"], by=case.user, today=case.today
        ),
        _("HR will judge what you have written. It goes on meanwhile."),
        ObjectionForm,
    ),
    "question": RequestAction(
        _asked(),
        lambda case, form: questions.ask_question(
            step=case.step, text=form.cleaned_data["text"], by=case.user, today=case.today
        ),
        _("Your question is sent. Your answer stays due on the same day."),
        QuestionForm,
    ),
    "delegate": RequestAction(
        _asked(),
        lambda case, form: questions.delegate(
            step=case.step, to=form.cleaned_data["to"].user, by=case.user, today=case.today
        ),
        _("It is handed on, and is due on the same day. The person is told."),
        DelegateForm,
    ),
    # its author
    "withdraw": RequestAction(
        lambda case: can_withdraw(case.user, case.row),
        lambda case, _form: withdrawals.withdraw(request=case.row, by=case.user, today=case.today),
        _("Withdrawn. Nothing is left to do for anybody."),
    ),
    "back": RequestAction(
        lambda case: case.at.author and running(case.row, case.today),
        lambda case, _form: try_outs.go_back(request=case.row, by=case.user, today=case.today),
        _("You go back. The page says until when the try-out runs; whoever agreed to it is told."),
    ),
    "answer": RequestAction(
        lambda case: case.at.author and _open(case),
        _answer,
        _("Your answer is sent, to whoever asked and to nobody else."),
        AnswerForm,
    ),
    "look-again": RequestAction(
        lambda case: can_look_again(case.user, case.row, case.today),
        lambda case, form: answers.look_again(
            request=case.row, text=form.cleaned_data["text"], by=case.user, today=case.today
        ),
        _("HR looks at it again, and reads what you have written."),
        LookAgainForm,
    ),
    "successor": RequestAction(
        lambda case: case.at.author and case.row.stopped_at is not None,
        lambda case, _form: withdrawals.go_on_with_successor(request=case.row, by=case.user, today=case.today),
        _("This is a draft to the level that took its place. Look at its terms before you send it."),
    ),
    "reason": RequestAction(
        lambda case: case.at.author and _open(case),
        lambda case, form: reasons.write_reason(
            request=case.row,
            text=form.cleaned_data["reason"],
            readers=form.chosen(),
            delete_on=form.cleaned_data["delete_on"] or case.today,
            by=case.user,
            today=case.today,
        ),
        _("The reason is kept, for those you have named."),
        ReasonForm,
        lambda case: {
            "people": likely_readers(case.row, case.today),
            "initial": {"delete_on": case.today + dt.timedelta(days=180)},
        },
    ),
    "erase-reason": RequestAction(
        lambda case: case.at.author,
        lambda case, _form: reasons.erase_reason(request=case.row, by=case.user, today=case.today),
        _("The reason is deleted."),
    ),
    # both sides
    "offer-day": RequestAction(
        lambda case: _open(case) and _speaks(case),
        lambda case, form: dates.offer_day(
            request=case.row, on=form.cleaned_data["on"], by=case.user, today=case.today
        ),
        _("The day is offered. Nothing changes until the other side agrees."),
        RequestDayForm,
        lambda case: {"initial": {"on": next_day(case.row.agreed_on or case.row.wished_on, case.today)}},
    ),
    "accept-day": RequestAction(
        _other_side,
        lambda case, form: dates.accept_day(
            request=case.row, by=case.user, today=case.today, seen=form.cleaned_data["seen"]
        ),
        _("The day is agreed."),
        SeenDayForm,
        lambda case: {"initial": {"seen": case.row.offered_on}},
    ),
    "refuse-day": RequestAction(
        _other_side,
        lambda case, form: dates.refuse_day(
            request=case.row, by=case.user, today=case.today, seen=form.cleaned_data["seen"]
        ),
        _("Turned down. What was agreed before stays; either side can offer another day."),
        SeenDayForm,
        lambda case: {"initial": {"seen": case.row.offered_on}},
    ),
    # HR, and the receiving side for the seat
    "seat": RequestAction(
        lambda case: _open(case) and (case.at.hr or _receiving_seat(case)) and _seat(case),
        lambda case, _form: questions.confirm_seat(request=case.row, by=case.user, today=case.today),
        _("The seat is confirmed."),
    ),
    "receiving": RequestAction(
        lambda case: case.at.hr and _open(case),
        lambda case, form: questions.name_receiving(
            request=case.row, manager=form.cleaned_data["manager"], by=case.user, today=case.today
        ),
        _("The receiving manager is named."),
        ReceivingForm,
    ),
    "schedule": RequestAction(
        lambda case: case.at.hr and case.row.state == RequestState.APPROVED,
        lambda case, form: dates.schedule(request=case.row, on=form.cleaned_data["on"], by=case.user, today=case.today),
        _("The day is named. One other than that in the terms counts once the person agrees to it."),
        RequestDayForm,
        lambda case: {"initial": {"on": _day(case)}, "days": _days_for_hr(case)},
    ),
}


def offered(case: Case) -> dict[str, forms.Form]:
    """What the page offers, each with its form."""
    forms_of = {name: deed.form_for(case, name) for name, deed in DEEDS.items() if deed.offered(case)}
    if "approve" in forms_of and not _receiving_seat(case):
        del forms_of["approve"].fields["seat"]
    return forms_of
