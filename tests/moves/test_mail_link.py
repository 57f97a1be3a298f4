"""A mail server that ends connections: every mail arrives once, none pays for it, and one that ends them holds up nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from ladders.moves.models import Mail
from ladders.moves.notifications import mail_outbox
from tests.factories import UserFactory

from .mailserver import MailServer

pytestmark = pytest.mark.django_db
PEOPLE = 7


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server of our own, to which mail goes."""
    started = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", started.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield started
    started.shutdown()
    started.server_close()


@pytest.fixture
def addresses() -> list[str]:
    """To whom a mail waits to leave, in the order in which they are tried."""
    now = timezone.now()
    people = UserFactory.create_batch(PEOPLE)
    former = [f"former-{user.pk}@example.org" for user in people]
    for user, address in zip(people, former, strict=True):
        Mail.objects.create(recipient=user, former_address=address, made_at=now, try_at=now)
        now += dt.timedelta(microseconds=1)
    return former


def attempts() -> list[int]:
    """Of every mail, in the order in which they were made."""
    return list(Mail.objects.order_by("made_at").values_list("attempts", flat=True))


@pytest.mark.parametrize("farewell", ["421 too many mails", ""])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_ends_each_connection_after_two_mails(
    server: MailServer, addresses: list[str], farewell: str, verb: str
) -> None:
    server.ends = lambda told, taken, _line: farewell if told == verb and taken == 2 else None
    assert mail_outbox.send() == PEOPLE
    assert [str(message["To"]) for message in server.taken] == addresses
    assert len(set(server.ids())) == PEOPLE
    assert attempts() == [1] * PEOPLE
    assert set(Mail.objects.values_list("ending", "lease")) == {("sent", None)}
    assert server.lines == 4


def test_a_server_that_takes_nothing_costs_one_attempt_of_one_mail(server: MailServer, addresses: list[str]) -> None:
    server.ends = lambda told, _taken, _line: "421 busy" if told == "MAIL" else None
    assert mail_outbox.send() == 0
    assert attempts() == [1] + [0] * (PEOPLE - 1)
    assert not Mail.objects.exclude(lease=None).exists()
    server.ends = lambda _told, _taken, _line: None
    assert mail_outbox.send() == PEOPLE - 1  # at once: they wait for nothing
    assert mail_outbox.send(timezone.now() + dt.timedelta(minutes=2)) == 1
    assert sorted(str(message["To"]) for message in server.taken) == sorted(addresses)


def test_a_mail_that_ends_every_connection_waits_alone(server: MailServer, addresses: list[str]) -> None:
    server.ends = lambda told, _taken, line: "" if told == "RCPT" and addresses[3] in line else None
    assert mail_outbox.send() == PEOPLE - 1
    assert attempts() == [1] * PEOPLE
    waiting = Mail.objects.get(ended_at=None)
    assert waiting.former_address == addresses[3]
    assert waiting.try_at > timezone.now()
    assert addresses[3] not in [str(message["To"]) for message in server.taken]


def test_a_server_that_goes_away_in_the_middle_costs_nobody_anything(server: MailServer, addresses: list[str]) -> None:
    def go(told: str, taken: int, _line: str) -> str | None:
        if told == "MAIL" and taken == 2:
            server.shutdown()
            server.server_close()
            return ""
        return None

    server.ends = go
    assert mail_outbox.send() == 2
    assert attempts() == [1, 1] + [0] * (PEOPLE - 2)
    assert not Mail.objects.exclude(lease=None).exists()
