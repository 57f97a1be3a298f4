"""Content is not lost or misread without a word: what is read by which rule, what is guessed, what is named as left out."""

from __future__ import annotations

import cProfile
import json
import time
from collections.abc import Iterable

import pytest

from ladders.exchange.frameworks_in.build.draft import DraftExpectation
from ladders.exchange.frameworks_in.mapping.corrections import FormPlace, corrected, settled
from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.tables.readers.documents import read_document
from ladders.exchange.tables.readers.kinds import FileKind
from ladders.exchange.tables.readers.markdown_tables import _plain, _without_end, read_tables
from ladders.exchange.tables.sheets import Severity

from .samples import Rows, cell, counts, csv_bytes, messages, read_rows, shape, xlsx_bytes

LEVELS = ["Junior", "Senior", "Staff"]


def book(**sheets: Rows) -> Result:
    return read([("book.xlsx", xlsx_bytes({name.replace("_", " "): rows for name, rows in sheets.items()}))])


def groups(result: Result) -> dict[str, list[str]]:
    return {
        group.name: [item.name for item in group.competencies]
        for framework in result.draft.frameworks
        for group in framework.groups
    }


def codes(result: Result) -> list[str]:
    return [level.code for level in result.draft.levels]


# --- Sheets that are areas, and sheets that are tracks ------------------------------------------------------------


AREAS: dict[str, Rows] = {
    "Dough": [["Area", *LEVELS], ["Mixing", "stirs", "kneads", "designs"], ["Resting", "waits", "plans", "times"]],
    "Guests": [
        ["Area", *LEVELS],
        ["Greeting", "smiles", "knows names", "hosts"],
        ["Selling", "asks", "advises", "leads"],
    ],
}


def test_sheets_with_the_same_levels_and_other_competencies_are_groups_of_one_track() -> None:
    result = book(**AREAS)

    assert counts(result) == (1, 3, 4, 12)
    assert groups(result) == {"Dough": ["Mixing", "Resting"], "Guests": ["Greeting", "Selling"]}
    assert [len(level.expectations) for level in result.draft.levels] == [4, 4, 4]
    assert [problem.severity for problem in result.problems] == [Severity.WARNING]
    assert "Dough and Guests name the very same levels" in result.problems[0].message


def test_a_person_says_that_such_sheets_are_tracks_and_back() -> None:
    result = book(**AREAS)
    tables = result.tables
    as_tracks = corrected(result.mapping, tables, FormPlace(), {"do": "sheets:track"})
    tracks = read([("book.xlsx", xlsx_bytes(AREAS))], settled(as_tracks, result.mapping))
    assert shape(tracks.draft.tracks) == [("specialist", "Dough", LEVELS), ("specialist", "Guests", LEVELS)]

    as_groups = corrected(tracks.mapping, tables, FormPlace(), {"do": "sheets:group"})
    back = read([("book.xlsx", xlsx_bytes(AREAS))], settled(as_groups, tracks.mapping))
    assert (counts(back), groups(back)) == (counts(result), groups(result))


def test_sheets_called_like_people_stay_tracks() -> None:
    rows = [["Skill", *LEVELS], ["Oven", "loads", "plans", "buys"]]
    other = [["Skill", *LEVELS], ["Counter", "serves", "orders", "opens shops"]]
    assert len(book(Bakers=rows, Sellers=other).draft.tracks) == 2
    same = book(One=rows, Two=rows)
    assert len(same.draft.tracks) == 2
    assert "Each was taken for a track of its own" in messages(same)[0]


def test_levels_down_in_each_sheet_are_groups_too() -> None:
    def sheet(*skills: str) -> Rows:
        return [
            ["Title", *skills],
            *[[level, *[f"{skill} as a {level} would" for skill in skills]] for level in LEVELS],
        ]

    result = book(Dough=sheet("Mixing", "Resting"), Guests=sheet("Greeting", "Selling"))
    assert counts(result) == (1, 3, 4, 12)
    assert groups(result) == {"Dough": ["Mixing", "Resting"], "Guests": ["Greeting", "Selling"]}


