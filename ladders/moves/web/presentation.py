"""One request as somebody reads it: what they see of it, its way, and what they can do. Reads only.

Whether pay stands on the page follows from the one rule about pay (compensation.readers), asked on the day of reading: the
author, HR in reach and, where the organisation lets managers see pay, the manager. Everybody else who answers reads what
the rules say about pay, in words, and no amount (docs/decisions/0022-who-sees-what-of-a-request.md).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Employee, User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.queries.readers import sees_pay_of
from ladders.compensation.queries.visible_bands import managers_see_pay

from ..actions.answers import decline_grounds
from ..domain.enums import Decider, StepAction
from ..domain.escalation import Asking
from ..domain.states import OPEN, Outcome, RequestState, Via
from ..domain.terms import MoveTerms, ending_with, received_by, redated
from ..models import Message, MoveRequest, PassedOn, Reason, Step
from ..permissions import can_act_for_hr, can_answer, is_author
from ..queries.requests import passings_of, steps_of
from ..queries.try_outs import level_until
from ..text import outcome, policy_sentences, try_outs
from ..text import terms as terms_words
from ..text.term_parts import TermsPart

TITLES: dict[tuple[str, str], Promise] = {
    (StepAction.APPROVE, Decider.CURRENT_MANAGER): lazy("The manager answers"),
    (StepAction.APPROVE, Decider.RECEIVING_MANAGER): lazy("The receiving manager answers"),
    (StepAction.APPROVE, Decider.HR): lazy("HR answers"),
    (StepAction.APPROVE, Decider.GROUP): lazy("One of a group answers"),
    (StepAction.RELEASE, Decider.CURRENT_MANAGER): lazy("The manager proposes a day"),
    (StepAction.CONFIRM, Decider.HR): lazy("HR sets salary and day"),
}

# A return within a written right is confirmed, not decided.
CONFIRMS: dict[str, Promise] = {
    Decider.CURRENT_MANAGER: lazy("The manager confirms"),
    Decider.RECEIVING_MANAGER: lazy("The receiving manager confirms"),
    Decider.HR: lazy("HR confirms"),
    Decider.GROUP: lazy("One of a group confirms"),
}

ENDED_WITHOUT_EFFECT = (RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.LAPSED)


@dataclass(frozen=True, slots=True)
class ViewerRole:
    """As what somebody looks at a request: several at once are possible."""

    user: int
    author: bool
    proposer: bool
    hr: bool  # acts for HR in reach, and would not decide upwards
    step: Step | None  # the open step, where this person can answer it
    pay: bool  # amounts of pay are shown

    @property
    def knows_reasons(self) -> bool:
        """Reads why a step was declined or objected to."""
        return self.author or self.hr


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the way. `stage`: done, now, later, or left (never reached)."""

    title: str
    who: str
    stage: str
    status: str
    due_on: dt.date | None = None
    overdue: bool = False
    passings: tuple[str, ...] = ()
    reason: str = ""
    would_change: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownTerms:
    """The terms as the page shows them. `rows` and the section about pay only where amounts may be seen."""

    told: tuple[TermsPart, ...]
    rows: tuple[terms_words.PayRow, ...]
    way: tuple[TermsPart, ...]
    pay_heading: str


def sees_pay(user: Any, person: Employee) -> bool:
    """True where amounts of this person's pay may stand on a page for `user`: at most 3 queries."""
    return sees_pay_of(user, person)


def open_step_of(row: MoveRequest) -> Step | None:
    """The step that waits for an answer: 1 query."""
    if row.state != RequestState.SUBMITTED:
        return None
    return next((step for step in steps_of(row) if step.is_open), None)


def viewer_role(user: Any, row: MoveRequest, today: dt.date, *, pay: bool = True) -> ViewerRole:
    """As what this person looks at it: at most 12 queries. `pay`: False where nothing is shown, so it does not matter."""
    step = open_step_of(row)
    author = is_author(user, row)
    return ViewerRole(
        user=user.pk,
        author=author,
        proposer=row.proposer_id == user.pk,
        hr=not author and can_act_for_hr(user, row, today),
        step=step if step is not None and not author and can_answer(user, step, today) else None,
        pay=pay and sees_pay(user, row.person),
    )


