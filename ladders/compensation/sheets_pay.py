"""The list of pay as a workbook. Amounts are numbers; a text stays a text, whatever it begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from .models import STANDINGS, Standpoint
from .position import HUNDRED, round_half_up

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def headings() -> list[str]:
    """The first row."""
    return [
        _("Employee number"),
        _("Name"),
        _("Legal entity"),
        _("Department"),
        _("Location"),
        _("Framework"),
        _("Level"),
        _("Title"),
        _("Grade"),
        _("Pay zone"),
        _("Amount"),
        _("Currency"),
        _("For"),
        _("Full-time equivalent"),
        _("Full-time year"),
        _("Minimum"),
        _("Midpoint"),
        _("Maximum"),
        _("Band currency"),
        _("Supplement in the band, %"),
        _("Compa-ratio"),
        _("Range penetration, %"),
        _("Standing"),
        _("A full-time year lacks to the minimum"),
        _("Cost of the minimum a year"),
        _("Protected until"),
        _("Exception until"),
    ]


def workbook(rows: Iterable[Standpoint]) -> bytes:
    """An xlsx file of these rows (`employee` and `framework` joined)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Pay"))
    sheet.freeze_panes = "C2"
    bold = Font(bold=True)
    head = []
    for text in headings():
        cell = WriteOnlyCell(sheet, value=text)
        cell.font = bold
        head.append(cell)
    sheet.append(head)
    words = {value: str(label) for value, label in STANDINGS}
    for row in rows:
        sheet.append([_cell(sheet, value) for value in _values(row, words)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(row: Standpoint, words: dict[str, str]) -> list[Any]:
    person = row.employee
    return [
        person.number,
        person.name,
        row.legal_entity,
        row.department,
        row.location,
        row.framework.name if row.framework else "",
        row.level_code,
        row.level_title,
        row.grade_code,
        row.zone_name,
        row.amount,
        row.currency,
        row.basis,
        row.fte,
        row.annual,
        row.minimum,
        row.midpoint,
        row.maximum,
        row.zone_currency,
        row.supplement,
        None if row.compa_ratio is None else round_half_up(row.compa_ratio),
        None if row.penetration is None else round_half_up(row.penetration * HUNDRED, Decimal("0.1")),
        words.get(row.standing, row.standing),
        row.to_minimum,
        row.cost,
        row.protected_until,
        row.excepted_until,
    ]


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value="".join(char for char in value if char >= " "))
    cell.data_type = "s"  # never a formula
    if value[:1] in "=+-@\t\r":
        cell.quotePrefix = True  # stays a text when somebody edits it
    return cell
