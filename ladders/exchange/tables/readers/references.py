"""Documents whose parts name each other by ids: references are followed, so that what is left is nested.

`levels`, `themes` and `competencies` stand beside each other, and a competency says `theme: craft` and `level: l2`; or an
expectation names both; or a role lists the ids of its levels and competencies. Also lists of degrees, one for each step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ladders.core.sentences import gettext as _

from ..entries import Entry, Value
from ..lists import first_of
from ..sheets import Place, Problem, clean, fold, warning
from . import reference_keys as keys
from . import reference_lists
from .degree_lists import DegreeLists
from .losses import BESIDE, MOST_NAMED, about_lost, copy_of, kept_texts, lost_texts
from .outline import CONTAINERS, OutlinePart, key_of

MOST_CELLS = 50_000  # more than this, where many tracks list the same levels and competencies, is no ladder
Pair = tuple[Entry, object, Entry]  # what is named, the text beside it, and the object that the text stands in


@dataclass
class Joiner:
    """Follows the references of one document, or of several that refer to each other."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    known: dict[OutlinePart, dict[str, Entry]] = field(default_factory=lambda: {part: {} for part in OutlinePart})
    missing: dict[str, int] = field(default_factory=dict)  # ids that nothing describes → line
    called: dict[OutlinePart, dict[str, Entry | None]] = field(
        default_factory=lambda: {part: {} for part in OutlinePart}
    )
    degrees: DegreeLists = field(default_factory=DegreeLists)
    _levels: dict[int, list[Pair]] = field(default_factory=dict)  # id of a competency → the levels it names
    _names: dict[int, Entry] = field(default_factory=dict)  # id of a competency → what it is known by

    def join(self, value: Value) -> Value:
        """The value with its references followed; the same object where it has none."""
        if not isinstance(value, Entry):
            return value
        for skill in keys.items_of(value, OutlinePart.COMPETENCY):
            self.degrees.spread(skill)
        reference_lists.tidy(value)
        self._learn(value)
        if any(self.known[part] for part in (OutlinePart.LEVEL, OutlinePart.COMPETENCY)) and self._refers(value):
            value = self._choose(value)
        elif self.known[OutlinePart.GROUP]:
            self._name_themes(value)
        self._tell(value)
        return value

    def _choose(self, root: Entry) -> Entry:
        """The document with its references followed; as it was where that would lose what its nesting tells."""
        nested: Entry = copy_of(root)
        places = {name for names in self.known.values() for name in names}
        before = lost_texts(nested, kept_texts(self.name, nested), places)
        missing = dict(self.missing)
        self._levels.clear()
        self._names.clear()
        followed = self._follow(root)
        after = lost_texts(nested, kept_texts(self.name, root), places) if followed else {}
        self._levels.clear()
        self._names.clear()
        worse = [text for text, (_key, _line, count) in after.items() if count > before.get(text, ("", 0, 0))[2]]
        if followed and not worse:
            self.problems += about_lost(self.name, after)
            return root
        self.missing = missing
        self._name_themes(nested)
        why = (
            _("“%(text)s” would have been left out") % {"text": worse[0][:60]}
            if worse
            else _("there would have been too many expectations")
        )
        note = _(
            "%(name)s refers to its parts by ids. Had they been followed, %(why)s, so each part was read "
            "where it stands. Look closely at the levels and competencies below, or nest them in the file."
        ) % {"name": self.name, "why": why}
        self.problems.append(warning(Place(self.name, row=root.line), note))
        self.problems += about_lost(self.name, before)
        return nested

    def _tell(self, root: Entry) -> None:
        unknown = "" if self.missing else keys.ids_alone(root, {part for part in keys.LISTED if self.known[part]})
        for told in filter(None, (self.degrees.told, unknown)):
            self.problems.append(warning(Place(self.name, row=root.line), f"{self.name} {told}"))
        if self.missing:
            ids = [f"“{name}” (line {line})" for name, line in self.missing.items()]
            note = _(
                "%(name)s refers to %(ids)s, which nothing in it describes. Choose the file that does "
                "together with it, both at once, or correct the name."
            ) % {"name": self.name, "ids": first_of(ids, MOST_NAMED)}
            self.problems.append(warning(Place(self.name, row=next(iter(self.missing.values()))), note))

    def _learn(self, root: Entry) -> None:
        for key, part, item in keys.named_items(root):
            for text in (key, *(keys.text_of(item, word) for word in keys.IDS)):
                if text:
                    self.known[part].setdefault(fold(text), item)
            names = (keys.name_of(item), keys.text_of(item, "number"), keys.text_of(item, "level"))
            for text in {fold(text) for text in names if text}:
                named = self.called[part]
                named[text] = item if named.get(text, item) is item else None  # two of that name: neither is meant

    def _refers(self, root: Entry) -> bool:
        """Whether anything names a described part by its id."""
        return any(
            part is not owner and fold(text) in self.known[part]
            for owner in (OutlinePart.COMPETENCY, OutlinePart.LEVEL, OutlinePart.TRACK)
            for item in keys.items_of(root, owner)
            for each in (item, *reference_lists.expectations_of(item))
            for _key, part, texts in keys.references_of(each)
            for text in texts
        )

    def _name_themes(self, value: object) -> None:
        """Ids of themes further down become the themes' names."""
        for item in value.values() if isinstance(value, Entry) else value if isinstance(value, list) else ():
            self._name_themes(item)
        for key, part, texts in list(keys.references_of(value)) if isinstance(value, Entry) else ():
            group = self.known[part].get(fold(texts[0])) if part is OutlinePart.GROUP and len(texts) == 1 else None
            if group is not None and isinstance(value[key], str):  # type: ignore[index]
                value[key] = keys.name_of(group) or texts[0]  # type: ignore[index]

    def _follow(self, root: Entry) -> bool:
        """Rewrites the root, nested; False (and nothing done) where that would be too much."""
        tracks = list(keys.items_of(root, OutlinePart.TRACK))
        skills = list(keys.items_of(root, OutlinePart.COMPETENCY))
        levels = list(keys.items_of(root, OutlinePart.LEVEL))
        listed = [
            track
            for track in tracks
            if any(part is not OutlinePart.TRACK for _k, part, _t in keys.references_of(track))
        ]
        built: dict[OutlinePart, list[Entry]] = {part: [] for part in keys.LISTED}
        built[OutlinePart.GROUP] = list(keys.items_of(root, OutlinePart.GROUP))
        if listed:
            told = self._add_tracks(tracks, skills, levels, built)
            if told is None:
                return False
        else:
            built[OutlinePart.TRACK] = tracks
            built[OutlinePart.LEVEL] = [self._level(item) for item in levels]
            told = {id(item) for level in levels for item in self._skills_of(level)}
            told -= {id(item) for item in skills if self._levels_of(item)}
        for item in skills:
            if id(item) not in told:
                built[OutlinePart.COMPETENCY].append(self._skill(item))
            elif about := keys.about_of(item):
                built[OutlinePart.COMPETENCY].append(
                    Entry(item.line, {**self._named(item), "description": about}, item.lines)
                )
        for part, scalars in keys.scalars_of(root):
            built[part] += scalars
        for key in [
            key for key in root if CONTAINERS.get(key_of(key)) in keys.LISTED and not isinstance(root[key], str)
        ]:
            del root[key]
        root.update({keys.LISTED[part]: items for part, items in built.items() if items})
        return True

    def _add_tracks(
        self, tracks: list[Entry], skills: list[Entry], levels: list[Entry], built: dict[OutlinePart, list[Entry]]
    ) -> set[int] | None:
        """The tracks with what they list, and the levels that none lists. The ids of the competencies that are told."""
        own = {id(track): self._levels_listed(track, levels) for track in tracks}
        placed = {id(level) for found in own.values() for level in found}
        spare = [level for level in levels if id(level) not in placed]
        told: set[int] = set()
        cells = 0
        for track in tracks:
            here = own[id(track)]
            if not here:  # the levels that belong to no track belong to each that lists none
                here, placed = spare, placed | {id(level) for level in spare}
            chosen = self._skills_listed(track, skills)
            asked: dict[int, list[tuple[Entry, Pair]]] = {id(level): [] for level in here}
            for skill in chosen:
                for pair in self._levels_of(skill):
                    if id(pair[0]) in asked:
                        asked[id(pair[0])].append((skill, pair))
                        cells += 1
            if cells > MOST_CELLS:
                return None
            told |= {id(skill) for skill in chosen}
            told |= {id(skill) for level in here for skill in self._skills_of(level)}
            built[OutlinePart.TRACK].append(self._track(track, here, asked))
        left = [level for level in levels if id(level) not in placed]
        beside: dict[int, list[tuple[Entry, Pair]]] = {id(level): [] for level in left}
        for skill in skills:
            for pair in self._levels_of(skill) if id(skill) in told else ():
                if id(pair[0]) in beside:
                    beside[id(pair[0])].append((skill, pair))
        built[OutlinePart.LEVEL] = [self._asking(level, beside[id(level)]) for level in left]
        alone = [keys.name_of(item) for item in (*left, *(skill for skill in skills if id(skill) not in told))]
        if alone:
            names = ", ".join(f"“{name}”" for name in dict.fromkeys(alone[:MOST_NAMED]))
            more = f" and {len(alone) - MOST_NAMED} more" if len(alone) > MOST_NAMED else ""
            note = _(
                "No track of %(name)s lists %(names)s%(more)s. They were read beside the tracks; check where "
                "they belong."
            ) % {"name": self.name, "names": names, "more": more}
            self.problems.append(warning(Place(self.name, row=tracks[0].line), note))
        return told

    def _levels_listed(self, track: Entry, levels: list[Entry]) -> list[Entry]:
        """The levels that a track lists, and those that name it."""
        found = {
            id(pair[0]): pair[0]
            for pair in self._pairs(keys.value_under(track, OutlinePart.LEVEL), OutlinePart.LEVEL, track)
        }
        for level in levels:
            named = next(
                (texts[0] for _key, part, texts in keys.references_of(level) if part is OutlinePart.TRACK and texts), ""
            )
            if named and self._find(OutlinePart.TRACK, named) is track:
                found.setdefault(id(level), level)
        return list(found.values())

    def _skills_listed(self, track: Entry, skills: list[Entry]) -> list[Entry]:
        """The competencies that a track lists, with the expectations that name them; all of them where it lists none."""
        listed = {
            id(pair[0])
            for pair in self._pairs(keys.value_under(track, OutlinePart.COMPETENCY), OutlinePart.COMPETENCY, track)
        }
        return [skill for skill in skills if not listed or id(skill) in listed or id(self._source(skill)) in listed]

    def _level(self, level: Entry) -> Entry:
        """A level with its name alone as its identity, and what it lists by ids described."""
        found = keys.identity_of(level, self._track_called)
        told = []
        for key, value in level.items():
            word = key_of(key)
            if CONTAINERS.get(word) is OutlinePart.COMPETENCY:
                told += [
                    self._told(item, text, beside)
                    for item, text, beside in self._pairs(value, OutlinePart.COMPETENCY, level)
                ]
            elif word not in (*keys.IDS, *keys.NAMED) and keys.REFERENCES.get(word) is not OutlinePart.TRACK:
                found.setdefault(key, value)
        if told:
            found["competencies"] = told
        return found

    def _skills_of(self, level: Entry) -> Iterator[Entry]:
        for key, value in level.items():
            if CONTAINERS.get(key_of(key)) is OutlinePart.COMPETENCY:
                yield from (pair[0] for pair in self._pairs(value, OutlinePart.COMPETENCY, level))

    def _told(self, skill: Entry, text: object, beside: Entry) -> Entry:
        """A competency as one level asks it."""
        own = self._named(skill)
        own.pop("description", None)  # it says what the competency is, not what the level asks
        own.update(keys.beside_of(beside))
        if not keys.says(beside):
            own["text"] = text or next((skill[key] for key in skill if key_of(key) in keys.TEXTS), "")
        return own

    def _track(self, track: Entry, levels: list[Entry], asked: dict[int, list[tuple[Entry, Pair]]]) -> Entry:
        """A role with its levels, each with what the role's competencies ask there."""
        kept = {
            key: value for key, value in track.items() if key_of(key) not in keys.REFERENCES or isinstance(value, str)
        }
        result = Entry(track.line, kept, track.lines)
        result["levels"] = [self._asking(level, asked[id(level)]) for level in levels]
        return result

    def _asking(self, level: Entry, asked: list[tuple[Entry, Pair]]) -> Entry:
        """A level with what it lists, and what these competencies ask there."""
        entry = self._level(level)
        told = [self._told(skill, text, beside) for skill, (_level, text, beside) in asked]
        if told:
            entry["competencies"] = told + list(entry.get("competencies", []))
        return entry

    def _skill(self, item: Entry) -> Entry:
        """A competency, or an expectation that names one, with its levels inside."""
        own = self._named(item)
        levels = []
        for level, text, beside in self._levels_of(item):
            entry = keys.identity_of(level, self._track_called)
            entry.update(keys.beside_of(beside))
            if not keys.says(beside):
                entry["text"] = text
            for key, value in item.items():
                if key_of(key) in BESIDE and key_of(key) not in keys.TEXTS:
                    entry.setdefault(key, value)
            levels.append(entry)
        for key, value in item.items():
            if CONTAINERS.get(key_of(key)) in (OutlinePart.TRACK, OutlinePart.GROUP):
                own[key] = value
        if levels:
            own["levels"] = levels
        elif about := keys.about_of(item):
            own["description"] = about
        return own

    def _levels_of(self, item: Entry) -> list[Pair]:
        """The levels that a competency names, each with what is asked there. Found once for each competency."""
        if id(item) not in self._levels:
            own = next((item[key] for key in item if key_of(key) in keys.TEXTS), "")
            found: list[Pair] = []
            for key, value in item.items():
                word = key_of(key).removesuffix("ids").removesuffix("id")
                if keys.REFERENCES.get(word) is OutlinePart.LEVEL or CONTAINERS.get(key_of(key)) in (
                    OutlinePart.LEVEL,
                    OutlinePart.COMPETENCY,
                ):
                    pairs = self._pairs(value, OutlinePart.LEVEL, item)
                    found += [(level, text or own, beside) for level, text, beside in pairs]
            self._levels[id(item)] = found
        return self._levels[id(item)]

    def _find(self, part: OutlinePart, name: str) -> Entry | None:
        """What an id describes; what has a name or number that it shares with nothing else."""
        return self.known[part].get(fold(name)) or self.called[part].get(fold(name))

    def _track_called(self, name: str) -> Entry | None:
        return self._find(OutlinePart.TRACK, name)

    def _pairs(self, value: object, part: OutlinePart, of: Entry) -> list[Pair]:
        """What a reference, a list of them, or an object keyed by them names, each with the text beside it.

        What has a text and matches nothing stays what it is, under the name that it has.
        """
        named: list[tuple[str, Entry]] = []
        if isinstance(value, str):
            named = [(value, Entry(of.line))]
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, str):
                    named.append((item, Entry(of.line)))
                elif isinstance(item, Entry):
                    name = next(
                        (text for _k, kind, texts in keys.references_of(item) if kind is part for text in texts), ""
                    )
                    words = (*keys.IDS, *keys.NAMED, "number")
                    named.append(
                        (name or next((text for word in words if (text := keys.text_of(item, word))), ""), item)
                    )
        elif isinstance(value, Entry):
            for name, inner in value.items():
                line = value.lines.get(name, value.line)
                named.append((name, inner if isinstance(inner, Entry) else Entry(line, {"text": inner})))
        found: list[Pair] = []
        for name, beside in named:
            entry = self._find(part, clean(name)) or self.called[part].get(fold(keys.name_of(beside)))
            text = next((beside[key] for key in beside if key_of(key) in keys.TEXTS), "")
            if entry is not None:
                found.append((entry, text, beside))
                continue
            if name and not keys.name_of(beside):
                self.missing.setdefault(clean(name), beside.line)
            if name and keys.beside_of(beside):
                found.append((Entry(beside.line, {"name": keys.name_of(beside) or clean(name)}), text, beside))
        return found

    def _source(self, item: Entry) -> Entry:
        """The competency that an expectation names; itself where it names none."""
        for _key, part, texts in keys.references_of(item):
            for text in texts if part is OutlinePart.COMPETENCY else ():
                found = self._find(part, text)
                if found is not None:
                    return found
                self.missing.setdefault(text, item.line)
        return item

    def _named(self, item: Entry) -> Entry:
        """What a competency is known by, found once for each."""
        if id(item) not in self._names:
            self._names[id(item)] = self._name_of(item)
        return Entry(item.line, self._names[id(item)], item.lines)

    def _name_of(self, item: Entry) -> Entry:
        """A competency by its name and the name of its theme, following what it names."""
        found = Entry(item.line, {}, item.lines)
        source = self._source(item)
        found["name"] = keys.name_of(source) or keys.name_of(item)
        if not found["name"]:  # the outline calls it by its id, and says so
            found["id"] = next((text for word in keys.IDS if (text := keys.text_of(source, word))), "")
        for entry in (item, source):
            for _key, part, texts in keys.references_of(entry):
                if part is OutlinePart.GROUP and texts:
                    group = self.known[part].get(fold(texts[0]))
                    found["group"] = keys.name_of(group) if group is not None else texts[0]
        if source is not item or self._levels_of(item):
            about = next((source[key] for key in source if key_of(key) in ("definition", "summary")), "")
            if not about and (
                source is not item or all(keys.says(beside) for *_level, beside in self._levels_of(item))
            ):
                about = next((source[key] for key in source if key_of(key) == "description"), "")
            if about:
                found["description"] = about
        return found
