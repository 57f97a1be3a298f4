"""What was paid comes in through the browser: read, a kind is said, taken in; at both widths, in light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from ladders.insights.models import PaidKind, PaidYear
from tests.factories import EmployeeFactory, account

from .barriers import barriers
from .conftest import Visitor, worker

FILE = "Personalnummer;Währung;Grundgehalt;Bonus;K17\nE1;EUR;40.123,00;1.000,00;50,00\nE2;EUR;30.456,00;;\n"


@pytest.fixture
def analyst(transactional_db: None) -> User:
    """Reports on equal pay; two people who were paid."""
    for number in ("E1", "E2"):
        EmployeeFactory.create(number=number)
    return account(user__roles=[Role.PAY_EQUITY_ANALYST], name="Ana Lyst")


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (360, "dark")])
def test_a_year_is_read_a_kind_is_said_and_it_is_taken_in(
    visitor: Visitor, analyst: User, width: int, scheme: str
) -> None:
    def story(page: Page) -> None:
        page.goto("/moves/fairness/")
        page.get_by_role("link", name="Import what was paid").click()
        page.get_by_label("Calendar year").fill("2026")
        assert barriers(page) == []
        page.locator("input[type=file]").set_input_files(
            {"name": "2026.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
        )
        page.get_by_role("button", name="Read the file").click()
        page.wait_for_url(re.compile(r"/paid/import/[0-9a-f-]{36}/$"))
        page.get_by_text("Say what the columns mean").wait_for()
        assert barriers(page) == []
        page.get_by_label("K17", exact=True).select_option("pay:variable")
        page.get_by_role("button", name="Read the file again like this").click()
        expect(page.get_by_text("This is what would change. Nothing is written yet.")).to_be_visible()
        assert barriers(page) == []
        page.get_by_role("button", name="Take it in").click()
        expect(page.get_by_text("Taken in.")).to_be_visible()

    with worker():
        visitor.visit(analyst, story, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert PaidYear.objects.count() == 2
    assert PaidKind.objects.get(name="K17").treatment == "variable"
