"""The attack: walk through the pages of all levels and note what they say about pay. Three levels a month is what it gives."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ladders.compensation.models import BandVisibility
from ladders.moves.actions import drafts
from ladders.moves.models import MoveRequest
from ladders.moves.queries.amounts_opened import LEVELS
from tests.compensation.money_data import policy
from tests.compensation.payroll import band
from tests.pages import squeezed

from .company import EVIDENCE, TODAY, Company

AMOUNT = re.compile(r"€\s?\d")
CODES = ("S5", "P5", "I5", "M5", "P6", "I6", "M6")


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def amounts(page: Any) -> set[str]:
    return set(AMOUNT.findall(squeezed(page)))


def test_looking_at_every_level_shows_no_band(firm: Company, client: Client) -> None:
    band(firm.zone, "3", 50_000, 55_000, 60_000)
    client.force_login(firm.user("pia"))
    pages = [client.get(reverse("move-ask", args=[firm.level(code).key])) for code in CODES]
    assert {page.status_code for page in pages} == {200}
    assert [amounts(page) for page in pages] == [set()] * len(CODES)
    assert "stands on the next page" in squeezed(pages[0])


def test_draft_after_draft_shows_a_few(firm: Company, client: Client) -> None:
    pia = firm.user("pia")
    client.force_login(pia)
    shown = []
    for code in CODES:
        row = drafts.draft(person=firm.pia, level=firm.level(code), by=pia, today=TODAY)
        drafts.change_draft(request=row, by=pia, today=TODAY, wished_on=None, evidence=EVIDENCE)
        assert amounts(client.get(reverse("move-draft", args=[row.pk]))) == set()
        for _twice in range(2):
            page = client.get(reverse("move-send", args=[row.pk]))
            assert page.status_code == 200
        shown.append(bool(amounts(page)))
        drafts.discard(request=row, by=pia, today=TODAY)
    assert shown == [True] * LEVELS + [False] * (len(CODES) - LEVELS)
    assert "HR tells you the figures" in squeezed(page)
    assert MoveRequest.objects.count() == 0
    assert str(firm.level("S5").key) not in str(cache.get(f"moves-amounts-{pia.pk}"))


def test_whoever_may_see_the_bands_reads_them_everywhere(firm: Company, client: Client) -> None:
    policy(band_visibility=BandVisibility.EVERYONE)
    client.force_login(firm.user("pia"))
    for code in CODES:
        assert amounts(client.get(reverse("move-ask", args=[firm.level(code).key])))
