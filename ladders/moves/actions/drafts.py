"""From the first thought to the sent request: a draft that only its author sees, a proposal, and sending."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError, StaleError
from ladders.core.once import known, once
from ladders.frameworks.models import Level
from ladders.placements.queries import current_levels
from ladders.reporting.queries.lines import manager_user

from ..domain.policy import PolicyShape, StepRule
from ..domain.states import FirstEar, NoticeKind, RequestState
from ..domain.terms import MoveTerms
from ..domain.workdays import due
from ..models import MoveRequest, Step
from ..permissions import require_person
from ..queries.draft_terms import in_order, terms_now
from ..queries.requests import policy_for
from .closure import closed_reason, refuse_stopped, refuse_too_early
from .evidence import Given, as_it_is, asked_for, missing, written
from .kinds import kind_for
from .locks import another_open, keep_steps, locked, locked_own, one_at_a_time
from .notices import log, notify
from .reasons import PrivateReason, check_reason, put_reason
from .routing import advance, chosen_receiver, first_receiver, lead, nobody_available_text
from .try_outs import refuse_after_level, refuse_bounds, refuse_second, wish_for

DRAFT_DAYS = 30  # after so many days its author is reminded of a draft
PROPOSAL_DAYS = 10  # working days to accept a proposal
LONGEST_AHEAD = dt.timedelta(days=366)
PROPOSABLE = (MoveKind.PROMOTION, MoveKind.LATERAL)


def beginning(
    *,
    person: Employee,
    level: Level,
    today: dt.date,
    in_force: Mapping[MoveKind, PolicyShape] | None = None,
    here: Level | None = None,
    may_return: bool = True,
    trying: bool = False,
) -> MoveRequest:
    """The person's own draft to that level as it is today, else what it would be. Nothing is written: 1 to 10 queries.

    `level`: as it is now, see `current_levels`. `in_force`: the rules of its framework, where they were read already;
    `here`, `may_return` and `trying`: see `kind_for`.
    Raises DomainError where none can be begun.
    """
    row = _draft_of(person, None, level.key, trying) or _new(person, level.key, trying)
    row.person, row.to_level, row.framework = person, level, level.version.framework
    renew(row, today, there=level, in_force=in_force, here=here, may_return=may_return)
    return row


def renew(
    row: MoveRequest,
    today: dt.date,
    *,
    there: Level | None = None,
    in_force: Mapping[MoveKind, PolicyShape] | None = None,
    here: Level | None = None,
    may_return: bool = True,
) -> str:
    """Give a draft kind, level, right and evidence of today; saves nothing. The kind that it was, where it is another one.

    `there`: its level as it is now, and `in_force`: the rules, where they were read already. The rest: see `kind_for`.
    Raises DomainError where it leads nowhere any more: of a proposal, too, where managers do not propose that kind.
    """
    was = row.kind
    there = there or _published(row.to_level)
    trying = row.kind == MoveKind.TRY_OUT
    row.kind, here, row.uses_right = kind_for(row.person, there, today, here=here, may_return=may_return, trying=trying)
    if row.proposer_id is not None and row.kind not in PROPOSABLE:
        words = _("%(who)s’s proposal no longer holds: your level, the other level or your rights have changed since.")
        cure = _("Turn it down, and ask for %(level)s yourself if you like.")
        raise DomainError(f"{words} {cure}" % {"who": row.proposer, "level": there})
    row.from_level, row.from_key = here, here.key
    kind = MoveKind(row.kind)
    rules = in_force[kind] if in_force else policy_for(kind, row.framework_id)
    row.evidence = asked_for(rules, row.evidence)
    if trying:
        wish_for(row, rules, today)
    return was if was and was != row.kind else ""


def draft(
    *,
    person: Employee,
    level: Level,
    by: Any,
    today: dt.date,
    wished_on: dt.date | None = None,
    first_ear: FirstEar = FirstEar.MANAGER,
    trying: bool = False,
) -> MoveRequest:
    """Start a draft, or take up the one there is to that level, with kind and rules as they are today.

    Only the person starts one. Nobody else sees it, and nothing is sent.
    """
    with one_at_a_time(person):
        row = _own_draft(person, level, by, today, trying)
        if not row.follows and (row._state.adding or wished_on is not None):
            row.wished_on = wish(wished_on, today)
        row.first_ear = first_ear if row.kind == MoveKind.STEP_BACK else FirstEar.MANAGER
        row.save()
    return row


def _own_draft(person: Employee, level: Level, by: Any, today: dt.date, trying: bool = False) -> MoveRequest:
    if person.user_id is None or person.user_id != by.pk:
        raise PermissionDenied
    row = _draft(person, level, None, today, trying)
    row.owner, row.due_on = by, today + dt.timedelta(days=DRAFT_DAYS)
    return row


def keep(
    *,
    request: MoveRequest,
    by: Any,
    today: dt.date,
    wished_on: dt.date | None,
    first_ear: FirstEar,
    evidence: Sequence[Given | str],
    reason: PrivateReason | None,
    receiving: int | None = None,
    months: int | None = None,
    share: int | None = None,
) -> MoveRequest:
    """Keep all that the form of a draft says, the private reason with it: where something is refused, nothing is kept.

    `request`: a draft or proposal, or what `beginning` says one would be. Only the person does. `months` and `share`: of a
    try-out; `receiving`: the employee whom the person chose of those who could receive them. Raises DomainError.
    """
    with one_at_a_time(request.person):
        if reason is not None:
            check_reason(reason, today)
        if request.proposer_id is None:  # a new one, or the one there is, with kind and rules of today
            row = _own_draft(request.person, request.to_level, by, today, request.kind == MoveKind.TRY_OUT)
        else:
            row = _changeable(request, by, today)
        if row.kind == MoveKind.TRY_OUT:
            row.months, row.share = months or row.months, (None if row.follows else share) or row.share
            refuse_bounds(row, policy_for(MoveKind.TRY_OUT, row.framework_id))
            wished_on = row.wished_on if row.follows else wished_on
            refuse_after_level(row, wished_on, today)
        row.receiving = chosen_receiver(row, receiving, today)
        _write_wishes(row, today, wished_on=wished_on, first_ear=first_ear, evidence=evidence)
        put_reason(row, reason)
    return row


def proposal(
    *, person: Employee, level: Level, by: Any, today: dt.date, wished_on: dt.date | None = None
) -> tuple[MoveRequest, MoveTerms]:
    """What a manager's proposal would be, with the terms if it were accepted today. Nothing is written.

    Raises PermissionDenied for everybody but the manager of the day, and DomainError where it cannot be proposed.
    """
    manager = manager_user(person, today)
    if manager is None or manager.pk != by.pk:
        raise PermissionDenied
    if person.user is None or not person.user.is_active:
        raise DomainError(
            _("%(name)s cannot sign in yet, so nobody could accept. Ask HR to invite them first.") % {"name": person}
        )
    row = _draft(person, level, by, today)
    if row.kind not in PROPOSABLE:
        raise DomainError(
            _("Managers propose promotions and lateral moves. Every other move is started by %(name)s alone.")
            % {"name": person}
        )
    row.owner, row.due_on = person.user, due(today, PROPOSAL_DAYS, person.country).on
    row.wished_on = wish(wished_on, today)
    terms = terms_now(row, today)
    if terms.nobody_answers:
        raise DomainError(nobody_available_text(row))
    return row, terms


def propose(
    *, person: Employee, level: Level, by: Any, today: dt.date, wished_on: dt.date | None = None, seen: str = ""
) -> MoveRequest:
    """A manager proposes a promotion or a lateral move; it becomes a request when the person sends it, and not before.

    Harmless when repeated: there is one proposal to a level by one manager. `seen`: the digest of the terms that were
    shown; raises StaleError where they are others now.
    """
    with one_at_a_time(person):
        row, now = proposal(person=person, level=level, by=by, today=today, wished_on=wished_on)
        terms = now.to_json()
        if seen and seen != terms_digest(terms):
            raise StaleError(_("The terms have changed since you read them. Please read them again."), terms)
        new = row._state.adding
        row.save()
        if new:
            notify(NoticeKind.PROPOSED, person.user, request=row)
    return row


def _new(person: Employee, key: UUID, trying: bool, proposer: Any = None) -> MoveRequest:
    kind = MoveKind.TRY_OUT.value if trying else ""
    return MoveRequest(person=person, proposer=proposer, to_key=key, kind=kind)


def _draft(person: Employee, level: Level, proposer: Any, today: dt.date, trying: bool = False) -> MoveRequest:
    """The draft there is (locked, within `one_at_a_time`), or a new one that is not saved; with kind and levels of today."""
    there = _published(level)
    kind, here, right = kind_for(person, there, today, trying=trying)
    row = _draft_of(person, proposer, there.key, trying) or _new(person, there.key, trying, proposer)
    row.kind, row.uses_right = kind, right
    row.from_level, row.from_key, row.to_level = here, here.key, there
    row.person, row.framework = person, there.version.framework
    rules = policy_for(kind, row.framework_id)
    row.evidence = asked_for(rules, row.evidence)
    if trying:
        wish_for(row, rules, today)
    return row


@once
def _draft_of(person: Employee, proposer: Any, key: UUID, trying: bool = False) -> MoveRequest | None:
    """The draft there is to that level, locked within `one_at_a_time`: 1 query."""
    rows = (
        MoveRequest.objects.select_for_update(of=("self",))
        if person.pk in known(one_at_a_time)
        else MoveRequest.objects
    )
    rows = rows.filter(person=person, proposer=proposer, to_key=key, state=RequestState.DRAFT)
    return (rows.filter if trying else rows.exclude)(kind=MoveKind.TRY_OUT).first()


def _published(level: Level) -> Level:
    found, _moved = current_levels([level.key]).get(level.key, (None, False))
    if found is None:
        raise DomainError(_("%(level)s is not part of a published framework. Choose another level.") % {"level": level})
    return found


def wish(wished: dt.date | None, today: dt.date) -> dt.date | None:
    """The day from which somebody wishes to move; none is the day after the last answer is due. Raises DomainError for an
    impossible one."""
    if wished is not None and not today <= wished <= today + LONGEST_AHEAD:
        raise DomainError(
            _(
                "Choose a day between today and a year from now, or leave it empty for the day after the last answer is due."
            )
        )
    return wished


def change_draft(
    *,
    request: MoveRequest,
    by: Any,
    today: dt.date,
    wished_on: dt.date | None,
    first_ear: FirstEar = FirstEar.MANAGER,
    evidence: Sequence[Given | str] = (),
) -> MoveRequest:
    """Write down a draft's wishes, and what the rules ask for, in their order. Only the person does, in a proposal, too."""
    with transaction.atomic():
        row = _changeable(request, by, today)
        _write_wishes(row, today, wished_on=wished_on, first_ear=first_ear, evidence=evidence)
    return row


