"""Which keys of a document name its parts, and what stands under them. Plain looks at objects; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ladders.core.sentences import gettext as _

from ..entries import Entry
from ..sheets import clean, one_line
from .losses import BESIDE, MOST_NAMED
from .outline import CONTAINERS, OutlinePart, key_of

IDS = ("id", "key", "slug", "ref", "code")
NAMED = ("title", "name", "displayname", "label")
REFERENCES: dict[str, OutlinePart] = {
    **dict.fromkeys(("level", "levels", "step", "stage"), OutlinePart.LEVEL),
    **dict.fromkeys(("theme", "themes", "group", "category", "area", "pillar", "competencygroup"), OutlinePart.GROUP),
    **dict.fromkeys(("competency", "competencies", "skill", "skills", "capability", "topic"), OutlinePart.COMPETENCY),
    **dict.fromkeys(("track", "role", "ladder", "path"), OutlinePart.TRACK),
}
TEXTS = ("descriptor", "body", "text", "expectation", "description", "detail", "criteria", "behaviours", "behaviors")
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
LISTED = {
    OutlinePart.GROUP: "groups",
    OutlinePart.TRACK: "tracks",
    OutlinePart.LEVEL: "levels",
    OutlinePart.COMPETENCY: "competencies",
}


def beside_of(entry: Entry) -> dict[str, object]:
    """What an object beside a reference asks: its text, examples, proficiency."""
    return {key: value for key, value in entry.items() if key_of(key) in BESIDE and value}


def says(beside: Entry) -> bool:
    """Whether an object beside a reference has a text."""
    return any(key_of(key) in TEXTS and beside[key] for key in beside)


def about_of(item: Entry) -> object:
    """What a competency is, in its own words; "" where it says nothing."""
    return next(
        (item[key] for key in item if key_of(key) in ("description", "definition", "summary") and item[key]), ""
    )


def scalars_of(root: Entry) -> Iterator[tuple[OutlinePart, list[Entry]]]:
    """The plain texts in the root's containers, each as an object with a name."""
    for key, value in root.items():
        part = CONTAINERS.get(key_of(key))
        if part not in LISTED or part is None:
            continue
        line = root.lines.get(key, root.line)
        if isinstance(value, list):
            yield part, [Entry(line, {"name": item}) for item in value if isinstance(item, str) and clean(item)]
        elif isinstance(value, Entry):
            plain = {name: inner for name, inner in value.items() if not isinstance(inner, Entry)}
            yield (
                part,
                [Entry(value.lines.get(name, line), {"name": name, "text": text}) for name, text in plain.items()],
            )


def value_under(entry: Entry, part: OutlinePart) -> object:
    """The first value whose key is that of a list of such parts."""
    return next((value for key, value in entry.items() if CONTAINERS.get(key_of(key)) is part), None)


def items_of(root: Entry, part: OutlinePart) -> Iterator[Entry]:
    """The objects in the root's lists of this part."""
    for _key, kind, item in named_items(root):
        if kind is part:
            yield item


def named_items(root: Entry) -> Iterator[tuple[str, OutlinePart, Entry]]:
    """The objects of all the root's containers, with the key that an object of objects has them under."""
    for key, value in root.items():
        part = CONTAINERS.get(key_of(key))
        if part is None or part is OutlinePart.ROOT:
            continue
        if isinstance(value, list):
            yield from (("", part, item) for item in value if isinstance(item, Entry))
        elif isinstance(value, Entry):
            for name, item in value.items():
                if isinstance(item, Entry):
                    item.setdefault("name", name)
                    yield name, part, item


def references_of(entry: Entry) -> Iterator[tuple[str, OutlinePart, list[str]]]:
    """The keys of an object that name parts: `theme`, `level_id`, `competencies: [a, b]`, `levels: {a: …}`."""
    for key, value in entry.items():
        part = REFERENCES.get(key_of(key).removesuffix("ids").removesuffix("id"))
        if part is None:
            continue
        if isinstance(value, str):
            yield key, part, [clean(value)]
        elif isinstance(value, list):
            yield key, part, [clean(item) for item in value if isinstance(item, str)]
        elif isinstance(value, Entry):
            yield key, part, [clean(name) for name in value]


def text_of(entry: Entry, word: str) -> str:
    """The text under a key, whatever its case and dashes; "" for none."""
    value = next((value for key, value in entry.items() if key_of(key) == word), "")
    return clean(value) if isinstance(value, str) else ""


def name_of(entry: Entry) -> str:
    """What an object is called: its title or name, in one line; "" for none."""
    return one_line(next((text for word in NAMED if (text := text_of(entry, word))), ""))


def ids_alone(root: Entry, described: set[OutlinePart]) -> str:
    """Texts that look like ids of levels or competencies where the document describes none of these parts, as the rest of a
    sentence that begins with the file's name and says the cure; "" for none. `levels: [l1, l2]` of a role are such ids,
    `levels: [Junior, Senior]` are titles."""
    found: dict[OutlinePart, dict[str, None]] = {}
    for item in objects_in(root):
        for key, value in item.items():
            part = REFERENCES.get(key_of(key).removesuffix("ids").removesuffix("id"))
            if part not in (OutlinePart.LEVEL, OutlinePart.COMPETENCY) or part in described:
                continue
            if isinstance(value, list):
                texts = [text for text in value if isinstance(text, str) and _ID.fullmatch(text)]
            elif isinstance(value, Entry):  # keys are titles more often: an id has a digit or a dash
                texts = [text for text in value if _ID.fullmatch(text) and not text.isalpha() and not text.isdecimal()]
            else:
                texts = []
            if texts and len(texts) == len(value):
                found.setdefault(part, {}).update(dict.fromkeys(texts))
    if not found:
        return ""
    parts = [
        f"{', '.join(f'“{text}”' for text in list(texts)[:MOST_NAMED])}"
        f"{f' and {len(texts) - MOST_NAMED} more' if len(texts) > MOST_NAMED else ''} as {LISTED[part]}"
        for part, texts in found.items()
    ]
    return _(
        "names %(parts)s, and describes none of them. If these are ids, the file that says what they are "
        "called is missing: choose it together with this one, both at once."
    ) % {"parts": " and ".join(parts)}


def objects_in(value: object) -> Iterator[Entry]:
    """All objects in a value, the outer ones first."""
    if isinstance(value, Entry):
        yield value
    for inner in value.values() if isinstance(value, Entry) else value if isinstance(value, list) else ():
        yield from objects_in(inner)


def identity_of(level: Entry, track_called: Callable[[str], Entry | None]) -> Entry:
    """What a level is known by, the same wherever it is named: its title, its code if its id looks like one, its track."""
    found = Entry(level.line, {}, level.lines)
    name = name_of(level)
    code = next((text_of(level, word) for word in IDS if text_of(level, word)), "")
    if text_of(level, "code"):
        found["code"] = text_of(level, "code")
    elif code and (not name or any(map(str.isdigit, code)) or code.isupper()) and len(code) <= 12:
        found["code"] = code
    if name or "code" not in found:
        found["title"] = name or code
    for _key, part, texts in references_of(level):
        if part is OutlinePart.TRACK and texts:
            track = track_called(texts[0])
            found["track"] = name_of(track) if track is not None else texts[0]
    return found
