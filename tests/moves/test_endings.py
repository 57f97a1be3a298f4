"""What stands on a request that is over, and on a draft that has become another kind of move."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ladders.core.lists.places import seal_place
from ladders.dates.domain.own_dates import DateKind
from ladders.dates.queries.own_dates import dates_of
from ladders.moves.actions import answers, withdrawals
from ladders.moves.home import lines
from ladders.moves.models import MoveRequest
from ladders.reporting.person_links import to_moves
from tests.conftest import signed_in
from tests.pages import squeezed

from .company import Company, now_open

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_terms_that_came_to_nothing_say_what_happened_and_no_day_or_amount(firm: Company, how: str) -> None:
    row = firm.asked("P6", TODAY)
    pia = signed_in(firm.user("pia"))
    where = reverse("move", args=[row.pk])
    assert "if the answers come in time" in pia.get(where).content.decode()
    if how == "declined":
        answers.decline(step=now_open(row), reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)
    else:
        withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY)
    answer = pia.get(where)
    shown = answer.context["shown"]
    assert [part.heading for part in shown.told] == ["Level and title"]
    assert f"It was {how} on" in shown.told[0].sentences[1]
    assert shown.rows == ()
    page = answer.content.decode()
    for gone in ("if the answers come in time", "Wished for", "Agreed day", "Trial until"):
        assert gone not in page


def test_a_draft_that_has_become_another_kind_says_so(firm: Company) -> None:
    row = firm.draft("P6", TODAY)
    kind = row.kind
    other = next(each for each in ("lateral", "promotion") if each != kind)
    MoveRequest.objects.filter(pk=row.pk).update(kind=other)
    page = signed_in(firm.user("pia")).get(reverse("move-draft", args=[row.pk])).content.decode()
    assert "when you began the draft, “" in page
    MoveRequest.objects.filter(pk=row.pk).update(kind=kind)
    assert (
        "when you began the draft"
        not in signed_in(firm.user("pia")).get(reverse("move-draft", args=[row.pk])).content.decode()
    )


def test_the_person_s_page_leads_hr_to_their_ended_requests_too(firm: Company) -> None:
    row = firm.asked("P6", TODAY)
    answers.decline(step=now_open(row), reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)
    hana = firm.user("hana")
    [address] = [link.url for link in to_moves(hana, firm.pia)]
    page = signed_in(hana).get(address)
    assert [found.pk for found in page.context["rows"]] == [row.pk]
    assert page.context["form"]["state"].value() == "any"
    place = seal_place(hana, ("-created_at", "-pk"), [row.created_at, row.pk])
    behind = signed_in(hana).get(f"{address}&after={place}")
    assert behind.context["rows"] == []


@pytest.mark.parametrize("how", ["declined", "stopped"])
def test_what_is_over_or_stopped_has_no_day_to_agree(firm: Company, how: str) -> None:
    row = firm.asked("P6", TODAY)
    on = TODAY + dt.timedelta(days=20)
    offer = {"offered_on": on, "offered_at": timezone.now(), "offered_by": firm.user("mia")}
    MoveRequest.objects.filter(pk=row.pk).update(**offer)
    pia = firm.user("pia")
    sentence = f"offers another day: {on:%-d %B %Y}"

    def told() -> tuple[list[dt.date], bool, bool]:
        days = [each.day for each in dates_of(pia, TODAY) if each.kind == DateKind.DAY]
        waits = any(
            "Another day is offered" in line.text(1)
            for line in lines(pia, TODAY, timezone.now())
            if not isinstance(line.rows, int) and line.rows.exists()
        )
        return days, waits, sentence in squeezed(signed_in(pia).get(reverse("move", args=[row.pk])))

    assert told() == ([on], True, True)
    if how == "declined":
        answers.decline(step=now_open(row), reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)
    else:
        MoveRequest.objects.filter(pk=row.pk).update(stopped_at=timezone.now(), stopped_why="The level is gone.")
    assert told() == ([], False, False)
