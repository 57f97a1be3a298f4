"""A mapping: what the tables of an import mean. Guessed first, corrected by a person, kept as JSON, used again.

It names columns by heading as well as by letter, and rows and levels by their text, so that it fits the next file of the
same shape even if columns or rows have moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.mapping_files import data_of
from ladders.exchange.tables.sheets import Place, fold
from ladders.frameworks.domain.shapes import TrackKind

from .fields import Field

FORMAT = 1
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Orientation(StrEnum):
    """How a table is laid out."""

    LONG = "long"  # one row per track × level × competency
    MATRIX = "matrix"  # competencies down, levels across
    WIDE = "wide"  # levels down, competencies across
    SKIP = "skip"  # not taken in


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column means.

    `of` names the factor of a rating, the level of a matrix column, or the competency of a wide column. `cell` tells
    what the cells of a matrix or wide column are, `track` the track of a matrix column, `group` the competency group of
    a wide one.
    """

    letters: str
    heading: str
    field: Field
    of: str = ""
    cell: Field = Field.DESCRIPTOR
    track: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """A row of a matrix that is no competency: `field` tells what it says about the levels, or that it is ignored."""

    label: str
    field: Field


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How one table is read. `framework` and `track` hold for its rows where no column or row says otherwise."""

    file: str
    sheet: str
    orientation: Orientation
    header_row: int = 1  # the row's number as a person sees it
    columns: tuple[ColumnMapping, ...] = ()
    special_rows: tuple[SpecialRow, ...] = ()  # matrix only
    group_rows: bool = False  # matrix only: a row with nothing but a label is the heading of a group
    framework: str = ""
    track: str = ""
    group: str = ""  # all competencies of the table belong to it, beside groups of its own
    competency: str = ""  # matrix without a column of names: all rows say something about this one
    why: str = ""  # of a table that is skipped: a sentence
    rule: str = ""  # what decided that the table is read so: a sentence

    def column(self, wanted: Field) -> ColumnMapping | None:
        """The first column with this meaning."""
        return next((column for column in self.columns if column.field == wanted), None)


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """What becomes of a level of the input. `source` is what the input calls it.

    `track` is what the input calls its track, where a person put the level on another one.
    """

    source: str
    code: str
    title: str
    number: int | None = None
    track: str | None = None


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """A track of the outcome with its levels, lowest first; `framework` and `source` are the input's words."""

    framework: str
    source: str
    name: str
    kind: TrackKind
    levels: tuple[LevelPlan, ...] = ()

    def origin_of(self, level: LevelPlan) -> str:
        """The track that the input has the level on."""
        return self.source if level.track is None else level.track


@dataclass(frozen=True, slots=True)
class Mapping:
    """What all tables of an import mean."""

    sheets: tuple[SheetPlan, ...] = ()
    tracks: tuple[TrackPlan, ...] = ()
    scale: tuple[str, ...] = ()  # names of proficiency steps, lowest first; empty: the steps are numbers
    placeholders: tuple[str, ...] = ()  # texts that mean "nothing here", beside the usual ones

    def plan_for(self, file: str, sheet: str) -> SheetPlan | None:
        """The plan of a table: same file and sheet, else same sheet, else the only plan there is."""
        for plan in self.sheets:
            if (plan.file, plan.sheet) == (file, sheet):
                return plan
        for plan in self.sheets:
            if plan.sheet and fold(plan.sheet) == fold(sheet):
                return plan
        return self.sheets[0] if len(self.sheets) == 1 else None

    def to_json(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: object, file: str = "mapping") -> Mapping:
        """From plain data, or JSON text. Raises ExchangeError with the place of what does not fit."""
        return _MappingReader(file).mapping(data_of(data, file))


