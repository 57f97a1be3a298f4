"""Numbers that a workbook shows with leading zeros keep them, in each kind of workbook."""

from __future__ import annotations

import contextlib
import time

import pytest

from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.readers.files import read_file

from .samples import ods_bytes, xls_bytes

COLUMN = "<table:table-column/>"
STYLES = (
    "<office:automatic-styles>"
    '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="5"/>'
    "</number:number-style>"
    '<number:number-style style:name="N2"><number:text>P</number:text><number:number number:min-integer-digits="4"/>'
    "</number:number-style>"
    '<number:number-style style:name="N3"><number:number number:decimal-places="2" number:min-integer-digits="5"/>'
    "</number:number-style>"
    '<number:percentage-style style:name="N4"><number:number number:min-integer-digits="5"/><number:text>%</number:text>'
    "</number:percentage-style>"
    '<number:number-style style:name="N5"><number:number number:grouping="true" number:min-integer-digits="5"/>'
    "</number:number-style>"
    + "".join(
        f'<style:style style:name="c{n}" style:family="table-cell" style:data-style-name="N{n}"/>' for n in range(1, 6)
    )
    + '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="c1"/>'
    '<style:style style:name="round" style:family="table-cell" style:parent-style-name="round"/>'
    "</office:automatic-styles>"
)


def number(value: str, style: str = "", shown: str = "", more: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{named}{more} office:value-type="float" office:value="{value}">'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def ods(*rows: str, columns: str = COLUMN, row: str = "") -> bytes:
    lines = "".join(f"<table:table-row{row}>{each}</table:table-row>" for each in rows)
    head = "<table:table-row><table:table-cell office:value-type='string'><text:p>number</text:p></table:table-cell>"
    return ods_bytes(
        [],
        content=f'{STYLES}<office:body><office:spreadsheet><table:table table:name="S">{columns}{head}</table:table-row>{lines}'
        "</table:table></office:spreadsheet></office:body>",
    )


def read(name: str, data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_file(name, data).tables[0].rows[1:]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number("17", "c1"), "00017"),
        (number("17", "heir"), "00017"),
        (number("123456", "c1"), "123456"),
        (number("4520", "c2"), "P4520"),
        (number("452", "c2"), "P0452"),
        (number("17", "", "00017"), "00017"),  # no style tells, what is shown does
        (number("17", "round"), "17"),
        (number("17", "c3", "00017.00"), "17"),
        (number("17", "c4", "1700%"), "17"),
        (number("17", "c5", "00,017"), "17"),
        (number("1.5", "c1", "00002"), "1.5"),
        (number("17", "", "17 kg"), "17"),
        (number("17", "", "00018"), "17"),
        (
            '<table:table-cell office:value-type="float" office:value="17"><office:annotation><text:p>00017</text:p>'
            "</office:annotation><text:p>17</text:p></table:table-cell>",
            "17",
        ),
    ],
)
def test_an_opendocument_number_is_what_is_shown(cell: str, text: str) -> None:
    assert read("p.ods", ods(cell)) == [(text,)]


def test_columns_and_rows_have_styles_of_their_own() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="c1"/>'
    assert read("p.ods", ods(number("1") + number("2") + number("3"), columns=columns)) == [("1", "2", "00003")]
    row = ' table:default-cell-style-name="c1"'
    assert read("p.ods", ods(number("1") + number("2", "c2"), row=row)) == [("00001", "P0002")]


def test_what_is_repeated_is_shown_alike() -> None:
    wide = number("17", "c1", more=' table:number-columns-repeated="2"')
    assert (
        read("p.ods", ods(wide + number("5"), row=' table:number-rows-repeated="2"')) == [("00017", "00017", "5")] * 2
    )


def test_a_number_that_is_repeated_without_end_takes_no_time() -> None:
    begun = time.monotonic()
    many = number("17", "c1", more=' table:number-columns-repeated="16384"')
    with pytest.raises(ExchangeError, match=r"takes too much|more than|damaged|columns"):
        read("p.ods", ods(many, row=' table:number-rows-repeated="1048576"'))
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("00000", ["00017", "00004", "123456", "00452", "00001"]),
        ('"P"0000', ["P0017", "P0004", "P123456", "P0452", "P0001"]),
        ("0.00", ["17", "4", "123456", "452", "1"]),
        ("", ["17", "4", "123456", "452", "1"]),
    ],
)
def test_an_old_excel_number_is_what_is_shown(code: str, texts: list[str]) -> None:
    data = xls_bytes([["number", "name"], *([value, "Mara Quist"] for value in (17, 4, 123456, 452, 1))], code=code)
    assert read("p.xls", data) == [(text, "Mara Quist") for text in texts]


@pytest.mark.parametrize("place", range(0, 6000, 331))
def test_a_damaged_old_workbook_ends_in_a_sentence_or_is_read(place: int) -> None:
    data = bytearray(xls_bytes([["number", "name"], [17, "Mara Quist"]], code="00000"))
    data[place : place + 4] = b"\xff\xff\xff\x7f"
    with contextlib.suppress(ExchangeError):
        read("p.xls", bytes(data))
