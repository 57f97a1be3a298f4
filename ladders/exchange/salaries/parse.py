"""From tables of text to salaries: one row each, checked cell by cell. What is wrong is named by row. No floats.

A mapping is JSON: `{"columns": {"Pers.Nr.": "number"}, "values": {"basis": {"M": "month"}},
"constants": {"currency": "EUR"}, "dates": "dmy", "amounts": "comma", "zeros": "count"}`. Columns that are not named keep
the meaning of their heading, those that mean "ignore" are left out; how amounts are written, their column says (see
`ladders.core.amounts`). `zeros`: whether 17 and 00017 are two people (count) or, also where it is left out, one (same).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from ladders.core.amounts import LARGEST, UNDECIDED, AmountColumn, DecimalManner, NumberText, column_of
from ladders.core.sentences import gettext as _
from ladders.core.sentences import sentence_of

from ..people.values import hours_of, name_of
from ..tables.amount_checks import tell_further_tables, tell_merged, tell_other_signs
from ..tables.amount_guess import tell_guess
from ..tables.column_samples import ColumnRead, columns_guessed, columns_read, untaken_twins
from ..tables.currencies import currency_of
from ..tables.dates import DateOrder as Days
from ..tables.dates import date_of, manner_of
from ..tables.headings import AMOUNT, CURRENCY, EMPLOYEE_NUMBER, WEEKLY_HOURS, known_headings
from ..tables.mapping_files import amounts_of, read_mapping, zeros_of
from ..tables.problems import Problems
from ..tables.readers import read_files
from ..tables.sheets import Table, bare, fold, no_rows
from ..tables.whole_columns import plain_amounts, plain_names
from .other_columns import check_others

HEADING_ROWS = 10
WORDS: Final = 20  # words of bases that are asked about


class SalaryField(StrEnum):
    """The meaning of a column. The value is also what a mapping says."""

    IGNORE = "ignore"
    NUMBER = "number"
    AMOUNT = "amount"
    CURRENCY = "currency"
    BASIS = "basis"
    HOURS = "hours"  # a week's, of this person
    FTE = "fte"
    FULL_TIME_HOURS = "full_time_hours"
    FROM = "from"


F = SalaryField
NEEDED: Final = (F.NUMBER, F.AMOUNT, F.CURRENCY, F.BASIS, F.FROM)
ORDER: Final = (*NEEDED, F.HOURS, F.FTE, F.FULL_TIME_HOURS)  # of the values in a `SalaryRow`
HEADINGS: Final = known_headings(
    {
        F.NUMBER: EMPLOYEE_NUMBER,
        F.AMOUNT: f"{AMOUNT}|salary|base salary|pay|gehalt|grundgehalt|bruttogehalt|entgelt|vergütung",
        F.CURRENCY: CURRENCY,
        F.BASIS: "basis|pay basis|per|period|pay period|frequency|zeitraum|zahlweise|gehaltsart",
        F.HOURS: WEEKLY_HOURS,
        F.FTE: "fte|full-time equivalent|full time equivalent|vollzeitäquivalent|vzä",
        F.FULL_TIME_HOURS: "full-time hours|vollzeitstunden",
        F.FROM: "from|valid from|effective date|effective from|since|start date|gültig ab|ab|gültig seit|seit",
    }
)
BASES: Final = {
    text: basis
    for basis, texts in {
        "year": "year|yearly|annual|annually|per year|p.a.|pa|a year|jahr|jährlich|pro jahr",
        "month": "month|monthly|per month|a month|monat|monatlich|pro monat|month12|12 months|"
        "month ×12|month x12|12x|12 × a year",
        "month13": "month13|13 months|13 salaries|month ×13|month x13|13x|13 × a year|a month, 13 times a year|"
        "monthly, 13 salaries|13 monatsgehälter",
        "month14": "month14|14 months|14 salaries|month ×14|month x14|14x|14 × a year|a month, 14 times a year|"
        "monthly, 14 salaries|14 monatsgehälter",
        "week": "week|weekly|per week|a week|woche|wöchentlich",
        "hour": "hour|hourly|per hour|an hour|stunde|pro stunde",
    }.items()
    for text in texts.split("|")
}


@dataclass(slots=True)
class SalaryRow:
    """One row of the file. `fte` is as the file says it; `hours` are this person's."""

    row: int
    number: str
    amount: Decimal
    currency: str
    basis: str
    starts_on: dt.date
    hours: Decimal | None = None
    fte: Decimal | None = None
    full_time_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SalaryMapping:
    """What columns and values mean; see the module's text."""

    columns: dict[str, SalaryField] = field(default_factory=dict)
    values: dict[SalaryField, dict[str, str]] = field(default_factory=dict)
    constants: dict[SalaryField, str] = field(default_factory=dict)
    dates: str = ""
    amounts: DecimalManner | None = None  # None: as the column itself says
    zeros: str = ""

    @classmethod
    def from_json(cls, text: str, file: str = "mapping") -> SalaryMapping:
        """Raises ExchangeError that names what does not fit."""
        return read_mapping(cls.from_data, text, file)

    @classmethod
    def from_data(cls, data: Any) -> SalaryMapping:
        """From plain data; raises ValueError, TypeError or AttributeError for data that does not fit."""
        known = {"format", "columns", "values", "constants", "dates", "amounts", "zeros"}
        if set(data) - known or data.get("dates", "") not in ("", "dmy", "mdy"):
            raise ValueError(_("known are columns, values, constants, dates (“dmy” or “mdy”) and amounts"))
        amounts, zeros = amounts_of(data), zeros_of(data)
        return cls(
            {fold(heading): SalaryField(to) for heading, to in data.get("columns", {}).items()},
            {
                SalaryField(name): {fold(old): str(new) for old, new in each.items()}
                for name, each in data.get("values", {}).items()
            },
            {SalaryField(name): str(value) for name, value in data.get("constants", {}).items()},
            data.get("dates", ""),
            amounts,
            zeros,
        )


