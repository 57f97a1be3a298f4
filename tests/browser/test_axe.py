"""axe finds nothing on any page, in light and dark, wide and narrow; nothing runs over the edge of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import Employee, User
from ladders.core.guide import FRONT, guide_url, names
from ladders.frameworks.models import Level, Version
from tests.demo_rows import demo_without_staff

from .barriers import barriers, barriers_on
from .conftest import Visitor

HR, EMPLOYEE = "saoirse.halloran@quillmere.example", "beatriz.antunes@quillmere.example"


def pages_of_hr() -> list[str]:
    """Every page HR reaches by a link, with the demo's data."""
    draft = Version.objects.get(framework__slug="customer-service")
    level = Level.objects.get(version=draft, code="S4")
    competency = draft.competency_set.order_by("position")[0]
    below = "/frameworks/customer-service/draft/"
    systems = Level.objects.get(version__framework__slug="information-technology", code="S5")
    bram = Employee.objects.get(number="Q051")
    return [
        "/frameworks/",
        "/frameworks/new/",
        "/frameworks/engineering/",
        "/frameworks/engineering/levels/S6/",
        "/frameworks/engineering/competencies/",
        "/frameworks/engineering/versions/",
        "/search/",
        "/search/?q=incident",
        below,
        f"{below}details/",
        f"{below}levels/{level.key}/",
        f"{below}levels/{level.key}/evaluation/",
        f"{below}competencies/",
        f"{below}competencies/{level.key}/{competency.key}/",
        f"{below}evaluation/",
        f"{below}grading/",
        f"{below}grading/many/?way=pattern",
        f"{below}grading/many/?way=neighbour",
        "/frameworks/engineering/take-back/",
        "/frameworks/owners/",
        f"{below}parity/",
        f"{below}publish/",
        "/careers/dead-ends/",
        f"/careers/levels/{systems.key}/people/",
        "/careers/rungs/",
        "/team/",
        "/team/?view=list",
        f"/team/{bram.pk}/",
        "/team/talk/",
        "/calibration/",
        "/impact/",
        "/moves/fairness/",
        "/moves/fairness/now/",
        "/equal-pay/",
        "/equal-pay/kinds/",
        "/equal-pay/categories/",
        "/equal-pay/categories/decide/",
        "/equal-pay/rules/",
        "/equal-pay/rules/new/",
        "/import/",
        "/people/",
        "/people/?state=unplaced",
        "/people/?state=on_purpose",
        f"/people/{Employee.objects.get(number='Q010').pk}/",
        "/people/unplaced/",
        "/people/unplaced/?title=",
        "/people/leads/",
        "/people/import/",
        "/jobs/",
        "/account/",
        "/roles/",
        "/audit/",
        "/settings/",
        "/moves/rules/",
        "/moves/policy/",
        "/moves/policy/step_back/",
        "/moves/policy/step_back/history/",
        "/moves/policy/groups/new/",
        "/moves/absence/",
    ]


def found_on(visitor: Visitor, user: User, paths: Sequence[str], scheme: str, width: int) -> dict[str, Any]:
    """What axe finds on each of these pages, and what runs over the edge; nothing for a page that is as it should be."""

    def story(page: Page) -> dict[str, Any]:
        return barriers_on(page, paths)

    found: dict[str, Any] = visitor.visit(user, story, color_scheme=scheme, viewport={"width": width, "height": 800})
    return found


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_axe_finds_nothing(visitor: Visitor, scheme: str, width: int) -> None:
    demo_without_staff()
    assert found_on(visitor, User.objects.get(email=HR), pages_of_hr(), scheme, width) == {}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 360)])
def test_axe_finds_nothing_in_the_guide(visitor: Visitor, employee: User, scheme: str, width: int) -> None:
    paths = [guide_url(name) for name in (FRONT, *sorted(names()))]
    assert found_on(visitor, employee, paths, scheme, width) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_the_sign_in(visitor: Visitor, scheme: str) -> None:
    def story(page: Page) -> list[Any]:
        page.goto("/frameworks/")
        page.wait_for_url("**/sign-in/**")
        return barriers(page)

    assert visitor.visit(None, story, color_scheme=scheme) == []
