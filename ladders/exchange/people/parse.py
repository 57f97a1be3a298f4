"""From tables of text to people: one `PersonRow` per row, checked cell by cell. What is wrong is named by row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from itertools import repeat
from typing import Any

from ladders.core.sentences import gettext as _
from ladders.core.sentences import sentence_of
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.domain.sex_words import sex_of

from ..tables.column_samples import ColumnRead, columns_guessed, columns_read, untaken_twins
from ..tables.dates import DateOrder, first_day_of, last_day_of, manner_of
from ..tables.placeholders import is_placeholder
from ..tables.problems import Problems
from ..tables.readers import read_files
from ..tables.sheets import Severity, Table, fold, no_rows
from . import values
from .fields import PeopleField, guess, is_heading_row, name_order, order_of
from .mapping import BRACES, PeopleMapping
from .names import turn_names
from .value_counts import counted

F = PeopleField
LENGTHS = {F.NUMBER: 40, F.NAME: 150, F.FIRST_NAME: 75, F.LAST_NAME: 75, F.MANAGER: 254}
CHOICES = (F.CONTRACT, F.COUNTRY, F.SEX)  # a word of the file means one of a few
DAYS = (F.HIRED_ON, F.LEFT_ON, F.PLACED_ON)
TEXTS = (
    F.NUMBER, F.NAME, F.FIRST_NAME, F.LAST_NAME, F.LEGAL_ENTITY, F.DEPARTMENT, F.JOB_TITLE, F.LOCATION,
)  # fmt: skip
HEADING_ROWS = 10  # within so many rows the headings are looked for


@dataclass(slots=True)
class PersonRow:
    """One row. What a file has no column for keeps its default and is not in `PeopleFile.given`."""

    row: int
    number: str = ""
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    manager: str = ""  # number, email or name, as the file has it
    legal_entity: str = ""
    department: str = ""
    job_title: str = ""
    location: str = ""
    country: str = ""
    contract: str = ""
    weekly_hours: Decimal | None = None
    hired_on: dt.date | None = None
    left_on: dt.date | None = None
    framework: str = ""
    level: str = ""
    placed_on: dt.date | None = None


@dataclass
class PeopleFile:
    """What a file says: people in the order of its rows, and which fields it speaks about."""

    file: str
    rows: list[PersonRow] = field(default_factory=list)
    given: frozenset[PeopleField] = frozenset()
    problems: Problems = field(default_factory=lambda: Problems(""))
    read_as: list[ColumnRead] = field(default_factory=list)
    mapping: PeopleMapping = field(default_factory=PeopleMapping)
    letters: dict[PeopleField, str] = field(default_factory=dict)  # of the columns that were read
    unknown_values: dict[PeopleField, Counter[str]] = field(
        default_factory=dict
    )  # of choices and names: to be asked about
    sexes: dict[int, Sex] = field(default_factory=dict)  # by row; kept apart from all else that is known of a person
    unread: dict[PeopleField, set[int]] = field(
        default_factory=dict
    )  # rows whose cell was no value: they count as blank


def read_people(
    files: Iterable[tuple[str, bytes]],
    mapping: PeopleMapping | None = None,
    *,
    offer: Callable[[list[Table]], PeopleMapping | None] | None = None,
) -> PeopleFile:
    """The people of the first table that has a column for the employee number. Without a `mapping`, `offer` gets the tables
    and may answer one that was kept for such files."""
    expected = _("people: a row for each, with an employee number, a name and whatever else is known")
    read = read_files(files, expected=expected)
    mapping = mapping or (offer(read.tables) if offer else None) or PeopleMapping()
    name = read.tables[0].file if read.tables else (read.problems[0].file if read.problems else "")
    for table in read.tables:
        found = _headings(table, mapping)
        if found is not None:
            people = _people(table, *found, mapping)
            people.problems.listed[:0] = read.problems
            return people
    people = PeopleFile(name, problems=Problems(name, listed=list(read.problems)), mapping=mapping)
    if read.tables:
        people.read_as = columns_guessed(read.tables[0], HEADING_ROWS, lambda cell: _taken(guess(cell)))
    if not people.problems.refused:
        people.problems.add(
            "heading",
            None,
            _(
                "%(name)s has no column with the employee number. Call it “employee number”, or say below which "
                "column it is."
            )
            % {"name": name},
        )
    return people


def _taken(each: PeopleField) -> str | None:
    return None if each is F.IGNORE else each.value


def _headings(table: Table, mapping: PeopleMapping) -> tuple[int, list[PeopleField]] | None:
    """Index of the row with the headings, and what its columns mean: each field once; the first column wins, of several
    that name managers the one with their numbers."""
    if mapping.sheet and fold(table.sheet) != fold(mapping.sheet):
        return None
    for index, row in enumerate(table.rows[:HEADING_ROWS] if not mapping.heading_row else table.rows):
        if mapping.heading_row and row.number != mapping.heading_row:
            continue
        said = [mapping.columns.get(fold(cell)) for cell in row.cells]
        named = {each for each in said if each}
        meant = [
            each if each else (F.IGNORE if (guessed := guess(cell)) in named else guessed)
            for each, cell in zip(said, row.cells, strict=True)
        ]
        if F.NUMBER in meant and (len(named) or is_heading_row(row.cells)):
            return index, _once(_split_names(meant, row.cells, said), row.cells)
    return None


def _split_names(
    meant: list[PeopleField], headings: Sequence[str], said: Sequence[PeopleField | None]
) -> list[PeopleField]:
    """The meanings, where “Name” beside “Vorname” is the last name: so German files are headed."""
    if F.LAST_NAME in meant or "vorname" not in map(fold, headings):
        return meant
    return [
        F.LAST_NAME if fold(heading) == "name" and not own else each
        for each, heading, own in zip(meant, headings, said, strict=True)
    ]


def _once(meant: Sequence[PeopleField], headings: Sequence[str]) -> list[PeopleField]:
    """The meanings, each of them once."""
    places: dict[PeopleField, int] = {}
    for index in sorted(range(len(meant)), key=lambda at: (order_of(headings[at], meant[at]), at)):
        places.setdefault(meant[index], index)
    return [each if places[each] == index else F.IGNORE for index, each in enumerate(meant)]


def _people(table: Table, head: int, meant: list[PeopleField], mapping: PeopleMapping) -> PeopleFile:
    headings = table.rows[head].cells
    people = PeopleFile(table.file, problems=Problems(table.file, table.sheet), mapping=mapping)
    by_rule = {fold(name) for name in mapping.levels.columns}
    taken = [
        F.LEVEL.value if each is F.IGNORE and fold(heading) in by_rule else _taken(each)
        for heading, each in zip(headings, meant, strict=True)
    ]
    people.read_as = columns_read(table, head, taken)
    for told in untaken_twins(table, head, taken):
        people.problems.note(told)
    for name in sorted(set(mapping.columns) - {fold(heading) for heading in headings}):
        people.problems.add(
            "mapping",
            None,
            _("The mapping names the column “%(name)s”, which %(file)s lacks.") % {"name": name, "file": table.file},
        )
    level_columns = [_index(headings, name) for name in mapping.levels.columns]
    if None in level_columns:
        lacks = mapping.levels.columns[level_columns.index(None)]
        people.problems.add(
            "mapping",
            None,
            _("The mapping takes levels from “%(lacks)s”, which %(file)s lacks.")
            % {"lacks": lacks, "file": table.file},
        )
        return people
    given = {each for each in meant if each is not F.IGNORE} | set(mapping.constants)
    given |= {F.FRAMEWORK, F.LEVEL} if level_columns else set()
    given |= {F.NAME} if {F.FIRST_NAME, F.LAST_NAME} <= given else set()
    people.given = frozenset(given)
    rows = table.rows[head + 1 :]
    if not rows:
        people.problems.add("no rows", None, no_rows(table.file))
    numbers = [row.number for row in rows]
    columns: dict[str, list[Any]] = {"row": list(numbers)}
    texts = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(meant)
    for index, each in enumerate(meant):
        if each is not F.IGNORE:
            people.letters[each] = table.letters[index]
            columns[each.value] = _column(each, texts[index], numbers, people)
    for each, constant in mapping.constants.items():
        cells = _filled(constant, headings, texts, len(rows), people.problems)
        read = _column(each, cells, numbers, people)
        before = columns.get(each.value, read)
        columns[each.value] = [value or other for value, other in zip(before, read, strict=True)]
    _levels([index for index in level_columns if index is not None], texts, columns, mapping, people.problems)
    _apply_labels(columns, len(rows), mapping)
    blanks = {each.name: each.default for each in fields(PersonRow)}
    people.rows = list(
        map(PersonRow, *(columns.get(name) or repeat(blank, len(rows)) for name, blank in blanks.items()))
    )
    order = name_order(headings[meant.index(F.NAME)]) if F.NAME in meant else ""
    odd = turn_names(people.rows, mapping, people.problems, by_heading=order, column=people.letters.get(F.NAME, ""))
    people.unknown_values |= {F.NAME: Counter(odd)} if odd else {}
    people.sexes = {row: Sex(sex) for row, sex in zip(numbers, columns.get(F.SEX.value, ()), strict=False) if sex}
    for person in people.rows:
        _check(person, people)
    people.problems.listed.sort(key=lambda problem: problem.row or 0)
    return people


def _index(headings: Sequence[str], name: str) -> int | None:
    wanted = fold(name)
    return next((index for index, heading in enumerate(headings) if fold(heading) == wanted), None)


def _column(what: PeopleField, texts: Sequence[str], rows: list[int], people: PeopleFile) -> list[Any]:
    """The values of one column. Each text is read once, however often it stands there."""
    mapping, problems = people.mapping, people.problems
    said = mapping.values.get(what, {})
    blank = None if what in (F.WEEKLY_HOURS, *DAYS) else ""
    days = manner_of(texts) if what in DAYS and not mapping.dates else DateOrder()
    convert = _converter(what, mapping.dates or days.order, set(texts) if what is F.SEX else ())
    name = what.value.replace("_", " ")
    if days.order:
        first = "the day" if days.order == "dmy" else "the month"
        problems.note(
            _("%(file)s: in %(name)s, %(first)s comes first, as “%(by)s” tells. If not, say so.")
            % {"file": problems.file, "name": name, "first": first, "by": days.by}
        )
    read: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    nothing: set[str] = set()
    for text in set(texts):
        meaning = said.get(fold(text), text) if said else text
        if meaning == text and _stands_for_nothing(what, text):
            meaning = ""
        try:
            read[text] = convert(meaning) if meaning else blank
        except ValueError as error:
            read[text], wrong[text] = blank, sentence_of(error)
        if text and read[text] == blank and text not in wrong and text not in said:
            nothing.add(text)
    if wrong:
        if what in CHOICES:
            people.unknown_values[what] = Counter(text for text in texts if text in wrong)
        if what is F.SEX:
            _tell_unknown_sexes(people)
            return [read[text] for text in texts]
        for row, text in zip(rows, texts, strict=True):
            if text in wrong:
                places = {"file": problems.file, "row": row, "name": name, "text": text[:80], "what": wrong[text]}
                sentence = _("%(file)s, row %(row)s: %(name)s “%(text)s” %(what)s") % places
                problems.add(f"cell {what}", row, sentence, column=people.letters.get(what, ""))
                people.unread.setdefault(what, set()).add(row)
    if nothing:
        means = {F.LEFT_ON: _("no end"), F.MANAGER: _("nobody")}.get(what, _("blank"))
        told = counted(Counter(text for text in texts if text in nothing), means)
        problems.note(_("%(file)s: %(field)s %(told)s.") % {"file": problems.file, "field": name, "told": told})
    return [read[text] for text in texts]


def _tell_unknown_sexes(people: PeopleFile) -> None:
    """A word that nobody knows records nothing, and keeps nobody out: somebody says what it means."""
    told = counted(people.unknown_values[F.SEX], _("not recorded"))
    sentence = _("%(file)s: sex %(told)s. Say what it means: woman, man, neither or not stated.") % {
        "file": people.file,
        "told": told,
    }
    people.problems.add("cell sex", None, sentence, Severity.WARNING, column=people.letters.get(F.SEX, ""))


def _stands_for_nothing(what: PeopleField, text: str) -> bool:
    """N/A, - and the like, where they can mean nothing else: NA is a country, and None may be a name."""
    if what in TEXTS or not text:
        return False
    if what is F.MANAGER and not text.strip("0"):
        return True
    return is_placeholder(text) and not (what is F.COUNTRY and text.isalpha() and len(text) == 2)


def _converter(what: PeopleField, order: str, texts: Collection[str]) -> Callable[[str], Any]:
    if what is F.EMAIL:
        return values.email_of
    if what is F.LEFT_ON:
        return lambda text: last_day_of(text, order)
    if what in DAYS:
        return lambda text: first_day_of(text, order)
    if what is F.WEEKLY_HOURS:
        return values.hours_of
    if what is F.COUNTRY:
        return values.country_of
    if what is F.CONTRACT:
        return values.contract_of
    if what is F.SEX:
        return lambda text: sex_of(text, texts).value
    length = LENGTHS.get(what, 120)
    return lambda text: values.name_of(text, length)


def _filled(
    constant: str, headings: Sequence[str], texts: Sequence[Sequence[str]], count: int, problems: Problems
) -> list[str]:
    """The constant for every row, with the row's own texts in its braces."""
    cells = [constant] * count
    for name in BRACES.findall(constant):
        index = _index(headings, name)
        if index is None:
            problems.add(
                "mapping",
                None,
                _("The mapping names the column “%(name)s”, which %(file)s lacks.")
                % {"name": name, "file": problems.file},
            )
            continue
        cells = [cell.replace(f"{{{name}}}", text) for cell, text in zip(cells, texts[index], strict=True)]
    return cells


