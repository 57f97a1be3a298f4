"""The parity check: what it finds, how grave it is, and what it leaves alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from hypothesis import given, settings

from ladders.frameworks.domain.parity import ABOUT, Code, Finding, FindingSeverity, blocking, check, needing_reason
from ladders.frameworks.domain.shapes import (
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    GroupKind,
    GroupShape,
    LevelShape,
    RatingShape,
    VersionShape,
)
from tests.frameworks.strategies import versions
from tests.frameworks.versions import key, level, parallel, track, version

B, R, W, I = FindingSeverity.BLOCKING, FindingSeverity.NEEDS_REASON, FindingSeverity.WARNING, FindingSeverity.INFO  # noqa: E741


def found(shape: VersionShape, code: Code | None = None) -> list[tuple[FindingSeverity, str]]:
    return [(item.severity, item.text()) for item in check(shape) if code in (None, item.code)]


def four(**levels: list[str]) -> VersionShape:
    """Four tracks at grades 5 to 7 above one shared level; any of them otherwise by its letter."""
    tracks = [track(letter, levels.get(letter, [f"{letter}{rank}" for rank in (5, 6, 7)])) for letter in "SPIM"]
    return version(track("E", ["E4"]), *tracks)


def test_equal_tracks_give_no_finding() -> None:
    assert check(parallel()) == ()


def test_nothing_to_publish() -> None:
    assert found(version()) == [(B, "The framework has no levels yet. There is nothing to publish.")]


def test_a_level_without_grade_blocks() -> None:
    shape = version(track("S", ["S5", level("S6", 0)]))
    assert found(shape) == [(B, "S6 has no grade. Evaluate it, or slot it with a source.")]


def test_a_level_without_any_expectation_blocks_and_is_named_once() -> None:
    names = ("Design", "Testing", "Guiding teams")
    shape = four()
    bare = version(*shape.tracks, blank=[("I6", name) for name in names])
    assert found(bare) == [(B, "I6 has no written expectation. Nobody could tell what the level asks.")]
    assert len(blocking(check(bare))) == 1


def test_a_code_used_twice_blocks_whatever_its_capitals() -> None:
    shape = version(track("S", ["S5", level("x6", 6)]), track("P", [level("P5", 5), level(" X6", 6)]))
    assert found(shape, Code.SAME_CODE) == [(B, "The code X6 is used by more than one level: Title x6, Title  X6.")]
    (finding,) = [item for item in check(shape) if item.code == Code.SAME_CODE]
    assert (finding.track, finding.level) == (key("track P"), key(" X6"))


def test_levels_without_a_code_do_not_overlap() -> None:
    unnamed = [dataclasses.replace(level(code), code="") for code in ("S5", "S6")]
    assert check(version(track("S", unnamed))) == ()


def test_fewer_levels_than_management_needs_a_reason() -> None:
    assert found(four(I=["I5", "I7"]), Code.FEWER_LEVELS) == [(R, "Influence has 2 levels, Management has 3.")]
    assert found(four(I=["I5"]), Code.FEWER_LEVELS) == [(R, "Influence has 1 level, Management has 3.")]
    assert found(four(I=[]), Code.FEWER_LEVELS) == [(R, "Influence has no levels, Management has 3.")]


def test_fewer_levels_than_another_track_is_a_warning_also_for_management() -> None:
    assert found(four(S=["S5", "S6", "S7", "S8"]), Code.FEWER_LEVELS) == [
        (W, "Project has 3 levels, Specialist has 4."),
        (W, "Influence has 3 levels, Specialist has 4."),
        (W, "Management has 3 levels, Specialist has 4."),
    ]


@pytest.mark.parametrize(
    ("unbanded", "severity"),
    [
        ({"4": ("Cork",)}, R),
        ({"4": ("Cork",), "7": ("Cork",)}, W),  # management has none everywhere in Cork either
        # A zone without any band takes nothing away from what is missing in another.
        ({grade: ("Porto", "Cork") if grade == "4" else ("Porto",) for grade in "4567"}, R),
        (dict.fromkeys("4567", ("Porto",)), W),
    ],
)
def test_a_band_is_missed_beside_management_zone_by_zone(
    unbanded: dict[str, tuple[str, ...]], severity: FindingSeverity
) -> None:
    said = [item for item in check(four(), unbanded=unbanded) if item.code == Code.NO_BAND]
    assert [item.severity for item in said if item.detail == "4"] == [severity]


def test_a_lower_ceiling() -> None:
    assert found(four(P=["P5", "P6"]), Code.LOWER_CEILING) == [
        (R, "Project ends at grade 6, Management reaches grade 7.")
    ]
    assert found(four(M=["M5", "M6"]), Code.LOWER_CEILING) == [
        (W, "Management ends at grade 6, Specialist reaches grade 7.")
    ]


def test_the_ceiling_is_compared_with_management_where_that_is_higher_too() -> None:
    shape = four(P=["P5", "P6"], S=["S5", "S6", "S7", "S8"])
    assert found(shape, Code.LOWER_CEILING)[0] == (R, "Project ends at grade 6, Management reaches grade 7.")


def test_a_later_start_than_management_needs_a_reason() -> None:
    assert found(four(I=["I6", "I7", "I8"]), Code.LATE_START) == [
        (R, "Influence begins at grade 6, Management already at grade 5.")
    ]
    assert found(four(M=["M6", "M7"]), Code.LATE_START) == []


def test_a_gap_that_management_does_not_have() -> None:
    assert found(four(S=["S5", "S7"]), Code.GRADE_GAP) == [
        (R, "Specialist has no level at grade 6, where Management has one.")
    ]
    tall = version(*[track(x, [f"{x}{rank}" for rank in range(4, 9)]) for x in "PIM"], track("S", ["S4", "S8"]))
    assert found(tall, Code.GRADE_GAP) == [
        (R, "Specialist has no levels at the grades 5, 6, 7, where Management has them.")
    ]


def test_a_gap_beside_another_track_is_a_warning() -> None:
    shape = four(M=["M5", "M7"], P=["P5", "P7"], I=["I5", "I7"])
    assert found(shape, Code.GRADE_GAP) == [
        (W, "Project has no level at grade 6, where Specialist has one."),
        (W, "Influence has no level at grade 6, where Specialist has one."),
        (W, "Management has no level at grade 6, where Specialist has one."),
    ]


def test_a_row_held_by_a_shared_level_is_no_gap() -> None:
    shape = version(track("E", ["E6"]), track("S", ["S5", "S7"]), track("P", ["P5", "P6", "P7"]))
    assert found(shape, Code.GRADE_GAP) == []


def test_unwritten_expectations_beside_management() -> None:
    shape = parallel(blank=[("I7", "Design"), ("I7", "Testing"), ("S6", "Design"), ("M6", "Testing")])
    assert found(shape, Code.UNWRITTEN) == [
        (R, "I7 has 2 unwritten expectations where M7 has none."),
        (W, "S6 has 1 unwritten expectation where P6 has none."),
        (W, "M6 has 1 unwritten expectation where P6 has none."),
    ]


def test_unwritten_expectations_where_management_has_fewer() -> None:
    shape = parallel(blank=[("I7", "Design"), ("I7", "Testing"), ("M7", "Design")])
    assert found(shape, Code.UNWRITTEN)[0] == (R, "I7 has 2 unwritten expectations where M7 has 1.")


def test_without_management_on_the_row_the_nearest_management_level_is_compared() -> None:
    shape = version(track("S", ["S3", "S4"]), track("M", ["M4", "M5"]), blank=[("S3", "Design")])
    assert found(shape, Code.UNWRITTEN) == [(R, "S3 has 1 unwritten expectation where M4 has none.")]


def test_leading_people_is_expected_of_management_alone() -> None:
    shape = parallel(blank=[("M7", "Growing people")])
    assert found(shape) == [(W, "M7 has 1 unwritten expectation.")]


@pytest.mark.parametrize(("letter", "name"), [("S", "Specialist"), ("M", "Management")])
def test_leadership_by_influence_belongs_to_every_track(letter: str, name: str) -> None:
    shape = parallel(blank=[(f"{letter}{rank}", "Guiding teams") for rank in range(5, 9)])
    assert found(shape, Code.NO_INFLUENCE) == [(R, f"{name} has no written expectation of leadership by influence.")]


def test_kinds_of_track_missing_beside_management() -> None:
    shape = version(track("S", ["S5"]), track("M", ["M5"]))
    assert found(shape) == [
        (R, "There is a management track, but no project leadership track beside it."),
        (R, "There is a management track, but no influence and innovation track beside it."),
    ]
    assert [item.key for item in check(shape)] == ["missing_kind:::::project", "missing_kind:::::influence"]
    assert check(version(track("S", ["S5"]))) == ()


def test_management_listed_first() -> None:
    shape = version(*[track(letter, [f"{letter}5"]) for letter in "MSPI"])
    assert found(shape) == [
        (W, "Management is listed first. Management is one path among equals, so let another begin.")
    ]


def test_people_management_in_a_group_about_leading_people() -> None:
    shape = parallel(texts={("S5", "Growing people"): ExpectationShape(2, "Conducts performance reviews.")})
    assert found(shape) == [
        (
            R,
            "S5 is to be reached without leading people, yet it asks for “Growing people” of the group “Leading people”.",
        )
    ]


@pytest.mark.parametrize(
    "asked", [ExpectationShape(2), ExpectationShape(examples="- Leads the weekly talk"), ExpectationShape(4, "Does.")]
)
def test_a_step_of_the_scale_or_an_example_asks_for_leading_people_too(asked: ExpectationShape) -> None:
    assert found(parallel(texts={("I6", "Growing people"): asked}), Code.PEOPLE_MANAGEMENT) == [
        (
            R,
            "I6 is to be reached without leading people, yet it asks for “Growing people” of the group “Leading people”.",
        )
    ]


def test_a_competency_about_managing_people_in_another_group_by_its_name_or_its_description() -> None:
    shape = parallel()
    design, testing, *others = shape.competencies
    renamed = (
        dataclasses.replace(design, name="People management"),
        dataclasses.replace(testing, description="Holds yearly appraisals."),
        *others,
    )
    asked = {
        at: text
        for at, text in shape.expectations.items()
        if at[1] not in (design.key, testing.key) or at[0] in (key("S5"), key("M5"))
    }
    shape = dataclasses.replace(shape, competencies=renamed, expectations=asked)
    findings = [item for item in check(shape) if item.code == Code.PEOPLE_MANAGEMENT]
    opening = "S5 is to be reached without leading people, yet it asks for "
    assert [(item.severity, item.text()) for item in findings] == [
        (R, f"{opening}“People management”, which is about “People management”."),
        (R, f"{opening}“Testing”, which is about “Holds yearly appraisals”."),
    ]
    assert len({item.key for item in findings}) == 2


def test_people_management_in_the_words_of_other_tracks_and_of_the_shared_one() -> None:
    tracks = list(parallel().tracks)
    tracks[0] = track("E", [level("E4", scope="Line manages two juniors.")])
    tracks[1] = dataclasses.replace(tracks[1], purpose="For those who grow with their direct reports.")
    tracks[4] = dataclasses.replace(tracks[4], purpose="Line manages people.")
    assert found(version(*tracks), Code.PEOPLE_MANAGEMENT) == [
        (R, "E4 is to be reached without leading people, yet its text says “Line manages two juniors”."),
        (R, "Specialist is to be walked without leading people, yet its purpose says “direct reports”."),
    ]


def test_headcount_wording_in_any_text() -> None:
    tracks = list(parallel().tracks)
    tracks[4] = dataclasses.replace(tracks[4], purpose="For those with a wide span of control.")
    shape = version(
        *tracks,
        statement="The size of the team counts; a budget of €5m too.",
        texts={("M5", "Design"): ExpectationShape(3, "Designs.", "- Leads 12 engineers\n- Holds a headcount\nof 40")},
    )
    findings = [item for item in check(shape) if item.code == Code.HEADCOUNT]
    assert [(item.severity, item.field, item.params["words"]) for item in findings] == [
        (W, "statement", "budget of €5m"),
        (W, "purpose", "span of control"),
        (W, "examples", "Leads 12 engineers”, “Holds a headcount of 40"),
    ]
    assert findings[1].text().startswith("Management is measured by the size of what it holds: “span of control”. ")
    assert (findings[2].level, findings[2].competency) == (key("M5"), key("Design"))


def test_headcount_wording_in_the_rationales_of_an_evaluation() -> None:
    ratings = {key("f1"): RatingShape(5, "Leads 12 engineers."), key("f2"): RatingShape(4, "A budget of €5m.")}
    shape = parallel(evaluations={key("M5"): EvaluationShape(ratings)})
    assert [(item.level, item.field, item.detail, item.params["words"]) for item in check(shape)] == [
        (key("M5"), "rationale", str(key("f1")), "Leads 12 engineers"),
        (key("M5"), "rationale", str(key("f2")), "budget of €5m"),
    ]


def test_the_text_checks_can_be_exchanged() -> None:
    shape = parallel(statement="Leads 12 engineers.")
    assert check(shape, headcount=lambda text: ()) == ()


def test_points_must_rise_along_the_track_and_above_the_shared_level() -> None:
    shape = version(
        track("E", [level("E4", points=400)]),
        track("S", [level("S4", 4, points=400), level("S5", points=500), level("S5b", 5, points=480)]),
    )
    assert found(shape, Code.POINTS_NOT_RISING) == [
        (W, "S4 has 400 points, E4 below it has 400."),
        (W, "S5b has 480 points, S5 below it has 500."),
    ]


def test_slotted_levels_may_share_a_grade_but_not_fall() -> None:
    shape = version(track("S", [level("A", 6), level("B", 6), level("C", 0), level("D", 5)]))
    assert found(shape, Code.POINTS_NOT_RISING) == [(W, "D is at grade 5, B below it at grade 6.")]


def rated(code: str, points: int, *degrees: int) -> tuple[LevelShape, EvaluationShape]:
    """A level with its degrees on difficulty, outcome and influence."""
    ratings = {
        key(name): RatingShape(degree) for name, degree in zip(("hard", "outcome", "wide"), degrees, strict=True)
    }
    return level(code, points=points), EvaluationShape(ratings)


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        ((3, 3, 4), [(W, "S6 has more points than S5 below it, but none of them for “Difficulty”, “Outcome”.")]),
        ((2, 3, 5), [(W, "S6 has more points than S5 below it, but none of them for “Difficulty”, “Outcome”.")]),
        ((4, 3, 3), []),
        ((3, 4, 3), []),
    ],
)
@pytest.mark.parametrize("letter", ["S", "I"])
def test_specialists_rise_by_their_problems_or_outcomes(
    letter: str, degrees: tuple[int, int, int], expected: list[tuple[FindingSeverity, str]]
) -> None:
    rungs = [rated(f"{letter}5", 480, 3, 3, 3), rated(f"{letter}6", 540, *degrees)]
    shape = version(
        track(letter, [rung for rung, _ in rungs]), evaluations={rung.key: evaluation for rung, evaluation in rungs}
    )
    factors = {key("hard"): "Difficulty", key("outcome"): "Outcome"}
    said = [(item.severity, item.text()) for item in check(shape, work=factors) if item.code == Code.WORK_NOT_RISING]
    assert said == (expected if letter == "S" else [])
    assert Code.WORK_NOT_RISING not in {item.code for item in check(shape)}  # a plan without such factors


def test_a_level_that_is_only_renamed_is_found_on_every_track() -> None:
    names = ("Design", "Testing", "Guiding teams")
    copied = {("S6", name): ExpectationShape(3, f" Does {name.upper()} well:  title s5.") for name in names}
    assert found(parallel(texts=copied)) == [(W, "S6 asks word for word what S5 below it asks.")]
    for change in (
        ExpectationShape(4, "Does design well: Title S5."),
        ExpectationShape(3, "Does design for all of us."),
    ):
        assert found(parallel(texts=copied | {("S6", "Design"): change})) == []
    first = {("I5", name): ExpectationShape(3, f"Does {name.lower()} well: Title E4.") for name in names}
    assert found(parallel(texts=first)) == [(W, "I5 asks word for word what E4 below it asks.")]


def test_as_the_level_before_needs_a_level_before() -> None:
    builds = ExpectationShape(3, "adds reviews", builds_on=True)
    shape = version(track("S", ["S5", "S6"]), texts={("S5", "Design"): builds, ("S6", "Design"): builds})
    assert found(shape) == [(W, "S5 says “as the level before” about Design, but nothing is written there.")]


def test_slotted_levels_are_told_and_overdue_ones_warned_of() -> None:
    due = dt.date(2026, 3, 31)
    slotted = level("S5", method=GradingMethod.SLOTTED, source="Hay", due=due)
    shape = version(track("S", [slotted]))
    info = [(I, "S5 is slotted and not yet evaluated.")]
    assert found(shape) == info
    assert [(f.severity, f.text()) for f in check(shape, today=due)] == info
    assert [(f.severity, f.text()) for f in check(shape, today=due + dt.timedelta(days=1))] == [
        (W, "S5 was to be evaluated by 2026-03-31 and still stands on a slotted grade.")
    ]


def test_a_level_that_only_management_leads_to() -> None:
    shape = four(S=["S5"], P=["P5"], I=["I7"])
    assert found(shape, Code.ONLY_THROUGH_MANAGEMENT) == [(R, "I7 can only be reached by passing a management level.")]


def test_findings_come_gravest_first_and_then_in_reading_order() -> None:
    shape = four(I=["I5"], P=["P5"])
    order = [(item.severity, item.code, item.track) for item in needing_reason(check(shape))]
    assert order == [
        (R, Code.FEWER_LEVELS, key("track P")),
        (R, Code.LOWER_CEILING, key("track P")),
        (R, Code.FEWER_LEVELS, key("track I")),
        (R, Code.LOWER_CEILING, key("track I")),
    ]


def test_a_key_outlives_edits_of_the_same_finding() -> None:
    def the(shape: VersionShape) -> Finding:
        return next(item for item in check(shape) if item.code == Code.UNWRITTEN)

    before = the(parallel(blank=[("I7", "Design")]))
    after = the(parallel(blank=[("I7", "Testing"), ("I7", "Design")]))
    assert before.text() != after.text()
    assert before.key == after.key == f"unwritten:{key('track I')}:{key('I7')}"


def test_sentences_are_translated_with_their_plural() -> None:
    (finding,) = [item for item in check(four(I=["I5"])) if item.code == Code.FEWER_LEVELS]
    text = finding.text(lambda one: one, lambda one, many, count: "%(track)s: %(count)s/%(other_count)s")
    assert text == "Influence: 1/3"


@given(versions())
@settings(max_examples=80, deadline=None)
def test_any_version_is_survived_with_unique_keys_and_full_sentences(shape: VersionShape) -> None:
    findings = check(shape, today=dt.date(2026, 1, 1))
    keys = [item.key for item in findings]
    assert len(keys) == len(set(keys))
    for item in findings:
        assert item.text()
        assert item.about is ABOUT[item.code]
        assert item.level is None or item.level in shape.level_by_key
    blocked = any(item.severity == FindingSeverity.BLOCKING for item in findings)
    assert blocked or (shape.levels and all(one.rank is not None for one in shape.levels))


def test_every_code_has_a_heading() -> None:
    assert set(ABOUT) == set(Code)


def test_a_large_framework_is_checked_quickly() -> None:
    names = [f"Ability {number}" for number in range(24)]
    group = GroupShape(key("group"), "Craft", GroupKind.INFLUENCE)
    tracks = [track(letter, [f"{letter}{rank}" for rank in range(1, 9)]) for letter in "SPIM"]
    shape = dataclasses.replace(
        version(*tracks),
        groups=(group,),
        competencies=tuple(CompetencyShape(key(name), name, group.key) for name in names),
        expectations={
            (rung.key, key(name)): ExpectationShape(3, f"{rung.code} brings {name} to teams that asked for it. " * 3)
            for item in tracks
            for rung in item.levels
            for name in names
        },
    )
    started = time.perf_counter()
    assert check(shape) == ()
    assert time.perf_counter() - started < 3
