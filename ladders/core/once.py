"""What one page, or one transaction, needs in several places is read once.

Rules, levels, lines and roles are asked for by many small functions that know nothing of each other. Within `read_once()`
each answer is kept and given again, and it is forgotten at the end: nothing outlives the page or the transaction, so nothing
can be stale in the next. Outside of it everything is read anew. What was read before a lock does not count behind it: whoever
takes one begins a scope of its own there (`read_once`), or forgets what this one knows (`forget`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_scope: ContextVar[dict[Hashable, dict[Any, Any]] | None] = ContextVar("read_once", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """A scope that knows nothing yet; behind it the one around it holds again."""
    token = _scope.set({})
    try:
        yield
    finally:
        _scope.reset(token)


def known(what: Hashable) -> dict[Any, Any]:
    """What was read of a sort in this scope, to look things up in and to add to; outside of any, nothing."""
    scope = _scope.get()
    return {} if scope is None else scope.setdefault(what, {})


def forget() -> None:
    """From here on everything is read anew in this scope: a lock was taken, and others may have written while it waited."""
    if (scope := _scope.get()) is not None:
        scope.clear()


def once(read: Callable[P, R]) -> Callable[P, R]:
    """A read that happens once in a scope for the same arguments, all of which can be hashed. Nobody changes its answer."""

    @wraps(read)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        found = known(kept)
        key = (args, *sorted(kwargs.items()))
        if key not in found:
            found[key] = read(*args, **kwargs)
        answer: R = found[key]
        return answer

    return kept


def reads_once(view: Callable[P, R]) -> Callable[P, R]:
    """A view that is a scope of its own."""

    @wraps(view)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        with read_once():
            return view(*args, **kwargs)

    return within


def within_scope(read: Callable[P, R]) -> Callable[P, R]:
    """A read in several parts that look things up together: in the scope around it, else in one of its own."""

    @wraps(read)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        if _scope.get() is not None:
            return read(*args, **kwargs)
        with read_once():
            return read(*args, **kwargs)

    return within
