"""What is there of a year, and what kinds of pay count as: what an import compares a file with."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection

from ..domain.paid_kinds import Treatment
from ..models import PaidKind

OF_YEAR = """
SELECT y.employee_id, y.legal_entity, y.id, y.currency, y.hours, k.folded, a.amount
FROM insights_paidyear y
LEFT JOIN insights_paidamount a ON a.paid_year_id = y.id LEFT JOIN insights_paidkind k ON k.id = a.kind_id
WHERE y.year = %s
"""


@dataclass(slots=True)
class KnownPaid:
    """What one employer paid one person in the year. `amounts` by folded kind."""

    id: int
    currency: str
    hours: Decimal | None
    amounts: dict[str, Decimal] = field(default_factory=dict)


def paid_of_year(year: int) -> dict[tuple[int, str], KnownPaid]:
    """By employee and legal entity: 1 query."""
    found: dict[tuple[int, str], KnownPaid] = {}
    with connection.cursor() as cursor:
        cursor.execute(OF_YEAR, [year])
        while rows := cursor.fetchmany(5000):
            for employee, entity, pk, currency, hours, kind, amount in rows:
                known = found.get((employee, entity))
                if known is None:
                    known = found[employee, entity] = KnownPaid(pk, currency, hours)
                if kind is not None:
                    known.amounts[kind] = amount
    return found


def known_kinds() -> dict[str, tuple[Treatment, str]]:
    """What each kind counts as, and the rule where it is left out, by folded name: 1 query."""
    rows = PaidKind.objects.values_list("folded", "treatment", "rule")
    return {folded: (Treatment(treatment), rule) for folded, treatment, rule in rows}
