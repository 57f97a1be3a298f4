"""Kinds of moves follow from rows and tracks alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.move_kinds import MoveKind, Rung, kind_of
from ladders.frameworks.domain.shapes import TrackKind

TRACKS = {kind: uuid.uuid5(uuid.NAMESPACE_OID, kind) for kind in TrackKind}


def rung(kind: TrackKind, rank: int, framework: int = 1) -> Rung:
    return Rung(uuid.uuid4(), TRACKS[kind], kind, framework, rank)


kinds = st.sampled_from(list(TrackKind))
rungs = st.builds(rung, kinds, st.integers(1, 12), st.integers(1, 2))
S, M, SHARED = TrackKind.SPECIALIST, TrackKind.MANAGEMENT, TrackKind.SHARED


@pytest.mark.parametrize(
    ("here", "there", "kind"),
    [
        (rung(S, 6), rung(S, 7), MoveKind.PROMOTION),
        (rung(S, 6), rung(M, 7), MoveKind.DIAGONAL),
        (rung(S, 6), rung(M, 6), MoveKind.LATERAL),
        (rung(S, 6), rung(M, 5), MoveKind.STEP_BACK),
        (rung(S, 6), rung(S, 5), MoveKind.STEP_BACK),
        (rung(SHARED, 4), rung(M, 5), MoveKind.PROMOTION),
        (rung(SHARED, 4), rung(S, 5), MoveKind.PROMOTION),
        (rung(S, 5), rung(SHARED, 4), MoveKind.STEP_BACK),
        (rung(SHARED, 4), rung(S, 5, framework=2), MoveKind.DIAGONAL),
    ],
)
def test_the_kinds_by_hand(here: Rung, there: Rung, kind: MoveKind) -> None:
    assert kind_of(here, there) is kind


def test_a_right_of_return_comes_before_everything_else() -> None:
    there = rung(M, 7)
    assert kind_of(rung(S, 6), there, rights=[there.level]) is MoveKind.RETURN


def test_staying_is_no_move() -> None:
    here = rung(S, 6)
    with pytest.raises(ValueError, match="another level"):
        kind_of(here, here)


@given(rungs, rungs)
def test_a_lateral_never_changes_grade_and_is_symmetric(here: Rung, there: Rung) -> None:
    there_is, back_is = kind_of(here, there), kind_of(there, here)
    assert (there_is is MoveKind.LATERAL) == (here.rank == there.rank) == (back_is is MoveKind.LATERAL)


@given(rungs, rungs, st.permutations(list(TrackKind)[1:]))
def test_no_parallel_track_is_treated_otherwise_than_another(here: Rung, there: Rung, names: list[TrackKind]) -> None:
    renamed = dict(zip(list(TrackKind)[1:], names, strict=True)) | {SHARED: SHARED}
    changed: Callable[[Rung], Rung] = lambda item: Rung(  # noqa: E731
        item.level, TRACKS[renamed[item.track_kind]], renamed[item.track_kind], item.framework, item.rank
    )
    assert kind_of(here, there) is kind_of(changed(here), changed(there))
