"""A file beside the draft of a framework that exists: what is new, what the file changed, what the draft did. Pure.

Every part (a title, a descriptor, an order) is compared with what both sides began from, where that is known: what only
the file changed is taken, what only the draft changed stays, and where both did a person chooses. Where no beginning is
known, a blank is filled and every other difference is for a person. Nothing is ever deleted, and no evaluation or grade
of the draft is replaced without being chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from ladders.exchange.frameworks_out.formats.source import carried
from ladders.exchange.tables.sheets import Place, fold
from ladders.frameworks.domain.shapes import (
    EMPTY,
    LEVEL_TEXTS,
    CompetencyShape,
    ExpectationShape,
    GradingMethod,
    LevelShape,
    StepShape,
    VersionShape,
)
from ladders.frameworks.labels import level_label

from .changes import Base, ChangeEntry, ChangeKind, ChangeReason, MergePlan, Verdict
from .matches import Matched
from .three_way import CELL, Judge, Values, filled


def merge(draft: VersionShape, incoming: VersionShape, base: Base, *, matched: Matched, ours: bool) -> MergePlan:
    """The plan. `incoming` has the keys that `matched` gave it; both shapes come with their evaluations."""
    draft = carried(draft)
    return _Merger(draft, aligned(carried(incoming), draft, ours=ours), base, matched, ours).run()


def aligned(incoming: VersionShape, draft: VersionShape, *, ours: bool) -> VersionShape:
    """The file with its steps of proficiency counted as the draft counts them, where the draft has all their names."""
    numbers = {fold(step.name): step.number for step in draft.scale}
    if ours or not incoming.scale or any(fold(step.name) not in numbers for step in incoming.scale):
        return incoming
    here = {step.number: numbers[fold(step.name)] for step in incoming.scale}
    texts = {
        key: replace(text, proficiency=here.get(text.proficiency, text.proficiency) if text.proficiency else None)
        for key, text in incoming.expectations.items()
    }
    return replace(incoming, scale=(), expectations=texts)


class _Merger(Judge):
    def run(self) -> MergePlan:
        self._framework()
        self._tracks()
        self._levels()
        self._competencies()
        self._cells()
        self._orders()
        return MergePlan(self.draft, self.incoming, tuple(self.entries), frozenset(self.taken))

    # --- The framework --------------------------------------------------------------------------------------------

    def _framework(self) -> None:
        name, place = self.draft.framework, self.matched.framework.place
        self.compare(ChangeKind.FRAMEWORK, name, "framework", ("summary", "statement"), place)
        steps = self.incoming.scale
        if not steps:
            return
        if not self.ours and [fold(s.name) for s in steps] == [fold(s.name) for s in self.draft.scale]:
            return  # the same steps; descriptions that the file does not give stay
        self.compare(ChangeKind.FRAMEWORK, name, "framework", ("scale",), place)
        if "framework/scale" in self.taken:
            self.top = max(self.top, len(steps))

    def _tracks(self) -> None:
        there = {track.key for track in self.draft.tracks}
        for track in self.incoming.tracks:
            part = f"track/{track.key}"
            place = self.place(part)
            if track.key not in there and track.levels and self._all_gone(track.levels):
                continue  # it comes back with a level of its own
            if track.key not in there:
                self.created(ChangeKind.TRACK, track.name, part, place)
            elif not self.compare(ChangeKind.TRACK, track.name, part, ("kind", "name", "tagline", "purpose"), place):
                self.same(ChangeKind.TRACK, track.name, part, place)
        named = {track.key for track in self.incoming.tracks}
        for track in self.draft.tracks:
            if track.key not in named:
                self.only_here(ChangeKind.TRACK, track.name, f"track/{track.key}")

    # --- Levels ---------------------------------------------------------------------------------------------------

    def _levels(self) -> None:
        for level in self.incoming.levels:
            part, name = f"level/{level.key}", _name(level)
            place, mine = self.place(part), self.draft.level_by_key.get(level.key)
            if level.key in self.matched.gone:
                self.deleted(ChangeKind.LEVEL, name, part, place, level.summary or level.title)
                continue
            if mine is None:
                self.created(ChangeKind.LEVEL, name, part, place, level.summary)
                if level.key in self.incoming.evaluations:
                    self.taken.add(f"ratings/{level.key}")
                continue
            fields = (*LEVEL_TEXTS, "track")
            told = self.compare(ChangeKind.LEVEL, name, part, self._said(level, fields), place)
            told = self._grade(level, mine, name, place) or told
            told = self._ratings(level, name, place) or told
            if not told:
                self.same(ChangeKind.LEVEL, name, part, place)
        named = {track.key for track in self.incoming.tracks}
        for level in self.draft.levels:
            if level.key not in self.incoming.level_by_key and self.draft.track_by_level[level.key].key in named:
                self.only_here(ChangeKind.LEVEL, _name(level), f"level/{level.key}")

    def _all_gone(self, items: Sequence[LevelShape] | Sequence[CompetencyShape]) -> bool:
        return all(item.key in self.matched.gone for item in items)

    def _said(self, level: LevelShape, fields: Sequence[str]) -> list[str]:
        """Without the code where the way in made it up."""
        made_up = not self.ours and level.key in self.matched.coined
        return [field for field in fields if not (made_up and field == "code")]

    def _grade(self, level: LevelShape, mine: LevelShape, name: str, place: Place) -> bool:
        """A grade from another source fills a gap; where the draft has one, a person chooses."""
        part = f"level/{level.key}/grade"
        if level.method is not GradingMethod.SLOTTED or (level.grade == mine.grade and mine.method is level.method):
            return self._source(level, mine, name, place)
        verdict, why = self.judge(part)
        if mine.method is GradingMethod.EVALUATED:
            if verdict is Verdict.KEPT or level.grade == mine.grade:
                return False
            self.note(Verdict.LEFT, ChangeKind.LEVEL, name, part, "grade", place, ChangeReason.EVALUATED)
        elif verdict is Verdict.UPDATED and filled(self.now.get(part, ("",))):
            self.note(Verdict.CONFLICT, ChangeKind.LEVEL, name, part, "grade", place)
        elif verdict not in (None, Verdict.UNCHANGED):
            self.note(verdict, ChangeKind.LEVEL, name, part, "grade", place, why)
        else:
            return False
        return True

    def _source(self, level: LevelShape, mine: LevelShape, name: str, place: Place) -> bool:
        """The source of an equal grade: only a file of this product says it on purpose."""
        slotted = level.method is mine.method is GradingMethod.SLOTTED
        return slotted and self.ours and self.compare(ChangeKind.LEVEL, name, f"level/{level.key}", ("source",), place)

    def _ratings(self, level: LevelShape, name: str, place: Place) -> bool:
        """Proposed degrees where the draft has none; confirmed ones are never touched."""
        part = f"ratings/{level.key}"
        if level.key not in self.incoming.evaluations:
            return False
        verdict, why = self.judge(part)
        if verdict in (None, Verdict.UNCHANGED):
            return False
        have = self.draft.evaluations.get(level.key)
        if have and verdict is not Verdict.KEPT:
            verdict, why = (Verdict.CONFLICT, None) if have.proposed else (Verdict.LEFT, ChangeReason.CONFIRMED)
        self.note(verdict, ChangeKind.LEVEL, name, part, "ratings", place, why)
        return True

    # --- Competencies and what is asked of them -------------------------------------------------------------------

    def _competencies(self) -> None:
        groups = {group.key for group in self.draft.groups}
        for group in self.incoming.groups:
            part = f"group/{group.key}"
            place = self.place(part)
            inside = [item for item in self.incoming.competencies if item.group == group.key]
            if group.key not in groups and inside and self._all_gone(inside):
                continue  # it comes back with a competency of its own
            if group.key not in groups:
                self.created(ChangeKind.GROUP, group.name, part, place)
            elif not self.compare(ChangeKind.GROUP, group.name, part, ("name", "kind"), place):
                self.same(ChangeKind.GROUP, group.name, part, place)
        for item in self.incoming.competencies:
            part = f"competency/{item.key}"
            place = self.place(part)
            if item.key in self.matched.gone:
                self.deleted(ChangeKind.COMPETENCY, item.name, part, place, item.description)
                continue
            if item.key not in self.draft.competency_by_key:
                self.created(ChangeKind.COMPETENCY, item.name, part, place, item.description)
                continue
            grouped = item.group not in self.matched.nameless
            fields = ("name", "description", "links", *(["group"] if grouped else []))
            if not self.compare(ChangeKind.COMPETENCY, item.name, part, fields, place):
                self.same(ChangeKind.COMPETENCY, item.name, part, place)
        named = self.incoming.competency_by_key
        for item in self.draft.competencies:
            if item.key not in named:
                self.only_here(ChangeKind.COMPETENCY, item.name, f"competency/{item.key}")

    def _cells(self) -> None:
        draft, incoming = self.draft, self.incoming
        names = {level.key: _name(level) for level in (*draft.levels, *incoming.levels)}
        items = {item.key: item.name for item in (*draft.competencies, *incoming.competencies)}
        for (level, item), text in incoming.expectations.items():
            if level in self.matched.gone or item in self.matched.gone:
                continue
            part = f"cell/{level}/{item}"
            self._cell(part, f"{names[level]} · {items[item]}", text, draft.expectations.get((level, item), EMPTY))
        for level, item in draft.expectations:
            if (level, item) in incoming.expectations:
                continue
            if level in incoming.level_by_key and item in incoming.competency_by_key:
                self._gone(f"cell/{level}/{item}", f"{names[level]} · {items[item]}", draft.expectations[level, item])

    def _cell(self, part: str, name: str, text: ExpectationShape, mine: ExpectationShape) -> None:
        place = self.place(part)
        fields: Sequence[str] = CELL
        if text.proficiency is not None and self.top and text.proficiency > self.top and not self.fresh:
            self.note(
                Verdict.LEFT,
                ChangeKind.EXPECTATION,
                name,
                f"{part}/proficiency",
                "proficiency",
                place,
                ChangeReason.STEP,
            )
            fields = CELL[1:]
        if mine == EMPTY and not (self.covered(part) and any(f"{part}/{field}" in self.base.parts for field in CELL)):
            self.taken.update(f"{part}/{field}" for field in fields)
            said = (
                text.descriptor
                or text.examples
                or text.links
                or self.shown("proficiency", (text.proficiency,), self.incoming)
            )
            self.entries.append(
                ChangeEntry(Verdict.CREATED, ChangeKind.EXPECTATION, name, part, theirs=said, place=place)
            )
        elif not self.compare(ChangeKind.EXPECTATION, name, part, fields, place):
            self.same(ChangeKind.EXPECTATION, name, part, place)

    def _gone(self, part: str, name: str, mine: ExpectationShape) -> None:
        """The draft has a text where the file has a blank: it stays, unless a person wants it emptied."""
        before = any(f"{part}/{field}" in self.base.parts for field in CELL)
        shown = (
            mine.descriptor or mine.examples or mine.links or self.shown("proficiency", (mine.proficiency,), self.draft)
        )
        declined = self.base.declined.get(part) == "gone"
        if declined or (self.base.parts and not before):
            why = ChangeReason.DECLINED if declined else ChangeReason.ADDED
            self.entries.append(ChangeEntry(Verdict.KEPT, ChangeKind.EXPECTATION, name, part, mine=shown, why=why))
        else:
            emptied = self.base.complete
            self.entries.append(
                ChangeEntry(Verdict.MISSING, ChangeKind.EXPECTATION, name, part, mine=shown, choosable=emptied)
            )

    # --- Orders ---------------------------------------------------------------------------------------------------

    def _orders(self) -> None:
        for part, theirs in self.new.items():
            if not part.startswith("order/") or part not in self.now:
                continue
            mine = self.now[part]
            here, there = set(mine), set(theirs)
            if [key for key in mine if key in there] == [key for key in theirs if key in here]:
                continue  # only what is new or gone differs
            verdict, why = self.judge(part)
            if verdict in (None, Verdict.UNCHANGED):
                continue
            self._order(verdict, part, why)

    def _order(self, verdict: Verdict, part: str, why: ChangeReason | None) -> None:
        _, what, *key = part.split("/")
        owners: Mapping[UUID, str] = {
            **{track.key: track.name for track in self.draft.tracks},
            **{group.key: group.name for group in self.draft.groups},
        }
        name = owners.get(UUID(key[0]), "") if key else self.draft.framework
        if verdict is Verdict.UPDATED:
            self.taken.add(part)
        self.entries.append(
            ChangeEntry(
                verdict,
                ChangeKind.ORDER,
                name,
                part,
                f"order_{what}",
                self._listed(self.now[part], self.draft),
                self._listed(self.new[part], self.incoming),
                self.matched.framework.place,
                why,
                choosable=verdict is Verdict.CONFLICT,
            )
        )

    @staticmethod
    def _listed(keys: Values, shape: VersionShape) -> str:
        names: dict[object, str] = {level.key: level.code for level in shape.levels}
        names |= {track.key: track.name for track in shape.tracks}
        names |= {group.key: group.name for group in shape.groups}
        names |= {item.key: item.name for item in shape.competencies}
        return ", ".join(names[key] for key in keys if key in names)


def _name(level: LevelShape) -> str:
    return level_label(level)


def numbered(steps: Iterable[StepShape]) -> tuple[StepShape, ...]:
    """The steps, counted from 1."""
    return tuple(replace(step, number=number) for number, step in enumerate(steps, start=1))
