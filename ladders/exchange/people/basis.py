"""What all parts of a plan look at: the file, who and what is known, and the problems they add to. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from operator import attrgetter

from ..tables.sheets import Severity
from .fields import PeopleField
from .managers import FoundManager
from .parse import PeopleFile, PersonRow
from .shapes import FIELDS, KnownPerson, LevelRef, Levels, PeoplePlan

F = PeopleField


class Basis:
    """One file compared with what is there; `plan` is what comes of it."""

    def __init__(
        self,
        people: PeopleFile,
        known: Mapping[str, KnownPerson],
        free_accounts: Mapping[str, int],
        levels: Levels,
        today: dt.date,
        other_admins: bool,
        own: int | None,
    ) -> None:
        self.people, self.known, self.free, self.today = people, known, free_accounts, today
        self.levels, self.found_levels = levels, dict[tuple[str, str], LevelRef | str]()
        self.problems, self.other_admins, self.own = people.problems, other_admins, own
        self.given = people.given
        self.compared = tuple(each.value for each in FIELDS if each in people.given)
        self.compare = attrgetter("number", *self.compared)
        self.plan = PeoplePlan(known=known, problems=self.problems, rows=len(people.rows), columns=people.read_as)
        self.by_number: dict[str, PersonRow] = {}
        self.by_email: dict[str, str] = {}  # address → number, of everybody once the file is taken in
        self.number_of = {each.id: each.number for each in known.values()}
        self.unknown_managers: dict[str, tuple[str, list[int]]] = {}  # text → why, rows
        self.unknown_levels = Counter[tuple[str, str]]()  # framework and level, as the file has them → rows
        self.guessed_managers: dict[str, FoundManager] = {}
        self.former: dict[str, None] = {}  # codes that levels had before, in sentences
        self.settled: set[str] = set()  # people whose row holds a manager's number already, whatever the file's manner
        self.without_manager: dict[str, list[str]] = {}  # number of who leaves → who reports to them then

    def gone(self, left_on: dt.date | None) -> bool:
        """Whether a last day is over."""
        return left_on is not None and left_on < self.today

    def wrong(
        self, what: str | PeopleField, person: PersonRow, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note what is wrong in a row; with a field, in its column."""
        letters = self.people.letters.get(what, "") if isinstance(what, PeopleField) else ""
        said = f"{self.people.file}, row {person.row}: {message}"
        self.problems.add(str(what), person.row, said, severity, column=letters)

    def last_day(self, number: str) -> dt.date | None:
        """Somebody's last day once the file is taken in."""
        person, known = self.by_number.get(number), self.known.get(number)
        if person is not None and (F.LEFT_ON in self.given or known is None):
            return person.left_on
        return known.left_on if known else None

    def name_of(self, number: str) -> str:
        """What somebody of the file, or who is known, is called."""
        person = self.by_number.get(number)
        return person.name if person else self.known[number].name
