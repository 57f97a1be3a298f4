"""Which level somebody might hold, from title and department: a proposal that a person confirms or changes. Pure thinking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

WORDS = re.compile(r"\w+")
# Whom an advertisement is for: “(m/w/d)”, “f/m/x”.
FOR_WHOM = re.compile(r"\(?(?<!\w)[mwfvhdxi](?:\s*[/|]\s*(?:div|[mwfvhdxi]))+(?!\w)\)?")
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
# As people shorten them in titles, and what a rung is called in Roman numbers: “Sr. Engineer II” is a senior engineer 2.
SAME = {
    "sr": "senior", "snr": "senior", "sen": "senior", "jr": "junior", "jnr": "junior", "prin": "principal",
    "mgr": "manager", "mngr": "manager", "dir": "director", "asst": "assistant", "assoc": "associate", "dev": "developer",
    "exec": "executive", "spec": "specialist", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6",
    "vii": "7", "viii": "8", "ix": "9", "x": "10",
}  # fmt: skip
# Of one or two letters, and none that says what the work is; all others do: an HR manager is no IT manager, and an analyst B
# is not simply an analyst.
LITTLE = frozenset(
    ("d", "e", "l", "y", "of", "in", "at", "to", "an", "or", "on", "by", "as", "de", "di", "da", "do", "du", "la", "le", "el",
     "et", "am", "im", "zu")
)  # fmt: skip
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
        if not known:
            continue
        says = any(word not in COMMON and not word.isdecimal() and len(word) > 1 for word in shared)
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
    shared_words = tuple(word for word in WORDS.findall(title) if _words(word) & both)
    return Proposal(best.id, sure, shared_words, decided)


@lru_cache(20_000)
def _words(text: str) -> frozenset[str]:
    """What a title says: its words in whatever case and order, written out where they are short for another."""
    words = WORDS.findall(FOR_WHOM.sub(" ", text.casefold()))
    return frozenset(SAME.get(word, word) for word in words if word not in LITTLE)
