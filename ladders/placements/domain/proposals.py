"""Which level somebody might hold, from title and department: a proposal that a person confirms or changes. Pure thinking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORDS = re.compile(r"\w+")
# Words of rank or role. Two titles that share nothing but these say nothing about each other: a production manager is no
# engineering manager.
COMMON = frozenset(
    {
        "senior",
        "junior",
        "principal",
        "staff",
        "lead",
        "leader",
        "leading",
        "head",
        "chief",
        "deputy",
        "vice",
        "assistant",
        "associate",
        "expert",
        "specialist",
        "manager",
        "management",
        "director",
        "officer",
        "executive",
        "supervisor",
        "team",
        "trainee",
        "intern",
        "leiter",
        "leiterin",
        "leitung",
        "teamleiter",
        "teamleiterin",
        "referent",
        "referentin",
        "fachkraft",
    }
)
ALIKE = 0.5  # share of the words of both titles that they have in common, from which a level is worth a look


@dataclass(frozen=True, slots=True)
class Candidate:
    """A level that people can be placed on, lowest first within its track."""

    id: int
    framework: str
    title: str
    management: bool = False
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A level for a title. `sure`: the titles are the same, and no other level has it (or the department decides).

    `shared` are the words that both titles have, as they stand in the person's title; `by_department` tells that the
    department chose between frameworks.
    """

    id: int
    sure: bool
    shared: tuple[str, ...]
    by_department: bool = False


def propose(title: str, department: str, levels: Sequence[Candidate]) -> Proposal | None:
    """The level whose title is most like `title`; the department decides between frameworks.

    None without a title, and where no word in common says what the work is: a department or a rank alone says nothing
    about anybody's level, and nothing ever proposes management where the title does not say it.
    """
    asked = _words(title)
    near: list[tuple[float, bool, int, Candidate]] = []
    for place, level in enumerate(levels):
        known = _words(level.title)
        shared = asked & known
        says = any(word not in COMMON and not word.isdecimal() for word in shared)
        if asked != known and (not says or (level.management and not shared & COMMON)):
            continue
        alike = len(shared) / len(asked | known)
        if alike >= ALIKE:
            near.append((alike, bool(_words(department) & _words(level.framework)), -place, level))
    if not near:
        return None
    alike, fits, _place, best = max(near)
    rivals = [each for each in near if each[0] == alike and each[3].id != best.id]
    decided = fits and any(not each[1] for each in rivals)
    sure = alike == 1 and not any(each[1] == fits for each in rivals)
    both = _words(best.title)
    shared_words = tuple(word for word in WORDS.findall(title) if word.casefold() in both)
    return Proposal(best.id, sure, shared_words, decided)


def _words(text: str) -> set[str]:
    return {word for word in WORDS.findall(text.casefold()) if len(word) > 2 or word.isdecimal()}
