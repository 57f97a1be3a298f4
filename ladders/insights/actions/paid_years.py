"""Writes what was paid, many people at once: by COPY, in the order of people. Whoever calls checks who may, and records it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from ladders.core.bulk_copy import NULL, copied_text, copy_lines
from ladders.core.table_rights import analyze

from ..models import PaidKind

# Employee, legal entity, currency, paid hours, and amounts by folded kind.
PaidLine = tuple[int, str, str, Decimal | None, Mapping[str, Decimal]]
YEARS, AMOUNTS = "insights_paidyear", "insights_paidamount"


def lock_paid_years() -> None:
    """Until the end of the transaction nobody else writes what was paid."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE insights_paidyear IN SHARE ROW EXCLUSIVE MODE")


def write_paid_years(*, year: int, gone: Sequence[int], rows: Iterable[PaidLine]) -> None:
    """Take out the years `gone` (ids), then add `rows`; amounts of nothing are left out. Every kind has been said before."""
    now = timezone.now()
    ordered = sorted(rows, key=lambda row: row[:2])
    kinds = dict(PaidKind.objects.values_list("folded", "pk"))
    with connection.cursor() as cursor:
        if gone:
            cursor.execute("DELETE FROM insights_paidamount WHERE paid_year_id = ANY(%s)", [list(gone)])
            cursor.execute("DELETE FROM insights_paidyear WHERE id = ANY(%s)", [list(gone)])
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [YEARS, len(ordered)]
        )
        ids = sorted(number for (number,) in cursor.fetchall())
        columns = "id, employee_id, year, legal_entity, currency, hours, brought_at"
        entities = {entity: copied_text(entity) for entity in {row[1] for row in ordered}}
        copy_lines(
            cursor,
            f"COPY {YEARS} ({columns}) FROM STDIN",
            (
                f"{pk}\t{employee}\t{year}\t{entities[entity]}\t{currency}\t{NULL if hours is None else hours}\t{now}\n"
                for pk, (employee, entity, currency, hours, _amounts) in zip(ids, ordered, strict=True)
            ),
        )
        copy_lines(
            cursor,
            f"COPY {AMOUNTS} (paid_year_id, kind_id, amount) FROM STDIN",
            (
                f"{pk}\t{kinds[kind]}\t{amount}\n"
                for pk, row in zip(ids, ordered, strict=True)
                for kind, amount in row[4].items()
                if amount
            ),
        )
        analyze(cursor, YEARS, AMOUNTS)
