"""What an import would change: pure thinking on plain data, tested without a database.

People are known by their number. Nobody is ever deleted: who is missing from a full file is listed. Managers are looked up
in a second pass, so rows may come in any order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from ..sheets import Severity, fold
from .cycles import cycles
from .fields import PeopleField
from .reading import People, Person, Problems

F = PeopleField
FIELDS = (
    F.NAME,
    F.LEGAL_ENTITY,
    F.DEPARTMENT,
    F.JOB_TITLE,
    F.LOCATION,
    F.COUNTRY,
    F.CONTRACT,
    F.WEEKLY_HOURS,
    F.HIRED_ON,
    F.LEFT_ON,
)
FIELD_NAMES = tuple(each.value for each in FIELDS)
ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Known:
    """Somebody who is there already, with account, reporting line and primary placement as they last stand."""

    id: int
    number: str
    name: str = ""
    legal_entity: str = ""
    department: str = ""
    job_title: str = ""
    location: str = ""
    country: str = ""
    contract: str = ""
    weekly_hours: Decimal | None = None
    hired_on: dt.date | None = None
    left_on: dt.date | None = None
    user: int | None = None
    email: str = ""
    active: bool = False
    admin: bool = False  # HR admin of the whole organisation
    line: int | None = None  # the reporting line with the latest start, unless it ended
    manager: int | None = None
    line_from: dt.date | None = None
    placement: int | None = None  # the primary placement with the latest start, unless it ended
    level_key: UUID | None = None
    placed_on: dt.date | None = None
    placed_until: dt.date | None = None
    free_from: dt.date | None = None  # day after the last primary placement that ended


@dataclass(frozen=True, slots=True)
class LevelRef:
    """A level of a published version."""

    framework: int
    version: int
    level: int
    key: UUID
    name: str  # the framework's
    code: str


class Levels:
    """Finds levels by framework (name or slug) and code."""

    def __init__(self, levels: Iterable[tuple[LevelRef, str]]) -> None:
        """`levels`: each with its framework's slug."""
        self._named: dict[tuple[str, str], LevelRef] = {}
        self._coded: dict[str, list[LevelRef]] = {}
        self._names: set[str] = set()
        for level, slug in levels:
            for name in {fold(level.name), slug}:
                self._named[name, fold(level.code)] = level
                self._names.add(name)
            self._coded.setdefault(fold(level.code), []).append(level)

    def find(self, framework: str, code: str) -> LevelRef | str:
        """The level, or the end of a sentence that says why there is none."""
        if framework:
            if found := self._named.get((fold(framework), fold(code))):
                return found
            if fold(framework) in self._names:
                return f"the framework “{framework}” has no level “{code}”. Choose one of its levels."
            return f"there is no published framework “{framework}”. Publish it first, or choose another."
        several = self._coded.get(fold(code), [])
        if len(several) == 1:
            return several[0]
        if several:
            names = ", ".join(sorted(level.name for level in several))
            return f"several frameworks have a level “{code}”: {names}. Add a column with the framework."
        return f"there is no level “{code}” in a published framework. Choose another, or publish its framework first."


@dataclass(slots=True)
class Change:
    """What becomes of one person. `fields` maps a field to its value before and after; empty for a new person."""

    person: Person
    known: Known | None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    email: str = ""  # the address of an account that is made or changed; empty: as it is
    user: int | None = None  # an account that exists and gets this employee
    active: bool | None = None  # whether the account signs in from now on; None: as it is
    left_on: dt.date | None = None
    leaves: bool = False  # by this file
    manager: str = ""  # number of the new manager, where there is a new line
    line_from: dt.date | None = None  # first day of the new line
    line_replaces: bool = False  # the old line began on that day: it gets the new manager
    line_ends: dt.date | None = None  # last day of the old line
    line_deleted: bool = False  # the old line would end before it began
    level: LevelRef | None = None  # where the level is new
    placed_on: dt.date | None = None  # first day of the new placement, or the corrected one of the old
    placement_replaces: bool = False  # the old placement began on that day: it gets the new level
    placement_ends: dt.date | None = None  # last day of the old placement; of the new one where there is no old one
    placement_reopened: bool = False  # the old one ended with a leave date that is gone
    placement_deleted: bool = False

    @property
    def touched(self) -> bool:
        """True when anything at all is written."""
        return bool(
            self.known is None
            or self.fields
            or self.email
            or self.user
            or self.active is not None
            or self.line_touched
            or self.placement_touched
        )

    @property
    def line_touched(self) -> bool:
        """True when the reporting line changes."""
        return bool(self.manager or self.line_ends or self.line_deleted)

    @property
    def placement_touched(self) -> bool:
        """True when the placement changes."""
        ends = self.placement_ends or self.placement_deleted or self.placement_reopened
        return bool(self.level or self.placed_on or ends)