def terms_of(row: MoveRequest, today: dt.date) -> MoveTerms | None:
    """The frozen terms, with the manager whom HR has named since; from the agreed day, once there is one. 2 queries for an open
    try-out: when the level beside it is known to end, it ends, too."""
    if row.terms is None:
        return None
    terms = MoveTerms.from_json(row.terms)
    terms = received_by(terms, row.receiving.pk, row.receiving.name) if row.receiving else terms
    if row.kind == MoveKind.TRY_OUT and row.is_open:
        terms = ending_with(terms, level_until(row.person, today))
    return redated(terms, row.agreed_on) if row.agreed_on and row.agreed_on != terms.on else terms


def _first_day_left(row: MoveRequest, on: dt.date, today: dt.date) -> dt.date | None:
    """Where the day of an open request has passed: the one offered, else today, the first that it can be now; else None."""
    if row.state not in (RequestState.SUBMITTED, RequestState.APPROVED) or on >= today:
        return None
    return max(row.offered_on or today, today)


def shown(
    terms: MoveTerms, *, pay: bool, own: bool, row: MoveRequest | None = None, today: dt.date | None = None
) -> ShownTerms:
    """The terms, with amounts or with the rule alone. `own`: said to the person, else about them.

    Of a `row` that is over: what happened until `today`; where it came to nothing, nothing of what would have been.
    """
    today = today or timezone.localdate()
    if row is not None and row.state in ENDED_WITHOUT_EFFECT:
        return ShownTerms((terms_words.came_to_nothing_told(terms, _how_it_ended(row), own=own),), (), (), "")
    trying = terms.kind == MoveKind.TRY_OUT  # its terms say nothing about pay
    if row is not None and row.state == RequestState.IN_EFFECT:
        if trying and row.placement is not None and row.placement.ends_on is not None:
            return ShownTerms(tuple(try_outs.happened(terms, row.placement.ends_on, today, own=own)), (), (), "")
        return _happened(terms, outcome.aftermath_of(row, today), pay=pay, own=own)
    scheduled = row is not None and row.state == RequestState.SCHEDULED
    passed = terms.on if row is not None and terms.on < today else None
    if row is not None and (first := _first_day_left(row, terms.on, today)) is not None:
        terms = redated(terms, first)
    told = terms_words.told(terms, own=own, scheduled=scheduled, sent=row is not None, passed=passed)
    way = tuple(terms_words.way_told(each, terms.policy.kind, own=own) for each in terms.way)
    if trying:
        return ShownTerms(tuple(told), (), way, "")
    amounts = terms_words.pay_told(terms).heading
    if pay:
        return ShownTerms(tuple(told), tuple(terms_words.pay_rows(terms)), way, amounts)
    rule = TermsPart(amounts, (policy_sentences.pay_rule(terms.policy, own=own),))
    return ShownTerms(tuple(rule if each.heading == amounts else each for each in told), (), way, amounts)


def _happened(terms: MoveTerms, then: outcome.Aftermath, *, pay: bool, own: bool) -> ShownTerms:
    told = tuple(outcome.told(terms, then, own=own, amounts=pay))
    rows = tuple(outcome.pay_rows(terms, then)) if pay else ()
    return ShownTerms(told, rows, (), told[1].heading)


def _how_it_ended(row: MoveRequest) -> str:
    """When it was declined, withdrawn or lapsed."""
    if row.closed_at is None:
        return row.get_state_display()
    texts = {
        RequestState.DECLINED: _("It was declined on %(day)s."),
        RequestState.WITHDRAWN: _("It was withdrawn on %(day)s."),
        RequestState.LAPSED: _("It lapsed on %(day)s."),
    }
    return texts[RequestState(row.state)] % {"day": terms_words.day(timezone.localdate(row.closed_at))}


