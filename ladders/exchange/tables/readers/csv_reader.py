"""CSV and TSV into tables, whatever sign parts the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from ladders.core.sentences import gettext as _
from ladders.exchange.frameworks_in.mapping.fields import EXPORT_HEADINGS, Field
from ladders.exchange.round_trip.build import Returned
from ladders.exchange.round_trip.own_csv import from_rows, is_ours

from ..errors import ExchangeError
from ..limits import MAX_CELL_LENGTH, MAX_CELLS, MAX_ROWS
from ..sheets import Place, Table, clean, make_table

DELIMITERS = (",", ";", "\t", "|")
OUR_HEAD = 4_000  # characters; the headings of our own files end before


def read_delimited(name: str, text: str, preferred: str = "", *, ours: bool = False) -> Table | Returned:
    """The table in a delimited text. `preferred` parts the cells if it does so at all (the tab of a .tsv).

    `ours`: one that this product wrote comes back as a framework, exactly.
    """
    text, delimiter = _announced(text)
    delimiter = delimiter or sniff(text, preferred)
    _refuse_open_quote(name, text, delimiter)
    rows = _rows(name, text, delimiter)
    if ours and EXPORT_HEADINGS[Field.STATEMENT] in text[:OUR_HEAD]:
        first, headings = next(((number, row) for number, row in rows if any(row)), (0, []))
        if is_ours(headings):
            return from_rows(name, headings, rows)
        rows = chain([(first, headings)], rows)
    return make_table(name, "", ((number, _cleaned(row)) for number, row in rows))


def _cleaned(row: list[str]) -> list[str]:
    """The cells as they may be stored. Nearly all rows hold nothing odd, which one look at the whole row tells."""
    together = "".join(row)
    if not together.isprintable():
        return [clean(cell) for cell in row]
    return [cell.strip() for cell in row] if " " in together else row  # the one blank that is printable


def _announced(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`, which is no data; kept as a blank line, so that row numbers stay right."""
    first, _feed, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return "\n" + rest, first[4]
    return text, ""


def sniff(text: str, preferred: str = "") -> str:
    """The sign that parts the cells: the one that gives most rows the same number of cells, more than one."""
    sample = text[:200_000]

    def score(delimiter: str) -> tuple[float, int]:
        try:
            counts = Counter(
                len(row) for row in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 300) if row
            )
        except csv.Error:
            return 0.0, 0
        several = {width: times for width, times in counts.items() if width > 1}
        if not several:
            return 0.0, 0
        width, times = max(several.items(), key=lambda item: (item[1], item[0]))
        return round(times / sum(counts.values()), 2), width

    if preferred and score(preferred)[1] > 1:
        return preferred
    best = max(DELIMITERS, key=score)
    return best if score(best)[1] > 1 else preferred or ","


def _refuse_open_quote(name: str, text: str, delimiter: str) -> None:
    """A quotation mark that is never closed would swallow the rest of the file in silence."""
    if '"' not in text:
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, _row in enumerate(reader, start=1):
            if number > MAX_ROWS:
                return
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            place = Place(name, row=number + 1)
            raise ExchangeError(
                _(
                    "%(name)s: a quotation mark opens in row %(row)s and is never closed. Close it, or write two "
                    "of them where one belongs to the text."
                )
                % {"name": name, "row": number + 1},
                place,
            ) from None


def _rows(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS:
                raise ExchangeError(
                    _("%(name)s has more than %(most)s rows. Keep the rows of one framework, or part the file.")
                    % {"name": name, "most": f"{MAX_ROWS:,}"},
                    Place(name, row=number),
                )
            cells += len(row)
            if cells > MAX_CELLS:
                raise ExchangeError(
                    _("%(name)s has more than %(most)s cells. Keep the columns that are needed, or part the file.")
                    % {"name": name, "most": f"{MAX_CELLS:,}"},
                    Place(name, row=number),
                )
            if sum(map(len, row)) > MAX_CELL_LENGTH and max(map(len, row)) > MAX_CELL_LENGTH:
                long = next(index for index, cell in enumerate(row) if len(cell) > MAX_CELL_LENGTH)
                raise ExchangeError(
                    _(
                        "%(name)s: cell %(cell)s of row %(row)s has more than %(most)s characters. Shorten "
                        "it, or look for a quotation mark that is never closed."
                    )
                    % {"name": name, "cell": long + 1, "row": number, "most": f"{MAX_CELL_LENGTH:,}"},
                    Place(name, row=number),
                )
            yield number, row
    except csv.Error:
        raise ExchangeError(
            _("%(name)s cannot be read as a table. Look for a lone quotation mark near the start of a very long cell.")
            % {"name": name},
            Place(name),
        ) from None
