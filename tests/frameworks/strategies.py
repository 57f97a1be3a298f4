"""Arbitrary framework versions: few keys, so that two of them share much."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ladders.frameworks.domain.shapes import (
    CompetencyShape,
    ExpectationShape,
    GroupKind,
    GroupShape,
    LevelShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from tests.frameworks.versions import key

WORDS = st.lists(st.sampled_from(["leads", "a", "team", "of", "8", "well,", "\n", "12 engineers", "é"]), max_size=5)
TEXTS = WORDS.map(" ".join)
LINKS = st.sampled_from(
    ["", "[SQL](https://a.example/b?c=1)", "[A: b](https://a.example) five hours\n[C](https://c.example)"]
)
EXPECTATIONS = st.builds(
    ExpectationShape,
    proficiency=st.none() | st.integers(1, 5),
    descriptor=TEXTS,
    examples=st.just("") | TEXTS,
    builds_on=st.booleans(),
    links=LINKS,
)


@st.composite
def versions(draw: st.DrawFn) -> VersionShape:
    """A version of up to four tracks; levels graded or not, texts written or not, in any order."""
    codes = draw(st.lists(st.sampled_from([f"L{number}" for number in range(8)]), unique=True))
    names = draw(st.lists(st.sampled_from("ABCD"), unique=True))
    kinds = {name: draw(st.sampled_from(list(TrackKind))) for name in names}
    homes: dict[str, list[LevelShape]] = {name: [] for name in names}
    for code in codes if names else []:
        rank = draw(st.none() | st.integers(1, 6))
        homes[draw(st.sampled_from(names))].append(
            LevelShape(
                key(code),
                draw(st.sampled_from([code, code.lower(), "X", ""])),
                draw(TEXTS),
                draw(TEXTS),
                grade=None if rank is None else str(rank),
                rank=rank,
                points=draw(st.none() | st.integers(100, 700)),
            )
        )
    tracks = tuple(
        TrackShape(key(f"track {name}"), kinds[name], name, tuple(homes[name]), purpose=draw(TEXTS)) for name in names
    )
    groups = tuple(
        GroupShape(key(f"group {name}"), name, draw(st.sampled_from(list(GroupKind))))
        for name in draw(st.lists(st.sampled_from("PQ"), unique=True))
    )
    competencies = tuple(
        CompetencyShape(key(f"competency {name}"), name, draw(st.sampled_from(groups)).key, draw(TEXTS), draw(LINKS))
        for name in (draw(st.lists(st.sampled_from("UVW"), unique=True)) if groups else [])
    )
    cells: list[Any] = [(level.key, item.key) for track in tracks for level in track.levels for item in competencies]
    written = draw(st.lists(st.sampled_from(cells), unique=True, max_size=8)) if cells else []
    return VersionShape(
        framework="Engineering",
        number=draw(st.integers(1, 3)),
        state="draft",
        owner=draw(TEXTS),
        statement=draw(TEXTS),
        scale=tuple(StepShape(number, draw(TEXTS)) for number in range(1, draw(st.integers(1, 3)))),
        tracks=tracks,
        groups=groups,
        competencies=competencies,
        expectations={cell: draw(EXPECTATIONS) for cell in written},
    )
