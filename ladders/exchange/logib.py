"""The sheet of Logib, module 1, as the Swiss office gives it out: its columns are found by their order, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import isfinite, nan
from typing import Final

from ladders.core.sentences import gettext as _
from ladders.insights.domain.adjusted_gap.logib import LogibPerson
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.domain.sex_words import sex_of

from .tables.errors import ExchangeError
from .tables.readers import read_files
from .tables.sheets import Place, Table

COLUMNS: Final = 17  # from the personnel number to the statistical population
SEX: Final = 2  # the place of the column
PAIRS: Final = tuple({woman: Sex.WOMAN, man: Sex.MAN} for woman, man in ("fm", "wm", "fh", "du"))
TEXTS: Final = frozenset((0, 1, 2, 3, 5, 15))  # of these none is a number that counts, or not one alone
YEAR: Final = re.compile(r"\b(19|20)\d\d\b")


def people_of_sheet(files: Iterable[tuple[str, bytes]], year: int | None = None) -> list[LogibPerson]:
    """Everybody in the sheet. `year` is that of the reference month, for sheets that say when somebody was born or came.

    Raises ExchangeError for a file without such a table, and for what cannot be read, by row.
    """
    given = list(files)
    read = read_files(given)
    table = next((each for each in read.tables if len(each.letters) >= COLUMNS and len(each.rows) > 1), None)
    if table is None:
        said = _("There is no table with the %(n)s columns of Logib’s sheet for module 1.") % {"n": COLUMNS}
        raise ExchangeError(said, Place(given[0][0]))
    sexes = _sexes({row.cells[SEX].strip().casefold() for row in table.rows[1:] if len(row.cells) > SEX})
    return [_person(table, place, year, sexes) for place in range(1, len(table.rows))]


def _person(table: Table, place: int, year: int | None, sexes: Mapping[str, Sex]) -> LogibPerson:
    row = table.rows[place]
    cells = [*row.cells, *[""] * COLUMNS][:COLUMNS]
    try:
        number = [_number(cells[column]) if column not in TEXTS else 0.0 for column in range(COLUMNS)]
        return LogibPerson(
            _sex(cells[SEX], sexes),
            int(_years(cells[1], year)),
            _years(cells[3], year),
            education=int(number[4]),
            requirements=int(number[6]),
            position=int(number[7]),
            basic=number[10],
            allowances=number[11],
            thirteenth=number[12],
            special=number[13],
            rate=number[8],
            hours=number[9],
            weekly_hours=number[14] or 40.0,
            counted=number[16] == 1,
        )
    except ValueError as error:
        said = {"file": table.file, "row": row.number, "why": error}
        raise ExchangeError(_("%(file)s, row %(row)s: %(why)s") % said, table.at(row)) from error


def _sexes(column: set[str]) -> Mapping[str, Sex]:
    """What two letters mean that stand there beside each other: F/M, W/M, in French F/H, in Italian D/U."""
    return next((pair for pair in PAIRS if pair.keys() <= column), {})


def _sex(text: str, sexes: Mapping[str, Sex]) -> Sex:
    if found := sexes.get(text.strip().casefold()):
        return found
    try:
        return sex_of(text)
    except ValueError as error:
        raise ValueError(_("“%(text)s” is not known as a sex. Write F or M.") % {"text": text}) from error


def _number(text: str) -> float:
    """A number as a spreadsheet has it; nothing is 0. Raises ValueError."""
    plain = re.sub(r"[\s’']", "", text).replace(",", ".")
    try:
        number = float(plain or 0)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise ValueError(_("“%(text)s” is no number.") % {"text": text})
    return number


def _years(text: str, year: int | None) -> float:
    """How many years: as they stand, or since the year or day that stands there. Raises ValueError without a `year` for these."""
    found = YEAR.search(text)
    if found is None:
        return _number(text)
    if year is None:
        raise ValueError(_("“%(text)s” is a year. Say of which year the sheet is (--year).") % {"text": text})
    if int(found[0]) > year:
        raise ValueError(_("“%(text)s” lies after %(year)s, the year of the sheet.") % {"text": text, "year": year})
    return float(year - int(found[0]))
