"""The rules that hold for a country on a day, and the country of an employer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from django.db import connection
from django.db.models import Q

from ladders.core.statements import Statement

from ..models import DIRECTIVE, CountryRules

COUNTRIES = """
SELECT n.entity, c.country FROM unnest(%s::text[]) AS n(entity) CROSS JOIN LATERAL (
    SELECT country FROM accounts_employee e WHERE e.legal_entity = n.entity AND e.country <> '' LIMIT 1
) AS c
"""


class Dated(Protocol):
    """Rules of a country and period, or what is read of them."""

    @property
    def country(self) -> str: ...
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date | None: ...


Rules = TypeVar("Rules", bound=Dated)
_rules_of = Statement(
    lambda country: CountryRules.objects.filter(Q(country=country) | Q(country=DIRECTIVE)).order_by("starts_on"), str
)


def rules_for(country: str, day: dt.date) -> CountryRules:
    """Those of the country (two letters), else the Directive's: the ones of that day, else the first to come, else the last.

    1 query. Somebody always has to say something: the numbers of a day before the law holds are those it will have.
    """
    rows: list[CountryRules] = _rules_of(country)
    return holding_rules(rows, country, day)


def holding_rules(rows: Sequence[Rules], country: str, day: dt.date) -> Rules:
    """The same among rows that are there already, in the order of their days."""
    own = [row for row in rows if row.country == country] or [row for row in rows if row.country == DIRECTIVE]
    holding = [row for row in own if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)]
    later = [row for row in own if row.starts_on > day]
    return (holding or later or own[-1:])[0]


def countries_of(entities: Iterable[str]) -> dict[str, str]:
    """In which country the people of each legal entity work (that of one of them); unknown ones are left out. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTRIES, [sorted(set(entities))])
        return dict(cursor.fetchall())
