"""The main jobs, from the first click to the last, in a real browser."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.frameworks.models import Expectation, Level, Version
from ladders.impact.library import install_default_plan
from tests.factories import EmployeeFactory, account, draft_framework

from .conftest import Visitor, worker

TRACKS = {"S": "Specialist", "P": "Project leadership", "I": "Influence and innovation", "M": "Management"}


def workbook() -> bytes:
    """The organisation's own matrix: four tracks; S6 has no grade, and the influence track ends a grade lower."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Track", "Level code", "Level title", "Grade", "Group", "Competency", "Descriptor"])
    for letter, track in TRACKS.items():
        for number in (5,) if letter == "I" else (5, 6):
            code = f"{letter}{number}"
            grade = None if code == "S6" else str(number)
            for group, name in (("Craft", "Method"), ("Leadership without authority", "Teaching")):
                text = f"What {code} does about {name.lower()}."
                sheet.append([track, code, f"{track} {number}", grade, group, name, text])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def people(transactional_db: None) -> tuple[User, User, Employee]:
    """HR, an employee, and the leader who will answer for the framework."""
    install_default_plan()
    hr = account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz")
    return hr, account(name="Emil Ployee"), EmployeeFactory.create(number="Q77", name="Olga Wner")


def test_hr_brings_a_workbook_and_publishes_it_and_an_employee_finds_a_level(
    visitor: Visitor, people: tuple[User, User, Employee]
) -> None:
    hr, employee, _owner = people

    def bring(page: Page) -> None:
        page.goto("/frameworks/")
        page.get_by_role("link", name="Import a spreadsheet").click()
        page.wait_for_url("**/import/")
        page.get_by_label("Name of the framework").fill("Research")
        page.get_by_label("Files").set_input_files(
            {"name": "matrix.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
        )
        page.get_by_role("button", name="Read the files").click()
        page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/"))
        page.get_by_role("button", name="Make the draft").click()
        page.get_by_role("link", name="Open Research").click()
        page.wait_for_url("**/frameworks/research/draft/")

    def own(page: Page) -> None:
        page.goto("/frameworks/research/draft/details/")
        page.get_by_label("Accountable owner").fill("Q77")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Olga Wner").first).to_be_visible()

    def evaluate(page: Page) -> None:
        page.goto("/frameworks/research/draft/")
        tray = page.get_by_role("region", name="1 level without a grade")
        expect(tray.get_by_text("Specialist 6")).to_be_visible()
        page.goto("/frameworks/research/draft/evaluation/")
        page.get_by_role("link", name=re.compile("S6")).first.click()
        page.wait_for_url("**/evaluation/")
        for factor in page.locator("fieldset.factor-input").all():
            factor.locator("label[for$='_4'], .degree-card label").nth(4).click()
            factor.locator("textarea").fill("As the anchor says.")
        expect(page.locator("#result")).to_contain_text("560")
        page.get_by_role("button", name="Confirm the evaluation").click()
        expect(page.get_by_text("S6 is evaluated: 560 points, grade 6.")).to_be_visible()

    def answer(page: Page) -> None:
        page.goto("/frameworks/research/draft/parity/")
        finding = page.locator(".finding:has(> p:has-text('Influence and innovation ends at grade 5'))")
        finding.get_by_text("Write the owner’s reason").click()
        finding.get_by_label("Reason").fill("The sixth level is being written.")
        finding.get_by_label("Look at it again on").fill("2030-01-01")
        for box in finding.get_by_role("checkbox").all():
            box.check()
        finding.get_by_role("button", name="Keep the reason").click()
        expect(page.get_by_text("The reason is kept.")).to_be_visible()

    def publish(page: Page) -> None:
        page.goto("/frameworks/research/draft/publish/")
        expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
        page.get_by_role("button", name="Publish version 1").click()
        page.wait_for_url("**/frameworks/research/")
        expect(page.get_by_text("Version 1 of Research is published.")).to_be_visible()

    def as_hr(page: Page) -> None:
        for step in (bring, own, evaluate, answer, publish):
            step(page)

    def find(page: Page) -> str:
        page.goto("/search/")
        page.get_by_role("searchbox").fill("S6")
        page.get_by_role("searchbox").press("Enter")
        page.get_by_role("link", name=re.compile("Specialist 6")).click()
        page.wait_for_url("**/frameworks/research/levels/**")
        return page.locator("main").inner_text()

    with worker():
        visitor.visit(hr, as_hr)
    assert Version.objects.get().state == "published"
    level = Level.objects.select_related("grade").get(code="S6")
    assert level.grade is not None
    assert (level.points, level.grade.code, level.method) == (560, "6", "evaluated")
    text = visitor.visit(employee, find)
    assert "What S6 does about method." in text
    assert "560" in text


def test_the_editor_by_keyboard_alone(visitor: Visitor, people: tuple[User, User, Employee]) -> None:
    hr = people[0]
    version = draft_framework(by=hr)

    def story(page: Page) -> None:
        keys = page.keyboard
        page.goto("/frameworks/research/draft/")

        def tab_to(selector: str, most: int = 80) -> None:
            for _ in range(most):
                if page.evaluate("s => document.activeElement.matches(s)", selector):
                    return
                keys.press("Tab")
            raise AssertionError(f"{selector} was not reached")

        # To the cards, along the row, open one, rename it, save.
        tab_to("[data-spot]")
        for _ in range(12):
            if page.evaluate("document.activeElement.innerText.includes('S6')"):
                break
            keys.press("ArrowDown")
        assert page.evaluate("document.activeElement.innerText.includes('S6')")
        keys.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        tab_to("input[name=title]")
        keys.press("Control+A")
        keys.type("Staff researcher")
        keys.press("Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.locator(".lattice").get_by_text("Staff researcher")).to_be_visible()
        # Focus is back on the card.
        assert page.evaluate("document.activeElement.innerText.includes('Staff researcher')")
        # A new level in this track, on this row.
        keys.press("n")
        expect(page.get_by_role("dialog")).to_be_visible()
        tab_to("input[name=code]")
        keys.type("S6b")
        tab_to("input[name=title]")
        keys.type("Second path")
        tab_to("input[name=source]")
        keys.type("Committee")
        keys.press("Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.locator(".lattice").get_by_text("Second path")).to_be_visible()

    visitor.visit(hr, story)
    assert set(Level.objects.filter(version=version, track__kind="specialist").values_list("code", "title")) == {
        ("S5", "Specialist 5"),
        ("S6", "Staff researcher"),
        ("S6b", "Second path"),
    }


def test_the_grid_by_keyboard_alone(visitor: Visitor, people: tuple[User, User, Employee]) -> None:
    hr = people[0]
    version = draft_framework(by=hr)

    def story(page: Page) -> None:
        keys = page.keyboard
        page.goto("/frameworks/research/draft/competencies/")
        page.locator("td.grid-cell a, td.grid-cell button").first.focus()
        keys.press("ArrowRight")
        keys.press("Enter")
        page.locator("textarea[name=descriptor]").wait_for()
        for _ in range(20):
            if page.evaluate("document.activeElement.name === 'descriptor'"):
                break
            keys.press("Tab")
        keys.press("Control+A")
        keys.type("Written without a mouse.")
        keys.press("Control+Enter")
        expect(page.locator("td.grid-cell").get_by_text("Written without a mouse.")).to_be_visible()

    visitor.visit(hr, story)
    assert Expectation.objects.filter(version=version, descriptor="Written without a mouse.").count() == 1


@pytest.mark.parametrize("address", ["/frameworks/research/", "/frameworks/research/draft/", "/frameworks/new/"])
def test_management_is_never_first_nor_preselected(
    visitor: Visitor, people: tuple[User, User, Employee], address: str
) -> None:
    from ladders.frameworks.actions.frameworks import start_draft
    from ladders.frameworks.actions.publication import publish

    hr = people[0]
    version = draft_framework(by=hr)
    version.refresh_from_db()
    start_draft(framework=publish(version=version, seen=version.revision, by=hr).framework, by=hr)

    def story(page: Page) -> list[str]:
        page.goto(address)
        chosen: list[str] = page.evaluate(
            """() => [
                ...[...document.querySelectorAll("option:checked, input:checked + label")].map((e) => e.innerText),
                ...[...document.querySelectorAll(".lattice thead th.lattice-c")].slice(0, 1).map((e) => e.innerText),
            ]"""
        )
        return chosen

    for width in (1400, 360):
        shown = visitor.visit(hr, story, viewport={"width": width, "height": 800})
        assert not [text for text in shown if "management" in text.lower()]
