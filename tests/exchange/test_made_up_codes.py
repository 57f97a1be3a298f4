"""Codes of levels that an import makes up are said where its outcome is looked at, with the way to other codes."""

from __future__ import annotations

import pytest
from django.test import Client

from ladders.exchange.models import Upload
from ladders.frameworks.models import Level
from tests.pages import squeezed

from .samples import Rows, csv_bytes, read_rows
from .test_apply import LONG
from .test_views import applied, bring, page

TITLES: Rows = [
    ["Level", "Competency", "Text"],
    ["Junior analyst", "Analysis", "Runs given analyses"],
    ["Senior analyst", "Analysis", "Chooses the analysis"],
]


def codes(rows: Rows) -> list[tuple[str, str]]:
    return [(each.code, each.title) for each in read_rows(rows).made_up]


def test_codes_that_stand_nowhere_are_made_up() -> None:
    assert codes(TITLES) == [("L1", "Junior analyst"), ("L2", "Senior analyst")]


def test_codes_of_the_file_are_not() -> None:
    assert codes([line.split(",") for line in LONG.splitlines()]) == []
    named: Rows = [["IC1 Junior", "Analysis", "Runs"], ["IC2 Senior", "Analysis", "Chooses"]]
    assert codes([["Level", "Competency", "Text"], *named]) == []
    assert codes([["Level", "Competency", "Text"], ["1", "Analysis", "Runs"], ["2", "Analysis", "Chooses"]]) == [
        ("L1", "Level 1"),
        ("L2", "Level 2"),
    ]


@pytest.mark.django_db
def test_the_preview_and_what_came_say_so_and_lead_to_the_correction(hr_client: Client) -> None:
    address = bring(hr_client, "ladder.csv", csv_bytes(TITLES))
    text = page(hr_client, address)
    assert "The file has no codes for 2 levels, so they were made up" in text
    assert f'<a href="{address}mapping/#tracks">Give them other codes</a>' in text
    assert "L1" in text
    assert "made up" not in str(Upload.objects.get().report["problems"])
    address = applied(hr_client, csv_bytes(TITLES), "ladder.csv")
    text = squeezed(hr_client.get(address))
    assert sorted(Level.objects.values_list("code", flat=True)) == ["L1", "L2"]
    assert "The file has no codes for 2 levels, so they were made up" in text
    assert "Give them other codes" in text


@pytest.mark.django_db
def test_levels_that_are_here_already_keep_their_codes_without_a_word(hr_client: Client) -> None:
    applied(hr_client, csv_bytes(TITLES), "ladder.csv")
    more: Rows = [*TITLES, ["Principal analyst", "Analysis", "Invents the analysis"]]
    text = page(hr_client, bring(hr_client, "ladder.csv", csv_bytes(more)))
    assert "The file has no code for 1 level, so one was made up" in text
    text = page(hr_client, bring(hr_client, "ladder.csv", csv_bytes(TITLES)))
    assert "made up" not in text


@pytest.mark.django_db
def test_a_code_of_a_column_of_its_own_names_its_level_and_can_change(hr_client: Client) -> None:
    """The code stands beside the title, not in it."""
    coded: Rows = [
        ["Level", "Code", "Competency", "Text"],
        ["Junior analyst", "A1", "Analysis", "Runs given analyses"],
        ["Senior analyst", "A2", "Analysis", "Chooses the analysis"],
    ]
    applied(hr_client, csv_bytes(coded), "ladder.csv")
    renamed: Rows = [coded[0], ["Associate", *coded[1][1:]], ["Senior analyst", "A9", *coded[2][2:]]]
    applied(hr_client, csv_bytes(renamed), "ladder.csv")
    assert sorted(Level.objects.values_list("code", "title")) == [("A1", "Associate"), ("A9", "Senior analyst")]
