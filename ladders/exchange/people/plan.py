"""What an import would change: pure thinking on plain data, tested without a database.

People are known by their number. Nobody is ever deleted: who is missing from a full file is listed. Managers are looked up
in a second pass, so rows may come in any order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ladders.core.sentences import gettext as _
from ladders.core.sentences import ngettext

from ..tables.former_codes import listed
from ..tables.sheets import Severity
from .addresses import settle_addresses
from .cycles import cycles
from .doubts import people_doubts
from .fields import PeopleField
from .manager_notes import note_leaving_managers, note_managers
from .managers import ManagerFinder
from .number_matches import match_numbers
from .parse import PeopleFile, PersonRow
from .placement_changes import ONE_DAY, PlacementChanges
from .shapes import KnownPerson, LevelRef, Levels, PeoplePlan, PersonChange, UnknownText

F = PeopleField
NAMES = (F.NAME, F.FIRST_NAME, F.LAST_NAME)
# Where somebody belongs, how long they are here and how much they work decide pay, the pay zone and who looks after them.
OTHERS_DECIDE = (
    F.LEGAL_ENTITY, F.DEPARTMENT, F.LOCATION, F.COUNTRY, F.CONTRACT, F.WEEKLY_HOURS, F.HIRED_ON, F.LEFT_ON,
)  # fmt: skip


def plan(
    people: PeopleFile,
    known: Mapping[str, KnownPerson],
    free_accounts: Mapping[str, int],
    levels: Levels,
    today: dt.date,
    *,
    other_admins: bool = False,
    own: int | None = None,
) -> PeoplePlan:
    """Compare the file with what is there. `free_accounts` maps the address of accounts without an employee to their id.

    `other_admins`: accounts without an employee hold the HR admin's role, too. `own`: the account of whoever brings the file;
    None for the operator of the server. What is theirs alone to be decided by others stays as it is, and is named.
    """
    return _Planner(people, known, free_accounts, levels, today, other_admins, own).run()


class _Planner(PlacementChanges):
    def run(self) -> PeoplePlan:
        match_numbers(self)
        self._index()
        self._names()
        everybody = {**{each.number: each.name for each in self.known.values()}}
        everybody |= {number: person.name for number, person in self.by_number.items()}
        self.managers = ManagerFinder(
            ((number, name, self.gone(self.last_day(number))) for number, name in everybody.items()),
            self.by_email,
            self.people.mapping.managers,
            zeros_count=self.people.mapping.zeros == "count",
            chosen=self.people.mapping.values.get(F.MANAGER, {}).values(),
        )
        manager_of = {
            each.number: self.number_of[each.manager]
            for each in self.known.values()
            if each.manager is not None and not self.gone(each.left_on)
        }
        for number, person in self.by_number.items():
            if self._is_own(person):
                self.by_number[number] = self._without_own(person, manager_of)
        before = dict(manager_of)
        for person in self.by_number.values():
            change = None if self._same(person, manager_of) else self._change(person, manager_of)
            if change is not None and change.touched:
                self._before(change, before.get(number, ""), everybody)
                self.plan.changes.append(change)
            else:
                self.plan.unchanged += 1
        note_managers(self)
        self.plan.unknown_managers = [
            UnknownText((said,), len(r), why) for said, (why, r) in self.unknown_managers.items()
        ]
        self.plan.unknown_levels = [UnknownText(said, count) for said, count in self.unknown_levels.items()]
        self.plan.unknown_values = self.people.unknown_values
        if self.former:
            self.problems.note(_("%(file)s: %(former)s.") % {"file": self.people.file, "former": listed(self.former)})
        note_leaving_managers(self, before)
        self._cycles(manager_of)
        self._admins()
        self.plan.doubts = people_doubts(self.by_number.values(), self.known)
        self.plan.missing = [
            each for number, each in self.known.items() if number not in self.by_number and not self.gone(each.left_on)
        ]
        return self.plan

    def _before(self, change: PersonChange, manager: str, names: Mapping[str, str]) -> None:
        """Note what a new manager and a new level take the place of."""
        was, will = (f"{each} {names.get(each, '')}".strip() for each in (manager, change.manager))
        change.managers = was, will
        if change.level and change.known and change.known.level_key:
            change.level_before = self.levels.named(change.known.level_key)

    def _is_own(self, person: PersonRow) -> bool:
        """True where the row is about whoever brings the file, or would become so by its address."""
        if self.own is None:
            return False
        known = self.known.get(person.number)
        if known is not None and known.user is not None:
            return known.user == self.own
        return bool(person.email) and self.free.get(person.email) == self.own

    def _without_own(self, person: PersonRow, manager_of: dict[str, str]) -> PersonRow:
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
            self.wrong(
                "own",
                person,
                _(
                    "this is you, and nobody decides about their own %(left_out)s. It stays as it is; somebody else "
                    "can bring it."
                )
                % {"left_out": " and ".join(left_out)},
                Severity.WARNING,
            )
        return replace(person, level="", framework="", placed_on=None, **kept)

    def _names(self) -> None:
        """Who is known keeps the name where the file has none; who is new needs one."""
        nameless = []
        for person in self.by_number.values():
            known = self.known.get(person.number)
            if not person.name and known is not None:
                person.name = known.name
            elif not person.name and not any(person.row in self.people.unread.get(each, ()) for each in NAMES):
                nameless.append(person)
        if nameless and not self.given.intersection(NAMES):
            said = ngettext(
                "%(file)s has no column with names, and %(number)s is new here. Add one, or say which column it is.",
                "%(file)s has no column with names, and %(count)s people in it are new here, %(number)s among them. "
                "Add one, or say which column it is.",
                len(nameless),
            )
            values = {"file": self.people.file, "number": nameless[0].number, "count": f"{len(nameless):,}"}
            self.problems.add("no name", None, said % values)
            return
        for person in nameless:
            self.wrong(
                "no name", person, _("%(number)s is new here and has no name. Fill it in.") % {"number": person.number}
            )

    def _index(self) -> None:
        """Everybody by number and by address; twice is named with both rows."""
        for person in self.people.rows:
            if not person.number:
                continue
            first = self.by_number.setdefault(person.number, person)
            if first is not person:
                self.wrong(
                    F.NUMBER,
                    person,
                    _("%(number)s stands in row %(row)s already. Remove one of them.")
                    % {"number": person.number, "row": first.row},
                )
        settle_addresses(self)

    def _same(self, person: PersonRow, manager_of: dict[str, str]) -> bool:
        """A quick look that spares most people of a repeated file the long one: surely nothing changes."""
        known = self.known.get(person.number)
        if known is None or self.compare(known) != self.compare(person) or self.gone(known.left_on):
            return False
        if person.email and person.email != known.email:
            return False
        if F.MANAGER in self.given:
            before = manager_of.get(person.number, "")
            if person.manager != before and (not before or self.by_email.get(person.manager.lower()) != before):
                return False
        if before_now := manager_of.get(person.number, ""):
            last = self.last_day(before_now)
            if last and (known.line_until is None or known.line_until > last):
                return False
        level = self.found_levels.get((person.framework, person.level)) if person.level else None
        if person.level and not (isinstance(level, LevelRef) and level.key == self.levels.now(known.level_key)):
            return False  # also where it is the level that follows: the long look knows
        return person.placed_on is None or person.placed_on == known.placed_on

    def _change(self, person: PersonRow, manager_of: dict[str, str]) -> PersonChange:
        known = self.known.get(person.number)
        change = PersonChange(person, known)
        if known is not None:
            for name in self.compared:
                before, after = getattr(known, name), getattr(person, name)
                if before != after:
                    change.fields[name] = before, after
            hired, left = change.fields.get("hired_on"), change.fields.get("left_on")
            hired_on = person.hired_on if hired else known.hired_on
            change.left_on = person.left_on if left else known.left_on
            if (hired or left) and hired_on and change.left_on and change.left_on < hired_on:
                self.wrong(
                    "dates",
                    person,
                    _("%(number)s would leave before being hired. Check the two dates.") % {"number": person.number},
                )
            change.leaves = self.gone(change.left_on) and not self.gone(known.left_on)
        else:
            change.left_on = person.left_on
            change.leaves = self.gone(person.left_on)
        self._account(change, known)
        self._line(change, known, manager_of)
        self._placement(change, known)
        return change

    def _account(self, change: PersonChange, known: KnownPerson | None) -> None:
        person, gone = change.person, self.gone(change.left_on)
        if known is None or known.user is None:
            if person.email:
                change.email = person.email
                change.user = self.free.get(person.email)
                change.active = not gone
            return
        if person.email and person.email != known.email:
            if person.email in self.free:
                self.wrong(
                    F.EMAIL,
                    person,
                    _("%(email)s belongs to an account without an employee. Choose another.") % {"email": person.email},
                )
            change.email = person.email
        if gone and known.active:
            change.active = False
        elif not gone and not known.active and self.gone(known.left_on):
            change.active = True  # somebody came back

    def _admins(self) -> None:
        """Without an HR admin nobody could give roles any more."""
        closing = [change for change in self.plan.changes if change.active is False and change.known]
        leaving = [change for change in closing if change.known and change.known.admin]
        if self.other_admins:
            return
        if leaving and len(leaving) == sum(each.admin and each.active for each in self.known.values()):
            for change in leaving:
                self.wrong(
                    "last admin",
                    change.person,
                    _("%(number)s is the last HR admin. Make somebody else HR admin before they leave.")
                    % {"number": change.person.number},
                )

    def _line(self, change: PersonChange, known: KnownPerson | None, manager_of: dict[str, str]) -> None:
        person, number = change.person, change.person.number
        gone, before = self.gone(change.left_on), manager_of.get(change.person.number)
        if F.MANAGER in self.given:
            wanted = self._manager(person)
            if wanted is None:  # said already
                return
        else:
            wanted = before or ""
        manager_of.pop(number, None)
        left, theirs = change.left_on, self.last_day(wanted) if wanted else None
        if wanted and not gone and theirs and (left is None or left > theirs):
            self.without_manager.setdefault(wanted, []).append(number)
        if wanted and not gone and self.gone(theirs):
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

    def _end_line(self, change: PersonChange, known: KnownPerson | None, theirs: bool, last: dt.date | None) -> None:
        """The line to a manager who leaves ends with the manager's last day; a line to somebody else stays."""
        if known is None or known.line is None or not theirs or last is None:
            return
        if known.line_from and known.line_from > last:
            change.line_deleted = True
        elif known.line_until is None or known.line_until > last:
            change.line_ends = last

    def _other_manager(self, change: PersonChange, known: KnownPerson, wanted: str) -> None:
        """From today on, so that the past stays; a line that begins today or later is put right instead."""
        if (known.line_from or self.today) >= self.today:
            change.line_deleted = not wanted
            change.line_replaces, change.manager = bool(wanted), wanted
        else:
            change.line_ends = self.today - ONE_DAY
            change.manager, change.line_from = wanted, self.today if wanted else None

    def _first_day(self, person: PersonRow, manager: str) -> dt.date:
        """The first line begins when both are known to be here; today where nobody says."""
        other = self.by_number.get(manager)
        elder = self.known.get(manager)
        theirs = (other.hired_on if other else None) or (elder.hired_on if elder else None)
        days = [day for day in (person.hired_on, theirs) if day]
        return max(days) if person.hired_on else self.today

    def _manager(self, person: PersonRow) -> str | None:
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

    def _cycles(self, manager_of: dict[str, str]) -> None:
        for members in cycles(manager_of):
            people = [self.by_number.get(number) or self.known[number] for number in members]
            names = " → ".join(f"{each.name} ({each.number})" for each in [*people, people[0]])
            rows = [each.row for each in people if isinstance(each, PersonRow)]
            what = _("reports to themselves") if len(members) == 1 else _("report to each other in a circle")
            self.problems.add(
                "cycle",
                min(rows, default=None),
                _("%(file)s: %(names)s %(what)s. Somebody among them reports to nobody or to somebody else.")
                % {"file": self.people.file, "names": names, "what": what},
            )
