"""What goes wrong with a file, said in a sentence that names the file, the place and the cure."""

from __future__ import annotations

from ladders.core.errors import DomainError

from .sheets import Place, Problem


class ExchangeError(DomainError):
    """A file, or a wish about it, that cannot be read. `message` is a whole sentence for the person."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.place = place

    @property
    def problem(self) -> Problem:
        """The same as an entry of the list of problems."""
        return Problem.at(self.place, self.sentence)
