"""Files mutated by the hundred: whatever comes in, the answer is a draft or a sentence, never an exception."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladders.exchange.frameworks_in.mapping.table_mapping import Mapping
from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.sheets import fold

from .samples import LONG, MATRIX, Rows, csv_bytes, ods_bytes, read_one, xls_bytes, xlsx_bytes

DOCUMENT: dict[str, Any] = {
    "name": "Bakery",
    "groups": [{"name": "Craft", "competencies": [{"name": "Dough", "description": "what bread is made of"}]}],
    "tracks": [
        {"kind": "specialist", "name": "Baking", "levels": [
            {"code": "B1", "title": "Baker", "expectations": {"Dough": {"proficiency": 1, "descriptor": "kneads"}}},
            {"code": "B2", "title": "Senior Baker", "expectations": {"Dough": {"builds": True, "descriptor": "adapts"}}},
        ]},
    ],
}  # fmt: skip
SOURCES = {
    "m.csv": csv_bytes(MATRIX),
    "l.csv": csv_bytes(LONG, ";"),
    "t.tsv": csv_bytes(LONG, "\t", "utf-16"),
    "d.json": json.dumps(DOCUMENT).encode(),
    "d.yaml": yaml.safe_dump(DOCUMENT, sort_keys=False).encode(),
    "d.md": b"---\n" + yaml.safe_dump(DOCUMENT, sort_keys=False).encode() + b"---\nprose\n",
}
BOOKS = {
    "m.xlsx": xlsx_bytes({"Levels": MATRIX, "More": LONG}, {"Levels": ["A3:A4"]}),
    "m.xls": xls_bytes(MATRIX),
    "m.ods": ods_bytes(MATRIX),
}
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None)
change = st.tuples(
    st.sampled_from(["set", "drop", "add", "cut", "twice"]), st.floats(0, 1), st.binary(min_size=1, max_size=6)
)


def mutated(data: bytes, changes: Sequence[tuple[str, float, bytes]]) -> bytes:
    """The bytes with some places overwritten, dropped, added to, repeated, or the end cut off."""
    for what, where, new in changes:
        at = int(where * len(data))
        if what == "set":
            data = data[:at] + new + data[at + len(new) :]
        elif what == "drop":
            data = data[:at] + data[at + len(new) :]
        elif what == "add":
            data = data[:at] + new + data[at:]
        elif what == "twice":
            data = data[:at] + data[at : at + 40] + data[at:]
        else:
            data = data[: max(at, 1)]
    return data


def check(result: Result) -> None:
    """What holds for every result."""
    json.dumps(result.to_json())
    assert result.draft.levels or result.errors
    for problem in result.problems:
        assert problem.message.endswith((".", "”")), problem.message
        assert "Traceback" not in problem.message
    texts = []
    for framework in result.draft.frameworks:
        texts += [framework.name, framework.summary, framework.statement]
        texts += [
            text for group in framework.groups for item in group.competencies for text in (item.name, item.description)
        ]
        if not result.errors:
            codes = [fold(level.code) for level in framework.levels]
            assert all(codes)
            assert len(set(codes)) == len(codes)
        known = {(fold(group.name), fold(item.name)) for group in framework.groups for item in group.competencies}
        for level in framework.levels:
            cells = [(fold(item.group), fold(item.competency)) for item in level.expectations]
            assert len(set(cells)) == len(cells)
            assert set(cells) <= known
            texts += [level.code, level.title, level.summary, level.scope, level.grade]
            texts += [text for item in level.expectations for text in (item.descriptor, item.examples)]
            assert len(level.summary) <= 200
    for text in texts:
        assert "\0" not in text
        text.encode()
    assert Mapping.from_json(json.loads(json.dumps(result.mapping.to_json()))) == result.mapping


def test_the_unchanged_files_are_read() -> None:
    for name, data in (SOURCES | BOOKS).items():
        result = read_one(name, data)
        check(result)
        assert result.errors == [], name


@settings(QUICK, max_examples=400)
@given(name=st.sampled_from(sorted(SOURCES)), changes=st.lists(change, min_size=1, max_size=5))
def test_mutated_texts(name: str, changes: list[tuple[str, float, bytes]]) -> None:
    check(read_one(name, mutated(SOURCES[name], changes)))


@settings(QUICK, max_examples=120)
@given(name=st.sampled_from(["m.xlsx", "m.xlsx", "m.ods"]), changes=st.lists(change, min_size=1, max_size=2))
def test_mutated_zipped_workbooks(name: str, changes: list[tuple[str, float, bytes]]) -> None:
    check(read_one(name, mutated(BOOKS[name], changes)))


@settings(QUICK, max_examples=50)
@given(name=st.sampled_from(["m.xlsx", "m.ods"]), changes=st.lists(change, min_size=1, max_size=3))
def test_mutated_parts_of_workbooks(name: str, changes: list[tuple[str, float, bytes]]) -> None:
    part = "content.xml" if name == "m.ods" else "xl/worksheets/sheet1.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOKS[name])) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, mutated(data, changes) if entry.filename == part else data)
    check(read_one(name, out.getvalue()))


@settings(QUICK, max_examples=40)
@given(changes=st.lists(change, min_size=1, max_size=3))
def test_mutated_old_workbooks(changes: list[tuple[str, float, bytes]]) -> None:
    check(read_one("m.xls", mutated(BOOKS["m.xls"], changes)))


@settings(QUICK, max_examples=150)
@given(
    name=st.sampled_from(["n.csv", "n.yaml", "n.json", "n.md", "n.tsv", "n.txt", "n", "n.bin"]),
    data=st.binary(max_size=400),
)
def test_noise(name: str, data: bytes) -> None:
    check(read_one(name, data))


cells = st.sampled_from(
    ["", "", "Skill", "Level", "Track", "IC1", "M2", "Senior Engineer", "Level 3", "N/A", "kneads bread by recipe", "3", "Titles",
     "Communication", "Grade", "Lead developer - management", "=1+1", "- a\n- b", "Expert", "x" * 300, "\u0000", "ß", "Salary"]
)  # fmt: skip


@settings(QUICK, max_examples=400)
@given(st.lists(st.lists(cells, min_size=1, max_size=7), min_size=1, max_size=9))
def test_tables_of_anything(rows: Rows) -> None:
    check(read_one("any.csv", csv_bytes(rows)))


@settings(QUICK, max_examples=200)
@given(
    base=st.sampled_from([MATRIX, LONG]),
    blanks=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
    order=st.permutations(range(5)),
    twice=st.booleans(),
)
def test_blanked_shuffled_and_repeated_rows(
    base: Rows, blanks: list[tuple[int, int]], order: Sequence[int], twice: bool
) -> None:
    rows = [list(row) for row in base]
    body = [rows[index + 1] for index in order if index + 1 < len(rows)]
    rows = [rows[0], *body, *(body if twice else [])]
    for row, column in blanks:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ""
    result = read_one("some.csv", csv_bytes(rows))
    check(result)
    again = read([("some.csv", csv_bytes(rows))], result.mapping)
    # What was made up the first time is what the mapping says the second time.
    assert again.to_json() | {"made_up_codes": []} == result.to_json() | {"made_up_codes": []}
    assert again.draft == result.draft


def trees(keys: str) -> st.SearchStrategy[object]:
    """Nested lists and objects with these keys."""
    leaves = st.none() | st.text(max_size=12) | st.integers(0, 9) | st.booleans()
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(keys.split()), inner, max_size=5),
        max_leaves=25,
    )


@settings(QUICK, max_examples=120)
@given(
    trees(
        "name title levels level tracks skills topics content criteria groups scale ratings expectations examples "
        "exampleCriteria kind x"
    )
)
def test_documents_of_any_structure(value: object) -> None:
    check(read_one("any.json", json.dumps(value).encode()))
    check(read_one("any.yaml", yaml.safe_dump(value, allow_unicode=True).encode()))


@settings(QUICK, max_examples=200)
@given(trees("format sheets tracks scale columns file sheet orientation kind levels field"))
def test_mappings_of_any_structure(value: object) -> None:
    try:
        mapping = Mapping.from_json(value)
    except ExchangeError as error:
        complaint = error.sentence
    else:
        complaint = "The mapping does not fit"
        check(read([("m.csv", SOURCES["m.csv"])], mapping))
    assert complaint.startswith(("The mapping", "mapping is not valid"))
