"""A person's corrections of a mapping: what a form says, and the buttons that move things. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import TypeVar

from ladders.exchange.tables.sheets import Table, fold, is_number, one_line
from ladders.frameworks.domain.shapes import TrackKind

from ..build.default_names import give_codes
from ..detect.sheet_roles import SheetRole, name_by_source
from ..detect.table_plan import complete, replan
from .fields import Field
from .table_mapping import ColumnMapping, LevelPlan, Mapping, Orientation, SheetPlan, SpecialRow, TrackPlan

T = TypeVar("T")
NEW = "new"
LONGEST = {"name": 80, "code": 24, "title": 120, "placeholder": 60}
MOST_PLACEHOLDERS = 100
SIDED = frozenset({Field.LEVEL, Field.EXPECTATION})  # columns of which the cells' meaning is said, too
RATED = frozenset({Field.RATING, Field.RATIONALE})
Form = MappingOf[str, str]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Which sheet and which framework a form shows."""

    sheet: int = 0
    framework: int = 0


def frameworks_of(mapping: Mapping) -> list[str]:
    """The input's names of its frameworks, in order, folded names once."""
    names: dict[str, str] = {}
    for plan in mapping.tracks:
        names.setdefault(fold(plan.framework), plan.framework)
    return list(names.values())


def tracks_at(mapping: Mapping, framework: int) -> list[int]:
    """The places of a framework's tracks in the mapping."""
    names = frameworks_of(mapping)
    wanted = fold(names[framework]) if framework < len(names) else ""
    return [place for place, plan in enumerate(mapping.tracks) if fold(plan.framework) == wanted]


def meaning_of(column: ColumnMapping) -> str:
    """A column's meaning as one word for a form: `level_title`, `level:descriptor`, `rating:complexity`."""
    if column.field in SIDED:
        return f"{column.field}:{column.cell}"
    return f"{column.field}:{column.of}" if column.field in RATED else column.field.value


def corrected(mapping: Mapping, tables: Sequence[Table], place: FormPlace, form: Form) -> Mapping:
    """The mapping with everything that a form says, then with what its button does (`do`)."""
    if place.sheet < len(mapping.sheets):
        plan = _sheet(mapping.sheets[place.sheet], tables[place.sheet], form)
        mapping = _with_sheet(mapping, place.sheet, plan)
    mapping = _tracks(mapping, place, form)
    if "placeholders" in form:
        mapping = replace(mapping, placeholders=_lines(form["placeholders"]))
    return _done(mapping, tables, place, form.get("do", ""))


def settled(mapping: Mapping, before: Mapping) -> Mapping:
    """The mapping to read with: tracks without levels go, and so do guessed ones whose table means something else now."""
    if mapping.sheets != before.sheets and mapping.tracks == before.tracks:
        return replace(mapping, tracks=(), scale=() if mapping.scale == before.scale else mapping.scale)
    return replace(mapping, tracks=tuple(plan for plan in mapping.tracks if plan.levels))


# --- What the fields say ----------------------------------------------------------------------------------------------


def _sheet(plan: SheetPlan, table: Table, form: Form) -> SheetPlan:
    if plan.orientation is Orientation.SKIP:
        return plan
    columns = [_column(column, form, place) for place, column in enumerate(complete(plan, table).columns)]
    plan = replace(
        plan,
        columns=tuple(columns),
        framework=one_line(form.get("framework", plan.framework))[: LONGEST["name"]],
        track=one_line(form.get("track", plan.track))[: LONGEST["name"]],
        group=one_line(form.get("group", plan.group))[: LONGEST["name"]],
        competency=one_line(form.get("competency", ""))[: LONGEST["title"]] or plan.competency,
    )
    if plan.orientation is not Orientation.MATRIX:
        return plan
    special = {fold(row.label): row for row in plan.special_rows}
    for key, text in form.items():
        number = key.removeprefix("row-")
        label = form.get(f"label-{number}", "")
        if key == number or not label or not is_number(number, 7):
            continue
        if text == Field.COMPETENCY:
            special.pop(fold(label), None)
        elif text in set(Field):
            special[fold(label)] = SpecialRow(label, Field(text))
    return replace(plan, special_rows=tuple(special.values()), group_rows="group_rows" in form)


