"""From tables of text to ranges: one per grade, or per group and level. What is wrong is named by row. No floats.

Understood: one row per grade with minimum and maximum (midpoint, currency optional); labels such as EN-ENG-01, split at the
last hyphen into group and level; steps as columns (step 1 … step 8) or as rows (grade, step, amount), where the first and
the last step make the range.

A mapping is JSON: `{"columns": {"Bezeichnung": "label"}, "grades": {"EN-ENG-01": "5", "02": "6"}, "basis": "month",
"currency": "CAD", "base": "EC", "amounts": "comma", "zones": {"Munich": "DE-S"}}`. `grades` names the grade of a label, of
a group or of a level; `base` is the group whose rows are the grades' bands where several groups state one; `amounts` says
what stands before cents (`ladders.core.amounts`), where the columns themselves do not; `zones` names the pay zone of a text
in the column of zones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final

from ladders.compensation.domain.bands import Figures, middle, rounded
from ladders.compensation.domain.position import PAYMENTS, Basis
from ladders.core.amounts import UNDECIDED, AmountColumn, DecimalManner, column_of
from ladders.core.sentences import gettext as _
from ladders.core.sentences import sentence_of

from ..tables.amount_guess import tell_guess
from ..tables.column_samples import ColumnRead, columns_guessed, columns_read, untaken_twins
from ..tables.headings import AMOUNT, CURRENCY, LEVEL, known_headings
from ..tables.mapping_files import amounts_of, read_mapping, unfit
from ..tables.problems import Problems
from ..tables.readers import read_files
from ..tables.sheets import Table, bare, fold, no_rows

FIELDS: Final[dict[str, str]] = {
    "label": "label|code|band|pay band|classification|group and level|group-level|gehaltsband|bezeichnung",
    "grade": "grade|pay grade|salary grade|entgeltgruppe|gehaltsgruppe|tarifgruppe",
    "group": "group|track|job family|family|job group|gruppe|jobfamilie",
    "level": LEVEL,
    "step": "step|increment|stufe",
    "amount": f"{AMOUNT}|salary|rate|pay",
    "minimum": "min|minimum|from|low|lower|range min|minimum salary|mindestens|von|untergrenze",
    "midpoint": "mid|midpoint|middle|median|range mid|mitte|mittelwert",
    "maximum": "max|maximum|to|high|upper|range max|maximum salary|höchstens|bis|obergrenze",
    "currency": CURRENCY,
    "zone": "zone|pay zone|zone code|pay zone code|salary zone|region|pay region|gehaltszone|tarifgebiet|tarifzone",
}
HEADINGS: Final = known_headings(FIELDS)
HEADING_ROWS: Final = 10
KNOWN: Final = {"columns", "grades", "basis", "currency", "base", "amounts", "zones"}
IGNORE: Final = "ignore"  # a mapping says it of columns that are left out
STEP: Final = "step "  # and its number: what a column of steps is called in reports
_STEP = re.compile(r"^(?:step|stufe|increment)?\s*(\d{1,2})$")
BASES: Final = {basis.value: times for basis, times in PAYMENTS.items() if basis is not Basis.HOUR}  # hours need a week
_CURRENCY = re.compile(r"^[A-Z]{3}$")


@dataclass(frozen=True, slots=True)
class BandMapping:
    """What columns and labels mean; see the module's text."""

    columns: dict[str, str] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)
    basis: str = "year"
    currency: str = ""
    base: str = ""
    amounts: DecimalManner | None = None  # None: as the columns themselves say
    zones: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str, file: str = "mapping") -> BandMapping:
        """Raises ExchangeError that names what does not fit."""
        return read_mapping(partial(cls.from_data, file=file), text, file)

    @classmethod
    def from_data(cls, data: Any, file: str = "mapping") -> BandMapping:
        """From plain data. Raises ExchangeError that names what does not fit."""
        try:
            if not isinstance(data, dict) or set(data) - KNOWN:
                raise ValueError(_("known are columns, grades, basis, currency, base, amounts and zones"))
            amounts = amounts_of(data)
            columns = {fold(str(old)): str(new) for old, new in data.get("columns", {}).items()}
            if unknown := sorted(set(columns.values()) - {*FIELDS, IGNORE}):
                raise ValueError(_("a column cannot mean %(unknown)s") % {"unknown": ", ".join(unknown)})
            basis = data.get("basis", "year")
            if basis not in BASES:
                raise ValueError(_("basis is one of %(bases)s") % {"bases": ", ".join(BASES)})
            currency = str(data.get("currency", "")).upper()
            if currency and not _CURRENCY.match(currency):
                raise ValueError(_("currency has three letters"))
            grades = {str(label): str(grade) for label, grade in data.get("grades", {}).items()}
            zones = {fold(str(text)): str(code) for text, code in data.get("zones", {}).items()}
            return cls(columns, grades, basis, currency, str(data.get("base", "")), amounts, zones)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise unfit(file, sentence_of(error)) from error


