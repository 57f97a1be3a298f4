"""Somebody shares their seasons with their manager, and takes them back; axe finds nothing on the pages about oneself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import Employee, User
from ladders.careers.models import Evidence, Share, Thing
from tests.demo_rows import demo_without_staff

from .barriers import barriers_on
from .conftest import Visitor

BEATRIZ, ROHAN = "beatriz.antunes@quillmere.example", "rohan.deshpande@quillmere.example"


def test_a_season_is_shared_with_the_manager_and_taken_back(visitor: Visitor) -> None:
    demo_without_staff()
    beatriz, rohan = User.objects.get(email=BEATRIZ), User.objects.get(email=ROHAN)
    pk = Employee.objects.get(user=beatriz).pk

    def shares(page: Page) -> str:
        page.goto("/path/seasons/")
        page.get_by_text("Plan a season").click()
        page.locator("#id_season").select_option("recalibrating")
        page.locator("#id_starts_on").fill("2031-03-01")
        page.get_by_role("button", name="Keep the plan").click()
        page.wait_for_url("**/path/seasons/")
        page.get_by_role("link", name="Share it").click()
        page.wait_for_url("**/path/sharing/?what=seasons")
        assert page.get_by_label("Seasons and plans").is_checked()
        page.get_by_label("My manager").check()
        page.get_by_role("button", name="Share", exact=True).click()
        page.wait_for_url("**/path/sharing/")
        return page.get_by_role("row", name="Seasons and plans").inner_text()

    def looks(page: Page) -> tuple[bool, list[str]]:
        page.goto("/shared/")
        shared = page.get_by_role("listitem").filter(has_text="Beatriz Antunes").filter(has_text="Seasons and plans")
        listed = shared.count() > 0
        page.goto(f"/shared/{pk}/")
        return listed, page.locator(".season-name").all_inner_texts()

    def takes_back(page: Page) -> str:
        page.goto("/path/sharing/")
        page.get_by_role("row", name="Seasons and plans").get_by_role("button").click()
        page.get_by_text("They see nothing of it from now on.").wait_for()
        return page.get_by_role("row", name="Seasons and plans").inner_text()

    assert "(Rohan Deshpande)" in visitor.visit(beatriz, shares)
    assert visitor.visit(rohan, looks) == (
        True,
        ["Specialising", "Specialising", "Building?", "Advising?", "Recalibrating?"],
    )
    assert "Rohan" not in visitor.visit(beatriz, takes_back)
    assert visitor.visit(rohan, looks) == (False, [])
    assert not Share.objects.filter(employee=pk, what=Thing.SEASONS).exists()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_axe_finds_nothing(visitor: Visitor, scheme: str, width: int) -> None:
    demo_without_staff()
    beatriz, rohan = User.objects.get(email=BEATRIZ), User.objects.get(email=ROHAN)
    kwabena, henrike = Employee.objects.get(number="Q016"), Employee.objects.get(number="Q010")
    note = Evidence.objects.filter(employee__user=beatriz).latest("pk")
    own = [
        "seasons",
        "seasons/?from=2024-03-01",
        "evidence",
        f"evidence/{note.pk}",
        "assessment",
        "energy",
        "wish",
        "sharing",
    ]
    pages = {
        beatriz: [f"/path/{each}" if "?" in each else f"/path/{each}/" for each in own],
        rohan: [
            "/shared/",
            f"/shared/{kwabena.pk}/",
            f"/shared/{henrike.pk}/",
            f"/team/{kwabena.pk}/assessment/",
            "/path/seasons/",
        ],
    }

    def story(paths: list[str]) -> Any:
        def look(page: Page) -> dict[str, Any]:
            return barriers_on(page, paths, unfolded=True)

        return look

    for user, paths in pages.items():
        size = {"width": width, "height": 800}
        assert visitor.visit(user, story(paths), color_scheme=scheme, viewport=size) == {}