@dataclass
class Salaries:
    """What a file says."""

    file: str
    rows: list[SalaryRow] = field(default_factory=list)
    problems: Problems = field(default_factory=lambda: Problems(""))
    amounts: AmountColumn = UNDECIDED  # how they are written, to be shown and corrected
    columns: list[ColumnRead] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)  # the words of the column of bases, each once
    zeros_count: bool = False  # True: 17 and 00017 are two people


def read_salaries(
    files: Iterable[tuple[str, bytes]],
    mapping: SalaryMapping | None = None,
    *,
    offer: Callable[[list[Table]], SalaryMapping | None] | None = None,
) -> Salaries:
    """The salaries of the first table that has a column for the employee number. Without a `mapping`, `offer` gets the
    tables and may answer one that was kept for such files."""
    expected = _(
        "salaries: a row for each, with employee number, amount, currency, basis and the day from which it holds"
    )
    read = read_files(files, expected=expected)
    mapping = mapping or (offer(read.tables) if offer else None) or SalaryMapping()
    for place, table in enumerate(read.tables):
        for index, row in enumerate(table.rows[:HEADING_ROWS]):
            meant = _meanings(row.cells, mapping)
            if F.NUMBER in meant:
                found = _salaries(table, index, meant, mapping)
                further = read.tables[place + 1 :]
                tell_further_tables(
                    found.problems,
                    further,
                    HEADING_ROWS,
                    lambda cells: {F.NUMBER, F.AMOUNT} <= set(_meanings(cells, mapping)),
                )
                found.problems.listed[:0] = read.problems
                return found
    name = read.tables[0].file if read.tables else (read.problems[0].file if read.problems else "")
    nothing = Salaries(name, problems=Problems(name, listed=list(read.problems)))
    if read.tables:
        nothing.columns = columns_guessed(read.tables[0], HEADING_ROWS, _guess)
    if not nothing.problems.refused:
        nothing.problems.add(
            "heading",
            None,
            _("%(name)s has no column with the employee number. Call it “employee number”, or say which column it is.")
            % {"name": name},
        )
    return nothing


def _guess(heading: str) -> SalaryField | None:
    return HEADINGS.get(bare(heading))


def _meanings(cells: Sequence[str], mapping: SalaryMapping) -> list[SalaryField | None]:
    """Each field once, the first column wins; what the mapping names comes before what a heading suggests."""
    named = [mapping.columns.get(fold(cell)) for cell in cells]
    taken = {each for each in named if each}
    meant: list[SalaryField | None] = []
    for own, cell in zip(named, cells, strict=True):
        if own is F.IGNORE:
            meant.append(None)
            continue
        guessed = _guess(cell)
        if own is None and guessed is not None and guessed not in taken:
            taken.add(guessed)
            own = guessed
        meant.append(None if own in meant else own)
    return meant


def _salaries(table: Table, head: int, meant: list[SalaryField | None], mapping: SalaryMapping) -> Salaries:
    found = Salaries(table.file, problems=Problems(table.file, table.sheet), zeros_count=mapping.zeros == "count")
    fields = [each and each.value for each in meant]
    found.columns = columns_read(table, head, fields)
    for told in untaken_twins(table, head, fields):
        found.problems.note(told)
    check_others(found.problems, table, head, fields, mapping.columns)
    if F.BASIS in meant:
        place = meant.index(F.BASIS)
        found.bases = [text for text in dict.fromkeys(row.cells[place] for row in table.rows[head + 1 :]) if text][
            :WORDS
        ]
    for each in NEEDED:
        if each not in meant and each not in mapping.constants:
            found.problems.add(
                "heading",
                None,
                _(
                    "%(file)s has no column for “%(field)s”. Add it, or say which column it is, or what holds for all "
                    "rows."
                )
                % {"file": table.file, "field": each.value},
            )
    if found.problems.refused:
        return found
    where = {each: index for index, each in enumerate(meant) if each}
    rows = table.rows[head + 1 :]
    if not rows:
        found.problems.add("no rows", None, no_rows(table.file))
    numbers = [row.number for row in rows]
    cells = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(meant)  # by column
    wrong: set[int] = set()
    columns = []
    for each in ORDER:
        constant = mapping.constants.get(each, "")
        texts: Sequence[str] = cells[where[each]] if each in where else (constant,) * len(rows)
        if constant and each in where:
            texts = [text or constant for text in texts]
        if each is F.AMOUNT:
            if each in where:
                wrong.update(tell_merged(found.problems, table, where[each], numbers, texts))
            said = mapping.values.get(each, {})
            amounts = texts = [said.get(fold(text), text) for text in texts] if said else texts
            found.amounts = AmountColumn(mapping.amounts) if mapping.amounts else column_of(texts)
            tell_guess(found.problems, found.amounts)
            # From here on equal texts are read alike: a number and a text 23.125 are not.
            if NumberText in map(type, texts):
                texts = [text.in_cents if isinstance(text, NumberText) else text for text in texts]
        letters = table.letters[where[each]] if each in where else ""
        columns.append(_column(each, texts, numbers, mapping, found.problems, wrong, found.amounts, letters))
    currencies = columns[ORDER.index(F.CURRENCY)]
    wrong.update(tell_other_signs(found.problems, "amount", numbers, amounts, currencies))
    made = map(SalaryRow, numbers, *columns)
    found.rows = [row for index, row in enumerate(made) if index not in wrong] if wrong else list(made)
    found.problems.listed.sort(key=lambda problem: problem.row or 0)
    return found


