"""What kind of move leads from one level to another: the one place that names it. No Django.

The kind follows from the two rows and the two tracks alone, whatever the tracks are. Leaving a shared level is no change
of track: from there every track is the next step of the same ladder.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _
from ladders.frameworks.domain.shapes import TrackKind


class MoveKind(Labelled):
    """Up, across, up on another track, back, and back again; and a part-time try-out, which leaves the level as it is."""

    PROMOTION = "promotion", _("Promotion")
    LATERAL = "lateral", _("Lateral move")
    DIAGONAL = "diagonal", _("Diagonal move")
    STEP_BACK = "step_back", _("Step back")
    RETURN = "return", _("Return")
    TRY_OUT = "try_out", _("Try-out")  # a second level for some months: no move, but asked for like one


MOVES: tuple[MoveKind, ...] = tuple(
    kind for kind in MoveKind if kind is not MoveKind.TRY_OUT
)  # those that lead to another level


class Season(StrEnum):
    """What a part of working life is for."""

    LEADING = "leading"
    SPECIALISING = "specialising"
    BUILDING = "building"
    ADVISING = "advising"
    RECALIBRATING = "recalibrating"


SEASON_OF: dict[TrackKind, Season] = {  # what a placement is for unless its holder says otherwise
    TrackKind.SHARED: Season.SPECIALISING,
    TrackKind.SPECIALIST: Season.SPECIALISING,
    TrackKind.PROJECT: Season.BUILDING,
    TrackKind.INFLUENCE: Season.ADVISING,
    TrackKind.MANAGEMENT: Season.LEADING,
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A level's place: its key, its track (key and kind), its framework's id, and its grade's rank (1 is the lowest)."""

    level: UUID
    track: UUID
    track_kind: TrackKind
    framework: int
    rank: int


def kind_of(here: Rung, there: Rung, *, rights: Collection[UUID] = ()) -> MoveKind:
    """The kind of the move from `here` to `there`. `rights`: levels to which the person has a written right of return.

    Raises ValueError where both are the same level: that is no move.
    """
    if here.level == there.level:
        raise ValueError("A move leads to another level.")
    if there.level in rights:
        return MoveKind.RETURN
    if there.rank < here.rank:
        return MoveKind.STEP_BACK
    if there.rank == here.rank:
        return MoveKind.LATERAL
    if here.framework == there.framework and TrackKind.SHARED in (here.track_kind, there.track_kind):
        return MoveKind.PROMOTION
    return MoveKind.PROMOTION if here.track == there.track else MoveKind.DIAGONAL
