"""What several sheets or files are to each other: tracks, groups of competencies, families, or asides that explain. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import Table, fold, one_line, without_symbols

from ..build.default_names import tidy
from ..mapping.fields import LEVEL_NAMES, Field
from ..mapping.table_mapping import Orientation, SheetPlan
from . import vocabulary
from .columns import values_of
from .headings import names_level
from .level_names import kind_of_track
from .matrix_rows import level_cells, row_label


class SheetRole(Labelled):
    """What each of several sheets is."""

    TRACK = "track", _("a track")
    GROUP = "group", _("a group of competencies")
    FRAMEWORK = "framework", _("a framework")


@dataclass(frozen=True, slots=True)
class SameLevels:
    """Sheets that name the very same levels, by their places: groups of one track, or a track each."""

    places: tuple[int, ...]
    role: SheetRole


def leave_out_asides(tables: Sequence[Table], plans: list[SheetPlan], used: Sequence[int]) -> None:
    """Sheets that explain or count stand beside the real ones: known by their names, or by naming no level at all."""
    called = [index for index in used if not tables[index].document and _is_aside(tables[index].sheet)]
    if len(called) < len(used):
        for index in called:
            plans[index] = _left(
                plans[index], _("It is called like a sheet that explains or counts, beside the real ones.")
            )
    kept = [index for index in used if index not in called]
    sure = [index for index in kept if _names_levels(plans[index])]
    if sure and len({tables[index].file for index in kept}) == 1:
        for index in kept:
            if index not in sure and plans[index].orientation is Orientation.MATRIX:
                plans[index] = _left(
                    plans[index], _("None of its headings names a level, as those of the other sheets do.")
                )


def _is_aside(sheet: str) -> bool:
    """Whether a sheet is called like one that explains or counts: `Instructions`, `My score`."""
    kept = [word for word in fold(sheet).split() if word not in vocabulary.ASIDE_FILLERS]
    return " ".join(kept) in vocabulary.ASIDE_SHEETS


def _left(plan: SheetPlan, why: str) -> SheetPlan:
    return replace(
        plan,
        orientation=Orientation.SKIP,
        why=_("%(why)s If it does hold a part of the framework, say how it is laid out.") % {"why": why},
    )


def _names_levels(plan: SheetPlan) -> bool:
    if plan.orientation is not Orientation.MATRIX:
        return True
    return sum(names_level(column.heading) for column in plan.columns if column.field is Field.LEVEL) >= 2


def name_by_source(
    tables: Sequence[Table], plans: list[SheetPlan], used: Sequence[int], role: SheetRole | None = None
) -> None:
    """Several sheets or files: each is a track, or a group where all name the same levels, or a family if called like one.

    `role` is what a person says that each of them is.
    """
    several_files = len({tables[index].file for index in used}) > 1
    names = {index: source_name(tables[index], several_files) for index in used}
    families = sum(set(fold(name).split()) & vocabulary.FAMILY_NAMES != set() for name in names.values()) == len(names)
    grouped = any(tables[index].document and plans[index].column(Field.FRAMEWORK) for index in used)
    areas = {place for same in same_levels(tables, plans) if same.role is SheetRole.GROUP for place in same.places}
    for index in used:
        plan = plans[index]
        has_track = plan.column(Field.TRACK) is not None or any(column.track for column in plan.columns)
        has_framework = plan.column(Field.FRAMEWORK) is not None
        if role is not None:
            plans[index] = as_role(plan, role, names[index])
        elif index in areas:
            plans[index] = as_role(plan, SheetRole.GROUP, names[index])
        elif tables[index].document:
            alone = grouped and not has_framework  # others say which family they belong to, this is one by itself
            title = _first_track(tables[index], plan) or names[index]
            plans[index] = replace(plan, track="" if has_track else title, framework=tidy(title) if alone else "")
        elif has_track or families:
            plans[index] = replace(plan, framework="" if has_framework else names[index])
        else:
            plans[index] = replace(plan, track=names[index])


def as_role(plan: SheetPlan, role: SheetRole, name: str) -> SheetPlan:
    """The plan of a sheet that is a track, a group or a framework of this name."""
    if role is SheetRole.GROUP and plan.competency:
        name = ""  # the sheet is a single competency already
    return replace(
        plan,
        track=name if role is SheetRole.TRACK else "",
        group=name if role is SheetRole.GROUP else "",
        framework=name if role is SheetRole.FRAMEWORK else "",
    )


def same_levels(tables: Sequence[Table], plans: Sequence[SheetPlan]) -> list[SameLevels]:
    """The sheets that name the very same levels as others, and what they are taken for."""
    found: dict[tuple[str, ...], list[int]] = {}
    for index, (table, plan) in enumerate(zip(tables, plans, strict=True)):
        levels = _levels(table, plan)
        if len(levels) > 1:
            found.setdefault(levels, []).append(index)
    return [
        SameLevels(tuple(places), _role([tables[index] for index in places], [plans[index] for index in places]))
        for places in found.values()
        if len(places) > 1
    ]


def _role(tables: Sequence[Table], plans: Sequence[SheetPlan]) -> SheetRole:
    """Groups if the sheets share no competency and none is called like people or a track; else tracks."""
    names = [source_name(table, len({table.file for table in tables}) > 1) for table in tables]
    headed = [_label_heading(plan) for plan in plans]
    if all(
        head and fold(head) == fold(table.sheet or name)
        for head, table, name in zip(headed, tables, names, strict=True)
    ):
        return SheetRole.GROUP  # the first column is headed by the sheet's own name
    skills = [_competencies(table, plan) for table, plan in zip(tables, plans, strict=True)]
    shared = sum(map(len, skills)) - len(set().union(*skills))
    if shared > 0.2 * min(map(len, skills)) or any(kind_of_track(name) or _is_job(name) for name in names):
        return SheetRole.TRACK
    if all(set(fold(name).split()) & vocabulary.FAMILY_NAMES for name in names):
        return SheetRole.TRACK
    return SheetRole.GROUP


def _is_job(name: str) -> bool:
    """Whether a name is one of people: `Bakers`, `Data Scientist`."""
    last = fold(name).split()[-1:]
    return bool(last) and last[0] not in vocabulary.NO_ROLES and last[0].endswith(vocabulary.ROLE_ENDINGS)


def _label_heading(plan: SheetPlan) -> str:
    column = plan.column(Field.COMPETENCY)
    return column.heading if column else plan.competency


def _levels(table: Table, plan: SheetPlan) -> tuple[str, ...]:
    """The levels of a sheet, folded, in its order, with what its rows call them; none where it names tracks itself."""
    if plan.column(Field.TRACK) or plan.column(Field.FRAMEWORK) or any(column.track for column in plan.columns):
        return ()
    if plan.orientation is Orientation.MATRIX:
        levels = tuple(dict.fromkeys(fold(column.of) for column in plan.columns if column.field is Field.LEVEL))
        special = {fold(row.label) for row in plan.special_rows if row.field in LEVEL_NAMES or row.field is Field.TRACK}
        told = [
            fold(text)
            for row in table.rows
            if row.number > plan.header_row and fold(row_label(table, row, plan)[0]) in special
            for text in level_cells(table, row, plan).values()
        ]
        return (*levels, *told)
    if plan.orientation is Orientation.WIDE and any(column.field is Field.EXPECTATION for column in plan.columns):
        keys = [  # a kept reading may name a column that this file lacks
            table.letters.index(column.letters)
            for column in plan.columns
            if column.field in LEVEL_NAMES and column.letters in table.letters
        ]
        body = [row.cells for row in table.rows if row.number > plan.header_row]
        return tuple(fold(cell) for key in keys for cell in values_of(body, key))
    return ()


def _competencies(table: Table, plan: SheetPlan) -> set[str]:
    if plan.competency:
        return {fold(plan.competency)}
    if plan.orientation is Orientation.WIDE:
        return {fold(column.of) for column in plan.columns if column.field is Field.EXPECTATION}
    special = {fold(row.label) for row in plan.special_rows}
    labels = {fold(row_label(table, row, plan)[0]) for row in table.rows if row.number > plan.header_row}
    return labels - special - {""}


def _first_track(table: Table, plan: SheetPlan) -> str:
    column = plan.column(Field.TRACK)
    if column is None or column.letters not in table.letters:
        return ""
    index = table.letters.index(column.letters)
    return next((row.cells[index] for row in table.rows[1:] if row.cells[index]), "")


def source_name(table: Table, by_file: bool) -> str:
    """What a sheet is called for a reader: its own name, or the file's if that says more."""
    stem = one_line(PurePath(table.file).stem.replace("_", " ").replace("-", " "))
    sheet = one_line(without_symbols(table.sheet))
    if sheet and not is_generic(sheet):
        return (
            f"{sentence_case(stem)}: {sheet}"
            if by_file and not is_generic(stem) and fold(stem) != fold(sheet)
            else sheet
        )
    return sentence_case(stem)


def is_generic(name: str) -> bool:
    """Whether a name of a sheet or file says nothing about what is in it."""
    parts = fold(name).replace("-", " ").replace("_", " ").split()
    return all(part.strip("0123456789().v") in vocabulary.GENERIC_NAMES | {""} for part in parts)


def sentence_case(name: str) -> str:
    """First letter in upper case, the rest as it is."""
    return name[:1].upper() + name[1:]