def _column(
    what: SalaryField,
    texts: Sequence[str],
    rows: Sequence[int],
    mapping: SalaryMapping,
    problems: Problems,
    wrong: set[int],
    amounts: AmountColumn,
    letters: str,
) -> list[Any]:
    """The values of one column; each text is read once, however often it stands there. Adds to `wrong` the positions of
    rows that cannot be read."""
    if (plain := _plain_column(what, texts, mapping)) is not None:
        return plain
    days = manner_of(dict.fromkeys(texts)) if what is F.FROM and not mapping.dates else Days()
    if days.order:
        first = "the day" if days.order == "dmy" else "the month"
        problems.note(
            _("%(file)s: in from, %(first)s comes first, as “%(by)s” tells. If not, say so.")
            % {"file": problems.file, "first": first, "by": days.by}
        )
    convert, said = _converter(what, mapping.dates or days.order, amounts), mapping.values.get(what, {})
    distinct = set(texts)
    read: dict[str, Any] = dict.fromkeys(distinct)
    faults: dict[str, str] = {}
    for text in distinct:
        if not text:
            if what in NEEDED:
                faults[text] = _("is blank. Fill it in, or remove the row.")
            continue
        try:
            read[text] = convert(said.get(fold(text), text) if said else text)
        except ValueError as error:
            faults[text] = _("“%(text)s” %(what)s") % {"text": text[:80], "what": sentence_of(error)}
    if faults:
        name = what.value.replace("_", " ")
        for index, text in enumerate(texts):
            if text in faults:
                wrong.add(index)
                told = {"file": problems.file, "row": rows[index], "name": name, "what": faults[text]}
                sentence = _("%(file)s, row %(row)s: %(name)s %(what)s") % told
                problems.add(f"cell {what}", rows[index], sentence, column=letters)
    if len(distinct) == 1:  # mostly a column that is not there
        return [read[texts[0]]] * len(texts)
    return list(map(read.__getitem__, texts))


def _plain_column(what: SalaryField, texts: Sequence[str], mapping: SalaryMapping) -> list[Any] | None:
    """The values of a column in which nothing is odd; None where its cells are read one by one."""
    if not all(texts) or mapping.values.get(what):
        return None
    if what is F.NUMBER:
        names = plain_names(texts, 40)
        return None if names is None else list(names)
    amounts = plain_amounts(texts) if what is F.AMOUNT and texts else None
    return amounts if amounts and min(amounts) > 0 and max(amounts) <= LARGEST else None


def _converter(each: SalaryField, order: str, amounts: AmountColumn) -> Callable[[str], Any]:
    match each:
        case F.NUMBER:
            return lambda text: name_of(text, 40)
        case F.AMOUNT:
            return lambda text: amount_of(text, amounts)
        case F.CURRENCY:
            return currency_of
        case F.BASIS:
            return basis_of
        case F.FROM:
            return lambda text: date_of(text, order)
        case F.FTE:
            return fte_of
        case _:
            return hours_of


def amount_of(text: str, column: AmountColumn = UNDECIDED) -> Decimal:
    """More than 0, in cents, as its column writes amounts."""
    value = column.read(text)
    if not 0 < value <= LARGEST:
        raise ValueError(_("must be more than 0 and smaller than a billion thousands."))
    return value


def basis_of(text: str) -> str:
    """year, month (12, 13 or 14 a year), week or hour."""
    basis = BASES.get(fold(text))
    if basis is None:
        raise ValueError(
            _("is no basis that is known. Write year, month, month13, month14, week or hour, or say what it means.")
        )
    return basis


def fte_of(text: str) -> Decimal:
    """More than 0, at most 1."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(_("is no full-time equivalent. Write 0.4, for example.")) from None
    if not value.is_finite() or not 0 < value <= 1:
        raise ValueError(_("must lie above 0 and be at most 1."))
    return max(value, Decimal("0.01")).quantize(Decimal("0.000000001"))
