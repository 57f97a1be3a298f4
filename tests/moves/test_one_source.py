"""The compare page and the page where one asks say the same day, band, right and steps, for each kind of move: one is derived
from the other. They, and what is then frozen, come from one function."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ladders.careers.move_terms import Terms, terms_of
from ladders.compensation.models import Band, BandVisibility, MarketSupplement, PayPolicy
from ladders.moves.actions import questions
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MoveRequest
from ladders.moves.queries.draft_terms import terms_now
from ladders.moves.text.terms import day, way_told, what_follows
from ladders.moves.web.presentation import shown
from tests.compensation.payroll import band
from tests.conftest import signed_in

from . import test_escalation as ways
from .company import TODAY, Company, now_open

pytestmark = pytest.mark.django_db
KINDS = (
    ways.step_back,
    ways.step_back_hr_first,
    ways.step_back_with_a_stand_in,
    ways.step_back_without_a_manager,
    ways.lateral_to_a_team,
    ways.promotion,
    ways.diagonal,
    ways.going_back,
)


def raised(firm: Company, soon: dt.date) -> None:
    """Bands of both grades rise within the days of the way: whoever looks at those of today sees others."""
    PayPolicy.objects.create(band_visibility=BandVisibility.EVERYONE)
    Band.objects.filter(zone=firm.zone).update(ends_on=soon - dt.timedelta(days=1))
    band(firm.zone, "5", 73_000, 88_000, 103_000, starts_on=soon)
    band(firm.zone, "6", 88_000, 104_500, 121_000, starts_on=soon)


def agrees(compared: Terms | None, asked: MoveTerms) -> None:
    """What the compare page gets is what the terms say."""
    assert compared is not None
    assert (compared.day, compared.band) == (asked.on, asked.there.band)
    assert [step.title for step in compared.steps] == [way_told(way, asked.kind).heading for way in asked.way]
    assert [step.days for step in compared.steps] == [None if way.skipped else way.step.days for way in asked.way]
    for step, way in zip(compared.steps, asked.way, strict=True):
        assert all(name in step.then for name in way.names[1:] if not way.skipped)
    assert compared.pay == " ".join(what_follows(asked, own=True))
    assert bool(asked.right) == bool(compared.right_of_return)
    if asked.right is not None:
        assert day(asked.right.until) in compared.right_of_return


@pytest.mark.parametrize("begin", KINDS, ids=lambda case: case.__name__)
def test_one_page_follows_from_the_other(firm: Company, begin: Callable[[Company], MoveRequest]) -> None:
    raised(firm, TODAY + dt.timedelta(days=7))
    draft = begin(firm)
    asked = terms_now(draft, TODAY)
    assert asked.on > TODAY + dt.timedelta(days=7)
    assert asked.there.band is not None
    assert asked.there.band.maximum in (103_000, 121_000)  # that of the day of the move
    agrees(terms_of(firm.pia, draft.to_key, TODAY), asked)  # her own draft, with her wishes
    MoveRequest.objects.filter(pk=draft.pk).delete()
    if begin is not ways.step_back_hr_first:
        agrees(terms_of(firm.pia, draft.to_key, TODAY), asked)  # nothing is saved yet: the same


@pytest.mark.parametrize("code", ["S5", "P6", "M5"])
def test_both_pages_show_the_same(firm: Company, code: str, django_assert_max_num_queries: Any) -> None:
    today = timezone.localdate()
    raised(firm, today + dt.timedelta(days=3))
    pia = signed_in(firm.user("pia"))
    where = f"/path/research/{code}/"
    pia.get(where)
    with django_assert_max_num_queries(29 if code == "M5" else 28):
        compare = html.unescape(pia.get(where).content.decode())
    ask = pia.get(reverse("move-ask", args=[firm.level(code).key]))
    terms = ask.context["terms"]
    assert f"{day(terms.on)}, if the answers come in time" in compare
    page = html.unescape(ask.content.decode())
    for step in shown(terms, pay=True, own=True).way:
        assert step.heading in compare
        assert step.heading in page
    assert terms.there.band.maximum in (103_000, 121_000)
    band = f"€{terms.there.band.minimum:,.0f} – €{terms.there.band.maximum:,.0f}"
    said = " ".join(compare.split())
    assert f"{band}, midpoint" in said  # scheduled: as the page where they ask has it
    assert f"as of {day(terms.on)}" in said
    assert f"planned for {day(terms.on)}, the earliest day of this move" in said
    before = {"S5": "€71,000 – €99,000", "P6": "€85,000 – €118,000", "M5": "€71,000 – €99,000"}[code]
    assert f"Today it is {before}." in said
    assert "Bands are those of today" not in compare


def test_a_band_that_is_hidden_today_is_hidden_on_the_day_of_the_move(firm: Company) -> None:
    raised(firm, timezone.localdate() + dt.timedelta(days=3))
    PayPolicy.objects.update(band_visibility=BandVisibility.HR)
    compare = html.unescape(signed_in(firm.user("pia")).get("/path/research/S5/").content.decode())
    assert "This band is not shown to you here" in compare
    assert not any(figure in compare for figure in ("€71,000", "€99,000", "€73,000", "€103,000"))


def test_who_is_really_asked_heads_a_step(firm: Company) -> None:
    """By name: the stand-in, or HR for somebody at the top, and not "your manager"."""
    assert [way_told(way).heading for way in terms_now(ways.step_back_with_a_stand_in(firm), TODAY).way] == [
        "Stan Din proposes a day within 4 weeks, and cannot refuse",
        "Otto Ther approves",
        "Henry Lab sets salary and day",
    ]
    top = terms_now(ways.step_back_without_a_manager(firm), TODAY).way[0]
    assert way_told(top).heading == "Hana Lead proposes a day within 4 weeks, and cannot refuse"
    assert "Asked first: Hana Lead (the HR lead)" in way_told(top).sentences[0]


def test_a_proposal_says_why_somebody_else_is_asked(firm: Company) -> None:
    """Skipped for the proposer's own yes, and past them for the other side's."""
    way = terms_now(ways.promotion_proposed_within_the_team(firm), TODAY).way
    first, second, last = (way_told(each, own=False) for each in way)
    assert first.sentences == ("Skipped: Mia Nager (their manager) proposes this move, and has said yes with it.",)
    assert second.heading == "Greta Top approves"
    assert second.sentences[0].startswith("Whoever proposes a move does not answer for the other side")
    assert "can say no" not in " ".join(last.sentences)


def test_where_nobody_else_is_asked_hr_can_say_no_and_it_is_said(firm: Company) -> None:
    last = way_told(terms_now(ways.proposed_where_no_other_side_is_asked(firm), TODAY).way[-1])
    assert "They can say no, too: nobody else but who proposes the move has said yes to it." in last.sentences


def test_a_proposal_that_no_longer_holds_says_so_and_how_to_go_on(firm: Company) -> None:
    """From Pia's new level it would be a kind of move that managers do not propose."""
    row = ways.proposed(firm)
    pia, page = signed_in(firm.user("pia")), reverse("move-draft", args=[row.pk])
    ways.on(firm, "S5")
    assert pia.get(reverse("move-send", args=[row.pk])).headers["Location"] == page  # it is told there
    said = html.unescape(pia.get(page).content.decode())
    assert "Mia Nager’s proposal no longer holds" in said
    assert "Turn it down" in said