# --- Names that are words of the trade as well --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Code", "Title", "Position", "Grade", "Level", "Number", "Track"])
def test_a_competency_may_be_called_like_a_row_about_levels(name: str) -> None:
    texts = ["Writes so that others can read.", "Writes what others copy.", "Sets how it is written here."]
    for rows in (
        [["Area", *LEVELS], [name, *texts], ["Team", "Joins in.", "Leads many.", "Links teams."]],
        [["Area", *LEVELS], ["Team", "Joins in.", "Leads many.", "Links teams."], [name, *texts]],
    ):
        result = read_rows(rows)
        assert counts(result) == (1, 3, 2, 6)
        assert cell(result, "L1", name) == texts[0]


def test_short_words_are_no_codes() -> None:
    result = read_rows([["Area", *LEVELS], ["Code", "reads", "writes", "designs"], ["Team", "joins", "leads", "links"]])
    assert (counts(result), codes(result)) == ((1, 3, 2, 6), ["L1", "L2", "L3"])
    real = read_rows([["Area", *LEVELS], ["Code", "E-1", "E-2", "E-3"], ["Team", "joins", "leads", "links"]])
    assert (counts(real), codes(real)) == ((1, 3, 1, 3), ["E-1", "E-2", "E-3"])
    assert "Row 2, “Code”, was taken for codes of the levels." in real.decided[0].guesses


def test_a_column_of_competencies_called_code() -> None:
    head = ["Title", "Code", "Team work"]
    rows = [head, *[[level, f"Writes code as a {level}.", f"Works with others as a {level}."] for level in LEVELS]]
    result = read_rows(rows)
    assert groups(result) == {"": ["Code", "Team work"]}
    assert counts(result) == (1, 3, 2, 6)


def test_a_heading_of_a_group_may_be_called_code() -> None:
    rows = [
        ["Area", *LEVELS],
        ["Code", "", "", ""],
        ["Reading", "a", "b", "c"],
        ["People", "", "", ""],
        ["Team", "d", "e", "f"],
    ]
    assert groups(read_rows(rows)) == {"Code": ["Reading"], "People": ["Team"]}


# --- Levels that are not in use -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["(not in use)", "[retired]", "- deprecated", "(nicht mehr verwendet)", "(reserved)"])
def test_a_level_that_is_marked_as_unused_stays_a_level(mark: str) -> None:
    long = "Follows what others wrote down, asks before any discount is given, and shadows a colleague in most of the talks."
    rows = [
        ["Job level", f"Village (P1) {mark}", "Town (P2)", "County (P3)"],
        ["Selling", long, "Adapts it.", "Writes it for others."],
        ["Region", "N/A", "one town", "one county"],
        ["Target", "N/A", "10 shops", "40 shops"],
    ]
    result = read_rows(rows)
    assert codes(result) == ["P1", "P2", "P3"]
    assert cell(result, "P1", "Selling") == long
    assert all(not item.description for group in result.draft.frameworks[0].groups for item in group.competencies)
    assert result.draft.levels[0].title.startswith("Village (")
    assert "came in as a level with its mark" in messages(result)[0]


def test_a_mark_in_a_column_of_titles_is_told() -> None:
    rows = [["Level", "Title", "Competency", "Text"], ["P1", "Village (inactive)", "Selling", "follows a script"]]
    result = read_rows([*rows, ["P2", "Town", "Selling", "adapts the script to the shop"]])
    assert "“Village (inactive)” came in as a level with its mark" in messages(result)[0]


@pytest.mark.parametrize("level", ["L{} Baker", "Baker (L{})", "L{}: Baker"])
def test_a_code_in_a_title_stands_once(level: str) -> None:
    rows = [["Level", "Taste", "Pace"], *([level.format(n), "seasons things well", "follows others"] for n in (1, 2))]
    for heading in ("Level", "Title", "Job title"):
        rows[0][0] = heading
        result = read_rows(rows)
        assert [(each.code, each.title) for each in result.draft.levels] == [("L1", "Baker"), ("L2", "Baker")]


