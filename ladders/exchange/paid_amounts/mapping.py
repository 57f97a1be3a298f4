"""What the columns of a payroll's year mean, and what its kinds of pay count as.

A mapping is JSON: `{"columns": {"Pers.Nr.": "number", "K17": "pay"}, "kinds": {"K17": "variable", "Spesen": "left_out: refund
of expenses"}, "constants": {"currency": "EUR", "legal_entity": "One GmbH", "kind": "Base pay"}, "amounts": "comma",
"zeros": "count", "signs": {"S": "plus", "H": "minus"}}`. In a long file each row has one amount of one `kind`; in a wide file
each column that is `pay` has the amounts of the kind that its heading names. Columns that are not named keep the meaning of
their heading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from ladders.core.amounts import DecimalManner
from ladders.core.sentences import gettext as _
from ladders.insights.domain.paid_kinds import Treatment, folded_kind

from ..tables.amount_signs import signs_of
from ..tables.headings import AMOUNT, CURRENCY, EMPLOYEE_NUMBER, LEGAL_ENTITY, known_headings
from ..tables.mapping_files import amounts_of, read_mapping, zeros_of
from ..tables.sheets import fold

KindMeaning = tuple[Treatment, str]  # and the rule by which it is left out


class PaidField(StrEnum):
    """The meaning of a column. The value is also what a mapping says."""

    IGNORE = "ignore"
    NUMBER = "number"
    KIND = "kind"
    AMOUNT = "amount"
    PAY = "pay"  # amounts of the kind that the heading names
    CURRENCY = "currency"
    HOURS = "hours"  # paid in the year
    ENTITY = "legal_entity"
    YEAR = "year"
    SIGN = "sign"  # whether the amount beside it is added or taken away


F = PaidField
CONSTANTS: Final = (F.CURRENCY, F.ENTITY, F.KIND, F.HOURS, F.YEAR)  # what a mapping may say of all rows
HEADINGS: Final = known_headings(
    {
        F.NUMBER: EMPLOYEE_NUMBER,
        F.KIND: "kind|pay kind|pay component|component|pay code|wage type|element|lohnart|entgeltart|bezeichnung lohnart",
        F.AMOUNT: f"{AMOUNT}|paid|value|summe|wert|jahresbetrag",
        F.CURRENCY: CURRENCY,
        F.HOURS: "hours|paid hours|hours paid|annual hours|stunden|bezahlte stunden|std|jahresstunden",
        F.ENTITY: LEGAL_ENTITY,
        F.YEAR: "year|calendar year|jahr|kalenderjahr|abrechnungsjahr",
    }
)


def meaning_of(text: str) -> KindMeaning:
    """From “variable” or “left_out: refund of expenses”; raises ValueError for what is neither."""
    name, _colon, rule = text.partition(":")
    treatment = Treatment(name.strip())
    if treatment is Treatment.LEFT_OUT and not rule.strip():
        raise ValueError(_("a kind is left out by a rule: “left_out: refund of expenses”"))
    return treatment, rule.strip()[:200] if treatment is Treatment.LEFT_OUT else ""


def text_of(meaning: KindMeaning) -> str:
    """As a mapping has it."""
    treatment, rule = meaning
    return f"{treatment.value}: {rule}" if rule else treatment.value


@dataclass(frozen=True, slots=True)
class PaidMapping:
    """See the module's text. Keys are folded."""

    columns: dict[str, PaidField] = field(default_factory=dict)
    kinds: dict[str, KindMeaning] = field(default_factory=dict)
    constants: dict[PaidField, str] = field(default_factory=dict)
    amounts: DecimalManner | None = None  # None: as the column itself says
    zeros: str = ""
    signs: dict[str, str] = field(default_factory=dict)  # word of a column of signs → plus or minus

    @classmethod
    def from_json(cls, text: str, file: str = "mapping") -> PaidMapping:
        """Raises ExchangeError that names what does not fit."""
        return read_mapping(cls.from_data, text, file)

    @classmethod
    def from_data(cls, data: Any) -> PaidMapping:
        """From plain data; raises ValueError, TypeError or AttributeError for data that does not fit."""
        if set(data) - {"format", "columns", "kinds", "constants", "amounts", "zeros", "signs"}:
            raise ValueError(_("known are columns, kinds, constants, amounts, zeros and signs"))
        amounts, zeros = amounts_of(data), zeros_of(data)
        for name in data.get("constants", {}):
            if PaidField(name) not in CONSTANTS:
                raise ValueError(
                    _("“%(field)s” is said of a column, not of all rows: constants are %(known)s")
                    % {"field": name, "known": ", ".join(CONSTANTS)}
                )
        return cls(
            {fold(heading): PaidField(to) for heading, to in data.get("columns", {}).items()},
            {folded_kind(name): meaning_of(str(to)) for name, to in data.get("kinds", {}).items()},
            {PaidField(name): str(value) for name, value in data.get("constants", {}).items() if value},
            amounts,
            zeros,
            signs_of(data),
        )
