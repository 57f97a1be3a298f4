"""All tables of an import into records, each in the way that its plan says."""

from __future__ import annotations

from collections.abc import Sequence

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import LeftOut, OmissionReason, Table, fold

from ..mapping.fields import Field
from ..mapping.table_mapping import Mapping, Orientation, SheetPlan
from .grids import GridExtractor
from .records import Extract, header_index
from .rows import RowExtractor


def fit(tables: Sequence[Table], mapping: Mapping) -> float:
    """How well a mapping that was kept fits these tables: the share (0 to 1) of the columns it uses that are there.

    Every table must have a plan of its own and every plan that is used a table, else it is 0.
    """
    shares = []
    met: set[SheetPlan] = set()
    for table in tables:
        plan = mapping.plan_for(table.file, table.sheet)
        if plan is None:
            return 0.0
        met.add(plan)
        if plan.orientation is Orientation.SKIP:
            continue
        header = header_index(table, plan)
        wanted = {
            fold(column.heading) for column in plan.columns if column.heading and column.field is not Field.IGNORE
        }
        found = {fold(cell) for cell in table.rows[header].cells} if header is not None and table.rows else set()
        shares.append(len(wanted & found) / len(wanted) if wanted else 0.0)
    used = {plan for plan in mapping.sheets if plan.orientation is not Orientation.SKIP}
    return min(shares) if shares and used <= met else 0.0


def extract(tables: Sequence[Table], mapping: Mapping) -> Extract:
    """The records in all tables."""
    result = Extract()
    more = frozenset(text.casefold() for text in mapping.placeholders)
    for table in tables:
        plan = mapping.plan_for(table.file, table.sheet)
        if plan is None:
            why = _("The mapping says nothing about it. Choose what it holds, or leave it out.")
            plan = SheetPlan(table.file, table.sheet, Orientation.SKIP, why=why)
        if plan.orientation is Orientation.SKIP:
            name = (
                _("Sheet “%(sheet)s” of %(file)s") % {"sheet": table.sheet, "file": table.file}
                if table.sheet
                else table.file
            )
            message = _("%(name)s is left out. %(why)s") if plan.why else _("%(name)s is left out.")
            told = message % {"name": name, "why": plan.why}
            result.left_out.append(LeftOut(table.place, OmissionReason.SKIPPED_SHEET, told))
            continue
        extractor = GridExtractor if plan.orientation is Orientation.MATRIX else RowExtractor
        extractor(table, plan, more, result).run()
    return result
