"""How often the pages of moves ask the database, for each who uses them, reading and writing.

Everything counts, session and account included, but the statements that begin and end a transaction.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ladders.moves.models import MoveRequest
from tests.compensation.payroll import level, place
from tests.conftest import signed_in
from tests.factories import EmployeeFactory

from .company import Company, now_open, reports

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGINS_OR_ENDS = re.compile(r"(^|; )(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|BEGIN|COMMIT)\b")


@contextmanager
def at_most(most: int, what: str = "") -> Iterator[None]:
    """No more statements than so many."""
    with CaptureQueriesContext(connection) as asked:
        yield
    said = [each["sql"] or "" for each in asked.captured_queries]
    counted = [sql for sql in said if not BEGINS_OR_ENDS.search(sql)]
    assert len(counted) <= most, f"{what}: {len(counted)} instead of {most}\n" + "\n".join(counted)


def get(client: Client, path: str, most: int) -> str:
    """Read a page."""
    client.get(reverse("absence"))  # what is read once for a session has been
    with at_most(most, path):
        response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, path: str, data: dict[str, Any], most: int, status: int = 302) -> str:
    """Send a form."""
    with at_most(most, path):
        response = client.post(path, data)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def wishes(firm: Company, reason: str = "Family.") -> dict[str, Any]:
    """The form of a step back, with a private reason for the manager."""
    readers = {"why-reason": reason, "why-readers": [str(firm.user("mia").pk)]}
    until = {"why-delete_on": str(TODAY + dt.timedelta(days=90))}
    return {"first_ear": "manager", "wished_on": "", "given_0": "Led the move.", "given_1": "I do."} | readers | until


def seen(page: str) -> str:
    """The mark of the terms that a page showed."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_asking_from_the_first_look_to_the_last_answer(limited_firm: Company) -> None:
    firm = limited_firm
    pia, mia, otto, henry = (signed_in(firm.user(name)) for name in ("pia", "mia", "otto", "henry"))
    ask = reverse("move-ask", args=[firm.level("S5").key])
    get(pia, ask, 16)  # one for a second level that the person may hold, one for a request that is open already
    post(pia, ask, wishes(firm), 13)
    row = MoveRequest.objects.get()
    page, draft, send = (reverse(name, args=[row.pk]) for name in ("move", "move-draft", "move-send"))
    get(pia, draft, 16)
    post(pia, draft, wishes(firm, "Wellbeing."), 14)
    mark = seen(get(pia, send, 16))
    post(pia, send, {"seen": mark}, 15)
    get(pia, page, 11)
    get(mia, page, 13)
    # The first answer that HR hears of makes the key of the request's entries in the audit trail: 1 statement.
    release = {"release-on": str(TODAY + dt.timedelta(days=20))}
    post(mia, reverse("move-deed", args=[row.pk, "release"]), release, 16)
    get(otto, page, 13)
    post(otto, reverse("move-deed", args=[row.pk, "approve"]), {}, 15)
    hr = signed_in(now_open(row).decider)  # type: ignore[arg-type]
    get(hr, page, 15)
    get(henry, page, 14)
    confirm = {"confirm-on": release["release-on"], "confirm-fte": "1", "confirm-basis": "year"}
    post(hr, reverse("move-deed", args=[row.pk, "confirm"]), confirm, 15)
    get(pia, page, 13)  # one for the salary that HR may have confirmed
    for client, most in ((pia, 10), (mia, 5), (henry, 6)):
        get(client, reverse("my-moves"), most)
    for client, most in ((pia, 10), (mia, 10), (otto, 10), (henry, 11)):
        get(client, reverse("moves-inbox"), most)


def test_proposing_takes_as_many_statements_for_forty_levels_as_for_four(limited_firm: Company) -> None:
    firm = limited_firm
    otto = signed_in(firm.user("otto"))
    propose = reverse("move-propose", args=[firm.peer.pk])
    chosen = re.findall(r'<option value="([0-9a-f-]{36})"', get(otto, propose, 6))
    assert len(chosen) >= 4
    data = {"level": chosen[0], "wished_on": ""}
    post(otto, propose, data, 20)
    mark = seen(get(otto, otto.post(propose, data)["Location"], 20))
    post(otto, propose, data | {"seen": mark}, 21)  # one of them forgets what was looked at
    get(signed_in(firm.user("peer")), reverse("my-moves"), 5)


def test_the_page_of_a_person_for_hr_and_for_their_manager(limited_firm: Company) -> None:
    firm = limited_firm
    for _each in range(5):  # a team changes nothing
        member = EmployeeFactory.create(department="Lab", legal_entity="GmbH", country="DE", location="DE")
        reports(member, firm.pia)
        place(member, level(firm.version, "S5"))
    path = reverse("person", args=[firm.pia.pk])
    for name, most in (("henry", 12), ("hana", 11), ("mia", 11), ("pia", 8)):
        get(signed_in(firm.user(name)), path, most)
        for days in (100, 4000):  # of 4,000 days ago nobody is on a level
            get(signed_in(firm.user(name)), f"{path}?on={TODAY - dt.timedelta(days=days)}", most)
