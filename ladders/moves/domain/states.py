"""Where a request can be and where it can go from there, and what steps, notices and messages are. No Django.

`TRANSITIONS` is the one table: actions follow it, and the database refuses everything else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class RequestState(StrEnum):
    """Where a request is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # its steps are answered in turn
    APPROVED = "approved"  # every step is answered; the day is not agreed yet
    SCHEDULED = "scheduled"
    IN_EFFECT = "in_effect"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # its author has left


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


class Outcome(StrEnum):
    """How a step was answered."""

    APPROVED = "approved"
    RELEASED = "released"  # from a day
    OBJECTED = "objected"  # to HR, with a reason; no veto
    CONFIRMED = "confirmed"  # salary and day are set
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"  # the same person has approved in an earlier step


class Via(StrEnum):
    """How a step came to whoever is asked."""

    ROLE = "role"  # the one whom the rules name
    STAND_IN = "stand_in"  # of one who is away
    UP = "up"  # the next in line above
    OWNER = "owner"  # who answers for the framework
    HR = "hr"  # the HR lead, where nobody else can answer
    DELEGATE = "delegate"  # named by who was asked


class ReassignmentReason(StrEnum):
    """Why a step went on to somebody else."""

    SILENCE = "silence"
    AWAY = "away"
    LEFT = "left"  # has left, or can no longer sign in
    MANAGER_CHANGED = "manager_changed"
    DELEGATED = "delegated"
    BARRED = "barred"  # would decide about themselves or somebody above them
    RENAMED = "renamed"  # HR named another receiving manager
    PROPOSED = "proposed"  # proposed the move: somebody else has a say


class FirstEar(StrEnum):
    """Who hears of a request first: its author's choice."""

    MANAGER = "manager"
    HR = "hr"


class MessageKind(StrEnum):
    """What was written."""

    QUESTION = "question"
    ANSWER = "answer"
    LOOK_AGAIN = "look_again"  # the author's one answer to a decline


class NoticeKind(StrEnum):
    """What somebody is told. None says what kind of move it is about."""

    PROPOSED = "proposed"
    DUE = "due"
    OVERDUE = "overdue"
    PASSED_ON = "passed_on"  # to the next in line
    HANDED_ON = "handed_on"  # to somebody whom who was asked, or HR, has named
    MANAGER_CHANGED = "manager_changed"  # to the author, before the new manager hears anything
    ANSWERED = "answered"  # a step, with a yes
    OBJECTED = "objected"
    APPROVED = "approved"
    DECLINED = "declined"
    LOOK_AGAIN = "look_again"
    QUESTION = "question"
    ANSWER = "answer"
    DATE_OFFERED = "date_offered"
    DAY_REFUSED = "day_refused"  # to whoever offered it
    SCHEDULED = "scheduled"
    IN_EFFECT = "in_effect"
    CHECKLIST = "checklist"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TRIAL_ENDING = "trial_ending"  # a trial, or a try-out
    TRY_OUT_OVER = "try_out_over"
    RIGHT_ENDING = "right_ending"
    RIGHT_EXTENDED = "right_extended"
    LEVEL_CHANGED = "level_changed"  # by the employer, with a publication
    SECOND_PERSON = "second_person"  # something waits for a second person's word
    SECOND_SAID = "second_said"  # it was confirmed, declined, or nobody answered in time
    REMEDY = "remedy"  # something is to be done about a gap in pay
    REMEDY_DUE = "remedy_due"  # until a day that comes near, or has passed
    FOR_HR = "for_hr"  # somebody asked for something that HR answers until a day
    FOR_HR_LATE = "for_hr_late"  # that day comes near, or has passed
    AGREEMENT = "agreement"  # somebody asks for something in this person's name
    INFORMED = "informed"  # what this person asked for is here
    YEARLY = "yearly"  # what everybody may ask for, once a year
    TALK = "talk"  # a talk of two people has a date, another one, or none any more
    PLAN = "plan"  # a plan was shared with this person, or something is said about one


class RightFrom(StrEnum):
    """What a right of return came with."""

    STEP_BACK = "step_back"
    TRIAL = "trial"
    MANAGEMENT = "management"  # a move into management
    RULES = "rules"  # the rules give it to every move of the kind
