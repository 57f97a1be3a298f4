"""Documents nest frameworks, tracks, levels and competencies in any order; this walks them into rows of a long table.

Known by the name of the list they stand in: `tracks`, `levels`, `groups`, `topics` … (see CONTAINERS). Levels may hold
competencies or competencies levels; where both are known, the texts of the inner one are what the level asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from ladders.core.sentences import gettext as _
from ladders.exchange.frameworks_in.mapping.fields import EXPORT_HEADINGS, RATING_HEADING, RATIONALE_HEADING, Field

from ..entries import Entry
from ..sheets import Place, Problem, Row, Severity, Table, clean, is_number, one_line, warning


class OutlinePart(StrEnum):
    """What an object of a document is."""

    ROOT = "root"
    TRACK = "track"
    LEVEL = "level"
    GROUP = "group"
    COMPETENCY = "competency"


CONTAINERS: dict[str, OutlinePart] = {
    **dict.fromkeys(("frameworks", "families", "jobfamilies"), OutlinePart.ROOT),
    **dict.fromkeys(("tracks", "ladders", "paths", "careerpaths", "streams", "roles"), OutlinePart.TRACK),
    **dict.fromkeys(("levels", "content", "milestones", "steps", "positions", "rungs", "joblevels"), OutlinePart.LEVEL),
    **dict.fromkeys(("groups", "themes", "categories", "areas", "pillars", "competencygroups"), OutlinePart.GROUP),
    **dict.fromkeys(
        ("competencies", "skills", "topics", "expectations", "attributes", "capabilities", "dimensions", "axes"),
        OutlinePart.COMPETENCY,
    ),
}
GROUPED_BY = ("category", "theme", "group", "area", "pillar")
NAMES = ("title", "titles", "name", "displayname", "label")
# Key → what it says, for each part; several keys may say the same, the first one with a text wins.
KEYS: dict[OutlinePart, dict[Field, tuple[str, ...]]] = {
    OutlinePart.ROOT: {
        Field.FRAMEWORK: ("framework", "family", "jobfamily", "sidebargroup", "group", "department"),
        Field.FRAMEWORK_SUMMARY: ("summary", "description"),
        Field.STATEMENT: ("statement",),
    },
    OutlinePart.TRACK: {
        Field.TRACK: ("name", "title", "displayname", "label"),
        Field.TRACK_KIND: ("kind", "type"),
        Field.TRACK_TAGLINE: ("tagline",),
        Field.TRACK_PURPOSE: ("purpose", "description", "summary"),
    },
    OutlinePart.LEVEL: {
        Field.TRACK: ("track", "ladder", "path"),
        Field.LEVEL_CODE: ("code", "id"),
        Field.LEVEL_NUMBER: ("level", "number", "order", "rank"),
        Field.LEVEL_TITLE: NAMES,
        Field.LEVEL_SUMMARY: ("summary", "detail", "details", "description", "definition"),
        Field.LEVEL_SCOPE: ("scope",),
        Field.GRADE: ("grade",),
        Field.GRADE_SOURCE: ("gradesource", "source"),
    },
    OutlinePart.GROUP: {Field.GROUP: NAMES, Field.GROUP_KIND: ("kind", "type")},
    OutlinePart.COMPETENCY: {
        Field.COMPETENCY: NAMES,
        Field.GROUP: ("group", "category", "theme"),
        Field.COMPETENCY_DESCRIPTION: ("description", "definition", "summary"),
    },
}
CELL_KEYS: dict[Field, tuple[str, ...]] = {
    Field.PROFICIENCY: ("proficiency", "rating", "step", "tier"),
    Field.BUILDS: ("builds", "buildson"),
    Field.DESCRIPTOR: (
        "descriptor", "body", "text", "summary", "description", "detail", "expectation", "criteria", "behaviours",
        "behaviors", "signals",
    ),
    Field.EXAMPLES: ("examples", "example"),
    Field.LINKS: ("links", "learning", "resources", "courses"),
}  # fmt: skip
PAIRED = ("examplecriteria", "criteriawithexamples")  # lists of {criteria, examples}


@lru_cache(maxsize=4_000)
def key_of(text: str) -> str:
    """A key without case, blanks, dashes and underscores."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