def _changeable(request: MoveRequest, by: Any, today: dt.date) -> MoveRequest:
    """The draft, locked, as it is today."""
    row = locked(request)
    require_person(row, by)
    if row.state != RequestState.DRAFT:
        raise DomainError(closed_reason(row))
    renew(row, today)
    return row


def _write_wishes(
    row: MoveRequest, today: dt.date, *, wished_on: dt.date | None, first_ear: FirstEar, evidence: Sequence[Given | str]
) -> None:
    row.wished_on = wish(wished_on, today)
    row.first_ear = first_ear if row.kind == MoveKind.STEP_BACK else FirstEar.MANAGER
    row.evidence = written(row, evidence)
    row.save()


def discard(*, request: MoveRequest, by: Any, today: dt.date) -> None:
    """Delete one's own draft: nobody finds it any more. Harmless when repeated; a proposal is turned down by `withdraw`."""
    with transaction.atomic():
        row = MoveRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
        if row is None:
            return
        require_person(row, by)
        if row.state != RequestState.DRAFT or row.proposer_id is not None:
            raise DomainError(_("Only a draft of your own can be deleted. Withdraw what was sent, on its page."))
        row.delete()


def terms_digest(terms: Mapping[str, Any]) -> str:
    """A short mark of terms, so that a page can say which ones it showed.

    Keyed: a manager who proposes reads the mark and not the salary in the terms, and must not find it by trying amounts.
    """
    return salted_hmac("ladders.moves.domain.terms", json.dumps(terms, sort_keys=True), algorithm="sha256").hexdigest()[
        :16
    ]


