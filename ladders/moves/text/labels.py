"""What moves, their rules, states and notices are called. The same neutral words for every kind."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ladders.careers.domain.move_kinds import MoveKind

from ..domain.enums import Decider, PayRule, StepAction
from ..domain.escalation import Turn
from ..domain.states import FirstEar, MessageKind, NoticeKind, Outcome, ReassignmentReason, RequestState, RightFrom, Via

KINDS: dict[str, Promise] = {
    MoveKind.PROMOTION.value: _("Promotion"),
    MoveKind.LATERAL.value: _("Lateral move"),
    MoveKind.DIAGONAL.value: _("Diagonal move"),
    MoveKind.STEP_BACK.value: _("Step back"),
    MoveKind.RETURN.value: _("Return"),
    MoveKind.TRY_OUT.value: _("Try-out"),
}
DEEDS: dict[str, Promise] = {
    StepAction.APPROVE.value: _("approves"),
    StepAction.RELEASE.value: _("releases, and names a day"),
    StepAction.CONFIRM.value: _("sets salary and day"),
}
DECIDERS: dict[str, Promise] = {
    Decider.CURRENT_MANAGER.value: _("Your manager"),
    Decider.RECEIVING_MANAGER.value: _("The receiving manager"),
    Decider.HR.value: _("HR"),
    Decider.GROUP.value: _("One of a group"),
}
PAY_RULES: dict[str, Promise] = {
    PayRule.KEPT.value: _("Kept"),
    PayRule.STEPPED.value: _("Kept for some months, then stepped"),
    PayRule.BAND.value: _("Band of the new grade"),
}
STATES: dict[str, Promise] = {
    RequestState.DRAFT.value: _("Draft"),
    RequestState.SUBMITTED.value: _("Asked"),
    RequestState.APPROVED.value: _("Approved"),
    RequestState.SCHEDULED.value: _("Scheduled"),
    RequestState.IN_EFFECT.value: _("In effect"),
    RequestState.DECLINED.value: _("Declined"),
    RequestState.WITHDRAWN.value: _("Withdrawn"),
    RequestState.LAPSED.value: _("Lapsed"),
}
OUTCOMES: dict[str, Promise] = {
    Outcome.APPROVED.value: _("approved"),
    Outcome.RELEASED.value: _("released"),
    Outcome.OBJECTED.value: _("objected to HR"),
    Outcome.CONFIRMED.value: _("set salary and day"),
    Outcome.DECLINED.value: _("declined"),
    Outcome.NOT_NEEDED.value: _("skipped: the same person had proposed this move, or answers once"),
}
VIAS: dict[str, Promise] = {
    Via.ROLE.value: _("asked"),
    Via.STAND_IN.value: _("stands in"),
    Via.UP.value: _("next in line"),
    Via.OWNER.value: _("framework owner"),
    Via.HR.value: _("HR lead"),
    Via.DELEGATE.value: _("handed over"),
}
WHYS: dict[str, Promise] = {
    ReassignmentReason.SILENCE.value: _("no answer in time"),
    ReassignmentReason.AWAY.value: _("away"),
    ReassignmentReason.LEFT.value: _("no longer here"),
    ReassignmentReason.MANAGER_CHANGED.value: _("another manager now"),
    ReassignmentReason.DELEGATED.value: _("handed on"),
    ReassignmentReason.BARRED.value: _("nobody decides about themselves or somebody above them"),
    ReassignmentReason.RENAMED.value: _("HR named somebody else"),
    ReassignmentReason.PROPOSED.value: _("whoever proposed a move does not approve it"),
}
EARS: dict[str, Promise] = {FirstEar.MANAGER.value: _("My manager"), FirstEar.HR.value: _("HR")}
MESSAGES: dict[str, Promise] = {
    MessageKind.QUESTION.value: _("Question"),
    MessageKind.ANSWER.value: _("Answer"),
    MessageKind.LOOK_AGAIN.value: _("Asked to look again"),
}
RIGHTS: dict[str, Promise] = {
    RightFrom.STEP_BACK.value: _("Step back"),
    RightFrom.TRIAL.value: _("Trial"),
    RightFrom.MANAGEMENT.value: _("Move into management"),
    RightFrom.RULES.value: _("Given with every move of its kind"),
}
# Subject lines and lines of the inbox: whoever looks over a shoulder learns no kind of move and no name.
NOTICES: dict[str, Promise] = {
    NoticeKind.PROPOSED.value: _("A proposal for you"),
    NoticeKind.DUE.value: _("Your answer is asked for"),
    NoticeKind.OVERDUE.value: _("An answer is overdue"),
    NoticeKind.PASSED_ON.value: _("A request went on to the next in line"),
    NoticeKind.HANDED_ON.value: _("A request was handed on to somebody else"),
    NoticeKind.MANAGER_CHANGED.value: _("Your request moves to your new manager"),
    NoticeKind.ANSWERED.value: _("A step of your request is answered"),
    NoticeKind.OBJECTED.value: _("An objection waits for you"),
    NoticeKind.APPROVED.value: _("Your request is approved"),
    NoticeKind.DECLINED.value: _("Your request is answered"),
    NoticeKind.LOOK_AGAIN.value: _("A request is to be looked at again"),
    NoticeKind.QUESTION.value: _("A question about your request"),
    NoticeKind.ANSWER.value: _("Your question is answered"),
    NoticeKind.DATE_OFFERED.value: _("Another day is proposed"),
    NoticeKind.DAY_REFUSED.value: _("A day you offered was turned down"),
    NoticeKind.SCHEDULED.value: _("The day is agreed"),
    NoticeKind.IN_EFFECT.value: _("A request has taken effect"),
    NoticeKind.CHECKLIST.value: _("A checklist waits for you"),
    NoticeKind.STOPPED.value: _("A request cannot go on as it is"),
    NoticeKind.WITHDRAWN.value: _("A request was withdrawn: nothing is left to do"),
    NoticeKind.LAPSED.value: _("A request has lapsed: nothing is left to do"),
    NoticeKind.TRIAL_ENDING.value: _("Something agreed ends soon"),
    NoticeKind.TRY_OUT_OVER.value: _("Something agreed is over"),
    NoticeKind.RIGHT_ENDING.value: _("Something promised to you ends soon"),
    NoticeKind.RIGHT_EXTENDED.value: _("Something promised to you holds longer"),
    NoticeKind.LEVEL_CHANGED.value: _("Something about your work has changed"),
    NoticeKind.SECOND_PERSON.value: _("A second person is needed"),
    NoticeKind.SECOND_SAID.value: _("What you asked a second person is decided"),
    NoticeKind.REMEDY.value: _("Something is yours to decide or to do"),
    NoticeKind.REMEDY_DUE.value: _("Something you look after is due"),
    NoticeKind.FOR_HR.value: _("Something waits for HR’s answer"),
    NoticeKind.FOR_HR_LATE.value: _("An answer by HR is due"),
    NoticeKind.AGREEMENT.value: _("Somebody asks for your agreement"),
    NoticeKind.INFORMED.value: _("An answer for you is here"),
    NoticeKind.YEARLY.value: _("What you may ask for, once a year"),
    NoticeKind.TALK.value: _("A date of yours is new or has changed"),
    NoticeKind.PLAN.value: _("Something you share with somebody has news"),
}
# As what somebody answers; the one whom the rules name is said by the step.
TURNS: dict[Turn, Promise] = {
    Turn.STAND_IN: _("stands in for %(whom)s"),
    Turn.ABOVE: _("the next manager above"),
    Turn.OWNER: _("the framework owner"),
    Turn.HR: _("HR"),
    Turn.LEAD: _("the HR lead"),
}
NAMED: dict[Decider, Promise] = {
    Decider.CURRENT_MANAGER: _("your manager"),
    Decider.RECEIVING_MANAGER: _("the receiving manager"),
    Decider.HR: _("HR"),
    Decider.GROUP: _("one of the group"),
}
