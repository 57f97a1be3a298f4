"""How Chromium was started: what is said twice, it heeds once."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.chromium import PLAYWRIGHT_SWITCHES_OFF, SWITCHED_OFF

from .conftest import BrowserThread

OFF = "--disable-features="


def _switched_off(context: BrowserContext) -> list[set[str]]:
    """Each list of features that the browser was started without, in the order of its command line."""
    assert context.browser
    processes = context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    (pid,) = [process["id"] for process in processes if process["type"] == "browser"]
    given = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().split()
    return [set(each.removeprefix(OFF).split(",")) for each in given if each.startswith(OFF)]


def test_all_that_playwright_switches_off_stays_off(browser_thread: BrowserThread) -> None:
    *others, last = browser_thread.run(_switched_off)
    assert PLAYWRIGHT_SWITCHES_OFF in others
    assert last == SWITCHED_OFF > PLAYWRIGHT_SWITCHES_OFF
