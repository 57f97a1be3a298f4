"""Resolves the rows of a file to grades, compares with what holds, schedules what is new: all or nothing.

Where rows of one grade differ, one of them is the band (of the base group, else the figures that most rows have, else the
first), and each of the others is named. Those that mean a level of a published framework become proposed exceptions for
somebody to decide; nothing is averaged, and nothing is left out without being said.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.compensation.actions.changes import schedule
from ladders.compensation.actions.deviations import latest_end, propose_exception
from ladders.compensation.domain.bands import Figures
from ladders.compensation.doubts import band_doubts
from ladders.compensation.models import BandChange, BandException, ChangeState, ExceptionState, PayZone
from ladders.compensation.queries.structure import bands_on, figures_of, grade_names, next_scheduled
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level
from ladders.impact.models import Grade

from ..people.store import former_codes
from ..tables.column_samples import ColumnRead
from ..tables.former_codes import FormerCode, listed
from ..tables.problems import Problems
from ..tables.sheets import fold
from .parse import BandFile, BandMapping, BandRow, as_data, read_bands
from .zones import part_by_zone


@dataclass(frozen=True, slots=True)
class Differing:
    """A row whose grade has another band. `level` is the level that it means; None where no level has its code."""

    row: BandRow
    grade: str
    band: Figures
    level: Level | None
    known: bool = False  # such an exception is there already


@dataclass
class BandPlan:
    """What an import would write."""

    file: str
    zone: PayZone | None
    starts_on: dt.date
    rows: int = 0
    groups: int = 0
    subgroups: int = 0
    bands: dict[str, tuple[BandRow, Figures | None]] = field(default_factory=dict)  # grade → row, what holds now
    differing: list[Differing] = field(default_factory=list)
    problems: Problems = field(default_factory=lambda: Problems(""))
    doubts: list[str] = field(default_factory=list)  # what looks wrong, in sentences
    columns: list[ColumnRead] = field(default_factory=list)
    group_names: list[str] = field(default_factory=list)
    unplaced: list[BandRow] = field(default_factory=list)  # rows whose grade nobody knows
    further: list[BandPlan] = field(default_factory=list)  # of other zones in the file; problems and columns are shared
    unknown_zones: list[str] = field(default_factory=list)  # texts that name no zone

    @property
    def all(self) -> list[BandPlan]:
        """This plan, and those of the file's other zones."""
        return [self, *self.further]

    @property
    def changed(self) -> dict[str, Figures]:
        """Grade code → figures that are new."""
        return {code: row.figures for code, (row, now) in self.bands.items() if row.figures != now}

    @property
    def proposals(self) -> list[Differing]:
        """Rows that become proposed exceptions."""
        return [item for item in self.differing if item.level is not None and not item.known]

    def report(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "file": self.file,
            "zone": self.zone.code if self.zone else None,
            "currency": self.zone.currency if self.zone else None,
            "from": self.starts_on.isoformat(),
            "rows": self.rows,
            "groups": self.groups,
            "subgroups": self.subgroups,
            "changed": len(self.changed),
            "unchanged": len(self.bands) - len(self.changed),
            "bands": {
                code: {**as_data(row.figures), "row": row.row, "label": row.label, "changed": row.figures != now}
                for code, (row, now) in self.bands.items()
            },
            "exceptions": [
                {
                    **as_data(item.row.figures),
                    "row": item.row.row,
                    "label": item.row.label,
                    "grade": item.grade,
                    "level": level_label(item.level) if item.level else None,
                    "proposed": item.level is not None,
                    "known": item.known,
                }
                for item in self.differing
            ],
            "doubts": self.doubts,
            "further_zones": [each.report() for each in self.further],
            "refused": self.problems.refused,
            "problems": [problem.to_report() for problem in self.problems.listed],
        }


def import_bands(
    *,
    files: Iterable[tuple[str, bytes]],
    by: Any,
    zone: str = "",
    starts_on: dt.date | None = None,
    mapping: BandMapping | None = None,
    dry_run: bool = False,
    sure: bool = True,
    today: dt.date | None = None,
) -> BandPlan:
    """Read a file, and do with it as `take_in` does."""
    read = read_bands(files, mapping)
    return take_in(read, by=by, zone=zone, starts_on=starts_on, dry_run=dry_run, sure=sure, today=today)