@dataclass(frozen=True, slots=True)
class BandRow:
    """A range as the file states it. `grade` is empty where it is stated per group and level."""

    row: int
    label: str
    group: str
    level: str
    grade: str
    figures: Figures
    currency: str = ""
    zone: str = ""  # as the file has it; "": the one that the file is for


@dataclass
class BandFile:
    """What a file says."""

    file: str
    rows: list[BandRow] = field(default_factory=list)
    problems: Problems = field(default_factory=lambda: Problems(""))
    amounts: AmountColumn = UNDECIDED  # how they are written, to be shown and corrected
    columns: list[ColumnRead] = field(default_factory=list)
    mapping: BandMapping = field(default_factory=BandMapping)

    @property
    def groups(self) -> int:
        """How many groups it names: EN-ENG and EN-SUR are both of the group EN."""
        return len({row.group.split("-")[0] for row in self.rows if row.group})

    @property
    def subgroups(self) -> int:
        """How many there are when labels are split at their last hyphen: EN-ENG and EN-SUR are two."""
        return len({row.group for row in self.rows if row.group})


def read_bands(
    files: Iterable[tuple[str, bytes]],
    mapping: BandMapping | None = None,
    *,
    offer: Callable[[list[Table]], BandMapping | None] | None = None,
) -> BandFile:
    """The ranges of the first table that has amounts. Without a `mapping`, `offer` gets the tables and may answer one that
    was kept for such files."""
    expected = _("bands: a row for each grade, with minimum and maximum")
    read = read_files(files, expected=expected)
    mapping = mapping or (offer(read.tables) if offer else None) or BandMapping()
    for table in read.tables:
        for index, row in enumerate(table.rows[:HEADING_ROWS]):
            meant, steps = _meanings(row.cells, mapping)
            named = {"label", "grade", "level"} & set(meant)
            if named and ({"minimum", "maximum"} <= set(meant) or len(steps) > 1 or {"step", "amount"} <= set(meant)):
                found = _read(table, index, meant, steps, mapping)
                found.problems.listed[:0] = read.problems
                return found
    name = read.tables[0].file if read.tables else (read.problems[0].file if read.problems else "")
    nothing = BandFile(name, problems=Problems(name, listed=list(read.problems)), mapping=mapping)
    if read.tables:
        nothing.columns = columns_guessed(read.tables[0], HEADING_ROWS, lambda cell: _guess(cell, mapping) or None)
    if not nothing.problems.refused:
        nothing.problems.add(
            "heading",
            None,
            _(
                "%(name)s has no columns for a grade or label and for minimum and maximum, or for steps. Call "
                "them so, or say which columns they are."
            )
            % {"name": name},
        )
    return nothing


def money_of(text: str, column: AmountColumn = UNDECIDED) -> Decimal:
    """An amount as its columns write them. Raises ValueError for what is none or could be two."""
    try:
        return column.read(text)
    except ValueError as error:
        raise ValueError(f"“{text[:30]}” {str(error).rstrip('.')}") from None


def split_label(label: str) -> tuple[str, str]:
    """Group and level: EN-ENG-01 is level 01 of EN-ENG. Without a hyphen it is all level."""
    group, _hyphen, level = label.rpartition("-")
    return group.strip(), level.strip()


def _meanings(cells: Sequence[str], mapping: BandMapping) -> tuple[list[str], dict[int, int]]:
    """The field of each column ("" for none, each field once) and the columns that are steps: column → step."""
    meant: list[str] = []
    steps: dict[int, int] = {}
    for index, cell in enumerate(cells):
        name = _guess(cell, mapping)
        meant.append("" if name in meant or name == IGNORE else name)
        if not name and (step := step_of(cell)) is not None:
            steps[index] = step
    return meant, steps


def _guess(heading: str, mapping: BandMapping) -> str:
    return mapping.columns.get(fold(heading)) or HEADINGS.get(bare(heading), "")


def step_of(heading: str) -> int | None:
    """The step whose amounts stand below this heading; None where it names none."""
    match = _STEP.match(fold(heading).replace("_", " "))
    return int(match[1]) if match else None


