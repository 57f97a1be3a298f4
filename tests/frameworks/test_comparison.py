"""What changed between two versions, on hand-made changes and on arbitrary ones."""

from __future__ import annotations

import dataclasses
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ladders.frameworks.domain.comparison import Comparison, Op, Reworded, Segment, Valued, compare, counts, differences
from ladders.frameworks.domain.shapes import ExpectationShape, StepShape, VersionShape
from tests.frameworks.strategies import versions
from tests.frameworks.versions import key, level, parallel, track, version


def joined(segments: tuple[Segment, ...], op: Op) -> str:
    return "".join(segment.text for segment in segments if segment.op in (Op.SAME, op))


def test_one_word_reworded_is_one_word_shown() -> None:
    assert differences("Owns a hard problem.", "Owns a wide problem.") == (
        Segment(Op.SAME, "Owns a "),
        Segment(Op.REMOVED, "hard"),
        Segment(Op.ADDED, "wide"),
        Segment(Op.SAME, " problem."),
    )


def test_sentences_without_a_common_word_are_replaced_whole() -> None:
    assert differences("Owns hard problems", "Guides whole teams") == (
        Segment(Op.REMOVED, "Owns hard problems"),
        Segment(Op.ADDED, "Guides whole teams"),
    )


def test_text_at_the_end_and_at_the_beginning() -> None:
    assert differences("", "New.") == (Segment(Op.ADDED, "New."),)
    assert differences("Old.", "") == (Segment(Op.REMOVED, "Old."),)
    assert differences("Tests", "Tests, and reviews") == (Segment(Op.SAME, "Tests"), Segment(Op.ADDED, ", and reviews"))
    assert differences("Same", "Same") == (Segment(Op.SAME, "Same"),)


TEXT = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(["a", "b,", "c.", "\n", "é", "an"]), max_size=30).map(" ".join)
)


@given(TEXT, TEXT)
def test_segments_hold_both_texts(old: str, new: str) -> None:
    segments = differences(old, new)
    assert joined(segments, Op.REMOVED) == old
    assert joined(segments, Op.ADDED) == new
    assert all(segment.text for segment in segments)
    assert all(one.op != other.op for one, other in pairwise(segments))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the same word " * 7000, "the other word " * 7000),
        (" ".join(f"w{n}" for n in range(15_000)), " ".join(f"w{n}" for n in range(15_000, 0, -1))),
        ("a" * 100_000, "b" * 100_000),
        (" ".join(f"w{n}" for n in range(9_000)), " ".join(f"w{n}" for n in range(9_000) if n % 50)),
        ("ab " * 990, "ba " * 990),
        ("a. " * 900 + "b " * 100, "b. " * 100 + "a. " * 900),
        ("a. b! c? " * 6000, "c? b! a. " * 6000),
    ],
)
def test_long_texts_do_not_take_long(old: str, new: str) -> None:
    started = time.perf_counter()
    segments = differences(old, new)
    assert time.perf_counter() - started < 5
    assert joined(segments, Op.REMOVED) == old
    assert joined(segments, Op.ADDED) == new


def test_one_word_in_a_long_text_is_still_one_word() -> None:
    old = "".join(f"Sentence number {number} says nothing new. " for number in range(500))
    new = old.replace("number 77 says", "number 77 means").replace(
        "number 400 says nothing", "number 400 says something"
    )
    segments = differences(old, new)
    assert [segment for segment in segments if segment.op != Op.SAME] == [
        Segment(Op.REMOVED, "says"),
        Segment(Op.ADDED, "means"),
        Segment(Op.REMOVED, "nothing"),
        Segment(Op.ADDED, "something"),
    ]


def test_an_added_level_moves_no_other() -> None:
    old = version(track("S", ["S5", "S7", "S8"]))
    new = version(track("S", ["S5", "S6", "S7", "S8"]))
    found = compare(old, new)
    assert [(change.key, change.added) for change in found.levels] == [(key("S6"), True)]
    assert [change.key[0] for change in found.expectations] == [key("S6")] * 3
    assert found.tracks == ()


def test_one_level_moved_is_one_move() -> None:
    old = version(track("S", [level(code, 5) for code in ("A1", "A2", "A3", "A4")]))
    new = version(track("S", [level(code, 5) for code in ("A4", "A1", "A2", "A3")]))
    assert [(change.key, change.moved) for change in compare(old, new).levels] == [(key("A4"), True)]


