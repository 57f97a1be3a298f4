"""Forty-eight levels graded by keyboard, undone with one click, and two people who grade the same ones."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import Role
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.default_texts import default_scale
from ladders.frameworks.domain.shapes import LevelShape, TrackKind, TrackShape, VersionShape
from ladders.frameworks.models import Level, Version
from ladders.impact.library import install_default_plan
from tests.compensation.payroll import band, zone
from tests.factories import account
from tests.sessions import session_of

from .conftest import Visitor, worker

KINDS = {"S": TrackKind.SPECIALIST, "P": TrackKind.PROJECT, "I": TrackKind.INFLUENCE, "M": TrackKind.MANAGEMENT}
RUNGS = 12
HIGHEST = 10  # grade of the default plan


@pytest.fixture
def hr(transactional_db: None) -> User:
    """HR, where a factor plan is in force."""
    install_default_plan()
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz")


@pytest.fixture
def version(hr: User) -> Version:
    """A draft of four tracks with twelve levels each, none of them graded."""
    tracks = tuple(
        TrackShape(
            uuid4(),
            kind,
            f"Track {letter}",
            tuple(LevelShape(uuid4(), f"{letter}{rung}", f"{letter} level {rung}") for rung in range(1, RUNGS + 1)),
        )
        for letter, kind in KINDS.items()
    )
    shape = replace(VersionShape("Research", 1, "draft", tracks=tracks), scale=default_scale())
    return create_framework(name="Research", by=hr, shape=shape)


def _ungraded(version: Version) -> int:
    return Level.objects.filter(version=version, grade=None).count()


def test_forty_eight_levels_are_graded_by_keyboard_and_undone_with_one_click(
    visitor: Visitor, hr: User, version: Version
) -> None:
    def grade(page: Page) -> None:
        page.goto("/frameworks/research/draft/grading/")
        expect(page.locator("#grading-counts")).to_contain_text("0 of 48 levels have a grade")
        page.locator("input.grading-degree").first.focus()
        for _factor in range(5):
            for place in range(48):
                page.keyboard.type(str(1 + (RUNGS - 1 - place % RUNGS) * 7 // (RUNGS - 1)))
                page.keyboard.press("Enter")  # down; from the last row to the top of the next factor
        expect(page.locator("#grading-counts")).to_contain_text("48 of 48 levels have a grade")
        expect(page.locator("tr.grading-line").first.locator("td.num").nth(5)).to_have_text("1000")
        page.locator("input.grading-degree").first.focus()
        page.keyboard.type("3")
        page.keyboard.press("Escape")
        expect(page.locator("input.grading-degree").first).to_have_value("")
        page.keyboard.type("8")
        page.keyboard.press("ArrowRight")
        expect(page.locator("input.grading-degree").nth(1)).to_be_focused()
        expect(page.locator("#beside")).to_contain_text("1000 points")
        page.keyboard.press("ArrowDown")
        page.locator("#reason").press("Control+Enter")  # where Tab leads behind the last cell
        page.get_by_text("48 levels are graded, as proposals.").wait_for()

    visitor.visit(hr, grade)
    assert _ungraded(version) == 0
    assert Level.objects.get(version=version, code="S12").points == 1000
    assert Level.objects.get(version=version, code="M1").points == Level.objects.get(version=version, code="S1").points

    def undo(page: Page) -> None:
        page.goto("/frameworks/research/draft/grading/")
        page.get_by_role("button", name="Undo all").click()
        page.get_by_text("Undone: 48 levels are as they were before.").wait_for()

    visitor.visit(hr, undo)
    assert _ungraded(version) == 48


def test_forty_eight_levels_are_graded_by_every_way_with_the_keyboard_alone(
    visitor: Visitor, hr: User, version: Version
) -> None:
    where = zone()
    for number in range(1, HIGHEST + 1):
        band(where, str(number), number * 10_000, number * 10_000 + 4_000, number * 10_000 + 8_000)

    def apply(page: Page, source: str) -> None:
        if source:
            page.get_by_label("Source of the grade").press_sequentially(source)
        button = page.get_by_role("button", name=re.compile("^Grade \\d+ levels?$"))
        expect(button).to_be_visible()
        button.focus()
        page.keyboard.press("Enter")

    def undo(page: Page, said: str) -> None:
        page.get_by_text(said).wait_for()
        expect(page.locator("#grading-counts")).to_contain_text("48 of 48 levels have a grade")
        page.get_by_role("button", name="Undo all").focus()
        page.keyboard.press("Enter")
        page.get_by_text("as they were before").wait_for()
        expect(page.locator("#grading-counts")).to_contain_text("0 of 48 levels have a grade")

    def way(page: Page, words: str) -> None:
        page.goto("/frameworks/research/draft/grading/many/")
        page.get_by_role("link", name=words).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=words)).to_have_attribute("aria-current", "page")

    def story(page: Page) -> None:
        way(page, "By a pattern")
        page.locator("#id_lines").focus()
        page.keyboard.type("S{n} → {n}")
        page.keyboard.press("Enter")
        page.keyboard.type("* level {n} → {n}")
        for letter in KINDS:
            for rung in (11, 12):  # an exact line goes before the patterns
                page.keyboard.press("Enter")
                page.keyboard.type(f"{letter}{rung} → {HIGHEST}")
        apply(page, "Hay")
        undo(page, "48 levels are graded.")

        way(page, "By pay ranges")
        page.locator("#id_lines").focus()
        for letter in KINDS:
            for rung in range(1, RUNGS + 1):
                page.keyboard.type(f"{letter}{rung} {min(rung, HIGHEST)}0000 – {min(rung, HIGHEST)}8000")
                page.keyboard.press("Enter")
        apply(page, "Market")
        undo(page, "48 levels are graded.")

        way(page, "By a list or a file")
        page.get_by_role("link", name="Take a column of a file").focus()
        page.keyboard.press("Enter")
        rows = "\n".join(f"x,{letter}{rung},{min(rung, HIGHEST)}" for letter in KINDS for rung in range(1, RUNGS + 1))
        content = f"Family,Code,Grade\n{rows}\n".encode()
        page.get_by_label("File").set_input_files({"name": "grades.csv", "mimeType": "text/csv", "buffer": content})
        page.get_by_role("button", name="Read the file").focus()
        page.keyboard.press("Enter")
        page.get_by_text("48 rows with both; 48 of them name a level of the draft.").wait_for()
        page.get_by_role("button", name="Look at what would change").focus()
        page.keyboard.press("Enter")
        apply(page, "Committee")
        undo(page, "48 levels are graded.")

        way(page, "By a list or a file")
        page.locator("#id_lines").focus()
        for rung in range(1, RUNGS + 1):
            page.keyboard.type(f"S{rung};{min(rung, HIGHEST)}")
            page.keyboard.press("Enter")
        apply(page, "Committee")
        page.get_by_text("12 levels are graded.").wait_for()
        way(page, "As another track")
        page.get_by_label("Grade the levels of").focus()
        page.keyboard.type("Track P")
        page.get_by_label("as those of").focus()
        page.keyboard.type("Track S")
        page.keyboard.press("Tab")
        apply(page, "")
        page.get_by_text("12 levels are graded.").wait_for()

    with worker():
        visitor.visit(hr, story)
    found = Level.objects.filter(version=version, code__in=["S7", "P7", "P12", "M7"])
    assert dict(found.values_list("code", "grade__code")) == {"S7": "7", "P7": "7", "P12": "10", "M7": None}


def test_two_people_who_grade_the_same_level_see_both_and_lose_nothing(
    visitor: Visitor, hr: User, version: Version
) -> None:
    other = session_of(account(user__roles=[Role.FRAMEWORK_EDITOR], name="Ed Itor"))

    def row(page: Page, place: int) -> list[str]:
        return [
            cell.input_value()
            for cell in page.locator("tr.grading-line").nth(place).locator("input.grading-degree").all()
        ]

    def fill(page: Page, place: int, degree: str) -> None:
        page.locator("tr.grading-line").nth(place).locator("input.grading-degree").first.focus()
        for _factor in range(5):
            page.keyboard.type(degree)
            page.keyboard.press("Tab")

    def somebody_else(browser: Browser) -> None:
        context = browser.new_context(base_url=visitor.url)
        context.add_cookies([{"name": "sessionid", "value": other, "url": visitor.url}])
        page = context.new_page()
        page.goto("/frameworks/research/draft/grading/")
        fill(page, 0, "2")
        page.get_by_role("button", name="Save all").click()
        page.get_by_text("1 level is graded, as a proposal.").wait_for()
        context.close()

    def both(page: Page) -> None:
        page.goto("/frameworks/research/draft/grading/")
        fill(page, 0, "8")
        fill(page, 1, "7")
        assert page.context.browser is not None
        somebody_else(page.context.browser)
        page.get_by_role("button", name="Save all").click()
        page.get_by_text("Somebody else graded S12 while you did.").wait_for()
        assert (row(page, 0), row(page, 1)) == (["8"] * 5, ["7"] * 5)
        expect(page.locator("tr.grading-clash")).to_contain_text("stored: 2")
        page.get_by_role("button", name="Save all").click()
        page.get_by_text("2 levels are graded, as proposals.").wait_for()

    visitor.visit(hr, both)
    assert _ungraded(version) == 46
    assert Level.objects.get(version=version, code="S12").points == 1000


def test_on_a_narrow_screen_one_level_is_graded_at_a_time(visitor: Visitor, hr: User, version: Version) -> None:
    def grade(page: Page) -> None:
        page.goto("/frameworks/research/draft/grading/")
        expect(page.locator("tr.grading-line:visible")).to_have_count(1)
        page.locator("input.grading-degree:visible").first.fill("4")
        page.get_by_role("button", name="S11 ›").click()
        expect(page.locator("tr.grading-line:visible .code")).to_have_text("S11")
        assert page.evaluate("document.documentElement.scrollWidth") == 360

    visitor.visit(hr, grade, viewport={"width": 360, "height": 740})
    assert _ungraded(version) == 48
