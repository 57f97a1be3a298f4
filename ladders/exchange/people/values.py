"""From the text of a cell to the value of a field. Each raises ValueError with the end of a sentence for the person."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from ladders.core.countries import countries_in
from ladders.core.sentences import gettext as _

from ..tables.sheets import bare, fold, one_line

EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")

CONTRACTS = {
    bare(text): kind
    for kind, texts in {
        "permanent": "permanent|unlimited|regular|unbefristet|festanstellung|festangestellt",
        "fixed_term": "fixed term|temporary|befristet",
        "apprentice": "apprentice|azubi|auszubildende|auszubildender|ausbildung|lehrling",
        "working_student": "working student|werkstudent|werkstudentin",
        "contractor": "contractor|freelancer|freiberufler",
    }.items()
    for text in texts.split("|")
}


def name_of(text: str, length: int) -> str:
    """One line of at most so many characters."""
    text = one_line(text)
    if len(text) > length:
        raise ValueError(_("has more than %(length)s characters. Shorten it.") % {"length": length})
    return text


def email_of(text: str) -> str:
    """An address in lower case."""
    address = text.strip().lower()
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise ValueError(_("is no email address. Fix it, or leave the cell blank."))
    return address


def hours_of(text: str) -> Decimal:
    """Weekly hours: more than 0, at most 60, two decimals."""
    try:
        hours = Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(_("is no number of hours. Write 38.5, for example.")) from None
    if not (hours.is_finite() and 0 < hours <= 60):
        raise ValueError(_("must lie between 0 and 60 hours a week."))
    return hours


def country_names() -> list[tuple[str, str]]:
    """Code and name of every country, by name."""
    return list(countries_in("en").items())


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("de", "en"):
        names |= {fold(name): code for code, name in countries_in(language).items()}
    return names | {code.casefold(): code for code in countries_in("en")}


def country_of(text: str) -> str:
    """ISO 3166-1 alpha-2, from that code or the English or German name."""
    code = _countries().get(fold(text))
    if code is None:
        raise ValueError(_("is no country that is known. Write its two-letter code, such as DE."))
    return code


def contract_of(text: str) -> str:
    """A kind of contract, by our name or its value."""
    kind = CONTRACTS.get(bare(text))
    if kind is None:
        known = _("permanent, fixed term, apprentice, working student or contractor")
        raise ValueError(_("is no kind of contract that is known. Say what it means: %(known)s.") % {"known": known})
    return kind
