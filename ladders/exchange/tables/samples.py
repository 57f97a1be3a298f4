"""The first rows of each table as plain JSON, for the page where a person says what they mean. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .sheets import Row, Table

FEW_TABLES = 6
ROWS, ROWS_OF_MANY = 40, 12
COLUMNS = 60
CELL = 200  # characters
LABELS = 200  # rows further down of which only the first cells are kept
LABEL_CELLS = 3


def sample_of(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """What is needed to show and to guess again, bounded for any input."""
    rows = ROWS if len(tables) <= FEW_TABLES else ROWS_OF_MANY
    return [
        {
            "file": table.file,
            "sheet": table.sheet,
            "document": table.document,
            "letters": list(table.letters[:COLUMNS]),
            "columns": len(table.letters),
            "count": len(table.rows),
            "rows": [[row.number, [_cut(cell) for cell in row.cells[:COLUMNS]]] for row in table.rows[:rows]],
            "labels": [
                [row.number, [_cut(cell, 80) for cell in row.cells[:LABEL_CELLS]]]
                for row in table.rows[rows : rows + LABELS]
            ],
        }
        for table in tables
    ]


def table_of(sample: dict[str, Any]) -> Table:
    """The table that a sample is the beginning of."""
    return Table(
        sample["file"],
        sample["sheet"],
        tuple(sample["letters"]),
        tuple(Row(number, tuple(cells)) for number, cells in sample["rows"]),
        document=sample["document"],
    )


def _cut(cell: str, longest: int = CELL) -> str:
    return cell if len(cell) <= longest else cell[: longest - 1] + "…"
