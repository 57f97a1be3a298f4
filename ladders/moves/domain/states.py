"""Where a request can be and where it can go from there, and what steps, notices and messages are. No Django.

`TRANSITIONS` is the one table: actions follow it, and the database refuses everything else.
"""

from __future__ import annotations

from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _


class RequestState(Labelled):
    """Where a request is."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Asked")  # its steps are answered in turn
    APPROVED = "approved", _("Approved")  # every step is answered; the day is not agreed yet
    SCHEDULED = "scheduled", _("Scheduled")
    IN_EFFECT = "in_effect", _("In effect")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")  # its author has left


S = RequestState
TRANSITIONS: Final[dict[RequestState, tuple[RequestState, ...]]] = {
    S.DRAFT: (S.SUBMITTED, S.WITHDRAWN, S.LAPSED),
    S.SUBMITTED: (S.APPROVED, S.DECLINED, S.WITHDRAWN, S.LAPSED),
    S.APPROVED: (S.SCHEDULED, S.WITHDRAWN, S.LAPSED),
    S.SCHEDULED: (S.IN_EFFECT, S.WITHDRAWN, S.LAPSED),
    S.DECLINED: (S.SUBMITTED,),  # once: its author answers and asks HR to look again
}
OPEN: Final = (S.SUBMITTED, S.APPROVED, S.SCHEDULED)  # of these a person has one at most
UNFINISHED: Final = (S.DRAFT, *OPEN)
FINISHED: Final = (S.IN_EFFECT, S.DECLINED, S.WITHDRAWN, S.LAPSED)


def can_go(here: str, there: str) -> bool:
    """True where the table has that transition."""
    return RequestState(there) in TRANSITIONS.get(RequestState(here), ())


class Outcome(Labelled):
    """How a step was answered."""

    APPROVED = "approved", _("approved")
    RELEASED = "released", _("released")  # from a day
    OBJECTED = "objected", _("objected to HR")  # to HR, with a reason; no veto
    CONFIRMED = "confirmed", _("set salary and day")
    DECLINED = "declined", _("declined")
    NOT_NEEDED = "not_needed", _("skipped: the same person had proposed this move, or answers once")


class Via(Labelled):
    """How a step came to whoever is asked."""

    ROLE = "role", _("asked")  # the one whom the rules name
    STAND_IN = "stand_in", _("stands in")  # of one who is away
    UP = "up", _("next in line")
    OWNER = "owner", _("framework owner")
    HR = "hr", _("HR lead")  # where nobody else can answer
    DELEGATE = "delegate", _("handed over")  # named by who was asked


class ReassignmentReason(Labelled):
    """Why a step went on to somebody else."""

    SILENCE = "silence", _("no answer in time")
    AWAY = "away", _("away")
    LEFT = "left", _("no longer here")  # has left, or can no longer sign in
    MANAGER_CHANGED = "manager_changed", _("another manager now")
    DELEGATED = "delegated", _("handed on")
    BARRED = "barred", _("nobody decides about themselves or somebody above them")
    RENAMED = "renamed", _("HR named somebody else")  # another receiving manager
    PROPOSED = "proposed", _("whoever proposed a move does not approve it")


class FirstEar(Labelled):
    """Who hears of a request first: its author's choice."""

    MANAGER = "manager", _("My manager")
    HR = "hr", _("HR")


class MessageKind(Labelled):
    """What was written."""

    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
    LOOK_AGAIN = "look_again", _("Asked to look again")  # the author's one answer to a decline


NEW_OWNER = "owner-"  # at the end of a notice's key: told because somebody else looks after the request from now on


class NoticeKind(Labelled):
    """What somebody is told. The words are subject lines and lines of the inbox: whoever looks over a shoulder learns no kind of
    move and no name."""

    PROPOSED = "proposed", _("A proposal for you")
    DUE = "due", _("Your answer is asked for")
    OVERDUE = "overdue", _("An answer is overdue")
    PASSED_ON = "passed_on", _("A request went on to the next in line")
    HANDED_ON = "handed_on", _("A request was handed on to somebody else")
    MANAGER_CHANGED = "manager_changed", _("Your request moves to your new manager")  # to the author, first
    ANSWERED = "answered", _("A step of your request is answered")  # with a yes
    OBJECTED = "objected", _("An objection waits for you")
    APPROVED = "approved", _("Your request is approved")
    DECLINED = "declined", _("Your request is answered")
    LOOK_AGAIN = "look_again", _("A request is to be looked at again")
    QUESTION = "question", _("A question about your request")
    ANSWER = "answer", _("Your question is answered")
    DATE_OFFERED = "date_offered", _("Another day is proposed")
    DAY_REFUSED = "day_refused", _("A day you offered was turned down")  # to whoever offered it
    SCHEDULED = "scheduled", _("The day is agreed")
    IN_EFFECT = "in_effect", _("A request has taken effect")
    CHECKLIST = "checklist", _("A checklist waits for you")
    STOPPED = "stopped", _("A request cannot go on as it is")
    WITHDRAWN = "withdrawn", _("A request was withdrawn: nothing is left to do")
    LAPSED = "lapsed", _("A request has lapsed: nothing is left to do")
    TRIAL_ENDING = "trial_ending", _("Something agreed ends soon")  # a trial, or a try-out
    TRY_OUT_OVER = "try_out_over", _("Something agreed is over")
    RIGHT_ENDING = "right_ending", _("Something promised to you ends soon")
    RIGHT_EXTENDED = "right_extended", _("Something promised to you holds longer")
    LEVEL_CHANGED = "level_changed", _("Something about your work has changed")  # by the employer, with a publication
    SECOND_PERSON = "second_person", _("A second person is needed")
    SECOND_SAID = "second_said", _("What you asked a second person is decided")
    REMEDY = "remedy", _("Something is yours to decide or to do")  # about a gap in pay
    REMEDY_DUE = "remedy_due", _("Something you look after is due")  # until a day that comes near, or has passed
    FOR_HR = "for_hr", _("Something waits for HR’s answer")  # which is due on a day
    FOR_HR_LATE = "for_hr_late", _("An answer by HR is due")  # that day comes near, or has passed
    AGREEMENT = "agreement", _("Somebody asks for your agreement")  # to what is asked in this person's name
    INFORMED = "informed", _("Something is here for you to read")
    YEARLY = "yearly", _("What you may ask for, once a year")
    TALK = "talk", _("A date of yours is new or has changed")
    PLAN = (
        "plan",
        _("Something between you and a colleague waits for you"),
    )  # a plan shared, a goal suggested, a question


class RightFrom(Labelled):
    """What a right of return came with."""

    STEP_BACK = "step_back", _("Step back")
    TRIAL = "trial", _("Trial")
    MANAGEMENT = "management", _("Move into management")
    RULES = "rules", _("Given with every move of its kind")
