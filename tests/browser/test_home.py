"""Home of each role: every line leads to a list that holds as many as it said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.home_lists import HOW_MANY, LISTS
from tests.home_rows import fill
from tests.route_kinds import SIGNED_IN
from tests.world import World, build

from .barriers import barriers
from .conftest import Visitor

PEOPLE = re.compile(r"^(One person|[\d,]+ people)")


@pytest.fixture
def world(transactional_db: None) -> World:
    """One of everything, and of what Home counts besides."""
    found = build()
    fill(found)
    return found


def lines_on(page: Page) -> list[tuple[str, str]]:
    """Address and number of each line; no number where its words say all."""
    rows: list[tuple[str, str]] = page.eval_on_selector_all(
        ".waits a",
        "all => all.map(a => [a.getAttribute('href'), a.querySelector('.waits-number')?.textContent ?? ''])",
    )
    return [(address, number) for address, number in rows]


def said_on(page: Page, selector: str) -> int:
    """How many the list holds."""
    if selector != HOW_MANY:
        return page.locator(selector).count()
    (words,) = [text for text in page.locator("main p.small").all_inner_texts() if PEOPLE.match(text)]
    number = PEOPLE.findall(words)[0].split()[0]
    return 1 if number == "One" else int(number.replace(",", ""))


def test_every_line_of_every_role_leads_to_as_many_as_it_says(visitor: Visitor, world: World) -> None:
    wrong: list[Any] = []
    followed: set[str] = set()

    def look(page: Page) -> None:
        page.goto("/")
        for width in (360, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            wrong.extend((who, width, each) for each in barriers(page))
        for address, number in lines_on(page):
            if address not in LISTS:
                assert number == "", f"{address} is not in tests/home_lists.py"
                continue
            page.goto(address)
            followed.add(address)
            if number and str(said_on(page, LISTS[address])) != number:
                wrong.append((who, address, number, said_on(page, LISTS[address])))
        page.goto("/approvals/")
        page.get_by_role("link", name="Home").click()
        page.wait_for_url("/")
        assert page.locator("nav a[aria-current]").all_inner_texts() == ["Home"]

    for who in sorted(SIGNED_IN):
        visitor.visit(world.people[who], look)
    assert wrong == []
    assert set(LISTS) - followed == set()
