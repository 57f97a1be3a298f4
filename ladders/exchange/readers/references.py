"""Documents whose parts name each other by ids: references are followed, so that what is left is nested.

`levels`, `themes` and `competencies` stand beside each other, and a competency says `theme: craft` and `level: l2`; or an
expectation names both; or a role lists the ids of its levels and competencies. Also lists of degrees, one for each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..entries import Entry, Value
from ..sheets import Place, Problem, clean, fold, is_number, one_line, warning
from .outline import CONTAINERS, Part, key_of

IDS = ("id", "key", "slug", "ref", "code")
NAMED = ("title", "name", "displayname", "label")
REFERENCES: dict[str, Part] = {
    **dict.fromkeys(("level", "levels", "step", "stage"), Part.LEVEL),
    **dict.fromkeys(("theme", "themes", "group", "category", "area", "pillar", "competencygroup"), Part.GROUP),
    **dict.fromkeys(("competency", "competencies", "skill", "skills", "capability", "topic"), Part.COMPETENCY),
    **dict.fromkeys(("track", "role", "ladder", "path"), Part.TRACK),
}
TEXTS = ("descriptor", "body", "text", "expectation", "description", "detail", "criteria", "behaviours", "behaviors")
OF_LEVEL = ("number", "order", "rank", "summary", "scope", "grade", "gradesource", "level", "description")
MOST_NAMED = 8


@dataclass
class Joiner:
    """Follows the references of one document, or of several that refer to each other."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    known: dict[Part, dict[str, Entry]] = field(default_factory=lambda: {part: {} for part in Part})
    missing: dict[str, int] = field(default_factory=dict)  # ids that nothing describes → line
    degrees: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)  # what stands among degrees and is no number

    def join(self, value: Value) -> Value:
        """The value with its references followed; the same object where it has none."""
        if not isinstance(value, Entry):
            return value
        for skill in _items_of(value, Part.COMPETENCY):
            self._spread_degrees(skill)
        self._learn(value)
        if any(self.known[part] for part in (Part.LEVEL, Part.COMPETENCY)) and self._refers(value):
            self._follow(value)
        elif self.known[Part.GROUP]:
            self._name_themes(value)
        self._tell(value)
        return value

    def _tell(self, root: Entry) -> None:
        place = Place(self.name, row=root.line)
        if self.degrees:
            steps = ", ".join(dict.fromkeys(self.degrees))
            note = (
                f"{self.name} lists numbers under {steps}: each list was read as the degrees of one career step after the "
                "other, on a track of that name."
            )
            if self.odd:
                note += f" {', '.join(dict.fromkeys(self.odd))} among them is no degree, so nothing is asked there."
            self.problems.append(warning(place, note))
        if self.missing:
            ids = [f"“{name}” (line {line})" for name, line in self.missing.items()][:MOST_NAMED]
            more = len(self.missing) - len(ids)
            note = (
                f"{self.name} refers to {', '.join(ids)}{f' and {more} more' if more else ''}, which nothing in it "
                "describes. Bring the file that does together with it, or correct the name."
            )
            self.problems.append(warning(Place(self.name, row=next(iter(self.missing.values()))), note))

    # --- Lists of degrees -----------------------------------------------------------------------------------------

    def _spread_degrees(self, skill: Entry) -> None:
        """`levels: {analyst: [1, 2, 3]}` → a track for each name, with a level for each number."""
        for key, inner in list(skill.items()):
            lists = list(inner.values()) if isinstance(inner, Entry) and CONTAINERS.get(key_of(key)) else []
            if not lists or not all(_are_degrees(item) for item in lists):
                continue
            tracks = []
            for role, degrees in inner.items():
                line = inner.lines.get(role, inner.line)
                levels = [
                    Entry(line, {"number": str(step), "proficiency": degree if is_number(degree, 2) else "-"})
                    for step, degree in enumerate(map(str, degrees), start=1)
                ]
                tracks.append(Entry(line, {"name": role, "levels": levels}))
                self.degrees.append(f"“{role}”")
                self.odd += [f"“{degree}”" for degree in degrees if not is_number(degree, 2)]
            del skill[key]
            skill["tracks"] = tracks

    # --- References -----------------------------------------------------------------------------------------------

    def _learn(self, root: Entry) -> None:
        for key, part, item in _named_items(root):
            for text in (key, *(_text(item, word) for word in IDS)):
                if text:
                    self.known[part].setdefault(fold(text), item)

    def _refers(self, root: Entry) -> bool:
        """Whether anything names a described part by its id."""
        return any(
            part is not owner and fold(text) in self.known[part]
            for owner in (Part.COMPETENCY, Part.LEVEL, Part.TRACK)
            for item in _items_of(root, owner)
            for _key, part, texts in _references(item)
            for text in texts
        )

    def _name_themes(self, value: object) -> None:
        """Ids of themes further down become the themes' names."""
        for item in value.values() if isinstance(value, Entry) else value if isinstance(value, list) else ():
            self._name_themes(item)
        for key, part, texts in list(_references(value)) if isinstance(value, Entry) else ():
            group = self.known[part].get(fold(texts[0])) if part is Part.GROUP and len(texts) == 1 else None
            if group is not None and isinstance(value[key], str):  # type: ignore[index]
                value[key] = _name(group) or texts[0]  # type: ignore[index]

    def _follow(self, root: Entry) -> None:
        tracks = list(_items_of(root, Part.TRACK))
        skills = list(_items_of(root, Part.COMPETENCY))
        levels = list(_items_of(root, Part.LEVEL))
        listed = [track for track in tracks if any(part is not Part.TRACK for _k, part, _t in _references(track))]
        themes = list(_items_of(root, Part.GROUP))
        for key in [key for key in root if CONTAINERS.get(key_of(key)) and CONTAINERS[key_of(key)] is not Part.ROOT]:
            del root[key]
        if listed:
            root["tracks"] = [self._track(track, skills) for track in tracks]
            return
        if themes:
            root["groups"] = themes
        if tracks:
            root["tracks"] = tracks
        root["levels"] = [self._level(item) for item in levels]
        told = {id(item) for level in levels for item in self._skills_of(level)}
        root["competencies"] = [self._skill(item) for item in skills if id(item) not in told or self._levels_of(item)]

    def _level(self, level: Entry) -> Entry:
        """A level with its name alone as its identity, and what it lists by ids described."""
        found = self._identity(level)
        found.update({key: value for key, value in level.items() if key_of(key) in OF_LEVEL and key not in found})
        inner = next(
            ((key, value) for key, value in level.items() if CONTAINERS.get(key_of(key)) is Part.COMPETENCY), None
        )
        if inner:
            found["competencies"] = [
                self._told(item, text) for item, text in self._pairs(inner[1], Part.COMPETENCY, level)
            ]
        return found

    def _skills_of(self, level: Entry) -> Iterator[Entry]:
        for key, value in level.items():
            if CONTAINERS.get(key_of(key)) is Part.COMPETENCY:
                yield from (item for item, _text_ in self._pairs(value, Part.COMPETENCY, level))

    def _told(self, skill: Entry, text: object) -> Entry:
        """A competency as one level asks it."""
        own = self._named(skill)
        own["text"] = text if text else next((skill[key] for key in skill if key_of(key) in TEXTS), "")
        return own

    def _track(self, track: Entry, skills: Iterable[Entry]) -> Entry:
        """A role with its levels, each with what the role's competencies ask there."""
        kept = {key: value for key, value in track.items() if key_of(key) not in REFERENCES or isinstance(value, str)}
        result = Entry(track.line, kept, track.lines)
        chosen = [item for item, _text_ in self._pairs(_under(track, Part.COMPETENCY), Part.COMPETENCY, track)] or list(
            skills
        )
        described = self._pairs(_under(track, Part.LEVEL), Part.LEVEL, track)
        levels = []
        for level, _beside in described:
            entry = self._level(level)
            entry["competencies"] = [
                self._told(skill, text) for skill in chosen for item, text in self._levels_of(skill) if item is level
            ] + list(entry.get("competencies", []))
            levels.append(entry)
        result["levels"] = levels
        return result

    def _skill(self, item: Entry) -> Entry:
        """A competency, or an expectation that names one, with its levels inside."""
        own = self._named(item)
        levels = []
        for level, text in self._levels_of(item):
            entry = self._identity(level)
            entry["text"] = text
            for key, value in item.items():
                if key_of(key) in ("examples", "example", "proficiency", "rating"):
                    entry[key] = value
            levels.append(entry)
        if levels:
            own["levels"] = levels
        else:
            own.update(
                {key: value for key, value in item.items() if key_of(key) in ("description", "definition", "summary")}
            )
        return own

    def _levels_of(self, item: Entry) -> list[tuple[Entry, object]]:
        """The levels that a competency names, each with what is asked there."""
        found: list[tuple[Entry, object]] = []
        own = next((item[key] for key in item if key_of(key) in TEXTS), "")
        for key, value in item.items():
            word = key_of(key).removesuffix("ids").removesuffix("id")
            if REFERENCES.get(word) is Part.LEVEL or CONTAINERS.get(key_of(key)) in (Part.LEVEL, Part.COMPETENCY):
                found += [(level, text or own) for level, text in self._pairs(value, Part.LEVEL, item)]
        return found

    def _pairs(self, value: object, part: Part, of: Entry) -> list[tuple[Entry, object]]:
        """What a reference, a list of them, or an object keyed by them names, each with the text beside it."""
        pairs: list[tuple[str, object, int]] = []
        if isinstance(value, str):
            pairs = [(value, "", of.line)]
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, str):
                    pairs.append((item, "", of.line))
                elif isinstance(item, Entry):
                    name = next((text for _k, kind, texts in _references(item) if kind is part for text in texts), "")
                    name = name or next((_text(item, word) for word in IDS if _text(item, word)), "")
                    pairs.append((name, next((item[key] for key in item if key_of(key) in TEXTS), ""), item.line))
        elif isinstance(value, Entry):
            for name, inner in value.items():
                text = inner
                if isinstance(inner, Entry):
                    text = next((inner[key] for key in inner if key_of(key) in TEXTS), "")
                pairs.append((name, text, value.lines.get(name, value.line)))
        found = []
        for name, text, line in pairs:
            entry = self.known[part].get(fold(clean(name)))
            if entry is not None:
                found.append((entry, text))
            elif name:
                self.missing.setdefault(clean(name), line)
        return found

    def _named(self, item: Entry) -> Entry:
        """A competency by its name and the name of its theme, following what it names."""
        found = Entry(item.line, {}, item.lines)
        source = item
        for _key, part, texts in _references(item):
            for text in texts if part is Part.COMPETENCY else ():
                source = self.known[part].get(fold(text), source)
                if fold(text) not in self.known[part]:
                    self.missing.setdefault(text, item.line)
        found["name"] = _name(source) or _name(item)
        for entry in (item, source):
            for _key, part, texts in _references(entry):
                if part is Part.GROUP and texts:
                    group = self.known[part].get(fold(texts[0]))
                    found["group"] = _name(group) if group is not None else texts[0]
        if source is not item or self._levels_of(item):
            about = next((source[key] for key in source if key_of(key) in ("definition", "summary")), "")
            if not about and source is not item:
                about = next((source[key] for key in source if key_of(key) == "description"), "")
            if about:
                found["description"] = about
        return found

    def _identity(self, level: Entry) -> Entry:
        """What a level is known by, the same wherever it is named: its title, its code if its id looks like one, its track."""
        found = Entry(level.line, {}, level.lines)
        name = _name(level)
        code = _text(level, "code") or next((_text(level, word) for word in IDS if _text(level, word)), "")
        if code and (not name or any(map(str.isdigit, code)) or code.isupper()) and len(code) <= 12:
            found["code"] = code
        if name or "code" not in found:
            found["title"] = name or code
        for _key, part, texts in _references(level):
            if part is Part.TRACK and texts:
                track = self.known[part].get(fold(texts[0]))
                found["track"] = _name(track) if track is not None else texts[0]
        return found


