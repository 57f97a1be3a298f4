"""A column beside amounts that says which are added and which taken away: debit and credit, Soll and Haben, + and −. Pure.

Only plus and minus say that themselves. Whether a debit is a cost of the employer or taken from the person hangs on whose books
the file is from, so a person says it once; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from ladders.core.sentences import gettext as _

from .sheets import bare

PLUS, MINUS = "plus", "minus"
MOST_WORDS: Final = 2  # one added, one taken away, where nobody knows them; with more it holds names perhaps
MOST_BESIDE: Final = 6  # all words, where two of them are signs without doubt
LONGEST_WORD: Final = 20
LONGEST_INITIALS: Final = 2
MOST_DIGITS: Final = 2  # 40 and 50 are debit and credit somewhere
SAID: Final = {"+": PLUS, "plus": PLUS, "-": MINUS, "−": MINUS, "–": MINUS, "minus": MINUS}
PAIRS: Final = (
    {"s", "h"}, {"soll", "haben"}, {"d", "c"}, {"dr", "cr"}, {"debit", "credit"}, {"+", "-"}, {"plus", "minus"},
    {"add", "deduct"},
)  # fmt: skip
KNOWN: Final = frozenset(SAID).union(*PAIRS)
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


def lone_word(texts: Iterable[str]) -> str:
    """The word of a column of which the other cells are blank, where it is a minus or one of debit and credit: what is taken
    away, perhaps, beside what is not. Else empty, and where no cell is blank."""
    found = dict.fromkeys(texts)
    words = [text for text in found if text]
    word = _word(words[0]) if len(words) == 1 and len(found) == 2 else ""
    known = SAID.get(word) == MINUS or any(word in pair and len(word) > 1 for pair in PAIRS)
    return words[0] if word and known and SAID.get(word) != PLUS else ""


def signs_of(data: dict[str, Any]) -> dict[str, str]:
    """What a mapping says of words. Raises ValueError."""
    found = {_word(str(word)): str(to) for word, to in data.get("signs", {}).items()}
    if set(found.values()) - {PLUS, MINUS}:
        raise ValueError(_("a word of a column of signs is “plus” (added) or “minus” (taken away)"))
    return found


def holds_others(texts: Iterable[str], said: Collection[str] = ()) -> bool:
    """Whether something else than signs stands there, so that none of it may be listed. Words that are known, or `said` in a
    mapping, are signs. Beside two that are nobody's initials there are a few short ones; else there are two words at most, and
    not two names of which none stands there twice. An amount and a long text are none."""
    words: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        if text:
            words[_word(text)] += count
    unknown = {word: count for word, count in words.items() if word not in KNOWN and word not in said}
    if not unknown:
        return False
    if not all(map(_short, unknown)):
        return True
    if sum(word in said or not _initials(word) for word in words.keys() - unknown) >= MOST_WORDS:
        return len(words) > MOST_BESIDE
    return len(words) > MOST_WORDS or (max(unknown.values()) == 1 and max(map(len, unknown)) > LONGEST_INITIALS)


def may_take_away(texts: Iterable[str]) -> bool:
    """Whether a column that is called like one of signs says, perhaps, that an amount is taken away: any known word stands
    there, or short ones that nobody knows, however many, since names and signs cannot be told apart. Only plus takes nothing
    away; amounts and long texts alone are no signs."""
    words = {_word(text) for text in set(texts) if text}
    if all(SAID.get(word) == PLUS for word in words):
        return False
    return not words.isdisjoint(KNOWN) or all(map(_short, words))


def meanings_of(texts: Sequence[str], said: dict[str, str]) -> dict[str, str]:
    """Each word of a column of signs, as it stands there, and what it means: plus, minus, or "" where nobody said so. Only for
    a column that does not hold others (`holds_others`): what this answers is kept, and read by others."""
    return {text: said.get(_word(text)) or SAID.get(_word(text), "") for text in dict.fromkeys(texts) if text}


def unsaid(file: str, heading: str, words: Iterable[str]) -> str:
    """The sentence about words that nobody has said the meaning of."""
    return _(
        "%(file)s: “%(heading)s” has %(words)s beside amounts, and nobody has said whether these amounts are added or taken "
        "away. Say so (in a mapping: “signs”, “plus” or “minus”), or that the column means something else."
    ) % {"file": file, "heading": heading, "words": ", ".join(f"“{word}”" for word in words)}


def no_signs(file: str, heading: str) -> str:
    """The sentence about a column that is said to hold signs and holds something else; none of it is named."""
    return _(
        "%(file)s: “%(heading)s” is not read as a column of signs: it has amounts, names or other texts. Write “+” or “-” in "
        "each row, say what the column means, or leave it out."
    ) % {"file": file, "heading": heading}


def lone_sign(file: str, heading: str, word: str) -> str:
    """The sentence about a column in which one word stands beside some amounts, and nothing beside the others."""
    return _(
        "%(file)s: “%(heading)s” has “%(word)s” beside some amounts, and nothing beside the others. If it says which are taken "
        "away, write what is added beside the others, too (“+” and “-” are known); else say that the column is left out."
    ) % {"file": file, "heading": heading, "word": word}


def _short(word: str) -> bool:
    return len(word) <= LONGEST_WORD and sum(map(str.isdigit, word)) <= MOST_DIGITS


def _initials(word: str) -> bool:
    """Whether a word could be somebody's initials: S, H and DR, and not + or Soll."""
    return word.isalpha() and len(word) <= LONGEST_INITIALS


def _word(text: str) -> str:
    word = text.strip().casefold()
    return "-" if word in ("−", "–") else word
