"""Every test that the pages on running Ladders and on security name is there."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


PAGES = ("operations", "security", "asvs", "threat-model")


@pytest.mark.parametrize("name", PAGES)
def test_every_test_that_the_page_names_exists(name: str) -> None:
    page = (settings.BASE_DIR / "docs" / f"{name}.md").read_text(encoding="utf-8")
    named = NAMED.findall(page)
    assert len(named) > 10
    gone = [
        f"{path}::{test}"
        for path, test in named
        if not (settings.BASE_DIR / path).exists()
        or (test and f"def {test}(" not in (settings.BASE_DIR / path).read_text(encoding="utf-8"))
    ]
    assert gone == []
    # Each statement names one.
    statements = re.findall(r"^- (.*?)(?=^- |^#|^\s*$|\Z)", page, re.DOTALL | re.MULTILINE)
    assert [each for each in statements if "tests/" not in each and "the same test" not in each] == []


def test_each_line_of_the_standard_has_a_test_or_a_reason() -> None:
    page = (settings.BASE_DIR / "docs" / "asvs.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in page.splitlines() if line.startswith("| V")
    ]
    assert {line[0].split()[0] for line in lines} == {f"V{number}" for number in range(1, 18)}
    for topic, holds, evidence in lines:
        assert holds in {"yes", "partly", "no", "n.a."}, topic
        assert len(evidence) > 10, topic