def _are_degrees(value: object) -> bool:
    """Whether a value is a list of short scalars, most of them numbers."""
    if (
        not isinstance(value, list)
        or len(value) < 2
        or not all(isinstance(item, str) and len(item) <= 4 for item in value)
    ):
        return False
    return sum(is_number(item, 2) for item in value) >= 0.3 * len(value)


def _under(entry: Entry, part: Part) -> object:
    return next((value for key, value in entry.items() if CONTAINERS.get(key_of(key)) is part), None)


def _items_of(root: Entry, part: Part) -> Iterator[Entry]:
    """The objects in the root's lists of this part."""
    for _key, kind, item in _named_items(root):
        if kind is part:
            yield item


def _named_items(root: Entry) -> Iterator[tuple[str, Part, Entry]]:
    """The objects of all the root's containers, with the key that an object of objects has them under."""
    for key, value in root.items():
        part = CONTAINERS.get(key_of(key))
        if part is None or part is Part.ROOT:
            continue
        if isinstance(value, list):
            yield from (("", part, item) for item in value if isinstance(item, Entry))
        elif isinstance(value, Entry):
            for name, item in value.items():
                if isinstance(item, Entry):
                    item.setdefault("name", name)
                    yield name, part, item


def _references(entry: Entry) -> Iterator[tuple[str, Part, list[str]]]:
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


def _text(entry: Entry, word: str) -> str:
    value = next((value for key, value in entry.items() if key_of(key) == word), "")
    return clean(value) if isinstance(value, str) else ""


def _name(entry: Entry) -> str:
    return one_line(next((text for word in NAMED if (text := _text(entry, word))), ""))
