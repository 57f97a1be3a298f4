"""Market supplements and band exceptions as lists: narrowed, sorted, with chosen columns, and as a workbook as seen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from ladders.compensation.models import BandException, MarketSupplement, Objective, PayZone
from ladders.frameworks.models import Framework
from tests.compensation.money_data import zone
from tests.list_files import fetched, rows_of
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@shared_rows
def place(plan: object) -> PayZone:
    return zone()


@shared_rows
def frameworks() -> list[Framework]:
    names = ("Design", "Engineering", "Finance")
    return [Framework.objects.create(name=name, slug=name.lower()) for name in names]


def supplements(place: PayZone, frameworks: list[Framework], count: int = 3) -> None:
    """The first holds and is to be looked at, the second holds, the third is over, and further ones are over earlier."""
    for number in range(count):
        over = number > 1
        MarketSupplement.objects.create(
            framework=frameworks[min(number, 2)], zone=place, percent=Decimal(number + 1), evidence=f"Survey {number}",
            starts_on=days(-100 * number - 50), ends_on=days(-100 * number - 1) if over else None,
            review_on=days(0 if number == 0 else 30),
        )  # fmt: skip


def exceptions(place: PayZone, framework: Framework, hr: User, count: int = 4) -> None:
    """Proposed, approved, approved and over, declined; and further ones that are proposed."""
    for number, (state, last) in enumerate(
        [("proposed", 200), ("approved", 100), ("approved", -1), ("declined", 50)] + [("proposed", 300)] * (count - 4)
    ):
        decided = {} if state == "proposed" else {"decided_by": hr, "decided_at": timezone.now(), "decision": "So"}
        BandException.objects.create(
            framework=framework, zone=place, level_key=uuid4(), level_code=f"S{number}", level_title="Engineer",
            starts_on=days(-300), ends_on=days(last), minimum=1, midpoint=2, maximum=3, reason="Scarce",
            criterion="labour_market", state=state, **decided,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Design", "Engineering"]),
        ("sort=-framework", ["Engineering", "Design"]),
        ("sort=-percent", ["Engineering", "Design"]),
        ("state=due", ["Design"]),
        ("state=over", ["Finance"]),
        ("state=any", ["Design", "Engineering", "Finance"]),
        ("state=any&q=eng", ["Engineering"]),
        ("state=nonsense", ["Design", "Engineering"]),
    ],
)
def test_supplements_are_narrowed_and_sorted_and_had_as_seen(
    place: PayZone, frameworks: list[Framework], hr_client: Client, query: str, found: list[str]
) -> None:
    supplements(place, frameworks)
    page = hr_client.get(f"/bands/supplements/?{query}")
    assert [row.framework.name for row in page.context["rows"]] == found
    rows = rows_of(fetched(hr_client, "supplements", query, every=False))
    assert rows[0] == ("Framework", "Pay zone", "Percent", "From", "Until", "Evidence", "Looked at again on")
    assert [row[0] for row in rows[1:]] == found


def test_a_workbook_of_supplements_has_the_columns_that_are_shown(
    place: PayZone, frameworks: list[Framework], hr_client: Client
) -> None:
    supplements(place, frameworks)
    chosen = rows_of(fetched(hr_client, "supplements", "columns=criterion&state=over", every=False))
    assert chosen[0] == ("Framework", "Pay zone", "Percent", "Criterion")
    assert chosen[1:] == [("Finance", place.name, 3, Objective.LABOUR_MARKET.label)]
    every = rows_of(fetched(hr_client, "supplements", "state=any"))
    assert [row[6] for row in every] == ["Evidence", "Survey 0", "Survey 1", "Survey 2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["S1", "S0"]),
        ("state=proposed", ["S0"]),
        ("state=yours", ["S0"]),
        ("state=holding", ["S1"]),
        ("state=over", ["S2"]),
        ("state=declined", ["S3"]),
        ("state=any&sort=-level", ["S3", "S2", "S1", "S0"]),
        ("state=any&q=s2", ["S2"]),
        ("q=design", ["S1", "S0"]),
    ],
)
def test_exceptions_are_narrowed_and_sorted_and_had_as_seen(
    place: PayZone, frameworks: list[Framework], hr: User, hr_client: Client, query: str, found: list[str]
) -> None:
    exceptions(place, frameworks[0], hr)
    page = hr_client.get(f"/bands/exceptions/?{query}")
    assert [row.level_code for row in page.context["rows"]] == found
    rows = rows_of(fetched(hr_client, "exceptions", query, every=False))
    assert [row[0] for row in rows[1:]] == found


@pytest.mark.parametrize("address", ["/bands/supplements/?state=any", "/bands/exceptions/?state=any"])
def test_both_lists_ask_as_often_for_many_rows_and_go_on_behind_the_fiftieth(
    place: PayZone, frameworks: list[Framework], hr: User, hr_client: Client, address: str
) -> None:
    numbers = []
    for count in (4, 52):
        MarketSupplement.objects.all().delete()
        BandException.objects.all().delete()
        supplements(place, frameworks, count)
        exceptions(place, frameworks[0], hr, count)
        with CaptureQueriesContext(connection) as made:
            page = hr_client.get(address)
        numbers.append(len(made))
    assert numbers[1] - numbers[0] <= 1  # how many there are, where they are more than a page
    assert max(numbers) <= 8
    further = hr_client.get(f"{address.partition('?')[0]}?{page.context['following']}")
    assert (len(page.context["rows"]), len(further.context["rows"])) == (50, 2)


def test_what_is_done_to_all_that_match_is_done_to_those_that_the_list_shows(
    place: PayZone, frameworks: list[Framework], hr: User, hr_client: Client
) -> None:
    exceptions(place, frameworks[0], hr, 5)
    asked = hr_client.post("/bands/exceptions/several/?q=s1", {"do": "renew", "all": "1"}, follow=True)
    assert asked.context["ids"] == str(BandException.objects.get(level_code="S1").pk)
