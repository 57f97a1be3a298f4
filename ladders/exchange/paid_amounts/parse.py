"""From a payroll's year to what each person was paid by each employer, by kind. What is wrong is named by row. No floats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from ladders.core.amounts import UNDECIDED, AmountColumn, NumberText, column_of
from ladders.core.sentences import gettext as _
from ladders.core.sentences import sentence_of
from ladders.insights.domain.paid_kinds import folded_kind

from ..people.values import name_of
from ..tables.amount_checks import numbers_not_taken, tell_further_tables, tell_merged, tell_other_signs
from ..tables.amount_guess import tell_guess
from ..tables.amount_signs import MINUS, holds_others, meanings_of, no_signs, unsaid
from ..tables.column_samples import ColumnRead, columns_guessed, columns_read, untaken_twins
from ..tables.currencies import currency_of
from ..tables.placeholders import is_placeholder
from ..tables.problems import Problems
from ..tables.readers import read_files
from ..tables.sheets import Table, no_rows
from ..tables.whole_columns import plain_amounts, plain_names
from .columns import columns_of_answers, find_signs, guess_of, meanings, tell_lone_signs, tell_numbers, twins_of_pay
from .mapping import KindMeaning, PaidField, PaidMapping
from .values import MOST_HOURS, amount_paid, hours_of_year, in_cents, unsigned, year_of

F = PaidField
HEADING_ROWS: Final = 10


@dataclass(slots=True)
class PaidEntry:
    """What one employer paid one person in the year. `amounts`: folded kind → sum."""

    row: int
    number: str
    entity: str
    currency: str
    hours: Decimal | None = None
    amounts: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class PaidFile:
    """What a file says, one entry for each person and employer."""

    file: str
    rows: int = 0
    entries: list[PaidEntry] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # folded → as the file writes it
    problems: Problems = field(default_factory=lambda: Problems(""))
    amounts: AmountColumn = UNDECIDED
    columns: list[ColumnRead] = field(default_factory=list)
    said: dict[str, KindMeaning] = field(default_factory=dict)  # what the mapping says of kinds
    zeros_count: bool = False  # True: 17 and 00017 are two people
    signs: dict[str, str] = field(
        default_factory=dict
    )  # word of a column of signs → plus, minus or "" (nobody said so)

    def ask(self, table: Table, head: int, places: Sequence[int], *, wide: bool) -> None:
        """About columns of numbers that are nothing yet: to be answered where the file is wide."""
        tell_numbers(self.problems, table, head, places, wide=wide)
        headings = {table.rows[head].cells[place] for place in places} if wide else set()
        self.columns = [replace(each, asked=each.heading in headings) for each in self.columns]


def read_paid(
    files: Iterable[tuple[str, bytes]],
    mapping: PaidMapping | None = None,
    *,
    year: int,
    known: Collection[str] = (),
    offer: Callable[[list[Table]], PaidMapping | None] | None = None,
) -> PaidFile:
    """What the first table says that has a column for the employee number. `known`: folded kinds of earlier files, which
    are columns of pay wherever they stand. Without a `mapping`, `offer` gets the tables and may answer one that was kept."""
    expected = _("what was paid: a row for each person, or for each person and kind of pay, with employee numbers")
    read = read_files(files, expected=expected)
    mapping = mapping or (offer(read.tables) if offer else None) or PaidMapping()
    for place, table in enumerate(read.tables):
        for index, row in enumerate(table.rows[:HEADING_ROWS]):
            meant = meanings(row.cells, mapping, known)
            if F.NUMBER in meant:
                answers = columns_of_answers(table, index, meant, mapping)
                meant = [None if place in answers else each for place, each in enumerate(meant)]
                find_signs(table, index, meant, mapping)
                found = _PaidReader(table, index, meant, mapping, year).read()
                for heading in answers.values():
                    sentence = _(
                        "%(file)s: “%(heading)s” has no amounts and is left out. If it is pay, write amounts in it."
                    )
                    found.problems.note(sentence % {"file": found.file, "heading": heading})
                asked = [
                    place
                    for place in numbers_not_taken(table, index, meant, mapping.columns, most=F.AMOUNT not in meant)
                    if place not in answers
                ]
                found.ask(table, index, asked, wide=F.AMOUNT not in meant)
                tell_lone_signs(found.problems, table, index, meant, mapping)
                further = read.tables[place + 1 :]
                tell_further_tables(
                    found.problems, further, HEADING_ROWS, lambda cells: _pays(meanings(cells, mapping, known))
                )
                found.problems.listed[:0] = read.problems
                return found
    name = read.tables[0].file if read.tables else (read.problems[0].file if read.problems else "")
    nothing = PaidFile(name, problems=Problems(name, listed=list(read.problems)))
    if read.tables:
        nothing.columns = columns_guessed(read.tables[0], HEADING_ROWS, guess_of)
    if not nothing.problems.refused:
        sentence = _(
            "%(name)s has no column with the employee number. Call it “employee number”, or say which column it is."
        ) % {"name": name}
        nothing.problems.add("heading", None, sentence)
    return nothing


def _pays(meant: Collection[PaidField | None]) -> bool:
    return F.NUMBER in meant and bool({F.PAY, F.AMOUNT} & set(meant))


class _PaidReader:
    """One table being read."""

    def __init__(self, table: Table, head: int, meant: list[PaidField | None], mapping: PaidMapping, year: int) -> None:
        self.table, self.meant, self.mapping, self.year = table, meant, mapping, year
        self.headings = table.rows[head].cells
        self.rows = table.rows[head + 1 :]
        self.found = PaidFile(
            table.file,
            len(self.rows),
            problems=Problems(table.file, table.sheet),
            said=mapping.kinds,
            zeros_count=mapping.zeros == "count",
        )
        fields = [each and each.value for each in meant]
        self.found.columns = columns_read(table, head, fields)
        for told in untaken_twins(table, head, fields):
            self.found.problems.note(told)
        for told in twins_of_pay(table, head, meant):
            self.found.problems.add("twins", table.rows[head].number, told)
        self.numbers = [row.number for row in self.rows]
        self.cells = list(zip(*(row.cells for row in self.rows), strict=True)) or [()] * len(meant)
        self.wrong: set[int] = set()

    def read(self) -> PaidFile:
        """The entries; none where a column is lacking."""
        problems, file = self.found.problems, self.found.file
        long = F.AMOUNT in self.meant
        if not self.rows:
            problems.add("no rows", None, no_rows(file))
        if F.CURRENCY not in self.meant and F.CURRENCY not in self.mapping.constants:
            problems.add(
                "heading",
                None,
                _("%(file)s has no column for the currency. Add it, or say which holds for all rows.") % {"file": file},
            )
        if long and F.KIND not in self.meant and F.KIND not in self.mapping.constants:
            problems.add(
                "heading",
                None,
                _("%(file)s has amounts, and no column that says of which kind. Say which it is.") % {"file": file},
            )
        if not long and F.PAY not in self.meant:
            problems.add(
                "heading",
                None,
                _("%(file)s has no column of pay that is known. Say which of its columns are amounts of pay.")
                % {"file": file},
            )
        if not long and F.SIGN in self.meant:
            words = {"file": file, "heading": self.headings[self.meant.index(F.SIGN)]}
            sentence = _(
                "%(file)s: “%(heading)s” says which amounts are taken away, and not of which column. Write a minus before "
                "these amounts, and leave “%(heading)s” out."
            )
            problems.add("signs", None, sentence % words, column=self.table.letters[self.meant.index(F.SIGN)])
        if problems.refused:
            return self.found
        numbers = self._texts(F.NUMBER)
        people = all(numbers) and plain_names(numbers, 40)
        people = people or self._column(F.NUMBER, lambda text: name_of(text, 40), needed=True)
        currencies = self._column(F.CURRENCY, currency_of, needed=True)
        entities = self._column(F.ENTITY, lambda text: name_of(text, 120))
        hours = self._hours()
        self._leave_other_years()
        if self.table.merged and F.HOURS in self.meant:
            # A long file repeats a person's hours in each row.
            again = {index for index in range(1, len(people)) if long and people[index] == people[index - 1]}
            place = self.meant.index(F.HOURS)
            tell_merged(problems, self.table, place, self.numbers, self.cells[place], self.wrong | again)
        entries = self._entries(people, entities, currencies, hours, long=long)
        if long:
            kinds = self._column(F.KIND, lambda text: name_of(text, 80), needed=True)
            self._add(entries, self.meant.index(F.AMOUNT), kinds, self._signs())
        else:
            for place, each in enumerate(self.meant):
                if each is F.PAY:
                    self._add(entries, place, [self.headings[place]] * len(self.rows))
        self.found.entries = list({id(entry): entry for entry in entries if entry is not None}.values())
        problems.listed.sort(key=lambda problem: problem.row or 0)
        return self.found

    def _texts(self, each: PaidField) -> Sequence[str]:
        constant = self.mapping.constants.get(each, "")
        if each not in self.meant:
            return (constant,) * len(self.rows)
        texts = self.cells[self.meant.index(each)]
        return [text or constant for text in texts] if constant else texts

    def _hours(self) -> list[Any]:
        texts = self._texts(F.HOURS)
        plain = plain_amounts(texts)
        if plain is not None and all(0 < hours <= MOST_HOURS for hours in set(plain) - {None}):
            return plain
        written = self._written(text for text in texts if text)
        return self._column(F.HOURS, lambda text: hours_of_year(text, written))

    def _column(self, each: PaidField, convert: Callable[[str], Any], *, needed: bool = False) -> list[Any]:
        """The values of one column; each text is read once, however often it stands there."""
        place = self.meant.index(each) if each in self.meant else None
        return self._values(self._texts(each), convert, each.value.replace("_", " "), place, needed=needed)

    def _values(
        self, texts: Sequence[str], convert: Callable[[str], Any], name: str, place: int | None, *, needed: bool = False
    ) -> list[Any]:
        read: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for text in set(texts):
            read[text] = None
            if not text:
                if needed:
                    faults[text] = _("is blank. Fill it in, or remove the row.")
                continue
            try:
                read[text] = convert(text)
            except ValueError as error:
                if needed or not is_placeholder(text):
                    faults[text] = _("“%(text)s” %(what)s") % {"text": text[:80], "what": sentence_of(error)}
        if faults:
            letters = self.table.letters[place] if place is not None else ""
            for index, text in enumerate(texts):
                if text in faults:
                    self.wrong.add(index)
                    sentence = _("%(file)s, row %(row)s: %(name)s %(what)s") % {
                        "file": self.found.file,
                        "row": self.numbers[index],
                        "name": name,
                        "what": faults[text],
                    }
                    self.found.problems.add(f"cell {name}", self.numbers[index], sentence, column=letters)
        if len(read) == 1:  # mostly a column that is not there
            return [read[texts[0]]] * len(texts)
        return list(map(read.__getitem__, texts))

    def _leave_other_years(self) -> None:
        if F.YEAR not in self.meant:
            return
        years = self._column(F.YEAR, year_of, needed=True)
        others = [index for index, year in enumerate(years) if year is not None and year != self.year]
        self.wrong.update(others)
        if others:
            self.found.problems.note(
                _("%(file)s: rows of other years than %(year)s are left out: %(count)s.")
                % {"file": self.found.file, "year": self.year, "count": len(others)}
            )

    def _entries(
        self,
        people: Sequence[Any],
        entities: Sequence[Any],
        currencies: Sequence[Any],
        hours: Sequence[Any],
        *,
        long: bool,
    ) -> list[PaidEntry | None]:
        """The entry that each row belongs to; None for a row that is left out. Rows of one person are added up; hours are of
        the year: a long file repeats them, and in a wide one two rows are two contracts or months."""
        made: dict[tuple[str, str], PaidEntry] = {}
        entries: list[PaidEntry | None] = []
        rows = zip(self.numbers, people, entities, currencies, hours, strict=True)
        for index, (row, number, entity, currency, paid) in enumerate(rows):
            if index in self.wrong:
                entries.append(None)
                continue
            key = (number, entity or "")
            entry = made.get(key)
            if entry is None:
                entry = made[key] = PaidEntry(row, *key, currency, paid)
            elif entry.currency != currency:
                self._differs(row, entry, "currency", currency, entry.currency, _("Keep one for the year."))
            elif None not in (paid, entry.hours) and (not long or entry.hours != paid):
                cure = _("Write those of the whole year, once.")
                self._differs(row, entry, "paid hours", paid, entry.hours, cure)
            elif entry.hours is None:
                entry.hours = paid
            entries.append(entry)
        return entries

    def _differs(self, row: int, entry: PaidEntry, what: str, here: Any, there: Any, cure: str) -> None:
        sentence = _(
            "%(file)s, row %(row)s: %(number)s has %(what)s %(here)s here and %(there)s in row %(other_row)s. %(cure)s"
        ) % {
            "file": self.found.file,
            "row": row,
            "number": entry.number,
            "what": what,
            "here": here,
            "there": there,
            "other_row": entry.row,
            "cure": cure,
        }
        self.found.problems.add(f"differs {what}", row, sentence)

    def _written(self, texts: Iterable[str]) -> AmountColumn:
        """How the numbers of a column are written: as was said, else as its texts tell."""
        return AmountColumn(self.mapping.amounts) if self.mapping.amounts else column_of(texts)

    def _signs(self) -> list[bool]:
        """Whether each row's amount is taken away, where a column says so; else nothing."""
        if F.SIGN not in self.meant:
            return []
        place = self.meant.index(F.SIGN)
        texts = self.cells[place]
        if holds_others(texts, self.mapping.signs):
            told = no_signs(self.found.file, self.headings[place])
            self.found.problems.add("signs", None, told, column=self.table.letters[place])
            return []
        self.found.signs = meanings_of(texts, self.mapping.signs)
        if words := [word for word, means in self.found.signs.items() if not means]:
            told = unsaid(self.found.file, self.headings[place], words)
            self.found.problems.add("signs", None, told, column=self.table.letters[place])
        return self._column(F.SIGN, lambda text: self.found.signs[text] == MINUS, needed=True)

    def _add(
        self, entries: Sequence[PaidEntry | None], place: int, kinds: Sequence[Any], away: Sequence[bool] = ()
    ) -> None:
        """The amounts of one column, each to the kind of its row; those that are taken `away` are less than nothing."""
        texts: Sequence[str] = self.cells[place]
        amounts = plain_amounts(texts)
        if amounts is None:
            column = self._written(unsigned(text) for text in texts if text)
            if column.open and not self.found.amounts.open:
                self.found.amounts = column
                tell_guess(self.found.problems, column)
            if NumberText in map(type, texts):
                texts = list(map(in_cents, texts))
            name = self.headings[place] or "amount"
            amounts = self._values(texts, lambda text: amount_paid(text, column), name, place)
        self._check_cells(entries, place, texts)
        if away:
            amounts = self._signed(amounts, away, place)
        folded = {kind: folded_kind(kind) for kind in set(kinds) if kind}
        names = self.found.kinds
        for entry, kind, amount in zip(entries, kinds, amounts, strict=True):
            if entry is None or not amount or not kind:
                continue
            key = folded[kind]
            if key not in names:
                names[key] = kind
            before = entry.amounts.get(key)
            entry.amounts[key] = amount if before is None else before + amount

    def _signed(self, amounts: Sequence[Any], away: Sequence[bool], place: int) -> list[Any]:
        """The amounts with the sign that the column beside them gives; one that has a minus of its own is refused."""
        for index, amount in enumerate(amounts):
            if amount is not None and amount < 0:
                sentence = _(
                    "%(file)s, row %(row)s: the amount has a minus, and “%(heading)s” beside it says whether it is taken "
                    "away. Write it once."
                ) % {
                    "file": self.found.file,
                    "row": self.numbers[index],
                    "heading": self.headings[self.meant.index(F.SIGN)],
                }
                self.found.problems.add("sign twice", self.numbers[index], sentence, column=self.table.letters[place])
        return [-amount if minus and amount else amount for amount, minus in zip(amounts, away, strict=True)]

    def _check_cells(self, entries: Sequence[PaidEntry | None], place: int, texts: Sequence[str]) -> None:
        """Amounts with the sign of another currency than their row's, and one amount in merged cells."""
        letters, problems = self.table.letters[place], self.found.problems
        currencies = [entry.currency if entry else None for entry in entries]
        tell_other_signs(problems, self.headings[place] or "amount", self.numbers, texts, currencies, letters)
        left_out = {index for index, entry in enumerate(entries if self.table.merged else ()) if entry is None}
        tell_merged(problems, self.table, place, self.numbers, texts, left_out)
