"""Which meaning each column of a table with rows has: what the heading says, if the cells agree; else what the cells suggest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import fold, is_number

from ..mapping.fields import LEVEL_FIELDS, Field
from . import vocabulary
from .headings import WEAK, can_be, is_aside
from .level_names import CODE, kind_of_track, parse_level

Known = tuple[Field, str] | None


def settle(headings: Sequence[str], known: Sequence[Known], body: Sequence[Sequence[str]]) -> list[tuple[Field, str]]:
    """One meaning for each column: what the heading says, if the cells agree and no column before says the same."""
    settled: dict[int, tuple[Field, str]] = {}
    taken: set[tuple[Field, str]] = set()
    for index, item in enumerate(known):
        if (
            item
            and item[0] is not Field.LEVEL
            and item[1] != WEAK
            and item not in taken
            and _agrees(item[0], index, body)
        ):
            settled[index] = item
            taken.add(item)
    strong = [index for index, item in enumerate(known) if item and item[0] is Field.LEVEL and not item[1]]
    weak = [index for index, item in enumerate(known) if item and item[0] is Field.LEVEL and item[1]]
    for index in strong + weak:
        settle_level(index, settled, body)
    fields = {field for field, _ in settled.values()}
    if not fields & {Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER}:
        call_level(settled, known, body)
    if Field.COMPETENCY not in fields:
        _find_competency(settled, headings, body)
    described = [index for index, item in enumerate(known) if item == (Field.DESCRIPTOR, WEAK) and index not in settled]
    if len(described) == 1 and not {field for field, _ in settled.values()} & {Field.DESCRIPTOR, Field.PROFICIENCY}:
        settled[described[0]] = Field.DESCRIPTOR, ""
    for index in described:
        if index not in settled:
            _settle_description(index, settled, body)
    fields = {field for field, _ in settled.values()}
    if not fields & {Field.DESCRIPTOR, Field.PROFICIENCY}:
        _find_descriptor(settled, headings, body)
    return [settled.get(index, (Field.IGNORE, "")) for index in range(len(headings))]


def values_of(body: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in body if row[index] and not is_placeholder(row[index])]


def _agrees(field: Field, index: int, body: Sequence[Sequence[str]]) -> bool:
    """Whether the cells can mean what the heading says."""
    values = values_of(body, index)
    if field is Field.TRACK_KIND:
        return bool(values) and all(kind_of_track(value) for value in set(values))
    if field in (Field.COMPETENCY, Field.TRACK, Field.FRAMEWORK, Field.GROUP):
        return bool(values) and fmean(map(len, values)) <= 90 and _are_names(values)
    if field in (Field.LEVEL_CODE, Field.LEVEL_TITLE):
        return bool(values) and fmean(map(len, values)) <= 90
    return field is not Field.LINKS or can_be(field, values)


def _are_names(values: Sequence[str]) -> bool:
    """Names have letters: ages, rates and amounts are none."""
    return sum(any(sign.isalpha() for sign in value) for value in values) >= 0.8 * len(values)


def are_texts(values: Sequence[str]) -> bool:
    """What levels ask for is written out, or a step of proficiency."""
    if not values:
        return False
    steps = sum(is_number(value, 2) or fold(value) in vocabulary.PROFICIENCY for value in values)
    return steps >= 0.8 * len(values) or (_are_names(values) and fmean(map(len, values)) >= 12)


def settle_level(index: int, settled: dict[int, tuple[Field, str]], body: Sequence[Sequence[str]]) -> None:
    """A column that names levels in some way: as number, code or title, unless it varies within one level."""
    values = values_of(body, index)
    if not values:
        return
    names = [column for column, (field, _) in settled.items() if field in LEVEL_FIELDS or field is Field.TRACK]
    keys = [
        column for column in names if settled[column][0] in (Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER)
    ]
    if keys and _varies(index, names, body):
        return
    codes = sum(bool(CODE.fullmatch(value)) for value in values)
    if all(is_number(value, 3) for value in values):
        field = Field.LEVEL_NUMBER
    elif codes >= 0.8 * len(values):
        field = Field.LEVEL_CODE
    else:
        field = Field.LEVEL_TITLE
    if field not in {field for field, _ in settled.values()}:
        settled[index] = field, ""


def _settle_description(index: int, settled: dict[int, tuple[Field, str]], body: Sequence[Sequence[str]]) -> None:
    """A column that is only called "Description": of the level or the competency if it is the same for each of them."""
    fields = {field for field, _ in settled.values()}
    names = (Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER, Field.TRACK)
    levels = [column for column, (field, _) in settled.items() if field in names]
    skills = [column for column, (field, _) in settled.items() if field is Field.COMPETENCY]
    for keys, field in ((levels, Field.LEVEL_SUMMARY), (skills, Field.COMPETENCY_DESCRIPTION)):
        groups = {tuple(fold(row[key]) for key in keys) for row in body}
        other = field is Field.LEVEL_SUMMARY or fields & {Field.DESCRIPTOR, Field.PROFICIENCY}
        if keys and other and field not in fields and 1 < len(groups) < len(body) and not _varies(index, keys, body):
            settled[index] = field, ""
            return
    if Field.DESCRIPTOR not in fields:
        settled[index] = Field.DESCRIPTOR, ""


def _varies(index: int, keys: Sequence[int], body: Sequence[Sequence[str]]) -> bool:
    """Whether the column has several values where the key columns have one, as a competency has in a level."""
    seen: dict[tuple[str, ...], set[str]] = {}
    for row in body:
        seen.setdefault(tuple(fold(row[key]) for key in keys), set()).add(row[index])
    return sum(len(values) > 1 for values in seen.values()) > 0.3 * len(seen)


def call_level(settled: dict[int, tuple[Field, str]], known: Sequence[Known], body: Sequence[Sequence[str]]) -> None:
    """Without a level column, the role or the grade is the level; else a column whose cells look like levels."""
    for wanted in (Field.TRACK, Field.GRADE):
        for index, (field, _) in settled.items():
            values = values_of(body, index)
            if field is wanted and values and fmean(parse_level(value).likeness for value in values) > 0.4:
                settled[index] = Field.LEVEL_TITLE if wanted is Field.TRACK else Field.LEVEL_CODE, ""
                return
    for index in range(len(known)):
        values = values_of(body, index)
        if index not in settled and values and fmean(parse_level(value).likeness for value in values) >= 0.6:
            settled[index] = Field.LEVEL_TITLE, ""
            return


def _find_competency(
    settled: dict[int, tuple[Field, str]], headings: Sequence[str], body: Sequence[Sequence[str]]
) -> None:
    """The column of short texts that names something new in each row of a level; else the group is the competency.

    So a column `Tier` with five tiers for each level is taken for competencies, although they might be steps on axes that
    the table does not name: what nobody wrote down is not invented. A person who knows the axes can say so in the mapping
    by adding a column for them.
    """
    keys = [index for index, (field, _) in settled.items() if field in LEVEL_FIELDS or field is Field.TRACK]
    for index, heading in enumerate(headings):
        values = values_of(body, index)
        if index in settled or len(set(values)) < 2 or is_aside(heading) or fmean(map(len, values)) > 60:
            continue
        if not _are_names(values):
            continue
        pairs = Counter((*(fold(row[key]) for key in keys), fold(row[index])) for row in body if row[index])
        if len(pairs) >= 0.9 * sum(pairs.values()) and _varies(index, keys, body):
            settled[index] = Field.COMPETENCY, ""
            return
    for index, (field, _) in settled.items():
        if field is Field.GROUP and _varies(index, keys, body):
            settled[index] = Field.COMPETENCY, ""
            return


def _find_descriptor(
    settled: dict[int, tuple[Field, str]], headings: Sequence[str], body: Sequence[Sequence[str]]
) -> None:
    """The column with the longest texts among those without a meaning."""
    lengths = {
        index: fmean(map(len, values))
        for index, heading in enumerate(headings)
        if index not in settled and not is_aside(heading) and (values := values_of(body, index))
    }
    index = max(lengths, key=lengths.__getitem__, default=None)
    if index is not None and lengths[index] > 15:
        settled[index] = Field.DESCRIPTOR, ""
        return
    for index, (field, _) in settled.items():
        if field is Field.COMPETENCY_DESCRIPTION:  # in a table without descriptor, the skill's text is the level's
            keys = [key for key, (other, _) in settled.items() if other is Field.COMPETENCY]
            if _varies(index, keys, body):
                settled[index] = Field.DESCRIPTOR, ""
            return
