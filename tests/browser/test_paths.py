"""An employee finds a lateral move, compares it, and plans a route of two steps, in a real browser; axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from ladders.frameworks.models import Level
from tests.demo_rows import demo_without_staff

from .barriers import barriers_on
from .conftest import Visitor

ENGINEER = "beatriz.antunes@quillmere.example"  # S5 Senior engineer, in Porto


def test_an_employee_finds_a_lateral_move_compares_and_plans_two_steps(visitor: Visitor) -> None:
    demo_without_staff()

    def story(page: Page) -> None:
        page.goto("/frameworks/")
        page.get_by_role("link", name="My path", exact=True).click()
        page.wait_for_url("**/path/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your path from Senior engineer")
        page.get_by_role("link", name=re.compile("^Lateral")).click()
        page.wait_for_url("**/path/?kind=lateral")
        page.get_by_role("link", name=re.compile("Improvement partner")).click()
        page.wait_for_url("**/path/engineering/I5/")
        expect(page.get_by_role("row", name=re.compile("Improving how we work"))).to_contain_text("carries over")
        expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
        page.get_by_role("link", name="Back – nothing is sent").click()
        page.wait_for_url("**/path/")
        page.get_by_role("link", name="How do I get to …?").click()
        page.wait_for_url("**/path/route/")
        page.get_by_label("To", exact=True).select_option(label="I7 Innovation lead")
        page.get_by_role("button", name="Show the ways").click()
        page.wait_for_url("**/path/route/?to=*")
        first = page.locator(".routes > li").first
        expect(first.get_by_role("heading")).to_have_text("2 moves")
        expect(first).to_contain_text("you are here")
        expect(first.locator(".route-steps > li").last).to_contain_text("Innovation lead")

    visitor.visit(User.objects.get(email=ENGINEER), story)
    # Without scripts and on a phone, the list is one step away.
    user = User.objects.get(email=ENGINEER)

    def small(page: Page) -> None:
        page.goto("/path/")
        page.get_by_role("link", name="List", exact=True).click()
        page.wait_for_url("**/path/?view=list")
        page.get_by_role("link", name="Project lead", exact=True).click()
        page.wait_for_url("**/path/engineering/P5/")

    visitor.visit(user, small, viewport={"width": 360, "height": 740}, java_script_enabled=False)


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_axe_finds_nothing_on_my_path(visitor: Visitor, scheme: str, width: int) -> None:
    demo_without_staff()
    far = Level.objects.get(version__framework__slug="engineering", version__state="published", code="M8")
    paths = [
        *("/path/", "/path/?kind=step_back&others=1", "/path/?view=list", "/path/?view=print"),
        *("/path/engineering/I5/", "/path/engineering/M6/", "/path/engineering/E4/", "/path/engineering/M8/"),
        *("/path/route/", f"/path/route/?to={far.key}"),
    ]

    def story(page: Page) -> dict[str, Any]:
        return barriers_on(page, paths)

    user = User.objects.get(email=ENGINEER)
    assert visitor.visit(user, story, color_scheme=scheme, viewport={"width": width, "height": 800}) == {}


def test_no_table_of_moves_is_scrolled_sideways_on_a_tablet(visitor: Visitor) -> None:
    demo_without_staff()
    over = "[...document.querySelectorAll('.table-wrap')].map(each => each.scrollWidth - each.clientWidth)"

    def story(*paths: str) -> Callable[[Page], dict[str, list[int]]]:
        def look(page: Page) -> dict[str, list[int]]:
            found = {}
            for path in paths:
                page.goto(path)
                for width in (768, 1023, 1040, 1200):
                    page.set_viewport_size({"width": width, "height": 900})
                    found[f"{path} {width}"] = page.evaluate(over)
            return found

        return look

    def fits(*paths: str) -> dict[str, list[int]]:
        return {f"{path} {width}": [0] for path in paths for width in (768, 1023, 1040, 1200)}

    user = User.objects.get(email=ENGINEER)
    assert visitor.visit(user, story("/path/?view=list", "/moves/rules/")) == fits("/path/?view=list", "/moves/rules/")
    hr = User.objects.get(email="saoirse.halloran@quillmere.example")
    assert visitor.visit(hr, story("/moves/policy/")) == fits("/moves/policy/")


def test_every_stop_of_the_keyboard_can_be_seen(visitor: Visitor) -> None:
    demo_without_staff()
    shown = "() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle }"

    def story(page: Page) -> dict[str, str]:
        page.goto("/path/")
        found = {}
        for _ in range(34):  # past masthead, tabs, kinds and views, into the lattice
            page.keyboard.press("Tab")
            found[page.evaluate("document.activeElement.innerText").split("\n")[0]] = page.evaluate(shown)
        return found

    found = visitor.visit(User.objects.get(email=ENGINEER), story)
    assert {"Skip to the content", "Sign out", "How do I get to …?", "Print for a talk", "S8"} <= found.keys()
    assert set(found.values()) == {"solid"}


def test_paper_is_white_whatever_the_screen_shows(visitor: Visitor) -> None:
    demo_without_staff()
    colours = (
        "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
    )

    def story(page: Page) -> Any:
        page.goto("/moves/")
        page.emulate_media(media="print", color_scheme="dark")
        return page.evaluate(colours)

    assert visitor.visit(User.objects.get(email=ENGINEER), story) == ["rgb(255, 255, 255)", "rgb(29, 35, 41)"]
