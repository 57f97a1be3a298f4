"""No clock tells whose address is known: the page of a forgotten password hands every address over, and looks for none."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu import pools
from kombu.connection import Connection

from accounts.models import User
from accounts.tasks import send_reset_link
from ladders.celery import app

pytestmark = pytest.mark.django_db
SECONDS = 1.0


class SlowBackend(EmailBackend):
    """A mail server that takes its time."""

    def send_messages(self, messages: Any) -> int:
        """Wait, then send."""
        time.sleep(SECONDS)
        return int(super().send_messages(messages))


@pytest.fixture(autouse=True)
def slow_mail(settings: Any) -> None:
    app.conf.update(task_always_eager=False)
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    cache.clear()


def asked(address: str) -> tuple[float, list[str], int]:
    """Seconds until the answer is closed (which a synchronous server waits for), its statements, and the mails that left."""
    begun = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post("/password/reset/", {"email": address})
        answer.close()
    assert (answer.status_code, answer["Location"]) == (302, "/password/reset/sent/")
    return time.monotonic() - begun, [each["sql"] for each in asked.captured_queries], len(mail.outbox)


def test_the_page_does_the_same_for_every_address_and_waits_for_no_mail_server(ada: User) -> None:
    asked("warm@example.org")
    known, unknown = asked(ada.email), asked("nobody@example.org")
    assert known[1:] == unknown[1:] == ([], 0)
    assert known[0] < SECONDS


@pytest.mark.parametrize(("address", "mails"), [("ada@example.org", 1), ("nobody@example.org", 0)])
def test_a_worker_looks_the_address_up(ada: User, address: str, mails: int) -> None:
    assert send_reset_link(address) is bool(mails)
    assert [message.to for message in mail.outbox] == [[ada.email]] * mails


@pytest.mark.parametrize("address", ["ada@example.org", "nobody@example.org"])
def test_a_broker_that_is_away_is_said_for_every_address(
    ada: User, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = {"data_folder_in": "/proc/nowhere", "data_folder_out": "/proc/nowhere"}
    link = Connection("filesystem://", transport_options=nowhere)  # type: ignore[no-untyped-call]
    monkeypatch.setattr(app.amqp, "_producer_pool", pools.producers[link])
    answer = Client().post("/password/reset/", {"email": address})
    assert "Ladders cannot send mail at the moment. Try again in a few minutes." in answer.content.decode()
