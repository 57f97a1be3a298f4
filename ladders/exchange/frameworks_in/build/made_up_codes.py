"""Which codes of levels the way in made up, because the input has none for them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ladders.exchange.tables.sheets import fold
from ladders.frameworks.domain.shapes import LevelShape

from ..detect.level_names import parse_level
from ..extract.records import Record
from ..mapping.table_mapping import Mapping, TrackPlan
from .track_plan import given_codes


@dataclass(frozen=True, slots=True)
class MadeUpCode:
    """A code that nobody gave, and the title of its level."""

    code: str
    title: str


def made_up_codes(tracks: Sequence[TrackPlan], records: Iterable[Record], said: Mapping | None) -> list[MadeUpCode]:
    """Those of `tracks`, in their order. Not those that stand in the input, in the name of their level or in the mapping that
    somebody looked at (`said`)."""
    given = given_codes(records)
    known = {
        (fold(plan.framework), fold(plan.origin_of(level)), fold(level.source))
        for plan in (said.tracks if said else ())
        for level in plan.levels
        if level.code
    }
    found = []
    for plan in tracks:
        for level in plan.levels:
            key = fold(plan.framework), fold(plan.origin_of(level)), fold(level.source)
            named = fold(level.code) in fold(level.source) or fold(parse_level(level.source).code) == fold(level.code)
            if key not in known and key not in given and not named:
                found.append(MadeUpCode(level.code, level.title))
    return found


def of_new_levels(made_up: Iterable[MadeUpCode], new: Iterable[LevelShape]) -> list[MadeUpCode]:
    """Those that levels get which are new in a draft; where a code was taken there, as it became (L1-2 for L1)."""
    told = {(fold(each.title), fold(each.code)) for each in made_up}
    return [
        MadeUpCode(level.code, level.title)
        for level in new
        if {(fold(level.title), fold(level.code)), (fold(level.title), fold(level.code.rpartition("-")[0]))} & told
    ]
