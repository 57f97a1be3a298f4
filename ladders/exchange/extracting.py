"""All tables of an import into records, each in the way that its plan says."""

from __future__ import annotations

from collections.abc import Sequence

from .grids import GridExtractor
from .mapping import Mapping, Orientation, SheetPlan
from .records import Extract
from .rows import RowExtractor
from .sheets import LeftOut, Reason, Table


def extract(tables: Sequence[Table], mapping: Mapping) -> Extract:
    """The records in all tables."""
    result = Extract()
    more = frozenset(text.casefold() for text in mapping.placeholders)
    for table in tables:
        plan = mapping.plan_for(table.file, table.sheet)
        if plan is None:
            why = "The mapping says nothing about it. Choose what it holds, or leave it out."
            plan = SheetPlan(table.file, table.sheet, Orientation.SKIP, why=why)
        if plan.orientation is Orientation.SKIP:
            name = f"Sheet “{table.sheet}” of {table.file}" if table.sheet else table.file
            result.left_out.append(
                LeftOut(table.place, Reason.SKIPPED_SHEET, f"{name} is left out. {plan.why}".strip())
            )
            continue
        extractor = GridExtractor if plan.orientation is Orientation.MATRIX else RowExtractor
        extractor(table, plan, more, result).run()
    return result
