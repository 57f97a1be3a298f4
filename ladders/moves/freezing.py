"""The terms of a request: what its author is shown before sending, and what is frozen with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.models import User
from ladders.careers.kinds import MoveKind
from ladders.core.errors import DomainError

from .deciders import hr_leads, line_of
from .enums import Decider
from .lines import PASSING, choose
from .models import MoveRequest, Step
from .queries import policy_for
from .shapes import PolicyShape
from .states import FirstEar
from .terms import Answerer, MoveTerms
from .terms_for import terms_for


def in_order(rules: PolicyShape, *, hr_first: bool) -> PolicyShape:
    """The rules with HR's steps first, where the author of a step back wants HR to hear first: as many steps, as many days."""
    if not hr_first:
        return rules
    of_hr = [step for step in rules.steps if step.decider == Decider.HR]
    if not of_hr:
        raise DomainError(_("HR has no step in these rules, so your manager hears first."))
    return replace(rules, steps=(*of_hr, *(step for step in rules.steps if step.decider != Decider.HR)))


def terms_now(request: MoveRequest, today: dt.date) -> MoveTerms:
    """The terms of a draft as they are today, with the names of who would be asked.

    Raises DomainError where there are none: the person holds no level, or the level is not published.
    """
    hr_first = request.kind == MoveKind.STEP_BACK and request.first_ear == FirstEar.HR
    rules = in_order(policy_for(MoveKind(request.kind), request.framework_id), hr_first=hr_first)
    leads = hr_leads(request.person)
    terms = terms_for(
        request.person,
        MoveKind(request.kind),
        request.to_key,
        today,
        wished_on=request.wished_on,
        answerers=answerers(request, rules, today),
        lead=leads[0].name if leads else "",
        rules=rules,
    )
    if terms is None:
        raise DomainError(
            _("There are no terms for this: your level or the other one is not part of a published framework.")
        )
    return terms


def answerers(request: MoveRequest, rules: PolicyShape, today: dt.date) -> list[Answerer]:
    """Who would be asked in each step if it opened today, in turn."""
    found = []
    users: dict[int, str] = {}
    for place, shape in enumerate(rules.steps, start=1):
        step = Step(
            request=request, position=place, deed=shape.deed, who=shape.decider, days=shape.days, group_id=shape.group
        )
        line = line_of(step, today)
        first = choose(line)
        names: list[int | None] = [first.candidate.user if first else None]
        for turn in PASSING[shape.decider]:
            other = (
                each.user for each in line if each.via == turn and each.obstacle is None and each.user not in names
            )
            names.append(next(other, None))
        missing = {user for user in names if user is not None and user not in users}
        users |= dict(User.objects.filter(pk__in=missing).values_list("pk", "name"))
        country = first.candidate.country if first else ""
        found.append(Answerer(tuple(users.get(user or 0, "") for user in names), country))
    return found
