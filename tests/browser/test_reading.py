"""Reading in a real browser: on paper, on a phone, by axe on the pages that need more than the demo's address list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import User
from ladders.frameworks.actions.frameworks import create_framework, start_draft
from ladders.frameworks.models import Level, Version
from ladders.impact.library import install_default_plan
from tests.benchmarks.data import framework_shape
from tests.demo_rows import demo_without_staff
from tests.factories import EmployeeFactory, hr_admin
from tests.frameworks.published import publish_now

from .barriers import barriers_on
from .conftest import Visitor

A3 = (1190.55, 841.89)  # points, lying
A4 = (595.28, 841.89)
SHEET = {"width": 1497, "height": 1047}  # what the margins leave of A3, in pixels of 1/96 inch


def reader() -> User:
    """An employee, and what there is to read: four tracks with eight levels each, in two versions."""
    plan, hr = install_default_plan().shape(), hr_admin()
    shape = replace(framework_shape(plan), statement="Management is one path among equals.")
    owner = EmployeeFactory.create(name="Ada Accountable")
    version = create_framework(name="Engineering", by=hr, shape=shape, owner=owner, owner_title="Head of engineering")
    Version.objects.filter(pk=version.pk).update(note="Clearer words on the project track.")
    publish_now(version, hr)
    draft = start_draft(framework=version.framework, by=hr)
    Level.objects.filter(version=draft, code="P5").update(title="Lead of one outcome")
    publish_now(draft, hr)
    user = EmployeeFactory.create().user
    assert user is not None
    return user


def sheets(pdf: bytes) -> list[tuple[float, float]]:
    """The size of every page of a PDF, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return [(float(wide), float(high)) for wide, high in boxes]


def close(sheet: tuple[float, float], size: tuple[float, float]) -> bool:
    """True when the sheet has that size, to a point."""
    return all(abs(one - other) < 1 for one, other in zip(sheet, size, strict=True))


def test_the_lattice_fits_one_sheet_of_a3_and_a_level_prints_on_a4(visitor: Visitor) -> None:
    user = reader()

    def story(page: Page) -> tuple[list[tuple[float, float]], list[tuple[float, float]], float, int]:
        page.goto("/frameworks/engineering/")
        lattice = sheets(page.pdf(prefer_css_page_size=True))
        page.set_viewport_size({"width": SHEET["width"], "height": SHEET["height"]})
        page.emulate_media(media="print")
        bottom = page.locator("table.lattice").evaluate("e => e.getBoundingClientRect().bottom + window.scrollY")
        columns = page.locator("table.lattice thead th:visible").count()
        page.goto("/frameworks/engineering/levels/S5/")
        return lattice, sheets(page.pdf(prefer_css_page_size=True)), bottom, columns

    lattice, level, bottom, columns = visitor.visit(user, story)
    assert close(lattice[0], A3)
    assert bottom <= SHEET["height"]
    assert columns == 5  # the grades and all four tracks, whatever tab is open on the screen
    assert len(level) > 0
    assert all(close(sheet, A4) for sheet in level)


def test_a_table_is_a_table_on_paper_and_blocks_on_a_phone(visitor: Visitor) -> None:
    """A sheet of A4 between its margins is narrower than a tablet, and what is printed is handed in."""
    user = reader()

    def story(page: Page) -> list[str]:
        page.set_viewport_size({"width": 680, "height": 960})
        page.goto("/frameworks/engineering/levels/S5/why/")
        shown = "e => getComputedStyle(e).display"
        on_screen = page.locator("table.stack").first.evaluate(shown)
        page.emulate_media(media="print")
        clipped = page.locator(".table-wrap").first.evaluate("e => getComputedStyle(e).overflowX")
        return [on_screen, page.locator("table.stack").first.evaluate(shown), clipped]

    assert visitor.visit(user, story) == ["block", "table", "visible"]


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/frameworks/engineering/competencies/?level=S5&level=P5&level=M5", "table.reading-side"),
        ("/path/engineering/I5/", "table.path-gap-table"),
        ("/path/assessment/", "table.selves-assess-table"),
    ],
)
def test_tables_of_other_blocks_are_tables_on_paper_with_their_heads(visitor: Visitor, path: str, table: str) -> None:
    demo_without_staff()
    user = User.objects.get(email="beatriz.antunes@quillmere.example")

    def story(page: Page) -> list[str]:
        page.set_viewport_size({"width": 680, "height": 960})
        page.goto(path)
        first, seen = page.locator(table).first, []
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            seen.append(first.evaluate("e => getComputedStyle(e).display"))
            head = first.locator("thead")
            seen.append(head.evaluate("e => getComputedStyle(e).display + ' ' + getComputedStyle(e).position"))
        return seen

    on_screen, _head, on_paper, head = visitor.visit(user, story)
    assert (on_screen, on_paper, head) == ("block", "table", "table-header-group static")


def test_on_a_phone_each_track_is_a_tab_and_management_waits_its_turn(visitor: Visitor) -> None:
    user = reader()

    def story(page: Page) -> list[list[str]]:
        page.goto("/frameworks/engineering/")
        seen: list[list[str]] = []
        for name in ("Specialist", "Project leadership", "Influence and innovation", "Management"):
            if seen:
                page.get_by_text(name, exact=True).first.click()
            seen.append(page.locator("table.lattice thead .track-name:visible").all_inner_texts())
        return seen

    assert visitor.visit(user, story, viewport={"width": 360, "height": 740}, java_script_enabled=False) == [
        ["Specialist"],
        ["Project leadership"],
        ["Influence and innovation"],
        ["Management"],
    ]


def test_a_reader_finds_a_level_by_search_and_puts_it_beside_its_equals(visitor: Visitor) -> None:
    user = reader()

    def story(page: Page) -> tuple[str, list[str]]:
        page.goto("/frameworks/")
        page.locator("header input[type=search]").fill("P5")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Lead of one outcome").click()
        title = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("link", name="Read them side by side").first.click()
        return title, page.locator("table.reading-side thead a").all_inner_texts()

    title, heads = visitor.visit(user, story, java_script_enabled=False)
    assert title == "Lead of one outcome"
    assert heads == ["Specialist 5", "Lead of one outcome", "Influence and innovation 5", "Management 5"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400), ("light", 768)])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(visitor: Visitor, scheme: str, width: int) -> None:
    user = reader()
    paths = (
        "/frameworks/engineering/",
        "/frameworks/engineering/versions/1/",
        "/frameworks/engineering/levels/M6/",
        "/frameworks/engineering/competencies/?track=project-leadership",
        "/frameworks/engineering/competencies/?level=S5&level=P5&level=M5",
        "/frameworks/engineering/compare/?from=1&to=2",
        "/search/?q=nothing-like-this",
        "/search/?q=choice",
    )

    def story(page: Page) -> dict[str, Any]:
        return barriers_on(page, paths)

    assert visitor.visit(user, story, color_scheme=scheme, viewport={"width": width, "height": 800}) == {}