def test_a_column_that_is_not_taken_in_is_named() -> None:
    rows = [["Area", *LEVELS, "Notes"], ["Team", "joins", "leads", "links", "ask Ana"], ["Oven", "a", "b", "c", ""]]
    assert read_rows(rows).decided[0].unused == ("E “Notes”",)


# --- Sheets about one competency, and sheets that count ------------------------------------------------------------


def card(name: str, verb: str) -> Rows:
    return [
        [None, name.lower()],
        [None, f"what {name} is about"],
        [None],
        [None, "1/ Starter", None, "2/ Regular", None, "3/ Master", None],
        [None, "begins", None, "works alone", None, "leads", None],
        [None],
        [None, f"You try to {verb}.", "Nope", f"You {verb} well.", "Nope", f"You teach to {verb}.", "Nope"],
        [None, f"You ask how to {verb}.", "Nope", f"You check who {verb}s.", "Nope", f"You judge who {verb}s.", "Nope"],
    ]


def test_a_sheet_for_each_competency_with_levels_across() -> None:
    score: Rows = [
        ["Score"],
        [],
        ["Competency", "Weight", "Achieved level", "Value"],
        ["Baking", 0.6, 0, 0],
        ["Selling", 0.4, 0, 0],
    ]
    result = book(Baking=card("Baking", "bake"), Selling=card("Selling", "sell"), Summary=score)

    assert counts(result) == (1, 3, 2, 6)
    assert [level.title for level in result.draft.levels] == ["Starter", "Regular", "Master"]
    assert [level.summary for level in result.draft.levels] == ["begins", "works alone", "leads"]
    assert cell(result, "L2", "Baking") == "- You bake well.\n- You check who bakes."
    assert [item.description for item in result.draft.frameworks[0].groups[0].competencies] == [
        "what Baking is about",
        "what Selling is about",
    ]
    assert [item.place.sheet for item in result.left_out] == ["Summary"]
    assert result.decided[2].rule.startswith("It holds scores and weights")


def test_a_sheet_of_scores_is_no_framework_by_itself() -> None:
    result = read_rows(
        [["Competency", "Weight", "Achieved level", "Value"], ["Baking", "0.6", "0", "0"], ["Team", "0.4", "0", "0"]]
    )
    assert (result.draft.frameworks, len(result.errors)) == ([], 1)
    assert "scores and weights" in result.errors[0].message


def test_help_beside_the_real_sheets_is_left_out_with_its_reason() -> None:
    matrix = [["Area", *LEVELS], ["Team", "joins", "leads", "links"], ["Oven", "loads", "plans", "buys"]]
    helping = [
        ["Step", "What to do", "Who"],
        ["First", "Read every line of the sheet with care", "you"],
        ["Next", "Talk about it with your lead", "both"],
    ]
    result = book(Levels=matrix, Instructions=helping)
    assert counts(result) == (1, 3, 2, 6)
    assert [item.place.sheet for item in result.left_out] == ["Instructions"]


# --- Codes, numbers, kinds ----------------------------------------------------------------------------------------


def test_a_code_of_two_tracks_stays_findable_and_the_change_is_said() -> None:
    result = book(
        Bakers=[["Area", "Baker (L1)", "Head baker (L2)"], ["Taste", "sweetens", "balances"]],
        Cooks=[["Area", "Cook (L1)", "Head cook (L2)"], ["Taste", "seasons", "composes"]],
    )
    assert codes(result) == ["B-L1", "B-L2", "C-L1", "C-L2"]
    assert [message.split(" cannot")[0] for message in messages(result)] == ["The code “L1”", "The code “L2”"]
    assert "B-L1 (“Baker”) and C-L1 (“Cook”)" in messages(result)[0]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Baker 1", "Baker 2", "Senior Baker 1", "Senior Baker 2", "Staff Baker"], ["L1", "L2", "L3", "L4", "L5"]),
        (["Baker", "Senior Baker 1", "Senior Baker 2"], ["L1", "L2", "L3"]),
        (["Baker I", "Baker II", "Senior Baker I", "Senior Baker II"], ["L1", "L2", "L3", "L4"]),
        (["Baker 3", "Baker 4", "Senior Baker"], ["L3", "L4", "L5"]),
    ],
)
def test_codes_rise_with_the_levels(titles: list[str], expected: list[str]) -> None:
    result = read_rows([["Area", *titles], ["Team", *titles], ["Oven", *titles]])
    assert ([level.title for level in result.draft.levels], codes(result)) == (titles, expected)


