"""A level goes; whoever holds it goes on to the one that follows. To another grade nobody is moved by publishing alone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Person, Walk


def walk(walk: Walk) -> str:
    """Adaeze takes M6 out of Finance, which Piotr holds."""
    adaeze = walk.person("Adaeze Nwosu")
    page = adaeze.open("/frameworks/finance/")
    adaeze.press("Start a new draft")
    page.wait_for_url("**/frameworks/finance/draft/")
    page.get_by_role("link", name="M6").first.click()
    page.get_by_role("link", name="Delete this level").click()
    adaeze.press("Delete this level")
    adaeze.sees(re.compile("M6 Finance manager is deleted"))

    adaeze.open("/frameworks/finance/draft/publish/")
    publish = page.get_by_role("button", name="Publish version 2")
    expect(publish).to_have_count(0)
    adaeze.sees(re.compile("M6 was removed"), re.compile(r"\d+ (person holds|people hold) it"))
    _successor(adaeze, "M7")
    expect(publish).to_have_count(0)
    adaeze.sees(re.compile(r"\bHR\b"))
    _successor(adaeze, "P6")
    adaeze.sees("Nothing stands in the way.")
    publish.click()
    page.wait_for_url("**/frameworks/finance/")
    adaeze.sees("Version 2 of Finance is published.")

    piotr = walk.person("Piotr Zieliński")
    piotr.open("/path/")
    expect(piotr.page.locator("main")).to_contain_text("P6")
    assert "M6" not in piotr.reads()
    page = adaeze.open("/frameworks/finance/")
    expect(page.get_by_role("link", name="M6")).to_have_count(0)
    return (
        "Adaeze removes M6; to M7, a grade higher, Piotr cannot be published, to P6 he goes on, and sees it on his path"
    )


def _successor(person: Person, code: str) -> None:
    """Choose the level that follows the removed one, and save."""
    page = person.page
    form = page.locator("form.publishing-successor").first
    choices = [text.strip() for text in form.locator("option").all_inner_texts()]
    form.locator("select").first.select_option(label=next(each for each in choices if each.startswith(f"{code} ")))
    person.press("Save", form)
    page.wait_for_load_state("load")
    expect(page.locator("form.publishing-successor option:checked").first).to_contain_text(code)