def _column(column: ColumnMapping, form: Form, place: int) -> ColumnMapping:
    told = form.get(f"means-{place}")
    if told is None:
        return column
    word, _, of = told.partition(":")
    if word not in set(Field):
        return column
    field = Field(word)
    if field in SIDED:
        name = one_line(form.get(f"of-{place}", "")) or column.of or column.heading or column.letters
        cell = Field(of) if of in set(Field) else Field.DESCRIPTOR
        return replace(column, field=field, of=name[: LONGEST["title"]], cell=cell)
    return replace(column, field=field, of=of if field in RATED else "", cell=Field.DESCRIPTOR)


def _tracks(mapping: Mapping, place: FormPlace, form: Form) -> Mapping:
    """Names, kinds, codes and titles; then the levels that go to another track."""
    tracks = list(mapping.tracks)
    moves: list[tuple[int, int, str]] = []
    for at in tracks_at(mapping, place.framework):
        plan = tracks[at]
        kind = form.get(f"kind-{at}", plan.kind)
        levels = []
        for row, level in enumerate(plan.levels):
            levels.append(
                replace(
                    level,
                    code=_text(form, f"code-{at}-{row}", level.code, "code"),
                    title=_text(form, f"title-{at}-{row}", level.title, "title"),
                )
            )
            to = form.get(f"on-{at}-{row}", str(at))
            if to != str(at):
                moves.append((at, row, to))
        tracks[at] = replace(
            plan,
            name=_text(form, f"name-{at}", plan.name, "name"),
            kind=TrackKind(kind) if kind in set(TrackKind) else plan.kind,
            levels=tuple(levels),
        )
    return replace(mapping, tracks=tuple(_moved(tracks, moves, set(tracks_at(mapping, place.framework)))))


def _text(form: Form, key: str, before: str, what: str) -> str:
    """What the field says; a blank one says nothing."""
    return one_line(form.get(key, ""))[: LONGEST[what]] or before


def _moved(tracks: list[TrackPlan], moves: Sequence[tuple[int, int, str]], allowed: set[int]) -> list[TrackPlan]:
    gone: dict[int, set[int]] = {}
    for at, row, to in moves:
        plan = tracks[at]
        level = replace(plan.levels[row], track=plan.origin_of(plan.levels[row]))
        if to == NEW:
            tracks.append(TrackPlan(plan.framework, plan.origin_of(level), "New track", TrackKind.SPECIALIST))
            target = len(tracks) - 1
        elif is_number(to) and int(to) in allowed:
            target = int(to)
        else:
            continue
        home = tracks[target]
        level = replace(level, track=None) if fold(home.source) == fold(level.track or "") else level
        tracks[target] = replace(home, levels=_placed(home.levels, level))
        gone.setdefault(at, set()).add(row)
    for at, rows in gone.items():
        kept = tuple(level for row, level in enumerate(tracks[at].levels) if row not in rows)
        tracks[at] = replace(tracks[at], levels=kept)
    return tracks


def _placed(levels: tuple[LevelPlan, ...], level: LevelPlan) -> tuple[LevelPlan, ...]:
    """By its number where all have one, else at the top."""
    if level.number is None or any(other.number is None for other in levels):
        return (*levels, level)
    below = sum((other.number or 0) <= level.number for other in levels)
    return (*levels[:below], level, *levels[below:])


def _lines(text: str) -> tuple[str, ...]:
    lines = (one_line(line)[: LONGEST["placeholder"]] for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_PLACEHOLDERS]


# --- What the buttons do ----------------------------------------------------------------------------------------------


