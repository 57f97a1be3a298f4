"""A csv that this product wrote, back into a framework. Rows may have been sorted, changed, added or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from ladders.core.sentences import gettext as _

from ..frameworks_in.build.draft import DraftCompetency, DraftGroup, DraftLevel, DraftTrack
from ..frameworks_in.mapping.fields import EXPORT_HEADINGS, RATING_HEADING, RATIONALE_HEADING, Field
from ..frameworks_out.formats.csv_text import COLUMNS
from ..frameworks_out.formats.texts import normal, plain
from ..tables.sheets import Place, letters
from .build import Builder, Returned

# Files that went out before there were links come back, too.
NEEDED = frozenset(EXPORT_HEADINGS[field] for field in COLUMNS if field is not Field.LINKS)
Cells = dict[str, str]


def is_ours(headings: Sequence[str]) -> bool:
    """Whether a table has all columns of our own, in whatever order."""
    return {normal(heading) for heading in headings} >= NEEDED


def from_rows(name: str, headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Returned:
    """The framework in the rows below the headings; each with its number."""
    reader = _DelimitedReader(name, [normal(heading) for heading in headings])
    for number, row in rows:
        reader.take(number, row)
    return reader.done()


class _DelimitedReader:
    def __init__(self, name: str, headings: list[str]) -> None:
        self.name, self.headings = name, headings
        self.builder = Builder(Place(name))
        self.columns = {heading: letters(index) for index, heading in enumerate(headings)}
        self.groups: dict[str, DraftGroup] = {}
        self.competencies: dict[tuple[str, str], DraftCompetency] = {}
        self.tracks: dict[str, DraftTrack] = {}
        self.levels: dict[tuple[str, str, str], DraftLevel] = {}
        self.numbers: dict[int, float] = {}  # by identity of the level
        self.seen: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {}

    def done(self) -> Returned:
        """The framework, its levels by number where they have one."""
        for track in self.tracks.values():
            last = 0.0
            heights = {}
            for level in track.levels:
                last = self.numbers.get(id(level), last)
                heights[id(level)] = last
            track.levels.sort(key=lambda level: heights[id(level)])
        return self.builder.done()

    def take(self, number: int, row: Sequence[str]) -> None:
        """Adds what one row says."""
        cells = {heading: plain(cell) for heading, cell in zip(self.headings, row, strict=False) if normal(cell)}
        if not cells:
            return
        text = {field: normal(cells.get(EXPORT_HEADINGS[field], "")) for field in COLUMNS}
        place = Place(self.name, row=number)
        self._framework(place, text)
        group = self._group(place, text) if text[Field.GROUP] else None
        item = self._competency(place, text, group) if text[Field.COMPETENCY] else None
        track = self._track(place, text) if text[Field.TRACK] else None
        level = None
        if text[Field.LEVEL_CODE] or text[Field.LEVEL_TITLE]:
            if track is None:
                self.builder.complain(
                    place, _("%(place)s names a level, but no track. Add the track.") % {"place": place}
                )
                return
            level = self._level(place, text, track, cells)
        asks = any(text[field] for field in (Field.PROFICIENCY, Field.DESCRIPTOR, Field.EXAMPLES))
        if level is not None and item is not None and group is not None:
            self._expectation(place, text, level, group, item)
        elif asks:
            missing = "level" if level is None else "competency"
            self.builder.complain(
                place,
                _("%(place)s has a text, but names no %(missing)s. Add the %(missing)s, or delete the row.")
                % {"place": place, "missing": missing},
            )

    def _framework(self, place: Place, text: dict[Field, str]) -> None:
        framework, builder = self.builder.framework, self.builder
        name = text[Field.FRAMEWORK]
        if framework.name and name and name != framework.name:
            builder.complain(
                place,
                _("%(place)s belongs to “%(name)s”, the rows above to “%(other)s”. Put each framework in a file.")
                % {"place": place, "name": name, "other": framework.name},
            )
        builder.describe(place, name=name, summary=text[Field.FRAMEWORK_SUMMARY], statement=text[Field.STATEMENT])
        if text[Field.SCALE] and not framework.scale:
            for line in text[Field.SCALE].split("\n"):
                builder.step(place, *_step(line))

    def _group(self, place: Place, text: dict[Field, str]) -> DraftGroup:
        name, kind = text[Field.GROUP], text[Field.GROUP_KIND]
        if name not in self.groups:
            self.groups[name] = self.builder.group(place, name, kind)
        elif kind:
            self.builder.group_kind(self.groups[name], kind, place)
        return self.groups[name]

    def _competency(self, place: Place, text: dict[Field, str], group: DraftGroup | None) -> DraftCompetency | None:
        if group is None:
            self.builder.complain(
                place, _("%(place)s names a competency, but no group. Add the group.") % {"place": place}
            )
            return None
        key = group.name, text[Field.COMPETENCY]
        if key not in self.competencies:
            self.competencies[key] = self.builder.competency(place, group, text[Field.COMPETENCY])
        item = self.competencies[key]
        item.description = item.description or text[Field.COMPETENCY_DESCRIPTION]
        if text[Field.LINKS] and not (text[Field.LEVEL_CODE] or text[Field.LEVEL_TITLE]):
            item.links = item.links or self.builder.links(
                text[Field.LINKS], self._at(place, EXPORT_HEADINGS[Field.LINKS])
            )
        return item

    def _track(self, place: Place, text: dict[Field, str]) -> DraftTrack:
        name, kind = text[Field.TRACK], text[Field.TRACK_KIND]
        tagline, purpose = text[Field.TRACK_TAGLINE], text[Field.TRACK_PURPOSE]
        if name not in self.tracks:
            self.tracks[name] = self.builder.track(place, name, kind)
        track = self.tracks[name]
        self.builder.track_texts(track, place, tagline=tagline, purpose=purpose)
        return track

    def _level(self, place: Place, text: dict[Field, str], track: DraftTrack, cells: Cells) -> DraftLevel:
        number, code, title = text[Field.LEVEL_NUMBER], text[Field.LEVEL_CODE], text[Field.LEVEL_TITLE]
        key = track.name, number, code
        if key not in self.levels:
            level = self.builder.level(place, track, code, title)
            self.builder.grade(level, place, text[Field.GRADE], text[Field.GRADE_SOURCE])
            self.levels[key] = level
            with suppress(ValueError):  # without a number, a level stays where its rows stand
                self.numbers[id(level)] = float(number)
        level = self.levels[key]
        if title and level.title != title:
            self.builder.warn(
                place,
                _("%(place)s calls the level %(code)s “%(title)s”, a row above “%(other)s”. The first one is kept.")
                % {"place": place, "code": code, "title": title, "other": level.title},
            )
        self.builder.level_texts(level, place, summary=text[Field.LEVEL_SUMMARY], scope=text[Field.LEVEL_SCOPE])
        for heading in self.headings:
            if heading.startswith(RATING_HEADING):
                factor = heading.removeprefix(RATING_HEADING)
                why = cells.get(RATIONALE_HEADING + factor, "")
                if factor not in level.ratings:
                    self.builder.rating(level, self._at(place, heading), factor, normal(cells.get(heading, "")), why)
        return level

    def _expectation(
        self, place: Place, text: dict[Field, str], level: DraftLevel, group: DraftGroup, item: DraftCompetency
    ) -> None:
        fields = (Field.PROFICIENCY, Field.BUILDS, Field.DESCRIPTOR, Field.EXAMPLES, Field.LINKS)
        said = tuple(text[field] for field in fields)
        first = self.seen.setdefault((id(level), id(item)), (place.row or 0, said))
        if first[0] != place.row:
            if first[1] != said:
                self.builder.complain(
                    place,
                    _(
                        "%(place)s describes “%(name)s” at %(code)s once more, and otherwise than row %(row)s. Delete "
                        "one."
                    )
                    % {"place": place, "name": item.name, "code": level.code, "row": first[0]},
                )
            return
        self.builder.expectation(
            self._at(place, EXPORT_HEADINGS[Field.DESCRIPTOR]),
            level,
            group,
            item,
            proficiency=said[0],
            builds=said[1],
            descriptor=said[2],
            examples=said[3],
            links=said[4],
        )

    def _at(self, place: Place, heading: str) -> Place:
        return Place(place.file, place.sheet, place.row, self.columns.get(heading, ""))


def _step(line: str) -> tuple[str, str]:
    """Name and description of a step; a backslash takes the colon behind it into the name."""
    name, text, inside = "", "", False
    signs = iter(line)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            sign = "\n" if following == "n" else following
        elif sign == ":" and not inside:
            inside = True
            continue
        if inside:
            text += sign
        else:
            name += sign
    return name.strip(), text.strip()
