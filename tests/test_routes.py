"""Every address as everybody, with own and other people's ids and with the wrong verb. The table is in `routes.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ladders.core.models import AuditEntry, Job
from tests.routes import (
    ANALYST,
    EDITOR,
    EMPLOYEE,
    HR,
    OPEN,
    OWNER,
    ROUTES,
    SIGNED_IN,
    STRANGER,
    SYSTEM,
    Route,
)
from tests.world import NOBODYS, World, build

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DONE = {200, 204, 302, 303, 400, 409, 422}  # a deed without content is done, refused with a sentence, or asks for more
EVERYBODY = sorted(SIGNED_IN | {STRANGER})


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One of everything, built once and rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = build()
        found.traces = AuditEntry.objects.count() + Job.objects.count()
        yield found
        transaction.set_rollback(True)


def named() -> list[str | None]:
    """The names of all addresses."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns)
            else:
                yield each.name

    return list(walk(get_resolver().url_patterns))


def ask(world: World, who: str, verb: str, path: str) -> tuple[int, str, int]:
    """Status, where it leads, and how many traces it left; undone afterwards."""
    cache.clear()  # no limits here: they have tests of their own
    client = world.client(who)
    with transaction.atomic():
        answer = client.generic(verb, path) if verb != "POST" else client.post(path)
        traces = AuditEntry.objects.count() + Job.objects.count() - world.traces
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("Location", ""), traces


def path_of(world: World, name: str, who: str, **instead: Any) -> str:
    """The address as it is for this person."""
    return reverse(name, args=world.args(ROUTES[name].ids, who, **instead))


def test_every_address_has_its_expected_answers() -> None:
    assert sorted(set(map(str, named())) - set(ROUTES)) == [], "add a line to tests/routes.py"
    assert sorted(set(ROUTES) - set(map(str, named()))) == [], "these addresses are gone"
    assert len(named()) == len(set(named())), "a name stands for two addresses"


@pytest.mark.parametrize("name", ROUTES)
def test_who_may_go_there(world: World, name: str) -> None:
    route = ROUTES[name]
    wrong = []
    for who in EVERYBODY:
        for verb in ("GET", "POST"):
            if verb not in route.verbs:
                continue
            path = path_of(world, name, who)
            status, leads, traces = ask(world, who, verb, path)
            if who in route.may:
                signs_in = leads.startswith("/sign-in/?next=") and not route.library
                right = status in ({200, 302} if verb == "GET" else DONE) and not signs_in
            elif who == STRANGER:
                right = status == 302 and leads.startswith("/sign-in/?") and traces == 0
            else:
                right = status == route.refused and traces == 0
            if not right:
                wrong.append((who, verb, path, status, leads, traces))
    assert wrong == []


@pytest.mark.parametrize("name", ROUTES)
def test_the_wrong_verb_is_refused(world: World, name: str) -> None:
    route = ROUTES[name]
    if not route.verbs:
        assert {ask(world, HR, verb, path_of(world, name, HR))[0] for verb in VERBS} == {route.refused}
        return
    also = {"PUT"} if route.library and "POST" in route.verbs else set()
    answers = {verb: ask(world, HR, verb, path_of(world, name, HR)) for verb in VERBS if verb not in route.verbs | also}
    # A page of allauth may lead elsewhere before it looks at the verb; it does nothing then.
    fine = {405, 302, 404} if route.library else {405}
    assert {verb: answer for verb, answer in answers.items() if answer[0] not in fine or answer[2]} == {}


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if any(i[:4] == "own " for i in route.ids)])
def test_what_belongs_to_others_does_not_exist(world: World, name: str) -> None:
    route = ROUTES[name]
    for who in sorted(route.may & SIGNED_IN):
        other = EDITOR if who != EDITOR else HR
        for verb in sorted(route.verbs & {"GET", "POST"}):
            status, leads, traces = ask(world, who, verb, path_of(world, name, other))
            asks_again = route.library and leads.startswith("/sign-in/confirm/")
            assert status == 404 or asks_again, (who, verb, status, leads)
            assert traces == 0, (who, verb)


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.ids and not route.library])
def test_ids_of_nothing_are_not_found(world: World, name: str) -> None:
    route = ROUTES[name]
    wrong = []
    for position, each in enumerate(route.ids):
        args = world.args(route.ids, HR)
        args[position] = NOBODYS[type(args[position])]
        for verb in sorted(route.verbs):
            status, leads, traces = ask(world, HR, verb, reverse(name, args=args))
            said = route.gone and verb == "POST" and each != "slug" and status in (302, 409)
            if not (status == 404 or said) or traces:
                wrong.append((each, verb, status, leads, traces))
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "slug" in route.ids])
def test_a_framework_that_was_never_published_does_not_exist_for_others(world: World, name: str) -> None:
    for who in (EMPLOYEE, OWNER, SYSTEM):
        for verb in sorted(ROUTES[name].verbs):
            status, _leads, traces = ask(world, who, verb, path_of(world, name, who, slug=world.hidden))
            assert (status, traces) == (404, 0), (who, verb, status)


def test_the_table_knows_everybody() -> None:
    assert {who for route in ROUTES.values() for who in route.may} == OPEN
    assert {ANALYST, EDITOR} < OPEN
    assert all(isinstance(route, Route) and route.verbs <= set(VERBS) for route in ROUTES.values())
