"""`--where COLUMN=VALUE`: only some rows of the tables."""

from __future__ import annotations

from collections.abc import Sequence

from ladders.core.sentences import gettext as _

from ..frameworks_in.extract.records import header_index
from ..frameworks_in.mapping.table_mapping import Mapping, Orientation
from .errors import ExchangeError
from .sheets import Place, Table, fold

CURE = _("Write it as COLUMN=VALUE, for example Role=Developer.")


def only_where(tables: Sequence[Table], mapping: Mapping, where: Sequence[str]) -> list[Table]:
    """The tables with the rows that fit. Several values of one column widen, several columns narrow.

    Raises ExchangeError for a wish that no table can fulfil, naming what there is.
    """
    wishes: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    for wish in where:
        column, sign, value = wish.partition("=")
        if not sign or not column.strip():
            raise ExchangeError(
                _("“%(wish)s” says not which rows are meant. %(cure)s") % {"wish": wish, "cure": CURE}, Place("")
            )
        wishes.setdefault(fold(column), set()).add(fold(value))
        shown[fold(column)] = column.strip()
    result, found, kept = [], set[str](), 0
    headings: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for table in tables:
        plan = mapping.plan_for(table.file, table.sheet)
        header = header_index(table, plan) if plan and plan.orientation is not Orientation.SKIP else None
        if header is None:
            result.append(table)
            continue
        places = {fold(cell): index for index, cell in enumerate(table.rows[header].cells) if cell}
        headings.update({fold(cell): cell for cell in table.rows[header].cells if cell})
        mine = wishes.keys() & places.keys()
        found |= mine
        body = table.rows[header + 1 :]
        for column in mine:
            values.setdefault(column, {}).update(
                {fold(row.cells[places[column]]): row.cells[places[column]] for row in body}
            )
        rows = [row for row in body if all(fold(row.cells[places[column]]) in wishes[column] for column in mine)]
        if mine:
            kept += len(rows)
        result.append(table.with_rows([*table.rows[: header + 1], *rows]))
    file = tables[0].file
    for column in wishes.keys() - found:
        known = ", ".join(headings.values()) or "none"
        raise ExchangeError(
            _("No column is called “%(column)s”. The columns are: %(known)s.")
            % {"column": shown[column], "known": known},
            Place(file),
        )
    if not kept:
        column = next(iter(wishes))
        some = ", ".join(sorted(filter(None, values[column].values()))[:12])
        raise ExchangeError(
            _("No row has %(where)s. Some values of “%(column)s” are: %(some)s.")
            % {"where": " and ".join(where), "column": shown[column], "some": some},
            Place(file),
        )
    return result
