"""What a reading of a document leaves out: its texts, against the cells that were read of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from ladders.core.sentences import gettext as _

from ..entries import Entry
from ..lists import first_of
from ..sheets import Place, Problem, clean, fold, warning
from .outline import CELL_KEYS, CONTAINERS, PAIRED, Outline, key_of

BESIDE = {key for keys in CELL_KEYS.values() for key in keys} | set(PAIRED)
IDS = ("id", "key", "slug", "ref")
MOST_NAMED = 8


def copy_of(value: Any) -> Any:
    """The same objects and lists, made anew."""
    if isinstance(value, Entry):
        return Entry(value.line, {key: copy_of(inner) for key, inner in value.items()}, value.lines)
    return [copy_of(item) for item in value] if isinstance(value, list) else value


def kept_texts(name: str, root: Entry) -> Counter[str]:
    """How often each text stands in the rows that a document is read into."""
    outline = Outline(name)
    outline.root(copy_of(root))
    found: Counter[str] = Counter()
    for row in outline.table().rows[1:]:
        for cell in row.cells:
            found.update({fold(cell), *(fold(line.removeprefix("- ")) for line in cell.split("\n"))} - {""})
    return found


def lost_texts(root: Entry, kept: Counter[str], known: Collection[str]) -> dict[str, tuple[str, int, int]]:
    """The texts of a document that were not kept → their key, its line, and how many times they are missing."""
    wanted: Counter[str] = Counter()
    places: dict[str, tuple[str, int]] = {}
    for key, line, text, prose in _texts_of(root, "", root.line):
        if prose or text not in known:
            wanted[text] += 1 if prose or text not in wanted else 0
            places.setdefault(text, (key, line))
    return {text: (*places[text], count - kept[text]) for text, count in wanted.items() if count > kept[text]}


def about_lost(name: str, lost: dict[str, tuple[str, int, int]]) -> list[Problem]:
    """A word about what was not taken in, by the keys that it stands under; none where nothing is lost."""
    keys: dict[str, int] = {}
    for key, line, _count in lost.values():
        keys.setdefault(key, line)
    if not keys:
        return []
    named = first_of([f"“{key}” (line {line})" for key, line in keys.items()], MOST_NAMED)
    note = _("%(name)s has texts that were not taken in, under %(keys)s.") % {"name": name, "keys": named}
    return [warning(Place(name, row=next(iter(keys.values()))), note)]


def _texts_of(value: object, key: str, line: int) -> Iterator[tuple[str, int, str, bool]]:
    """Key, line and folded text of each line of each value but ids; and whether it says what is asked."""
    if isinstance(value, Entry):
        for name, inner in value.items():
            where = value.lines.get(name, value.line)
            if CONTAINERS.get(key_of(key)) and not isinstance(inner, list):
                yield key, where, fold(clean(name)), False  # an object of objects: its keys are names
            if key_of(name) not in IDS:
                yield from _texts_of(inner, name, where)
    elif isinstance(value, list):
        for item in value:
            yield from _texts_of(item, "", item.line) if isinstance(item, Entry) else _texts_of(item, key, line)
    elif isinstance(value, str):
        prose = key_of(key) in BESIDE - {"proficiency", "rating", "step", "tier"}
        for text in clean(value).split("\n"):
            if fold(text.removeprefix("- ")):
                yield key, line, fold(text.removeprefix("- ")), prose
