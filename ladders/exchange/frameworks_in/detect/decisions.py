"""What was decided about each table of an import: the rule, what was guessed, and what is not taken in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import Place, Problem, Table, fold, warning

from ..build.track_plan import given_codes
from ..extract.records import Record
from ..mapping.fields import Field
from ..mapping.table_mapping import Mapping, Orientation, SheetPlan, TrackPlan
from .columns import values_of
from .headings import meaning
from .level_names import unused_mark
from .matrix_rows import row_label
from .sheet_roles import same_levels

BY_MAPPING = _("A mapping says how it is laid out.")
BY_NESTING = _("It is a document: what stands inside what, and what names what, tells tracks, levels and competencies.")
LONGEST_CODE = 12  # characters
FEW = 8  # names in one sentence
ROW_MEANINGS = {
    Field.LEVEL_TITLE: _("titles of the levels"),
    Field.LEVEL_CODE: _("codes of the levels"),
    Field.LEVEL_NUMBER: _("numbers of the levels"),
    Field.LEVEL_SUMMARY: _("summaries of the levels"),
    Field.LEVEL_SCOPE: _("the scope of the levels"),
    Field.GRADE: _("grades of the levels"),
    Field.TRACK: _("tracks of the levels"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """How one table was read: `layout` is an `Orientation`, `rule` a sentence that says why.

    `guesses` are sentences about what could be meant otherwise, `unused` names columns with texts that are not taken in.
    """

    file: str
    sheet: str
    layout: str
    rule: str
    guesses: tuple[str, ...] = ()
    unused: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The documented keys; lists for tuples."""
        return asdict(self) | {"guesses": list(self.guesses), "unused": list(self.unused)}


def decisions_about(tables: Sequence[Table], mapping: Mapping) -> list[Decision]:
    """A decision for each table, in their order."""
    return [decision_about(table, mapping.plan_for(table.file, table.sheet)) for table in tables]


def decision_about(table: Table, plan: SheetPlan | None) -> Decision:
    """How a table is read by its plan; without one it is left out."""
    if plan is None or plan.orientation is Orientation.SKIP:
        why = plan.why if plan else _("The mapping says nothing about it.")
        return Decision(table.file, table.sheet, Orientation.SKIP.value, why)
    rule = (
        BY_NESTING if table.document and plan.rule and plan.orientation is Orientation.LONG else plan.rule or BY_MAPPING
    )
    return Decision(
        table.file, table.sheet, plan.orientation.value, rule, tuple(_guesses(table, plan)), _unused(table, plan)
    )


def _guesses(table: Table, plan: SheetPlan) -> Iterable[str]:
    """What a heading or label did not say by itself."""
    if plan.competency:
        yield _("The whole sheet is about one competency, “%(competency)s”.") % {"competency": plan.competency}
    if plan.group:
        yield _("All its competencies belong to the group “%(group)s”.") % {"group": plan.group}
    if plan.orientation is not Orientation.MATRIX:
        return
    for column in plan.columns:
        if column.field is Field.COMPETENCY_DESCRIPTION and not meaning(column.heading):
            name = f"“{column.heading}”" if column.heading else "without a heading"
            yield _("Column %(column)s, %(heading)s, was taken for the meaning of the competencies.") % {
                "column": column.letters,
                "heading": name,
            }
    labels = {fold(row_label(table, row, plan)[0]): row.number for row in table.rows if row.number > plan.header_row}
    for row in plan.special_rows:
        if row.field in ROW_MEANINGS and fold(row.label) in labels:
            yield _("Row %(row)s, “%(label)s”, was taken for %(meaning)s.") % {
                "row": labels[fold(row.label)],
                "label": row.label,
                "meaning": ROW_MEANINGS[row.field],
            }


