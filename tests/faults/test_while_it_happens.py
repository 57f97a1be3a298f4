"""The database or the web ends while a version is published, and while moves take effect and mails leave."""

from __future__ import annotations

import collections
import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .site import HR, Answer, Browser, Site
from .soundness import assert_sound
from .test_faults import ROUNDS, server_killed

pytestmark = [pytest.mark.slow, pytest.mark.faults]

FRAMEWORK = "/frameworks/finance/"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
MESSAGE_ID = re.compile(r"^Message-ID: (<.+>)$", re.MULTILINE | re.IGNORECASE)


def web_processes_killed(demo: Site) -> None:
    """Whatever page is being made, it ends; the first process starts others."""
    demo.kill("gunicorn", only=slice(1, None))


@contextmanager
def broken_after(demo: Site, seconds: float, fault: Callable[[Site], None]) -> Iterator[None]:
    """The fault comes while the block goes on; afterwards pages are served again."""
    timer = threading.Timer(seconds, fault, args=(demo,))
    timer.start()
    try:
        yield
    finally:
        timer.join()
        demo.back()


def publish(hr: Browser) -> Answer:
    """Press the button of the page as it is now."""
    page = f"{FRAMEWORK}draft/publish/"
    form = hr.get(page).text.partition(f'action="{page}confirm/"')[2].partition("</form>")[0]
    fields = {name: value for name, value in HIDDEN.findall(form) if name != "csrfmiddlewaretoken"}
    return hr.post(f"{page}confirm/", fields, form_on=page)


def published(demo: Site) -> list[int]:
    """The numbers of the versions that stand as published."""
    with demo.database() as link:
        rows = link.execute("""SELECT v.number FROM frameworks_version v JOIN frameworks_framework f ON f.id = v.framework_id
            WHERE f.slug = 'finance' AND v.state = 'published'""")
        return [number for (number,) in rows.fetchall()]


@pytest.mark.parametrize("fault", [server_killed, web_processes_killed], ids=lambda fault: fault.__name__)
def test_ended_while_a_version_is_published(demo: Site, fault: Callable[[Site], None]) -> None:
    hr = demo.browser(HR)
    for number in range(ROUNDS * 3):
        [before] = published(demo)
        started = hr.post(f"{FRAMEWORK}draft/start/", {}, form_on=FRAMEWORK)
        assert started.path == f"{FRAMEWORK}draft/", started
        with broken_after(demo, 0.15 + number * 0.2, fault):
            told = publish(hr)
        assert told.status in (0, 302, 503), told
        assert published(demo) in ([before], [before + 1])
        if published(demo) == [before]:
            assert publish(hr).path == FRAMEWORK
        assert published(demo) == [before + 1]
    assert_sound(demo)


def today(demo: Site) -> dt.date:
    """The demo's day."""
    return dt.date.today() + dt.timedelta(days=int((demo.data / "demo-clock").read_text()))


def mails(*folders: Path) -> collections.Counter[str]:
    """How often each mail went out, from the hosts with these folders."""
    files = [file for folder in folders for file in (folder / "mail").glob("*.log")]
    return collections.Counter(found for file in files for found in MESSAGE_ID.findall(file.read_text()))


@pytest.mark.parametrize("fault", [server_killed, web_processes_killed], ids=lambda fault: fault.__name__)
def test_ended_while_days_pass(demo: Site, fault: Callable[[Site], None]) -> None:
    hr = demo.browser(HR)
    for number in range(ROUNDS * 3):
        with broken_after(demo, 0.3 + number * 0.7, fault):
            told = hr.post("/demo/clock/", {"by": "week"}, form_on="/account/")
        assert told.status in (0, 302, 503), told
    assert hr.post("/demo/clock/", {"by": "week"}, form_on="/account/").status == 302
    due = "SELECT count(*) FROM moves_moverequest WHERE state = 'scheduled' AND agreed_on <= %s"
    assert demo.value(due, today(demo)) == 0
    sent = mails(demo.data)
    assert sent, "no mail went out"
    assert sum(count - 1 for count in sent.values()) <= ROUNDS * 3  # taken by the mail server, and not yet noted
    left = "SELECT count(*) FROM moves_mail WHERE ended_at IS NULL AND try_at <= now()"
    demo.until(lambda: demo.value(left) == 0, "the last mail")
    assert_sound(demo)
