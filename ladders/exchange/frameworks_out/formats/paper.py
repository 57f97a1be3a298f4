"""A worksheet that looks like something one would gladly work in. No cell is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from ladders.core.errors import DomainError
from ladders.core.sentences import gettext as _
from ladders.exchange.tables.limits import MAX_CELL_LENGTH

from .texts import RUNS, escaped

INK, SOFT, ACCENT, TINT, LINE = "1F2328", "5C6670", "0B5C57", "E8F1F0", "D0D7DE"
_LINE = Side(style="thin", color=LINE)
_BELOW = Border(bottom=_LINE)

_TOP = Alignment(wrap_text=True, vertical="top")
_MIDDLE = Alignment(wrap_text=True, vertical="center")
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "text": {"font": Font(color=INK), "alignment": _TOP, "border": _BELOW},
    "label": {"font": Font(color=SOFT), "alignment": _TOP, "border": _BELOW},
    "name": {"font": Font(color=INK, bold=True), "alignment": _TOP, "border": _BELOW},
    "head": {
        "font": Font(color="FFFFFF", bold=True),
        "fill": PatternFill("solid", fgColor=ACCENT),
        "alignment": _MIDDLE,
    },
    "subhead": {
        "font": Font(color=ACCENT, bold=True),
        "fill": PatternFill("solid", fgColor=TINT),
        "alignment": _MIDDLE,
        "border": _BELOW,
    },
    "title": {"font": Font(color=INK, bold=True, size=16)},
    "mark": {"font": Font(color=SOFT, size=8)},
}


def new_book(title: str) -> Workbook:
    """A workbook without sheets that knows our looks."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.title = "Ladders", title
    for name, parts in LOOKS.items():
        book.add_named_style(NamedStyle(name=_look(name), **parts))
    return book


def _look(name: str) -> str:
    return f"Ladders {name}"


class Paper:
    """One sheet: put texts into it, then say how wide it is and what stays in view."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.sheet: Any = book.create_sheet(name)
        self.sheet.sheet_view.showGridLines = False

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.sheet.title)

    def put(self, row: int, column: int, text: str, look: str = "text") -> None:
        """A text into a cell. Raises DomainError if it is longer than a cell can hold."""
        cell = self.sheet.cell(row, column)
        if text:
            if len(text) > MAX_CELL_LENGTH:
                raise DomainError(
                    _(
                        "A text on sheet “%(name)s” has %(count)s characters (“%(text)s…”), and a cell holds "
                        "%(most)s. Shorten it, or export as JSON or Markdown."
                    )
                    % {
                        "name": self.name,
                        "count": f"{len(text):,}",
                        "text": text[:40],
                        "most": f"{MAX_CELL_LENGTH:,}",
                    }
                )
            cell.value = escaped(text)
            cell.data_type = "s"  # a text, whatever it begins with
        cell.style = _look(look)
        if text and RUNS.match(text):
            cell.quotePrefix = True  # stays a text when somebody edits it

    def row(self, row: int, texts: Sequence[str], look: str = "text", first: int = 1) -> None:
        """Texts side by side."""
        for column, text in enumerate(texts, start=first):
            self.put(row, column, text, look)

    def widths(self, widths: Sequence[float]) -> None:
        """Widths of the columns in characters, from the first one on; 0 hides the column."""
        for index, width in enumerate(widths, start=1):
            column = self.sheet.column_dimensions[get_column_letter(index)]
            column.width = width or 3
            column.hidden = not width

    def hide_row(self, row: int) -> None:
        """Take a row out of sight."""
        self.sheet.row_dimensions[row].hidden = True

    def fold(self, column: int, *, away: bool) -> None:
        """A column that can be folded away by the sign above it, and is so if `away`."""
        dimension = self.sheet.column_dimensions[get_column_letter(column)]
        dimension.outlineLevel = 1
        dimension.hidden = away

    def freeze(self, row: int, column: int) -> None:
        """Rows above and columns before stay in view."""
        self.sheet.freeze_panes = self.sheet.cell(row, column)

    def choices(self, cells: str, listed: str, *, hint: str = "") -> None:
        """A list to choose from in these cells. Other texts can be typed, too: the import says what it does not know."""
        rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
        if hint:
            rule.promptTitle, rule.prompt, rule.showInputMessage = "", hint, True
        for area in cells.split():
            rule.add(area)
        self.sheet.add_data_validation(rule)

    def printed(self, *, title_rows: str = "") -> None:
        """Across the page when printed, its headings on each page."""
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = self.sheet.PAPERSIZE_A4
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        if title_rows:
            self.sheet.print_title_rows = title_rows
