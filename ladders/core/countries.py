"""Countries by their two letters (ISO 3166-1), with their names in a language and in the order in which people look for them."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from babel import Locale

# What CLDR names beside countries: unions, regions and languages made up for tests.
NO_COUNTRIES: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def countries_in(language: str) -> dict[str, str]:
    """Code → name, by name: Åland stands beside Albania. Not to be changed: it is kept."""
    territories = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    names = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    return dict(sorted(names.items(), key=lambda each: (_plain(each[1]), each[0])))


def _plain(name: str) -> str:
    """Without accents and case."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
