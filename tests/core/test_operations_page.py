"""Every test that the page on running Ladders names is there."""

from __future__ import annotations

import re

from django.conf import settings

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_page_names_exists() -> None:
    page = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    named = NAMED.findall(page)
    assert len(named) > 20
    gone = [
        f"{path}::{name}"
        for path, name in named
        if not (settings.BASE_DIR / path).exists()
        or (name and f"def {name}(" not in (settings.BASE_DIR / path).read_text(encoding="utf-8"))
    ]
    assert gone == []
    # Each statement names one.
    statements = re.findall(r"^- (.*?)(?=^- |^#|^\s*$|\Z)", page, re.DOTALL | re.MULTILINE)
    assert [each for each in statements if "tests/" not in each and "the same test" not in each] == []
