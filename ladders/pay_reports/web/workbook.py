"""A report as a workbook: a sheet for each part, made of the same document as the page. No cell is ever a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from ..models.figures import MEASURES, POPULATIONS, PayPart
from ..text import sentences
from .presentation import BASIS_WORDS

BOLD = Font(bold=True)
PARTS, POPULATION_WORDS, MEASURE_WORDS = dict(PayPart.choices), dict(POPULATIONS), dict(MEASURES)


def workbook_of(document: dict[str, Any]) -> bytes:
    """The file: about, figures, quarters, categories, other findings, methods."""
    book = Workbook(write_only=True)
    _sheet(book, _("Report"), (_("What"), ""), _about(document), (34, 90))
    headings = (
        _("Figure"), _("Basis"), _("Of"), _("Measure"), _("Over"), _("Women"), _("Men"), _("Gap in percent"), _("In words"),
    )  # fmt: skip
    amounts = any("women_amount" in row for basis in document["bases"] for row in basis["figures"])
    money = (_("Women, %s") % document["report"]["currency"], _("Men, %s") % document["report"]["currency"])
    rows = [_gap(row, amounts) for basis in document["bases"] for row in basis["figures"]]
    _sheet(book, _("a to d"), headings + (money if amounts else ()), rows, (8, 12, 26, 10, 12, 8, 8, 14, 80))
    _sheet(book, _("e and f"), (_("Basis"), _("Who"), _("Women"), _("Men"), _("Women in percent"), _("Men in percent")),
           _shares(document), (12, 30, 12, 12, 16, 16))  # fmt: skip
    of_categories = (
        _("Category"), _("Basis"), _("Of"), _("Women"), _("Men"), _("Gap in percent"), _("Reaches the threshold"),
        _("Explanation"),
    )  # fmt: skip
    rows = [_category(each, row, amounts) for each in document["categories"] for row in each["figures"]]
    _sheet(book, _("g categories"), of_categories + (money if amounts else ()), rows, (26, 12, 26, 8, 8, 14, 12, 80))
    _sheet(book, _("Equal impact"), (_("What"), _("In words")), _others(document), (26, 110))
    methods = [(each["what"], each["said"]) for each in document["methods"]]
    _sheet(book, _("Methods"), (_("What"), _("How")), methods, (60, 110))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book: Any, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKL"[number]].width = width
    heads = [_cell(sheet, heading) for heading in headings]
    for head in heads:
        head.font = BOLD
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    if value is not None and not isinstance(value, int | Decimal | dt.date):
        value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # what begins like a formula is a text
    elif isinstance(value, dt.date):
        cell.number_format = "d mmmm yyyy"
    return cell


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _yes(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")


def _about(document: dict[str, Any]) -> list[tuple[str, Any]]:
    head, rules = document["report"], document["rules"]
    lines = [
        (_("Year"), head["year"]),
        (_("Legal entity"), head["legal_entity"]),
        (_("Day of the snapshot"), _day(head["day"])),
        (_("State"), head["state"]),
        (_("People paid"), head["people"]),
        (_("Currency"), head["currency"]),
        (_("Threshold in percent"), _number(rules["threshold_percent"])),
        (_("Source of the rules"), rules["source"]),
        (_("Signed by"), ", ".join(filter(None, (head["signed_by"], head["signed_as"])))),
        (_("Signed on"), _day(head["signed_on"])),
        (_("Published on"), _day(head["published_on"])),
    ]
    lines += [(_("Left out: %s") % each["said"], each["people"]) for each in document["left_out"]]
    return lines + [(_("Opinion, %s") % each["for"], each["text"]) for each in document["opinions"]]


def _gap(row: dict[str, Any], amounts: bool) -> list[Any]:
    cells = [
        row["letter"],
        BASIS_WORDS[row["basis"]],
        PARTS[row["part"]],
        MEASURE_WORDS[row["measure"]],
        POPULATION_WORDS[row["population"]],
        row["women"],
        row["men"],
        _number(row["percent"]),
        sentences.gap_sentence(row),
    ]
    return cells + ([_number(row["women_amount"]), _number(row["men_amount"])] if amounts else [])


def _shares(document: dict[str, Any]) -> Iterable[list[Any]]:
    for basis in document["bases"]:
        words, got = BASIS_WORDS[basis["basis"]], basis["receiving"]
        if got:
            counts = [got["women_receiving"], got["men_receiving"]]
            shares = [_number(got["women_percent"]), _number(got["men_percent"])]
            yield [words, _("receive complementary or variable pay"), *counts, *shares]
        for row in basis["quarters"]:
            women = _number(row["women_percent"])
            men = None if women is None else 100 - women
            name = sentences.QUARTERS[row["quarter"]]
            yield [words, name, _number(row["women"]), _number(row["men"]), women, men]


def _category(each: dict[str, Any], row: dict[str, Any], amounts: bool) -> list[Any]:
    cells = [
        each["name"],
        BASIS_WORDS[row["basis"]],
        PARTS[row["part"]],
        row["women"],
        row["men"],
        _number(row["percent"]) if row["shown"] else _("kept back"),
        _yes(each["reached"]) if row["part"] == "total" else "",
        each["explanation"] if row["part"] == "total" else "",
    ]
    return cells + ([_number(row["women_amount"]), _number(row["men_amount"])] if amounts else [])


def _others(document: dict[str, Any]) -> list[tuple[str, str]]:
    against = document["tracks_against"]
    lines = [(_("Women against men"), sentences.adjusted_said(document["equal_impact"]))]
    lines += [(_("Track"), sentences.track_said(each["track"], against, each["gap"])) for each in document["tracks"]]
    for each in document["next_levels"]:
        said = sentences.next_level_said(each)
        lines.append((_("Next level: %(track)s, grade %(grade)s") % said, f"{said['rate']}; {said['wait']}"))
    for each in document["arrivals"]:
        said = sentences.arrival_said(each)
        lines.append((_("Arrivals: %(track)s from %(came_from)s") % said, said["share"]))
    return lines + [(_("Equal value"), sentences.equal_value_said(each)) for each in document["equal_value"]]
