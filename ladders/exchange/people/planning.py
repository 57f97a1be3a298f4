"""What an import would change: pure thinking on plain data, tested without a database.

People are known by their number. Nobody is ever deleted: who is missing from a full file is listed. Managers are looked up
in a second pass, so rows may come in any order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any

from ..former_codes import listed
from ..sheets import Severity
from .cycles import cycles
from .fields import PeopleField
from .managers import Found, ManagerFinder, name_key, without_zeros
from .reading import People, Person
from .shapes import FIELDS, Change, Known, LevelRef, Levels, Plan

F = PeopleField
ONE_DAY = dt.timedelta(days=1)
NAMES = (F.NAME, F.FIRST_NAME, F.LAST_NAME)
# Where somebody belongs, how long they are here and how much they work decide pay, the pay zone and who looks after them.
OTHERS_DECIDE = (
    F.LEGAL_ENTITY, F.DEPARTMENT, F.LOCATION, F.COUNTRY, F.CONTRACT, F.WEEKLY_HOURS, F.HIRED_ON, F.LEFT_ON,
)  # fmt: skip


def plan(
    people: People,
    known: Mapping[str, Known],
    free_accounts: Mapping[str, int],
    levels: Levels,
    today: dt.date,
    *,
    other_admins: bool = False,
    own: int | None = None,
) -> Plan:
    """Compare the file with what is there. `free_accounts` maps the address of accounts without an employee to their id.

    `other_admins`: accounts without an employee hold the HR admin's role, too. `own`: the account of whoever brings the file;
    None for the operator of the server. What is theirs alone to be decided by others stays as it is, and is named.
    """
    return _Planner(people, known, free_accounts, levels, today, other_admins, own).run()


class _Planner:
    def __init__(
        self,
        people: People,
        known: Mapping[str, Known],
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
        self.plan = Plan(known=known, problems=self.problems, rows=len(people.rows), columns=people.read_as)
        self.by_number: dict[str, Person] = {}
        self.by_email: dict[str, str] = {}  # address → number, of everybody once the file is taken in
        self.number_of = {each.id: each.number for each in known.values()}
        self.unknown_managers: dict[str, tuple[str, list[int]]] = {}  # text → why, rows
        self.guessed_managers: dict[str, Found] = {}
        self.former: dict[str, None] = {}  # codes that levels had before, in sentences
        self.settled: set[str] = set()  # people whose row holds a manager's number already, whatever the file's manner
        self.without_manager: dict[str, list[str]] = {}  # number of who leaves → who reports to them then

    def run(self) -> Plan:
        self._same_but_zeros()
        self._index()
        self._names()
        everybody = {**{each.number: each.name for each in self.known.values()}}
        everybody |= {number: person.name for number, person in self.by_number.items()}
        self.managers = ManagerFinder(
            ((number, name, self._gone(self._last_day(number))) for number, name in everybody.items()),
            self.by_email,
            self.people.mapping.managers,
            zeros_count=self.people.mapping.zeros == "count",
        )
        manager_of = {
            each.number: self.number_of[each.manager]
            for each in self.known.values()
            if each.manager is not None and not self._gone(each.left_on)
        }
        for number, person in self.by_number.items():
            if self._is_own(person):
                self.by_number[number] = self._without_own(person, manager_of)
        before = dict(manager_of)
        for person in self.by_number.values():
            change = None if self._same(person, manager_of) else self._change(person, manager_of)
            if change is not None and change.touched:
                self.plan.changes.append(change)
            else:
                self.plan.unchanged += 1
        self._told_managers()
        if self.former:
            self.problems.note(f"{self.people.file}: {listed(self.former)}.")
        self._leaving_managers(before)
        self._cycles(manager_of)
        self._admins()
        self.plan.missing = [
            each for number, each in self.known.items() if number not in self.by_number and not self._gone(each.left_on)
        ]
        return self.plan

    def _gone(self, left_on: dt.date | None) -> bool:
        return left_on is not None and left_on < self.today

    def _wrong(
        self, what: str | PeopleField, person: Person, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note what is wrong in a row; with a field, in its column."""
        letters = self.people.letters.get(what, "") if isinstance(what, PeopleField) else ""
        said = f"{self.people.file}, row {person.row}: {message}"
        self.problems.add(str(what), person.row, said, severity, column=letters)

    def _is_own(self, person: Person) -> bool:
        """True where the row is about whoever brings the file, or would become so by its address."""
        if self.own is None:
            return False
        known = self.known.get(person.number)
        if known is not None and known.user is not None:
            return known.user == self.own
        return bool(person.email) and self.free.get(person.email) == self.own

    def _without_own(self, person: Person, manager_of: dict[str, str]) -> Person:
        """The row without what nobody decides about themselves; a warning names what was left out."""
        known, left_out, kept = self.known.get(person.number), list[str](), dict[str, Any]()
        if known is not None:
            for each in OTHERS_DECIDE:
                if each in self.given and getattr(person, each.value) != getattr(known, each.value):
                    left_out.append(each.value.replace("_", " "))
                kept[each.value] = getattr(known, each.value)
            if known.user is None and (known.placement or known.line):
                left_out.append(
                    "address"
                )  # the record's level was brought before: tying it to oneself would make it one's own
                kept["email"] = ""
        before = manager_of.get(person.number, "")
        if F.MANAGER in self.given:
            if (person.manager and self._manager(person) not in (None, before)) or (before and not person.manager):
                left_out.append("manager")
            kept["manager"] = before
            self.settled.add(person.number)
        if person.level:
            level = self._level(person)
            held = self.levels.now(known.level_key) if known else None
            other_day = known is not None and person.placed_on not in (None, known.placed_on)
            if level is not None and (level.key != held or other_day):
                left_out.append("level")
        if left_out:
            self._wrong(
                "own",
                person,
                f"this is you, and nobody decides about their own {' and '.join(left_out)}. It stays as it is; "
                "somebody else can bring it.",
                Severity.WARNING,
            )
        return replace(person, level="", framework="", placed_on=None, **kept)

    def _last_day(self, number: str) -> dt.date | None:
        """Somebody's last day once the file is taken in."""
        person, known = self.by_number.get(number), self.known.get(number)
        if person is not None and (F.LEFT_ON in self.given or known is None):
            return person.left_on
        return known.left_on if known else None

    def _same_but_zeros(self) -> None:
        """A number that is new here but for leading zeros is the known person's, unless names or the mapping contradict.

        Two rows that differ in nothing else are one person, too, and so are those of one name where the mapping is silent.
        """
        manner = self.people.mapping.zeros
        if manner == "count":
            return
        written = {person.number for person in self.people.rows}
        bare: dict[str, list[str]] = {}
        for number in self.known:
            if key := without_zeros(number):
                bare.setdefault(key, []).append(number)
        taken: list[str] = []
        first: dict[tuple[str, tuple[str, ...]], Person] = {}  # of those who are new here
        for person in self.people.rows:
            key, named = without_zeros(person.number), name_key(person.name)
            if not key or person.number in self.known:
                continue
            alike = bare.get(key, [])
            if manner != "same":  # the file itself tells apart whom it names both ways
                alike = [each for each in alike if each not in written or name_key(self.known[each].name) == named]
            if len(alike) > 1:
                several = " or ".join(f"{each} {self.known[each].name}" for each in alike[:5])
                said = f"{person.number} could be {several}, who are here. Write the number as it is here"
                self._wrong("zeros", person, f"{said}, or say that leading zeros count.")
                continue
            if not alike:
                other = first.setdefault((key, () if manner == "same" else named), person)
                if other.number != person.number:
                    said = f"{person.number} stands in row {other.row} already, as {other.number}. Remove one of them"
                    self._wrong("zeros", person, f"{said}, or say that leading zeros count.")
                continue
            name, known = person.name, self.known[alike[0]].name
            if manner != "same" and name and not set(name_key(name)) & set(name_key(known)):
                self._wrong(
                    "zeros",
                    person,
                    f"{person.number} {name} and {alike[0]} {known}, who is here, differ in leading zeros and in the name. "
                    "Say whether leading zeros count.",
                )
                continue
            taken.append(f"{person.number} is {alike[0]} {known}")
            person.number = alike[0]
        if taken:
            more = f", and {len(taken) - 10} more" if len(taken) > 10 else ""
            self.problems.note(
                f"{self.people.file}: leading zeros are taken not to count: {'; '.join(taken[:10])}{more}. If not, say so."
            )

    def _names(self) -> None:
        """Who is known keeps the name where the file has none; who is new needs one."""
        for person in self.by_number.values():
            known = self.known.get(person.number)
            if not person.name and known is not None:
                person.name = known.name
            elif not person.name and not any(person.row in self.people.unread.get(each, ()) for each in NAMES):
                said = f"{person.number} is new here and has no name. Fill it in."
                self._wrong("no name", person, said)

    def _told_managers(self) -> None:
        """Say once which managers nobody could find, and once which were found by a guess."""
        file = self.people.file
        if self.unknown_managers:
            cells = [
                f"“{text[:80]}” ({why}; row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:5]))})"
                for text, (why, rows) in list(self.unknown_managers.items())[:20]
            ]
            rows = sorted(row for _why, each in self.unknown_managers.values() for row in each)
            count = f"{len(rows)} row names a manager" if len(rows) == 1 else f"{len(rows)} rows name managers"
            self.problems.add(
                "manager",
                rows[0],
                f"{file}: {count} whom number, address and name do not tell: {'; '.join(cells)}. Add these people to the "
                "file, mend the cells, or say whom they mean.",
                column=self.people.letters.get(F.MANAGER, ""),
            )
        guessed = [f"“{text[:80]}” is {found.number}" for text, found in self.guessed_managers.items()]
        if guessed:
            more = f", and {len(guessed) - 10} more" if len(guessed) > 10 else ""
            self.problems.note(
                f"{file}: managers found by name or by part of a number: {'; '.join(guessed[:10])}{more}."
            )

    def _leaving_managers(self, before: Mapping[str, str]) -> None:
        """Whoever leaves by this file is named with the people who would report to nobody then."""
        teams: dict[str, list[str]] = {}
        for report, manager in before.items():
            if report not in self.by_number:
                teams.setdefault(manager, []).append(report)
        for change in self.plan.changes:
            if change.known is None or "left_on" not in change.fields or change.left_on is None:
                continue
            team = self.without_manager.setdefault(change.person.number, [])
            for report in teams.get(change.person.number, ()):
                left = self._last_day(report)
                if left is None or left > change.left_on:
                    team.append(report)
        for number, reports in self.without_manager.items():
            if not reports:
                continue
            day, person = self._last_day(number), self.by_number.get(number)
            name = person.name if person else self.known[number].name
            names = [f"{self._name_of(each)} ({each})" for each in reports[:10]]
            more = f" and {len(reports) - 10} more" if len(reports) > 10 else ""
            verb = "reports" if len(reports) == 1 else "report"
            self.problems.add(
                "manager left",
                person.row if person else None,
                f"{self.people.file}: {', '.join(names)}{more} {verb} to {name} ({number}), whose last day "
                f"{'was' if self._gone(day) else 'is'} {day}. From the day after they report to nobody: name who follows.",
                Severity.WARNING,
            )

    def _name_of(self, number: str) -> str:
        person = self.by_number.get(number)
        return person.name if person else self.known[number].name

    def _index(self) -> None:
        """Everybody by number and by address; twice is named with both rows."""
        for person in self.people.rows:
            if not person.number:
                continue
            first = self.by_number.setdefault(person.number, person)
            if first is not person:
                self._wrong(F.NUMBER, person, f"{person.number} stands in row {first.row} already. Remove one of them.")
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
                    F.EMAIL, person, f"{person.email} is the address of {other}, too. Nobody can share an address."
                )
            elif taken.get(person.email, person.number) != person.number:
                holder = taken[person.email]
                self._wrong(
                    F.EMAIL,
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
        if before_now := manager_of.get(person.number, ""):
            last = self._last_day(before_now)
            if last and (known.line_until is None or known.line_until > last):
                return False
        level = self.found_levels.get((person.framework, person.level)) if person.level else None
        if person.level and not (isinstance(level, LevelRef) and level.key == self.levels.now(known.level_key)):
            return False  # also where it is the level that follows: the long look knows
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
                    F.EMAIL, person, f"{person.email} belongs to an account without an employee. Choose another."
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
        if self.other_admins:
            return
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
        left, theirs = change.left_on, self._last_day(wanted) if wanted else None
        if wanted and not gone and theirs and (left is None or left > theirs):
            self.without_manager.setdefault(wanted, []).append(number)
        if wanted and not gone and self._gone(theirs):
            self._end_line(change, known, wanted == before, theirs)
            return
        if wanted and not gone:
            manager_of[number] = wanted
        left = min((day for day in (left, theirs) if day), default=None)
        if known is None:
            starts = self._first_day(person, wanted) if wanted else None
            if starts and (left is None or starts <= left):
                change.manager, change.line_from, change.line_until = wanted, starts, left
            return
        if gone:
            return  # what holds longer ends with the last day
        change.line_until = left
        if known.line is None:
            change.manager, change.line_from = wanted, self.today if wanted else None
        elif wanted != before:
            self._other_manager(change, known, wanted)
        elif theirs and (known.line_until is None or known.line_until > theirs):
            self._end_line(change, known, True, theirs)

    def _end_line(self, change: Change, known: Known | None, theirs: bool, last: dt.date | None) -> None:
        """The line to a manager who leaves ends with the manager's last day; a line to somebody else stays."""
        if known is None or known.line is None or not theirs or last is None:
            return
        if known.line_from and known.line_from > last:
            change.line_deleted = True
        elif known.line_until is None or known.line_until > last:
            change.line_ends = last

    def _other_manager(self, change: Change, known: Known, wanted: str) -> None:
        """From today on, so that the past stays; a line that begins today or later is put right instead."""
        if (known.line_from or self.today) >= self.today:
            change.line_deleted = not wanted
            change.line_replaces, change.manager = bool(wanted), wanted
        else:
            change.line_ends = self.today - ONE_DAY
            change.manager, change.line_from = wanted, self.today if wanted else None

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
        if not said or person.number in self.settled:
            return said
        found = self.managers.find(said)
        if isinstance(found, str):
            self.unknown_managers.setdefault(said, (found, []))[1].append(person.row)
            return None
        if found.by not in ("number", "email"):
            self.guessed_managers[said] = found
        return found.number

    def _level(self, person: Person) -> LevelRef | None:
        key = person.framework, person.level
        found = self.found_levels.get(key)
        if found is None:
            found = self.found_levels[key] = self.levels.find(*key)
        if isinstance(found, str):
            self._wrong(F.LEVEL, person, f"{person.number}: {found}")
            return None
        if told := self.levels.called_before(person.level, found):
            self.former[told] = None
        return found

    def _placement(self, change: Change, known: Known | None) -> None:
        person, left = change.person, change.left_on
        if not person.level or (self._gone(left) and known is not None):
            return
        level = self._level(person)
        if level is None:
            return
        ended = known is not None and left is not None and known.placed_on is not None and known.placed_on > left
        if known is None or known.placement is None or ended:
            self._first_level(change, known, level)
        elif self.levels.now(known.level_key) == level.key:
            self._same_level(change, known)
        elif self.levels.now(known.next_key) != level.key or (
            not known.next_here and person.placed_on not in (None, known.next_on)
        ):
            self._other_level(change, known, level)

    def _first_level(self, change: Change, known: Known | None, level: LevelRef) -> None:
        """Somebody who holds no level now."""
        person, left = change.person, change.left_on
        free = known.free_from if known else None
        start = person.placed_on or (person.hired_on if known is None else None) or self.today
        if free and known is not None and self._gone(known.left_on):
            start = max(start, free, person.hired_on or free)  # back after having left: what they held before stays
        elif (
            free
            and known is not None
            and (start < free or (self.levels.now(known.last_key) == level.key and not person.placed_on))
        ):
            said = f"{person.number} held {self.levels.named(known.last_key)} until the day before {free}, by a decision made"
            self._wrong("ended here", person, f"{said} here. That stays: place them on their page.", Severity.WARNING)
            return
        if left is None or start <= left:
            change.level, change.placed_on, change.placed_until = level, start, left

    def _same_level(self, change: Change, held: Known) -> None:
        """The level stays; a first day that a file told wrong before is put right."""
        start, number = change.person.placed_on, change.person.number
        if held.next_on and not held.next_here:
            said = f"{number} holds {self.levels.named(held.next_key)} from {held.next_on}, as a file said before. That stays."
            self._wrong("scheduled", change.person, said, Severity.WARNING)
        if start is None or start == held.placed_on or held.placed_here:
            return
        if held.free_from and start < held.free_from:
            return  # they held the level before, too, and something else or nothing in between: that stays as it was
        if held.placed_until and start > held.placed_until:
            said = f"{number} holds this level until {held.placed_until} only, so it cannot start on {start}."
            self._wrong("placement", change.person, f"{said} Give an earlier day.")
            return
        change.placed_on = start

    def _other_level(self, change: Change, held: Known, level: LevelRef) -> None:
        """Another level from a day on. What was decided here is changed by a file only from a later day that it names."""
        person, began = change.person, held.placed_on or self.today
        start = person.placed_on or max(self.today, began)
        holds = f"{person.number} has held {self.levels.named(held.level_key)} since {began}"
        if held.placed_here and (person.placed_on is None or start <= began):
            said = f"{holds}, by a decision made here. That stays; the file’s {level.name} {level.code} is left out."
            self._wrong("decided here", person, said, Severity.WARNING)
        elif start < began:
            self._wrong("placement", person, f"{holds}, so another cannot start on {start}. Give a later day.")
        elif held.next_on and held.next_here and start >= held.next_on:
            said = f"{person.number} holds {self.levels.named(held.next_key)} from {held.next_on}, as decided here."
            self._wrong("decided here", person, f"{said} The file’s level is left out.", Severity.WARNING)
        else:
            change.level, change.placed_on = level, start
            change.placement_replaces = held.placement if start == began else None if held.next_here else held.next
            follows = held.next_on - ONE_DAY if held.next_on and change.placement_replaces != held.next else None
            change.placed_until = min((day for day in (follows, change.left_on) if day), default=None)
            # Without one that follows, the old one may have ended before; it does not become longer.
            gap = held.placed_until and held.placed_until < start and change.placement_replaces is None
            change.placement_ends = None if start == began or gap else start - ONE_DAY

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
