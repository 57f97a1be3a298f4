"""Files of pay that were understood wrongly are corrected on their page, and the next such file is read as it was said."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal as D

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.models import PayZone, Salary
from ladders.compensation.queries.structure import bands_on
from ladders.impact.library import install_default_plan
from tests.compensation.money_data import zone
from tests.factories import EmployeeFactory, account

from .barriers import barriers
from .conftest import Visitor, worker

PAYROLL = "Ordnungsbegriff;Entgelt;Turnus;Zulage;gilt ab\n017;4.500;mtl;120;03/04/2026\n018;52.000;p.a.;;03/04/2026\n"
GRID = "Stufe;von;bis;Bemerkung\nEG 5;5.900;8.200;\nEG 6;7.000;9.750;neu\n"


@pytest.fixture
def hr(transactional_db: None) -> User:
    """An HR admin, a plan in force, a zone, and two people."""
    install_default_plan()
    zone()
    for number in ("00017", "00018"):
        EmployeeFactory.create(number=number)
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz")


def bring(page: Page, address: str, name: str, text: str, button: str) -> None:
    """Choose the file, and wait until it was read."""
    page.goto(address)
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    if "bands" in address:
        page.get_by_label("Pay zone").select_option("DE-N")
        page.get_by_label("In force from").fill("2099-01-01")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/$"))
    page.get_by_text("Say what the columns mean").wait_for()


def again(page: Page, said: str) -> None:
    """Have it read as was said, and wait for what it comes to now."""
    page.get_by_role("button", name="Read the file again like this").click()
    expect(page.get_by_text(said).first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (360, "dark")])
def test_a_salary_file_with_a_wrong_guess(visitor: Visitor, hr: User, width: int, scheme: str) -> None:
    def first(page: Page) -> None:
        bring(page, "/pay/import/", "april.csv", PAYROLL, "Read the file")
        expect(page.get_by_text("no column with the employee number")).to_be_visible()
        assert barriers(page) == []
        page.get_by_label("Ordnungsbegriff").select_option("employee number")
        page.get_by_label("Entgelt").select_option("amount")
        page.get_by_label("Turnus").select_option("basis")
        page.get_by_label("gilt ab").select_option("from which day")
        page.get_by_label("03/04/2024 is").select_option("3 April")
        page.get_by_label("Without a currency").fill("EUR")
        again(page, "“mtl” is no basis that is known")
        page.get_by_label("“mtl” is pay").select_option("a month")
        again(page, "This is what would change. Nothing is written yet.")
        expect(page.get_by_text("leading zeros are taken not to count: 017 is 00017")).to_be_visible()
        assert barriers(page) == []
        page.get_by_role("button", name="Take them in").click()
        expect(page.get_by_text("Taken in.")).to_be_visible()

    def second(page: Page) -> None:
        bring(page, "/pay/import/", "mai.csv", PAYROLL.replace("03/04/2026", "03/05/2026"), "Read the file")
        expect(page.get_by_text("Read as Hana Ruiz said")).to_be_visible()
        expect(page.get_by_label("“mtl” is pay")).to_have_value("month")
        assert barriers(page) == []
        page.get_by_role("button", name="Forget that").click()
        expect(page.get_by_text("no column with the employee number")).to_be_visible()

    with worker():
        for story in (first, second):
            visitor.visit(hr, story, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert set(Salary.objects.values_list("employee__number", "amount", "basis", "currency", "starts_on")) == {
        ("00017", D(4500), "month", "EUR", dt.date(2026, 4, 3)),
        ("00018", D(52_000), "year", "EUR", dt.date(2026, 4, 3)),
    }


@pytest.mark.parametrize(("width", "scheme"), [(1400, "dark"), (360, "light")])
def test_a_bands_file_with_a_wrong_guess(visitor: Visitor, hr: User, width: int, scheme: str) -> None:
    def first(page: Page) -> None:
        bring(page, "/bands/import/", "grid.csv", GRID, "Preview")
        assert barriers(page) == []
        page.get_by_label("Stufe", exact=True).select_option("group and level")
        page.get_by_label("von", exact=True).select_option("minimum")
        page.get_by_label("bis", exact=True).select_option("maximum")
        page.get_by_label("Bemerkung").select_option("– left out –")
        page.get_by_label("Amounts are", exact=True).select_option("a month")
        again(page, "which grade is EG 5?")
        page.get_by_label("“EG 5” is grade").select_option("5")
        page.get_by_label("“EG 6” is grade").select_option("6")
        again(page, "2 of 2 bands would change")
        assert barriers(page) == []
        page.get_by_role("button", name="Take these bands in").click()
        expect(page.get_by_text("2 bands are taken in")).to_be_visible()

    def second(page: Page) -> None:
        bring(page, "/bands/import/", "grid 2100.csv", GRID.replace("9.750", "9.990"), "Preview")
        expect(page.get_by_text("Read as Hana Ruiz said")).to_be_visible()
        expect(page.get_by_text("1 of 2 bands would change")).to_be_visible()
        assert barriers(page) == []

    with worker():
        for story in (first, second):
            visitor.visit(hr, story, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = bands_on(PayZone.objects.get(code="DE-N"), dt.date(2099, 1, 1))
    assert {code: (own.minimum, own.maximum) for code, own in found.items()} == {
        "5": (D(70_800), D(98_400)),
        "6": (D(84_000), D(117_000)),
    }
