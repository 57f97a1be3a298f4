"""A draft of a try-out that is sent after the rules, or the try-out that it follows, have changed: the terms of today hold."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import replace

import pytest

from ladders.careers.domain.move_kinds import MoveKind
from ladders.moves.actions import drafts, effects, try_outs
from ladders.moves.actions.rules import save_rules
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.states import FirstEar
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MoveRequest
from ladders.moves.queries.draft_terms import terms_now
from ladders.placements.models import Placement

from .company import TODAY, Company, fresh
from .test_try_outs import APRIL, _somebody_on_p6, agreed, running  # noqa: F401

pytestmark = pytest.mark.django_db


def kept(firm: Company, today: dt.date = TODAY, months: int = 6, share: int | None = 40) -> MoveRequest:
    """Pia's draft of a try-out."""
    row = drafts.beginning(person=firm.pia, level=firm.level("P6"), today=today, trying=True)
    return drafts.keep(
        request=row,
        by=firm.user("pia"),
        today=today,
        wished_on=max(APRIL, today),
        first_ear=FirstEar.MANAGER,
        evidence=(),
        reason=None,
        months=months,
        share=share,
    )


def shown_mark(row: MoveRequest, today: dt.date) -> str:
    """The mark of the terms on the page, which shows the draft as it is today."""
    now = copy(row)
    drafts.renew(now, today)
    return drafts.terms_digest(terms_now(now, today).to_json())


@pytest.mark.parametrize("by_page", [True, False])
def test_what_the_rules_give_today_is_sent_and_begins(firm: Company, by_page: bool) -> None:
    row = kept(firm)
    rules = replace(DEFAULTS[MoveKind.TRY_OUT], most_months=3, most_share=30)
    assert save_rules(policy=rules, seen=1, by=firm.user("hana"))
    row = fresh(row)
    sent = drafts.submit(request=row, by=firm.user("pia"), today=TODAY, seen=shown_mark(row, TODAY) if by_page else "")
    terms = MoveTerms.from_json(sent.terms or {})
    assert (sent.state, sent.months, sent.share, terms.months, terms.share) == ("submitted", 3, 30, 3, 30)
    agreed(sent)
    assert effects.run_effects(APRIL) == 1
    placement = Placement.objects.get(source="try_out")
    assert (placement.share, placement.ends_on) == (30, dt.date(2026, 6, 30))


@pytest.mark.parametrize("by_page", [True, False])
def test_one_that_makes_longer_begins_behind_the_last_day_of_today(firm: Company, by_page: bool) -> None:
    first, may = running(firm), dt.date(2026, 5, 4)
    row = kept(firm, may, 2, None)
    last = try_outs.go_back(request=first, by=firm.user("pia"), today=may)
    row = fresh(row)
    sent = drafts.submit(request=row, by=firm.user("pia"), today=may, seen=shown_mark(row, may) if by_page else "")
    terms = MoveTerms.from_json(sent.terms or {})
    assert (sent.follows, sent.wished_on, terms.on) == (first, last + dt.timedelta(days=1), last + dt.timedelta(days=1))
