"""What reads a page for barriers reads the one that a click led to, however late it comes."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, Route

from .barriers import barriers
from .conftest import Visitor


def test_the_page_that_comes_late_is_read(visitor: Visitor) -> None:
    def late(route: Route) -> None:
        time.sleep(1)
        page = "<html lang=en><title>Late</title><h1>Late</h1><img src=/static/no.png>"
        route.fulfill(body=page, content_type="text/html")

    def story(page: Page) -> list[Any]:
        page.route("**/late/", late)
        page.goto("/sign-in/")
        page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<a id=late href=/late/>Go on</a>')")
        page.locator("#late").click()
        return [each[0] for each in barriers(page)]

    assert "image-alt" in visitor.visit(None, story)
