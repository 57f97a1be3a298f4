"""The mappings that the guide shows are read by the commands that they are shown for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings

from ladders.exchange.bands.parse import BandMapping
from ladders.exchange.frameworks_in.mapping.table_mapping import Mapping
from ladders.exchange.paid_amounts.mapping import PaidMapping
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.salaries.parse import SalaryMapping


def sample(page: str, first: str) -> str:
    """The sample of JSON on this page of the guide that begins so, fenced or indented."""
    text = (settings.BASE_DIR / "docs/guide" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```json\n(.*?)^```|((?:^    [^\n]*\n)+)", text, re.DOTALL | re.MULTILINE)
    [found] = [block for each in blocks for block in each if block.lstrip().startswith(first)]
    json.loads(found)
    return str(found)


@pytest.mark.parametrize(
    ("mapping", "page", "first"),
    [
        (Mapping, "import", '{"sheets"'),
        (PeopleMapping, "people", '{"columns"'),
        (BandMapping, "pay", '{"columns": {"Bezeichnung"'),
        (SalaryMapping, "pay", '{"columns": {"Pers.Nr."'),
        (PaidMapping, "equal-pay", '{"columns": {"K17"'),
    ],
)
def test_it_is_read(mapping: Any, page: str, first: str) -> None:
    read = mapping.from_json(sample(page, first))
    assert read != mapping()


def test_a_framework_mapping_says_what_the_guide_says() -> None:
    read = Mapping.from_json(sample("import", '{"sheets"'))
    assert [(each.letters, each.field.value, each.of) for each in read.sheets[0].columns] == [
        ("A", "competency", ""),
        ("B", "level", "Junior"),
    ]
    assert [(track.kind.value, [level.code for level in track.levels]) for track in read.tracks] == [
        ("specialist", ["S1"])
    ]
    assert (read.scale, read.placeholders) == (("knows", "does", "teaches"), ("tbd",))
