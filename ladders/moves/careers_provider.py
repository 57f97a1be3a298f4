"""What this room tells the pages about careers: how a move would go, and to which levels somebody may return."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.move_terms import Shown, StepTerm, Terms
from ladders.compensation.queries.visible_bands import may_see
from ladders.core.errors import DomainError
from ladders.placements.queries import held_beside

from .actions import drafts
from .actions.evidence import missing
from .domain.terms import MoveTerms, StepTerms
from .queries.draft_terms import terms_now
from .queries.requests import policies_in_force
from .queries.seats import seat_missing
from .queries.time_in_level import time_on_level
from .text import policy_sentences
from .text.terms import day as day_said
from .text.terms import passes_to, way_told, what_follows


def terms_of(
    person: Employee, level: UUID, day: dt.date, *, sees: bool | None = None, may_return: bool = True
) -> Terms | None:
    """How this move would go for this person if they asked on that day, read by themselves: at most 19 queries, 4 more
    where the rules ask for time on a level.

    From the person's own draft, where there is one, else from what it would be: the very terms of the page where they ask.
    Amounts appear where the reader may see the new grade's band (`sees`; None: asked here); else the rule about pay stands
    here, and the amounts in the draft of a request, which is their own. `may_return`: False where no right is known.
    """
    here, there = held_beside(person.pk, level, day)
    if here is None or there is None:
        return None
    try:
        in_force = policies_in_force(there.version.framework_id)
        row = drafts.beginning(
            person=person, level=there, today=day, in_force=in_force, here=here, may_return=may_return
        )
        terms = terms_now(row, day, in_force=in_force, places=(row.from_level, there))
    except DomainError:
        return None
    policy = terms.policy
    sees = may_see(person.user, terms.there.rank, day) if sees is None else sees
    lacking = missing(row)
    time = time_on_level(person, policy.least_months_in_level, day)
    return Terms(
        steps=tuple(_step(way, policy.kind) for way in terms.way),
        least_months=policy.least_months_in_level,
        passed_months=time.passed if time else 0,
        ready_on=time.ready_on if time else None,
        shown=tuple(Shown(each["asked"], each["asked"] not in lacking) for each in row.evidence),
        seat=seat_missing(row),
        trial_months=policy.trial_months,
        pay=_pay(terms, sees=sees),
        right_of_return=_right(terms),
        ask_url=_ask_url(level),
        day=terms.on,
        band=terms.there.band if sees else None,
    )


def try_url(level: UUID, *, tried: bool) -> str:
    """Where one asks to try that level; `tried`: where one's own that runs stands. No query."""
    return f"{reverse('my-moves')}#try-outs" if tried else reverse("move-try", args=[level])


def _step(way: StepTerms, kind: MoveKind) -> StepTerm:
    told = way_told(way, kind)
    if way.skipped:
        return StepTerm(told.heading, None, told.sentences[0])
    return StepTerm(told.heading, way.step.days, passes_to(way))


def _pay(terms: MoveTerms, *, sees: bool) -> str:
    if terms.pay.standing.placed and sees:
        return " ".join(what_follows(terms, own=True))
    return policy_sentences.pay_rule(terms.policy)


def _right(terms: MoveTerms) -> str:
    if terms.right is None:
        return ""
    return policy_sentences.return_until(terms.right.title, day_said(terms.right.until), terms.right.needs_review)


def _ask_url(level: UUID) -> str:
    try:
        return reverse("move-ask", args=[level])
    except NoReverseMatch:  # one cannot ask here yet
        return ""
