"""Putting back what one change as a whole wrote, from the history that the database keeps of every row.

A change is known by its history context: everything that was written inside one `pghistory.context`. Rows that it made go, rows
that it changed become what they were before, rows that it deleted come back under their numbers. Columns that no history holds
are left as they are, or empty where a row comes back: whoever asks for this keeps them otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models

_TOUCHED = """
SELECT pgh_obj_id AS id, min(pgh_id) AS first, max(pgh_id) AS last,
       (array_agg(pgh_label ORDER BY pgh_id))[1] AS began, (array_agg(pgh_label ORDER BY pgh_id DESC))[1] AS ended
FROM {events} WHERE pgh_context_id = %(context)s GROUP BY pgh_obj_id
"""
_ROWS = """
WITH touched AS ({touched})
SELECT t.id, t.began, t.ended,
       t.ended <> 'delete' AND (now.id IS NULL OR ({now_columns}) IS DISTINCT FROM ({f_columns})),
       t.began <> 'update' OR EXISTS (SELECT FROM {events} e WHERE e.pgh_obj_id = t.id AND e.pgh_id < t.first)
FROM touched t JOIN {events} f ON f.pgh_id = t.last LEFT JOIN {table} now ON now.id = t.id ORDER BY t.id
"""
_DELETE = """
WITH touched AS ({touched}) DELETE FROM {table} now USING touched t WHERE now.id = t.id AND t.began = 'insert'
"""
_FORMER = """
WITH touched AS ({touched}), former AS (
  SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id, {e_columns}, t.ended FROM touched t JOIN {events} e ON e.pgh_obj_id = t.id
  WHERE (t.began = 'update' AND e.pgh_id < t.first) OR (t.began = 'delete' AND e.pgh_id = t.first)
  ORDER BY e.pgh_obj_id, e.pgh_id DESC
)
"""
_INSERT = "{former} INSERT INTO {table} ({columns}{more}) SELECT {columns}{empty} FROM former WHERE ended = 'delete'"
# Whatever becomes shorter does so before something becomes longer: at no moment do two rows of a person overlap.
_SHORTEN = """
{former} UPDATE {table} now
SET starts_on = greatest(now.starts_on, f.starts_on), ends_on = least(now.ends_on, f.ends_on)
FROM former f WHERE now.id = f.pgh_obj_id AND f.ended = 'update'
AND (now.starts_on < f.starts_on OR f.ends_on < coalesce(now.ends_on, 'infinity'))
AND greatest(now.starts_on, f.starts_on) <= coalesce(least(now.ends_on, f.ends_on), 'infinity')
"""
_UPDATE = """
{former} UPDATE {table} now SET {sets} FROM former f
WHERE now.id = f.pgh_obj_id AND f.ended = 'update' AND ({now_columns}) IS DISTINCT FROM ({f_columns})
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What one change did to the rows (ids) of one table, and which of them are no longer as it left them.

    `unknown` are those of which no history tells what they were before.
    """

    made: frozenset[int]
    changed: frozenset[int]
    deleted: frozenset[int]
    other_since: frozenset[int]
    unknown: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """Every row that it touched and did not make and delete at once."""
        return self.made | self.changed | self.deleted


def hold(*tables: type[models.Model]) -> None:
    """Nobody else writes these tables until the transaction ends; reading goes on."""
    names = ", ".join(f'"{model._meta.db_table}"' for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def written_by(model: type[models.Model], context: UUID) -> Written:
    """What a change did to a tracked table: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(_ROWS, model), {"context": context})
        rows = cursor.fetchall()
    passing = {pk for pk, began, ended, _since, _known in rows if (began, ended) == ("insert", "delete")}
    return Written(
        made=frozenset(pk for pk, began, *_rest in rows if began == "insert") - passing,
        changed=frozenset(pk for pk, began, ended, *_rest in rows if began == "update" and ended == "update"),
        deleted=frozenset(pk for pk, began, ended, *_rest in rows if began != "insert" and ended == "delete"),
        other_since=frozenset(pk for pk, *_kind, since, _known in rows if since) - passing,
        unknown=frozenset(pk for pk, *_kind, known in rows if not known),
    )


def remove_made(model: type[models.Model], context: UUID) -> int:
    """Delete the rows that the change made; how many. What refers to them is the caller's to think of."""
    return _run(_DELETE, model, context)


def bring_former(model: type[models.Model], context: UUID, **empty: str) -> int:
    """Bring back what was deleted and give what was changed its former values; how many rows. At most 3 statements.

    `empty`: columns that no history holds, with the text or number that a row gets which comes back.
    """
    more = "".join(f', "{name}"' for name in empty)
    values = "".join(", " + (f"'{value}'") for value in empty.values())
    count = _run(_INSERT, model, context, more=more, empty=values)
    if {"starts_on", "ends_on"} <= {field.name for field in model._meta.concrete_fields}:
        _run(_SHORTEN, model, context)
    return count + _run(_UPDATE, model, context)


def _run(sql: str, model: type[models.Model], context: UUID, **more: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_sql(sql, model, **more), {"context": context})
        return int(cursor.rowcount)


def _sql(sql: str, model: type[models.Model], **more: str) -> str:
    """With the names of the table and its columns; all of them are the code's own."""
    events: Any = model.events.rel.related_model  # type: ignore[attr-defined]
    kept = [field.column for field in events._meta.concrete_fields if not field.column.startswith("pgh_")]
    names = {
        "table": model._meta.db_table,
        "events": events._meta.db_table,
        "columns": ", ".join(f'"{name}"' for name in kept),
        "e_columns": ", ".join(f'e."{name}"' for name in kept),
        "f_columns": ", ".join(f'f."{name}"' for name in kept),
        "now_columns": ", ".join(f'now."{name}"' for name in kept),
        "sets": ", ".join(f'"{name}" = f."{name}"' for name in kept if name != "id"),
    } | more
    names["touched"] = _TOUCHED.format(**names)
    names["former"] = _FORMER.format(**names)
    return sql.format(**names)
