"""Every address as everybody, with own and other people's ids and with the wrong verb. The table is in `routes.py`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.pages import without_tokens
from tests.route_kinds import (
    ANALYST,
    BOTH,
    EDITOR,
    EMPLOYEE,
    EQUITY,
    HR,
    OPEN,
    OWNER,
    PAY_EQUITY,
    SIGNED_IN,
    STRANGER,
    SYSTEM,
    Route,
)
from tests.routes import ROUTES
from tests.shared_rows import shared_rows
from tests.world import NOBODYS, PAID, SALARY, World, build

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DONE = {200, 204, 302, 303, 400, 409, 422}  # a deed without content is done, refused with a sentence, or asks for more
EVERYBODY = sorted(SIGNED_IN | {STRANGER})
# Whom most addresses are for, or for whom fewest are: `make test` walks as these, the build as everybody.
FIRST = {HR, OWNER, EMPLOYEE, STRANGER}
# Who may read what EMPLOYEE earns, and what they were paid in a year.
SALARY_READERS = {HR, ANALYST, EMPLOYEE}
PAID_READERS = {HR, PAY_EQUITY, EMPLOYEE}
# Ids, digests and fractions of a second: any five digits may stand in them.
CHANCE = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b|\b[0-9a-f]{32,}\b|(?<=:\d\d)\.\d+")
# How many traces there are. That somebody was refused is told; nothing was done.
TRACES = (
    """SELECT (SELECT count(*) FROM core_auditentry WHERE verb <> 'access.denied') + (SELECT count(*) FROM core_job)"""
)
# Files that are the same for everybody and hold nothing of anybody.
OPEN_FILES = frozenset({"schema", "personal-data-schema", "pay-report-schema"})
# For nobody else the database is asked for sex and pay of a year, but for a copy of one's own data.
SECRET = re.compile(r"\b(insights_recordedsex|insights_paidyear|insights_paidamount)\b")
HEARD = {EMPLOYEE: {("my-pay", "salary"), ("my-data-copy", "paid")}, HR: {("person-pay", "salary")}}
OWN_DATA = {"my-data", "my-data-copy", "my-data-file"}


@shared_rows
def world() -> World:
    """One of everything. Each test walks all addresses with it; every request is undone."""
    found = build()
    found.traces = traces()
    return found


def traces() -> int:
    """Audit entries and jobs there are, in one question: it is asked after each of thousands of requests."""
    with connection.cursor() as cursor:
        cursor.execute(TRACES)
        return int(cursor.fetchone()[0])


def named() -> list[str | None]:
    """The names of all addresses."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns)
            else:
                yield each.name

    return list(walk(get_resolver().url_patterns))