def _unused(table: Table, plan: SheetPlan) -> tuple[str, ...]:
    """Columns with texts below the headings that mean nothing, as `D “Notes”`."""
    planned = {column.letters: column for column in plan.columns}
    body = [row.cells for row in table.rows if row.number > plan.header_row]
    head = next((row for row in table.rows if row.number == plan.header_row), None)
    names = []
    for index, letters in enumerate(table.letters):
        column = planned.get(letters)
        if (column is None or column.field is Field.IGNORE) and values_of(body, index):
            heading = (head.cells[index] if head else "") or (column.heading if column else "")
            names.append(letters if table.document else f"{letters} “{heading[:60]}”" if heading else letters)
    return tuple(names)


def doubts(tables: Sequence[Table], mapping: Mapping) -> list[Problem]:
    """Warnings about guesses that a person should look at: sheets with the same levels, marks."""
    plans = [
        mapping.plan_for(table.file, table.sheet) or SheetPlan(table.file, table.sheet, Orientation.SKIP)
        for table in tables
    ]
    return [*_about_sheets(tables, plans), *_about_marks(tables, mapping)]


def _about_sheets(tables: Sequence[Table], plans: Sequence[SheetPlan]) -> Iterable[Problem]:
    for same in same_levels(tables, plans):
        if all(plans[place].competency for place in same.places):
            continue
        names = _listed([tables[place].sheet or tables[place].file for place in same.places])
        taken, other = (_("a group of competencies on one track"), "a track")
        if not all(plans[place].group for place in same.places):
            taken, other = _("a track of its own"), _("a group of competencies on one track")
        yield warning(
            tables[same.places[0]].place,
            _(
                "%(names)s name the very same levels. Each was taken for %(taken)s; if each is %(other)s, say so "
                "on the page “What the files mean”."
            )
            % {"names": names, "taken": taken, "other": other},
        )


def _about_marks(tables: Sequence[Table], mapping: Mapping) -> Iterable[Problem]:
    """Levels that the file marks as not in use come in, with their mark."""
    marked = [
        name
        for plan in mapping.tracks
        for level in plan.levels
        if (name := next((each for each in (level.source, level.title) if unused_mark(each)[1]), ""))
    ]
    if marked:
        yield warning(
            tables[0].place,
            _(
                "%(names)s came in as a level with its mark in the title. If it is not to be one, leave its "
                "column or rows out on the page “What the files mean”."
            )
            % {"names": _listed([f"“{name}”" for name in marked])},
        )


def about_codes(tracks: Sequence[TrackPlan], records: Iterable[Record]) -> Iterable[Problem]:
    """Warnings about codes of the file that cannot stand, and what they became: they are long, or levels share them. Nothing
    about a code that could stand and that a mapping replaces: somebody chose that."""
    given = given_codes(records)
    counts = Counter((framework, fold(code)) for (framework, _track, _level), (code, _place) in given.items())
    changed: dict[tuple[str, str], list[tuple[str, str]]] = {}
    file = ""
    for plan in tracks:
        for level in plan.levels:
            key = fold(plan.framework), fold(plan.origin_of(level)), fold(level.source)
            code, place = given.get(key, ("", Place("")))
            stands = len(code) <= LONGEST_CODE and counts[key[0], fold(code)] == 1
            if code and not stands and fold(code) != fold(level.code):
                file = file or place.file
                changed.setdefault((fold(plan.framework), code), []).append((level.title, level.code))
    for (_framework, code), levels in list(changed.items())[:50]:
        told = _listed([f"{new} (“{title}”)" for title, new in levels])
        yield warning(
            Place(file),
            _(
                "The code “%(code)s” cannot stand as it is: a code has at most 12 characters and is given once "
                "in a framework. It became %(told)s. Other codes can be given on the page “What the files mean”."
            )
            % {"code": code, "told": told},
        )


def _listed(names: Sequence[str]) -> str:
    """`A, B and C`, at most a few of them."""
    shown = list(names[:FEW])
    if len(names) > FEW:
        shown.append(f"{len(names) - FEW} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
