"""Which level somebody might hold, from title and department: a proposal that a person confirms or changes. Pure thinking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A level that people can be placed on, lowest first within its track."""

    id: int
    framework: str
    title: str
    management: bool = False


def propose(title: str, department: str, levels: Sequence[Candidate]) -> int | None:
    """The id of the level whose title shares most words with `title`; the department decides between frameworks.

    Without a title, or without a word in common, None: a department alone says nothing about anybody's level, and nothing
    ever proposes management where the title does not say it.
    """
    asked = _words(title)
    if not asked:
        return None
    best: tuple[float, int] | None = None
    for level in levels:
        known = _words(level.title)
        shared = len(asked & known) / len(asked | known) if known else 0.0
        if shared < 0.3:
            continue
        score = shared + 0.25 * bool(_words(department) & _words(level.framework)) - 0.01 * level.management
        if best is None or score > best[0]:
            best = score, level.id
    return best[1] if best else None


def _words(text: str) -> set[str]:
    return {word for word in WORDS.findall(text.casefold()) if len(word) > 2 or word.isdecimal()}
