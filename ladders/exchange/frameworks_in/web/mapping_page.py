"""What the mapping page shows: a sheet with a select above each column, tracks with their levels, words."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.exchange.tables.sheets import Row, Table, fold
from ladders.frameworks.enums import TRACK_KINDS

from ..detect.decisions import Decision, decision_about
from ..detect.matrix_rows import row_label
from ..detect.sheet_roles import SheetRole
from ..detect.table_plan import complete
from ..mapping.corrections import NEW, FormPlace, frameworks_of, meaning_of, tracks_at
from ..mapping.fields import Field
from ..mapping.table_mapping import ColumnMapping, Mapping, Orientation, SheetPlan, TrackPlan

Option = tuple[str, str, bool]  # value, name, chosen
Group = tuple[str, list[Option]]

SHOWN_ROWS = 8  # below the headings
MOST_LEVELS = 150
FEW_TRACKS = 12

LAYOUTS = {
    Orientation.MATRIX: (gettext_lazy("Competencies down, levels across"), gettext_lazy("a column for each level")),
    Orientation.LONG: (gettext_lazy("A row for each expectation"), gettext_lazy("level and competency in columns")),
    Orientation.WIDE: (gettext_lazy("Levels down, competencies across"), gettext_lazy("a column for each competency")),
    Orientation.SKIP: (gettext_lazy("Leave it out"), gettext_lazy("notes, lists, instructions")),
}
MEANINGS: dict[str, Any] = {
    "ignore": gettext_lazy("left out"),
    "level_code": gettext_lazy("level: code"),
    "level_title": gettext_lazy("level: title"),
    "level_number": gettext_lazy("level: number"),
    "level_summary": gettext_lazy("level: in one line"),
    "level_scope": gettext_lazy("level: scope"),
    "grade": gettext_lazy("level: grade"),
    "grade_source": gettext_lazy("level: grade source"),
    "group": gettext_lazy("group"),
    "group_kind": gettext_lazy("group: kind"),
    "competency": gettext_lazy("competency"),
    "competency_description": gettext_lazy("competency: meaning"),
    "descriptor": gettext_lazy("what is expected"),
    "proficiency": gettext_lazy("proficiency"),
    "examples": gettext_lazy("examples"),
    "links": gettext_lazy("learning links"),
    "builds": gettext_lazy("adds to the level before"),
    "framework": gettext_lazy("framework, family"),
    "framework_summary": gettext_lazy("framework: summary"),
    "framework_statement": gettext_lazy("statement"),
    "scale": gettext_lazy("proficiency scale"),
    "track": gettext_lazy("track, role"),
    "track_kind": gettext_lazy("track: kind"),
    "track_tagline": gettext_lazy("track: few words"),
    "track_purpose": gettext_lazy("track: purpose"),
    "level:descriptor": gettext_lazy("level: texts"),
    "level:proficiency": gettext_lazy("level: proficiency"),
    "level:examples": gettext_lazy("level: examples"),
    "level:links": gettext_lazy("level: learning links"),
    "level:builds": gettext_lazy("level: adds to before"),
    "expectation:descriptor": gettext_lazy("competency: texts"),
    "expectation:proficiency": gettext_lazy("competency: proficiency"),
}
OF_LEVELS = ("level_title", "level_code", "level_number", "level_summary", "level_scope", "grade", "grade_source")
OF_TRACKS = ("framework", "track", "track_kind", "track_tagline", "track_purpose", "framework_summary")
OFFERED: dict[Orientation, tuple[tuple[Any, tuple[str, ...]], ...]] = {
    Orientation.LONG: (
        (gettext_lazy("Competency"), ("competency", "group", "competency_description", "group_kind")),
        (gettext_lazy("Level"), OF_LEVELS),
        (gettext_lazy("Expectation"), ("descriptor", "proficiency", "examples", "links", "builds")),
        (gettext_lazy("Track and framework"), OF_TRACKS),
    ),
    Orientation.MATRIX: (
        (gettext_lazy("Competency"), ("competency", "group", "competency_description", "links", "group_kind")),
        (
            gettext_lazy("Level"),
            ("level:descriptor", "level:proficiency", "level:examples", "level:links", "level:builds"),
        ),
    ),
    Orientation.WIDE: (
        (gettext_lazy("Level"), OF_LEVELS),
        (gettext_lazy("Competency"), ("expectation:descriptor", "expectation:proficiency")),
        (gettext_lazy("Track and framework"), ("framework", "track", "track_kind")),
    ),
    Orientation.SKIP: (),
}
ROW_MEANINGS = (
    ("competency", gettext_lazy("a competency")),
    ("level_title", gettext_lazy("titles of levels")),
    ("level_code", gettext_lazy("codes of levels")),
    ("level_number", gettext_lazy("numbers of levels")),
    ("level_summary", gettext_lazy("levels in one line")),
    ("level_scope", gettext_lazy("scope of levels")),
    ("grade", gettext_lazy("grades of levels")),
    ("grade_source", gettext_lazy("sources of grades")),
    ("track", gettext_lazy("tracks of levels")),
    ("rating", gettext_lazy("degrees of levels")),
    ("rationale", gettext_lazy("reasons for degrees")),
    ("ignore", gettext_lazy("left out")),
)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column: its letters, heading, what it may mean, and of which level or competency it is."""

    place: int
    letters: str
    heading: str
    groups: list[Group]
    of: str | None
    look: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row: its number, cells, and in a matrix what it may mean."""

    number: int
    cells: tuple[tuple[str, str], ...]  # look of the column, text
    label: str
    options: list[Option]
    head: bool
    above: bool


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """The sheet that the page shows."""

    plan: SheetPlan
    name: str
    layouts: list[tuple[str, str, str, bool]]  # value, name, hint, chosen
    columns: list[ShownColumn]
    more_columns: int
    rows: list[ShownRow]
    more_rows: list[ShownRow]
    count: int
    names_track: bool
    names_framework: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """A level on its track; `mark` stays the same when it moves."""

    row: int
    code: str
    title: str
    source: str
    mark: str
    on: list[Option]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class ShownTrack:
    """A track with its levels, highest first, as on the lattice."""

    at: int
    name: str
    kinds: list[Option]
    levels: list[ShownLevel]
    first: bool
    last: bool


def name_of(plan: SheetPlan) -> str:
    """What a sheet is called for a person."""
    return " · ".join(filter(None, (plan.file, plan.sheet)))


def sheet_of(plan: SheetPlan, sample: dict[str, Any], table: Table, factors: Sequence[str]) -> ShownSheet:
    """The sheet with everything that its part of the page shows. `factors` are the codes of the plan in force."""
    plan = complete(plan, table)
    matrix = plan.orientation is Orientation.MATRIX
    below = [
        Row(number, tuple(cells) + ("",) * max(len(table.letters) - len(cells), 0))
        for number, cells in sample["labels"]
    ]
    used = [row for row in table.rows if row.number <= plan.header_row]
    used += [row for row in table.rows if row.number > plan.header_row][:SHOWN_ROWS]
    rest = [row for row in (*table.rows, *below) if row.number > used[-1].number] if used and matrix else []
    columns = plan.columns[: len(table.letters)]
    looks = [_look(column) for column in columns]
    return ShownSheet(
        plan=plan,
        name=name_of(plan),
        layouts=[
            (value.value, str(name), str(hint), value is plan.orientation) for value, (name, hint) in LAYOUTS.items()
        ],
        columns=[_column(place, column, plan.orientation, factors) for place, column in enumerate(columns)],
        more_columns=max(sample["columns"] - len(columns), 0),
        rows=[_row(row, plan, table, looks) for row in used],
        more_rows=[_row(row, plan, table, ()) for row in rest if row_label(table, row, plan)[0]],
        count=sample["count"],
        names_track=plan.column(Field.TRACK) is not None,
        names_framework=plan.column(Field.FRAMEWORK) is not None,
        decision=decision_about(table, plan),
    )


def _column(place: int, column: ColumnMapping, orientation: Orientation, factors: Sequence[str]) -> ShownColumn:
    now = meaning_of(column)
    groups: list[Group] = [("", [("ignore", str(MEANINGS["ignore"]), now == "ignore")])]
    for title, values in OFFERED[orientation]:
        groups.append((str(title), [(value, str(MEANINGS[value]), value == now) for value in values]))
    if orientation in (Orientation.LONG, Orientation.WIDE):
        groups.append((_("Job evaluation"), _factors(now, factors)))
    if not any(chosen for _title, options in groups for _value, _name, chosen in options):
        word = column.field.value
        groups.append(("", [(now, str(MEANINGS.get(now) or MEANINGS.get(word, word)), True)]))
    of = column.of or column.heading
    sided = column.field in (Field.LEVEL, Field.EXPECTATION)
    return ShownColumn(place, column.letters, column.heading, groups, of if sided else None, _look(column))


def _factors(now: str, factors: Sequence[str]) -> list[Option]:
    """A degree and a reason for each factor."""
    codes = list(factors)
    word, _sep, of = now.partition(":")
    if word in (Field.RATING, Field.RATIONALE) and of not in codes:
        codes.append(of)
    named = ((Field.RATING, _("degree of %(factor)s")), (Field.RATIONALE, _("reason for %(factor)s")))
    return [
        (f"{field}:{code}", name % {"factor": code}, now == f"{field}:{code}")
        for code in codes
        for field, name in named
    ]


def _look(column: ColumnMapping) -> str:
    if column.field is Field.IGNORE:
        return "unused"
    return "level" if column.field in (Field.LEVEL, Field.EXPECTATION) else "used"


def _row(row: Row, plan: SheetPlan, table: Table, looks: Sequence[str]) -> ShownRow:
    matrix = plan.orientation is Orientation.MATRIX and row.number > plan.header_row
    label = row_label(table, row, plan)[0] if matrix else ""
    now = next((item.field.value for item in plan.special_rows if fold(item.label) == fold(label)), "competency")
    options = [(value, str(name), value == now) for value, name in ROW_MEANINGS] if label else []
    cells = tuple(zip(looks, row.cells, strict=False))
    return ShownRow(row.number, cells, label, options, row.number == plan.header_row, row.number < plan.header_row)


def tracks_of(mapping: Mapping, place: FormPlace) -> tuple[list[ShownTrack], int]:
    """The tracks of the framework that is shown, and how many levels they have: none of them where there are too many."""
    places = tracks_at(mapping, place.framework)
    plans = [(at, mapping.tracks[at]) for at in places]
    count = sum(len(plan.levels) for _at, plan in plans)
    if count > MOST_LEVELS:
        return [], count
    shown = []
    for index, (at, plan) in enumerate(plans):
        homes = [(to, other) for to, other in plans if len(plans) <= FEW_TRACKS or _same(plan, other)]
        levels = [_level(at, row, plan, homes) for row in range(len(plan.levels))]
        kinds = [(value, str(name), value == plan.kind) for value, name in TRACK_KINDS]
        shown.append(ShownTrack(at, plan.name, kinds, levels[::-1], index == 0, index == len(plans) - 1))
    return shown, count


def roles_of(mapping: Mapping) -> list[Option]:
    """What the sheets that are taken in may be to each other; none where there is one sheet."""
    used = [plan for plan in mapping.sheets if plan.orientation is not Orientation.SKIP]
    if len(used) < 2:
        return []
    return [(role.value, role.label, all(getattr(plan, role.value) for plan in used)) for role in SheetRole]


def _same(one: TrackPlan, other: TrackPlan) -> bool:
    return fold(one.source) == fold(other.source)


def _level(at: int, row: int, plan: TrackPlan, homes: Iterable[tuple[int, TrackPlan]]) -> ShownLevel:
    level = plan.levels[row]
    told = f"{fold(plan.framework)}/{fold(plan.origin_of(level))}/{fold(level.source)}"
    on = [(str(to), other.name, to == at) for to, other in homes]
    source = "" if fold(level.source) in (fold(level.title), fold(level.code)) else level.source
    return ShownLevel(
        row,
        level.code,
        level.title,
        source,
        f"{zlib.crc32(told.encode()):08x}",
        [*on, (NEW, _("a new track"), False)],
        row == 0,
        row == len(plan.levels) - 1,
    )


def frameworks_shown(mapping: Mapping, place: FormPlace) -> list[tuple[int, str, bool]]:
    """The frameworks to switch between; none where there is one."""
    names = frameworks_of(mapping)
    if len(names) < 2:
        return []
    return [(index, name or _("Without a name"), index == place.framework) for index, name in enumerate(names)]
