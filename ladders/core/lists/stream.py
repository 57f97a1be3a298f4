"""Very many rows of a query, a few thousand at a time: the database hands them out, nobody holds them all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction
from django.db.models import QuerySet

from ..replica import read_from

TOGETHER = 2_000


def stream(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a queryset made with `values_list`, as the database says them: 1 query.

    Outside a transaction progress of a job can be seen meanwhile. Behind a pooler the rows are read within one.
    """
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    yield from stream_sql(sql, values)


def stream_sql(sql: str, values: Any) -> Iterator[tuple[Any, ...]]:
    """The same of a statement."""
    database = read_from()
    within = transaction.atomic(using=database) if settings.DATABASE_POOLED else nullcontext()
    with within, connections[database].chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while some := cursor.fetchmany(TOGETHER):
            yield from some
