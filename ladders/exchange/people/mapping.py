"""What the columns of a people file mean, what their values mean, and which combination of values is which level.

Kept as JSON::

    {"format": 1,
     "columns": {"EmployeeNumber": "number", "Department": "department"},
     "values": {"contract": {"FT": "permanent"}},
     "constants": {"legal_entity": "Example Ltd", "name": "Employee {EmployeeNumber}"},
     "levels": {"columns": ["JobRole", "JobLevel"],
                "map": [{"from": ["Research Scientist", "2"], "framework": "Research", "level": "S2"}]},
     "level_labels": [{"from": ["Eng", "Sen. Eng."], "framework": "engineering", "level": "IC3"}],
     "dates": "dmy", "managers": "name", "names": "last_first", "zeros": "same", "sheet": "Staff", "heading_row": 3}

`managers` says what a manager's cell holds: number, email or name (left out: whichever fits). `names`: whether “Lead, Ann” is
Ann Lead (last_first) or a name as it stands (as_written). `zeros`: whether 17 and 00017 are the same person (same) or two
(count). Columns that are not named keep the meaning of their heading. A constant may name columns in braces.

`level_labels` says which level a row means by its texts for framework and level; without a level, these people come in without
one. What `values` says of a manager is a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ladders.core.sentences import gettext as _

from ..tables.errors import ExchangeError
from ..tables.mapping_files import data_of, unfit
from ..tables.sheets import fold
from .fields import PeopleField

FORMAT = 1
CHOICES = {
    "dates": ("dmy", "mdy"),  # what 03/04/2024 means
    "managers": ("number", "email", "name"),
    "names": ("last_first", "as_written"),
    "zeros": ("same", "count"),
}
KEYS = {"format", "columns", "values", "constants", "levels", "level_labels", "sheet", "heading_row", *CHOICES}
BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class LevelRule:
    """Which columns together say what level somebody holds. Keys of `to` are folded texts in the order of `columns`."""

    columns: tuple[str, ...] = ()
    to: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)  # → (framework, level code)


@dataclass(frozen=True, slots=True)
class PeopleMapping:
    """See the module's text. Keys of `columns` and of the values are folded."""

    columns: dict[str, PeopleField] = field(default_factory=dict)
    values: dict[PeopleField, dict[str, str]] = field(default_factory=dict)
    constants: dict[PeopleField, str] = field(default_factory=dict)
    levels: LevelRule = field(default_factory=LevelRule)
    level_labels: dict[tuple[str, ...], tuple[str, str]] = field(
        default_factory=dict
    )  # a row's framework and level → those meant
    dates: str = ""  # "dmy" or "mdy": what 03/04/2024 means
    managers: str = ""
    names: str = ""
    zeros: str = ""
    sheet: str = ""  # the sheet to read; "" for the first that fits
    heading_row: int = 0  # the row with the headings, as the file numbers it; 0 for the first that fits

    @classmethod
    def from_json(cls, data: object, file: str = "mapping") -> PeopleMapping:
        """From plain data or JSON text. Raises ExchangeError that names what does not fit."""
        return _PeopleMappingReader(file).mapping(data_of(data, file))


