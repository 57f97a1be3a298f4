"""`make walk`: walk all ways, or those that WAYS names, and say of each what was seen."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM

from .demo import DemoFailed, running
from .people import Walk
from .ways import WAYS, Way


def main() -> int:
    """Run; 0 where every way was walked to its end, 1 otherwise."""
    ways = _chosen()
    if not CHROMIUM:
        return _fail("The walk needs Chromium. Debian's package is chromium.")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    began = time.monotonic()
    try:
        with running() as (url, log), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            failed = _walk_all(browser, url, ways)
            if failed:
                _say(f"\nThe last lines of the demo's log:\n{_tail(log)}")
            browser.close()
    except DemoFailed as error:
        return _fail(f"The demo did not start:\n{error}")
    seconds = round(time.monotonic() - began)
    _say(f"\n{len(ways) - len(failed)} of {len(ways)} ways walked to their end in {seconds} s.")
    return _fail(f"Broken: {', '.join(failed)}.") if failed else 0


def _chosen() -> dict[str, Way]:
    parser = argparse.ArgumentParser(prog="make walk", description=__doc__)
    parser.add_argument("--ways", default="", help="names, separated by commas; all where empty")
    names = [name.strip() for name in parser.parse_args().ways.split(",") if name.strip()]
    if unknown := [name for name in names if name not in WAYS]:
        parser.error(f"There is no way called {', '.join(unknown)}. There are: {', '.join(WAYS)}.")
    return {name: way for name, way in WAYS.items() if not names or name in names}


def _walk_all(browser: Browser, url: str, ways: dict[str, Way]) -> list[str]:
    """Walk one after the other, each with browsers of its own; the names of those that broke."""
    failed: list[str] = []
    pictures = Path(os.environ.get("WALK_PICTURES") or Path(tempfile.gettempdir()) / "ladders-walk-pictures")
    for name, way in ways.items():
        walk = Walk(browser, url)
        began = time.monotonic()
        try:
            seen = way(walk)
            assert not walk.broken, f"Scripts failed: {walk.broken}"
        except Exception as error:
            failed.append(name)
            _say(f"FAIL  {name}: {_short(error)}\n{_place(walk, pictures / f'{name}.png')}")
        else:
            _say(f"ok    {name}: {seen} ({time.monotonic() - began:.0f} s)")
        finally:
            walk.close()
    return failed


def _place(walk: Walk, picture: Path) -> str:
    """Where it broke: address, what the page says first, and a picture of it."""
    if walk.at is None:
        return "      before any page was opened"
    picture.parent.mkdir(parents=True, exist_ok=True)
    try:
        walk.at.screenshot(path=picture, full_page=True)
        words = " ".join(walk.at.locator("main").inner_text(timeout=1000).split())
    except Exception as error:
        words = f"(no picture: {_short(error)})"
    return f"      on {walk.at.url}\n      which says: {words[:400]}\n      picture: {picture}"


def _short(error: Exception) -> str:
    lines = [line.rstrip() for line in str(error).splitlines() if line.strip()]
    trace, places = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/tests/walk/" in code.co_filename:
            places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(places[1:])}: " + "\n      ".join(lines[:14])


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-40:])


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