@pytest.mark.parametrize(
    ("name", "titles", "kind"),
    [
        ("Manager Titles", ["Engineering Manager", "Senior Engineering Manager", "Director", "CTO"], "management"),
        ("Second", ["Team Lead", "Head of Baking", "Director of Baking", "Baker"], "management"),
        ("Knowledge leadership", ["Engineer", "Senior Engineer", "Staff Engineer"], "specialist"),
        ("Craft leadership", ["Engineer", "Senior Engineer", "Staff Engineer"], "specialist"),
        ("Leadership", ["Team Lead", "Head of Baking", "Director"], "management"),
        ("Führungslaufbahn", ["Stufe 1", "Stufe 2"], "management"),
        ("Engineer Titles", ["Intern", "Engineer", "Senior Engineer"], "specialist"),
    ],
)
def test_the_kind_of_a_track(name: str, titles: list[str], kind: str) -> None:
    other = [
        ["Title", "Scope of work", "Ways of working"],
        *[[f"Baker {n}", f"works in a scope of {n}", f"does it in way {n}"] for n in (1, 2)],
    ]
    rows = [
        ["Title", "Scope of work", "Ways of working"],
        *[[title, f"works as {title} would", f"does it as {title}"] for title in titles],
    ]
    result = read([("b.xlsx", xlsx_bytes({name: rows, "Bakery": other}))])
    found = {track.name: (track.kind.value, [level.title for level in track.levels]) for track in result.draft.tracks}
    assert found[name] == (kind, titles)


# --- A list of levels ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [["Level", "Grade"], ["Baker", "4"], ["Senior Baker", "5"], ["Staff Baker", "6"]],
        [["Code", "Title", "Grade"], ["B1", "Baker", "4"], ["B2", "Senior Baker", "5"], ["B3", "Staff Baker", "6"]],
        [["Grade", "Job title", "Remarks"], ["4", "Baker", "x"], ["5", "Senior Baker", ""], ["6", "Staff Baker", ""]],
    ],
)
def test_a_list_of_levels_and_grades(rows: list[list[str]]) -> None:
    result = read_rows(rows)
    assert counts(result) == (1, 3, 0, 0)
    assert [(level.title, level.grade) for level in result.draft.levels] == [
        ("Baker", "4"),
        ("Senior Baker", "5"),
        ("Staff Baker", "6"),
    ]
    assert result.decided[0].rule.startswith("Its headings are about levels")
    again = read([("input.csv", csv_bytes(rows))], result.mapping).to_json()
    # What was made up the first time is what the mapping says the second time.
    assert (again.pop("made_up_codes"), again) == (
        [],
        {k: v for k, v in result.to_json().items() if k != "made_up_codes"},
    )


# --- Markdown -----------------------------------------------------------------------------------------------------

LADDER = """# Ladder

Some words on how to read it.

| Area | Baker (L1) | Head baker (L2) |
|:-----|:---:|---|
| **Craft** | | |
| *Taste* | follows `recipes`<br>asks | [composes](https://example.org) a\\|b |
| __Pace__ | follows | sets |
"""


@pytest.mark.parametrize("front", ["", "---\ntitle: Ladder\n---\n\n"])
def test_a_markdown_table_is_read(front: str) -> None:
    result = read([("ladder.md", (front + LADDER).encode())])
    assert counts(result) == (1, 2, 2, 4)
    assert groups(result) == {"Craft": ["Taste", "Pace"]}
    assert (codes(result), cell(result, "L1", "Taste")) == (["L1", "L2"], "follows recipes\nasks")
    assert cell(result, "L2", "Taste") == "composes a|b"
    taste = result.draft.levels[0].expectations[0]
    assert taste.place.row == 8 + front.count("\n")
    assert messages(result) == ["Of ladder.md, the tables were read; the text around them (1 line) was not taken in."]


