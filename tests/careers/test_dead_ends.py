"""Where frameworks end somebody's way."""

from __future__ import annotations

from ladders.careers.domain.dead_ends import dead_ends, reachable
from ladders.careers.domain.published_index import PublishedLevel
from tests.careers.charts import atlas, level
from tests.frameworks.versions import level as rung
from tests.frameworks.versions import parallel, track, version


def _codes(places: tuple[PublishedLevel, ...]) -> list[str]:
    return [place.level.code for place in places]


def test_the_drawing_has_none() -> None:
    found = dead_ends(atlas(parallel()))
    assert found.only_management == found.through_management == found.nobody == found.waiting == ()
    assert found.no_way_across == ()


def test_a_level_above_which_there_is_management_alone_is_found() -> None:
    shape = version(track("S", ["S5", "S6"]), track("M", ["M6", "M7", "M8"]))
    found = dead_ends(atlas(shape))
    assert _codes(found.only_management) == ["S6"]


def test_a_way_further_up_on_the_own_track_is_no_dead_end() -> None:
    shape = version(track("S", ["S5", "S6", "S8"]), track("M", ["M6", "M7", "M8"]))
    assert _codes(dead_ends(atlas(shape)).only_management) == []


def test_levels_behind_management_and_levels_that_wait_are_found() -> None:
    shape = version(track("E", ["E4"]), track("M", ["M5", "M6"]), track("I", ["I6", rung("I7", 0)]))
    found = dead_ends(atlas(shape))
    assert _codes(found.through_management) == ["I6"]
    assert _codes(found.waiting) == ["I7"]
    assert not reachable(atlas(shape), level("I7"))
    assert reachable(atlas(shape), level("E4"))


def test_tracks_that_never_meet_have_no_way_across() -> None:
    shape = version(track("S", ["S4", "S6"]), track("M", ["M5", "M7"]))
    assert [chart.slug for chart in dead_ends(atlas(parallel(), shape)).no_way_across] == ["f2"]
