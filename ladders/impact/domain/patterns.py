"""Word patterns over a text, in linear time: the engine behind the headcount check. No regular expression over the text
can run away, because patterns work on words with bounded gaps. `headcount_rules/en.yaml` explains the notation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters: inside words, invisible
_TOKEN = re.compile(
    rf"""
      (?P<break> \n[ \t\r]*(?=\n) | \n[ \t]*(?:[-*+•–>\#|]|\d{{1,3}}[.)])(?=[ \t\#|]) | [.!?;…。]+(?=[\s)"'”’*_]|$) )
    | (?P<clause> [,،、] )
    | (?P<money> [€$£¥₹] )
    | (?P<number> \d+(?:[.,'’\u00a0\u202f/]\d+)*[^\W\d_]*(?:\s?%)? )
    | (?P<pl> [Pp][ ]?&(?:amp;)?[ ]?[Ll]\b )
    | (?P<word> [^\W\d_](?:[^\W_]|[\u0300-\u036f{_IGNORED}])*(?:['’ʼ][^\W\d_]+)*['’ʼ]? )
    """,
    re.VERBOSE,
)
_HYPHENS = frozenset("-\u2010\u2011")
LONGEST_NUMBER = 6  # words; without a bound, a page of nothing but numbers would take quadratic time
_FREE, _CLAUSE, _BREAK = range(3)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or currency sign. `border` is what stands before it; `glued`: a hyphen ties on the next."""

    start: int
    end: int
    norm: str
    kind: str  # word, number, money
    border: int
    glued: bool = False
    owner: bool = False  # a possessive: engineers'
    tied: bool = False  # tied by a hyphen to the one before
    big: bool = False  # a number with its magnitude (5m), or of five digits and more


class Tokens(list[Token]):
    """The tokens of a text; `counts` remembers where a <count> at a place may end, as many patterns ask for it."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[int, tuple[int, ...]] = {}


def tokens(text: str, magnitudes: frozenset[str]) -> Tokens:
    """The text as words and numbers, with the borders of clauses and sentences between them."""
    found = Tokens()
    border = _BREAK
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or ""
        start, end = match.span()
        if group == "break":
            border = _BREAK
            continue
        if group == "clause":
            border = max(border, _CLAUSE)
            continue
        kind, owner, big = ("word" if group == "pl" else group), False, False
        if group == "word":
            end, norm, owner = _word(text, start, end)
        elif group == "number":
            kind, norm, big = _number(match.group(), magnitudes)
        else:
            norm = "p&l" if group == "pl" else match.group()
        tied = bool(found) and found[-1].glued
        found.append(Token(start, end, norm, kind, border, _glued(text, end), owner, tied, big))
        border = _FREE
    return found


def _word(text: str, start: int, end: int) -> tuple[int, str, bool]:
    """End, normal form and whether possessive. A closing quote mark is not part of the word."""
    raw = text[start:end]
    if raw[-1] in "'’ʼ" and not text[end : end + 2].lstrip(" ")[:1].isalnum():
        end, raw = end - 1, raw[:-1]
    norm = unicodedata.normalize("NFKC", raw.translate(_DROP)).casefold().replace("’", "'").replace("ʼ", "'")
    if norm.endswith("'s"):
        return end, norm[:-2], True
    return (end, norm[:-1], True) if norm.endswith("'") else (end, norm, False)


_DROP = {ord(sign): None for sign in _IGNORED}


def _number(raw: str, magnitudes: frozenset[str]) -> tuple[str, str, bool]:
    """Kind, normal form, whether big. "2nd", "24/7" and "20 %" are words: nobody counts with them."""
    cut = max(place for place, sign in enumerate(raw) if sign.isdigit()) + 1
    digits, letters = raw[:cut], raw[cut:].casefold()
    if "/" in raw or "%" in raw or (letters and letters not in magnitudes):
        return "word", raw.casefold(), False
    plain = [sign for sign in digits if sign.isdigit()]
    if all(unicodedata.digit(sign, 0) == 0 for sign in plain):
        return "word", digits, False  # zero counts nothing
    return "number", digits, bool(letters) or len(plain) >= 5


def _glued(text: str, end: int) -> bool:
    return end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalnum()


Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  # first word → the words that may follow it, longest first


def phrases(entries: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Entries of one or more words, with "engineer(s)" and "manage(s|d)" spelt out, ready for matching."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for entry in entries:
        if not isinstance(entry, str):
            raise ValueError(f"{entry!r} is no text; in YAML, no and on need quotation marks")
        for spelt in _spelt(entry):
            first, *rest = spelt.casefold().replace("-", " ").split()
            found.setdefault(first, set()).add(tuple(rest))
    return {first: tuple(sorted(rests, key=lambda rest: (-len(rest), rest))) for first, rests in found.items()}


def _spelt(entry: str) -> list[str]:
    match = re.search(r"\(([^()]*)\)", entry)
    if not match:
        return [entry]
    endings = ["", *match.group(1).split("|")]
    return [spelt for ending in endings for spelt in _spelt(entry[: match.start()] + ending + entry[match.end() :])]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: words to find, a special (count, money, end), or a gap of up to `gap` words."""

    words: Phrases
    special: str = ""
    optional: bool = False
    gap: int = 0


class Book:
    """The word lists of one language and what is built on them: patterns, counts, amounts, guards."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.lists: dict[str, Phrases] = {name: phrases(entries) for name, entries in lists.items()}
        self.magnitudes = frozenset(self.lists["magnitudes"])
        self.stops = frozenset(self.lists["stops"])

    def compile(self, pattern: str) -> tuple[Element, ...]:
        """A pattern's elements. Raises ValueError for a list that does not exist."""
        return tuple(self._element(part) for part in pattern.split())

    def _element(self, part: str) -> Element:
        if part.startswith("~"):
            number, _, allowed = part[1:].rstrip(")").partition("(")
            return Element({word: ((),) for word in allowed.split(",") if word}, "gap", gap=int(number))
        if part.startswith("$"):
            return Element(self.list(part[1:]) if part[1:] else {}, "end")
        optional, part = part.endswith("?"), part.rstrip("?")
        if part in ("<count>", "<money>"):
            return Element({}, part[1:-1], optional)
        words: dict[str, tuple[tuple[str, ...], ...]] = {}
        for option in part.split("|"):
            entries = self.list(option[1:-1]) if option.startswith("<") else phrases([option])
            for first, rests in entries.items():
                words[first] = tuple(sorted({*words.get(first, ()), *rests}, key=lambda rest: (-len(rest), rest)))
        return Element(words, "", optional)

    def list(self, name: str) -> Phrases:
        """The list of that name; ValueError where there is none."""
        if name not in self.lists:
            raise ValueError(f"no list called {name!r}")
        return self.lists[name]

    def ends(self, elements: Sequence[Element], found: Tokens, at: int, start: int) -> Iterator[int]:
        """Where a match of `elements` beginning at token `at` may end (the index after its last token)."""
        if not elements:
            yield at
            return
        element, rest = elements[0], elements[1:]
        if element.special == "gap":
            for width in range(element.gap + 1):
                if width and not self._passes(found, at + width - 1, element.words):
                    return
                yield from self.ends(rest, found, at + width, start)
            return
        if element.special == "end":
            if _at_border(found, at) or (found[at].norm in element.words):
                yield from self.ends(rest, found, at, start)
            return
        if at < len(found) and (at == start or found[at].border == _FREE):
            for end in self._take(element, found, at):
                yield from self.ends(rest, found, end, start)
        if element.optional:
            yield from self.ends(rest, found, at, start)

    def _passes(self, found: Tokens, at: int, allowed: Phrases) -> bool:
        if _at_border(found, at):
            return False
        return found[at].norm in allowed or found[at].norm not in self.stops

    def _take(self, element: Element, found: Tokens, at: int) -> Iterator[int]:
        if element.special == "count":
            if at not in found.counts:
                found.counts[at] = tuple(self._count(found, at))
            yield from found.counts[at]
        elif element.special == "money":
            yield from self._money(found, at)
        else:
            yield from phrase_ends(element.words, found, at)

    def _count(self, found: Tokens, at: int) -> Iterator[int]:
        for lead in [*phrase_ends(self.lists["about"], found, at), at]:
            if lead > 0 and found[lead - 1].norm in self.lists["labels"]:
                continue
            end = self._numbers(found, lead)
            if end is None:
                continue
            yield from phrase_ends(self.lists["more"], found, end, continues=True)
            yield end

    def _numbers(self, found: Tokens, at: int) -> int | None:
        """The end of a run of numbers ("twenty-five", "5 to 10", "one hundred and twenty"), or None without one."""
        end = self._number(found, at)
        while end is not None and end - at < LONGEST_NUMBER:
            after = end + 1 if not _at_border(found, end) and found[end].norm in self.lists["joins"] else end
            more = None if _at_border(found, after) else self._number(found, after)
            if more is None:
                return end
            end = more
        return end

    def _number(self, found: Tokens, at: int) -> int | None:
        if at >= len(found):
            return None
        if found[at].kind == "number":
            word_before = (
                found[at].tied and found[at - 1].kind == "word" and found[at - 1].norm not in self.lists["numbers"]
            )
            return None if word_before else at + 1  # the 9001 of ISO-9001 counts nothing
        return next(phrase_ends(self.lists["numbers"], found, at), None)

    def _money(self, found: Tokens, at: int) -> Iterator[int]:
        """An amount: a currency before or after a number, a magnitude, or five digits."""
        sign = next(self._currency(found, at), at)
        if sign > at and (_at_border(found, sign)):
            return
        end = self._numbers(found, sign)
        if end is None:
            return
        sure = sign > at or any(token.big for token in found[sign:end])
        for words in (self.lists["magnitudes"], None):
            after = next(phrase_ends(words, found, end, True) if words else self._currency(found, end, True), None)
            if after is not None:
                end, sure = after, True
        if sure or any(found[place].norm in self.magnitudes for place in range(sign, end)):
            yield end

    def _currency(self, found: Tokens, at: int, continues: bool = False) -> Iterator[int]:
        if at < len(found) and found[at].kind == "money" and not (continues and found[at].border):
            yield at + 1
        yield from phrase_ends(self.lists["currencies"], found, at, continues)


def phrase_ends(words: Phrases, found: Sequence[Token], at: int, continues: bool = False) -> Iterator[int]:
    """Ends of the phrases of `words` that begin at token `at`; with `continues` not across a border before it."""
    if at >= len(found) or (continues and found[at].border != _FREE):
        return
    for rest in words.get(found[at].norm, ()):
        end = at + 1 + len(rest)
        if end > len(found):
            continue
        if all(found[at + 1 + i].norm == word and found[at + 1 + i].border == _FREE for i, word in enumerate(rest)):
            yield end


def _at_border(found: Sequence[Token], at: int) -> bool:
    return at >= len(found) or found[at].border != _FREE