def submit(*, request: MoveRequest, by: Any, today: dt.date, seen: str = "") -> MoveRequest:
    """Send a draft, or accept a proposal: rules and terms are frozen, and the first step opens. Harmless when repeated.

    `seen`: the digest of the terms that were shown. Raises StaleError with the terms of now where they are others, and
    DomainError where something stands against sending; nothing is sent then.
    """
    try:
        with one_at_a_time(request.person):
            row = known(locked_own).get(request.pk) or locked(request)
            require_person(row, by)
            if row.state in (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.SCHEDULED):
                return row
            if row.state != RequestState.DRAFT:
                raise DomainError(closed_reason(row))
            return _submit(row, by, today, seen)
    except IntegrityError as error:
        if "moves_request_one_open" not in str(error):
            raise
        raise DomainError(_("You have an open request already. Withdraw it first, or wait for its answer.")) from error


def _submit(row: MoveRequest, by: Any, today: dt.date, seen: str) -> MoveRequest:
    refuse_stopped(row, today)
    trying = row.kind == MoveKind.TRY_OUT
    kind, here, right = kind_for(row.person, _published(row.to_level), today, trying=trying)
    if (kind, here.key) != (row.kind, row.from_key):
        raise DomainError(
            _("Your level or your rights have changed since. Open the draft again to see the terms of today.")
        )
    if another_open(row):
        raise DomainError(_("You have an open request already. Withdraw it first, or wait for its answer."))
    rules = policy_for(kind, row.framework_id)
    refuse_too_early(row, today)
    row.wished_on = row.wished_on if row.wished_on and row.wished_on >= today else None
    if trying:
        wish_for(row, rules, today)  # before the terms: they say what it is today
    row.evidence = asked_for(rules, row.evidence)
    if lacking := missing(row):
        told = "; ".join(_("“%(what)s”") % {"what": each} for each in lacking)
        raise DomainError(_("Show this before you send it: %(what)s.") % {"what": told})
    row.evidence = as_it_is(row)
    shape = in_order(rules, hr_first=row.kind == MoveKind.STEP_BACK and row.first_ear == FirstEar.HR)
    now = terms_now(row, today)
    if now.nobody_answers:
        raise DomainError(nobody_available_text(row))
    if trying:
        refuse_bounds(row, rules)
        refuse_second(row, now)
        refuse_after_level(row, now.on, today)
    terms = now.to_json()
    if seen and seen != terms_digest(terms):
        raise StaleError(_("The terms have changed since you read them. Please read them again before sending."), terms)
    row.receiving = chosen_receiver(row, row.receiving_id, today) or first_receiver(row, today)
    lead(row, today)  # somebody answers for it at the end of every line, or nothing is sent
    row.uses_right = right
    row.policy, row.terms = shape.to_json(), terms
    row.state, row.submitted_at, row.submitted_by = RequestState.SUBMITTED, timezone.now(), by
    row.owner, row.due_on = by, today
    keep_steps(row, [_step(row, place, step) for place, step in enumerate(shape.steps, start=1)])
    advance(row, today, by)  # saves the request, and its steps with the first of them open
    log(row, "sent", by)
    return row


def _step(row: MoveRequest, place: int, step: StepRule) -> Step:
    return Step(
        request=row,
        position=10 * place,
        deed=step.deed,
        who=step.decider,
        days=step.days,
        weeks=step.weeks,
        group_id=step.group,
    )
