"""Every address as a stranger's page and a scanner find it: forms without a token, hostile queries and forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.route_kinds import HR
from tests.routes import ROUTES
from tests.shared_rows import shared_rows
from tests.test_routes import path_of, traces
from tests.world import World, build

pytestmark = pytest.mark.django_db
HOSTILE = (
    "'; DROP TABLE accounts_user; --",
    '"><script>alert(1)</script>{{ 7 * 7 }}',
    "9" * 400,
    "../../../../etc/passwd",
    "-1",
    "2026-02-31",
    "\u202e\U0010ffff%",
    "NaN",
)


@shared_rows
def world() -> World:
    """One of everything; each request is undone."""
    found = build()
    found.traces = traces()
    return found


def browser(world: World, who: str, *, checks: bool = False) -> Client:
    """Their session, in a browser that shows an error of ours as a page."""
    client = Client(enforce_csrf_checks=checks)
    client.cookies.update(world.client(who).cookies)
    client.raise_request_exception = False
    return client


def read_of_addresses() -> list[str]:
    """What views read from the query of an address, as the source names it."""
    root = Path(settings.BASE_DIR)
    files = [path for room in ("ladders", "accounts") for path in (root / room).rglob("*.py")]
    found = {name for path in files for name in re.findall(r'GET\.get(?:list)?\(\s*"(\w+)"', path.read_text())}
    return sorted(found | {"q", "after", "before", "sort", "columns", "state", "department", "level", "page"})


def test_no_form_of_another_site_does_anything(world: World) -> None:
    """Whichever deed, by whoever may do it: without the token of a page of ours it is refused, and nothing is written."""
    wrong, tried = [], 0
    for name, route in ROUTES.items():
        if "POST" not in route.verbs or HR not in route.may:
            continue
        tried += 1
        cache.clear()
        with transaction.atomic():
            answer = browser(world, HR, checks=True).post(path_of(world, name, HR), {"why": "x", "sure": "on"})
            left = traces() - world.traces
            transaction.set_rollback(True)
        if answer.status_code != 403 or left:
            wrong.append((name, answer.status_code, left))
    assert wrong == []
    assert tried > 150


def broken_by(answer: Any) -> list[object]:
    """What is wrong with an answer to hostile texts: an error of ours, one of them as markup, or a way to another site."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    leads = answer.headers.get("Location", "")
    failed = answer.status_code >= 500 or b"<script>alert(1)" in body
    return [answer.status_code] * failed + [leads] * ("://" in leads or leads.startswith("//"))


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(2))
def test_no_query_of_an_address_breaks_a_page_or_comes_back_as_markup(world: World, turn: int) -> None:
    """All names that views read have a hostile text at once, another one each turn."""
    names = read_of_addresses()
    query = urlencode({name: HOSTILE[(place + 3 * turn) % len(HOSTILE)] for place, name in enumerate(names)})
    wrong: list[tuple[str, object]] = []
    for name, route in ROUTES.items():
        if "GET" not in route.verbs or HR not in route.may:
            continue
        cache.clear()
        with transaction.atomic():
            answer: Any = browser(world, HR).get(f"{path_of(world, name, HR)}?{query}")
            transaction.set_rollback(True)
        wrong += [(name, each) for each in broken_by(answer)]
    assert wrong == []


def fields_of_forms() -> list[str]:
    """What forms of ours and views read from what is sent, as the source names it."""
    root = Path(settings.BASE_DIR)
    files = [path for room in ("ladders", "accounts") for path in (root / room).rglob("*.py")]
    texts = [path.read_text() for path in files]
    sent = {name for text in texts for name in re.findall(r'POST(?:\.get(?:list)?\(|\[)\s*"([\w-]+)"', text)}
    return sorted(
        sent | {name for text in texts for name in re.findall(r"^    (\w+) = (?:forms\.)?\w*Field\(", text, re.M)}
    )


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(2))
def test_no_form_that_somebody_made_up_breaks_a_page(world: World, turn: int) -> None:
    """The same with what is sent, under every name that a form or a view reads."""
    sent = {name: HOSTILE[(place + 3 * turn) % len(HOSTILE)] for place, name in enumerate(fields_of_forms())}
    wrong: list[tuple[str, object]] = []
    for name, route in ROUTES.items():
        if "POST" not in route.verbs or HR not in route.may:
            continue
        cache.clear()
        with transaction.atomic():
            answer: Any = browser(world, HR).post(path_of(world, name, HR), sent)
            transaction.set_rollback(True)
        wrong += [(name, each) for each in broken_by(answer)]
    assert wrong == []
    assert len(sent) > 150