def take_in(
    read: BandFile,
    *,
    by: Any,
    zone: str = "",
    starts_on: dt.date | None = None,
    dry_run: bool = False,
    sure: bool = True,
    today: dt.date | None = None,
) -> BandPlan:
    """Compare what was read with what is there and write it in one transaction; a plan with errors writes nothing. Repeating it
    changes nothing. `zone` is that of rows which name none. Not `sure`: bands that look wrong are refused until somebody has
    looked. Answers the plan of the first zone, with those of others in `further`.

    Raises DomainError where no zone can be told, or where days that are over would change.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        plan = plan_zones(read, zone, starts_on or today)
        if plan.problems.refused or plan.zone is None or dry_run:
            return plan
        doubts = [sentence for each in plan.all for sentence in each.doubts]
        if doubts and not sure:
            plan.problems.refuse_doubts(doubts)
            return plan
        note = _("Import of %(file)s") % {"file": plan.file}
        for each in plan.all:
            if each.zone and each.changed and not _waits(each):
                schedule(zone=each.zone, starts_on=each.starts_on, figures=each.changed, note=note, by=by, today=today)
            for item in each.proposals:
                _propose(item, each, by, note, today)
    return plan


def plan_zones(read: BandFile, zone: str, starts_on: dt.date) -> BandPlan:
    """The plan of each zone that the file names. Raises DomainError where rows name none and `zone` is none, either."""
    parted = part_by_zone(read, zone)
    plans = [_plan(replace(read, rows=rows), each, starts_on) for each, rows in parted.rows.items()]
    if len(plans) > 1:
        for each in plans:
            each.doubts = [f"{each.zone}: {sentence}" for sentence in each.doubts]
    first, *further = plans
    first.further, first.unknown_zones = further, parted.unknown
    return first


def _plan(read: BandFile, zone: PayZone, starts_on: dt.date) -> BandPlan:
    plan = BandPlan(read.file, zone, starts_on, len(read.rows), read.groups, read.subgroups, problems=read.problems)
    plan.columns, plan.group_names = read.columns, sorted({row.group for row in read.rows if row.group})
    mapping = read.mapping
    grades = {grade.code: grade.rank for grade in Grade.objects.all()}
    levels = _levels(read.rows, plan.problems)
    by_grade: dict[str, list[BandRow]] = {}
    for row in read.rows:
        if row.currency and row.currency != zone.currency:
            _problem(
                plan,
                row,
                _("%(label)s is in %(currency)s, the zone in %(zone_currency)s. Nothing is converted")
                % {"label": row.label, "currency": row.currency, "zone_currency": zone.currency},
            )
            continue
        grade = _grade(row, mapping, levels)
        if grade not in grades:
            said = (
                _("there is no grade %(grade)s") % {"grade": grade}
                if grade
                else _("which grade is %(label)s? Say it, or leave the row out") % {"label": row.label}
            )
            _problem(plan, row, said)
            plan.unplaced.append(row)
            continue
        by_grade.setdefault(grade, []).append(row)
    if plan.problems.refused:
        return plan
    now = bands_on(zone, starts_on)
    known = {
        (item.level_key, item.minimum, item.midpoint, item.maximum)
        for item in BandException.objects.filter(zone=zone).exclude(state=ExceptionState.DECLINED)
    }
    for code in sorted(by_grade, key=lambda each: grades[each]):
        band = _band(by_grade[code], mapping)
        plan.bands[code] = (band, now.get(code))
        for row in by_grade[code]:
            if row.figures != band.figures:
                level = levels.get(row.label)
                own = row.figures
                there = level is not None and (level.key, own.minimum, own.midpoint, own.maximum) in known
                plan.differing.append(Differing(row, code, band.figures, level, there))
    if plan.changed:
        later = {code: day for code, day in next_scheduled(zone, starts_on).items() if code in plan.changed}
        names = [name for _pk, name in grade_names().values()]
        plan.doubts = band_doubts(names, now | plan.changed, now, later)
    return plan


def _levels(rows: Iterable[BandRow], problems: Problems) -> dict[str, Level]:
    """Label → the one level of a published framework that it means: the level of that code; else, where the row names a
    group and a level, the level of that code in the track or framework of that name. Codes that levels had before are
    understood, and told in `problems`. 1 query; 4 where a code is none of today."""
    rows = list(rows)
    codes = {row.label for row in rows} | {row.level for row in rows if row.group and row.level}
    by_code: dict[str, list[Level]] = {}
    graded = Level.objects.filter(version__state="published", grade__isnull=False)
    graded = graded.select_related("grade", "track", "version__framework")
    for level in graded.filter(code__in=codes):
        by_code.setdefault(level.code, []).append(level)
    former = _former(codes - by_code.keys())
    for level in graded.filter(key__in=[key for found in former.values() for key in found]) if former else ():
        for code in former:
            if level.key in former[code]:
                by_code.setdefault(code, []).append(level)
    meant: dict[str, Level] = {}
    told: list[str] = []
    for row in rows:
        code, candidates = row.label, by_code.get(row.label, [])
        if not candidates and row.group:
            code, candidates = (
                row.level,
                [each for each in by_code.get(row.level, []) if fold(row.group) in _names(each)],
            )
        if len(candidates) == 1:
            meant[row.label] = candidates[0]
            if before := former.get(code, {}).get(candidates[0].key):
                told.append(before.sentence(candidates[0].code))
    if told:
        problems.note(_("%(file)s: %(told)s.") % {"file": problems.file, "told": listed(told)})
    return meant


def _former(codes: Collection[str]) -> dict[str, dict[UUID, FormerCode]]:
    """Of codes that no level has: each with the levels of today that had it, and since when they are called otherwise."""
    found: dict[str, dict[UUID, FormerCode]] = {}
    for each in former_codes() if codes else ():
        if each.code in codes:
            found.setdefault(each.code, {}).setdefault(each.now, each)
    return found


def _names(level: Level) -> set[str]:
    framework = level.version.framework
    return {fold(name) for name in (level.track.name, framework.name, framework.slug)}


def _grade(row: BandRow, mapping: BandMapping, levels: dict[str, Level]) -> str:
    """What the mapping says of the label, the group or the level; the grade that the row names; its level's own."""
    for name in (row.label, row.group, row.level):
        if name and name in mapping.grades:
            return mapping.grades[name]
    if row.grade:
        return mapping.grades.get(row.grade, row.grade)
    level = levels.get(row.label)
    return level.grade.code if level and level.grade else ""


