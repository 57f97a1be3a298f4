"""Where the levels of an import stand in its tables, and nothing else of these. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..tables.sheets import Table
from .build.draft import DraftFramework
from .extract.records import header_index
from .mapping.table_mapping import Mapping, Orientation


def tables_of_levels(tables: Sequence[Table], mapping: Mapping, framework: DraftFramework) -> list[Table]:
    """The tables that have a row for a level, each with its headings first and then the rows that became levels of the
    framework. What the import left out, and what it took for something else, is not among them."""
    there = {place for level in framework.levels for place in level.rows}
    found = []
    for table in tables:
        plan = mapping.plan_for(table.file, table.sheet)
        if plan is None or plan.orientation not in (Orientation.LONG, Orientation.WIDE):
            continue
        header = header_index(table, plan)
        rows = [row for row in table.rows if (table.file, table.sheet, row.number) in there]
        if rows and header is not None:
            found.append(table.with_rows([table.rows[header], *rows]))
    return found
