"""The build splits the tests between two servers: each runs on one of them, a few on both, none on neither."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set
from itertools import combinations

import pytest
from _pytest.mark.expression import Expression

from .second_server import BOTH, COLLECTED, ELSEWHERE, PROJECT, WHOLE, markers

PARTS = re.findall(r'make (?:test|unit) MARKS="([^"]+)"', (PROJECT / ".ci" / "run").read_text())
FAULTS = {"faults"}  # `make faults` has these all; of them `.ci/run` chooses some with -k


def parts_with(names: Set[str]) -> int:
    """In how many parts of the build a test with these markers runs."""

    def has(name: str, /, **_values: str | int | bool | None) -> bool:
        return name in names

    return sum(Expression.compile(part).evaluate(has) for part in PARTS)


def expected(names: Set[str]) -> int:
    """In how many it should."""
    return 0 if names & FAULTS else 2 if "both" in names else 1


def test_whatever_its_markers_a_test_runs_somewhere() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    ours = [line.partition(":")[0] for line in project["tool"]["pytest"]["ini_options"]["markers"]]
    assert ELSEWHERE | {"database", "both"} <= set(ours)
    assert len(PARTS) == 2
    for size in range(len(ours) + 1):
        for names in map(set, combinations(ours, size)):
            if ("both" in names and "database" not in names) or ("database" in names and names & ELSEWHERE):
                continue  # nothing has these together: see `markers`
            assert parts_with(names) == expected(names), names


def test_what_the_lists_name_is_there() -> None:
    assert {name for name in WHOLE | BOTH if not (PROJECT / "tests" / name).exists()} == set()


def test_every_test_runs_somewhere(request: pytest.FixtureRequest) -> None:
    items = request.config.stash[COLLECTED]
    found = {item.nodeid: {mark.name for mark in item.iter_markers()} | set(markers(item)) for item in items}
    assert {name: names for name, names in found.items() if parts_with(names) != expected(names)} == {}
