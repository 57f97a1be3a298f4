"""What goes wrong with a file, said in a sentence that names the file, the place and the cure."""

from __future__ import annotations

from ladders.core.errors import DomainError

from .sheets import Place, Problem


class ExchangeError(DomainError):
    """A file, or a wish about it, that cannot be read. `message` is a whole sentence for the person."""

    def __init__(self, message: str, place: Place, *, of_frameworks: bool = False) -> None:
        """`of_frameworks`: the sentence speaks of frameworks, so it says nothing where other tables are expected."""
        super().__init__(message)
        self.place, self.of_frameworks = place, of_frameworks

    @property
    def problem(self) -> Problem:
        """The same as an entry of the list of problems."""
        return Problem.at(self.place, self.sentence)