def _done(mapping: Mapping, tables: Sequence[Table], place: FormPlace, do: str) -> Mapping:
    word, *numbers = do.split(":")
    known: dict[str, Callable[..., Mapping]] = {
        "up": _shift_level,
        "down": _shift_level,
        "left": _shift_track,
        "right": _shift_track,
        "higher": _shift_step,
        "lower": _shift_step,
    }
    if word == "lay" and place.sheet < len(mapping.sheets) and numbers[:1] and numbers[0] in set(Orientation):
        plan = mapping.sheets[place.sheet]
        if plan.orientation != numbers[0]:
            mapping = _with_sheet(
                mapping, place.sheet, _named(replan(tables[place.sheet], Orientation(numbers[0])), plan)
            )
    elif word == "head" and place.sheet < len(mapping.sheets) and numbers[:1] and is_number(numbers[0], 7):
        plan = mapping.sheets[place.sheet]
        changed = replan(tables[place.sheet], plan.orientation, int(numbers[0]))
        mapping = _with_sheet(mapping, place.sheet, _named(changed, plan))
    elif word == "sheets" and numbers[:1] and numbers[0] in set(SheetRole):
        mapping = _with_roles(mapping, tables, SheetRole(numbers[0]))
    elif word in known and all(is_number(number, 5) for number in numbers):
        mapping = known[word](mapping, word, *(int(number) for number in numbers))
    return _coded(mapping)


def _with_roles(mapping: Mapping, tables: Sequence[Table], role: SheetRole) -> Mapping:
    """Every sheet that is taken in is a track, a group or a framework of its own name."""
    plans = list(mapping.sheets)
    used = [index for index, plan in enumerate(plans) if plan.orientation is not Orientation.SKIP]
    name_by_source(tables, plans, used, role)
    return replace(mapping, sheets=tuple(plans))


def _with_sheet(mapping: Mapping, index: int, plan: SheetPlan) -> Mapping:
    return replace(mapping, sheets=(*mapping.sheets[:index], plan, *mapping.sheets[index + 1 :]))


def _named(plan: SheetPlan, before: SheetPlan) -> SheetPlan:
    return replace(plan, framework=before.framework, track=before.track, group=before.group)


def _shift_level(mapping: Mapping, word: str, at: int = -1, row: int = -1, *_more: int) -> Mapping:
    """A level one rung up or down."""
    if not 0 <= at < len(mapping.tracks):
        return mapping
    plan = mapping.tracks[at]
    levels = _swapped(plan.levels, row, row + (1 if word == "up" else -1))
    return replace(mapping, tracks=(*mapping.tracks[:at], replace(plan, levels=levels), *mapping.tracks[at + 1 :]))


def _shift_track(mapping: Mapping, word: str, at: int = -1, *_more: int) -> Mapping:
    """A track before or after its neighbour of the same framework."""
    if not 0 <= at < len(mapping.tracks):
        return mapping
    framework = fold(mapping.tracks[at].framework)
    places = [place for place, plan in enumerate(mapping.tracks) if fold(plan.framework) == framework]
    index = places.index(at) + (1 if word == "right" else -1)
    return replace(mapping, tracks=_swapped(mapping.tracks, at, places[index])) if 0 <= index < len(places) else mapping


def _shift_step(mapping: Mapping, word: str, at: int = -1, *_more: int) -> Mapping:
    """A step of the proficiency scale one higher or lower."""
    return replace(mapping, scale=_swapped(mapping.scale, at, at + (1 if word == "higher" else -1)))


def _swapped(items: tuple[T, ...], one: int, other: int) -> tuple[T, ...]:
    if not (0 <= one < len(items) and 0 <= other < len(items)):
        return items
    changed = list(items)
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)


def _coded(mapping: Mapping) -> Mapping:
    """Every level keeps a code."""
    return replace(mapping, tracks=tuple(give_codes(mapping.tracks, {})))
