"""Names of people: what they sort by and are found by. Pure."""

from __future__ import annotations

import unicodedata
from typing import Final

APOSTROPHES: Final = "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u02bb\uff07\u0060\u00b4"
_STRAIGHT: Final = dict.fromkeys(map(ord, APOSTROPHES), "'")
SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "mba"})
PARTICLES: Final = frozenset({"van", "von", "de", "del", "der", "den", "zu", "ten", "ter", "di", "da", "dos"})
FAMILY_FIRST: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")  # scripts in which the family name is written first


def plain(text: str) -> str:
    """What names are compared by: folded case, no accents, typewriter apostrophes and hyphens, single blanks."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    folded = unicodedata.normalize("NFKD", text.translate(_STRAIGHT).casefold())
    kept = "".join(_sign(sign) for sign in folded if not unicodedata.combining(sign))
    return " ".join(kept.split())


def _sign(sign: str) -> str:
    """Databases take every sign beyond ASCII for a letter of the word before it."""
    if sign.isascii() or sign.isalnum():
        return sign
    return "-" if unicodedata.category(sign) == "Pd" else " "


def family_of(name: str) -> str:
    """The family name as far as a whole name tells it: before a comma, else the last word; "" where nobody would know."""
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return family.strip()
    words = name.split()
    while len(words) > 2 and words[-1].casefold() in SUFFIXES:
        words.pop()
    if len(words) < 2 or any(sign.isdigit() for sign in words[-1]) or not any(sign.isalpha() for sign in words[-1]):
        return ""
    if unicodedata.name(words[-1][0], "").startswith(FAMILY_FIRST):
        return ""
    return words[-1]


def sort_key(name: str, family: str = "") -> str:
    """What names sort by under collation "C": family name first, accents after their letter, alike on every server.

    `family`: the family name where a file says it; else it is guessed. Small words before it (van, de) do not count. The
    name itself stands at the end, so that equal names without accents keep an order.
    """
    words = plain(name.replace(",", " ")).split()
    last = plain((family or family_of(name)).replace(",", " ")).split()
    while len(last) > 1 and last[0] in PARTICLES:
        last.pop(0)
    for start in range(len(words) - len(last), -1, -1):
        if last and words[start : start + len(last)] == last:
            words = [*last, *words[:start], *words[start + len(last) :]]
            break
    return f"{' '.join(words)[:199]} {name.casefold()[:200]}"


def is_key_of(key: str, name: str) -> bool:
    """True when a sort key is one of this name, with whatever family name."""
    return sorted(key.split()) == sorted(sort_key(name).split())
