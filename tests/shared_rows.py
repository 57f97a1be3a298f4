"""Rows that neighbouring tests begin with, made once for all of them.

    @shared_rows
    def research(plan: FactorPlan, hr: User) -> Version:
        return published(by=hr)

is a fixture like any other: a test that names it finds its rows and nothing of what other tests did with them. The rows are
made in a savepoint, each test runs in a savepoint inside it and is undone, and the next test that begins with the same
rows goes on from there; within a module such tests run one after the other. A test finds exactly the rows of the fixtures
it names: what it does not name is undone before.

Such a fixture takes only others of its kind. What it returns is copied for each test. Tests that commit make the rows
themselves, as do fixtures that are asked for by `getfixturevalue`. Rows are never kept beyond a module.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key

from ladders.frameworks.queries.snapshot import Kept

Make = Callable[..., Any]
Chain = list[tuple[str, Make]]  # names and makers, each after what it needs
MARK = "makes_shared_rows"
_order: dict[Make, int] = {}  # rows are made in the order in which their fixtures are written


def shared_rows(make: Make) -> Any:
    """Turn a function into a fixture whose rows are made once for neighbouring tests."""

    def given(request: pytest.FixtureRequest, db: None, **needs: Any) -> Any:
        if make in _stack.given:
            return _stack.given[make]
        return make(**needs)

    needs = list(inspect.signature(make).parameters.values())
    own = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("request", "db")]
    taken = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in needs if each.name != "db"]
    given.__signature__ = inspect.Signature([*own, *taken])  # type: ignore[attr-defined]
    given.__doc__ = make.__doc__
    setattr(given, MARK, make)
    _order[make] = len(_order)
    return pytest.fixture(name=make.__name__)(given)


class Stack:
    """Savepoints around the test that runs, each with the rows of one fixture; the outermost is a transaction."""

    def __init__(self) -> None:
        self._levels: list[tuple[Make, transaction.Atomic, dict[Make, Any]]] = []
        self.given: dict[Make, Any] = {}

    def prepare(self, chain: Chain) -> None:
        """Have exactly the rows of `chain`, and copies of what its fixtures return in `given`."""
        self.keep(chain)
        for name, make in chain[len(self._levels) :]:
            self._add(name, make, dict(chain))
        self.given = copy.deepcopy(self._levels[-1][2]) if self._levels else {}
        if self._levels:
            # What processes keep of rows, they keep by id, and the next test finds the same ids.
            Kept.clear_all()
            cache.clear()

    def keep(self, chain: Chain) -> None:
        """Undo what is not the beginning of `chain`."""
        same = 0
        for (made, _atomic, _values), (_name, make) in zip(self._levels, chain, strict=False):
            if made is not make:
                break
            same += 1
        while len(self._levels) > same:
            self._undo()
        self.given = {}

    def _add(self, name: str, make: Make, known: dict[str, Make]) -> None:
        values = copy.deepcopy(self._levels[-1][2]) if self._levels else {}
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # what must be outermost may run in it
        atomic.__enter__()
        self._levels.append((make, atomic, values))
        try:
            needs = [each for each in inspect.signature(make).parameters if each != "db"]
            values[make] = make(**{each: values[known[each]] for each in needs})
            connection.check_constraints()  # once here, instead of at the end of each test
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        _make, atomic, _values = self._levels.pop()
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


_stack = Stack()


def commits(item: Any) -> bool:
    """True for a test with transactions of its own."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(item.fixturenames)
    return bool(fixtures or (marker and (marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences"))))


def _chain(item: Any) -> Chain:
    """The shared fixtures that a test names, in an order that neighbours agree on; none for tests that commit."""
    if commits(item):
        return []
    definitions = item._fixtureinfo.name2fixturedefs
    named = [
        (name, getattr(definitions[name][-1].func, MARK, None)) for name in item.fixturenames if name in definitions
    ]
    makers: dict[str, Make] = {name: make for name, make in named if make is not None}
    found: Chain = []

    def visit(name: str) -> None:
        if name in makers and (name, makers[name]) not in found:
            for need in inspect.signature(makers[name]).parameters:
                visit(need)
            found.append((name, makers[name]))

    for name in sorted(makers, key=lambda name: _order[makers[name]]):
        visit(name)
    return found


def beside_each_other(items: list[Any]) -> list[Any]:
    """The tests, those of a module that begin with the same rows beside each other; the order is else as it was."""
    return [
        item
        for _path, module in groupby(items, key=lambda item: item.path)
        for item in sorted(module, key=lambda item: [_order[make] for _name, make in _chain(item)])
    ]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    """Before a test's own transaction begins, the rows it begins with are there."""
    if fixturedef.argname == "_django_db_helper":
        try:
            with request.config.stash[blocking_manager_key].unblock():
                _stack.prepare(_chain(request.node))
        except Exception as error:  # as if the fixture itself had failed
            fixturedef.cached_result = (None, fixturedef.cache_key(request), (error, error.__traceback__))
            raise
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: Any, nextitem: Any) -> Iterator[None]:
    """After the last test of a module, and before one that begins with other rows, they are undone."""
    result = yield
    if nextitem is not None:  # else the database is gone: see `forget`
        with item.config.stash[blocking_manager_key].unblock():
            _stack.keep(_chain(nextitem) if nextitem.path == item.path else [])
    return result


def forget() -> None:
    """Undo all rows, at the end of the session."""
    _stack.keep([])
