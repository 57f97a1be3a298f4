"""The differences of two versions as a page tells them: in words, level by level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.impact.domain.decision_rights import RightsChange
from ladders.impact.templatetags.decision_rights import right_words

from ..domain.comparison import Change, Comparison, Reworded, Valued, counts
from ..domain.shapes import VersionShape
from ..enums import GRADING_METHODS, GROUP_KINDS, TRACK_KINDS
from ..labels import level_label

TEXT_NAMES: dict[str, Callable[[], str]] = {
    "framework": lambda: _("Name"),
    "owner": lambda: _("Owner"),
    "summary": lambda: _("Summary"),
    "statement": lambda: _("Statement"),
    "name": lambda: _("Name"),
    "description": lambda: _("Description"),
    "tagline": lambda: _("In a few words"),
    "purpose": lambda: _("Purpose"),
    "code": lambda: _("Code"),
    "title": lambda: _("Title"),
    "scope": lambda: _("Scope"),
    "source": lambda: _("Source of the grade"),
    "descriptor": lambda: _("Text"),
    "examples": lambda: _("Examples"),
    "links": lambda: _("Learning links"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that changed: what, from, to."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that changed, with the name that people know it by."""

    name: str
    text: Reworded


@dataclass(frozen=True, slots=True)
class Item:
    """One change to show. `kinds` are words for it: added, removed, moved, reworded, changed."""

    name: str
    kinds: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    wordings: tuple[Wording, ...] = ()
    fresh: str = ""  # the whole text of what was added or removed
    url: str = ""