def _band(rows: list[BandRow], mapping: BandMapping) -> BandRow:
    """The row that states the grade's band; never an average."""
    if mapping.base and (based := next((row for row in rows if row.group == mapping.base), None)):
        return based
    if plain := next((row for row in rows if row.grade and not row.group), None):
        return plain
    counts = Counter(row.figures for row in rows)
    most = max(counts.values())
    return next(row for row in rows if counts[row.figures] == most)


def _problem(plan: BandPlan, row: BandRow, said: str) -> None:
    plan.problems.add(
        f"row {said[:10]}",
        row.row,
        _("%(file)s, row %(row)s: %(said)s.") % {"file": plan.file, "row": row.row, "said": said},
    )


def _waits(plan: BandPlan) -> bool:
    """True where the very same change waits for its approval already."""
    waiting = BandChange.objects.filter(zone=plan.zone, starts_on=plan.starts_on, state=ChangeState.WAITING)
    return any(
        {line.grade.code: figures_of(line) for line in change.lines.select_related("grade")} == plan.changed
        for change in waiting
    )


def _propose(item: Differing, plan: BandPlan, by: Any, note: str, today: dt.date) -> None:
    """From the file's day; from today where that is so long ago that the exception would be over already."""
    assert item.level is not None
    assert plan.zone is not None
    begins = plan.starts_on if latest_end(plan.starts_on) >= today else today
    propose_exception(
        framework=item.level.version.framework,
        level_key=item.level.key,
        zone=plan.zone,
        starts_on=begins,
        ends_on=latest_end(begins),
        figures=item.row.figures,
        reason=f"{note}, {_('row')} {item.row.row}: {item.row.label}",
        by=by,
    )