def _levels(
    indices: list[int],
    texts: Sequence[Sequence[str]],
    columns: dict[str, list[Any]],
    mapping: PeopleMapping,
    problems: Problems,
) -> None:
    """Framework and level code of each row, by the rule of the mapping."""
    if not indices:
        return
    found: dict[tuple[str, ...], tuple[str, str] | None] = {}
    frameworks, codes = [], []
    for row, said in zip(columns["row"], zip(*(texts[index] for index in indices), strict=True), strict=True):
        if said not in found:
            found[said] = mapping.levels.to.get(tuple(map(fold, said)))
        level = found[said]
        if level is None:
            names = ", ".join(f"{name} “{text}”" for name, text in zip(mapping.levels.columns, said, strict=True))
            problems.add(
                "level rule",
                row,
                _(
                    "%(file)s, row %(row)s: the mapping names no level for %(names)s. Add an entry for it; with an "
                    "empty level these people come in without one."
                )
                % {"file": problems.file, "row": row, "names": names},
            )
        frameworks.append(level[0] if level else "")
        codes.append(level[1] if level else "")
    columns[F.FRAMEWORK.value], columns[F.LEVEL.value] = frameworks, codes


def _apply_labels(columns: dict[str, list[Any]], count: int, mapping: PeopleMapping) -> None:
    """The levels that somebody said texts mean, in place of these."""
    if not mapping.level_labels or F.LEVEL.value not in columns:
        return
    said = zip(columns.get(F.FRAMEWORK.value) or [""] * count, columns[F.LEVEL.value], strict=True)
    meant = [mapping.level_labels.get((fold(framework), fold(level)), (framework, level)) for framework, level in said]
    columns[F.FRAMEWORK.value], columns[F.LEVEL.value] = map(list, zip(*meant, strict=True)) if meant else ([], [])


def _check(person: PersonRow, people: PeopleFile) -> None:
    """What a row must have, and what in it does not go together."""
    number, problems = person.row, people.problems
    if not person.name and person.first_name and person.last_name:
        person.name = f"{person.first_name} {person.last_name}"[:150]
    if not person.number and number not in people.unread.get(F.NUMBER, ()):
        problems.add(
            "no number",
            number,
            _("%(file)s, row %(row)s has no employee number. Fill it in, or remove the row.")
            % {"file": problems.file, "row": number},
        )
    if person.left_on and person.hired_on and person.left_on < person.hired_on:
        problems.add(
            "dates",
            number,
            _("%(file)s, row %(row)s: %(number)s leaves before being hired. Check the two dates.")
            % {"file": problems.file, "row": number, "number": person.number},
        )
    if person.framework and not person.level:
        problems.add(
            "half a level",
            number,
            _("%(file)s, row %(row)s: %(number)s has a framework but no level, and comes in without one.")
            % {"file": problems.file, "row": number, "number": person.number},
            Severity.WARNING,
        )