def test_markdown_tables_below_headings_are_sheets() -> None:
    head = "Skill | Junior | Senior\n--- | --- | ---\n"
    text = f"## Dough\n\n{head}Mixing | stirs | kneads\nRest | waits | plans\n\n## Guests\n{head}Greeting | smiles | hosts\n"
    result = read([("ladder.md", text.encode())])
    assert groups(result) == {"Dough": ["Mixing", "Rest"], "Guests": ["Greeting"]}
    assert counts(result) == (1, 2, 3, 6)


# --- Documents whose parts name each other ------------------------------------------------------------------------

DEFINED = """
levels:
  - {id: one, name: Junior}
  - {id: two, name: Senior}
themes:
  - {id: craft, name: Craft}
  - {id: people, name: People}
"""
JOINED = {
    "each names a theme and a level": """
competencies:
  - {id: a, name: Taste, theme: craft, level: one, description: seasons}
  - {id: b, name: Taste, theme: craft, level: two, description: composes}
  - {id: c, name: Help, theme: people, level: two, description: helps}
""",
    "levels by their ids": """
competencies:
  - {id: a, name: Taste, theme: craft, levels: {one: seasons, two: composes}}
  - {id: b, name: Help, theme_id: people, levels: [{level: two, text: helps}]}
""",
    "lists of descriptors": """
competencies:
  - {id: a, title: Taste, theme: craft, descriptors: [{levelId: one, descriptor: seasons}, {levelId: two, descriptor: composes}]}
  - {id: b, title: Help, theme: people, behaviours: [{level: two, text: helps}]}
""",
    "levels beside the name": """
competencies:
  a: {name: Taste, theme: craft, one: seasons, two: composes}
  b: {name: Help, theme: people, one: null, two: helps, levels: {two: helps}}
""",
    "expectations that name both": """
competencies:
  - {id: a, name: Taste, theme: craft}
  - {id: b, name: Help, theme: people}
expectations:
  - {level: one, competency: a, text: seasons}
  - {level_id: two, competency_id: a, text: composes}
  - {level: two, competency: b, text: helps}
""",
}


@pytest.mark.parametrize("form", JOINED)
def test_parts_that_are_joined_by_ids(form: str) -> None:
    result = read([("ladder.yaml", (DEFINED + JOINED[form]).encode())])
    assert counts(result) == (1, 2, 2, 3)
    assert groups(result) == {"Craft": ["Taste"], "People": ["Help"]}
    assert [level.title for level in result.draft.levels] == ["Junior", "Senior"]
    assert (cell(result, "L1", "Taste"), cell(result, "L2", "Taste")) == ("seasons", "composes")
    assert cell(result, "L2", "Help") == "helps"
    assert messages(result) == []


@pytest.mark.parametrize("heading", ["expectations", "descriptors", "what_it_takes"])
def test_a_list_of_objects_that_name_levels_is_followed_without_tracks_and_themes(heading: str) -> None:
    text = f"""
levels: [{{id: one, name: Junior}}, {{id: two, name: Senior}}]
competencies:
  - {{id: a, title: Taste, {heading}: [{{levelId: one, descriptor: seasons}}, {{levelId: two, descriptor: composes}}]}}
"""
    result = read([("ladder.yaml", text.encode())])
    assert counts(result) == (1, 2, 1, 2)
    assert (cell(result, "L1", "Taste"), cell(result, "L2", "Taste")) == ("seasons", "composes")
    assert messages(result) == []


def test_no_column_is_missed_in_a_document_that_has_none() -> None:
    """What cannot be read is said, and no mapping that nobody gave is blamed."""
    text = "tracks: [{id: b, name: Bakers, levels: [l1, l2]}]\nlevels: [{id: l1, title: Baker}, {id: l2, title: Head baker}]\n"
    result = read(
        [("ladder.yaml", (text + "competencies: [{id: t, name: Taste, odd: {x: {text: seasons}}}]\n").encode())]
    )
    assert not any("expected here" in message for message in messages(result))
    assert any("texts that were not taken in" in message for message in messages(result))


