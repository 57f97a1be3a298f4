"""Every format gives the same table, and everything that is none gets a sentence."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from ladders.exchange.tables import limits
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.readers import read_file
from ladders.exchange.tables.sheets import Severity, Table

from .samples import LONG, MATRIX, Rows, csv_bytes, ods_bytes, xls_bytes, xlsx_bytes

EXPECTED = [tuple("" if value is None else str(value) for value in row) for row in MATRIX]


def table_of(name: str, data: bytes) -> Table:
    """The only table of a file."""
    [table] = read_file(name, data).tables
    return table


def sentence(name: str, data: bytes) -> str:
    """Why a file is refused. It names the file and ends like a sentence."""
    with pytest.raises(ExchangeError) as caught:
        read_file(name, data)
    assert name in caught.value.sentence
    assert caught.value.sentence.endswith(".")
    assert caught.value.problem.file == name
    return caught.value.sentence


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("m.xlsx", xlsx_bytes({"Levels": MATRIX})),
        ("m.xls", xls_bytes(MATRIX)),
        ("m.ods", ods_bytes(MATRIX)),
        ("m.csv", csv_bytes(MATRIX)),
        ("m.csv", csv_bytes(MATRIX, ";")),
        ("m.csv", csv_bytes(MATRIX, "|")),
        ("m.csv", b"sep=;\r\n" + csv_bytes(MATRIX, ";")),
        ("m.tsv", csv_bytes(MATRIX, "\t")),
        ("m.txt", csv_bytes(MATRIX, "\t")),
        ("m.csv", csv_bytes(MATRIX, ",", "utf-8-sig")),
        ("m.csv", csv_bytes(MATRIX, ",", "utf-16")),
        ("m.csv", csv_bytes(MATRIX, ",", "utf-16-le")),
        ("m.csv", csv_bytes(MATRIX, ",", "utf-16-be")),
        ("m.csv", csv_bytes(MATRIX).replace(b"\r\n", b"\r")),
        ("misnamed.csv", xlsx_bytes({"Levels": MATRIX})),
        ("misnamed.xls", csv_bytes(MATRIX, "\t")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_format_gives_the_same_table(name: str, data: bytes) -> None:
    table = table_of(name, data)

    assert [row.cells for row in table.rows] == EXPECTED
    assert table.letters == ("A", "B", "C", "D", "E")


def test_cells_and_rows_keep_their_places() -> None:
    book = openpyxl.Workbook()
    book.active["C5"], book.active["D7"], book.active["C9"] = "  here ", "x", 3.0
    out = io.BytesIO()
    book.save(out)

    table = table_of("places.xlsx", out.getvalue())

    assert table.letters == ("C", "D")
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("here", "")), (7, ("", "x")), (9, ("3", ""))]
    assert str(table.at(table.rows[1], 1)) == "places.xlsx, sheet “Sheet”, row 7, column D"


def test_merged_areas_are_filled_and_known() -> None:
    rows: Rows = [["Area", "Skill", "IC1"], ["Craft", "Dough", "kneads"], [None, "Oven", "loads"]]
    table = table_of("m.xlsx", xlsx_bytes({"S": rows}, {"S": ["A2:A3"]}))

    assert table.rows[2].cells == ("Craft", "Oven", "loads")
    assert table.merged == {(3, "A")}


def test_cp1252_and_damaged_utf8() -> None:
    rows: Rows = [["Skill", "Junior"], ["Gespräche – naïve", "hört zu"]]

    assert table_of("w.csv", csv_bytes(rows, ",", "cp1252")).rows[1].cells == ("Gespräche – naïve", "hört zu")
    good = csv_bytes([*rows, ["Größe", "wächst"]])
    damaged = read_file("d.csv", good + b"\xff,x\r\n")
    assert [problem.severity for problem in damaged.problems] == [Severity.WARNING]
    assert (damaged.problems[0].row, "line 4" in damaged.problems[0].message) == (4, True)


def test_text_is_cleaned() -> None:
    rows: Rows = [["a", "b"], ["  x\u00a0y\u200b ", "one\r\ntwo\x07  \rthree"]]

    assert table_of("c.csv", csv_bytes(rows)).rows[1].cells == ("x y", "one\ntwo\nthree")


def test_lone_surrogates_in_json_become_a_sign_that_can_be_stored() -> None:
    data = json.dumps([{"Level": "L1", "Skill": "\ud800x", "Text": "t"}, {"Level": "L2", "Skill": "x", "Text": "t"}])

    assert table_of("j.json", data.encode()).rows[1].cells[1] == "\ufffdx"


def test_hidden_sheets_are_left_out_and_said_so() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Skill", "Junior"])
    hidden = book.create_sheet("Lists")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)

    result = read_file("h.xlsx", out.getvalue())

    assert [table.sheet for table in result.tables] == ["Sheet"]
    assert [item.place.sheet for item in result.left_out] == ["Lists"]
    assert "Unhide it" in result.left_out[0].message


def test_a_formula_without_result_and_an_error_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Skill", "Junior", "=A1&B1", "#REF!"])
    out = io.BytesIO()
    book.save(out)

    problems = read_file("f.xlsx", out.getvalue()).problems

    assert [(problem.sheet, problem.row, problem.column, problem.severity) for problem in problems] == [
        ("Sheet", 1, "C", Severity.ERROR),
        ("Sheet", 1, "D", Severity.WARNING),
    ]
    assert "Cell C1 holds a formula without a result" in problems[0].message
    assert "Cell D1 shows #REF!" in problems[1].message


# --- What is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("e.csv", b"", "is empty"),
        ("e.xlsx", b"", "is empty"),
        ("e.csv", b"\xef\xbb\xbf \n", "is empty"),
        ("p.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("p.csv", b"\x89PNG\r\n\x1a\n....", "is a picture"),
        ("w.xls", b"<html><table><tr><td>x</td></tr></table></html>", "is a web page"),
        ("n.csv", bytes(range(256)) * 20, "holds no readable text"),
        ("n.xlsx", bytes(range(1, 256)) * 20, "is none, or it is damaged"),
        ("t.xlsx", xlsx_bytes({"S": MATRIX})[:3000], "is damaged"),
        ("t.xls", xls_bytes(MATRIX)[:700], "is damaged"),
        ("j.json", b'{"levels": [1, 2', "is not valid JSON in line 1"),
        ("y.yaml", b"a: [1, 2\nb: 3", "is not valid YAML in line"),
        ("y.yaml", b"levels:\n\t- a", "a tab stands"),
        ("y.yaml", b"a: 1\na: 2", "written twice"),
        ("y.yaml", b"x: 1", "describes no framework"),
        ("j.json", b"[1, 2]", "describes no framework"),
        ("q.csv", b'Skill,Junior\nDough,"kneads\nOven,loads\n', "opens in row 2 and is never closed"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(name: str, data: bytes, says: str) -> None:
    assert says in sentence(name, data)


def test_a_document_of_another_program_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "is a Word document" in sentence("cv.docx", out.getvalue())


def test_passwords() -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    assert "protected with a password" in sentence("secret.xlsx", encrypted)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        archive.writestr("content.xml", "noise")
    assert "protected with a password" in sentence("secret.ods", out.getvalue())


def test_a_zip_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(300):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(1 << 20))
    assert "unpacks to 300 MB" in sentence("bomb.xlsx", out.getvalue())


def test_an_alias_bomb_is_not_followed() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "when its references (&, *) are followed" in sentence("bomb.yaml", "\n".join(lines).encode())


@pytest.mark.parametrize("text", ["&a [*a]", "levels: &a\n  - *a"])
def test_a_document_that_refers_to_itself(text: str) -> None:
    assert "refers to itself" in sentence("self.yaml", text.encode())


@pytest.mark.parametrize(
    ("name", "text"), [("d.yaml", "[" * 5000), ("d.json", "[" * 50_000), ("d.json", '{"a":' * 5000)]
)
def test_deep_nesting(name: str, text: str) -> None:
    assert sentence(name, text.encode())


def test_a_cell_far_away_from_the_data() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "x", "y"
    out = io.BytesIO()
    book.save(out)
    assert "stray cell" in sentence("far.xlsx", out.getvalue())


def test_a_used_range_beyond_the_data_does_no_harm() -> None:
    book = openpyxl.Workbook()
    for row in MATRIX:
        book.active.append(list(row))
    for number in range(1, 3000):
        book.active.cell(number, 200).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    out = io.BytesIO()
    book.save(out)

    table = table_of("wide.xlsx", out.getvalue())

    assert [row.cells for row in table.rows] == EXPECTED


def test_an_xls_with_a_cell_in_the_last_row_and_column() -> None:
    data = bytearray(xls_bytes([["x", "y"]]))
    place = data.index("y".encode("utf-16-le") + b"\n\0") - 9
    data[place : place + 4] = b"\xff\xff\xff\xff"
    assert sentence("far.xls", bytes(data))


def test_an_ods_that_repeats_a_cell_without_end() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
    )
    content = ods_bytes([["x"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("content.xml").decode().replace("<table:table-row><table:table-cell ", row)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    assert sentence("repeat.ods", out.getvalue())


def test_a_million_rows() -> None:
    assert f"more than {limits.MAX_ROWS:,} rows" in sentence("long.csv", b"Skill,Junior\n" + b"a,b\n" * 1_000_000)


def test_300_megabytes() -> None:
    assert "has 300 MB; at most 50 MB" in sentence("big.csv", bytes(300 << 20))


def test_too_many_columns() -> None:
    assert "uses 1,500 columns" in sentence("w.xlsx", xlsx_bytes({"S": [["x"] * 1500]}))


# --- Documents ----------------------------------------------------------------------------------------------------


def test_rows_of_a_document_know_their_line() -> None:
    text = b"---\ntopics:\n  - name: Dough\n    content:\n      - level: 1\n        criteria: [kneads, bakes]\n---\nprose\n"

    table = table_of("t.md", text)

    assert table.rows[0].cells == ("Competency", "Level number", "Descriptor")
    assert [(row.number, row.cells) for row in table.rows[1:]] == [
        (3, ("Dough", "", "")),
        (5, ("Dough", "1", "- kneads\n- bakes")),
    ]


def test_json_objects_know_which_they_are() -> None:
    text = json.dumps([dict(zip(LONG[0], row, strict=True)) for row in LONG[1:3]], indent=1).encode()

    assert [row.number for row in table_of("l.json", text).rows[1:]] == [1, 2]


def test_markdown_without_topics_is_no_error_but_is_said() -> None:
    for text in (b"# Prose\n\nonly", b"---\ntitle: X\n---\nprose"):
        result = read_file("p.md", text)
        assert (result.tables, [problem.severity for problem in result.problems]) == ([], [Severity.WARNING])
        assert "nothing to read" in result.problems[0].message


def test_yaml_scalars_stay_what_was_written() -> None:
    text = b"levels:\n  - {code: 010, title: No, summary: 2024-01-01}\n  - {code: 1e3, title: yes, summary: ~}"

    cells = [row.cells for row in table_of("s.yaml", text).rows[1:]]

    assert cells == [("010", "No", "2024-01-01"), ("1e3", "yes", "")]