def who_sees(terms: MoveTerms) -> list[terms_words.Sees]:
    """Who will see what and when, for the author before sending: at most 1 query, whether managers see pay here."""
    return terms_words.sees(terms, managers_see_pay=managers_see_pay())


def passed_on_by(user: Any, request: UUID) -> str | None:
    """What somebody reads who was asked before and no longer is: when it went on and why, and nothing of what it is about.

    None for everybody who never was. 1 or 2 queries.
    """
    rows = PassedOn.objects.filter(step__request=request)
    last = rows.filter(before=user).order_by("-id").first()
    if last is not None:
        values = {"day": terms_words.day(last.on), "why": last.get_why_display()}
        return _("It went on to somebody else on %(day)s: %(why)s.") % values
    asked = Step.objects.filter(request=request, opened_on__isnull=False, sees=True).filter(
        Q(decider=user) | Q(among__contains=[user.pk])
    )
    if asked.exists():  # still noted as asked, and yet it is not theirs to see: the manager, or the reach, has changed
        return _("It is with somebody else now, since who answers for this person has changed.")
    return None


def way_of(row: MoveRequest, at: ViewerRole, today: dt.date) -> list[StepLine]:
    """The steps in order, done, open and to come: 3 queries."""
    steps = steps_of(row)
    passings: dict[int, list[PassedOn]] = {}
    for each in passings_of(row):
        passings.setdefault(each.step_id, []).append(each)
    skips = _will_skip(row, steps, at)
    return [_line(row, step, passings.get(step.pk, []), at, today, skips.get(step.pk, "")) for step in steps]


def _will_skip(row: MoveRequest, steps: list[Step], at: ViewerRole) -> dict[int, str]:
    """Id of a step that was not reached yet → why it will be skipped, as the frozen terms say it. Only as long as it holds:
    whoever answers once is among those who were asked, or proposed the move."""
    if row.state not in OPEN or row.terms is None:
        return {}
    own = [step for step in steps if not step.added]
    pairs = list(zip(own, MoveTerms.from_json(row.terms).way, strict=False))
    opened = [step.decider for step in steps if step.opened_on and step.outcome != Outcome.NOT_NEEDED]
    asked = {key for user in opened if user for key in (user.pk, str(user))}
    if at.knows_reasons:  # others do not read who comes later
        asked |= {way.first for step, way in pairs if step.opened_on is None and not way.skipped}
    found = {}
    for step, way in pairs:
        proposed = way.asking == Asking.PROPOSED
        whose = (row.proposer_id, str(row.proposer)) if proposed else asked
        if way.skipped and step.opened_on is None and way.first in whose:
            found[step.pk] = terms_words.skipped_text(way.names[0], proposed=proposed)
    return found


def _line(
    row: MoveRequest, step: Step, passings: list[PassedOn], at: ViewerRole, today: dt.date, skip: str = ""
) -> StepLine:
    title = step_title(step)
    said = tuple(_passing(each) for each in passings)
    if step.answered_at is not None:
        tells = at.knows_reasons or step.answered_by_id == at.user
        status = _("%(how)s on %(day)s") % {
            "how": step.get_outcome_display(),
            "day": terms_words.day(timezone.localdate(step.answered_at)),
        }
        if step.outcome == Outcome.NOT_NEEDED:
            status, said = _skipped(row, step), ()  # how it came to whoever answers once says nothing to anybody
        note = ""
        if step.proposed_on:
            note = _("Day proposed: %(day)s") % {"day": terms_words.day(step.proposed_on)}
        return StepLine(
            title,
            str(step.answered_by),
            "done",
            status[:1].upper() + status[1:],
            passings=said,
            reason=step.reason if tells else "",
            would_change=step.would_change if tells else "",
            note=note,
        )
    if step.opened_on is None:
        if row.state not in OPEN:
            return StepLine(title, "", "left", _("Not reached"))
        return StepLine(title, "", "later", skip or _("Comes after that"))
    if row.state != RequestState.SUBMITTED:
        return StepLine(title, str(step.decider or ""), "left", _("No answer needed any more"), passings=said)
    if step.decider is None and step.opens_on is not None:
        when = _("Goes to the new manager on %(day)s") % {"day": terms_words.day(step.opens_on)}
        return StepLine(title, "", "now", when, passings=said)
    overdue = step.due_on is not None and step.due_on < today
    via = step.get_via_display() if step.via and step.via != Via.ROLE else ""
    who = f"{step.decider} ({via})" if via else str(step.decider)
    if step.among:
        who = str(step.group) if step.group else who
    status = _("Answer overdue") if overdue else _("Waiting for an answer")
    return StepLine(title, who, "now", status, step.due_on, overdue, said)


