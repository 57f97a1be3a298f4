"""Lists and the search box as people use them: by keyboard, to the file in hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from ladders.core.lists.models import SavedFilter
from tests.factories import EmployeeFactory, account

from .conftest import Visitor, worker

pytestmark = pytest.mark.django_db(transaction=True)


def people() -> User:
    for number, (name, department, location) in enumerate(
        [("Ada Abel", "Lab", "Rome"), ("Bo Berg", "Lab", "Oslo"), ("Cy Cole", "Arts", "Oslo")]
    ):
        EmployeeFactory.create(name=name, number=f"{number}", department=department, location=location)
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz", department="HR")


def test_ctrl_k_finds_somebody_by_keyboard_alone(visitor: Visitor) -> None:
    hr = people()

    def story(page: Page) -> None:
        page.goto("/jobs/")
        box, found = page.locator("input[role=combobox]"), page.get_by_role("listbox")
        expect(found).to_be_hidden()
        page.keyboard.press("Control+k")
        expect(box).to_be_focused()
        page.keyboard.type("ab")
        expect(page.get_by_role("option", name=re.compile("Ada Abel"))).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.locator("[data-quick-status]")).to_have_text(re.compile(r"\d found"))
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_count(1)
        assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        page.keyboard.press("Escape")
        expect(found).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
        expect(chosen).to_have_id("quick-people-1")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ada Abel")
        page.wait_for_url("**/people/*/")  # with its scripts
        page.keyboard.press("Control+k")
        expect(page.get_by_role("option", name="Ada Abel")).to_be_visible()  # opened lately
        page.keyboard.type("audit")
        expect(page.get_by_role("option", name="Audit", exact=True)).to_be_visible()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search/\?q=audit"))
        expect(page.get_by_role("region", name="Pages").get_by_role("link", name="Audit")).to_be_visible()

    visitor.visit(hr, story)


def test_a_filter_is_saved_and_the_list_taken_as_it_is_seen(visitor: Visitor, tmp_path: Path) -> None:
    hr = people()

    def story(page: Page) -> None:
        page.goto("/people/")
        page.locator("#id_department").select_option("Lab")
        page.get_by_role("button", name="Show", exact=True).first.click()
        page.get_by_role("link", name="Location").click()
        expect(page.get_by_role("columnheader", name="Location")).to_have_attribute("aria-sort", "ascending")
        page.locator("summary", has_text="Columns").click()
        for column in ("Level", "Manager", "Department", "Further up"):
            page.get_by_label(column, exact=True).last.uncheck()
        page.locator(".list-panel").get_by_role("button", name="Show").click()
        page.locator("summary", has_text="Saved filters").click()
        page.get_by_label("Save what you see now as").fill("Lab by place")
        page.get_by_label("Open the list with it").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("summary", has_text="Lab by place")).to_be_visible()
        page.goto("/people/")  # opens as it was saved
        expect(page).to_have_url(re.compile("department=Lab"))
        page.get_by_role("link", name="Bo Berg").click()
        page.get_by_role("link", name="Pay", exact=True).last.click()
        page.go_back()
        page.locator(".crumbs").get_by_role("link", name="People").click()
        expect(page).to_have_url(re.compile("sort=location"))
        page.locator("summary", has_text="Export").click()
        with page.expect_download(timeout=60_000) as brought:
            page.get_by_role("button", name="As seen").click()  # fetched by itself when it is ready
        brought.value.save_as(tmp_path / "people.xlsx")
        expect(page.get_by_role("link", name="Download")).to_be_visible()

    with worker():
        visitor.visit(hr, story)
    rows = list(load_workbook(tmp_path / "people.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows == [("Employee number", "Name", "Location"), ("1", "Bo Berg", "Oslo"), ("0", "Ada Abel", "Rome")]
    assert list(SavedFilter.objects.values_list("name", "opens")) == [("Lab by place", True)]


def test_a_table_of_many_columns_is_not_scrolled_sideways_on_a_tablet(visitor: Visitor) -> None:
    styles = "".join(Path(f"static/css/{name}.css").read_text() for name in ("app", "fairness"))
    heads = ("Kind", "Asked", "Approved", "Declined", "Withdrawn", "Still open", "Half within", "Nine in ten within")
    cells = "".join(f"<td class='num'>{each}</td>" for each in ("not shown", 131, *["fewer than 5"] * 5, "18 days"))
    table = f"<thead><tr>{''.join(f'<th>{each}</th>' for each in heads)}</tr></thead><tbody><tr>{cells}</tr></tbody>"

    def width(page: Page, classes: str) -> int:
        page.set_content(
            f"<style>{styles}</style><main class='page'><div class='table-wrap'><table class='{classes}'>{table}"
        )
        return int(page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.table-wrap'))"))

    def story(page: Page) -> tuple[bool, int]:
        return width(page, "list stack fair") > 0, width(page, "list stack dense fair")

    assert visitor.visit(None, story, viewport={"width": 768, "height": 900}) == (True, 0)
