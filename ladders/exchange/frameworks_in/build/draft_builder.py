"""Records and plans into the draft: the frameworks, tracks, levels, competencies and expectations that an import amounts to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.lists import first_of
from ladders.exchange.tables.sheets import (
    LeftOut,
    OmissionReason,
    Place,
    Problem,
    fold,
    is_number,
    one_line,
    warning,
    without_symbols,
)
from ladders.frameworks.domain.shapes import GroupKind

from ..extract.links import joined_links, tidy_links
from ..extract.records import Record
from ..extract.wording import builds_and_text, joined, kind_of_group, sentence_start, summary_and_scope
from ..mapping.fields import CELL_FIELDS, Field
from ..mapping.table_mapping import Mapping, TrackPlan
from .default_names import tidy
from .draft import (
    Draft,
    DraftCompetency,
    DraftExpectation,
    DraftFramework,
    DraftGroup,
    DraftLevel,
    DraftRating,
    DraftStep,
    DraftTrack,
)

# As many characters as the product keeps.
LONGEST = {"framework": 80, "track": 80, "level": 120, "code": 24, "group": 80, "competency": 120, "step": 60}
TAGLINE = 80
MAX_JOINED = 20_000  # characters of one descriptor made of several rows
LEADING_NUMBER = re.compile(r"(\d{1,2})(?![\d])")
LevelKey = tuple[str, str, str]


def draft_from(records: Iterable[Record], mapping: Mapping) -> tuple[Draft, list[Problem], list[LeftOut]]:
    """The draft, what was odd, and what was left out because it was said before."""
    builder = _Builder(mapping)
    for record in records:
        builder.take(record)
    return builder.done()


@dataclass(slots=True)
class _Cell:
    """An expectation with its level, and whether more than one row made it."""

    expectation: DraftExpectation
    rows: int = 1


class _Builder:
    """Puts the draft together, record by record."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.draft = Draft()
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self.frameworks: dict[str, DraftFramework] = {}
        self.levels: dict[LevelKey, DraftLevel] = {}
        self.planned = {
            (fold(plan.framework), fold(plan.origin_of(level)), fold(level.source)): (index, position)
            for index, plan in enumerate(mapping.tracks)
            for position, level in enumerate(plan.levels)
        }
        self.by_source: dict[tuple[str, str], list[int]] = {}
        for index, plan in enumerate(mapping.tracks):
            self.by_source.setdefault((fold(plan.framework), fold(plan.source)), []).append(index)
        self.by_plan: dict[int, DraftTrack] = {}
        self.groups: dict[tuple[str, str], DraftGroup] = {}
        self.competencies: dict[tuple[str, str], list[tuple[DraftGroup, DraftCompetency]]] = {}
        self.cells: dict[tuple[LevelKey, str, str], _Cell] = {}
        self.joined: list[tuple[_Cell, DraftLevel]] = []
        self.scale = {fold(name): number for number, name in enumerate(mapping.scale, start=1)}
        self.pictures: dict[str, tuple[str, Place]] = {}  # names with pictures → without, and where
        self.complaints: set[tuple[str, ...]] = set()

    # --- Taking in ------------------------------------------------------------------------------------------------

    def take(self, record: Record) -> None:
        """Adds what one record says."""
        self.problems += tidy_links(record)
        framework = self._framework(record)
        self._describe_framework(framework, record)
        if record.track or record.level:
            self._describe_track(record)
        level = self._level(record) if record.level else None
        if level:
            self._describe_level(level, record)
            level.rows.add((record.place.file, record.place.sheet, record.place.row or 0))
        name = record.values.get(Field.COMPETENCY, "")
        if not name:
            if record.values.get(Field.GROUP) and not level:
                self._group(record)
            return
        group, competency = self._competency(record, name)
        if not competency.description:
            competency.description = record.values.get(Field.COMPETENCY_DESCRIPTION, "")
        if not level:
            competency.links = competency.links or record.values.get(Field.LINKS, "")
        if level and any(key in record.values for key in CELL_FIELDS):
            self._expect(level, group, competency, record)

    def _framework(self, record: Record) -> DraftFramework:
        key = fold(record.framework)
        if key not in self.frameworks:
            name = tidy(record.framework)
            self._measure("framework", name, record.place)
            self.frameworks[key] = DraftFramework(sentence_start(name), record.place)
        return self.frameworks[key]

    def _describe_framework(self, framework: DraftFramework, record: Record) -> None:
        framework.summary = framework.summary or record.values.get(Field.FRAMEWORK_SUMMARY, "")
        framework.statement = framework.statement or record.values.get(Field.STATEMENT, "")
        steps = record.values.get(Field.SCALE, "")
        if steps and not framework.scale:
            for line in steps.split("\n"):
                name, _colon, text = line.partition(": ")
                self._measure("step", name, record.place)
                framework.scale.append(DraftStep(one_line(name), text.strip()))

    def _describe_track(self, record: Record) -> None:
        purpose, tagline = record.values.get(Field.TRACK_PURPOSE, ""), record.values.get(Field.TRACK_TAGLINE, "")
        if not purpose and not tagline:
            return
        for index in self.by_source.get((fold(record.framework), fold(record.track)), ()):
            track = self._track(index, self.mapping.tracks[index], record.place)
            track.purpose = track.purpose or purpose
            track.tagline = track.tagline or one_line(tagline)[:TAGLINE]

    def _track(self, index: int, plan: TrackPlan, place: Place) -> DraftTrack:
        if index not in self.by_plan:
            self._measure("track", plan.name, place)
            self.by_plan[index] = DraftTrack(plan.source, plan.name, plan.kind, place)
        return self.by_plan[index]

    def _level(self, record: Record) -> DraftLevel | None:
        key = fold(record.framework), fold(record.track), fold(record.level)
        if key in self.levels:
            return self.levels[key]
        if key not in self.planned:
            message = _(
                "The level “%(level)s” stands on no track, so what it says is left out. Name it as it is called "
                "where levels are listed, or put it on a track on the page “What the files mean”."
            ) % {"level": record.level}
            self._once(("level", *key), Problem.at(record.place, message))
            self.left_out.append(LeftOut(record.place, OmissionReason.INCOMPLETE, message))
            return None
        index, position = self.planned[key]
        plan = self.mapping.tracks[index]
        own = plan.levels[position]
        track = self._track(index, plan, record.place)
        self._shown(record.level, record.place)
        level = DraftLevel(own.source, own.code, own.title, record.place, own.number, position)
        self._measure("code", own.code, record.place)
        self._measure("level", own.title, record.place)
        track.levels.append(level)
        self.levels[key] = level
        return level

    def _describe_level(self, level: DraftLevel, record: Record) -> None:
        values = record.values
        if not level.summary and not level.scope:
            level.summary, level.scope = summary_and_scope(
                values.get(Field.LEVEL_SUMMARY, ""), values.get(Field.LEVEL_SCOPE, "")
            )
        level.grade = level.grade or values.get(Field.GRADE, "")
        level.grade_source = level.grade_source or one_line(values.get(Field.GRADE_SOURCE, ""))
        for factor, (degree, why) in record.ratings.items():
            if factor in level.ratings or not (degree or why):
                continue
            if is_number(degree, 3):
                level.ratings[factor] = DraftRating(int(degree), why)
            else:
                message = _("“%(degree)s” is no degree of “%(factor)s”. Write the degree as a whole number.") % {
                    "degree": degree,
                    "factor": factor,
                }
                self._once(("degree", level.code, factor), Problem.at(record.place, message))

    # --- Competencies ---------------------------------------------------------------------------------------------

    def _group(self, record: Record) -> DraftGroup:
        name = self._shown(record.values.get(Field.GROUP, ""), record.place)
        key = fold(record.framework), fold(name)
        if key not in self.groups:
            self._measure("group", name, record.place)
            self.groups[key] = DraftGroup(name, kind_of_group(name))
            self.frameworks[key[0]].groups.append(self.groups[key])
        kind = record.values.get(Field.GROUP_KIND, "")
        if kind:
            try:
                self.groups[key].kind = GroupKind(fold(kind))
            except ValueError:
                known = ", ".join(GroupKind)
                message = _("“%(kind)s” is no kind of competency group. Write one of %(known)s.") % {
                    "kind": kind,
                    "known": known,
                }
                self._once(("kind", *key), warning(record.place, message))
        return self.groups[key]

    def _shown(self, name: str, place: Place) -> str:
        """The name without pictures, which is remembered where it differs."""
        shown = one_line(without_symbols(name))
        if shown != one_line(name):
            self.pictures.setdefault(one_line(name), (shown, place))
        return shown

    def _competency(self, record: Record, name: str) -> tuple[DraftGroup, DraftCompetency]:
        """The competency of this name: in the named group, or wherever it is where the record names no group."""
        shown = self._shown(name, record.place)
        known = self.competencies.setdefault((fold(record.framework), fold(shown)), [])
        wanted = record.values.get(Field.GROUP, "")
        for group, competency in known:
            if not wanted or fold(group.name) == fold(wanted):
                return group, competency
        self._measure("competency", shown, record.place)
        group, competency = self._group(record), DraftCompetency(sentence_start(shown), record.place)
        group.competencies.append(competency)
        known.append((group, competency))
        return group, competency

    def _expect(self, level: DraftLevel, group: DraftGroup, competency: DraftCompetency, record: Record) -> None:
        values = record.values
        builds, descriptor = builds_and_text(values.get(Field.DESCRIPTOR, ""), values.get(Field.BUILDS, ""))
        new = DraftExpectation(
            group.name,
            competency.name,
            record.place,
            self._proficiency(record),
            descriptor,
            values.get(Field.EXAMPLES, ""),
            values.get(Field.LINKS, ""),
            builds,
        )
        level_key = fold(record.framework), fold(record.track), fold(record.level)
        key = level_key, fold(group.name), fold(competency.name)
        if key not in self.cells:
            self.cells[key] = _Cell(new)
            level.expectations.append(new)
        else:
            self._again(self.cells[key], new, level)

    def _again(self, cell: _Cell, new: DraftExpectation, level: DraftLevel) -> None:
        """The same level and competency once more: said before, one more part of it, or something else."""
        old = cell.expectation
        parts = ("proficiency", "descriptor", "examples", "links")
        if all(getattr(new, part) in (None, "", getattr(old, part)) for part in parts):
            message = _("%(place)s says again what %(first)s says, and is left out.") % {
                "place": _spot(new.place),
                "first": _spot(old.place, "row"),
            }
            if new.place.row == old.place.row:
                message = _("%(place)s says twice the same of “%(competency)s”, and is taken once.") % {
                    "place": _spot(new.place),
                    "competency": old.competency,
                }
            self.left_out.append(LeftOut(new.place, OmissionReason.DUPLICATE, message))
            return
        if new.proficiency is not None and old.proficiency not in (None, new.proficiency):
            message = _(
                "Row %(row)s asks another proficiency of “%(competency)s” at “%(title)s” than row %(other_row)s, "
                "whose proficiency is kept. Correct one of them."
            ) % {"row": new.place.row, "competency": old.competency, "title": level.title, "other_row": old.place.row}
            self.problems.append(warning(new.place, message))
        old.proficiency = old.proficiency if old.proficiency is not None else new.proficiency
        if len(old.descriptor) + len(new.descriptor) > MAX_JOINED:
            message = _(
                "“%(competency)s” at “%(title)s” grows too long here; the rest of it is left out. Shorten it."
            ) % {"competency": old.competency, "title": level.title}
            self.left_out.append(LeftOut(new.place, OmissionReason.CONFLICT, message))
            return
        old.descriptor = joined(old.descriptor, new.descriptor)
        old.examples = joined(old.examples, new.examples)
        old.links = joined_links(old.links, new.links)
        cell.rows += 1
        if cell.rows == 2:
            self.joined.append((cell, level))

    def _proficiency(self, record: Record) -> int | None:
        text = one_line(record.values.get(Field.PROFICIENCY, ""))
        if not text:
            return None
        if fold(text) in self.scale:
            return self.scale[fold(text)]
        own = self.frameworks[fold(record.framework)].scale
        for number, step in enumerate(own, start=1):
            if fold(step.name) == fold(text):
                return number
        number_in = LEADING_NUMBER.match(text) or LEADING_NUMBER.search(text)
        if number_in and int(number_in[1]) <= 20:
            return int(number_in[1]) or None
        message = _(
            "“%(text)s” is no step of the proficiency scale. Add it to the scale in the mapping, or write a number."
        ) % {"text": text}
        self._once(("step", fold(text)), warning(record.place, message))
        return None

    # --- Completing -----------------------------------------------------------------------------------------------

    def done(self) -> tuple[Draft, list[Problem], list[LeftOut]]:
        """The finished draft."""
        for index, plan in enumerate(self.mapping.tracks):
            track = self.by_plan.get(index)
            if track and track.levels:
                track.levels.sort(key=lambda level: level.order)
                for order, level in enumerate(track.levels):
                    level.order = order
                self.frameworks[fold(plan.framework)].tracks.append(track)
        for framework in self.frameworks.values():
            self._finish(framework)
        self._say_joined()
        self._say_pictures()
        return self.draft, self.problems, self.left_out

    def _finish(self, framework: DraftFramework) -> None:
        framework.groups = [group for group in framework.groups if group.competencies]
        used = any(expectation.proficiency for level in framework.levels for expectation in level.expectations)
        if not framework.scale and used and self.mapping.scale:
            framework.scale = [DraftStep(name) for name in self.mapping.scale]
        positions = {
            (fold(group.name), fold(competency.name)): position
            for position, (group, competency) in enumerate(
                (group, competency) for group in framework.groups for competency in group.competencies
            )
        }
        for level in framework.levels:
            level.expectations.sort(key=lambda item: positions[fold(item.group), fold(item.competency)])
        self._check_codes(framework)
        if framework.tracks or framework.groups:
            self.draft.frameworks.append(framework)

    def _check_codes(self, framework: DraftFramework) -> None:
        seen: dict[str, DraftLevel] = {}
        for level in framework.levels:
            first = seen.setdefault(fold(level.code), level)
            if first is not level:
                message = _(
                    "The code “%(code)s” stands for two levels, “%(title)s” and “%(other_title)s”. Give one of them "
                    "another code."
                ) % {"code": level.code, "title": first.title, "other_title": level.title}
                self.problems.append(Problem.at(level.place, message))

    def _say_joined(self) -> None:
        """Several rows for one expectation are a way to write lists; only where that is rare it is worth a word."""
        if len(self.joined) > 0.1 * len(self.cells):
            return
        for cell, level in self.joined:
            old = cell.expectation
            message = _(
                "“%(competency)s” at “%(title)s” is described in more than one place; all texts were kept, one "
                "below the other. Delete what is not meant."
            ) % {"competency": old.competency, "title": level.title}
            self.problems.append(warning(old.place, message))

    def _say_pictures(self) -> None:
        """Names are compared, searched and printed without pictures; which ones they were is said."""
        if self.pictures:
            told = [f"“{name}” is “{shown}”" for name, (shown, _place) in self.pictures.items()]
            place = next(iter(self.pictures.values()))[1]
            message = _("Pictures in names are left out: %(told)s.") % {"told": first_of(told, 5)}
            self.problems.append(warning(place, message))

    def _measure(self, what: str, name: str, place: Place) -> None:
        if len(name) > LONGEST[what]:
            message = _(
                "A %(what)s is called “%(name)s…”, which has %(count)s characters; at most %(longest)s are kept. "
                "Shorten it."
            ) % {"what": what, "name": name[:40], "count": len(name), "longest": LONGEST[what]}
            self._once((what, fold(name)), Problem.at(place, message))

    def _once(self, key: tuple[str, ...], problem: Problem) -> None:
        if key not in self.complaints:
            self.complaints.add(key)
            self.problems.append(problem)


def _spot(place: Place, word: str = "Row") -> str:
    """`Row 4`; with its sheet, where there is one that a person needs to find it."""
    return f"{word} {place.row}"
