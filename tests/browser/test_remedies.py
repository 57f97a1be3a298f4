"""An analyst plans a remedy and HR raises people, by keyboard and on a phone; axe finds nothing on any page of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ladders.compensation.models import Salary
from ladders.impact.library import install_default_plan
from ladders.remedies.models import RemedyCase, RemedyPlan
from tests.remedies.conftest import remedies_at_work

from .barriers import barriers
from .conftest import Visitor

SHOTS = os.environ.get("SHOTS")  # a folder that gets pictures of what the tests look at


def look(page: Page, name: str) -> None:
    """Nothing hinders anybody there."""
    assert barriers(page) == [], name
    if SHOTS:
        width = page.evaluate("innerWidth")
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 360)])
def test_from_a_case_to_raises(visitor: Visitor, scheme: Any, width: int) -> None:
    install_default_plan()
    firm = remedies_at_work()
    case = RemedyCase.objects.get()

    def analyst(page: Page) -> None:
        page.goto("/equal-pay/cases/")
        look(page, "list")
        page.get_by_role("link", name="5", exact=True).click()
        look(page, "case")
        page.get_by_role("link", name="Decide what is done").click()
        page.get_by_label("Remedy it").check()
        page.get_by_label("Why").fill("Raises before summer")
        look(page, "path")
        page.get_by_role("button", name="Decide").click()
        page.get_by_role("link", name="Add a measure").click()
        page.get_by_label("What is to be done").fill("Raise who is behind")
        page.get_by_label("By whom").select_option(label="Hana Ruiz")
        page.get_by_role("button", name="Add the measure").press("Enter")
        page.get_by_role("link", name="Justify the gap").click()
        look(page, "justify")
        page.go_back()
        page.get_by_role("link", name="Plan raises").click()
        page.get_by_label("Bring people to").select_option("grade")
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("img", name="The gap by budget")).to_be_visible()
        look(page, "planner")
        page.get_by_role("button", name="Keep this plan").last.press("Enter")
        expect(page.get_by_text("Nobody is raised by it.")).to_be_visible()
        look(page, "plan-of-analyst")

    def hr(page: Page) -> None:
        page.goto(f"/equal-pay/cases/{case.pk}/planner/")
        page.get_by_label("Bring people to").select_option("grade")
        page.get_by_label("Budget a year").fill("12,000")
        page.get_by_label("A second budget to compare").fill("20,000")
        page.get_by_role("button", name="Work it out").click()
        look(page, "planner-of-hr")
        page.goto(f"/equal-pay/cases/{case.pk}/plans/{plan.pk}/")
        look(page, "plan")
        page.get_by_label("New amount of").first.fill("49,000")
        page.get_by_role("button", name="Look at these raises").press("Enter")
        page.get_by_label("Why these people are raised").fill("Equal work, equal pay")
        look(page, "raises")
        page.get_by_role("button", name="Raise 6 people").press("Enter")
        expect(page.get_by_text("6 people are raised.")).to_be_visible()
        page.goto(f"/equal-pay/cases/{case.pk}/")
        page.get_by_role("button", name="Measure again with salaries of today").press("Enter")
        expect(page.get_by_text("The gap is measured again.")).to_be_visible()
        look(page, "case-measured")
        page.emulate_media(media="print")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"print-{width}.png", full_page=True)

    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    visitor.visit(firm.analyst, analyst, **options)
    assert not Salary.objects.filter(starts_on__gte=firm.day).exists()
    plan = RemedyPlan.objects.get()
    visitor.visit(firm.hr, hr, **options)
    assert Salary.objects.filter(starts_on=plan.starts_on).count() == 6