@dataclass
class Canaries:
    """What came out of a request that only some may know."""

    body: str = ""
    tables: set[str] = field(default_factory=set)
    kept: bool = False  # by a cache
    open: bool = False  # to scripts and frames of others

    def heard(self) -> set[str]:
        """Which figures stand in the answer, however they are written."""
        text = re.sub(r"[\s,.'’\u202f]", "", CHANCE.sub("", without_tokens(self.body)))
        return {what for what, figure in (("salary", SALARY), ("paid", int(PAID))) if str(figure) in text}

    def given_away(self, name: str, who: str) -> set[str]:
        """What this person may not have."""
        may = {what for what, readers in (("salary", SALARY_READERS), ("paid", PAID_READERS)) if who in readers}
        return (self.heard() - may) | (self.tables if who not in EQUITY and name not in OWN_DATA else set())

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note which tables are read."""
        self.tables |= set(SECRET.findall(sql))
        return execute(sql, params, many, context)

    def read(self, answer: Any) -> None:
        """Keep the text of an answer (of a workbook, of its parts), and what it lets browsers do."""
        self.kept = "no-store" not in answer.headers.get("Cache-Control", "")
        self.open = not closed(answer)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                content = b" ".join(parts.read(name) for name in parts.namelist())
        self.body = content.decode(errors="replace")


def closed(answer: Any) -> bool:
    """Whether a browser lets nothing run in it that is not ours, and nobody frame it."""
    policy = answer.headers.get("Content-Security-Policy", "")
    alone = "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy
    return (
        alone
        and answer.headers.get("X-Frame-Options") == "DENY"
        and answer.headers["X-Content-Type-Options"] == "nosniff"
    )


def ask(world: World, who: str, verb: str, path: str, canaries: Canaries | None = None) -> tuple[int, str, int]:
    """Status, where it leads, and how many traces it left; undone afterwards."""
    cache.clear()  # no limits here: they have tests of their own
    client = world.client(who)
    client.raise_request_exception = False  # a failure of ours is a wrong answer like any other: 500
    with transaction.atomic(), ExitStack() as stack:
        if canaries is not None:
            stack.enter_context(connection.execute_wrapper(canaries.watch))
        answer = client.generic(verb, path) if verb != "POST" else client.post(path)
        if canaries is not None:
            canaries.read(answer)
        more = traces() - world.traces
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("Location", ""), more


def path_of(world: World, name: str, who: str, **instead: Any) -> str:
    """The address as it is for this person."""
    return reverse(name, args=world.args(ROUTES[name].ids, who, **instead))


def test_every_address_has_its_expected_answers() -> None:
    assert sorted(set(map(str, named())) - set(ROUTES)) == [], "add a line to tests/routes.py"
    assert sorted(set(ROUTES) - set(map(str, named()))) == [], "these addresses are gone"
    assert len(named()) == len(set(named())), "a name stands for two addresses"


@pytest.mark.parametrize("who", [pytest.param(who, marks=[pytest.mark.slow] * (who not in FIRST)) for who in EVERYBODY])
def test_who_may_go_there(world: World, who: str) -> None:
    wrong: list[tuple[Any, ...]] = []
    heard: set[tuple[str, str]] = set()
    for name, route in ROUTES.items():
        path = path_of(world, name, who)
        for verb in sorted(route.verbs & BOTH):
            canaries = Canaries()
            status, leads, left = ask(world, who, verb, path, canaries)
            heard |= {(name, what) for what in canaries.heard()}
            if away := canaries.given_away(name, who):
                wrong.append((name, verb, path, *sorted(away)))
            if (canaries.kept and name not in OPEN_FILES) or canaries.open:
                wrong.append((name, verb, path, "kept by a cache, or open to others"))
            if who in route.may:
                signs_in = leads.startswith("/sign-in/?next=") and not route.library
                right = status in ({200, 302} if verb == "GET" else DONE) and not signs_in
            elif who == STRANGER:
                right = status == 302 and leads.startswith("/sign-in/?") and left == 0
            else:
                right = status == (404 if who in route.unseen else route.refused) and left == 0
            if not right:
                wrong.append((name, verb, path, status, leads, left))
    assert wrong == []
    assert heard >= HEARD.get(who, set())  # else nobody would be found who hears too much


def test_the_wrong_verb_is_refused(world: World) -> None:
    wrong = []
    for name, route in ROUTES.items():
        # Pages of allauth take PUT as POST, and may lead elsewhere before they look at the verb; they do nothing then.
        also = {"PUT"} if route.library and "POST" in route.verbs else set()
        fine = {405, 302, 404} if route.library else {405} if route.verbs else {route.refused}
        for verb in VERBS:
            if verb not in route.verbs | also:
                path = path_of(world, name, HR)
                status, leads, left = ask(world, HR, verb, path)
                # The address of a deed, opened in a browser, leads to a page above it.
                led = verb == "GET" and status == 302 and path.startswith(leads) and leads != path
                if not (status in fine or led) or left:
                    wrong.append((name, verb, status, leads, left))
    assert wrong == []


def test_what_belongs_to_others_does_not_exist(world: World) -> None:
    wrong, tried = [], 0
    for name, route in ROUTES.items():
        if not any(each.startswith("own ") for each in route.ids):
            continue
        for who in sorted(route.may & SIGNED_IN):
            path = path_of(world, name, EDITOR if who != EDITOR else HR)
            for verb in sorted(route.verbs & BOTH):
                tried += 1
                status, leads, left = ask(world, who, verb, path)
                asks_again = route.library and leads.startswith("/sign-in/confirm/")
                as_gone = route.gone and status == 302
                if not (status == 404 or asks_again or as_gone) or left:
                    wrong.append((name, who, verb, status, leads, left))
    assert wrong == []
    assert tried


def test_what_is_anothers_answers_as_what_is_not_there(world: World) -> None:
    """Whoever tries numbers does not learn which of them are somebody's."""
    tried = {}
    for name, route in ROUTES.items():
        own = any(each.startswith("own ") for each in route.ids)
        if route.gone and (own or route.refused == 302):
            args = world.args(route.ids, HR)
            nothing = [NOBODYS[type(each)] for each in args]
            tried[name] = [ask(world, EDITOR, "POST", reverse(name, args=each)) for each in (args, nothing)]
    assert {name: each for name, each in tried.items() if each[0] != each[1] or each[0][2]} == {}
    assert len(tried) == 7


def test_ids_of_nothing_are_not_found(world: World) -> None:
    wrong = []
    for name, route in ROUTES.items():
        for position, each in enumerate(() if route.library else route.ids):
            args = world.args(route.ids, HR)
            args[position] = NOBODYS[type(args[position])]
            for verb in sorted(route.verbs):
                status, leads, left = ask(world, HR, verb, reverse(name, args=args))
                said = route.gone and verb == "POST" and each != "slug" and status in (302, 409)
                if not (status == 404 or said) or left:
                    wrong.append((name, each, verb, status, leads, left))
    assert wrong == []


def test_a_framework_that_was_never_published_does_not_exist_for_others(world: World) -> None:
    wrong = []
    for name, route in ROUTES.items():
        if "slug" not in route.ids:
            continue
        for who in (EMPLOYEE, OWNER, SYSTEM):
            path = path_of(world, name, who, slug=world.hidden)
            for verb in sorted(route.verbs):
                status, leads, left = ask(world, who, verb, path)
                if status != 404 or left:
                    wrong.append((name, who, verb, status, leads, left))
    assert wrong == []


def test_the_table_knows_everybody() -> None:
    assert {who for route in ROUTES.values() for who in route.may} == OPEN
    assert {ANALYST, EDITOR} < OPEN
    assert all(isinstance(route, Route) and route.verbs <= set(VERBS) for route in ROUTES.values())
