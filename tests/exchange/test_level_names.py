"""What names of levels, tracks and columns tell."""

from __future__ import annotations

import pytest

from ladders.exchange.frameworks_in.detect.headings import meaning, names_level, special_row
from ladders.exchange.frameworks_in.detect.level_names import kind_of_track, parse_level, seniority
from ladders.exchange.frameworks_in.mapping.fields import Field
from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import without_symbols
from ladders.frameworks.domain.shapes import TrackKind
from tests.exchange.samples import messages, read_rows

MANAGEMENT, SPECIALIST, PROJECT = TrackKind.MANAGEMENT, TrackKind.SPECIALIST, TrackKind.PROJECT


@pytest.mark.parametrize(
    ("text", "code", "number", "title"),
    [
        ("IC3", "IC3", 3, ""),
        ("M-4", "M4", 4, ""),
        ("E 5", "E5", 5, ""),
        ("L3a", "L3a", 3, ""),
        ("IC3 – Senior Engineer", "IC3", 3, "Senior Engineer"),
        ("IC3\nSenior Engineer", "IC3", 3, "Senior Engineer"),
        ("Senior Engineer (IC3)", "IC3", 3, "Senior Engineer"),
        ("Level 0", "L0", 0, ""),
        ("Level 2: Analyst", "L2", 2, "Analyst"),
        ("Grade C", "GC", 3, ""),
        ("Stufe IV", "SIV", 4, ""),
        ("Engineer II", "", 2, "Engineer II"),
        ("3", "", 3, ""),
        ("Senior Engineer", "", None, "Senior Engineer"),
        ("Q3", "", None, "Q3"),
        ("Description", "", None, "Description"),
    ],
)
def test_parts_of_a_level_name(text: str, code: str, number: int | None, title: str) -> None:
    name = parse_level(text)
    assert (name.code, name.number, name.title) == (code, number, title)


@pytest.mark.parametrize(
    ("text", "bare", "kind"),
    [
        ("Lead developer - management", "Lead developer", MANAGEMENT),
        ("Lead developer – Management", "Lead developer", MANAGEMENT),
        ("Lead Designer (People Manager)", "Lead Designer", MANAGEMENT),
        ("Staff Engineer (IC)", "Staff Engineer", SPECIALIST),
        ("Lead, people manager", "Lead", MANAGEMENT),
        ("Head of (Agile) delivery management", "Head of (Agile) delivery management", None),
        ("Product manager", "Product manager", None),
    ],
)
def test_marks_of_a_track(text: str, bare: str, kind: TrackKind | None) -> None:
    name = parse_level(text)
    assert (name.bare, name.marker) == (bare, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("EngineeringManager", MANAGEMENT),
        ("Engineering Manager", MANAGEMENT),
        ("Ops Leadership", MANAGEMENT),
        ("management", MANAGEMENT),
        ("People Managers", MANAGEMENT),
        ("TechLead", PROJECT),
        ("Technical Program Manager", PROJECT),
        ("Delivery manager", PROJECT),
        ("Individual Contributor", SPECIALIST),
        ("shared", TrackKind.SHARED),
        ("Influence and innovation", TrackKind.INFLUENCE),
        ("Incident manager", None),
        ("Executive Support", None),
        ("Developer", None),
    ],
)
def test_kind_of_a_track(name: str, kind: TrackKind | None) -> None:
    assert kind_of_track(name) == kind


def test_seniority_orders_titles() -> None:
    titles = ["Apprentice", "Trainee X", "Junior X", "X", "Senior X", "Lead X", "Staff X", "Senior Staff X", "Principal X",
              "Distinguished X", "Fellow"]  # fmt: skip
    ranks = [seniority(title) or 30 for title in titles]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_words_of_the_role_are_no_rank() -> None:
    assert seniority("Incident manager", "Incident manager") is None
    assert seniority("Problem analyst", "Problem manager") == 25


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Role Family", Field.FRAMEWORK),
        ("Role", Field.TRACK),
        ("Role Description", Field.TRACK_PURPOSE),
        ("Role Level", Field.LEVEL),
        ("Role Level Description", Field.LEVEL_SUMMARY),
        ("Job title", Field.LEVEL_TITLE),
        ("Skill Name", Field.COMPETENCY),
        ("skill_description", Field.COMPETENCY_DESCRIPTION),
        ("Skill Level", Field.PROFICIENCY),
        ("Required level", Field.PROFICIENCY),
        ("Skill Level Description", Field.DESCRIPTOR),
        ("competencyGroup", Field.GROUP),
        ("Behavioural indicators", Field.DESCRIPTOR),
        ("Examples", Field.EXAMPLES),
        ("Pay grade", Field.GRADE),
        ("Kompetenz", Field.COMPETENCY),
        ("Rating: complexity", Field.RATING),
        ("Level 3", None),
        ("Senior Engineer", None),
        ("Whatever else", None),
    ],
)
def test_meaning_of_a_heading(heading: str, field: Field | None) -> None:
    found = meaning(heading)
    assert (found[0] if found else None) == field


def test_headings_that_are_levels() -> None:
    assert [names_level(text) for text in ("IC3", "Level 1", "Junior", "Engineer", "Notes", "Skill")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_special_rows() -> None:
    assert special_row("Titles") == (Field.LEVEL_TITLE, False)
    assert special_row("Definition of Success:") == (Field.LEVEL_SUMMARY, False)
    assert special_row("Scope") == (Field.LEVEL_SCOPE, True)
    assert special_row("Salary range") == (Field.IGNORE, False)
    assert special_row("Teamwork") is None


@pytest.mark.parametrize("text", ["NOT IN USE", "n/a", "N.A.", "-", "–", "TBD", "…", "to be defined", "Missing", "x"])
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "None of the above applies", "3", "Not in use of force", "Basic", "ok"])
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


def test_own_placeholders() -> None:
    assert is_placeholder("Siehe Wiki", {"siehe wiki"})


def test_pictures_in_names_are_told() -> None:
    rows = [["Level", "Competency", "Descriptor"]]
    rows += [[level, "Dough 🥖", f"As a {level} does it."] for level in ("Baker", "Lead")]
    told = " ".join(messages(read_rows(rows)))
    assert "Pictures in names are left out: " in told
    assert "“Dough 🥖” is “Dough”" in told
    assert without_symbols("Cafe\u0301 ☕\ufe0f") == "Cafe\u0301"
