"""Two hosts on one database and one queue: one dies in the middle of work, or is cut off and comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .hosts import Host, asleep, second_host
from .network import Cable, CannotLay, Wire
from .site import HR, SWIFT, Browser, Site
from .soundness import assert_sound
from .test_faults import AWAY, PEOPLE, ROUNDS, arrived, people_file
from .test_while_it_happens import FRAMEWORK, broken_after, mails, publish, published, today

pytestmark = [pytest.mark.slow, pytest.mark.faults]
WORKER = "--pool solo"
BELIEVED = 2 * float(SWIFT["BEAT_LEASE_SECONDS"])  # after so many seconds nobody takes a silent scheduler for alive
HOLDER = "SELECT holder FROM core_heartbeat WHERE part = 'beat' AND at > now() - interval '4 seconds'"
STATE = "SELECT state FROM exchange_peopleupload WHERE id = %s"


@pytest.fixture
def host(request: pytest.FixtureRequest, demo: Site, tmp_path: Path) -> Iterator[Host]:
    """A second one, beside the demo's; by a wire unless a test asks for another way."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(second_host(demo, tmp_path / "second", getattr(request, "param", Wire)))
        except CannotLay as why:
            pytest.skip(str(why))
        yield started


def uploaded(demo: Site, hr: Browser, content: bytes) -> str:
    """Where the upload stands, once it was read."""
    at = hr.post("/people/import/", {}, file=("people.csv", content)).path
    demo.until(lambda: f'action="{at}apply/"' in hr.get(at).text, "the look at the file")
    return at


def begun(demo: Site, hr: Browser, at: str) -> str:
    """Have it taken in, and wait until somebody is at it; returns the upload's id."""
    assert hr.post(f"{at}apply/", {"sure": "on"}, form_on=at).status == 302
    key = at.split("/")[-2]
    demo.until(lambda: demo.value("SELECT count(*) FROM core_job WHERE state = 'running'"), "a start")
    return key


def finished(demo: Site, key: str) -> None:
    """Taken in, and nothing left to do."""
    demo.until(lambda: demo.value(STATE, key) == "applied", "the import")
    assert_sound(demo)


@pytest.mark.parametrize("dies", [False, True], ids=["works", "dies"])
def test_a_host_takes_in_what_another_one_got(demo: Site, host: Host, dies: bool) -> None:
    """The file came to the demo's web, and the other host's worker reads it, writes it, or dies at it."""
    hr = demo.browser(HR)
    before = arrived(demo)
    with asleep(demo, WORKER):
        key = begun(demo, hr, uploaded(demo, hr, people_file(before + 1, PEOPLE)))
        if dies:
            host.kill()
        else:
            finished(demo, key)
    finished(demo, key)
    assert arrived(demo) == before + PEOPLE


@pytest.mark.parametrize("host", [Wire, Cable], indirect=True, ids=["held up", "cable pulled out"])
def test_a_host_is_cut_off_at_work_and_comes_back_too_late(demo: Site, host: Host) -> None:
    """Its work is done once, by whoever has the job then; its scheduler has lost its turn, and its web serves again."""
    hr, there = demo.browser(HR), host.browser(HR)
    before = arrived(demo)
    with ExitStack() as stack:
        worker = stack.enter_context(ExitStack())
        worker.enter_context(asleep(demo, WORKER))
        at = uploaded(demo, hr, people_file(before + 1, PEOPLE))
        key = begun(demo, hr, at)
        host.wire.cut()
        stack.callback(host.wire.mend)
        cut = time.monotonic()
        worker.close()
        time.sleep(max(0.0, cut + max(AWAY, BELIEVED) - time.monotonic()))
        holder = demo.until(lambda: demo.value(HOLDER), "another scheduler's turn")
    demo.until(lambda: there.get(at).status == 200, "a page of the host that is back")
    finished(demo, key)
    assert arrived(demo) == before + PEOPLE
    assert demo.value("SELECT holder FROM core_heartbeat WHERE part = 'beat'") == holder, "it gave orders as before"


def test_a_host_dies_while_a_version_is_published(demo: Site, host: Host) -> None:
    hr, there = demo.browser(HR), host.browser(HR)
    for number in range(ROUNDS):
        [before] = published(demo)
        assert hr.post(f"{FRAMEWORK}draft/start/", {}, form_on=FRAMEWORK).path == f"{FRAMEWORK}draft/"
        with broken_after(demo, 0.15 + number * 0.2, lambda _demo: host.kill()):
            assert publish(there).status in (0, 302), "no failure is shown that is none"
        if published(demo) == [before]:
            assert publish(hr).path == FRAMEWORK
        assert published(demo) == [before + 1]
    assert_sound(demo)


def test_a_host_dies_while_days_pass_and_mails_leave(demo: Site, host: Host) -> None:
    hr, there = demo.browser(HR), host.browser(HR)
    with broken_after(demo, 1, lambda _demo: host.kill()):
        assert there.post("/demo/clock/", {"by": "week"}, form_on="/account/").status in (0, 302)
    demo.until(lambda: hr.post("/demo/clock/", {"by": "week"}, form_on="/account/").status == 302, "the next week")
    due = "SELECT count(*) FROM moves_moverequest WHERE state = 'scheduled' AND agreed_on <= %s"
    assert demo.value(due, today(demo)) == 0
    left = "SELECT count(*) FROM moves_mail WHERE ended_at IS NULL AND try_at <= now()"
    demo.until(lambda: demo.value(left) == 0, "the last mail")
    sent = mails(demo.data, host.data)
    assert sent, "no mail went out"
    assert sum(count - 1 for count in sent.values()) <= 1  # taken by the mail server, and not yet noted
    assert_sound(demo)