def _skipped(row: MoveRequest, step: Step) -> str:
    """Why a step was skipped: nobody is asked twice."""
    return terms_words.skipped_text(str(step.answered_by), proposed=step.answered_by_id == row.proposer_id)


def step_title(step: Step) -> str:
    """What the step is, for whoever reads it."""
    if step.who == Decider.GROUP and step.group is not None:
        return _("One of %(group)s answers") % {"group": step.group}
    if step.added and step.deed == StepAction.APPROVE:
        return _("HR looks at it")
    if step.request.uses_right_id is not None and step.deed == StepAction.APPROVE and step.who in CONFIRMS:
        return str(CONFIRMS[step.who])
    return str(TITLES.get((step.deed, step.who)) or TITLES[(StepAction.APPROVE, Decider.HR)])


def right_used(row: MoveRequest, today: dt.date) -> list[str]:
    """What everybody reads where a written right is used: whose word stands, and what could still stand against it.

    Empty without a right. At most 3 queries.
    """
    right = row.uses_right
    if right is None:
        return []
    values = {"name": row.person, "made": terms_words.day(right.starts_on), "until": terms_words.day(right.until)}
    found = [
        _("This uses a written right to return, given on %(made)s and good until %(until)s.") % values,
        _("%(name)s’s word stands: whoever is asked says when and how, not whether.") % values,
    ]
    if row.state in OPEN:
        grounds = decline_grounds(row, today)
        found.append(
            _("It can be declined only because %(grounds)s.") % {"grounds": _(", or because ").join(grounds)}
            if grounds
            else _("Nobody can decline it.")
        )
    return found


def _passing(each: PassedOn) -> str:
    values = {
        "before": each.before or "–",
        "after": each.after or _("the new manager"),
        "day": terms_words.day(each.on),
        "why": each.get_why_display(),
    }
    return _("From %(before)s to %(after)s on %(day)s: %(why)s") % values


def messages_for(user: Any, row: MoveRequest) -> list[Message]:
    """Questions, answers and what was written to HR, between this person and others: 1 query."""
    return list(Message.objects.visible_to(user).filter(request=row).select_related("by", "to", "step"))


def reason_for(user: Any, row: MoveRequest, today: dt.date) -> Reason | None:
    """The private reason with whom its author `named`, for those who may read it: 1 query."""
    return Reason.objects.readable_by(user, today).filter(request=row).with_named().first()


def likely_readers(row: MoveRequest, today: dt.date) -> list[User]:
    """Whom an author may want to name as readers of a reason: managers above, HR in charge. At most 5 queries."""
    from ladders.reporting.queries.lines import chain_of

    from ..queries.deciders import hr_of

    above = [each.user for each in chain_of(row.person, today)[:2] if each.user and each.user.is_active]
    found = dict.fromkeys([*above, *hr_of(row.person)[:3]])
    return [user for user in found if user.pk != row.person.user_id]  # nobody names themselves


def names_of_readers(row: MoveRequest, today: dt.date) -> list[str]:
    """Who can see the request today, by name, as its author is told: at most 8 queries."""
    from ..permissions import who_can_see

    return [_("you") if reader.role == "author" else reader.name for reader in who_can_see(row, today)]
