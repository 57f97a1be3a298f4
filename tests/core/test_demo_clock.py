"""The demo's time: moved by a press, together with the work that is due; elsewhere there is no such thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import BrowserSession, User
from ladders.core.models import Job
from ladders.demo import clock
from tests.core.test_settings import PRODUCTION, python
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The time of this process is the demo's; the file that says so."""
    path = tmp_path / "demo-clock"
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr(clock._Reading, "mark", None)
    with override_settings(DEMO=True, DEMO_CLOCK=path):
        yield path


@pytest.fixture
def visitor(client: Client) -> User:
    """Somebody signed in."""
    user = UserFactory.create()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    return user


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dt.date]]:
    """Which of beat's tasks ran, and on which day: they close the connection, which a test cannot spare."""
    from ladders.celery import app

    app.loader.import_default_modules()
    ran: list[tuple[str, dt.date]] = []
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        name = entry["task"]
        monkeypatch.setitem(app.tasks, name, lambda name=name: ran.append((name, timezone.localdate())))
    return ran


def test_it_is_refused_outside_the_demo(tmp_path: Path) -> None:
    for env in (PRODUCTION, {"SECRET_KEY": "x"}):
        ran = python("from django.conf import settings; settings.DEBUG", tmp_path, **env, LADDERS_DEMO_CLOCK="/tmp/c")
        assert ran.returncode != 0
        assert "LADDERS_DEMO_CLOCK moves the time of a demo, so it works only with LADDERS_DEMO." in ran.stderr


def test_outside_the_demo_nothing_of_it_is_there(tmp_path: Path) -> None:
    code = "import django, sys; django.setup(); from django.utils import timezone; "
    code += "print(timezone.now.__module__, 'ladders.demo.clock' in sys.modules)"
    assert python(code, tmp_path, SECRET_KEY="x").stdout == "django.utils.timezone False\n"
    (tmp_path / "demo-clock").write_text("30")
    assert python(code, tmp_path, SECRET_KEY="x", LADDERS_DEMO="1").stdout == "ladders.demo.clock True\n"


def test_in_the_demo_every_default_of_a_field_goes_with_it_and_rate_limits_do_not(tmp_path: Path) -> None:
    (tmp_path / "demo-clock").write_text("30")
    code = "import datetime as dt, django; django.setup(); from django.core.cache.backends import db; "
    code += "from ladders.core.models import AuditEntry; real = dt.datetime.now(dt.UTC); "
    code += "at = AuditEntry._meta.get_field('at').default(); "
    code += "print((at - real).days in (29, 30), abs(db.tz_now() - real) < dt.timedelta(seconds=60))"
    assert python(code, tmp_path, SECRET_KEY="x", LADDERS_DEMO="1").stdout == "True True\n"


@pytest.mark.parametrize(("by", "days"), [("day", 1), ("week", 7), ("year", 0)])
def test_a_press_moves_the_day_and_nobody_is_signed_out(
    client: Client, visitor: User, demo: Path, done: list[tuple[str, dt.date]], by: str, days: int
) -> None:
    before, real = timezone.localdate(), BrowserSession.objects.get().expire_date
    lease = timezone.now() + dt.timedelta(seconds=60)
    Job.objects.create(kind="x", title="x", owner=visitor, lease_until=lease, state="running", lease="0" * 32)
    assert "Next week" in client.get("/account/").content.decode()
    answer = client.post("/demo/clock/", {"by": by}, HTTP_REFERER="http://testserver/account/")
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/account/")
    assert timezone.localdate() == before + dt.timedelta(days=days)
    assert BrowserSession.objects.get().expire_date - real >= dt.timedelta(days=days)
    assert Job.objects.get().lease_until == lease + dt.timedelta(days=days)
    page = client.get("/account/")
    assert page.status_code == 200
    assert f"Demo: it is {timezone.localdate():%A}" in page.content.decode()


def test_each_day_brings_all_the_work_that_beat_would(
    client: Client, visitor: User, demo: Path, done: list[tuple[str, dt.date]]
) -> None:
    today = timezone.localdate()
    client.post("/demo/clock/", {"by": "week"})
    names = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert done == [(name, today + dt.timedelta(days=day)) for day in range(1, 8) for name in names]
    assert names.index("ladders.moves.tasks.bring_into_effect") < names.index(
        "ladders.compensation.tasks.refresh_pay_positions"
    )


def test_it_takes_post_alone(client: Client, visitor: User, demo: Path) -> None:
    assert client.get("/demo/clock/").headers["Location"] == "/"
    assert not demo.exists()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_outside_the_demo_there_is_no_such_page(client: Client, visitor: User, verb: str) -> None:
    assert getattr(client, verb)("/demo/clock/", {"by": "day"}).status_code == 404
    assert "Next week" not in client.get("/account/").content.decode()


def test_what_has_happened_is_on_its_day_though_clocks_were_changed_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past eleven in the evening of winter is half past midnight in summer, by hours of 24."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC))
    with timezone.override("Europe/London"), clock.on_day(dt.date(2026, 5, 14)):
        assert str(timezone.localtime()) == "2026-05-14 23:30:00+01:00"
