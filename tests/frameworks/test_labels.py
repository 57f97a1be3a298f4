"""A level is named by code and title, once where they are the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines

from ladders.frameworks.labels import level_label


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (SimpleNamespace(code="S4", title="Senior"), "S4 Senior"),
        (SimpleNamespace(code="IC1", title="ic1 "), "IC1"),
        (SimpleNamespace(code="", title="Senior"), "Senior"),
        (SimpleNamespace(level_code="S4", level_title="Senior"), "S4 Senior"),
        ({"code": "S4", "title": "Senior"}, "S4 Senior"),
        ({"level_code": "IC1", "level_title": "IC1"}, "IC1"),
    ],
)
def test_a_level_is_named_once(level: Any, said: str) -> None:
    assert level_label(level) == said
    template = engines["django"].from_string("{{ level|level_label }}")
    assert template.render({"level": level}) == said


def test_a_title_beside_its_code_stands_once() -> None:
    template = engines["django"].from_string("{{ level.code }}{{ level|beside_code }}{{ nothing|beside_code }}")
    assert template.render({"level": {"code": "IC1", "title": "IC1"}, "nothing": None}) == "IC1"
    assert template.render({"level": {"code": "S4", "title": "Senior"}, "nothing": None}) == "S4Senior"
