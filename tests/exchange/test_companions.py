"""Documents that name parts by ids: what stands in other files, what is described nowhere, and what has no name."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from ladders.exchange.frameworks_in.pipeline import Result, read

ROLES = {
    "roles": [
        {"id": "be", "name": "Backend", "levels": ["l1", "l2"], "competencies": ["debug", "design"]},
        {"id": "lead", "name": "Lead", "levels": ["l3"], "competencies": ["debug"]},
    ]
}
LEVELS = [{"id": "l1", "name": "Junior"}, {"id": "l2", "name": "Senior"}, {"id": "l3", "name": "Staff"}]
SKILLS = [
    {"id": "debug", "name": "Debugging", "levels": {"l1": "finds them", "l2": "prevents them", "l3": "teaches it"}},
    {"id": "design", "name": "System design", "levels": {"l1": "follows it", "l2": "leads it"}},
]
TOGETHER = [("Backend", [("Junior", 2), ("Senior", 2)]), ("Lead", [("Staff", 1)])]


def taken(**files: Any) -> Result:
    """What JSON files amount to."""
    return read([(f"{name}.json", json.dumps(value, indent=1).encode()) for name, value in files.items()])


def shape(result: Result) -> list[tuple[str, list[tuple[str, int]]]]:
    """Track, and title and number of expectations of its levels."""
    return [
        (track.name, [(level.title, len(level.expectations)) for level in track.levels])
        for track in result.draft.tracks
    ]


def told(result: Result) -> str:
    return " ".join(problem.message for problem in result.problems)


def test_files_that_name_each_others_parts_are_read_as_one() -> None:
    alone = taken(all=ROLES | {"levels": LEVELS, "competencies": SKILLS})
    apart = taken(roles=ROLES, levels={"levels": LEVELS}, skills={"competencies": SKILLS})
    lists = taken(skills=SKILLS, roles=ROLES["roles"], levels=LEVELS)
    assert [shape(each) for each in (alone, apart, lists)] == [TOGETHER] * 3
    assert "roles.json, levels.json and skills.json name each other’s parts by ids" in told(apart)
    assert apart.files_read == ["roles.json", "levels.json", "skills.json"]


def test_a_file_for_each_part() -> None:
    parts = {skill["id"]: {key: skill[key] for key in ("name", "levels")} for skill in SKILLS}
    files = [("levels", LEVELS), *parts.items(), *((role["id"], role) for role in ROLES["roles"])]
    result = read([(f"{name}.yaml", yaml.safe_dump(value).encode()) for name, value in files])
    assert shape(result) == TOGETHER


def test_files_that_are_whole_stay_apart_though_their_ids_are_alike() -> None:
    one = {"name": "A", "levels": LEVELS, "competencies": SKILLS}
    result = taken(a=one, b=one | {"name": "B"})
    assert [name for name, _levels in shape(result)] == ["A", "B"]
    assert "name each other" not in told(result)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"roles": ROLES}, "roles.json names “l1”, “l2”, “l3” as levels and “debug”, “design” as competencies"),
        ({"skills": {"competencies": SKILLS}}, "skills.json names “l1”, “l2”, “l3” as levels, and describes none"),
        (
            {"roles": ROLES, "skills": {"competencies": SKILLS}},
            "roles.json and skills.json names “l1”, “l2”, “l3” as levels, and describes none of them",
        ),
    ],
)
def test_ids_that_nothing_describes_are_named_with_the_cure(files: dict[str, Any], said: str) -> None:
    result = taken(**files)
    assert said in told(result)
    assert "is missing: choose it together with this one, both at once" in told(result)
    # Followed, a text would be lost: then each part is read where it stands.
    assert ("so each part was read where it stands" in told(result)) == (len(files) == 2)


def test_titles_are_no_ids() -> None:
    roles = [
        {"name": "Maker", "levels": ["Junior", "IC2"], "competencies": [{"name": "Oven", "levels": {"junior": "x y"}}]}
    ]
    assert "describes none" not in told(taken(roles={"roles": roles}))


def test_a_track_that_lists_some_of_the_levels_leaves_the_others_beside_it_once() -> None:
    result = taken(
        all={"tracks": [{"name": "Maker", "levels": ["l1", "l2"]}], "levels": LEVELS, "competencies": SKILLS}
    )
    assert sorted(level for _track, levels in shape(result) for level in levels) == [
        ("Junior", 2),
        ("Senior", 2),
        ("Staff", 1),
    ]
    assert "No track of all.json lists “Staff”" in told(result)
    assert "became" not in told(result)


@pytest.mark.parametrize(
    ("skills", "said", "refused"),
    [
        (
            [{"level": "l1", "text": "finds them"}, {"level": "l2", "text": "more"}],
            "2 competencies of all.json (lines 17, 21) have no name and were not taken in. Give each a “name”.",
            True,
        ),
        (
            [SKILLS[1], {"levels": {"l1": "finds them"}}],
            "A competency of all.json (line 25) has no name and was not taken in. Give it a “name”.",
            False,
        ),
        (
            [SKILLS[1], {"id": "debug", "levels": {"l1": "finds them"}}],
            "A competency of all.json (line 25) has no name and was called by its id. Give it a “name”.",
            False,
        ),
    ],
)
def test_competencies_without_a_name_are_named_by_their_line(skills: list[Any], said: str, refused: bool) -> None:
    result = taken(all={"levels": LEVELS, "competencies": skills})
    assert said in told(result)
    assert bool(result.errors) == refused


def test_rows_without_a_competency_say_which_column_is_missing() -> None:
    result = taken(rows=[{"level": "L1", "descriptor": "finds them"}, {"level": "L2", "descriptor": "prevents them"}])
    assert "hold a level and the text of what is asked, and none holds the name of a competency" in told(result)
    assert "in a column called “competency”" in told(result)
