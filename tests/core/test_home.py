"""Home: what waits for each role, counted in one query, and what other rooms bring to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from ladders.core.home import MOST, Line, Part, counted
from tests.factories import UserFactory
from tests.pages import assert_clean
from tests.routes import SIGNED_IN
from tests.shared_rows import shared_rows
from tests.world import World, build

AT_MOST = 12  # queries, with session and user
LINE = re.compile(r'<li>\s*<a href="([^"]+)">\s*(?:<span class="waits-number">(\d+\+?)</span>)?\s*([^<]+)</a>')


@shared_rows
def world() -> World:
    """One of everything."""
    return build()


def lines_of(html: str) -> list[tuple[str, str, str]]:
    """Address, number and words of each line."""
    return LINE.findall(html)


@pytest.mark.parametrize("who", sorted(SIGNED_IN))
def test_every_role_has_a_home_whose_links_it_may_follow(world: World, who: str) -> None:
    client = world.client(who)
    client.get("/")  # what is published is read once and kept
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/")
    assert len(asked) <= AT_MOST, "\n".join(each["sql"] for each in asked)
    assert_clean(answer)
    for address, number, _words in lines_of(answer.content.decode()):
        assert number != "0"
        assert client.get(address).status_code == 200, address


def test_who_is_signed_out_is_led_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/")


def _line(rows: Any, **more: Any) -> Line:
    return Line(Part.TURN, rows, lambda n: "person" if n == 1 else "people", "/people/", **more)


def test_all_lines_are_counted_in_one_query_and_empty_ones_are_left_out(
    db: None, django_assert_num_queries: Any
) -> None:
    today = timezone.localdate()
    first = timezone.now() - dt.timedelta(days=3)
    UserFactory.create(created_at=first)
    UserFactory.create()
    everybody = User.objects.all()
    lines = [
        _line(everybody, when="created_at"),
        _line(everybody.filter(name="Nobody of this name")),
        _line(everybody.none()),
        _line(everybody.filter(created_at__lt=first + dt.timedelta(hours=1)), when="created_at", due=True),
    ]
    with django_assert_num_queries(1):
        found = counted(lines, today)
    assert [(each.shown, each.text, each.first, each.late) for each in found] == [
        ("2", "people", timezone.localdate(first), False),
        ("1", "person", timezone.localdate(first), True),
    ]
    with django_assert_num_queries(0):
        assert counted([_line(everybody.none())], today) == []


def test_what_is_many_is_counted_to_a_bound(db: None) -> None:
    User.objects.bulk_create(User(email=f"{n}@example.com", name=str(n)) for n in range(MOST + 20))
    (found,) = counted([_line(User.objects.all(), when="created_at")], timezone.localdate())
    assert found.shown == "99+"
