"""One call for any format."""

from __future__ import annotations

from .csv_text import to_csv
from .documents import to_json
from .formats import Format
from .markdown import to_markdown
from .source import ExportSource
from .xlsx import Guide, to_xlsx


def write(source: ExportSource, format: Format, guide: Guide = ()) -> bytes:
    """The file. `guide` is what a workbook's first sheet says.

    Raises DomainError with a sentence where the format cannot hold what the version says.
    """
    if format is Format.JSON:
        return to_json(source)
    if format is Format.MARKDOWN:
        return to_markdown(source)
    return to_csv(source) if format is Format.CSV else to_xlsx(source, guide)
