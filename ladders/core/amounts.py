"""Amounts as people and programs write them: the one parser of every form and every file. Pure, and without floats.

Two manners are in use: `62,670.50` (`DecimalManner.POINT`) and `62.670,50` (`DecimalManner.COMMA`). In both, spaces
of any width and apostrophes may stand between thousands: 62 670.50, 62'670.50, 62’670,50. Most texts can be read in
one manner only, or in both alike; 62,670 and 62.670 can be two amounts each. Their column decides (`column_of`): one
8,500.50 in it says how all are written. Where nothing decides, the separator is taken as one of thousands, and that
is a guess to be shown.
A number of a workbook, of JSON or YAML is no text that somebody wrote in a manner: `NumberText`, with one reading only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from ladders.core.sentences import gettext as _

CENT: Final = Decimal("0.01")
LARGEST: Final = Decimal("999999999999.99")
LONGEST: Final = 40  # characters; whatever is longer is no amount
_PLAIN: Final = re.compile(r"[0-9]{1,15}\.[0-9]{1,2}")  # as programs write amounts: one reading, and nothing to round
_ALL_PLAIN: Final = re.compile(r"(?:[0-9]{1,15}(?:\.[0-9]{1,2})?)?(?:\n(?:[0-9]{1,15}(?:\.[0-9]{1,2})?)?)*")
_LONG: Final = re.compile(r"[0-9]+\.[0-9]{9,}")
_SHOWN: Final = Context(prec=15)  # digits, as many as a workbook itself shows
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_SIGNS: Final = re.compile(r"^[\s$€£¥₹₩₽₺₪₫฿₱₴]+|[\s$€£¥₹₩₽₺₪₫฿₱₴]+$")
_NO_CENTS: Final = re.compile(r"[.,][-–—]+$")  # 62'670.– is 62'670 francs
_SPACES: Final = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"), " "
)
_QUOTES: Final = dict.fromkeys(map(ord, "’‘ʼ´`′"), "'")


class DecimalManner(StrEnum):
    """What stands before the cents."""

    POINT = "point"  # 62,670.50
    COMMA = "comma"  # 62.670,50


def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    # Groups of three; 1,23,456 too, as India writes. One sign throughout, and never a group after a leading zero.
    grouped = rf"[1-9][0-9]{{0,2}}([{thousands} '])(?:[0-9]{{2,3}}\1)*[0-9]{{3}}"
    return re.compile(rf"(?:[0-9]+|{grouped})(?:{decimal}[0-9]+)?")


_PATTERNS: Final = {DecimalManner.POINT: _pattern(r"\.", ","), DecimalManner.COMMA: _pattern(",", r"\.")}


class NumberText(str):
    """A number that its file holds as a number, as text: 23.125 has three decimals, whatever manner texts are written in."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> str:
        """Itself: there is nothing around a number, and trimmed it would be a text like others."""
        return self

    @property
    def in_cents(self) -> str:
        """Rounded half up, 23.13: a text with one reading only. What is no amount, itself."""
        found = readings(self)
        return f"{found[DecimalManner.POINT]}" if found else str(self)


class AmountError(ValueError):
    """A text is no amount, or could be two: `choices` then holds both."""

    def __init__(self, sentence: str, *choices: Decimal) -> None:
        super().__init__(sentence)
        self.choices = choices


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """How the amounts of a column (or of all columns of amounts in a table) are written.

    `manner` None: nothing decides, or it is written in both manners (`mixed`). `decided_by` is a text that has one
    reading only; `open` are the texts that could be two amounts, each once, in their order.
    """

    manner: DecimalManner | None = None
    decided_by: str = ""
    open: tuple[str, ...] = ()
    mixed: bool = False

    @property
    def guessed(self) -> bool:
        """True where texts could be two amounts and nothing in the column decides."""
        return bool(self.open) and self.manner is None

    def read(self, text: str) -> Decimal:
        """The amount. What nothing decides has its separator taken as one of thousands; raises AmountError for what is no
        amount, and for what could be two in a column that is written both ways."""
        if _PLAIN.fullmatch(text):
            return _in_cents(text)
        if self.manner is None and not self.mixed:
            return as_thousands(text)
        found = readings(text)
        return found[self.manner] if self.manner in found and self.manner else read_amount(text)