@dataclass
class Plan:
    """All changes in the order of the file's rows, and what a person should see before they are made."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    known: Mapping[str, Known] = field(default_factory=dict)
    missing: list[Known] = field(default_factory=list)
    problems: Problems = field(default_factory=lambda: Problems(""))
    rows: int = 0

    @property
    def created(self) -> list[Change]:
        """People who are new."""
        return [change for change in self.changes if change.known is None]

    @property
    def updated(self) -> list[Change]:
        """People of whom something changes."""
        return [change for change in self.changes if change.known is not None]

    @property
    def leavers(self) -> list[Change]:
        """People who have left, by this file."""
        return [change for change in self.changes if change.leaves]


def plan(
    people: People,
    known: Mapping[str, Known],
    free_accounts: Mapping[str, int],
    levels: Levels,
    today: dt.date,
) -> Plan:
    """Compare the file with what is there. `free_accounts` maps the address of accounts without an employee to their id."""
    return _Planner(people, known, free_accounts, levels, today).run()


class _Planner:
    def __init__(
        self,
        people: People,
        known: Mapping[str, Known],
        free_accounts: Mapping[str, int],
        levels: Levels,
        today: dt.date,
    ) -> None:
        self.people, self.known, self.free, self.today = people, known, free_accounts, today
        self.levels, self.found_levels = levels, dict[tuple[str, str], LevelRef | str]()
        self.problems = people.problems
        self.given = people.given
        self.compared = tuple(each.value for each in FIELDS if each in people.given)
        self.compare = attrgetter("number", *self.compared)
        self.plan = Plan(known=known, problems=self.problems, rows=len(people.rows))
        self.by_number: dict[str, Person] = {}
        self.by_email: dict[str, str] = {}  # address → number, of everybody once the file is taken in
        self.number_of = {each.id: each.number for each in known.values()}

    def run(self) -> Plan:
        self._index()
        manager_of = {
            each.number: self.number_of[each.manager]
            for each in self.known.values()
            if each.manager is not None and not self._gone(each.left_on)
        }
        for person in self.by_number.values():
            change = None if self._same(person, manager_of) else self._change(person, manager_of)
            if change is not None and change.touched:
                self.plan.changes.append(change)
            else:
                self.plan.unchanged += 1
        self._cycles(manager_of)
        self._admins()
        self.plan.missing = [
            each for number, each in self.known.items() if number not in self.by_number and not self._gone(each.left_on)
        ]
        return self.plan

    def _gone(self, left_on: dt.date | None) -> bool:
        return left_on is not None and left_on < self.today

    def _wrong(self, kind: str, person: Person, message: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.add(kind, person.row, f"{self.people.file}, row {person.row}: {message}", severity)

    def _index(self) -> None:
        """Everybody by number and by address; twice is named with both rows."""
        for person in self.people.rows:
            if not person.number:
                continue
            first = self.by_number.setdefault(person.number, person)
            if first is not person:
                self._wrong("twice", person, f"{person.number} stands in row {first.row} already. Remove one of them.")
        emails = F.EMAIL in self.given
        for number, each in self.known.items():
            if each.email and not (emails and number in self.by_number and self.by_number[number].email):
                self.by_email[each.email] = number
        if not emails:
            return
        taken = {each.email: number for number, each in self.known.items() if each.email}
        for person in self.by_number.values():
            if not person.email:
                continue
            other = self.by_email.setdefault(person.email, person.number)
            if other != person.number:
                self._wrong(
                    "address", person, f"{person.email} is the address of {other}, too. Nobody can share an address."
                )
            elif taken.get(person.email, person.number) != person.number:
                holder = taken[person.email]
                self._wrong(
                    "address",
                    person,
                    f"{person.email} still belongs to {holder}, whose address changes in this file. "
                    "Bring the two changes in one after the other.",
                )

    def _same(self, person: Person, manager_of: dict[str, str]) -> bool:
        """A quick look that spares most people of a repeated file the long one: surely nothing changes."""
        known = self.known.get(person.number)
        if known is None or self.compare(known) != self.compare(person) or self._gone(known.left_on):
            return False
        if person.email and person.email != known.email:
            return False
        if F.MANAGER in self.given:
            before = manager_of.get(person.number, "")
            if person.manager != before and (not before or self.by_email.get(person.manager.lower()) != before):
                return False
            if before and self._gone(self.known[before].left_on):
                return False
        level = self.found_levels.get((person.framework, person.level)) if person.level else None
        if person.level and not (isinstance(level, LevelRef) and level.key == known.level_key):
            return False
        return person.placed_on is None or person.placed_on == known.placed_on

    def _change(self, person: Person, manager_of: dict[str, str]) -> Change:
        known = self.known.get(person.number)
        change = Change(person, known)
        if known is not None:
            for name in self.compared:
                before, after = getattr(known, name), getattr(person, name)
                if before != after:
                    change.fields[name] = before, after
            hired, left = change.fields.get("hired_on"), change.fields.get("left_on")
            hired_on = person.hired_on if hired else known.hired_on
            change.left_on = person.left_on if left else known.left_on
            if (hired or left) and hired_on and change.left_on and change.left_on < hired_on:
                self._wrong("dates", person, f"{person.number} would leave before being hired. Check the two dates.")
            change.leaves = self._gone(change.left_on) and not self._gone(known.left_on)
        else:
            change.left_on = person.left_on
            change.leaves = self._gone(person.left_on)
        self._account(change, known)
        self._line(change, known, manager_of)
        self._placement(change, known)
        return change

    def _account(self, change: Change, known: Known | None) -> None:
        person, gone = change.person, self._gone(change.left_on)
        if known is None or known.user is None:
            if person.email:
                change.email = person.email
                change.user = self.free.get(person.email)
                change.active = not gone
            return
        if person.email and person.email != known.email:
            if person.email in self.free:
                self._wrong(
                    "address", person, f"{person.email} belongs to an account without an employee. Choose another."
                )
            change.email = person.email
        if gone and known.active:
            change.active = False
        elif not gone and not known.active and self._gone(known.left_on):
            change.active = True  # somebody came back

    def _admins(self) -> None:
        """Without an HR admin nobody could give roles any more."""
        closing = [change for change in self.plan.changes if change.active is False and change.known]
        leaving = [change for change in closing if change.known and change.known.admin]
        if leaving and len(leaving) == sum(each.admin and each.active for each in self.known.values()):
            for change in leaving:
                self._wrong(
                    "last admin",
                    change.person,
                    f"{change.person.number} is the last HR admin. Make somebody else HR admin before they leave.",
                )

    def _line(self, change: Change, known: Known | None, manager_of: dict[str, str]) -> None:
        person, number = change.person, change.person.number
        gone, before = self._gone(change.left_on), manager_of.get(change.person.number)
        if F.MANAGER in self.given:
            wanted = self._manager(person)
            if wanted is None:  # said already
                return
        else:
            wanted = before or ""
        manager_of.pop(number, None)
        if wanted and not gone:
            manager_of[number] = wanted
        old = known if known is not None and known.line is not None else None
        if gone:
            if old and change.left_on:
                change.line_deleted = bool(old.line_from and old.line_from > change.left_on)
                change.line_ends = None if change.line_deleted else change.left_on
            elif known is None and wanted and self._first_day(person, wanted) <= (change.left_on or self.today):
                change.manager, change.line_from = wanted, self._first_day(person, wanted)
                change.line_ends = change.left_on
            return
        if old is None:
            if wanted:
                change.manager = wanted
                change.line_from = self._first_day(person, wanted) if known is None else self.today
            return
        if wanted == before:
            return
        starts = old.line_from or self.today
        if starts >= self.today:
            change.line_deleted = not wanted
            change.line_replaces, change.manager = bool(wanted), wanted
        else:
            change.line_ends = self.today - ONE_DAY
            if wanted:
                change.manager, change.line_from = wanted, self.today

    def _first_day(self, person: Person, manager: str) -> dt.date:
        """The first line begins when both are known to be here; today where nobody says."""
        other = self.by_number.get(manager)
        elder = self.known.get(manager)
        theirs = (other.hired_on if other else None) or (elder.hired_on if elder else None)
        days = [day for day in (person.hired_on, theirs) if day]
        return max(days) if person.hired_on else self.today

    def _manager(self, person: Person) -> str | None:
        """The manager's number; "" for nobody; None where nobody of that number or address is known."""
        said = person.manager
        if not said:
            return ""
        if said in self.by_number or said in self.known:
            found = said
        elif "@" in said and (by_address := self.by_email.get(said.strip().lower())):
            found = by_address
        else:
            self._wrong(
                "manager",
                person,
                f"nobody has the manager’s number or address “{said}”. Add the manager to the file, or mend the cell.",
            )
            return None
        if found in self.by_number and self._gone(self.by_number[found].left_on) and not self._gone(person.left_on):
            self._wrong("manager left", person, f"the manager {found} has left.", Severity.WARNING)
        return found

    def _level(self, person: Person) -> LevelRef | None:
        key = person.framework, person.level
        found = self.found_levels.get(key)
        if found is None:
            found = self.found_levels[key] = self.levels.find(*key)
        if isinstance(found, str):
            self._wrong("level", person, f"{person.number}: {found}")
            return None
        return found

    def _placement(self, change: Change, known: Known | None) -> None:
        person, left = change.person, change.left_on
        held = known if known is not None and known.placement is not None else None
        if held and left and held.placed_on and (self._gone(left) or "left_on" in change.fields):
            change.placement_deleted = held.placed_on > left
            change.placement_ends = None if change.placement_deleted else left
        if held and left is None and "left_on" in change.fields and known is not None:
            change.placement_reopened = held.placed_until is not None and held.placed_until == known.left_on
        if not person.level or (self._gone(left) and known is not None):
            return
        level = self._level(person)
        if level is None:
            return
        if held is None:
            free = known.free_from if known else None
            start = person.placed_on or (person.hired_on if known is None else None) or self.today
            if free and start < free and known is not None and self._gone(known.left_on):
                start = max(free, person.hired_on or free)  # back after having left: what they held before stays
            if free and start < free:
                self._wrong(
                    "placement", person, f"{person.number} held another level until the day before {free}. Start later."
                )
            elif left is None or start <= left:
                change.level, change.placed_on, change.placement_ends = level, start, left
            return
        began = held.placed_on or self.today
        if held.level_key == level.key:
            self._same_level(change, held, began)
            return
        start = person.placed_on or max(self.today, began)
        if start < began:
            self._wrong(
                "placement",
                person,
                f"{person.number} has held the present level since {began}, so another cannot start on {start}. "
                "Give a later day.",
            )
            return
        change.level, change.placed_on = level, start
        change.placement_replaces = start == began
        change.placement_deleted = False
        change.placement_ends = left if change.placement_replaces else start - ONE_DAY
        change.placement_reopened = change.placement_reopened and change.placement_replaces

    def _same_level(self, change: Change, held: Known, began: dt.date) -> None:
        """The level stays; a first day that was told wrong before is put right."""
        start = change.person.placed_on
        if start is None or start == began:
            return
        if held.free_from and start < held.free_from:
            return  # they held the level before, too, and something else or nothing in between: that stays as it was
        change.placed_on = start

    def _cycles(self, manager_of: dict[str, str]) -> None:
        for members in cycles(manager_of):
            people = [self.by_number.get(number) or self.known[number] for number in members]
            names = " → ".join(f"{each.name} ({each.number})" for each in [*people, people[0]])
            rows = [each.row for each in people if isinstance(each, Person)]
            what = "reports to themselves" if len(members) == 1 else "report to each other in a circle"
            self.problems.add(
                "cycle",
                min(rows, default=None),
                f"{self.people.file}: {names} {what}. Somebody among them reports to nobody or to somebody else.",
            )
