"""A try-out beside a level that is known to end: it ends with it, its terms say so, and no day after it is taken."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F

from ladders.core.errors import DomainError
from ladders.moves.actions import answers, dates, effects
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MoveRequest
from ladders.moves.queries.draft_terms import terms_now
from ladders.moves.queries.try_outs import level_until, what_follows
from ladders.moves.text.try_outs import told
from ladders.moves.web import presentation
from ladders.placements.actions import placements as placing
from ladders.placements.models import Placement
from tests.compensation.payroll import place
from tests.conftest import signed_in
from tests.pages import assert_clean, squeezed

from .company import TODAY, Company, answer, fresh, now_open
from .test_try_outs import APRIL, JUNE, _somebody_on_p6, agreed, held, running, tried

__all__ = ["_somebody_on_p6"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MAY = dt.date(2026, 5, 15)


def ends_on(firm: Company, day: dt.date | None) -> None:
    """Pia's level ends on that day."""
    Placement.objects.filter(employee=firm.pia, primary=True).update(ends_on=day)


def what(terms: MoveTerms | None, *, own: bool = True) -> str:
    assert terms is not None
    return " ".join(" ".join(part.sentences) for part in told(terms, own=own))


@pytest.mark.parametrize("how", ["last day of the level", "last day of the person", "another level by the employer"])
def test_it_is_promised_until_the_level_ends_and_no_longer(firm: Company, how: str) -> None:
    if how == "last day of the level":
        ends_on(firm, MAY)
    elif how == "last day of the person":
        firm.pia.left_on = MAY
        firm.pia.save()
    else:
        placing.change(
            employee=firm.pia, level=firm.level("S5"), starts_on=MAY + DAY, reason="Merger", by=firm.user("hana")
        )
    row = tried(firm)
    terms = MoveTerms.from_json(row.terms or {})
    assert (terms.on, terms.months, terms.level_until, terms.until, terms.cut) == (APRIL, 3, MAY, MAY, True)
    said = what(terms)
    assert "from 1 April 2026 to 15 May 2026." in said
    assert "which you hold until that day: before 3 months are over." in said
    assert "It ends by itself on 15 May 2026." in said
    assert "lasts until 15 May 2026 at most" in said
    assert "make it longer" not in said
    assert "30 June" not in said + what(terms, own=False)
    agreed(row)
    assert effects.run_effects(APRIL) == 1
    assert Placement.objects.get(source="try_out").ends_on == MAY


def test_an_agreed_move_ends_it(firm: Company) -> None:
    assert level_until(firm.pia, TODAY) is None
    firm.scheduled("S5", APRIL)
    assert level_until(firm.pia, TODAY) == APRIL - DAY


def test_a_level_entered_in_two_parts_goes_on(firm: Company) -> None:
    ends_on(firm, MAY)
    place(firm.pia, firm.level("S6"), starts_on=MAY + DAY)
    assert level_until(firm.pia, TODAY) is None
    Placement.objects.filter(employee=firm.pia, starts_on=MAY + DAY).update(starts_on=F("starts_on") + 1)
    assert level_until(firm.pia, TODAY) == MAY  # with a day between, it ends


def test_a_day_after_the_level_is_taken_by_nobody(firm: Company) -> None:
    row = agreed(tried(firm))
    ends_on(firm, MAY)
    late = MAY + DAY
    for name, words in (
        ("pia", "You hold S6 .* until 15 May 2026"),
        ("otto", "Pia Person holds S6 .* until 15 May 2026"),
    ):
        with pytest.raises(DomainError, match=words):
            dates.offer_day(request=row, on=late, by=firm.user(name), today=TODAY)
    dates.offer_day(request=row, on=MAY, by=firm.user("pia"), today=TODAY)
    ends_on(firm, MAY - DAY)
    with pytest.raises(DomainError, match="until 14 May 2026"):
        dates.accept_day(request=row, by=firm.user("otto"), today=TODAY)
    assert (fresh(row).agreed_on, fresh(row).offered_on) == (APRIL, MAY)


def test_a_day_after_the_level_is_neither_kept_nor_sent(firm: Company) -> None:
    ends_on(firm, MAY)
    with pytest.raises(DomainError, match="until 15 May 2026, and a try-out ends with it"):
        tried(firm, wished_on=MAY + DAY)
    assert not MoveRequest.objects.exists()
    soon = TODAY + 2 * DAY  # before anybody need have answered
    ends_on(firm, soon)
    with pytest.raises(DomainError, match="until 11 March 2026"):
        tried(firm, wished_on=None)
    row = MoveRequest.objects.get()
    assert row.state == "draft"
    assert "It cannot begin on" in what(terms_now(row, TODAY))
    ends_on(firm, TODAY)
    with pytest.raises(DomainError, match="Ask once you hold another level"):
        tried(firm)


def test_what_becomes_known_after_sending_stands_in_the_terms_and_stops_a_late_yes(firm: Company) -> None:
    row = tried(firm)
    ends_on(firm, MAY)
    frozen = MoveTerms.from_json(row.terms or {})
    now = presentation.terms_of(fresh(row), TODAY)
    assert now is not None
    assert (frozen.until, now.until) == (JUNE, MAY)
    ends_on(firm, None)
    answer(now_open(row), APRIL)
    ends_on(firm, APRIL - DAY)
    with pytest.raises(DomainError, match="Offer a day until then, or say no"):
        answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    assert fresh(row).state == "submitted"


def test_a_last_day_taken_back_makes_it_no_longer_than_was_agreed(firm: Company) -> None:
    ends_on(firm, MAY)
    agreed(tried(firm))
    ends_on(firm, None)
    effects.run_effects(APRIL)
    assert held(firm)[-1][4] == MAY


def test_one_that_ends_with_the_level_is_not_offered_to_be_longer(firm: Company) -> None:
    row = running(firm)
    assert what_follows(row, APRIL)["longer"] == 3
    ends_on(firm, JUNE)
    assert what_follows(row, APRIL)["longer"] is False
    with pytest.raises(DomainError, match="cannot be made longer"):
        tried(firm, today=dt.date(2026, 5, 4), months=2)


def test_the_page_offers_the_days_that_work(limited_firm: Company) -> None:
    firm, today = limited_firm, dt.date.today()
    last = today + dt.timedelta(days=40)
    ends_on(firm, last)
    pia, path = signed_in(firm.user("pia")), f"/moves/try/{firm.level('P6').key}/"
    page = pia.get(path)
    assert_clean(page)
    said = squeezed(page)
    assert f"{last:%-d %B %Y} at the latest: your level ends then, and the try-out with it." in said
    assert f'max="{last}"' in page.content.decode()
    assert "which you hold until that day" in said
    page = pia.post(path, {"wished_on": last + DAY, "months": 2, "share": 20})
    assert page.status_code == 422
    assert f"until {last:%-d %B %Y}, and a try-out ends with it. Choose a day until then." in squeezed(page)