class Outline:
    """Collects the rows of one document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._any_named = False
        self.nameless: dict[int, str] = {}  # line of a competency without a name → its id, or ""
        self._rows: list[tuple[int, dict[str, str]]] = []
        self._headings: dict[str, None] = {}

    def table(self) -> Table:
        """The rows so far. Its columns are known by their headings, its first row holds them."""
        headings = tuple(self._headings)
        body = tuple(Row(line, tuple(cells.get(heading, "") for heading in headings)) for line, cells in self._rows)
        rows = (Row(0, headings), *body) if body else ()
        return Table(self.name, "", headings, rows, document=True)

    def is_nested(self, entry: Entry) -> bool:
        """Whether the entry holds lists of levels, competencies and the like, and is no plain row."""
        return any(_items(value) for _key, _part, value in _containers(entry))

    def flat(self, entries: Iterable[Entry]) -> None:
        """Objects that are rows already: their keys are the headings, and the first is row 1, however many lines it takes."""
        for number, entry in enumerate(entries, start=1):
            self._add(number, {one_line(clean(key)): _text(value) for key, value in entry.items()})

    def root(self, entry: Entry) -> None:
        """A whole document, or one framework of it."""
        containers = {part for _key, part, value in _containers(entry) if _items(value)}
        if not containers:
            rows = [value for value in entry.values() if isinstance(value, list) and len(value) > 1]
            nested = [value for value in entry.values() if isinstance(value, Entry) and self.is_nested(value)]
            if nested:
                self._children(Entry(entry.line, {"competencies": entry}, entry.lines), {})
            elif len(rows) == 1 and all(isinstance(item, Entry) for item in rows[0]):
                self.flat(rows[0])
            return
        known = self._known(entry, OutlinePart.ROOT)
        name = _first(entry, NAMES)
        owner = (
            Field.TRACK
            if OutlinePart.TRACK not in containers and OutlinePart.ROOT not in containers
            else Field.FRAMEWORK
        )
        names_levels = any(
            isinstance(item, Entry) and _first(item, KEYS[OutlinePart.LEVEL][Field.TRACK])
            for _key, part, value in _containers(entry) if part is OutlinePart.LEVEL for item in _items(value)
        )  # fmt: skip
        if names_levels:
            owner = Field.FRAMEWORK
        if name:
            known.setdefault(owner, name) if owner is Field.TRACK else known.update({owner: name})
        scale = _scale(entry)
        if scale:
            known[Field.SCALE] = scale
        if Field.FRAMEWORK_SUMMARY in known or Field.STATEMENT in known or scale:
            self._say(entry.line, known)
        kept: dict[Field, str] = {key: known[key] for key in (Field.FRAMEWORK, Field.TRACK) if key in known}
        theme = next(
            (value for key, value in entry.items() if key_of(key) in GROUPED_BY and isinstance(value, Entry)), None
        )
        if theme is not None and _first(theme, NAMES):
            kept[Field.GROUP] = _first(theme, NAMES)  # all of the document belongs to one theme
        before = len(self._rows)
        self._children(entry, kept)
        self._compare_announced(entry, before)

    def _children(self, entry: Entry, known: dict[Field, str]) -> None:
        for key, part, value in _containers(entry):
            for position, item in enumerate(_items(value), start=1):
                if isinstance(item, Entry):
                    if part is OutlinePart.ROOT:
                        self.root(item)
                    elif part is OutlinePart.LEVEL and not self._known(item, part).keys() & _LEVEL_NAMES:
                        self._part(Entry(item.line, item | {"number": str(position)}, item.lines), part, known)
                    else:
                        self._part(self._called(item, part, known), part, known)
                elif isinstance(item, str) and clean(item):
                    self._part(Entry(entry.lines.get(key, entry.line), {"name": item}), part, known)

    def _called(self, entry: Entry, part: OutlinePart, known: dict[Field, str]) -> Entry:
        """The object; a competency without a name is called by its id, and is noted."""
        if part is not OutlinePart.COMPETENCY or Field.COMPETENCY in known:
            return entry
        if Field.COMPETENCY in self._known(entry, part):
            self._any_named = True
            return entry
        called = _first(entry, ("id", "key", "slug", "ref", "code"))
        self.nameless[entry.line] = called
        return Entry(entry.line, entry | {"name": called}, entry.lines) if called else entry

    def about_nameless(self) -> Problem | None:
        """Which competencies have no name, and what came of them; None where all have one. An error where none has."""
        alone = [line for line, called in self.nameless.items() if not called]
        lines = alone or list(self.nameless)
        if not lines:
            return None
        one = len(lines) == 1
        where = ", ".join(map(str, lines[:8])) + (f" and {len(lines) - 8} more" if len(lines) > 8 else "")
        who = (
            _("A competency of %(name)s (line %(where)s) has") % {"name": self.name, "where": where}
            if one
            else _("%(count)s competencies of %(name)s (lines %(where)s) have")
            % {"count": len(lines), "name": self.name, "where": where}
        )
        came = (
            (_("was not taken in") if one else _("were not taken in"))
            if alone
            else (_("was called by its id") if one else _("were called by their ids"))
        )
        told = _("%(who)s no name and %(came)s. Give %(one)s a “name”.") % {
            "who": who,
            "came": came,
            "one": "it" if one else "each",
        }
        refused = alone and not self._any_named and len(alone) == len(self.nameless)
        return Problem.at(Place(self.name, row=lines[0]), told, Severity.ERROR if refused else Severity.WARNING)

    def _part(self, entry: Entry, part: OutlinePart, known: dict[Field, str]) -> None:
        """One track, level, group or competency: a row that says what it is, then what is inside."""
        own = self._known(entry, part)
        inside = known | {key: own[key] for key in _IDENTITY[part] if key in own}
        level = any(key in inside for key in (Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER))
        if level and Field.COMPETENCY in inside and part in (OutlinePart.LEVEL, OutlinePart.COMPETENCY):
            cell = _cell(entry)
            if cell:
                self._say(entry.line, inside | cell)
            if part is OutlinePart.COMPETENCY:
                return
        elif not level or part is OutlinePart.LEVEL:
            extras = _ratings(entry) if part is OutlinePart.LEVEL else {}
            self._say(entry.line, known | own, extras)
        self._children(entry, inside)

    def _known(self, entry: Entry, part: OutlinePart) -> dict[Field, str]:
        texts = {field: _first(entry, keys) for field, keys in KEYS[part].items()}
        name = _first(entry, ("name",))
        if part is OutlinePart.LEVEL and not texts[Field.LEVEL_CODE] and name not in ("", texts[Field.LEVEL_TITLE]):
            texts[Field.LEVEL_CODE] = name  # beside a title, the name is the level's short one
        return {field: text for field, text in texts.items() if text}

    def _say(self, line: int, known: dict[Field, str], extras: dict[str, str] | None = None) -> None:
        self._add(line, {EXPORT_HEADINGS[field]: text for field, text in known.items()} | (extras or {}))

    def _add(self, line: int, cells: dict[str, str]) -> None:
        cells = {heading: text for heading, text in cells.items() if heading}
        if any(cells.values()):
            self._headings.update(dict.fromkeys(cells))
            self._rows.append((line, cells))

    def _compare_announced(self, entry: Entry, before: int) -> None:
        """`levels: 5` beside topics tells how many levels there should be."""
        announced = _first(entry, ("levels",))
        heading = EXPORT_HEADINGS[Field.LEVEL_NUMBER]
        used = {cells[heading] for _number, cells in self._rows[before:] if is_number(cells.get(heading, ""))}
        if not is_number(announced) or not used:
            return
        numbers = sorted(map(int, used))
        if numbers != list(range(1, int(announced) + 1)):
            line = entry.lines.get("levels", entry.line)
            note = _(
                "%(name)s says %(announced)s levels and describes levels %(numbers)s. What is described was "
                "taken; correct the number if it is meant otherwise."
            ) % {"name": self.name, "announced": announced, "numbers": ", ".join(map(str, numbers))}
            self.problems.append(warning(Place(self.name, row=line, column="levels"), note))


_LEVEL_NAMES = {Field.LEVEL_CODE, Field.LEVEL_NUMBER, Field.LEVEL_TITLE}
_IDENTITY = {
    OutlinePart.ROOT: (Field.FRAMEWORK,),
    OutlinePart.TRACK: (Field.TRACK,),
    OutlinePart.LEVEL: (Field.TRACK, Field.LEVEL_CODE, Field.LEVEL_NUMBER, Field.LEVEL_TITLE),
    OutlinePart.GROUP: (Field.GROUP,),
    OutlinePart.COMPETENCY: (Field.GROUP, Field.COMPETENCY),
}


def _containers(entry: Entry) -> Iterator[tuple[str, OutlinePart, object]]:
    for key, value in entry.items():
        part = CONTAINERS.get(key_of(key))
        if part and isinstance(value, list | Entry):
            yield key, part, value


def _items(value: object) -> list[object]:
    """The entries of a list, or of an object whose keys are the names."""
    if isinstance(value, list):
        return [item for item in value if item is not None]
    if not isinstance(value, Entry):
        return []
    items: list[object] = []
    for name, inner in value.items():
        line = value.lines.get(name, value.line)
        if isinstance(inner, Entry):
            items.append(Entry(inner.line, {"name": name} | inner, inner.lines))
        else:
            items.append(Entry(line, {"name": name, "text": inner}))
    return items


def _first(entry: Entry, keys: tuple[str, ...]) -> str:
    """The first text under one of the keys; of a list of texts, the first."""
    folded = {key_of(key): value for key, value in entry.items()}
    for key in keys:
        value = folded.get(key)
        if isinstance(value, list) and value and isinstance(value[0], str) and key == "titles":
            value = value[0]
        if isinstance(value, str) and clean(value):
            return clean(value)
    return ""


def _text(value: object) -> str:
    """A text, or a list of texts as a Markdown list."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        lines = [clean(item) for item in value if isinstance(item, str) and clean(item)]
        return "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines)
    return ""


