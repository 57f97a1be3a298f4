"""Full-text search: what is indexed, what is found, and that snippets are safe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import User
from ladders.frameworks.domain.shapes import ExpectationShape
from ladders.frameworks.models import SearchEntry, Version
from ladders.frameworks.queries.search import clean, drop_index, find, index_version, marked
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


def published(by: User, name: str = "Research") -> Version:
    """A published framework, indexed."""
    version = draft_framework(by=by, name=name)
    version.state, version.published_at, version.published_by = "published", timezone.now(), by
    version.save()
    index_version(version)
    return version


def titles(query: str, framework: str = "") -> list[str]:
    """What is found, best first."""
    return [f"{entry.code} {entry.title}".strip() for entry in find(query, framework=framework)]


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    """A framework that is published."""
    return published(hr)


def test_a_version_has_a_row_per_level_and_per_competency(research: Version) -> None:
    assert SearchEntry.objects.filter(version=research, kind="level").count() == 9
    assert SearchEntry.objects.filter(version=research, kind="competency").count() == 3
    level = SearchEntry.objects.get(version=research, code="S5")
    assert (level.title, level.context) == ("Specialist 5", "Specialist track")
    assert level.body.splitlines() == [
        "What a specialist 5 does",
        "Method: Specialist 5 shows method.",
        "Teaching: Specialist 5 shows teaching.",
    ]


def test_indexing_again_changes_nothing_and_dropping_forgets(research: Version) -> None:
    assert index_version(research) == 12
    assert SearchEntry.objects.filter(version=research).count() == 12
    drop_index(research)
    assert SearchEntry.objects.filter(version=research).count() == 0


def test_a_word_is_found_in_titles_before_texts(research: Version) -> None:
    found = titles("teaching")
    assert found[0] == "Teaching"
    assert len(found) == 10  # the competency, and the nine levels that ask for it


def test_words_are_found_in_any_form_and_unfinished(research: Version) -> None:
    assert titles("teach")[0] == "Teaching"
    assert titles("speciali") == ["S5 Specialist 5", "S6 Specialist 6"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("s6", ["S6 Specialist 6"]),
        ("S", ["S5 Specialist 5", "S6 Specialist 6"]),
        ('"management 6"', ["M6 Management 6"]),
        ("management -6", ["M5 Management 5"]),
        ("growing", ["Growing people", "M5 Management 5", "M6 Management 6"]),
        ("", []),
        ("   ", []),
        ("the", []),
        ("zzz", []),
        ("\x00", []),
        ("!!! &|:*()' <>", []),
    ],
)
def test_queries(research: Version, query: str, expected: list[str]) -> None:
    found = titles(query)
    assert (sorted(found), found[:1]) == (sorted(expected), expected[:1])


def test_an_exact_code_comes_first(research: Version) -> None:
    assert titles("m5")[0] == "M5 Management 5"


def test_management_comes_before_no_other_track_for_saying_a_word_more_often(research: Version) -> None:
    """Words of a title that all tracks share find their levels in the order of the tracks, however often texts repeat them."""
    often = " ".join(["research"] * 30)
    for each in SearchEntry.objects.filter(version=research, kind="level"):
        each.title = f"{each.title} of research"
        each.body += often if each.code.startswith("M") else " research"
        each.save()
    found = [each for each in titles("research") if "of research" in each]
    assert len(found) == 9
    assert [each[:2] for each in found[-2:]] == ["M5", "M6"]
    assert titles("research")[0][:2] not in ("M5", "M6")


def test_one_framework_alone(hr: User, research: Version) -> None:
    published(hr, name="Finance")
    assert len(titles("S6")) == 2
    assert titles("S6", framework="finance") == ["S6 Specialist 6"]
    assert titles("S6", framework="nonsense") == []


def test_drafts_and_retired_versions_are_never_found(hr: User, research: Version) -> None:
    draft = draft_framework(by=hr, name="Secret")
    index_version(draft)
    Version.objects.filter(pk=research.pk).update(state="retired", retired_at=timezone.now())
    assert titles("specialist") == []


def test_a_very_long_query_is_cut() -> None:
    assert clean("a  b\x00c\n" + "x" * 500) == "a b c " + "x" * 194
    assert find("wörd " * 4000).count() == 0


def test_what_matched_is_marked_and_everything_else_escaped(research: Version) -> None:
    shape = shape_of(research)
    key = (shape.levels[0].key, shape.competencies[0].key)
    text = ExpectationShape(3, "Writes \x02&lt;script&gt;alert(1)\x03 `<b>quoted</b>` reports about *glaciers*.")
    index_version(research, replace(shape, expectations={key: text}))
    (entry,) = find("glaciers")
    html = marked(entry.snippet)
    assert "<mark>glaciers</mark>" in html
    assert html.count("<mark>") == 1
    assert "<script" not in html
    assert "<b>" not in html
    assert "\x02" not in html


def test_marks_come_in_pairs() -> None:
    assert marked("a\x02b\x03c\x02<d") == "a<mark>b</mark>c&lt;d"
    assert marked("\x03<i>") == "\x03&lt;i&gt;"