def test_an_id_that_nothing_describes_is_named() -> None:
    text = DEFINED + "competencies:\n  - {id: a, name: Taste, theme: craft, levels: {one: seasons, boss: composes}}\n"
    result = read([("ladder.yaml", text.encode())])
    assert ["“boss” (line 9)" in message for message in messages(result)] == [True]
    assert [(level.title, said(level.expectations)) for level in result.draft.levels] == [
        ("Junior", ["seasons"]),
        ("Senior", []),
        ("boss", ["composes"]),
    ]


def test_roles_that_list_ids() -> None:
    text = (
        DEFINED
        + """
roles:
  - {id: r, name: Baker, levels: [one, two], competencies: [a, b]}
  - {id: s, name: Cook, levels: [one, two], competencies: [a]}
competencies:
  - {id: a, name: Taste, theme: craft, levels: {one: seasons, two: composes}}
  - {id: b, name: Help, theme: people, levels: {one: asks, two: helps}}
"""
    )
    result = read([("ladder.yaml", text.encode())])
    assert shape(result.draft.tracks) == [
        ("specialist", "Baker", ["Junior", "Senior"]),
        ("specialist", "Cook", ["Junior", "Senior"]),
    ]
    assert [len(level.expectations) for level in result.draft.levels] == [2, 2, 1, 1]


LINKED = """
levels:
  - {id: l1, name: Junior, number: 1}
  - {id: l2, name: Senior, number: 2}
  - {id: l3, name: Staff, number: 3, summary: sets the course}
themes: [{id: craft, name: Craft}]
"""
TWO = """
competencies:
  - {id: c1, name: Code, theme: craft, levels: {l1: writes, l2: designs}}
  - {id: c2, name: Test, theme: craft, levels: {l1: tries, l2: plans}}
"""


def said(expectations: Iterable[DraftExpectation]) -> list[str]:
    return [item.descriptor for item in expectations]


def linked(text: str) -> Result:
    return read([("linked.yaml", text.encode())])


def test_what_no_track_lists_is_kept_and_named() -> None:
    result = linked(LINKED + TWO + "tracks: [{name: IC, levels: [l1, l2], competencies: [c1]}]\n")
    texts = [text for level in result.draft.levels for text in said(level.expectations)]
    assert sorted(texts) == ["designs", "plans", "tries", "writes"]
    assert [level.summary for level in result.draft.levels if level.title == "Staff"] == ["sets the course"]
    assert "No track of linked.yaml lists “Staff”, “Test”." in messages(result)[0]


@pytest.mark.parametrize("own", [", track: ic", ""])
def test_a_track_lists_competencies_and_the_levels_name_the_track(own: str) -> None:
    text = LINKED.replace("number: ", f"number: ~{own}, rank: ") + TWO
    result = linked(text + "tracks: [{id: ic, name: IC, competencies: [c1]}, ]\n".replace("[c1]", "[c1, c2]"))
    assert shape(result.draft.tracks) == [("specialist", "IC", ["Junior", "Senior", "Staff"])]
    assert [said(level.expectations) for level in result.draft.levels] == [
        ["writes", "tries"],
        ["designs", "plans"],
        [],
    ]
    assert messages(result) == []


@pytest.mark.parametrize("names", [("name: Junior", "name: Senior"), ("level: 1", "level: 2")])
def test_levels_inside_a_competency_by_name_or_number(names: tuple[str, str]) -> None:
    levels = f"[{{{names[0]}, text: writes}}, {{{names[1]}, text: designs}}, {{name: Boss, text: rules}}]"
    result = linked(LINKED + f"competencies: [{{name: Code, theme: craft, levels: {levels}}}]\n")
    assert [(level.title, said(level.expectations)) for level in result.draft.levels] == [
        ("Junior", ["writes"]),
        ("Senior", ["designs"]),
        ("Staff", []),
        ("Boss", ["rules"]),
    ]
    assert groups(result) == {"Craft": ["Code"]}
    assert messages(result) == []