UNDECIDED: Final = AmountColumn()  # each text by itself


def as_shown(text: str) -> str:
    """41200.000000000007, as workbooks keep it, is 41200, as they show it; everything else stays as it is."""
    if not _LONG.fullmatch(text):
        return text
    return f"{_SHOWN.plus(Decimal(text)).normalize():f}"


def without_zeros(number: Any) -> Any:
    """A decimal number as text without the zeros at its end that say nothing, 5 and not 5.00; whatever else it is, itself."""
    return f"{number.normalize():f}" if isinstance(number, Decimal) else number


def bare(text: str) -> str:
    """The digits and separators of an amount: without signs of currencies, with plain spaces and apostrophes."""
    plain = _SIGNS.sub("", text.translate(_SPACES).translate(_QUOTES))
    return as_shown(_NO_CENTS.sub("", plain))


def _in_cents(plain: str) -> Decimal:
    amount = Decimal(plain)
    return amount if plain[-3] == "." else amount.quantize(CENT)


@lru_cache(100_000)
def _readings(text: str) -> tuple[tuple[DecimalManner, Decimal], ...]:
    if len(text) > LONGEST:
        return ()
    if _PLAIN.fullmatch(text):
        return ((DecimalManner.POINT, _in_cents(text)),)
    plain, found = bare(text), []
    for manner, pattern in _PATTERNS.items():
        if pattern.fullmatch(plain):
            sign = "." if manner is DecimalManner.POINT else ","
            whole, _sign, cents = plain.partition(sign)
            digits = re.sub(r"[^0-9]", "", whole)
            found.append((manner, Decimal(f"{digits}.{cents or '0'}").quantize(CENT, context=_EXACT)))
    return tuple(found)


def readings(text: str) -> dict[DecimalManner, Decimal]:
    """What the text is in each manner in which it can be read at all, rounded half up to cents."""
    found = dict(_readings(text))
    if isinstance(text, NumberText):
        found.pop(DecimalManner.COMMA, None)
    return found


def read_amount(text: str) -> Decimal:
    """The one amount that the text is. Raises AmountError: no amount, or two."""
    values = list(dict.fromkeys(readings(text).values()))
    if not values:
        raise AmountError(_("is no amount. Write it like 62670.50."))
    if len(values) > 1:
        raise AmountError(
            _("could be %(first)s or %(second)s. Write it like 62670.50.")
            % {"first": f"{values[0]:,.2f}", "second": f"{values[1]:,.2f}"},
            *values,
        )
    return values[0]


def as_thousands(text: str) -> Decimal:
    """The amount, where a lone separator before three digits is one of thousands: money has no third decimal."""
    found = readings(text)
    return max(found.values()) if found else read_amount(text)


def is_open(text: str) -> bool:
    """True where the text could be two amounts."""
    return len(set(readings(text).values())) > 1


def all_plain(texts: Sequence[str]) -> bool:
    """Whether each is blank or has one value in every manner, digits with cents behind a point: one look at a whole column."""
    together = "\n".join(texts)
    one_each = together.count("\n") == max(len(texts) - 1, 0)
    return one_each and NumberText not in map(type, texts) and bool(_ALL_PLAIN.fullmatch(together))


def column_of(texts: Iterable[str]) -> AmountColumn:
    """How a column writes its amounts; numbers, and texts that are no amounts (words, blanks), decide nothing."""
    texts = list(texts)
    if all_plain(texts):
        first = next((text for text in texts if "." in text), "")
        return AmountColumn(DecimalManner.POINT, first) if first else UNDECIDED
    decided: dict[DecimalManner, str] = {}
    unclear: dict[str, None] = {}
    for text in texts:
        if isinstance(text, NumberText):
            continue
        found = _readings(text)
        if len(found) == 1:
            decided.setdefault(found[0][0], text)
        elif len({value for _manner, value in found}) > 1:
            unclear.setdefault(text)
    if len(decided) == 1:
        ((manner, by),) = decided.items()
        return AmountColumn(manner, by, tuple(unclear))
    return AmountColumn(open=tuple(unclear), mixed=len(decided) > 1)
