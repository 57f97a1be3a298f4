"""What this room tells the pages about careers: how a move would go, and to which levels somebody may return."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from accounts.models import Employee
from ladders.careers.kinds import MoveKind
from ladders.careers.terms import StepTerm, Terms
from ladders.compensation.showing import may_see

from . import sentences
from .terms import MoveTerms
from .terms_for import terms_for
from .terms_words import day as day_said
from .terms_words import what_follows


def terms_of(person: Employee, kind: MoveKind, level: UUID, day: dt.date) -> Terms | None:
    """How this move would go for this person, read by themselves: at most 18 queries.

    Amounts appear where the reader may see the new grade's band; else the rule about pay stands here, and the amounts in
    the draft of a request, which is their own.
    """
    terms = terms_for(person, kind, level, day)
    if terms is None:
        return None
    policy = terms.policy
    return Terms(
        steps=tuple(
            StepTerm(sentences.step_title(s, policy.kind), s.days, sentences.step_then(s)) for s in policy.steps
        ),
        least_months=policy.least_months_in_level,
        trial_months=policy.trial_months,
        pay=_pay(terms, person, day),
        right_of_return=_right(terms),
        ask_url=_ask_url(level),
    )


def _pay(terms: MoveTerms, person: Employee, day: dt.date) -> str:
    if terms.pay.standing.placed and may_see(person.user, terms.there.rank, day):
        return " ".join(what_follows(terms, own=True))
    return sentences.pay_rule(terms.policy)


def _right(terms: MoveTerms) -> str:
    if terms.right is None:
        return ""
    return sentences.return_until(terms.right.title, day_said(terms.right.until), terms.right.needs_review)


def _ask_url(level: UUID) -> str:
    try:
        return reverse("move-ask", args=[level])
    except NoReverseMatch:  # one cannot ask here yet
        return ""