def test_a_level_in_another_track_or_grade_has_moved() -> None:
    old = version(track("S", ["S5", "S6"]), track("P", ["P5"]))
    new = version(track("S", ["S5"]), track("P", [level("P5", 4), "S6"]))
    regraded, moved = compare(old, new).levels
    assert (regraded.key, regraded.moved, regraded.values) == (key("P5"), True, (Valued("grade", "5", "4"),))
    assert moved.key == key("S6")
    assert moved.moved
    assert moved.values == (Valued("track", key("track S"), key("track P")),)
    assert compare(old, new).regraded == (regraded,)


def test_tracks_removed_and_put_in_another_order() -> None:
    old = version(*[track(letter, []) for letter in "SPIM"])
    new = version(*[track(letter, []) for letter in "PIS"])
    moved, removed = compare(old, new).tracks
    assert (moved.key, moved.moved) == (key("track S"), True)
    assert (removed.key, removed.removed, removed.shape.name) == (key("track M"), True, "Management")


def test_expectations_added_removed_reworded_and_stepped_up() -> None:
    design, testing, guiding = ("S5", "Design"), ("S5", "Testing"), ("S5", "Guiding teams")
    old = version(track("S", ["S5"]), blank=[design], texts={testing: ExpectationShape(2, "Tests alone.")})
    new = version(track("S", ["S5"]), blank=[guiding], texts={testing: ExpectationShape(3, "Tests with others.")})
    added, reworded, removed = compare(old, new).expectations
    assert (added.key, added.added) == ((key("S5"), key("Design")), True)
    assert (removed.key, removed.removed) == ((key("S5"), key("Guiding teams")), True)
    assert reworded.texts == (Reworded("descriptor", "Tests alone.", "Tests with others."),)
    assert reworded.values == (Valued("proficiency", 2, 3),)
    assert counts(compare(old, new).expectations) == (1, 1, 0, 1, 1)


def test_an_empty_expectation_is_none() -> None:
    old = version(track("S", ["S5"]), blank=[("S5", "Design")])
    new = version(track("S", ["S5"]), texts={("S5", "Design"): ExpectationShape()})
    assert compare(old, new).empty


def test_statement_owner_scale_and_groups() -> None:
    old = parallel(scale=(StepShape(1, "Learning"), StepShape(2, "Doing")), owner="CTO")
    new = dataclasses.replace(
        old, scale=(StepShape(1, "Starting"),), owner="CIO", statement="Paths are equal.", number=5
    )
    found = compare(old, new)
    assert found.texts == (Reworded("owner", "CTO", "CIO"), Reworded("statement", "", "Paths are equal."))
    assert [(change.key, change.removed, change.texts) for change in found.scale] == [
        (1, False, (Reworded("name", "Learning", "Starting"),)),
        (2, True, ()),
    ]
    renamed = dataclasses.replace(old, groups=(dataclasses.replace(old.groups[0], name="Mastery"), *old.groups[1:]))
    assert compare(old, renamed).groups[0].texts == (Reworded("name", "Craft", "Mastery"),)


def test_a_competency_in_another_group_has_moved() -> None:
    old = parallel()
    first, *rest = old.competencies
    new = dataclasses.replace(old, competencies=(dataclasses.replace(first, group=key("Leading people")), *rest))
    (change,) = compare(old, new).competencies
    assert (change.moved, change.values) == (True, (Valued("group", key("Craft"), key("Leading people")),))


@given(versions())
@settings(max_examples=60, deadline=None)
def test_nothing_changes_from_a_version_to_itself(one: VersionShape) -> None:
    assert compare(one, one) == Comparison()
    assert compare(one, dataclasses.replace(one, number=9, state="retired")).empty


@given(versions(), versions())
@settings(max_examples=60, deadline=None)
def test_there_and_back_swaps_added_and_removed(one: VersionShape, other: VersionShape) -> None:
    there, back = compare(one, other), compare(other, one)
    for name in ("tracks", "levels", "groups", "competencies", "expectations", "scale"):
        forward, backward = getattr(there, name), getattr(back, name)
        assert {c.key for c in forward if c.added} == {c.key for c in backward if c.removed}
        assert {c.key for c in forward if c.removed} == {c.key for c in backward if c.added}
        reworded = {(c.key, t.field, t.old, t.new) for c in forward for t in c.texts}
        assert reworded == {(c.key, t.field, t.new, t.old) for c in backward for t in c.texts}
