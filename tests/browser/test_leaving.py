"""Whoever leaves a page on which they have typed something is asked first, and loses nothing by mistake."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.factories import hr_admin

from .conftest import Visitor

HOME = re.compile(r"://[^/]+/(set-up/)?$")


class Asked:
    """What the browser asked, and what is answered."""

    def __init__(self, page: Page) -> None:
        self.kinds: list[str] = []
        self.leaves = False
        page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.kinds.append(dialog.type)
        if self.leaves:
            dialog.accept()
        else:
            dialog.dismiss()


@pytest.mark.parametrize("leaving", ["Sign out", "Home"])
def test_what_was_typed_is_left_only_on_purpose(visitor: Visitor, leaving: str) -> None:
    def story(page: Page) -> None:
        page.goto("/settings/")
        asked = Asked(page)
        name = page.locator("main").get_by_label("Name")
        away = page.locator("header").get_by_role("button" if leaving == "Sign out" else "link", name=leaving)
        name.click()
        name.press_sequentially(" and Sons")
        typed = name.input_value()
        away.click(no_wait_after=True)
        page.wait_for_timeout(300)
        assert asked.kinds == ["beforeunload"]
        assert name.input_value() == typed
        asked.leaves = True
        away.click()
        page.wait_for_url("**/sign-in/" if leaving == "Sign out" else HOME)
        assert asked.kinds == ["beforeunload"] * 2

    visitor.visit(hr_admin(), story)


def test_sending_cancelling_and_what_is_as_it_was_ask_nothing(visitor: Visitor) -> None:
    def story(page: Page) -> None:
        asked = Asked(page)
        page.goto("/settings/")
        name = page.locator("main").get_by_label("Name")
        name.click()
        name.press_sequentially(" and Sons")
        page.get_by_role("button", name="Save the settings").click()
        expect(page.locator("#messages .notice-success")).to_be_visible()
        name.press_sequentially("x")
        name.press("Backspace")
        page.locator("header").get_by_role("link", name="Home").click()
        page.wait_for_url(HOME)
        page.goto("/moves/policy/groups/new/")
        typed = page.locator("main form[method=post] input[type=text]").first
        typed.click()
        typed.press_sequentially("Somebody")
        page.locator("main form[method=post]").get_by_role("link", name="Cancel").click()
        page.wait_for_url("**/moves/policy/")
        assert asked.kinds == []

    visitor.visit(hr_admin(), story)


def test_what_was_refused_is_left_only_on_purpose_too(visitor: Visitor) -> None:
    """What stands in a form that was refused is what the page came with, and it is nowhere else."""

    def story(page: Page) -> None:
        asked = Asked(page)
        page.goto("/moves/policy/groups/new/")
        form = page.locator("main form[method=post]")
        first = form.locator("input[type=text]").first
        first.click()
        first.press_sequentially("Somebody")
        form.get_by_role("button").first.click()
        expect(form.locator("[aria-invalid=true]").first).to_be_visible()
        expect(first).to_have_value("Somebody")
        page.locator("header").get_by_role("link", name="Home").click(no_wait_after=True)
        page.wait_for_timeout(300)
        assert asked.kinds == ["beforeunload"]
        expect(first).to_have_value("Somebody")
        form.get_by_role("button").first.click()
        expect(first).to_have_value("Somebody")
        form.get_by_role("link", name="Cancel").click()
        page.wait_for_url("**/moves/policy/")
        assert asked.kinds == ["beforeunload"]

    visitor.visit(hr_admin(), story)
