"""Which level somebody holds from which day, by a file and by what was decided here. Pure."""

from __future__ import annotations

import datetime as dt

from ladders.core.sentences import gettext as _

from ..tables.dates import in_words
from ..tables.sheets import Severity
from .basis import Basis
from .fields import PeopleField
from .parse import PersonRow
from .shapes import KnownPerson, LevelRef, PersonChange

F = PeopleField
ONE_DAY = dt.timedelta(days=1)


class PlacementChanges(Basis):
    """Adds to changes what becomes of placements."""

    def _level(self, person: PersonRow) -> LevelRef | None:
        key = person.framework, person.level
        found = self.found_levels.get(key)
        if found is None:
            found = self.found_levels[key] = self.levels.find(*key)
        if isinstance(found, str):
            self.unknown_levels[key] += 1
            self.wrong(F.LEVEL, person, f"{person.number}: {found}")
            return None
        if told := self.levels.called_before(person.level, found):
            self.former[told] = None
        return found

    def _placement(self, change: PersonChange, known: KnownPerson | None) -> None:
        person, left = change.person, change.left_on
        if not person.level or (self.gone(left) and known is not None):
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

    def _first_level(self, change: PersonChange, known: KnownPerson | None, level: LevelRef) -> None:
        """Somebody who holds no level now."""
        person, left = change.person, change.left_on
        free = known.free_from if known else None
        start = person.placed_on or (person.hired_on if known is None else None) or self.today
        if free and known is not None and self.gone(known.left_on):
            start = max(start, free, person.hired_on or free)  # back after having left: what they held before stays
        elif (
            free
            and known is not None
            and (start < free or (self.levels.now(known.last_key) == level.key and not person.placed_on))
        ):
            held = f"{person.number} held {self.levels.named(known.last_key)}"
            said = _(
                "%(held)s until the day before %(day)s, by a decision made here. That stays: place them on their page."
            ) % {
                "held": held,
                "day": in_words(free),
            }
            self.wrong(
                "ended here",
                person,
                said,
                Severity.WARNING,
            )
            return
        if left is None or start <= left:
            change.level, change.placed_on, change.placed_until = level, start, left

    def _same_level(self, change: PersonChange, held: KnownPerson) -> None:
        """The level stays; a first day that a file told wrong before is put right."""
        start, number = change.person.placed_on, change.person.number
        if held.next_on and not held.next_here:
            then = f"{self.levels.named(held.next_key)} from {in_words(held.next_on)}"
            said = _("%(number)s holds %(then)s, as a file said before. That stays.") % {"number": number, "then": then}
            self.wrong("scheduled", change.person, said, Severity.WARNING)
        if start is None or start == held.placed_on or held.placed_here:
            return
        if held.free_from and start < held.free_from:
            return  # they held the level before, too, and something else or nothing in between: that stays as it was
        if held.placed_until and start > held.placed_until:
            said = _(
                "%(number)s holds this level until %(last_day)s only, so it cannot start on %(day)s. "
                "Give an earlier day."
            ) % {
                "number": number,
                "last_day": in_words(held.placed_until),
                "day": in_words(start),
            }
            self.wrong("placement", change.person, said)
            return
        change.placed_on = start

    def _other_level(self, change: PersonChange, held: KnownPerson, level: LevelRef) -> None:
        """Another level from a day on. What was decided here is changed by a file only from a later day that it names."""
        person, began = change.person, held.placed_on or self.today
        start = person.placed_on or max(self.today, began)
        holds = _("%(number)s has held %(level)s since %(day)s") % {
            "number": person.number,
            "level": self.levels.named(held.level_key),
            "day": in_words(began),
        }
        if held.placed_here and (person.placed_on is None or start <= began):
            said = _("%(holds)s, by a decision made here. That stays; the file’s %(name)s %(code)s is left out.") % {
                "holds": holds,
                "name": level.name,
                "code": level.code,
            }
            self.wrong("decided here", person, said, Severity.WARNING)
        elif start < began:
            self.wrong(
                "placement",
                person,
                _("%(holds)s, so another cannot start on %(day)s. Give a later day.")
                % {"holds": holds, "day": in_words(start)},
            )
        elif held.next_on and held.next_here and start >= held.next_on:
            said = _("%(number)s holds %(level)s from %(day)s, as decided here. The file’s level is left out.") % {
                "number": person.number,
                "level": self.levels.named(held.next_key),
                "day": in_words(held.next_on),
            }
            self.wrong("decided here", person, said, Severity.WARNING)
        else:
            change.level, change.placed_on = level, start
            change.placement_replaces = held.placement if start == began else None if held.next_here else held.next
            follows = held.next_on - ONE_DAY if held.next_on and change.placement_replaces != held.next else None
            change.placed_until = min((day for day in (follows, change.left_on) if day), default=None)
            # Without one that follows, the old one may have ended before; it does not become longer.
            gap = held.placed_until and held.placed_until < start and change.placement_replaces is None
            change.placement_ends = None if start == began or gap else start - ONE_DAY
