"""Small rules about texts: what fits on a card, what builds on the level before, how texts join."""

from __future__ import annotations

import re

from ladders.exchange.tables.sheets import fold, one_line
from ladders.frameworks.domain.shapes import GroupKind

from ..detect import vocabulary

SUMMARY = 200  # characters of the line on a level's card
SENTENCE = re.compile(rf"(.{{15,{SUMMARY - 1}}}?[.!?…])(?:\s+)(?=\S)", re.DOTALL)
BUILDS = re.compile(
    r"^\s*(?:\(\+\)|\[\+\]|\+)\s*(?:and\b)?[\s:,–—-]*|"
    r"^\s*(?:same )?as (?:above|before|(?:for |in |at )?(?:the )?(?:previous|prior|preceding|level before)(?: level)?)"
    r"\s*(?:[,;:–—-]+|\bplus\b|\band\b|\.|$)\s*(?:plus|and)?[\s:,]*|"
    r"^\s*(?:everything|all)(?: of)?(?: the)?(?: above)?(?: (?:from|in|of|at) (?:the )?(?:previous|prior|last) level)"
    r"\s*[,;:–—-]*\s*(?:plus|and)?[\s:,]*|^\s*all (?:of )?the above\s*[,;:–—-]*\s*(?:plus|and)?[\s:,]*",
    re.IGNORECASE,
)
YES = frozenset({"true", "yes", "y", "1", "x", "ja", "oui"})


def sentence_start(name: str) -> str:
    """The name with a capital at its start, unless its first word has capitals of its own or digits (`iOS`)."""
    first = name.split(" ", 1)[0]
    return name[:1].upper() + name[1:] if first.islower() and first.isalpha() else name


def summary_and_scope(text: str, scope: str) -> tuple[str, str]:
    """A line for the card and the rest. A long description parts after its first sentence; nothing is lost."""
    flat = one_line(text)
    if len(flat) <= SUMMARY:
        return flat, scope
    match = SENTENCE.match(text)
    if match and "\n" not in match[1].strip():
        return one_line(match[1]), "\n\n".join(part for part in (text[match.end() :].strip(), scope) if part)
    cut = flat[: SUMMARY - 1].rsplit(" ", 1)[0]
    return f"{cut}…", "\n\n".join(part for part in (text, scope) if part)


def builds_and_text(descriptor: str, stated: str) -> tuple[bool, str]:
    """Whether the text builds on the level before, and the text without the words that say so."""
    if stated:
        return fold(stated) in YES, descriptor
    match = BUILDS.match(descriptor)
    return (True, descriptor[match.end() :].strip()) if match else (False, descriptor)


def joined(one: str, other: str) -> str:
    """Two texts as items of a list; each once."""
    if not one or not other or one == other:
        return one or other
    first = one if one.startswith("- ") else f"- {one}"
    return f"{first}\n{other if other.startswith('- ') else f'- {other}'}"


def kind_of_group(name: str) -> GroupKind:
    """What a competency group is about, by its name: "Leadership without authority", "Leading people", else general."""
    folded = fold(name)
    if any(phrase in folded for phrase in vocabulary.PEOPLE_GROUPS):
        return GroupKind.PEOPLE
    if any(phrase in folded for phrase in vocabulary.INFLUENCE_GROUPS):
        return GroupKind.INFLUENCE
    return GroupKind.GENERAL
