"""Which track, level, group and competency of a file is which of a framework that exists. Pure.

Surest first: by the keys that a file of this product carries, by what an earlier import called the same thing, then by
names and codes. What is met nowhere gets a new key; what was deleted here keeps
the key that it had, and comes back only where a person chooses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid4

from ladders.exchange.tables.sheets import Place, fold
from ladders.frameworks.domain.shapes import CompetencyShape, LevelShape, TrackKind, TrackShape, VersionShape

from ..build.draft import DraftCompetency, DraftFramework, DraftGroup, DraftLevel, DraftTrack
from ..build.to_version import UNGROUPED
from ..detect.level_names import parse_level

Item = TypeVar("Item", DraftTrack, DraftLevel, DraftGroup, DraftCompetency)


@dataclass
class Matched:
    """The outcome: every part of the framework has a key now.

    `names` maps what the file calls each part to its key, to be remembered for the next time. `places` maps a part to
    where the file says it (`level/<key>`, `cell/<level>/<competency>`). `gone` holds the keys of levels and competencies that
    were deleted here, `coined` the levels whose code the way in made up, `nameless` the groups that the input does not name.
    """

    framework: DraftFramework
    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    coined: set[UUID] = field(default_factory=set)
    nameless: set[UUID] = field(default_factory=set)


def match(framework: DraftFramework, draft: VersionShape, *, ours: bool, known: Mapping[str, str]) -> Matched:
    """Give every part of `framework` a key: that of the same part of `draft`, or a new one.

    `ours`: the file was exported from this very framework, so the keys in it are the draft's. `known` holds names that
    earlier imports remembered. Changes `framework` in place.
    """
    return _Matcher(framework, draft, ours, known).run()


def own_code(level: DraftLevel) -> bool:
    """Whether the input itself gives the level this code; others are made up on the way in."""
    return fold(level.code) in fold(level.source) or fold(parse_level(level.source).code) == fold(level.code)


class _Matcher:
    def __init__(self, framework: DraftFramework, draft: VersionShape, ours: bool, known: Mapping[str, str]) -> None:
        self.framework, self.draft, self.ours, self.known = framework, draft, ours, known
        self.result = Matched(framework)
        self.met: set[UUID] = set()  # keys of the draft that something was matched with
        self.lost: set[int] = set()  # what was deleted here

    def run(self) -> Matched:
        if not self.ours:
            self._forget()
        self._tracks()
        self._levels()
        self._groups()
        self._competencies()
        self._finish()
        return self.result

    def _forget(self) -> None:
        """Keys of another framework say nothing here."""
        for track in self.framework.tracks:
            track.key = None
            for level in track.levels:
                level.key = None
        for group in self.framework.groups:
            group.key = None
            for item in group.competencies:
                item.key = None
        for level in self.framework.levels:
            for asked in level.expectations:
                asked.key = None

    # --- Rules that every kind shares -----------------------------------------------------------------------------

    def _sure(self, items: Iterable[tuple[str, Item]], there: set[UUID]) -> None:
        """By the key in the file, or by the name that an earlier import remembered."""
        for name, item in items:
            told = item.key or (UUID(self.known[name]) if name in self.known else None)
            if told is None:
                continue
            if told in there and told not in self.met:
                item.key = told
                self.met.add(told)
            elif told not in there and told not in self.result.gone:
                item.key = told
                self.lost.add(id(item))
                self.result.gone.add(told)
            else:
                item.key = None

    def _open(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if item.key is None and id(item) not in self.lost]

    def _pair(self, item: Item, key: UUID) -> None:
        item.key = key
        self.met.add(key)

    # --- Tracks and levels ----------------------------------------------------------------------------------------

    def _tracks(self) -> None:
        tracks = self.framework.tracks
        self._sure(((_track_name(track), track) for track in tracks), {track.key for track in self.draft.tracks})
        rules: tuple[Callable[[DraftTrack, TrackShape], bool], ...] = (
            lambda new, old: fold(new.name) == fold(old.name) and new.kind == old.kind,
            lambda new, old: fold(new.name) == fold(old.name),
            lambda new, old: new.kind is TrackKind.SHARED and old.kind is TrackKind.SHARED,
        )
        for rule in rules:
            for track in self._open(tracks):
                found = [old for old in self.draft.tracks if old.key not in self.met and rule(track, old)]
                if len(found) == 1 or (found and rule is not rules[1]):
                    self._pair(track, found[0].key)
        self._by_levels()
        if len(tracks) == len(self.draft.tracks) == 1:
            for track in self._open(tracks):
                self._pair(track, self.draft.tracks[0].key)

    def _by_levels(self) -> None:
        """A track under another name is known by its levels, if at least half of them are there."""
        for track in self._open(self.framework.tracks):
            best: tuple[int, TrackShape] | None = None
            for old in self.draft.tracks:
                if old.key in self.met:
                    continue
                titles = {fold(level.title) for level in old.levels}
                codes = {fold(level.code) for level in old.levels}
                hits = sum(
                    fold(level.title) in titles or (own_code(level) and fold(level.code) in codes)
                    for level in track.levels
                )
                if 2 * hits >= len(track.levels) and hits and (best is None or hits > best[0]):
                    best = hits, old
            if best:
                self._pair(track, best[1].key)

    def _levels(self) -> None:
        named = [(_level_name(track, level), level) for track in self.framework.tracks for level in track.levels]
        self._sure(named, {level.key for level in self.draft.levels})
        old_tracks = {track.key: track for track in self.draft.tracks}
        rules: tuple[Callable[[DraftLevel, LevelShape], bool], ...] = (
            lambda new, old: fold(new.title) == fold(old.title) and fold(new.code) == fold(old.code),
            lambda new, old: fold(new.title) == fold(old.title),
            lambda new, old: own_code(new) and fold(new.code) == fold(old.code),
        )
        for rule in rules:
            for track in self.framework.tracks:
                if track.key in old_tracks:
                    self._levels_by(rule, track.levels, old_tracks[track.key].levels)
        for rule in rules:  # a level that stands on another track now
            self._levels_by(rule, self.framework.levels, self.draft.levels)

    def _levels_by(
        self, rule: Callable[[DraftLevel, LevelShape], bool], new: Sequence[DraftLevel], old: Sequence[LevelShape]
    ) -> None:
        for level in self._open(new):
            found = [item for item in old if item.key not in self.met and rule(level, item)]
            if len(found) == 1:
                self._pair(level, found[0].key)

    # --- Groups and competencies ----------------------------------------------------------------------------------

    def _groups(self) -> None:
        groups = self.framework.groups
        there = {fold(group.name): group.key for group in reversed(self.draft.groups)}
        self._sure(((_group_name(group), group) for group in groups), set(there.values()))
        for group in self._open(groups):
            key = there.get(fold(group.name or UNGROUPED))
            if key and key not in self.met:
                self._pair(group, key)
            elif not group.name and len(self.draft.groups) == 1 and self.draft.groups[0].key not in self.met:
                self._pair(group, self.draft.groups[0].key)

    def _competencies(self) -> None:
        homes = [(group, item) for group in self.framework.groups for item in group.competencies]
        named = [(_competency_name(group, item), item) for group, item in homes]
        self._sure(named, {item.key for item in self.draft.competencies})
        twins = Counter(fold(item.name) for item in self.draft.competencies)
        rules: tuple[Callable[[DraftGroup, DraftCompetency, CompetencyShape], bool], ...] = (
            lambda group, new, old: fold(new.name) == fold(old.name) and group.key == old.group,
            lambda _group, new, old: fold(new.name) == fold(old.name) and twins[fold(old.name)] == 1,
        )
        for rule in rules:
            for group, item in homes:
                if not self._open([item]):
                    continue
                found = [old for old in self.draft.competencies if old.key not in self.met and rule(group, item, old)]
                if found:
                    self._pair(item, found[0].key)

    # --- Completing -----------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        """New keys for what is new, names to remember, and where everything stands."""
        places, names = self.result.places, self.result.names
        keys: dict[tuple[str, str], UUID] = {}
        by_item: dict[int, UUID] = {}
        for group in self.framework.groups:
            group.key = group.key or uuid4()
            if not group.name:
                self.result.nameless.add(group.key)
            names[_group_name(group)] = str(group.key)
            for item in group.competencies:
                item.key = item.key or uuid4()
                by_item[id(item)] = item.key
                names[_competency_name(group, item)] = str(item.key)
                keys.setdefault((fold(group.name), fold(item.name)), item.key)
                places[f"competency/{item.key}"] = item.place
                places.setdefault(f"group/{group.key}", item.place)
        taken = {fold(level.code) for level in self.draft.levels}
        for track in self.framework.tracks:
            track.key = track.key or uuid4()
            names[_track_name(track)] = str(track.key)
            places[f"track/{track.key}"] = track.place
            for level in track.levels:
                if not own_code(level):
                    self._coin(level, taken)
                level.key = level.key or uuid4()
                if not own_code(level):
                    self.result.coined.add(level.key)
                level.confirmed = False  # what a file brings is a proposal here
                names[_level_name(track, level)] = str(level.key)
                places[f"level/{level.key}"] = level.place
                for asked in level.expectations:
                    named = fold(asked.group), fold(asked.competency)
                    asked.key = by_item[id(asked.item)] if asked.item else keys[named]
                    places[f"cell/{level.key}/{asked.key}"] = asked.place

    def _coin(self, level: DraftLevel, taken: set[str]) -> None:
        """A new level whose code was made up gets one that is free in the draft."""
        if level.key is None and fold(level.code) in taken:
            stem, number = level.code, 2
            while fold(level.code) in taken:
                level.code, number = f"{stem}-{number}", number + 1
        taken.add(fold(level.code))


def _track_name(track: DraftTrack) -> str:
    return f"track/{fold(track.source or track.name)}/{track.kind}"


def _level_name(track: DraftTrack, level: DraftLevel) -> str:
    return f"level/{fold(track.source)}/{fold(level.source)}"


def _group_name(group: DraftGroup) -> str:
    return f"group/{fold(group.name)}"


def _competency_name(group: DraftGroup, item: DraftCompetency) -> str:
    return f"competency/{fold(group.name)}/{fold(item.name)}"
