"""A workbook that this product wrote, back into a framework: rows and columns by their marks, then by what stands around.

What a person added has no mark: a row below a competency is a new competency, columns under a new code are a new level, a
row under the steps is a new step, a copied sheet is a new track.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ladders.core.sentences import gettext as _

from ..frameworks_in.build.draft import DraftCompetency, DraftGroup, DraftLevel, DraftTrack
from ..frameworks_in.merge.fingerprints import digest
from ..frameworks_out.formats import layout
from ..frameworks_out.formats.formats import WORKBOOK
from ..frameworks_out.formats.layout import Aspect
from ..tables.sheets import Place, fold, is_number, letters
from .build import Builder, Returned
from .sheets import RawSheet

HEADINGS = {fold(heading): aspect for aspect, heading in layout.ASPECT_HEADINGS.items()}
Found = tuple[DraftGroup, DraftCompetency]


def from_sheets(name: str, sheets: Sequence[RawSheet]) -> Returned:
    """The framework in the workbook."""
    return _WorkbookReader(name, sheets).read()


@dataclass
class _Column:
    """A column of a track's sheet: of which level, and what of it."""

    level: DraftLevel
    aspect: Aspect


class _WorkbookReader:
    def __init__(self, name: str, sheets: Sequence[RawSheet]) -> None:
        self.name, self.sheets = name, sheets
        self.builder = Builder(Place(name))
        self.by_mark: dict[str, Found] = {}
        self.by_name: dict[str, Found] = {}
        self.group: dict[str, DraftGroup] = {}
        self.levels: dict[str, DraftLevel] = {}  # by mark
        self.tracks: dict[str, DraftTrack] = {}  # by mark
        self.seen: set[tuple[int, int]] = set()

    def read(self) -> Returned:
        marked = {sheet.mark: sheet for sheet in reversed(self.sheets)}
        self._hidden(marked[WORKBOOK])
        self._framework(marked[layout.FRAMEWORK])
        self._competencies(marked[layout.COMPETENCIES])
        # A copied sheet has the marks of the first one, and a longer name: Specialist, Specialist (2).
        for sheet in sorted(self.sheets, key=lambda sheet: len(sheet.name)):
            if sheet.mark.startswith(layout.TRACK):
                self._track(sheet, self._track_of(sheet))
            elif not sheet.mark and sheet.name != layout.README and any(sheet.lines(1)):
                place = Place(self.name, sheet.name)
                self.builder.warn(
                    place,
                    _(
                        "%(place)s was added by hand and is left out. To add a track, copy the sheet of another track "
                        "and change it."
                    )
                    % {"place": place},
                )
        if layout.EVALUATION in marked:
            self._evaluation(marked[layout.EVALUATION])
        self._check_missing_sheets()
        self._check_grades()
        return self.builder.done()

    def _at(self, sheet: RawSheet, row: int, column: int | None = None) -> Place:
        return Place(self.name, sheet.name, row, "" if column is None else letters(column))

    # --- What all tracks share ------------------------------------------------------------------------------------

    def _hidden(self, sheet: RawSheet) -> None:
        facts = {cells[0]: cells[1] for _number, cells in sheet.lines() if cells.keys() >= {0, 1}}
        revision = facts.get("revision", "")
        self.builder.origin(
            facts.get("slug", ""),
            facts.get("version", ""),
            state=facts.get("state", ""),
            revision=int(revision) if is_number(revision, 9) else 0,
            fingerprints={name: text for name, text in facts.items() if "/" in name},
        )

    def _framework(self, sheet: RawSheet) -> None:
        builder, table = self.builder, ""
        for number, cells in sheet.lines():
            mark, place = cells.get(0, ""), self._at(sheet, number)
            texts = [cells.get(column, "") for column in range(1, 5)]
            if mark in (layout.STEPS, layout.TRACKS):
                table = mark
            elif mark == layout.NAME:
                builder.describe(place, name=texts[1])
            elif mark == layout.SUMMARY:
                builder.describe(place, summary=texts[1])
            elif mark == layout.STATEMENT:
                builder.describe(place, statement=texts[1])
            elif table == layout.STEPS and (mark == layout.STEP or any(texts[1:3])):
                builder.step(place, texts[1], texts[2])
            elif table == layout.TRACKS and texts[0]:
                key = mark.removeprefix(layout.TRACK)
                track = builder.track(place, texts[0], texts[1], tagline=texts[2], purpose=texts[3], key=key)
                self.tracks.setdefault(mark or fold(texts[0]), track)

    def _competencies(self, sheet: RawSheet) -> None:
        builder = self.builder
        group: DraftGroup | None = None
        for number, cells in sheet.lines(3):
            mark, place = cells.get(0, ""), self._at(sheet, number)
            name, item, kind, description, links = (cells.get(column, "") for column in range(1, 6))
            if name:
                group = builder.group(place, name, kind, mark.removeprefix(layout.GROUP))
                self.group.setdefault(fold(name), group)
            if item:
                if group is None:
                    builder.complain(
                        place,
                        _("%(place)s: “%(item)s” stands above all groups. Put a group above it.")
                        % {"place": place, "item": item},
                    )
                    continue
                key = mark.removeprefix(layout.COMPETENCY)
                self._know(mark, (group, builder.competency(place, group, item, description, key, links)))
            elif not name:
                builder.complain(
                    place,
                    _("%(place)s has a description, but names nothing. Add a name, or delete the row.")
                    % {"place": place},
                )

    def _know(self, mark: str, found: Found) -> None:
        if mark:
            self.by_mark.setdefault(mark, found)
        self.by_name.setdefault(fold(found[1].name), found)

    # --- A track --------------------------------------------------------------------------------------------------

    def _track_of(self, sheet: RawSheet) -> DraftTrack:
        """The track that the sheet belongs to: by its mark; a copied sheet by its name."""
        found = self.tracks.pop(sheet.mark, None) or self.tracks.pop(fold(sheet.name), None)
        if found is None:
            place = self._at(sheet, 1)
            self.builder.warn(
                Place(self.name, sheet.name),
                _("%(name)s is a new track. Say its kind on sheet “%(sheet)s”; until then it is a specialist track.")
                % {"name": Place(self.name, sheet.name), "sheet": layout.FRAMEWORK},
            )
            found = self.builder.track(place, sheet.name, "", key=sheet.mark.removeprefix(layout.TRACK))
        return found

    def _check_missing_sheets(self) -> None:
        """What is left in the table of tracks has no sheet."""
        for track in self.tracks.values():
            self.builder.framework.tracks.remove(track)
            self.builder.warn(
                track.place,
                _(
                    "%(place)s: the track “%(name)s” has no sheet and is left out. To add it, copy the sheet of "
                    "another track and give it this name."
                )
                % {"place": track.place, "name": track.name},
            )

    def _check_grades(self) -> None:
        """A grade that comes from an evaluation is changed there."""
        origin = self.builder.framework.origin
        for level in self.builder.framework.levels if origin else ():
            before = origin.fingerprints.get(f"level/{level.key}/grade") if origin else None
            if level.evaluated and level.ratings and before and before != digest((level.grade or None,)):
                self.builder.warn(
                    level.place,
                    _(
                        "%(place)s: the grade of %(code)s comes from its evaluation. Change the degrees on sheet "
                        "“%(sheet)s”; what stands here is not taken."
                    )
                    % {"place": level.place, "code": level.code, "sheet": layout.EVALUATION},
                )

    def _track(self, sheet: RawSheet, track: DraftTrack) -> None:
        rows = {cells[0]: (number, cells) for number, cells in reversed(list(sheet.lines())) if 0 in cells}
        columns = self._columns(sheet, track, rows)
        for number, cells in sheet.lines():
            mark = cells.get(0, "")
            if mark == layout.ASPECTS:
                continue
            if mark in layout.LEVEL_ROWS:
                self._describe(sheet, number, mark, cells, columns)
                continue
            texts = {column: cells[column] for column in columns if column in cells}
            found = self._competency(sheet, number, cells, bool(texts))
            if found:
                self._ask(sheet, number, found, texts, columns)
        self._check_unused(sheet, columns)
        number, grades = rows.get(layout.GRADE, (1, {}))
        told = rows.get(layout.SOURCE, (1, {}))[1]
        for column, entry in columns.items():
            if entry.aspect is Aspect.DESCRIPTOR:
                place = self._at(sheet, number, column)
                self.builder.grade(entry.level, place, grades.get(column, ""), told.get(column, ""))

    def _columns(
        self, sheet: RawSheet, track: DraftTrack, rows: Mapping[str, tuple[int, dict[int, str]]]
    ) -> dict[int, _Column]:
        """Column → level and aspect. A level begins where a code or a title stands, or where its marks do."""
        marks = sheet.line(1)
        codes, titles = (rows.get(mark, (1, {}))[1] for mark in (layout.CODE, layout.TITLE))
        headings = rows.get(layout.ASPECTS, (1, {}))[1]
        number = rows.get(layout.CODE, (1, {}))[0]
        last = max((column for cells in (marks, codes, titles, headings) for column in cells), default=0)
        columns: dict[int, _Column] = {}
        level: DraftLevel | None = None
        current = ""
        for column in range(3, last + 1):
            key, _colon, aspect = marks.get(column, "").removeprefix(layout.LEVEL).partition(":")
            named = codes.get(column) or titles.get(column)
            if named or (key and key != current):
                place = self._at(sheet, number, column)
                level = self.builder.level(place, track, codes.get(column, ""), titles.get(column, ""), key)
                if level.key:
                    self.levels[f"{layout.LEVEL}{key}"] = level
                current = key
            if level is not None:
                told = HEADINGS.get(fold(headings.get(column, "")))
                columns[column] = _Column(level, Aspect(aspect) if aspect in set(Aspect) else told or Aspect.DESCRIPTOR)
        return columns

    def _describe(
        self, sheet: RawSheet, number: int, mark: str, cells: Mapping[int, str], columns: Mapping[int, _Column]
    ) -> None:
        for column, entry in columns.items():
            if entry.aspect is Aspect.DESCRIPTOR and column in cells:
                place, text = self._at(sheet, number, column), cells[column]
                if mark == layout.SUMMARY:
                    self.builder.level_texts(entry.level, place, summary=text)
                elif mark == layout.SCOPE:
                    self.builder.level_texts(entry.level, place, scope=text)

    def _competency(self, sheet: RawSheet, number: int, cells: Mapping[int, str], filled: bool) -> Found | None:
        """The competency of a row: by its mark, else by its name; a new one if it is not known."""
        mark, group, name = (cells.get(column, "") for column in range(3))
        place = self._at(sheet, number, 2)
        found = self.by_mark.get(mark)
        if found and name and name != found[1].name:
            self.builder.warn(
                place,
                _(
                    "%(place)s calls the competency “%(name)s”, sheet “%(sheet)s” calls it “%(other)s”, "
                    "which is kept. Names are changed there."
                )
                % {"place": place, "name": name, "sheet": layout.COMPETENCIES, "other": found[1].name},
            )
        if found or not name:
            if not found and filled:
                self.builder.complain(
                    place,
                    _("%(place)s has texts, but names no competency. Add its name, or delete the row.")
                    % {"place": place},
                )
            return found
        if mark and not filled:
            return None  # deleted on the sheet of competencies, and nothing is asked here
        found = self.by_name.get(fold(name))
        if found is None:
            home = self.group.get(fold(group)) if group else None
            if home is None:
                home = self.builder.group(place, group or "Competencies", "")
                self.group[fold(home.name)] = home
            found = home, self.builder.competency(place, home, name)
            self._know("", found)
        return found

    def _ask(
        self,
        sheet: RawSheet,
        number: int,
        found: Found,
        texts: Mapping[int, str],
        columns: Mapping[int, _Column],
    ) -> None:
        by_level: dict[int, tuple[DraftLevel, int, dict[str, str]]] = {}
        for column, text in texts.items():
            entry = columns[column]
            _level, _column, said = by_level.setdefault(id(entry.level), (entry.level, column, {}))
            said.setdefault(entry.aspect.value, text)
        for level, column, said in by_level.values():
            place = self._at(sheet, number, column)
            if (id(level), id(found[1])) in self.seen:
                self.builder.complain(
                    place,
                    _("%(place)s describes “%(name)s” at %(code)s once more. Delete one of the two.")
                    % {"place": place, "name": found[1].name, "code": level.code},
                )
                continue
            self.seen.add((id(level), id(found[1])))
            group, item = found
            self.builder.expectation(place, level, group, item, **said)

    def _check_unused(self, sheet: RawSheet, columns: Mapping[int, _Column]) -> None:
        """Texts beside all levels would be lost without a word."""
        for number, cells in sheet.lines():
            stray = next((column for column in cells if column > 2 and column not in columns), None)
            if stray is not None:
                place = self._at(sheet, number, stray)
                self.builder.complain(
                    place,
                    _("%(place)s stands under no level. Write the level's code and title above it.") % {"place": place},
                )
                return

    # --- Evaluation -----------------------------------------------------------------------------------------------

    def _evaluation(self, sheet: RawSheet) -> None:
        degrees = {
            column: mark.removeprefix(layout.DEGREE)
            for column, mark in sheet.line(1).items()
            if mark.startswith(layout.DEGREE)
        }
        whys = {mark.removeprefix(layout.WHY): column for column, mark in sheet.line(1).items()}
        for number, cells in sheet.lines(3):
            level = self.levels.get(cells.get(0, ""))
            for column, factor in degrees.items() if level else ():
                why = cells.get(whys.get(factor, -1), "")
                if level:
                    self.builder.rating(level, self._at(sheet, number, column), factor, cells.get(column, ""), why)
