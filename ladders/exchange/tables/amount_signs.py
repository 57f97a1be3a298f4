"""A column beside amounts that says which are added and which taken away: debit and credit, Soll and Haben, + and −. Pure.

Only plus and minus say that themselves. Whether a debit is a cost of the employer or taken from the person hangs on whose books
the file is from, so a person says it once; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ladders.core.sentences import gettext as _

from .sheets import bare

PLUS, MINUS = "plus", "minus"
SAID: Final = {"+": PLUS, "plus": PLUS, "-": MINUS, "−": MINUS, "–": MINUS, "minus": MINUS}
PAIRS: Final = (
    {"s", "h"}, {"soll", "haben"}, {"d", "c"}, {"dr", "cr"}, {"debit", "credit"}, {"+", "-"}, {"plus", "minus"},
    {"add", "deduct"},
)  # fmt: skip
HEADINGS: Final = frozenset(
    {
        "sollhaben", "habensoll", "sollhabenkennzeichen", "sollhabenkz", "shkennzeichen", "shkz", "debitcredit", "creditdebit",
        "debitcreditindicator", "debitcreditcode", "dcindicator", "dccode", "drcr", "crdr", "vorzeichen", "plusminus", "sign",
        "betragsvorzeichen",
    }
)  # fmt: skip
SHORT: Final = frozenset(("s/h", "h/s", "s / h", "d/c", "c/d", "dr/cr", "cr/dr", "+/-", "-/+", "+/−", "+ / -", "±"))


def is_sign_heading(heading: str) -> bool:
    """Whether a column is called like one of signs. “DC” and “SH” alone could be anything."""
    return heading.strip().casefold() in SHORT or bare(heading) in HEADINGS


def holds_signs(texts: Iterable[str], *, letters: bool) -> bool:
    """Whether the cells of a column without such a heading are both words of a pair, and nothing else. `letters`: a pair of
    single letters, too, which could be salaried and hourly."""
    found: set[str] = set()
    for text in texts:  # mostly the first few say that it is none
        if text and (word := _word(text)) not in found:
            found.add(word)
            if len(found) > 2:
                return False
    return len(found) == 2 and found in PAIRS and (letters or not "".join(found).isalpha() or min(map(len, found)) > 1)


def signs_of(data: dict[str, Any]) -> dict[str, str]:
    """What a mapping says of words. Raises ValueError."""
    found = {_word(str(word)): str(to) for word, to in data.get("signs", {}).items()}
    if set(found.values()) - {PLUS, MINUS}:
        raise ValueError(_("a word of a column of signs is “plus” (added) or “minus” (taken away)"))
    return found


def meanings_of(texts: Sequence[str], said: dict[str, str]) -> dict[str, str]:
    """Each word of a column of signs, as it stands there, and what it means: plus, minus, or "" where nobody said so."""
    return {text: said.get(_word(text)) or SAID.get(_word(text), "") for text in dict.fromkeys(texts) if text}


def unsaid(file: str, heading: str, words: Iterable[str]) -> str:
    """The sentence about words that nobody has said the meaning of."""
    return _(
        "%(file)s: “%(heading)s” says by %(words)s which amounts are added and which are taken away. Say which is which "
        "(in a mapping: “signs”, “plus” or “minus”), or that the column means something else."
    ) % {"file": file, "heading": heading, "words": ", ".join(f"“{word}”" for word in words)}


def _word(text: str) -> str:
    word = text.strip().casefold()
    return "-" if word in ("−", "–") else word
