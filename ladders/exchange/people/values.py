"""From the text of a cell to the value of a field. Each raises ValueError with the end of a sentence for the person."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from functools import cache

from babel import Locale

from ..sheets import fold, one_line

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)

CONTRACTS = {
    "permanent": "permanent",
    "unlimited": "permanent",
    "regular": "permanent",
    "fixed term": "fixed_term",
    "fixed-term": "fixed_term",
    "temporary": "fixed_term",
    "apprentice": "apprentice",
    "working student": "working_student",
    "contractor": "contractor",
}


def name_of(text: str, length: int) -> str:
    """One line of at most so many characters."""
    text = one_line(text)
    if len(text) > length:
        raise ValueError(f"has more than {length} characters. Shorten it.")
    return text


def email_of(text: str) -> str:
    """An address in lower case."""
    address = text.strip().lower()
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise ValueError("is no email address. Mend it, or leave the cell blank.")
    return address


def date_of(text: str, order: str) -> dt.date:
    """A day. `order` tells what 03/04/2024 means: "dmy", "mdy", or "" where nobody said."""
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := SLASHED.fullmatch(text):
        first, second, year = map(int, found.groups())
        if not order and first <= 12 and second <= 12 and first != second:
            raise ValueError(
                "can be read in two ways. Say in the mapping “dates”: “dmy” or “mdy”, or write 2024-12-31."
            )
        month_first = order == "mdy" or (not order and second > 12)
        month, day = (first, second) if month_first else (second, first)
    else:
        raise ValueError("is no date that is understood. Write it as 2024-12-31.")
    try:
        found_day = dt.date(year, month, day)
    except ValueError:
        raise ValueError("is no day of the calendar. Write it as 2024-12-31.") from None
    if not EARLIEST <= found_day <= LATEST:
        raise ValueError("lies too far away to be meant. Check the year.")
    return found_day


def hours_of(text: str) -> Decimal:
    """Weekly hours: more than 0, at most 60, two decimals."""
    try:
        hours = Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("is no number of hours. Write 38.5, for example.") from None
    if not (hours.is_finite() and 0 < hours <= 60):
        raise ValueError("must lie between 0 and 60 hours a week.")
    return hours


@cache
def _countries() -> dict[str, str]:
    territories = [(str(code), str(name)) for code, name in Locale("en").territories.items()]
    codes = {code for code, _name in territories if len(code) == 2 and code.isalpha()}
    names = {fold(name): code for code, name in territories if code in codes}
    return names | {code.casefold(): code for code in codes}


def country_of(text: str) -> str:
    """ISO 3166-1 alpha-2, from that code or the English name."""
    code = _countries().get(fold(text))
    if code is None:
        raise ValueError("is no country that is known. Write its two-letter code, such as DE.")
    return code


def contract_of(text: str) -> str:
    """A kind of contract, by our name or its value."""
    kind = CONTRACTS.get(fold(text).replace("_", " "))
    if kind is None:
        known = "permanent, fixed_term, apprentice, working_student, contractor"
        raise ValueError(f"is no kind of contract that is known. Map it to one of {known}.")
    return kind
