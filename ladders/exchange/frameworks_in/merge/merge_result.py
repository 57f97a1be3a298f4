"""The version that a plan and a person's choices lead to, what speaks against it, and what to remember of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import fold
from ladders.frameworks.domain.shapes import (
    EMPTY,
    LEVEL_TEXTS,
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    LevelShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)

from ..build.to_version import in_order
from .changes import MergePlan, Verdict
from .fingerprints import parts
from .proposal import numbered
from .three_way import CELL, print_of

T = TypeVar("T")
FIELDS = {"builds": "builds_on"}  # parts that are called otherwise in the shapes


def outcome(plan: MergePlan, chosen: Collection[str] = ()) -> VersionShape:
    """The draft with everything that is taken from the file: what the plan takes, and of what is open, `chosen`."""
    picked = plan.choosable & frozenset(chosen)
    return _Outcome(plan, plan.taken | picked | _belonging(plan, picked)).shape()


def _belonging(plan: MergePlan, picked: frozenset[str]) -> set[str]:
    """What comes back with what was deleted here: its track or group, its evaluation, what is asked of it."""
    back = {
        UUID(part.split("/")[1]) for part in picked & {e.part for e in plan.entries if e.verdict is Verdict.DELETED}
    }
    if not back:
        return set()
    incoming, top = plan.incoming, max(len(plan.draft.scale), len(plan.incoming.scale))
    parts = {f"ratings/{key}" for key in back}
    parts |= {f"track/{track.key}" for track in incoming.tracks if any(level.key in back for level in track.levels)}
    parts |= {f"group/{item.group}" for item in incoming.competencies if item.key in back}
    for (level, item), text in incoming.expectations.items():
        if level in back or item in back:
            fields = CELL if (text.proficiency or 0) <= top else CELL[1:]
            parts |= {f"cell/{level}/{item}/{field}" for field in fields}
    return parts


def declined(plan: MergePlan, chosen: Collection[str] = ()) -> dict[str, str]:
    """What a person did not want, by part: told the same again, nobody is asked again."""
    said = dict(parts(plan.incoming))
    refused = [entry for entry in plan.entries if entry.choosable and entry.part not in chosen]
    return {
        entry.part: "gone" if entry.verdict is Verdict.MISSING else print_of(said.get(entry.part, ()))
        for entry in refused
        if entry.verdict is not Verdict.DELETED  # asked again: nobody minds a deletion that stays
    }


def clashes(before: VersionShape, after: VersionShape) -> list[str]:
    """Sentences about what cannot stand together in `after`, unless it did so before."""
    found: list[str] = []
    codes, names = (
        (_twins([level.code for level in shape.levels if level.code]) for shape in (before, after)),
        (_twins([item.name for item in shape.competencies]) for shape in (before, after)),
    )
    for what, (known, twins) in ((_("levels have the code"), codes), (_("competencies are called"), names)):
        found += [
            _("Two %(what)s “%(name)s” then. Rename one of them, in the file or in the draft.")
            % {"what": what, "name": twins[name]}
            for name in sorted(twins.keys() - known.keys())
        ]
    if sum(track.kind is TrackKind.SHARED for track in after.tracks) > 1:
        found.append(_("There are two shared starts then, and a framework has one. Give one track another kind."))
    return found


def _twins(names: Sequence[str]) -> dict[str, str]:
    times = Counter(map(fold, names))
    return {fold(name): name for name in names if times[fold(name)] > 1}


class _Outcome:
    def __init__(self, plan: MergePlan, taken: frozenset[str]) -> None:
        self.draft, self.incoming, self.taken = plan.draft, plan.incoming, taken

    def shape(self) -> VersionShape:
        levels = self._levels()
        groups = self._all("group", self.draft.groups, self.incoming.groups, ("name", "kind"))
        competencies = self._competencies([group.key for group in groups])
        return replace(
            self.draft,
            summary=self._either("framework/summary", self.draft.summary, self.incoming.summary),
            statement=self._either("framework/statement", self.draft.statement, self.incoming.statement),
            scale=self._scale(),
            tracks=self._tracks(levels),
            groups=self._ordered("order/groups", self.draft.groups, self.incoming.groups, groups),
            competencies=competencies,
            expectations=self._expectations(levels, {item.key for item in competencies}),
            evaluations=self._evaluations(),
        )

    def _either(self, part: str, mine: T, theirs: T) -> T:
        return theirs if part in self.taken else mine

    def _mixed(self, prefix: str, mine: Any, theirs: Any, fields: Iterable[str]) -> Any:
        """`mine` with those fields of `theirs` that are taken."""
        taken = {FIELDS.get(f, f): getattr(theirs, FIELDS.get(f, f)) for f in fields if f"{prefix}/{f}" in self.taken}
        return replace(mine, **taken) if taken else mine

    def _all(self, kind: str, mine: Sequence[Any], theirs: Sequence[Any], fields: Iterable[str]) -> list[Any]:
        """What the draft has, changed where taken, and what is new."""
        told, have = {item.key: item for item in theirs}, {item.key for item in mine}
        kept = [
            self._mixed(f"{kind}/{item.key}", item, told[item.key], fields) if item.key in told else item
            for item in mine
        ]
        return kept + [item for item in theirs if item.key not in have and f"{kind}/{item.key}" in self.taken]

    def _ordered(self, part: str, mine: Sequence[Any], theirs: Sequence[Any], items: Sequence[T]) -> tuple[T, ...]:
        """`items` in the draft's order or in the file's; what is new stands where the file has it."""
        by_key: dict[UUID, T] = {item.key: item for item in items}  # type: ignore[attr-defined]
        here = [item.key for item in mine if item.key in by_key]
        there = [item.key for item in theirs if item.key in by_key]
        if part in self.taken:
            common = iter([key for key in there if key in set(here)])
            here = [next(common) if key in set(there) else key for key in here]
        known = set(here)
        for index, key in enumerate(there):
            if key in known:
                continue
            before = next((here.index(other) for other in reversed(there[:index]) if other in known), None)
            after = next((here.index(other) for other in there[index + 1 :] if other in known), len(here))
            here.insert(before + 1 if before is not None else after, key)
            known.add(key)
        rest = [key for key in by_key if key not in known]
        return tuple(by_key[key] for key in [*here, *rest])

    def _scale(self) -> tuple[StepShape, ...]:
        """The file's steps; those of the draft that it does not reach stay above them."""
        if "framework/scale" not in self.taken:
            return self.draft.scale
        steps = self.incoming.scale
        known = {fold(step.name): step.description for step in self.draft.scale}
        told = [replace(step, description=step.description or known.get(fold(step.name), "")) for step in steps]
        return numbered([*told, *self.draft.scale[len(told) :]])

    # --- Tracks and levels ----------------------------------------------------------------------------------------

    def _levels(self) -> dict[UUID, LevelShape]:
        told = self.incoming.level_by_key
        levels = {}
        for level in self.draft.levels:
            theirs = told.get(level.key)
            levels[level.key] = self._level(level, theirs) if theirs else level
        for level in self.incoming.levels:
            if level.key not in levels and f"level/{level.key}" in self.taken:
                levels[level.key] = level
        return levels

    def _level(self, mine: LevelShape, theirs: LevelShape) -> LevelShape:
        part = f"level/{mine.key}"
        level: LevelShape = self._mixed(part, mine, theirs, LEVEL_TEXTS)
        if f"{part}/grade" in self.taken and theirs.method is GradingMethod.SLOTTED:
            names = ("grade", "rank", "points", "method", "source", "due")
            return replace(level, **{name: getattr(theirs, name) for name in names})
        return replace(level, source=theirs.source) if f"{part}/source" in self.taken else level

    def _tracks(self, levels: dict[UUID, LevelShape]) -> tuple[TrackShape, ...]:
        homes: dict[UUID, UUID] = {}
        for key in levels:
            mine, theirs = self.draft.track_by_level.get(key), self.incoming.track_by_level.get(key)
            home = theirs if theirs and (mine is None or f"level/{key}/track" in self.taken) else mine
            assert home is not None
            homes[key] = home.key
        tracks = self._all("track", self.draft.tracks, self.incoming.tracks, ("kind", "name", "tagline", "purpose"))
        mine_by, theirs_by = ({t.key: t.levels for t in shape.tracks} for shape in (self.draft, self.incoming))
        filled_tracks = [
            replace(
                track,
                levels=self._ordered(
                    f"order/levels/{track.key}",
                    mine_by.get(track.key, ()),
                    theirs_by.get(track.key, ()),
                    [level for key, level in levels.items() if homes[key] == track.key],
                ),
            )
            for track in tracks
        ]
        ordered = self._ordered("order/tracks", self.draft.tracks, self.incoming.tracks, filled_tracks)
        return in_order(list(ordered))

    # --- Competencies ---------------------------------------------------------------------------------------------

    def _competencies(self, groups: list[UUID]) -> tuple[Any, ...]:
        items = self._all(
            "competency", self.draft.competencies, self.incoming.competencies, ("name", "description", "links", "group")
        )
        result: list[Any] = []
        for group in groups:
            mine, theirs = (
                [item for item in shape.competencies if item.group == group] for shape in (self.draft, self.incoming)
            )
            inside = [item for item in items if item.group == group]
            result += self._ordered(f"order/competencies/{group}", mine, theirs, inside)
        return tuple(result)

    def _expectations(
        self, levels: dict[UUID, LevelShape], items: set[UUID]
    ) -> dict[tuple[UUID, UUID], ExpectationShape]:
        texts = dict(self.draft.expectations)
        for (level, item), theirs in self.incoming.expectations.items():
            if level not in levels or item not in items:
                continue
            part = f"cell/{level}/{item}"
            text = self._mixed(part, texts.get((level, item), EMPTY), theirs, CELL)
            if text != EMPTY or (level, item) in texts:
                texts[level, item] = text
        for key in list(texts):
            if f"cell/{key[0]}/{key[1]}" in self.taken and key not in self.incoming.expectations:
                texts[key] = EMPTY
        return {key: text for key, text in texts.items() if text != EMPTY}

    def _evaluations(self) -> dict[UUID, EvaluationShape]:
        taken = {
            key: replace(item, proposed=True)
            for key, item in self.incoming.evaluations.items()
            if f"ratings/{key}" in self.taken
        }
        return {**self.draft.evaluations, **taken}