def test_what_stands_beside_a_reference_is_taken_in_or_named() -> None:
    inner = "{l1: {text: tests, examples: [wrote a probe], proficiency: 3}, l2: draws}"
    own = f"{{id: c1, name: Code, theme: craft, description: About code, notes: mine, levels: {inner}}}"
    result = linked(LINKED + f"competencies: [{own}]\n")
    expectation = result.draft.levels[0].expectations[0]
    assert (expectation.descriptor, expectation.examples, expectation.proficiency) == ("tests", "wrote a probe", 3)
    assert [item.description for item in result.draft.frameworks[0].groups[0].competencies] == ["About code"]
    assert messages(result) == ["linked.yaml has texts that were not taken in, under “notes” (line 7)."]


def test_a_level_tells_of_a_competency_that_has_a_description() -> None:
    text = """
levels:
  - {id: l1, name: Junior, responsibilities: many things, competencies: {c1: writes}}
  - {id: l2, name: Senior, competencies: {c1: designs}}
competencies: {c1: {name: Code, description: About code}}
"""
    result = linked(text)
    assert [said(level.expectations) for level in result.draft.levels] == [["writes"], ["designs"]]
    assert [item.description for item in result.draft.frameworks[0].groups[0].competencies] == ["About code"]
    assert messages(result) == ["linked.yaml has texts that were not taken in, under “responsibilities” (line 3)."]


def test_what_a_level_that_no_track_lists_asks_is_not_lost() -> None:
    text = LINKED + TWO + "tracks: [{name: IC, levels: [l1], competencies: [c1, c2]}, {name: M, levels: [l3]}]\n"
    result = linked(text)
    texts = {text for level in result.draft.levels for text in said(level.expectations)}
    assert texts == {"writes", "designs", "tries", "plans"}
    assert "No track of linked.yaml lists “Senior”. They were read beside the tracks" in messages(result)[0]


def test_many_levels_of_many_competencies_are_followed_once() -> None:
    size = 40
    asked = {f"l{one}": f"does {one}" for one in range(size)}
    document = {
        "levels": [{"id": name, "name": f"Level {name}"} for name in asked],
        "competencies": [{"id": f"c{one}", "name": f"Skill {one}", "levels": asked} for one in range(size)],
        "tracks": [{"name": "IC", "levels": list(asked)}],
    }
    work = cProfile.Profile()
    tables, _problems = work.runcall(read_document, "big.json", json.dumps(document), FileKind.JSON)
    assert len(tables[0].rows) > size * size  # type: ignore[index]
    assert [item.callcount for item in work.getstats() if getattr(item.code, "co_name", "") == "_pairs"] < [4 * size]


@pytest.mark.parametrize("mark", ["**a ", "__a ", "<b ", "*a "])
def test_marks_that_never_end_cost_no_time(mark: str) -> None:
    started = time.process_time()
    rows = f"| A | {mark * 20_000} | b |\n"
    read([("ladder.md", f"| Skill | Junior | Senior |\n| - | - | - |\n{rows}".encode())])
    assert time.process_time() - started < 2


@pytest.mark.parametrize("mark", ["[", "![a", "[a](", "[a](b", "**a ", "_a ", "`", "<b ", "<br "])
def test_the_text_of_a_cell_is_looked_at_once_however_long(mark: str) -> None:
    cell = mark * 300_000  # looked at again from each mark, this would take an hour
    assert len(_plain(cell)) <= len(cell)
    assert _without_end(f"Craft{' #' * 300_000}x") != "Craft"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("see [the guide](https://e.org/a_(b)) and ![a picture](x.png)", "see the guide and a picture"),
        ("[a [b](c) d", "[a b d"),
        ("a [link](never ends", "a [link](never ends"),
    ],
)
def test_links_become_their_texts(text: str, plain: str) -> None:
    assert _plain(text) == plain


@pytest.mark.parametrize(
    ("line", "title"), [("# Craft ##", "Craft"), ("## C#", "C#"), ("# a   b", "a b"), ("### Team", "Team")]
)
def test_a_heading_loses_the_marks_that_close_it_alone(line: str, title: str) -> None:
    table = "| Skill | Junior | Senior |\n| - | - | - |\n| Oven | loads | plans |\n"
    found = read_tables("a.md", f"{line}\n\n{table}\n# Other\n\n{table}")
    assert [each.sheet for each in found.tables] == [title, "Other"]


