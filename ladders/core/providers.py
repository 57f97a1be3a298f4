"""Questions that a room asks and a room above it answers.

A room imports nothing from above. What its pages show of a higher room it asks of a provider: a function that says what holds
while nobody knows better, until the room that knows puts its own in its place when the process starts (`apps.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Provider(Generic[P, R]):
    """Decorates the function whose answer holds where no room provides another, and is called like it."""

    def __init__(self, default: Callable[P, R]) -> None:
        self.answer = default
        update_wrapper(self, default)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.answer(*args, **kwargs)

    def provide(self, answer: Callable[P, R]) -> None:
        """From now on `answer` is called; the last one given counts."""
        self.answer = answer