def _read(table: Table, head: int, meant: list[str], steps: dict[int, int], mapping: BandMapping) -> BandFile:
    found = BandFile(table.file, problems=Problems(table.file, table.sheet), mapping=mapping)
    read_as = [f"{STEP}{steps[index]}" if index in steps else name or None for index, name in enumerate(meant)]
    found.columns = columns_read(table, head, read_as)
    for told in untaken_twins(table, head, read_as):
        found.problems.note(told)
    where = {name: index for index, name in enumerate(meant) if name}
    if not table.rows[head + 1 :]:
        found.problems.add("no rows", None, no_rows(table.file))
    by_step: dict[tuple[tuple[str, str, str, str], str], list[tuple[int, Decimal, int, str]]] = {}
    paid = [*steps, *(where[name] for name in ("minimum", "midpoint", "maximum", "amount") if name in where)]
    texts = (row.cells[index] for row in table.rows[head + 1 :] for index in paid if index < len(row.cells))
    found.amounts = AmountColumn(mapping.amounts) if mapping.amounts else column_of(texts)
    tell_guess(found.problems, found.amounts)

    for row in table.rows[head + 1 :]:
        cells = {name: row.cells[index].strip() for name, index in where.items() if index < len(row.cells)}
        if not any(cells.values()):
            continue
        read = _RowReader(cells, row.cells, steps, mapping, found.amounts, where)
        name, currency, figures = read.name(), read.currency(), read.figures()
        zone = cells.get("zone", "")
        for reason, index in read.wrong:
            letters = "" if index is None else table.letters[index]
            sentence = _("%(file)s, row %(row)s: %(reason)s.") % {
                "file": table.file,
                "row": row.number,
                "reason": reason,
            }
            found.problems.add(f"cell {reason[:12]}", row.number, sentence, column=letters)
        if not read.wrong and isinstance(figures, Figures):
            found.rows.append(BandRow(row.number, *name, figures, currency, zone))
        elif not read.wrong and isinstance(figures, tuple):
            step, amount = figures
            by_step.setdefault((name, zone), []).append((step, amount, row.number, currency))
    for (name, zone), each in by_step.items():
        each.sort()
        low, high = each[0][1], each[-1][1]
        figures = Figures(low, middle(low, high), high)
        if figures.wrong:
            found.problems.add(
                "range",
                each[0][2],
                _("%(file)s, row %(row)s: the last step lies below the first.")
                % {"file": table.file, "row": each[0][2]},
            )
            continue
        found.rows.append(BandRow(each[0][2], *name, figures, each[0][3], zone))
    return found


@dataclass
class _RowReader:
    """Reads one row; what is wrong, with the index of its column, gathers in `wrong`, so that a row tells all at once."""

    cells: dict[str, str]
    whole: Sequence[str]
    steps: dict[int, int]
    mapping: BandMapping
    amounts: AmountColumn
    where: dict[str, int]
    wrong: list[tuple[str, int | None]] = field(default_factory=list)

    def name(self) -> tuple[str, str, str, str]:
        """Label, group, level, grade."""
        grade, label = self.cells.get("grade", ""), self.cells.get("label", "")
        group, level = self.cells.get("group", ""), self.cells.get("level", "")
        if label and not level:
            own, level = split_label(label)
            group = group or own
        if not label:
            label = "-".join(part for part in (group, level) if part) or grade
        if not label:
            self.wrong.append((_("the row names no grade"), None))
        return label, group, level, grade

    def currency(self) -> str:
        """The row's own, else the mapping's."""
        currency = self.cells.get("currency", "").upper() or self.mapping.currency
        if currency and not _CURRENCY.match(currency):
            self.wrong.append(
                (
                    _("the currency “%(currency)s” has to be three letters") % {"currency": currency[:20]},
                    self.where.get("currency"),
                )
            )
        return currency

    def figures(self) -> Figures | tuple[int, Decimal] | None:
        """The range; or, where each step has a row, the step and its amount; None where something is wrong."""
        if "step" in self.cells and "minimum" not in self.cells:
            step, amount = self._step(self.cells["step"]), self._yearly(self.cells["amount"], self.where["amount"])
            return None if step is None or amount is None else (step, amount)
        if "minimum" in self.cells and "maximum" in self.cells:
            if not self.cells["minimum"] or not self.cells["maximum"]:
                self.wrong.append((_("minimum or maximum is missing"), None))
            low, high = (self._named(name) for name in ("minimum", "maximum"))
        else:
            low, high = self._ends()
        mid = self._named("midpoint")
        if low is None or high is None or (mid is None and self.cells.get("midpoint")):
            return None
        figures = Figures(low, middle(low, high) if mid is None else mid, high)
        if figures.wrong:
            self.wrong.append((_("minimum, midpoint and maximum do not rise, or are not more than nothing"), None))
        return figures

    def _ends(self) -> tuple[Decimal | None, Decimal | None]:
        """The amounts of the first and the last step that has one."""
        written = sorted(
            (step, index) for index, step in self.steps.items() if index < len(self.whole) and self.whole[index].strip()
        )
        if not written:
            self.wrong.append((_("no step has an amount"), None))
            return None, None
        low, high = (self._yearly(self.whole[index], index) for _step, index in (written[0], written[-1]))
        return low, high

    def _named(self, name: str) -> Decimal | None:
        text = self.cells.get(name, "")
        return self._yearly(text, self.where[name]) if text else None

    def _yearly(self, text: str, index: int) -> Decimal | None:
        try:
            return rounded(money_of(text, self.amounts) * BASES[self.mapping.basis])
        except ValueError as error:
            self.wrong.append((sentence_of(error), index))
            return None

    def _step(self, text: str) -> int | None:
        match = _STEP.match(fold(text))
        if match is None:
            self.wrong.append((_("“%(text)s” is no step") % {"text": text[:20]}, self.where["step"]))
            return None
        return int(match[1])


def as_data(figures: Figures) -> dict[str, Any]:
    """Amounts as text, so that no reader of JSON makes floats of them."""
    return {"minimum": str(figures.minimum), "midpoint": str(figures.midpoint), "maximum": str(figures.maximum)}
