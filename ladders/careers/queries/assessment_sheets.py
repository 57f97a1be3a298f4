"""The assessment of a person as a page shows it: what their levels ask, and how each side sees it, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Employee
from ladders.frameworks.domain.addresses import Expected, asked
from ladders.frameworks.domain.figures import kind_of
from ladders.frameworks.domain.shapes import CompetencyShape, GroupKind, LevelShape, VersionShape
from ladders.frameworks.models import Level, Version
from ladders.frameworks.queries.snapshot import snapshot_of
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels, held

from ..models import Assessment, AssessmentSheet, CareerPolicy, Counting, Evidence, Side


@dataclass(frozen=True, slots=True)
class Ask:
    """What one level asks of the competency."""

    level: LevelShape
    item: Expected


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one side sees it."""

    step: int
    note: str
    by: str  # the manager of then; empty for oneself
    on: dt.date
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One competency. `shape` is the version whose scale its steps are on."""

    competency: CompetencyShape
    framework: int
    shape: VersionShape
    asks: tuple[Ask, ...]
    own: Opinion | None
    manager: Opinion | None
    counting: str

    @property
    def differs(self) -> bool:
        """True when both have said something, and not the same."""
        return self.own is not None and self.manager is not None and self.own.step != self.manager.step

    @property
    def counts(self) -> Side | None:
        """Whose word counts for gaps; None where it is missing."""
        if self.counting != Counting.SELF and self.manager is not None:
            return Side.MANAGER
        return Side.SELF if self.counting != Counting.MANAGER and self.own is not None else None


@dataclass(frozen=True, slots=True)
class CompetencySection:
    """The competencies of a group."""

    title: str
    rows: tuple[CompetencyRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything of a person's assessment. `people` are the competencies of leading people, apart from the craft."""

    person: Employee
    levels: tuple[LevelShape, ...]
    sections: tuple[CompetencySection, ...]
    people: tuple[CompetencyRow, ...]
    people_asked: bool  # True when one of the levels asks for leading people
    revisions: dict[Side, int]
    counting: str
    target: Level | None = None

    @property
    def rows(self) -> tuple[CompetencyRow, ...]:
        """All of them, in reading order."""
        return tuple(row for section in self.sections for row in section.rows) + self.people

    @property
    def assessed(self) -> int:
        """How many have been assessed by either side."""
        return sum(1 for row in self.rows if row.own or row.manager)

    @property
    def different(self) -> int:
        """How many are seen differently."""
        return sum(1 for row in self.rows if row.differs)


def sheet_of(person: Employee, day: dt.date, target: UUID | None = None) -> Sheet:
    """The sheet on that day; `target` narrows it to what that level asks. At most 12 queries, and the versions' once.

    Whoever shows it to somebody asks `sharing.shared_with` first.
    """
    placements = Placement.objects.lasting().on(day).filter(employee=person).order_by("-primary")
    found = held(placements.select_related("level__grade", "level__track", "version__framework"))
    own = [each.level for each in found]
    aim = current_levels({target}).get(target, (None, False))[0] if target else None
    shapes = _shapes([*own, aim] if aim else own)
    said = _opinions(person)
    counting = CareerPolicy.current().counting
    asking = [(shapes[level.version_id], level) for level in own]
    levels = tuple(shape.level_by_key[level.key] for shape, level in asking)
    if aim is not None:
        goal = shapes[aim.version_id]
        rows = _rows([(goal, aim), *((s, own_one) for s, own_one in asking if own_one.key != aim.key)], said, counting)
        wanted = {item.competency.key for item in _asked_of(goal, aim.key)}
        rows = [row for row in rows if row.competency.key in wanted]
    else:
        rows = _rows(asking, said, counting)
    sections, people, people_asked = _parted(rows)
    return Sheet(person, levels, sections, people, people_asked, _revisions(person), counting, aim)


def _shapes(levels: Iterable[Level]) -> dict[int, VersionShape]:
    ids = {level.version_id for level in levels}
    versions = Version.objects.filter(pk__in=ids).select_related("framework__owner") if ids else []
    return {version.pk: snapshot_of(version).shape for version in versions}


def _asked_of(shape: VersionShape, level: UUID) -> list[Expected]:
    """What the level asks: written or with a step; "leading people" where management is asked."""
    items = [asked(shape, level, item) for item in shape.competencies]
    return [item for item in items if item.written or item.proficiency is not None]


def _rows(
    asking: Sequence[tuple[VersionShape, Level]], said: dict[tuple[str, UUID], Opinion], counting: str
) -> list[CompetencyRow]:
    """One row per competency that a level asks, and those of leading people of these frameworks, in reading order."""
    asks: dict[UUID, list[Ask]] = {}
    where: dict[UUID, tuple[CompetencyShape, int, VersionShape]] = {}
    for shape, level in asking:
        for item in _asked_of(shape, level.key):
            asks.setdefault(item.competency.key, []).append(Ask(shape.level_by_key[level.key], item))
        for competency in shape.competencies:
            where.setdefault(competency.key, (competency, level.version.framework_id, shape))
    return [
        CompetencyRow(
            competency,
            framework,
            shape,
            tuple(asks.get(key, ())),
            said.get((Side.SELF, key)),
            said.get((Side.MANAGER, key)),
            counting,
        )
        for key, (competency, framework, shape) in where.items()
        if key in asks or kind_of(shape, competency) == GroupKind.PEOPLE
    ]


def _parted(rows: Sequence[CompetencyRow]) -> tuple[tuple[CompetencySection, ...], tuple[CompetencyRow, ...], bool]:
    craft: dict[str, list[CompetencyRow]] = {}
    people: list[CompetencyRow] = []
    for row in rows:
        if kind_of(row.shape, row.competency) == GroupKind.PEOPLE:
            people.append(row)
        else:
            group = row.shape.group_by_key.get(row.competency.group)
            craft.setdefault(group.name if group else "", []).append(row)
    sections = tuple(CompetencySection(title, tuple(each)) for title, each in craft.items())
    return sections, tuple(people), any(row.asks for row in people)


def _opinions(person: Employee) -> dict[tuple[str, UUID], Opinion]:
    """(side, competency key) → what holds now: 2 queries."""
    rows: Any = Assessment.objects.current().filter(sheet__employee=person)
    return {
        (row.sheet.side, row.competency): Opinion(
            row.proficiency,
            row.note,
            row.by.name if row.by and row.sheet.side == Side.MANAGER else "",
            row.assessed_on,
            tuple(each for each in row.evidence.all() if each.deleted_at is None),
        )
        for row in rows.select_related("sheet", "by").prefetch_related("evidence")
    }


def _revisions(person: Employee) -> dict[Side, int]:
    rows = AssessmentSheet.objects.filter(employee=person).values_list("side", "revision")
    return {Side.SELF: 0, Side.MANAGER: 0} | {Side(side): revision for side, revision in rows}