def test_a_proposal_that_became_another_kind_says_so_and_can_be_accepted(firm: Company) -> None:
    ways.on(firm, "S5")
    row = ways.proposed(firm, "S6")
    pia, page = signed_in(firm.user("pia")), reverse("move-draft", args=[row.pk])
    ways.on(firm, "P6")
    send = reverse("move-send", args=[row.pk])
    assert pia.get(send).headers["Location"] == page
    said = html.unescape(pia.get(page).content.decode())
    assert "“Promotion” when you began the draft, “Lateral move” today" in said
    pia.post(page, {f"given_{number}": "Shown." for number in range(2)})
    assert pia.post(send, {"seen": pia.get(send).context["seen"]}).status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.state) == ("lateral", "submitted")


def test_who_passed_it_on_and_presses_an_old_button_reads_that_it_went_on(firm: Company) -> None:
    today = timezone.localdate()
    row = firm.asked("S5", today)
    mia = signed_in(firm.user("mia"))
    questions.delegate(step=now_open(row), to=firm.user("peer"), by=firm.user("mia"), today=today)
    answer = mia.post(reverse("move-deed", args=[row.pk, "release"]), {"on": today.isoformat()}, follow=True)
    assert answer.status_code == 200
    assert "It went on to somebody else on" in answer.content.decode()
    otto = signed_in(firm.user("otto"))
    assert otto.post(reverse("move-deed", args=[row.pk, "release"])).status_code == 404


def test_a_market_supplement_is_said_beside_the_band_that_has_it(firm: Company) -> None:
    PayPolicy.objects.create(band_visibility=BandVisibility.EVERYONE)
    pia = signed_in(firm.user("pia"))
    assert "market supplement" not in pia.get("/path/research/S5/").content.decode()
    MarketSupplement.objects.create(
        framework=firm.version.framework,
        zone=firm.zone,
        starts_on=dt.date(2024, 1, 1),
        percent=4,
        evidence="A survey",
        review_on=dt.date(2040, 1, 1),
    )
    page = " ".join(html.unescape(pia.get("/path/research/S5/").content.decode()).split())
    assert "€88,400 – €122,720, midpoint €105,560, with a market supplement of 4 % in it" in page
    assert "€73,840 – €102,960, midpoint €88,400, with a market supplement of 4 % in it" in page