def _cell(entry: Entry) -> dict[Field, str]:
    """What an innermost object asks: descriptor, examples, proficiency."""
    folded = {key_of(key): value for key, value in entry.items()}
    found = {}
    for field, keys in CELL_KEYS.items():
        texts = dict.fromkeys(text for key in keys if (text := _text(folded.get(key))))
        if texts:
            found[field] = "\n\n".join(texts) if field is Field.DESCRIPTOR else next(iter(texts))
    for key in PAIRED:
        pairs = folded.get(key)
        for pair in pairs if isinstance(pairs, list) else ():
            if isinstance(pair, Entry):
                _append(found, Field.DESCRIPTOR, _first(pair, ("criteria", "criterion", "text")))
                _append(found, Field.EXAMPLES, _text(pair.get("examples")))
    return found


def _append(found: dict[Field, str], field: Field, text: str) -> None:
    if not text:
        return
    text = text if text.startswith("- ") else f"- {text}"
    before = found.get(field, "")
    if before and not before.startswith("- "):
        before = f"- {before}"
    found[field] = f"{before}\n{text}" if before else text


def _ratings(entry: Entry) -> dict[str, str]:
    """The degrees of a level's evaluation with their rationale, as extra columns."""
    extras = {}
    ratings = entry.get("ratings")
    for factor, rating in ratings.items() if isinstance(ratings, Entry) else ():
        if isinstance(rating, Entry):
            extras[RATING_HEADING + factor] = _first(rating, ("degree",))
            extras[RATIONALE_HEADING + factor] = _first(rating, ("why", "rationale"))
        else:
            extras[RATING_HEADING + factor] = _text(rating)
    return extras


def _scale(entry: Entry) -> str:
    """The proficiency steps, one on a line."""
    steps = next((value for key, value in entry.items() if key_of(key) in {"scale", "proficiencyscale"}), None)
    lines = []
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, Entry):
            name, text = _first(step, NAMES), _first(step, ("description",))
            lines.append(one_line(f"{name}: {text}" if text else name))
        elif isinstance(step, str):
            lines.append(one_line(clean(step)))
    return "\n".join(line for line in lines if line)