@dataclass(frozen=True)
class _PeopleMappingReader:
    file: str

    def mapping(self, data: object) -> PeopleMapping:
        entry = self._object(data, "the mapping")
        unknown = sorted(set(entry) - KEYS)
        if unknown:
            raise self._wrong(
                _("“%(text)s” is not known; known are %(known)s")
                % {"text": unknown[0], "known": ", ".join(sorted(KEYS))}
            )
        if entry.get("format", FORMAT) != FORMAT:
            raise self._wrong(
                _("format %(found)s is not known; this version reads format %(format)s")
                % {"found": f"{entry['format']!r}", "format": FORMAT}
            )
        chosen = {name: self._choice(entry, name) for name in CHOICES}
        heading_row = entry.get("heading_row", 0)
        if not isinstance(heading_row, int) or heading_row < 0:
            raise self._wrong(_("“heading_row” must be the number of a row"))
        columns = self._object(entry.get("columns", {}), "columns")
        values = self._object(entry.get("values", {}), "values")
        constants = self._object(entry.get("constants", {}), "constants")
        return PeopleMapping(
            columns={fold(name): self._field(to, f"columns, “{name}”") for name, to in columns.items()},
            values={self._field(name, "values"): self._values(name, each) for name, each in values.items()},
            constants={
                self._field(name, "constants"): self._text(text, f"constants, “{name}”")
                for name, text in constants.items()
            },
            levels=self._levels(self._object(entry.get("levels", {}), "levels")),
            level_labels=self._labels(entry.get("level_labels", [])),
            sheet=self._text(entry.get("sheet", ""), "sheet"),
            heading_row=heading_row,
            **chosen,
        )

    def _choice(self, entry: dict[str, Any], name: str) -> str:
        said = self._text(entry.get(name, ""), name)
        if said and said not in CHOICES[name]:
            raise self._wrong(
                _("“%(name)s” must be %(known)s")
                % {"name": name, "known": " or ".join(f"“{each}”" for each in CHOICES[name])}
            )
        return said

    def _values(self, name: str, data: object) -> dict[str, str]:
        entry = self._object(data, f"values, “{name}”")
        return {fold(old): self._text(new, f"values, “{name}”, “{old}”") for old, new in entry.items()}

    def _levels(self, entry: dict[str, Any]) -> LevelRule:
        if not entry:
            return LevelRule()
        columns, rules = entry.get("columns"), entry.get("map")
        if not isinstance(columns, list) or not columns or not isinstance(rules, list):
            raise self._wrong(_("“levels” needs a list “columns” with headings and a list “map”"))
        to = self._rules(rules, "levels, map", len(columns))
        return LevelRule(tuple(self._text(column, "levels, “columns”") for column in columns), to)

    def _labels(self, rules: object) -> dict[tuple[str, ...], tuple[str, str]]:
        if not isinstance(rules, list):
            raise self._wrong(_("“level_labels” must be a list"))
        return self._rules(rules, "level_labels,", 2)

    def _rules(self, rules: list[Any], name: str, count: int) -> dict[tuple[str, ...], tuple[str, str]]:
        """Folded texts → framework and level."""
        to: dict[tuple[str, ...], tuple[str, str]] = {}
        for number, rule in enumerate(rules, start=1):
            where = f"{name} {number}"
            item = self._object(rule, where)
            texts = item.get("from")
            if not isinstance(texts, list) or len(texts) != count:
                raise self._wrong(
                    _("in %(where)s, “from” must be a list of %(count)s texts") % {"where": where, "count": count}
                )
            key = tuple(fold(self._text(text, f"{where}, “from”")) for text in texts)
            if key in to:
                raise self._wrong(
                    _("%(where)s says again what an earlier entry says about %(texts)s")
                    % {"where": where, "texts": ", ".join(texts)}
                )
            level = self._text(item.get("level", ""), f"{where}, “level”")
            to[key] = self._text(item.get("framework", ""), f"{where}, “framework”"), level
        return to

    def _field(self, data: object, where: str) -> PeopleField:
        try:
            return PeopleField(str(data))
        except ValueError:
            raise self._wrong(
                _("in %(where)s: %(text)s is no field; fields are %(known)s")
                % {"where": where, "text": f"{data!r}", "known": ", ".join(PeopleField)}
            ) from None

    def _object(self, data: object, where: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self._wrong(_("in %(where)s, an object in braces is expected") % {"where": where})
        return data

    def _text(self, data: object, where: str) -> str:
        if not isinstance(data, str):
            raise self._wrong(_("in %(where)s, a text is expected") % {"where": where})
        return data

    def _wrong(self, what: str) -> ExchangeError:
        return unfit(self.file, what)
