"""Wording that measures a role by the size of what it holds: "manages a team of 8+", "a budget of 5 million".

Size is no input to points or grade, so a text that speaks of it misleads writers and readers. `find` shows the words
and offers what impact wording looks like. The rules are data, one file per language, in `headcount_rules/`; a further
language needs only its file. Time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ladders.core.own_files import read_yaml

from .patterns import Book, Element, Phrases, Token, phrase_ends, phrases, tokens

RULES = Path(__file__).with_name("headcount_rules")
REMEMBERED = 1000  # characters; longer texts are rare and would hold on to memory
LONGEST = 20_000  # characters; what stands behind them is not shown either
LOOK_BACK = 6  # words before a match in which a guard is looked for


@dataclass(frozen=True, slots=True)
class HeadcountFinding:
    """Words found: `text[start:end] == words`, the rule that found them and what to write instead."""

    start: int
    end: int
    words: str
    rule: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a language, ready for matching."""

    name: str
    suggestion: str
    patterns: tuple[tuple[Element, ...], ...]
    unless_before: tuple[Phrases, ...]
    despite: tuple[Phrases, ...]
    unless_inside: tuple[Phrases, ...]
    unless_after: tuple[Phrases, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one language about one thing; `starts`: first word → the patterns that begin with it."""

    book: Book
    rules: tuple[Rule, ...]
    starts: Mapping[str, tuple[tuple[Rule, tuple[Element, ...]], ...]]


def languages() -> tuple[str, ...]:
    """The languages that have rules."""
    return tuple(sorted(path.stem for path in RULES.glob("*.yaml")))


def find(text: str, language: str = "en") -> tuple[HeadcountFinding, ...]:
    """Wording in `text` that measures by headcount or budget, in reading order, never overlapping.

    Raises LookupError for a language without rules; a text never makes it fail.
    """
    return _check(text, language, "size")


def find_people_management(text: str, language: str = "en") -> tuple[HeadcountFinding, ...]:
    """Wording in `text` that asks for managing people (line management, reports, appraisals); otherwise as `find`."""
    return _check(text, language, "people")


def find_people_ability(name: str, language: str = "en") -> tuple[HeadcountFinding, ...]:
    """Words in the name of a competency that make it one of managing people: "People management"; otherwise as `find`."""
    return _check(name, language, "ability")


def _check(text: str, language: str, about: str) -> tuple[HeadcountFinding, ...]:
    """The same texts are checked again at every edit beside them, so short ones are remembered."""
    return (_remembered if len(text) <= REMEMBERED else _found)(text, language, about)


def _found(text: str, language: str, about: str) -> tuple[HeadcountFinding, ...]:
    rulebook = _rulebook(language, about)
    text = text[:LONGEST]
    words = tokens(text, rulebook.book.magnitudes)
    found: list[tuple[int, int, Rule]] = []
    for at, token in enumerate(words):
        for rule, pattern in rulebook.starts.get(_start(token), ()):
            for end in rulebook.book.ends(pattern, words, at, at):
                if end > at and _stands(rulebook.book, rule, words, at, end):
                    found.append((words[at].start, _end(text, words[end - 1]), rule))
                    break
    return tuple(_merged(text, found))


_remembered = lru_cache(maxsize=8192)(_found)


def _start(token: Token) -> str:
    return token.norm if token.kind == "word" else f"<{token.kind}>"


def _end(text: str, last: Token) -> int:
    """The plus of "8+" belongs to the words found."""
    return last.end + 1 if text[last.end : last.end + 1] == "+" else last.end


def _merged(text: str, found: list[tuple[int, int, Rule]]) -> Iterator[HeadcountFinding]:
    """Overlapping finds become one, named by the longest of them."""
    found.sort(key=lambda item: (item[0], -item[1]))
    start, end, longest, rule = -1, -1, -1, None
    for item_start, item_end, item_rule in found:
        if rule is not None and item_start < end:
            if item_end - item_start > longest:
                longest, rule = item_end - item_start, item_rule
            end = max(end, item_end)
            continue
        if rule is not None:
            yield HeadcountFinding(start, end, text[start:end], rule.name, rule.suggestion)
        start, end, longest, rule = item_start, item_end, item_end - item_start, item_rule
    if rule is not None:
        yield HeadcountFinding(start, end, text[start:end], rule.name, rule.suggestion)


def _stands(book: Book, rule: Rule, words: Sequence[Token], at: int, end: int) -> bool:
    """Whether no guard speaks against the match of the tokens at..end."""
    last = words[end - 1]
    if last.glued or last.owner:  # "people-focused work", "engineers' circles": the words belong to what follows
        return False
    inside = range(max(at - 1, 0) if words[at].border == 0 else at, end)
    if any(_any(rule.unless_inside, words, place) for place in inside):
        return False
    if end < len(words) and words[end].border == 0 and _any(rule.unless_after, words, end):
        return False
    return not _guarded(book, rule, words, at)


def _guarded(book: Book, rule: Rule, words: Sequence[Token], at: int) -> bool:
    """A negation, or a word that turns the meaning, in the same clause before the match."""
    weighing = not _any(rule.despite, words, at)  # until a word of `despite` is met, going back
    for place in range(at, max(at - LOOK_BACK, -1), -1):
        if place < at:
            if weighing and _any(rule.despite, words, place):
                weighing = False
            if weighing and _any(rule.unless_before, words, place):
                return True
            follows = words[place + 1].norm if place + 1 < len(words) else ""
            if _any((book.lists["negations"],), words, place) and follows not in book.lists["not_negating"]:
                return True
        if words[place].border != 0:
            return False
    return False


def _any(lists: Sequence[Phrases], words: Sequence[Token], at: int) -> bool:
    return any(next(phrase_ends(entries, words, at), None) is not None for entries in lists)


@cache
def _rulebook(language: str, about: str) -> Rulebook:
    if language not in languages():
        raise LookupError(f"there are no headcount rules for the language {language!r}")
    data = read_yaml(RULES / f"{language}.yaml")
    book = Book(data["lists"])
    rules = tuple(_rule(book, entry) for entry in data["rules"] if entry.get("about", "size") == about)
    starts: dict[str, list[tuple[Rule, tuple[Element, ...]]]] = {}
    for rule in rules:
        for pattern in rule.patterns:
            for first in _firsts(book, pattern):
                starts.setdefault(first, []).append((rule, pattern))
    return Rulebook(book, rules, {first: tuple(patterns) for first, patterns in starts.items()})


def _rule(book: Book, entry: Mapping[str, Any]) -> Rule:
    def guard(name: str) -> tuple[Phrases, ...]:
        items: list[str] = entry.get(name, [])
        single = [item for item in items if item not in book.lists]
        return (*(book.lists[item] for item in items if item in book.lists), *([phrases(single)] if single else []))

    return Rule(
        name=entry["name"],
        suggestion=" ".join(entry["suggestion"].split()),
        patterns=tuple(book.compile(pattern) for pattern in entry["patterns"]),
        unless_before=guard("unless_before"),
        despite=guard("despite"),
        unless_inside=guard("unless_inside"),
        unless_after=guard("unless_after"),
    )


def _firsts(book: Book, pattern: Sequence[Element]) -> set[str]:
    """The words with which a pattern can begin; "<number>" and "<money>" stand for any of these."""
    first = pattern[0]
    if first.special == "count":
        words = {"<number>", *book.lists["numbers"], *book.lists["about"]}
    elif first.special == "money":
        words = {"<number>", "<money>", *book.lists["numbers"], *book.lists["currencies"]}
    else:
        words = set(first.words)
    return words | _firsts(book, pattern[1:]) if first.optional else words
