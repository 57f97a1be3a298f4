"""Compares part by part what a file, the draft, and the beginning of both say, and notes what becomes of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ladders.exchange.tables.sheets import Place
from ladders.frameworks.domain.shapes import VersionShape

from .changes import Base, ChangeEntry, ChangeKind, ChangeReason, Verdict
from .fingerprints import digest, parts
from .matches import Matched

Values = tuple[object, ...]
CELL = ("proficiency", "builds", "descriptor", "examples", "links")
# What the way in guesses where a file does not say it: differences count only when the file's own earlier word is known.
SOFT = frozenset({"kind", "track", "group", "builds"})


def filled(values: Values) -> bool:
    """Whether anything is said at all."""
    return any(value not in ("", None) for value in values)


def print_of(values: Values) -> str:
    """The fingerprint, blank for what says nothing."""
    return digest(values) if filled(values) else ""


class Judge:
    """Collects the entries of a plan."""

    def __init__(self, draft: VersionShape, incoming: VersionShape, base: Base, matched: Matched, ours: bool) -> None:
        self.draft, self.incoming, self.base, self.ours = draft, incoming, base, ours
        self.matched = matched
        self.now: dict[str, Values] = dict(parts(draft))
        self.new: dict[str, Values] = dict(parts(incoming))
        self.entries: list[ChangeEntry] = []
        self.taken: set[str] = set()
        self.fresh = not draft.tracks and not draft.competencies  # a framework that is being made
        self.top = len(draft.scale)

    def covered(self, part: str) -> bool:
        """Whether the base speaks of the thing that the part belongs to."""
        kind, _, rest = part.partition("/")
        known = self.base.parts
        if kind == "cell":
            level, item, *_ = rest.split("/")
            return f"level/{level}/track" in known and f"competency/{item}/group" in known
        if kind in ("framework", "order"):
            return bool(known)
        key = rest.split("/")[0]
        mark = {"track": "kind", "level": "track", "group": "kind", "competency": "group", "ratings": "track"}[kind]
        return f"{'level' if kind == 'ratings' else kind}/{key}/{mark}" in known

    def judge(self, part: str) -> tuple[Verdict | None, ChangeReason | None]:
        """What becomes of one part that both sides have; None where the file says nothing about it."""
        theirs, mine = self.new.get(part, ("",)), self.now.get(part, ("",))
        if theirs == mine or (not filled(theirs) and not filled(mine)):
            return Verdict.UNCHANGED, None
        if not filled(theirs) and not (self.base.complete and self.covered(part)):
            return None, None
        file, draft, before = print_of(theirs), print_of(mine), self.base.parts.get(part, "")
        if self.base.declined.get(part) == file:
            return Verdict.KEPT, ChangeReason.DECLINED
        if self.covered(part):
            if file == before:
                return Verdict.KEPT, None
            return (Verdict.UPDATED if draft == before else Verdict.CONFLICT), None
        if not filled(mine):
            return Verdict.UPDATED, None
        return (None if part.rsplit("/", 1)[-1] in SOFT and not self.ours else Verdict.CONFLICT), None

    def compare(self, kind: ChangeKind, name: str, prefix: str, fields: Iterable[str], place: Place) -> bool:
        """Entries for the fields of a thing that both sides have; True if there was one."""
        before = len(self.entries)
        for field in fields:
            part = f"{prefix}/{field}"
            verdict, why = self.judge(part)
            if verdict not in (None, Verdict.UNCHANGED):
                self.note(verdict, kind, name, part, field, place, why)
        return len(self.entries) > before

    def note(
        self,
        verdict: Verdict,
        kind: ChangeKind,
        name: str,
        part: str,
        field: str,
        place: Place,
        why: ChangeReason | None = None,
    ) -> None:
        mine, theirs = self.now.get(part, ("",)), self.new.get(part, ("",))
        if verdict is Verdict.UPDATED:
            self.taken.add(part)
        self.entries.append(
            ChangeEntry(
                Verdict.CREATED if self.fresh and verdict is Verdict.UPDATED else verdict,
                kind,
                name,
                part,
                field,
                self.shown(field, mine, self.draft),
                self.shown(field, theirs, self.incoming),
                place,
                why,
                choosable=verdict is Verdict.CONFLICT,
            )
        )

    def shown(self, field: str, values: Values, shape: VersionShape) -> str:
        """What a part says, for people."""
        value = values[0] if values else ""
        if value in ("", None):
            return ""
        if field == "track":
            return next((track.name for track in shape.tracks if track.key == value), "")
        if field == "group":
            return next((group.name for group in shape.groups if group.key == value), "")
        if field == "proficiency":
            steps = shape.scale or self.draft.scale
            return f"{value} {next((step.name for step in steps if step.number == value), '')}".strip()
        if field == "scale":
            return ", ".join(map(str, values[::2]))
        if field == "ratings":
            return ", ".join(str(degree) for degree in values[1::3])
        return str(value)

    def created(self, kind: ChangeKind, name: str, part: str, place: Place, theirs: str = "") -> None:
        self.taken.add(part)
        self.entries.append(ChangeEntry(Verdict.CREATED, kind, name, part, theirs=theirs, place=place))

    def deleted(self, kind: ChangeKind, name: str, part: str, place: Place, theirs: str = "") -> None:
        """The file has it and it was deleted here: a person may bring it back."""
        self.entries.append(
            ChangeEntry(Verdict.DELETED, kind, name, part, theirs=theirs or name, place=place, choosable=True)
        )

    def same(self, kind: ChangeKind, name: str, part: str, place: Place) -> None:
        self.entries.append(ChangeEntry(Verdict.UNCHANGED, kind, name, part, place=place))

    def only_here(self, kind: ChangeKind, name: str, part: str) -> None:
        """The draft has it, the file does not."""
        added = bool(self.base.parts) and not self.covered(part)
        verdict, why = (Verdict.KEPT, ChangeReason.ADDED) if added else (Verdict.MISSING, None)
        self.entries.append(ChangeEntry(verdict, kind, name, part, why=why))

    def place(self, part: str) -> Place:
        return self.matched.places.get(part, self.matched.framework.place)
