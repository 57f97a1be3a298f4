"""What hinders somebody on a page: what axe finds, and what runs over the edge of the window.

A click does not wait for the page that it leads to, and axe breaks where a page is left while it reads (or reads the old one). So
every page says that it is being left (`LEAVING`, which `Visitor` gives to each), and is read once the next one is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEAVING = """
navigation.addEventListener('navigate', to => {
  if (!to.destination.sameDocument && to.downloadRequest === null) window.leaving = true;
});
addEventListener('pageshow', () => { window.leaving = false; });
"""


def arrive(page: Page) -> None:
    """Wait until the page that a click, a key or a script asked for is there whole."""
    page.wait_for_function("() => !window.leaving && document.readyState === 'complete'")


def barriers(page: Page, *, unfolded: bool = False, **options: Any) -> list[Any]:
    """Each rule that is broken with where, and by how many pixels something is too wide; `unfolded` reads what is folded, too."""
    arrive(page)
    if unfolded:
        page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(each => { each.open = true })")
    found: list[Any] = [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in Axe().run(page, **options).response["violations"]
    ]
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, ("runs over the edge", over)] if over > 0 else found


def barriers_on(page: Page, paths: Iterable[str], *, unfolded: bool = False) -> dict[str, list[Any]]:
    """Path → what hinders there, of those where something does. Each has to answer."""
    found: dict[str, list[Any]] = {}
    for path in paths:
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        if wrong := barriers(page, unfolded=unfolded):
            found[path] = wrong
    return found
