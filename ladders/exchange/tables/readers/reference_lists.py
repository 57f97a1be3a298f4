"""Objects that name levels or competencies in forms of their own, brought into the form that is read."""

from __future__ import annotations

from collections.abc import Collection

from ..entries import Entry
from ..sheets import fold
from .outline import CONTAINERS, OutlinePart, key_of
from .reference_keys import IDS, items_of, references_of, text_of

FEWEST = 2  # levels beside each other in one object: a single key could mean anything


def tidy(root: Entry) -> None:
    """Changes the objects in the root's lists of competencies and levels."""
    levels = list(items_of(root, OutlinePart.LEVEL))
    ids = {fold(text) for level in levels for word in IDS if (text := text_of(level, word))}
    for skill in items_of(root, OutlinePart.COMPETENCY):
        _call_expectations(skill, OutlinePart.LEVEL)
        _gather_levels(skill, ids)
    for level in levels:
        _call_expectations(level, OutlinePart.COMPETENCY)


def expectations_of(owner: Entry) -> list[Entry]:
    """The objects in its list of expectations."""
    lists = (value for key, value in owner.items() if key_of(key) == "expectations" and isinstance(value, list))
    return [item for value in lists for item in value if isinstance(item, Entry)]


def _call_expectations(owner: Entry, named: OutlinePart) -> None:
    """A list of objects that each name such a part, whatever it is headed, becomes the owner’s `expectations`."""
    if any(key_of(key) == "expectations" for key in owner):
        return
    for key, value in owner.items():
        if key_of(key) in CONTAINERS or not isinstance(value, list) or not value:
            continue
        if all(isinstance(item, Entry) and any(part is named for _, part, _ in references_of(item)) for item in value):
            owner.lines["expectations"] = owner.lines.get(key, owner.line)
            owner["expectations"] = owner.pop(key)
            return


def _gather_levels(skill: Entry, ids: Collection[str]) -> None:
    """`{name: Taste, l1: seasons, l2: composes}` names its levels under their ids: they become its `levels`."""
    found = [key for key, value in skill.items() if fold(key) in ids and isinstance(value, str | list | Entry)]
    if len(found) < FEWEST or any(key_of(key) == "levels" for key in skill):
        return
    line = skill.lines.get(found[0], skill.line)
    lines = {key: skill.lines.get(key, line) for key in found}
    skill["levels"] = Entry(line, {key: skill.pop(key) for key in found}, lines)
    skill.lines["levels"] = line
