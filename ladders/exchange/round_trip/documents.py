"""JSON and Markdown that this product wrote, back into a framework. Keys and order may be changed by hand, or missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from ladders.core.sentences import gettext as _

from ..frameworks_in.build.draft import DraftCompetency, DraftGroup, DraftLevel
from ..frameworks_out.formats.formats import SCHEMA
from ..frameworks_out.formats.markdown import page_was_edited
from ..tables.entries import Entry, Value
from ..tables.sheets import Place, is_number
from .build import Builder, Returned

Named = dict[str, tuple[DraftGroup, DraftCompetency]]


def is_ours(value: Value) -> TypeGuard[Entry]:
    """Whether a document says that it is one of ours."""
    return isinstance(value, Entry) and value.get("$schema") == SCHEMA


def from_document(name: str, entry: Entry, text: str = "") -> Returned:
    """The framework in a document; `text` is the whole file where a page follows the document (Markdown)."""
    return _DocumentReader(name).read(entry, text)


class _DocumentReader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.builder = Builder(Place(name))

    def read(self, entry: Entry, text: str) -> Returned:
        builder, place = self.builder, self.at(entry)
        builder.describe(
            place, name=_text(entry, "name"), summary=_text(entry, "summary"), statement=_text(entry, "statement")
        )
        origin = entry.get("origin")
        if isinstance(origin, Entry):
            revision = _text(origin, "revision")
            builder.origin(
                _text(origin, "framework"),
                _text(origin, "version"),
                state=_text(origin, "state"),
                revision=int(revision) if is_number(revision, 9) else 0,
            )
        for step in self.entries(entry, "scale"):
            builder.step(self.at(step), _text(step, "name"), _text(step, "description"))
        named = self._competencies(entry)
        for item in self.entries(entry, "tracks"):
            track = builder.track(
                self.at(item),
                _text(item, "name"),
                _text(item, "kind"),
                tagline=_text(item, "tagline"),
                purpose=_text(item, "purpose"),
                key=_text(item, "key"),
            )
            for rung in self.entries(item, "levels"):
                level = builder.level(
                    self.at(rung), track, _text(rung, "code"), _text(rung, "title"), _text(rung, "key")
                )
                self._level(rung, level, named)
        if text and page_was_edited(text):
            builder.warn(
                Place(self.name),
                _(
                    "The page in %(name)s was changed, and only the head of the file (between the two lines of "
                    "“---”) is read. Make the same change there if it is meant to come in."
                )
                % {"name": self.name},
            )
        return builder.done()

    def _competencies(self, entry: Entry) -> Named:
        """Groups and competencies, by key, by name, and by name with the group's before it."""
        named: Named = {}
        for item in self.entries(entry, "groups"):
            group = self.builder.group(self.at(item), _text(item, "name"), _text(item, "kind"), _text(item, "key"))
            for inner in self.entries(item, "competencies"):
                found = self.builder.competency(
                    self.at(inner),
                    group,
                    _text(inner, "name"),
                    _text(inner, "description"),
                    _text(inner, "key"),
                    _text(inner, "links"),
                )
                for known in (_text(inner, "key"), f"{group.name} › {found.name}", found.name):
                    if known:
                        named.setdefault(known, (group, found))
        return named

    def _level(self, entry: Entry, level: DraftLevel, named: Named) -> None:
        builder, place = self.builder, self.at(entry)
        builder.level_texts(level, place, summary=_text(entry, "summary"), scope=_text(entry, "scope"))
        points = _text(entry, "points")
        level.grade = _text(entry, "grade")
        level.grade_source = builder.text(_text(entry, "source"), place, "grade source")
        level.evaluated = _text(entry, "method") == "evaluated"
        level.points = int(points) if is_number(points, 6) else None
        level.due = builder.day(_text(entry, "due"), place)
        ratings = entry.get("ratings")
        for factor, rating in ratings.items() if isinstance(ratings, Entry) else ():
            if isinstance(rating, Entry):
                builder.rating(level, self.at(rating), factor, _text(rating, "degree"), _text(rating, "why"))
        self._evaluation(entry.get("evaluation"), level)
        for item, asked in self._asked(entry):
            found = named.get(_text(asked, "competency") or item) or named.get(_text(asked, "name"))
            if found is None:
                name = _text(asked, "name") or item or _text(asked, "competency")
                builder.complain(
                    self.at(asked),
                    _("%(asked)s: no competency is called “%(name)s”. Add it to a group, or correct the name.")
                    % {"asked": self.at(asked), "name": name},
                )
                continue
            builder.expectation(
                self.at(asked),
                level,
                *found,
                proficiency=_text(asked, "proficiency"),
                builds=_text(asked, "builds"),
                descriptor=_text(asked, "descriptor"),
                examples=_text(asked, "examples"),
                links=_text(asked, "links"),
            )

    def _evaluation(self, value: Value, level: DraftLevel) -> None:
        if isinstance(value, Entry):
            place = self.at(value)
            names = value.get("evaluators")
            level.evaluators = tuple(
                self.builder.text(name, place, "evaluator")
                for name in (names if isinstance(names, list) else ())
                if isinstance(name, str)
            )
            level.evaluation_note = self.builder.text(_text(value, "note"))
            level.evaluated_on = self.builder.day(_text(value, "on"), place)
            level.confirmed = _text(value, "confirmed") == "true"

    def _asked(self, entry: Entry) -> Iterator[tuple[str, Entry]]:
        """What a level asks: as a list, or under the names of the competencies."""
        found = entry.get("expectations")
        if isinstance(found, Entry):
            yield from ((name, item) for name, item in found.items() if isinstance(item, Entry))
        else:
            yield from (("", item) for item in self.entries(entry, "expectations"))

    def entries(self, entry: Entry, key: str) -> Iterator[Entry]:
        """The objects in a list."""
        items = entry.get(key)
        if items is None:
            return
        if not isinstance(items, list) or not all(isinstance(item, Entry) for item in items):
            place = Place(self.name, row=entry.lines.get(key, entry.line), column=key)
            self.builder.complain(
                place,
                _("%(place)s: “%(key)s” should be a list of objects, as in the published schema.")
                % {"place": place, "key": key},
            )
            return
        yield from items

    def at(self, entry: Entry) -> Place:
        """Where an object begins."""
        return Place(self.name, row=entry.line)


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