def test_lists_of_degrees_are_steps_of_a_track() -> None:
    text = """
category: {id: d, name: Dough}
skills:
  - {id: k, name: Kneading, levels: {baker: [1, 2, 3], cook: [NC, 1, 2]}}
  - {id: r, name: Resting, levels: {baker: [1, 1, 2], cook: [1, 1, 1]}}
"""
    result = read([("skills.yaml", text.encode())])
    assert [(track.name, [level.number for level in track.levels]) for track in result.draft.tracks] == [
        ("baker", [1, 2, 3]),
        ("cook", [1, 2, 3]),
    ]
    degrees = [[item.proficiency for item in level.expectations] for level in result.draft.levels]
    assert degrees == [[1, 1], [2, 1], [3, 2], [1], [1, 1], [2, 1]]
    assert groups(result) == {"Dough": ["Kneading", "Resting"]}
    assert "“baker”, “cook”: each list was read as the degrees" in messages(result)[0]
    assert "“NC” among them is no degree" in messages(result)[0]


def test_a_sheet_with_somebodys_score_stays_out() -> None:
    matrix = [["Area", "Junior", "Senior"], ["Team", "joins", "leads"], ["Oven", "loads", "plans"]]
    for name in ("My score", "Mira"):
        score = [["Area", "Self", "Lead"], ["Team", "2", "3"], ["Oven", "1", "1"]]
        result = read([("b.xlsx", xlsx_bytes({"Matrix": matrix, name: score}))])
        assert counts(result) == (1, 2, 2, 4)
        assert [item.place.sheet for item in result.left_out] == [name]


@pytest.mark.parametrize("head", ["Title", "Engineer", "Job title", "Consultant level", "Position"])
def test_a_level_column_called_by_its_title(head: str) -> None:
    long = [
        [head, "Competency", "Expectation"],
        ["Junior Engineer", "Testing", "tests own work with help"],
        ["Senior Engineer", "Testing", "sets how we test here"],
        ["Junior Engineer", "Pace", "follows the pace that others set"],
        ["Senior Engineer", "Pace", "sets the pace of others"],
    ]
    wide = [
        [head, "Craft", "Reach"],
        ["Junior Engineer", "tests own work with help", "works in the own team"],
        ["Senior Engineer", "sets how we test here", "links teams and firms"],
    ]
    for rows in (long, wide):
        result = read_rows(rows)
        assert counts(result) == (1, 2, 2, 4)
        assert [level.title for level in result.draft.levels] == ["Junior Engineer", "Senior Engineer"]


def test_where_nobody_gave_a_mapping_none_is_blamed() -> None:
    text = """{"levels": [{"id": "l1", "name": "Junior"}, {"id": "l2", "name": "Senior"}],
      "themes": [{"id": "t", "name": "Craft"}],
      "competencies": [{"id": "c1", "theme": "t", "level": "l1", "text": "writes"},
                       {"id": "c2", "theme": "t", "level": "l2", "text": "designs"}]}"""

    result = read([("unnamed.json", text.encode())])

    assert not [problem.message for problem in result.problems if "that the mapping names" in problem.message]
    assert messages(result) == [
        "2 competencies of unnamed.json (lines 3, 4) have no name and were called by their ids. Give each a “name”."
    ]
    assert [len(level.expectations) for level in result.draft.levels] == [1, 1]


def test_short_words_beside_level_or_grade_do_not_replace_the_headings() -> None:
    rows: Rows = [["Area", *LEVELS], ["Level", "keeps it", "raises it", "sets it"], ["Grade", "helps", "does", "leads"]]
    result = read_rows(rows)
    assert [level.title for level in result.draft.levels] == LEVELS
    assert {item.competency for level in result.draft.levels for item in level.expectations} == {"Level", "Grade"}
    graded = read_rows([["Area", *LEVELS], ["Grade", "G1", "G2", "G3"], ["Craft", "cuts", "joins", "designs"]])
    assert [level.grade for level in graded.draft.levels] == ["G1", "G2", "G3"]
