"""From tables of text to people: one `Person` per row, checked cell by cell. What is wrong is named by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from itertools import repeat
from typing import Any

from ..limits import MAX_NOTED
from ..readers import read_files
from ..sheets import Place, Problem, Severity, Table, fold
from . import values
from .fields import PeopleField, guess
from .mapping import BRACES, PeopleMapping

F = PeopleField
LENGTHS = {F.NUMBER: 40, F.NAME: 150, F.FIRST_NAME: 75, F.LAST_NAME: 75, F.MANAGER: 254}
HEADING_ROWS = 10  # within so many rows the headings are looked for


@dataclass(slots=True)
class Person:
    """One row. What a file has no column for keeps its default and is not in `People.given`."""

    row: int
    number: str = ""
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    manager: str = ""  # number or email
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
class Problems:
    """Problems of a file. Of one kind, so many are listed one by one, and the others counted."""

    file: str
    sheet: str = ""
    listed: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, row: int | None, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note one; `kind` groups those that are alike."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= MAX_NOTED:
            self.listed.append(Problem.at(Place(self.file, self.sheet, row), message, severity))
        elif self.counts[kind] == MAX_NOTED + 1:
            self.listed.append(
                Problem.at(
                    Place(self.file, self.sheet), f"{self.file}: and more like these; mend them first.", severity
                )
            )

    @property
    def refused(self) -> bool:
        """True when an error stops the writing."""
        return any(problem.severity is Severity.ERROR for problem in self.listed)


@dataclass
class People:
    """What a file says: people in the order of its rows, and which fields it speaks about."""

    file: str
    rows: list[Person] = field(default_factory=list)
    given: frozenset[PeopleField] = frozenset()
    problems: Problems = field(default_factory=lambda: Problems(""))
    read_as: list[tuple[str, str | None]] = field(default_factory=list)  # heading → field, None for what is not taken


def read_people(files: Iterable[tuple[str, bytes]], mapping: PeopleMapping | None = None) -> People:
    """The people of the first table that has a column for the employee number."""
    mapping = mapping or PeopleMapping()
    read = read_files(files)
    name = read.tables[0].file if read.tables else (read.problems[0].file if read.problems else "")
    for table in read.tables:
        found = _headings(table, mapping)
        if found is not None:
            people = _people(table, *found, mapping)
            people.problems.listed[:0] = read.problems
            return people
    people = People(name, problems=Problems(name, listed=list(read.problems)))
    if not people.problems.refused:
        people.problems.add(
            "heading",
            None,
            f"{name} has no column with the employee number. Call it “employee number”, or name it in a mapping file.",
        )
    return people


def _headings(table: Table, mapping: PeopleMapping) -> tuple[int, list[PeopleField]] | None:
    """Index of the row with the headings, and what its columns mean: each field once, the first column wins."""
    for index, row in enumerate(table.rows[:HEADING_ROWS]):
        said = [mapping.columns.get(fold(cell)) for cell in row.cells]
        named = {each for each in said if each}
        meant = [
            each if each else (F.IGNORE if (guessed := guess(cell)) in named else guessed)
            for each, cell in zip(said, row.cells, strict=True)
        ]
        if F.NUMBER in meant:
            seen: set[PeopleField] = set()
            return index, [F.IGNORE if each in seen or seen.add(each) else each for each in meant]  # type: ignore[func-returns-value]
    return None


def _people(table: Table, head: int, meant: list[PeopleField], mapping: PeopleMapping) -> People:
    headings = table.rows[head].cells
    people = People(table.file, problems=Problems(table.file, table.sheet))
    by_rule = {fold(name) for name in mapping.levels.columns}
    people.read_as = [
        (heading, each.value if each is not F.IGNORE else F.LEVEL.value if fold(heading) in by_rule else None)
        for heading, each in zip(headings, meant, strict=True)
        if heading
    ]
    missing = sorted(set(mapping.columns) - {fold(heading) for heading in headings})
    if missing:
        people.problems.add("mapping", None, f"The mapping names the column “{missing[0]}”, which {table.file} lacks.")
    level_columns = [_index(headings, name) for name in mapping.levels.columns]
    if None in level_columns:
        lacks = mapping.levels.columns[level_columns.index(None)]
        people.problems.add("mapping", None, f"The mapping takes levels from “{lacks}”, which {table.file} lacks.")
        return people
    given = {each for each in meant if each is not F.IGNORE} | set(mapping.constants)
    given |= {F.FRAMEWORK, F.LEVEL} if level_columns else set()
    given |= {F.NAME} if {F.FIRST_NAME, F.LAST_NAME} & given else set()
    people.given = frozenset(given)
    if F.NAME not in given:
        people.problems.add(
            "heading",
            None,
            f"{table.file} has no column with names. Call it “name”, or give a constant in a mapping file, "
            "such as “Employee {Number}”.",
        )
        return people
    rows = table.rows[head + 1 :]
    numbers = [row.number for row in rows]
    columns: dict[str, list[Any]] = {"row": list(numbers)}
    texts = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(meant)
    for index, each in enumerate(meant):
        if each is not F.IGNORE:
            columns[each.value] = _column(each, texts[index], numbers, mapping, people.problems)
    for each, constant in mapping.constants.items():
        cells = _filled(constant, headings, texts, len(rows), people.problems)
        read = _column(each, cells, numbers, mapping, people.problems)
        before = columns.get(each.value, read)
        columns[each.value] = [value or other for value, other in zip(before, read, strict=True)]
    _levels([index for index in level_columns if index is not None], texts, columns, mapping, people.problems)
    blanks = {each.name: each.default for each in fields(Person)}
    people.rows = list(map(Person, *(columns.get(name) or repeat(blank, len(rows)) for name, blank in blanks.items())))
    for person in people.rows:
        _check(person, people.problems)
    people.problems.listed.sort(key=lambda problem: problem.row or 0)
    return people


def _index(headings: Sequence[str], name: str) -> int | None:
    wanted = fold(name)
    return next((index for index, heading in enumerate(headings) if fold(heading) == wanted), None)


def _column(
    what: PeopleField, texts: Sequence[str], rows: list[int], mapping: PeopleMapping, problems: Problems
) -> list[Any]:
    """The values of one column. Each text is read once, however often it stands there."""
    convert = _converter(what, mapping)
    said = mapping.values.get(what, {})
    blank = None if what in (F.WEEKLY_HOURS, F.HIRED_ON, F.LEFT_ON, F.PLACED_ON) else ""
    read: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for text in set(texts):
        meaning = said.get(fold(text), text) if said else text
        try:
            read[text] = convert(meaning) if meaning else blank
        except ValueError as error:
            read[text], wrong[text] = blank, str(error)
    if wrong:
        name = what.value.replace("_", " ")
        for row, text in zip(rows, texts, strict=True):
            if text in wrong:
                sentence = f"{problems.file}, row {row}: {name} “{text[:80]}” {wrong[text]}"
                problems.add(f"cell {what}", row, sentence)
    return [read[text] for text in texts]


def _converter(what: PeopleField, mapping: PeopleMapping) -> Callable[[str], Any]:
    if what is F.EMAIL:
        return values.email_of
    if what in (F.HIRED_ON, F.LEFT_ON, F.PLACED_ON):
        return lambda text: values.date_of(text, mapping.dates)
    if what is F.WEEKLY_HOURS:
        return values.hours_of
    if what is F.COUNTRY:
        return values.country_of
    if what is F.CONTRACT:
        return values.contract_of
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
            problems.add("mapping", None, f"The mapping names the column “{name}”, which {problems.file} lacks.")
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
                f"{problems.file}, row {row}: the mapping names no level for {names}. Add an entry for it; "
                "with an empty level these people come in without one.",
            )
        frameworks.append(level[0] if level else "")
        codes.append(level[1] if level else "")
    columns[F.FRAMEWORK.value], columns[F.LEVEL.value] = frameworks, codes


def _check(person: Person, problems: Problems) -> None:
    """What a row must have, and what in it does not go together."""
    number = person.row
    if not person.name:
        person.name = f"{person.first_name} {person.last_name}".strip()[:150]
    if not person.number:
        problems.add(
            "no number", number, f"{problems.file}, row {number} has no employee number. Fill it in, or remove the row."
        )
    elif not person.name:
        problems.add("no name", number, f"{problems.file}, row {number}: {person.number} has no name. Fill it in.")
    if person.left_on and person.hired_on and person.left_on < person.hired_on:
        problems.add(
            "dates",
            number,
            f"{problems.file}, row {number}: {person.number} leaves before being hired. Check the two dates.",
        )
    if person.framework and not person.level:
        problems.add(
            "half a level",
            number,
            f"{problems.file}, row {number}: {person.number} has a framework but no level, and comes in without one.",
            Severity.WARNING,
        )