@dataclass
class _MappingReader:
    """Reads a mapping from plain data, complaining with the key's path."""

    file: str
    path: list[str] = field(default_factory=list)

    def mapping(self, data: object) -> Mapping:
        entry = self._object(data)
        if entry.get("format", FORMAT) != FORMAT:
            raise self._complaint(
                _("format %(found)s is not known; this version writes format %(format)s")
                % {"found": f"{entry.get('format')!r}", "format": FORMAT}
            )
        return Mapping(
            sheets=tuple(self._each(entry, "sheets", self._sheet)),
            tracks=tuple(self._each(entry, "tracks", self._track)),
            scale=tuple(self._each(entry, "scale", self._text)),
            placeholders=tuple(self._each(entry, "placeholders", self._text)),
        )

    def _sheet(self, data: object) -> SheetPlan:
        entry = self._object(data)
        plan = SheetPlan(
            file=self._string(entry, "file"),
            sheet=self._string(entry, "sheet"),
            orientation=self._choice(entry, "orientation", Orientation),
            header_row=self._number(entry, "header_row", 1) or 0,
            columns=tuple(self._each(entry, "columns", self._column)),
            special_rows=tuple(self._each(entry, "special_rows", self._special_row)),
            group_rows=bool(entry.get("group_rows", False)),
            framework=self._string(entry, "framework"),
            track=self._string(entry, "track"),
            group=self._string(entry, "group"),
            competency=self._string(entry, "competency"),
            rule=self._string(entry, "rule"),
            why=self._string(entry, "why"),
        )
        if plan.orientation is Orientation.SKIP and not plan.why:
            return replace(plan, why=_("The mapping says that this sheet is not taken in."))
        return plan

    def _column(self, data: object) -> ColumnMapping:
        entry = self._object(data)
        return ColumnMapping(
            letters=self._string(entry, "letters"),
            heading=self._string(entry, "heading"),
            field=self._choice(entry, "field", Field),
            of=self._string(entry, "of"),
            cell=self._choice(entry, "cell", Field) if "cell" in entry else Field.DESCRIPTOR,
            track=self._string(entry, "track"),
            group=self._string(entry, "group"),
        )

    def _special_row(self, data: object) -> SpecialRow:
        entry = self._object(data)
        return SpecialRow(self._string(entry, "label"), self._choice(entry, "field", Field))

    def _track(self, data: object) -> TrackPlan:
        entry = self._object(data)
        return TrackPlan(
            framework=self._string(entry, "framework"),
            source=self._string(entry, "source"),
            name=self._string(entry, "name"),
            kind=self._choice(entry, "kind", TrackKind),
            levels=tuple(self._each(entry, "levels", self._level)),
        )

    def _level(self, data: object) -> LevelPlan:
        entry = self._object(data)
        return LevelPlan(
            source=self._string(entry, "source"),
            code=self._string(entry, "code"),
            title=self._string(entry, "title"),
            number=self._number(entry, "number"),
            track=self._string(entry, "track") if entry.get("track") is not None else None,
        )

    def _each(self, entry: MappingOf[str, object], key: str, read: Callable[[object], T]) -> Iterator[T]:
        items = entry.get(key, [])
        if not isinstance(items, list | tuple):
            raise self._complaint(_("“%(key)s” must be a list") % {"key": key})
        for index, item in enumerate(items, start=1):
            self.path.append(f"{key} {index}")
            yield read(item)
            self.path.pop()

    def _object(self, data: object) -> MappingOf[str, object]:
        if not isinstance(data, dict):
            raise self._complaint(_("an object in braces is expected"))
        return data

    def _text(self, data: object) -> str:
        if not isinstance(data, str):
            raise self._complaint("a text is expected")
        return data

    def _string(self, entry: MappingOf[str, object], key: str) -> str:
        value = entry.get(key, "")
        if not isinstance(value, str):
            raise self._complaint(_("“%(key)s” must be a text") % {"key": key})
        return value

    def _number(self, entry: MappingOf[str, object], key: str, default: int | None = None) -> int | None:
        value = entry.get(key, default)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self._complaint(_("“%(key)s” must be a whole number") % {"key": key})
        return value

    def _choice(self, entry: MappingOf[str, object], key: str, kind: type[E]) -> E:
        try:
            return kind(str(entry.get(key, "")))
        except ValueError:
            known = ", ".join(kind)
            raise self._complaint(
                _("“%(key)s” is %(found)s, but must be one of %(known)s")
                % {"key": key, "found": f"{entry.get(key)!r}", "known": known}
            ) from None

    def _complaint(self, what: str) -> ExchangeError:
        where = f" in {', '.join(self.path)}" if self.path else ""
        return ExchangeError(
            _("The mapping %(file)s does not fit%(where)s: %(what)s.")
            % {"file": self.file, "where": where, "what": what},
            Place(self.file),
        )
