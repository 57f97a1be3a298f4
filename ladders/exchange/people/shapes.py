"""What an import compares and what comes of it: people as they are known, levels, changes, and the plan of them all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from ladders.core.sentences import gettext as _

from ..tables.column_samples import ColumnRead
from ..tables.former_codes import FormerCode
from ..tables.problems import Problems
from ..tables.sheets import fold
from .fields import PeopleField
from .parse import PersonRow

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


@dataclass(slots=True)
class KnownPerson:
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
    line_until: dt.date | None = None
    placement: int | None = None  # the primary placement that holds today, else the next one
    level_key: UUID | None = None
    placed_on: dt.date | None = None
    placed_until: dt.date | None = None
    placed_here: bool = False  # by a person or a move, not by a file
    next: int | None = None  # the placement that follows, where a change is scheduled
    next_key: UUID | None = None
    next_on: dt.date | None = None
    next_here: bool = False
    free_from: dt.date | None = None  # day after the last primary placement that ended
    last_key: UUID | None = None  # its level


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
    """Finds levels by framework (name or slug) and code; renamed ones, and removed ones that others followed, by the
    codes they had. A code that a level has today is that level, whoever had it before."""

    def __init__(self, levels: Iterable[tuple[LevelRef, str]], former: Iterable[FormerCode] = ()) -> None:
        """`levels`: each with its framework's slug. `former`: the codes that levels had, the latest first."""
        self._named: dict[tuple[str, str], LevelRef] = {}
        self._coded: dict[str, list[LevelRef]] = {}
        self._keyed: dict[UUID, LevelRef] = {}
        self._names: set[str] = set()
        self._now: dict[UUID, UUID] = {}
        slugs: dict[int, set[str]] = {}
        for level, slug in levels:
            slugs[level.framework] = {fold(level.name), slug}
            for name in slugs[level.framework]:
                self._named[name, fold(level.code)] = level
                self._names.add(name)
            self._coded.setdefault(fold(level.code), []).append(level)
            self._keyed[level.key] = level
        self._former: dict[tuple[UUID, str], FormerCode] = {}  # level of today, folded code
        had: dict[str, dict[int, LevelRef]] = {}  # code → framework → level
        for each in former:
            if found := self._keyed.get(each.now):
                code = fold(each.code)
                self._now[each.key] = each.now
                self._former.setdefault((each.now, code), each)
                for name in slugs[found.framework]:
                    self._named.setdefault((name, code), found)
                had.setdefault(code, {}).setdefault(found.framework, found)
        for code, by_framework in had.items():
            self._coded.setdefault(code, list(by_framework.values()))

    def now(self, key: UUID | None) -> UUID | None:
        """The level as it is now: the one that followed where it was removed."""
        return self._now.get(key, key) if key else None

    def called_before(self, code: str, level: LevelRef) -> str:
        """What became of the code by which a file calls this level; "" where it is the code of today."""
        former = None if fold(code) == fold(level.code) else self._former.get((level.key, fold(code)))
        return former.sentence(level.code) if former else ""

    def named(self, key: UUID | None) -> str:
        """Framework and code of the level with that key, in words."""
        now = self.now(key)
        level = self._keyed.get(now) if now else None
        return f"{level.name} {level.code}" if level else "another level"

    def find(self, framework: str, code: str) -> LevelRef | str:
        """The level, or the end of a sentence that says why there is none."""
        if framework:
            if found := self._named.get((fold(framework), fold(code))):
                return found
            if fold(framework) in self._names:
                return _("the framework “%(framework)s” has no level “%(code)s”. Choose one of its levels.") % {
                    "framework": framework,
                    "code": code,
                }
            return _("there is no published framework “%(framework)s”. Publish it first, or choose another.") % {
                "framework": framework
            }
        several = self._coded.get(fold(code), [])
        if len(several) == 1:
            return several[0]
        if several:
            names = ", ".join(sorted(level.name for level in several))
            return _("several frameworks have a level “%(code)s”: %(names)s. Add a column with the framework.") % {
                "code": code,
                "names": names,
            }
        return _(
            "there is no level “%(code)s” in a published framework. Choose another, or publish its framework first."
        ) % {"code": code}


@dataclass(slots=True)
class PersonChange:
    """What becomes of one person. `fields` maps a field to its value before and after; empty for a new person."""

    person: PersonRow
    known: KnownPerson | None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    email: str = ""  # the address of an account that is made or changed; empty: as it is
    user: int | None = None  # an account that exists and gets this employee
    active: bool | None = None  # whether the account signs in from now on; None: as it is
    left_on: dt.date | None = None
    leaves: bool = False  # by this file
    manager: str = ""  # number of the new manager, where there is a new line
    managers: tuple[str, str] = ("", "")  # number and name of the manager before and after, where that changes
    line_from: dt.date | None = None  # first day of the new line
    line_until: dt.date | None = None  # last day of the new line, where it is known
    line_replaces: bool = False  # the old line began on that day: it gets the new manager
    line_ends: dt.date | None = None  # last day of the old line
    line_deleted: bool = False  # the old line would end before it began
    level: LevelRef | None = None  # where the level is new
    level_before: str = ""  # what they hold until then, in words
    placed_on: dt.date | None = None  # first day of the new placement, or the corrected one of the old
    placed_until: dt.date | None = None  # last day of the new placement, where it is known
    placement_replaces: int | None = None  # the placement that gets the new level and day, instead of a new one
    placement_ends: dt.date | None = None  # last day of the old placement

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
        return bool(self.level or self.placed_on or self.placement_ends)

    @property
    def last_day_changes(self) -> bool:
        """True when lines and placements of somebody who is known end on another day than before."""
        return self.known is not None and "left_on" in self.fields


@dataclass(frozen=True, slots=True)
class UnknownText:
    """A text of the file that means nobody, or no level, that is known here: what a person may say the meaning of."""

    texts: tuple[str, ...]  # of a manager the cell, of a level those for framework and level
    rows: int
    why: str = ""  # the end of a sentence


@dataclass
class PeoplePlan:
    """All changes in the order of the file's rows, and what a person should see before they are made."""

    changes: list[PersonChange] = field(default_factory=list)
    unchanged: int = 0
    unknown_managers: list[UnknownText] = field(default_factory=list)
    unknown_levels: list[UnknownText] = field(default_factory=list)
    unknown_values: Mapping[PeopleField, Counter[str]] = field(default_factory=dict)  # see `PeopleFile`
    known: Mapping[str, KnownPerson] = field(default_factory=dict)
    missing: list[KnownPerson] = field(default_factory=list)
    given_up: list[KnownPerson] = field(default_factory=list)  # leavers whose address somebody else gets
    problems: Problems = field(default_factory=lambda: Problems(""))
    rows: int = 0
    columns: list[ColumnRead] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)  # what looks wrong in the file as a whole, in sentences
    before: dict[str, Any] = field(default_factory=dict)  # what no history holds of what was written: see `kept_values`

    @property
    def created(self) -> list[PersonChange]:
        """People who are new."""
        return [change for change in self.changes if change.known is None]

    @property
    def updated(self) -> list[PersonChange]:
        """People of whom something changes."""
        return [change for change in self.changes if change.known is not None]

    @property
    def leavers(self) -> list[PersonChange]:
        """People who have left, by this file."""
        return [change for change in self.changes if change.leaves]
