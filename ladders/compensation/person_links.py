"""Pages about the same person that a pay page leads to: brought by a room above, which knows who may open them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from accounts.models import Employee
from ladders.core.providers import Provider


class Page(Protocol):
    """A page that this reader may open."""

    @property
    def label(self) -> str: ...

    @property
    def url(self) -> str: ...


@Provider
def pages_beside(user: Any, person: Employee) -> Sequence[Page]:
    """The pages about this person, but for pay, that this reader may open; who provides them says with how many queries."""
    return ()
