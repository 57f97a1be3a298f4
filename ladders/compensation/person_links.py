"""Pages about the same person that a pay page leads to: brought by a room above, which knows who may open them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from accounts.models import Employee


class Page(Protocol):
    """A page that this reader may open."""

    @property
    def label(self) -> str: ...

    @property
    def url(self) -> str: ...


Pages = Callable[[Any, Employee], list[Any]]
_providers: list[Pages] = []


def register(pages: Pages) -> None:
    """`pages(user, person)`: the pages about the person, but for pay, that this reader may open."""
    _providers[:] = [pages]


def pages_beside(user: Any, person: Employee) -> list[Page]:
    """The pages about this person that this reader may open; the provider says with how many queries."""
    return _providers[0](user, person) if _providers else []
