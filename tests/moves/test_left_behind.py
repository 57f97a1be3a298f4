"""What a move into management leaves behind, on every page where such a move is sent, proposed or answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import signed_in
from tests.pages import assert_clean, squeezed

from .company import Company, answer, now_open

pytestmark = pytest.mark.django_db

LEFT = "What would be left behind"


def page(firm: Company, name: str, address: str) -> str:
    response = signed_in(firm.user(name)).get(address, follow=True)
    assert_clean(response)
    return str(squeezed(response))


def test_whoever_sends_and_whoever_answers_reads_what_would_be_left_behind(firm: Company) -> None:
    today = timezone.localdate()
    row = firm.draft("M5", today=today)
    words = page(firm, "pia", reverse("move-send", args=[row.pk]))
    assert LEFT in words
    assert "Method" in words
    assert words.count("fewer than five") == 2  # method and teaching, of which M5 asks less than S6
    row = firm.asked("M5", today=today)
    request = reverse("move", args=[row.pk])
    readers = {each.decider for each in row.steps.all() if each.decider is not None}
    for name in [
        name for name in ("pia", "mia", "otto", "hana", "henry") if firm.user(name) in readers or name == "pia"
    ]:
        assert LEFT in page(firm, name, request), name
    answer(now_open(row), today, today)
    assert LEFT in page(firm, "pia", request)


def test_a_proposal_into_management_shows_it_before_it_is_sent(firm: Company) -> None:
    client = signed_in(firm.user("mia"))
    address = reverse("move-propose", args=[firm.pia.pk])

    def looked_at(code: str) -> Any:
        return squeezed(client.post(address, {"level": str(firm.level(code).key), "note": ""}, follow=True))

    assert LEFT in looked_at("M6")
    assert "Before you propose it" in looked_at("P6")
    assert LEFT not in looked_at("P6")


def test_a_move_elsewhere_or_one_that_has_ended_shows_nothing_of_it(firm: Company) -> None:
    today = timezone.localdate()
    row = firm.asked("S5", today=today)
    assert LEFT not in page(firm, "pia", reverse("move", args=[row.pk]))
