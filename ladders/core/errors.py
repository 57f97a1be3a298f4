"""Expected failures, said in a sentence for the person who met them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class DomainError(Exception):
    """Something the rules do not allow. The message is shown to the person as it is: it names the place and the cure."""

    @property
    def sentence(self) -> str:
        """The message, as shown to the person."""
        first = self.args[0] if self.args else ""
        return first if isinstance(first, str) else str(first)


class StaleError(DomainError):
    """Somebody else changed the same thing first. Carries what is there now, so that the person can choose."""

    def __init__(self, sentence: str, current: object = None) -> None:
        super().__init__(sentence)
        self.current = current


@contextmanager
def named(name: object) -> Iterator[None]:
    """What stands in the way of one of many is said with its name."""
    try:
        yield
    except DomainError as error:
        raise DomainError(f"{name}: {error.sentence}") from error
