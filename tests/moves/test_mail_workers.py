"""Mail by real workers: killed in the middle of a mailing, or without their broker for a while. Nothing lost, nothing twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from ladders.impact.models import FactorPlan
from ladders.moves.models import Mail, MoveRequest, Notice
from tests.core.test_workers import BROKERS, Workers, until
from tests.factories import UserFactory

from .company import Company
from .mailserver import Gate, MailServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE = 12


class Post(Workers):
    """Workers that send to our own mail server, and look for mail every second."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url)
        self.server = MailServer()
        settings = folder / "worker_settings.py"
        settings.write_text(
            settings.read_text() + "EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'\n"
            f"EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = '127.0.0.1', {self.server.port}, False\n"
        )
        self.env |= {"MAIL_SECONDS": "1", "MAIL_LEASE_SECONDS": "3"}


@pytest.fixture
def post(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Post]:
    """Workers and a mail server that are gone after the test."""
    gate = Gate(request.param) if request.param else None
    started = Post(tmp_path, gate.url if gate else "")
    started.gate = gate  # type: ignore[attr-defined]
    yield started
    for worker in started.running:
        started.kill(worker)
    started.server.shutdown()
    started.server.server_close()
    if gate:
        gate.close()


@pytest.fixture
def row(firm: Company) -> MoveRequest:
    """Something to be told about."""
    row = firm.draft("S5")
    Notice.objects.all().delete()
    return row


def tell(row: MoveRequest, people: list[User]) -> None:
    """A notice for each."""
    Notice.objects.bulk_create(
        Notice(recipient=user, kind="answer", request=row, key=f"told-{user.pk}") for user in people
    )


def all_sent() -> bool:
    """Every mail is noted as sent."""
    return Mail.objects.filter(ending="sent").count() == PEOPLE


def addresses(post: Post) -> list[str]:
    """Who got mail, once for each mail."""
    return sorted(str(message["To"]) for message in post.server.taken)


@pytest.mark.parametrize("post", BROKERS, indirect=True)
def test_killed_in_the_middle_of_a_mailing(plan: FactorPlan, row: MoveRequest, post: Post) -> None:
    people = UserFactory.create_batch(PEOPLE)
    held = threading.Event()

    def hold(number: int) -> bool:
        if number == 5:  # the fifth mail has arrived, and is not answered any more
            held.set()
            return False
        return True

    post.server.before = hold
    first = post.start()
    tell(row, people)
    until(held.is_set, post, "the fifth mail")
    post.kill(first)
    assert len(post.server.taken) == 4
    post.start()
    until(all_sent, post, "the rest of the mailing")
    time.sleep(2)  # further runs find nothing to do
    assert addresses(post) == sorted(user.email for user in people)
    assert len(set(post.server.ids())) == PEOPLE
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [1] * (PEOPLE - 1) + [2]


@pytest.mark.parametrize("post", BROKERS[:1], indirect=True)
def test_killed_between_the_servers_yes_and_our_note(plan: FactorPlan, row: MoveRequest, post: Post) -> None:
    people = UserFactory.create_batch(PEOPLE)
    killed = threading.Event()
    first: Any = None

    def kill(number: int) -> None:
        if number == 3:
            post.kill(first)
            killed.set()

    post.server.after = kill
    first = post.start()
    tell(row, people)
    until(killed.is_set, post, "the third mail")
    post.start()
    until(all_sent, post, "the rest of the mailing")
    assert set(addresses(post)) == {user.email for user in people}  # nothing is lost
    ids = post.server.ids()
    assert len(set(ids)) == PEOPLE  # what may have come again is the same message: one for every mail program
    assert len(ids) <= PEOPLE + 1


@pytest.mark.parametrize("post", BROKERS[1:], indirect=True)
def test_a_broker_that_is_away_for_a_while(plan: FactorPlan, row: MoveRequest, post: Post) -> None:
    people = UserFactory.create_batch(PEOPLE)
    gate: Gate = post.gate  # type: ignore[attr-defined]
    post.start()
    tell(row, people[:2])
    until(lambda: len(post.server.taken) == 2, post, "the first mails")
    gate.close()
    tell(row, people[2:])
    time.sleep(3)
    gate.open()
    until(all_sent, post, "the mails of the time without a broker")
    time.sleep(2)
    assert addresses(post) == sorted(user.email for user in people)
    assert len(set(post.server.ids())) == PEOPLE
