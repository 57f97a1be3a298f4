"""The first afternoon: three hundred people come in, are placed by groups, taken back, placed again; wrong pay goes back.

At 360 px in the dark, too; every page looked at with axe, and nothing wider than the window.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.models import Salary
from ladders.impact.library import install_default_plan
from ladders.placements.models import Placement
from tests.factories import account
from tests.frameworks.published import published

from .barriers import barriers
from .conftest import Visitor, worker

TITLES = (("Researcher", "Lab"), ("Night Researcher", "Lab"), ("Gardener", "Park"))


@pytest.fixture
def hr(transactional_db: None) -> User:
    """An HR admin, and a published framework."""
    install_default_plan()
    user = account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz", job_title="HR", department="HR")
    published(user)
    return user


def people() -> str:
    """Three hundred of three titles."""
    rows = [f"P{n},Person {n},p{n}@x.org,{TITLES[n % 3][0]},{TITLES[n % 3][1]}" for n in range(300)]
    return "\n".join(["number,name,email,job title,department", *rows])


def bring(page: Page, address: str, text: str, button: str) -> None:
    """Bring a file, look, take it in."""
    page.goto(address)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "file.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/$"))
    page.get_by_role("button", name="Take them in").click(timeout=60_000)
    expect(page.get_by_text("Taken in.")).to_be_visible(timeout=60_000)


def place_by_groups(page: Page) -> None:
    """What is clear stands there, what is likely is accepted, one line is chosen, one person left out."""
    page.goto("/people/unplaced/")
    assert barriers(page) == []
    gardeners = page.get_by_label("Level of all: Gardener, Park")
    if not gardeners.input_value():
        gardeners.fill("Research · E3 Researcher")
    page.get_by_label("Perhaps Research").check()
    page.get_by_role("button", name="See whom it touches").click()
    expect(page.get_by_text("300 people would hold a level")).to_be_visible()
    page.get_by_text("Leave somebody out").first.click()
    page.get_by_label("Person 0 P0").check()
    assert barriers(page) == []
    page.get_by_role("button", name="Place 300 people").click()
    expect(page.get_by_text("299 people hold a level now.")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (360, "dark")])
def test_three_hundred_people_in_an_afternoon(visitor: Visitor, hr: User, width: int, scheme: str) -> None:
    def story(page: Page) -> None:
        bring(page, "/people/import/", people(), "Read the file")
        expect(page.get_by_role("heading", name="Take this import back")).to_be_visible()
        assert barriers(page) == []
        place_by_groups(page)
        page.get_by_role("button", name="Undo all").click()
        expect(page.get_by_text("Taken back for 299.")).to_be_visible()
        place_by_groups(page)

        page.goto("/people/")
        page.get_by_label("Select Person 0", exact=True).check()
        expect(page.get_by_text("1 selected")).to_be_visible()
        assert barriers(page) == []
        page.get_by_role("button", name="Place on a level").click()
        expect(page.get_by_role("heading", name="Place 1 person?")).to_be_visible()
        assert barriers(page) == []
        page.locator("#id_level").select_option(label="Research · E3 Researcher")
        page.get_by_role("button", name="Place 1 person").click()
        expect(page.get_by_text("You placed 1 person.").first).to_be_visible()

        pay = "employee number,amount,currency,basis,from\n"
        pay += "\n".join(f"P{n},{40_000 + n},EUR,year,2026-01-01" for n in range(300))
        bring(page, "/pay/import/", pay, "Read the file")
        assert barriers(page) == []
        page.get_by_role("button", name="Take the import back").click()
        expect(page.get_by_text("Taken back on")).to_be_visible(timeout=60_000)
        assert barriers(page) == []

    with worker():
        visitor.visit(hr, story, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert Placement.objects.filter(employee__number__startswith="P").count() == 300
    assert Employee.objects.get(number="P0").placements.count() == 1
    assert not Salary.objects.exists()
