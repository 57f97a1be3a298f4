"""A file of people tells the audit whose address, level, manager or location it changed, and whoever loses an address."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee, User
from ladders.core.audit import opened
from ladders.core.models import AuditEntry
from ladders.exchange.people.shapes import PeoplePlan
from ladders.exchange.people.write import import_people
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.moves.models import Mail
from ladders.moves.notifications import mail_outbox
from ladders.moves.notifications.text import domain
from tests.frameworks.published import published
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
HEAD = "number,name,email,manager,location,level\n"
BOSS = "B1,Bo Ss,bo@example.org,,Zug,\nB2,Be Ss,be@example.org,,Zug,\n"
ADA = "A1,Ada Byron,ada@example.org,B1,Zug,S5\n"


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


def bring(text: str, by: User) -> PeoplePlan:
    made = import_people(files=[("people.csv", (HEAD + text).encode())], by=by)
    assert made.problems.listed == []
    return made


def told(verb: str = "person.changed") -> list[tuple[str, str, dict[str, Any]]]:
    rows = AuditEntry.objects.filter(area="exchange", verb=verb).order_by("pk")
    return [(row.by_name, row.subject, row.detail) for row in opened(rows)]


def test_each_person_is_named_with_what_changed(version: Version, hr: User, hr_client: Any) -> None:
    bring(BOSS + ADA, hr)
    assert told() == []  # who is new has nothing that changes
    bring(BOSS + "A1,Ada King,lovelace@example.org,B2,Cork,S6\n", hr)
    assert told() == [
        (
            "Hana Ruiz",
            "Ada Byron",
            {
                "location": ["Zug", "Cork"],
                "manager": ["Bo Ss", "Be Ss"],
                "level": ["Research S5", "Research S6"],
            },
        )
    ]
    assert told("person.address") == [("Hana Ruiz", "Ada Byron", {"address": ["the former one", "another one"]})]
    assert "lovelace" not in str([*told(), *told("person.address")])
    bring(BOSS + "A1,Ada Lovelace,lovelace@example.org,B2,Cork,S6\n", hr)
    assert len(told()) == 1  # another name alone is none of these
    page = hr_client.get("/audit/")
    assert_clean(page)
    assert "changed, by a file, where somebody belongs" in page.content.decode()


def test_many_people_are_one_copy(version: Version, hr: User) -> None:
    counts = []
    for people in (3, 60):
        rows = "".join(f"N{people}-{n},Person {n},,B1,{{place}},\n" for n in range(people))
        bring(BOSS + rows.format(place="Zug"), hr)
        with CaptureQueriesContext(connection) as asked:
            bring(BOSS + rows.format(place="Cork"), hr)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert len(told()) == 63


def test_whoever_loses_an_address_hears_of_it_there_and_once(version: Version, hr: User) -> None:
    bring(BOSS + ADA, hr)
    mail.outbox.clear()
    bring(BOSS + "A1,Ada Byron,thief@example.org,B1,Zug,S5\n", hr)
    assert User.objects.get(employee__number="A1").email == "thief@example.org"
    assert Mail.objects.get().former_address == "ada@example.org"
    for _run in range(3):
        mail_outbox.run()
    [sent] = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert "this address no longer opens Ladders" in sent.subject
    said = str(sent.message())
    assert not [word for word in ("thief", "Ada", "Byron", "S5", "Bo Ss") if word in said]
    assert sent.extra_headers["Message-ID"] == f"<{Mail.objects.get().pk}@{domain()}>"
    assert Mail.objects.get().former_address == ""  # what was sent is not kept


def test_nobody_writes_to_whoever_has_the_address_now_or_has_left(version: Version, hr: User) -> None:
    bring(BOSS + ADA + "E1,Eve Eden,eve@example.org,B1,Zug,S5\n", hr)
    bring(BOSS + "A1,Ada Byron,ada.byron@example.org,B1,Zug,S5\n", hr)
    bring(BOSS + "E1,Eve Eden,ada@example.org,B1,Zug,S5\n", hr)
    mail.outbox.clear()
    mail_outbox.run()
    assert [each.to for each in mail.outbox] == [["eve@example.org"]]
    bring(BOSS + "A1,Ada Byron,ada.king@example.org,B1,Zug,S5\n", hr)
    mail.outbox.clear()
    Employee.objects.filter(number="A1").update(left_on=timezone.localdate() - dt.timedelta(days=1))
    mail_outbox.run()
    assert mail.outbox == []


def test_an_address_that_came_back_meanwhile_is_not_written_to(version: Version, hr: User) -> None:
    bring(BOSS + ADA, hr)
    bring(BOSS + "A1,Ada Byron,other@example.org,B1,Zug,S5\n", hr)
    bring(BOSS + ADA, hr)
    mail.outbox.clear()
    mail_outbox.run()
    assert [each.to for each in mail.outbox] == [["other@example.org"]]


def test_whoever_gets_a_first_address_is_named_in_one_copy_whatever_their_number(version: Version, hr: User) -> None:
    counts = []
    for people in (3, 60):
        rows = "".join(f"W{people}-{n},Person {n},{{mail}},B1,Zug,\n" for n in range(people))
        bring(BOSS + rows.format(mail=""), hr)
        User.objects.create_user(f"free{people}@example.org")  # an account that waits for its employee
        lines = [
            row.format(mail=f"{'free' if n == 0 else n}{people}@example.org")
            for n, row in enumerate(rows.splitlines(keepends=True))
        ]
        with CaptureQueriesContext(connection) as asked:
            bring(BOSS + "".join(lines), hr)
        counts.append(len(asked))
        assert User.objects.get(email=f"free{people}@example.org").employee.number == f"W{people}-0"
    assert counts[0] == counts[1]
    assert told("person.changed") == []
    found = told("person.address")
    assert len(found) == 63  # who came with an address, as the two above them, is none of these
    assert found[0] == ("Hana Ruiz", "Person 0", {"address": [None, "a first one"]})
    assert Mail.objects.count() == 0  # nobody lost one