@dataclass(frozen=True, slots=True)
class LevelChanges:
    """What changed of the expectations of one level. `whole`: the level itself came or went, and they with it."""

    name: str
    whole: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything a page shows of a comparison."""

    summary: tuple[str, ...]
    rights: tuple[str, ...]
    regraded: tuple[Item, ...]
    texts: tuple[Wording, ...]
    sections: tuple[
        tuple[str, tuple[Item, ...]], ...
    ]  # tracks, levels, groups, competencies, scale; those with changes
    expectations: tuple[LevelChanges, ...]

    @property
    def empty(self) -> bool:
        """True when nothing changed that a reader could see."""
        return not (self.rights or self.texts or self.sections or self.expectations)


def rights_lines(changes: Iterable[RightsChange]) -> Iterator[str]:
    """What people on a grade may decide from then on, and what no longer: a sentence for each right."""
    for change in changes:
        for right in change.gained:
            yield _("Grade %(grade)s gets: %(right)s") % {"grade": change.grade, "right": right_words(right)}
        for right in change.lost:
            yield _("Grade %(grade)s no longer has: %(right)s") % {"grade": change.grade, "right": right_words(right)}


def tell(comparison: Comparison, old: VersionShape, new: VersionShape, rights: Iterable[RightsChange] = ()) -> Story:
    """The comparison of `old` and `new` in words. `rights`: what differs in the decision rights of their grades."""
    words = _Words(old, new)
    sections = (
        (_("Tracks"), tuple(words.item(change, change.shape.name) for change in comparison.tracks)),
        (_("Levels"), tuple(words.item(c, level_label(c.shape)) for c in comparison.levels)),
        (_("Groups of competencies"), tuple(words.item(change, change.shape.name) for change in comparison.groups)),
        (_("Competencies"), tuple(words.item(change, change.shape.name) for change in comparison.competencies)),
        (
            _("Proficiency scale"),
            tuple(words.item(change, f"{change.key} {change.shape.name}") for change in comparison.scale),
        ),
    )
    return Story(
        summary=tuple(_summary(comparison)),
        rights=tuple(rights_lines(rights)),
        regraded=tuple(
            Item(level_label(c.shape), (), tuple(f for f in words.facts(c) if f.name == _("Grade")))
            for c in comparison.regraded
        ),
        texts=words.wordings(comparison.texts),
        sections=tuple((title, items) for title, items in sections if items),
        expectations=tuple(_by_level(comparison, words)),
    )


def _summary(comparison: Comparison) -> Iterator[str]:
    level, text = counts(comparison.levels), counts(comparison.expectations)
    if level.added:
        yield ngettext("%(n)s level added", "%(n)s levels added", level.added) % {"n": level.added}
    if level.removed:
        yield ngettext("%(n)s level removed", "%(n)s levels removed", level.removed) % {"n": level.removed}
    if level.moved:
        yield ngettext("%(n)s level moved", "%(n)s levels moved", level.moved) % {"n": level.moved}
    if level.reworded:
        yield ngettext("%(n)s level reworded", "%(n)s levels reworded", level.reworded) % {"n": level.reworded}
    if text.added:
        yield ngettext("%(n)s expectation added", "%(n)s expectations added", text.added) % {"n": text.added}
    if text.removed:
        yield ngettext("%(n)s expectation removed", "%(n)s expectations removed", text.removed) % {"n": text.removed}
    if text.changed:
        yield ngettext("%(n)s expectation changed", "%(n)s expectations changed", text.changed) % {"n": text.changed}


def _by_level(comparison: Comparison, words: _Words) -> Iterator[LevelChanges]:
    whole = {change.key for change in comparison.levels if change.added or change.removed}
    levels: dict[UUID, list[Item]] = {}
    for change in comparison.expectations:
        level, competency = change.key
        levels.setdefault(level, []).append(words.item(change, words.competency(competency)))
    for key, items in levels.items():
        yield LevelChanges(words.level(key), key in whole, tuple(items))


class _Words:
    """Names for what the changes speak of, out of both versions."""

    def __init__(self, old: VersionShape, new: VersionShape) -> None:
        self.old, self.new = old, new
        self.tracks = {track.key: track.name for shape in (old, new) for track in shape.tracks}
        self.groups = {group.key: group.name for shape in (old, new) for group in shape.groups}
        self.kinds = {value: str(name) for value, name in (*TRACK_KINDS, *GROUP_KINDS)}
        self.methods = {value: str(name) for value, name in GRADING_METHODS}

    def level(self, key: UUID) -> str:
        shape = self.new.level_by_key.get(key) or self.old.level_by_key[key]
        return level_label(shape)

    def competency(self, key: UUID) -> str:
        return (self.new.competency_by_key.get(key) or self.old.competency_by_key[key]).name

    def item(self, change: Change[Any, Any], name: str) -> Item:
        kinds = [
            word
            for is_so, word in (
                (change.added, _("added")),
                (change.removed, _("removed")),
                (change.moved, _("moved")),
                (change.reworded, _("reworded")),
            )
            if is_so
        ]
        fresh = ""
        if change.added or change.removed:
            shape = change.shape
            fresh = next(
                (
                    text
                    for field in ("descriptor", "summary", "purpose", "description")
                    if (text := getattr(shape, field, ""))
                ),
                "",
            )
        return Item(name, tuple(kinds or [_("changed")]), self.facts(change), self.wordings(change.texts), fresh)

    def wordings(self, texts: tuple[Reworded, ...]) -> tuple[Wording, ...]:
        return tuple(Wording(TEXT_NAMES.get(text.field, lambda text=text: text.field)(), text) for text in texts)

    def facts(self, change: Change[Any, Any]) -> tuple[Fact, ...]:
        return tuple(self.fact(value) for value in change.values)

    def fact(self, value: Valued) -> Fact:
        names: dict[str, tuple[str, Callable[[Any], str]]] = {
            "kind": (_("Kind"), lambda kind: self.kinds.get(kind, "")),
            "track": (_("Track"), lambda key: self.tracks.get(key, "")),
            "group": (_("Group"), lambda key: self.groups.get(key, "")),
            "grade": (_("Grade"), lambda code: code or _("none")),
            "points": (_("Points"), lambda points: _("none") if points is None else str(points)),
            "method": (_("Grading"), lambda method: self.methods.get(method, "")),
            "due": (_("Evaluation due"), lambda day: date_format(day, "j F Y") if day else _("none")),
            "builds_on": (_("As the level before, and …"), lambda yes: _("yes") if yes else _("no")),
        }
        if value.field == "proficiency":
            return Fact(_("Proficiency"), self.step(self.old, value.old), self.step(self.new, value.new))
        name, show = names.get(value.field, (value.field, str))
        return Fact(name, show(value.old), show(value.new))

    @staticmethod
    def step(shape: VersionShape, number: object) -> str:
        if number is None:
            return _("none")
        name = next((step.name for step in shape.scale if step.number == number), "")
        return f"{number} {name}".strip()
