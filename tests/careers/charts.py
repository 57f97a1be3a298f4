"""Atlases for tests of pure modules: the lattice of the drawings, and whatever a test draws itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings

from ladders.careers.domain.available_moves import Move
from ladders.careers.domain.published_index import Chart, PublishedIndex, chart
from ladders.frameworks.domain.shapes import ExpectationShape, VersionShape
from tests.frameworks.versions import GRADES, key, parallel

# A busy machine is no failure.
steady = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# What the levels of the drawings ask of four competencies, from grade 4 up.
STEPS: dict[str, dict[str, tuple[int, ...]]] = {
    "Design": {"E": (2,), "S": (3, 4, 4, 5), "P": (3, 3, 3, 4), "I": (3, 3, 4, 4), "M": (2, 2, 3, 3)},
    "Testing": {"E": (2,), "S": (3, 3, 4, 4), "P": (2, 3, 3, 3), "I": (3, 3, 3, 4), "M": (2, 2, 2, 2)},
    "Guiding teams": {"E": (1,), "S": (2, 3, 3, 4), "P": (2, 3, 4, 5), "I": (3, 4, 5, 5), "M": (2, 3, 4, 5)},
    "Growing people": {"M": (2, 3, 4, 5)},
}


def texts() -> Mapping[tuple[str, str], ExpectationShape]:
    """(level code, competency) → expectation, as the tables above say."""
    first = {"E": 4}
    return {
        (f"{letter}{first.get(letter, 5) + place}", name): ExpectationShape(step, f"Does {name.lower()}.")
        for name, tracks in STEPS.items()
        for letter, steps in tracks.items()
        for place, step in enumerate(steps)
    }


def chart_of(shape: VersionShape, *, framework: int = 1, slug: str = "engineering") -> Chart:
    """One framework on the scale of the drawings."""
    return chart(framework, slug, slug.capitalize(), shape, GRADES)


def atlas(*shapes: VersionShape) -> PublishedIndex:
    """An atlas of these versions; of the drawings' lattice where none is given."""
    chosen = shapes or (parallel(texts=texts()),)
    return PublishedIndex(tuple(chart_of(each, framework=n, slug=f"f{n}") for n, each in enumerate(chosen, start=1)))


def twin() -> VersionShape:
    """Another framework of the same build: its level "S5" has the key of "FS5"."""
    shape = parallel()
    tracks = (
        replace(each, levels=tuple(replace(level, key=key(f"F{level.code}")) for level in each.levels))
        for each in shape.tracks
    )
    return replace(shape, framework="Finance", tracks=tuple(tracks))


def codes(moves: Any) -> dict[str, str]:
    """Level code → kind of the move there."""
    return {move.there.level.code: str(move.kind) for move in moves}


def by_code(moves: tuple[Move, ...], code: str) -> Move:
    """The move to the level of that code."""
    return next(move for move in moves if move.there.level.code == code)


def level(code: str) -> UUID:
    """The key of the level of that code."""
    return key(code)
