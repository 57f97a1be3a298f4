"""The terms of a request: what its author is shown before sending, and what is frozen with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError
from ladders.core.once import within_scope
from ladders.frameworks.models import Level

from ..domain.enums import Decider, StepAction
from ..domain.escalation import Asking, DeciderCandidate, Turn, answers_once, in_turn
from ..domain.policy import PolicyShape
from ..domain.states import FirstEar, Via
from ..domain.terms import Answerer, MoveTerms
from ..models import MoveRequest, Step
from .deciders import among_of, hr_of, lines_of
from .requests import policies_in_force
from .term_parts import beside_of
from .terms import terms_for


def in_order(rules: PolicyShape, *, hr_first: bool) -> PolicyShape:
    """The rules with HR's steps first, where the author of a step back wants HR to hear first: as many steps, as many days."""
    if not hr_first:
        return rules
    of_hr = [step for step in rules.steps if step.decider == Decider.HR]
    if not of_hr:
        raise DomainError(
            _("HR has no step in these rules, so it cannot hear first. Choose who answers the first step.")
        )
    return replace(rules, steps=(*of_hr, *(step for step in rules.steps if step.decider != Decider.HR)))


@within_scope
def terms_now(
    request: MoveRequest,
    today: dt.date,
    *,
    in_force: Mapping[MoveKind, PolicyShape] | None = None,
    places: tuple[Level, Level] | None = None,
) -> MoveTerms:
    """The terms of a draft as they are today, with the names of who would be asked.

    `in_force` and `places`: rules and levels, where they were read already (see `terms_for`).
    Raises DomainError where there are none: the person holds no level, or the level is not published.
    """
    hr_first = request.kind == MoveKind.STEP_BACK and request.first_ear == FirstEar.HR
    in_force = in_force or policies_in_force(request.framework_id)
    hr = hr_of(request.person)
    rules = in_order(in_force[MoveKind(request.kind)], hr_first=hr_first)
    asked = answerers(request, rules, hr, today)  # reads at once all who stand above anybody
    terms = terms_for(
        request.person,
        MoveKind(request.kind),
        request.to_key,
        today,
        wished_on=request.wished_on,
        answerers=asked,
        hr=[user.name for user in hr if user.pk != request.person.user_id],
        rules=rules,
        in_force=in_force,
        places=places,
        beside=beside_of(request, today),
    )
    if terms is None:
        raise DomainError(
            _("There are no terms for this: your level or the other one is not part of a published framework.")
        )
    return terms


def answerers(request: MoveRequest, rules: PolicyShape, hr: Sequence[User], today: dt.date) -> list[Answerer]:
    """Who would be asked in each step if it opened today, and who next: what opening and silence would do. `hr`: what `hr_of`
    says. At most 10 queries, however many steps."""
    asked = _asked(request, rules, hr, today)
    released = {pk for each in asked if each.deed == StepAction.RELEASE for pk in each.releasing}
    approved: set[int] = set()
    found = []
    for each in asked:
        first = each.turns[0][1] if each.turns else None
        user = first.user if first else None
        of_group = [pk for pk in each.group if pk not in released]
        user = of_group[0] if of_group else user
        asking = _asking(each, user, request.proposer_id, approved, () if of_group else released)
        if user and each.deed == StepAction.APPROVE and not asking.skipped:
            approved.add(user)
        of_turns = [candidate.name for _turn, candidate in each.turns]
        accounts = [candidate.user or 0 for _turn, candidate in each.turns]
        if each.group and of_turns:
            of_turns[0], accounts[0] = ", ".join(each.group[pk] for pk in of_group or each.group), 0
        country = (first.country if first else "") or request.person.country
        turns = tuple(turn for turn, _candidate in each.turns)
        found.append(Answerer(tuple(of_turns), country, turns, asking, tuple(accounts)))
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step as it would open: who in turn; the users of its group with their names; whose word a release would be."""

    deed: StepAction
    turns: tuple[tuple[Turn, DeciderCandidate], ...]
    group: Mapping[int, str]
    releasing: tuple[int, ...]
    past_proposer: bool  # who proposed the move stands before whoever is asked


def _asked(request: MoveRequest, rules: PolicyShape, hr: Sequence[User], today: dt.date) -> list[_Asked]:
    steps = [
        Step(request=request, position=place, deed=shape.deed, who=shape.decider, days=shape.days, group_id=shape.group)
        for place, shape in enumerate(rules.steps, start=1)
    ]
    found = []
    for step, shape, line in zip(steps, rules.steps, lines_of(steps, hr, today), strict=True):
        turns = in_turn(line, shape.decider)
        by_role = bool(turns) and turns[0][0] == Turn.NAMED
        whose = [turns[0][1].user] if turns else []
        whose += [each.user for each in line if each.via == Via.ROLE][:1]
        names = {each.user: each.name for each in line if each.user is not None}
        group = {pk: names[pk] for pk in among_of(step, line)} if by_role else {}
        first = turns[0][1].user if turns else None
        past = any(each.proposed for each in line[: [each.user for each in line].index(first)]) if turns else False
        found.append(_Asked(shape.deed, turns, group, tuple(pk for pk in whose if pk is not None), past))
    return found


def _asking(
    step: _Asked, user: int | None, proposer: int | None, approved: Collection[int], released: Collection[int]
) -> Asking:
    """Whether the step will be asked, and what HR may do where one manager alone has said yes: as `actions` do it."""
    match step.deed:
        case StepAction.APPROVE if user is not None and user == proposer:
            return Asking.PROPOSED
        case StepAction.APPROVE if answers_once(user, proposer=proposer, approved=approved, released=released):
            return Asking.ONCE
        case StepAction.APPROVE if step.past_proposer:
            return Asking.INSTEAD
        case StepAction.CONFIRM if proposer is not None and not approved:
            return Asking.MAY_DECLINE
    return Asking.ASKED
