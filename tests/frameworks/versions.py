"""Framework versions for tests of pure modules: short to write, without a database."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from ladders.frameworks.domain.shapes import (
    CompetencyShape,
    ExpectationShape,
    GradingMethod,
    GroupKind,
    GroupShape,
    LevelShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from ladders.impact.domain.points import GradeShape

NAMESPACE = UUID(int=7)
GRADES = tuple(
    GradeShape(str(rank), f"Grade {rank}", first, last)
    for rank, first, last in [
        (1, 100, 189),
        (2, 190, 269),
        (3, 270, 349),
        (4, 350, 429),
        (5, 430, 519),
        (6, 520, 619),
        (7, 620, 719),
        (8, 720, 819),
        (9, 820, 909),
        (10, 910, None),
    ]
)
GROUPS = {
    "Craft": (GroupKind.GENERAL, ("Design", "Testing")),
    "Leadership without authority": (GroupKind.INFLUENCE, ("Guiding teams",)),
    "Leading people": (GroupKind.PEOPLE, ("Growing people",)),
}
KINDS = {
    "E": TrackKind.SHARED,
    "S": TrackKind.SPECIALIST,
    "P": TrackKind.PROJECT,
    "I": TrackKind.INFLUENCE,
    "M": TrackKind.MANAGEMENT,
}
NAMES = {"E": "Shared start", "S": "Specialist", "P": "Project", "I": "Influence", "M": "Management"}


def key(name: str) -> UUID:
    """The same key for the same name, in every version."""
    return uuid5(NAMESPACE, name)


def level(code: str, rank: int | None = None, **fields: Any) -> LevelShape:
    """A level; its rank is the number in its code unless given, `rank=0` means without grade."""
    if rank is None:
        rank = int("".join(sign for sign in code if sign.isdigit()))
    fields.setdefault("title", f"Title {code}")
    fields.setdefault("method", GradingMethod.EVALUATED if rank else GradingMethod.NONE)
    return LevelShape(key(code), code, grade=str(rank) if rank else None, rank=rank or None, **fields)


def track(letter: str, levels: Sequence[LevelShape | str], **fields: Any) -> TrackShape:
    """A track by its letter (E, S, P, I, M); a second of a kind is called "S2"."""
    fields.setdefault("name", NAMES[letter[0]] + letter[1:])
    shapes = tuple(level(item) if isinstance(item, str) else item for item in levels)
    return TrackShape(key(f"track {letter}"), KINDS[letter[0]], levels=shapes, **fields)


def competencies() -> tuple[CompetencyShape, ...]:
    """Two of craft, one of leadership by influence, one of leading people."""
    return tuple(CompetencyShape(key(name), name, key(group)) for group, (_, names) in GROUPS.items() for name in names)


def version(*tracks: TrackShape, blank: Sequence[tuple[str, str]] = (), **fields: Any) -> VersionShape:
    """A version in which everything expected is written, but for the (level code, competency) pairs in `blank`."""
    texts: Mapping[tuple[str, str], ExpectationShape] = fields.pop("texts", {})
    expectations = {}
    for item in tracks:
        for rung in item.levels:
            for group_kind, names in GROUPS.values():
                for name in names:
                    if group_kind != GroupKind.PEOPLE or item.kind == TrackKind.MANAGEMENT:
                        expectations[rung.key, key(name)] = ExpectationShape(
                            3, f"Does {name.lower()} well: {rung.title}."
                        )
    for code, name in blank:
        expectations.pop((key(code), key(name)), None)
    expectations |= {(key(code), key(name)): text for (code, name), text in texts.items()}
    shape = VersionShape(
        framework="Engineering",
        number=4,
        state="draft",
        tracks=tuple(tracks),
        groups=tuple(GroupShape(key(name), name, kind) for name, (kind, _) in GROUPS.items()),
        competencies=competencies(),
        expectations=expectations,
    )
    return dataclasses.replace(shape, **fields)


def parallel(**fields: Any) -> VersionShape:
    """The lattice of the drawings: one shared level, then four tracks that meet at every grade from 5 to 8."""
    tracks = [track(letter, [f"{letter}{rank}" for rank in range(5, 9)]) for letter in "SPIM"]
    return version(track("E", ["E4"]), *tracks, **fields)
