"""The rules that hold for a country on a day, and the country of an employer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from django.db.models import Count, Q

from accounts.models import Employee
from ladders.core.statements import Statement, rows_of

from ..models import DIRECTIVE, CountryRules

# Where most people of an employer work on a day; where nobody does, where most ever did. People are counted where they are in
# several countries alone: the first and the last one are read of an index.
COUNTRY_OF = """
SELECT CASE WHEN ends.first = ends.last THEN ends.first ELSE (
    SELECT country FROM accounts_employee e WHERE e.legal_entity = n.legal_entity AND e.country <> '' GROUP BY country
    ORDER BY count(*) FILTER (WHERE (hired_on IS NULL OR hired_on <= %(day)s) AND (left_on IS NULL OR left_on >= %(day)s)) DESC,
        count(*) DESC, country
    LIMIT 1
) END AS country
FROM (SELECT (
    SELECT country FROM accounts_employee e WHERE e.legal_entity = n.legal_entity AND e.country <> ''
    ORDER BY country LIMIT 1
) AS first, (
    SELECT country FROM accounts_employee e WHERE e.legal_entity = n.legal_entity AND e.country <> ''
    ORDER BY country DESC LIMIT 1
) AS last) AS ends
WHERE ends.first IS NOT NULL
"""
COUNTRIES = f"""
SELECT n.legal_entity, c.country FROM unnest(%(entities)s::text[]) AS n(legal_entity) CROSS JOIN LATERAL ({COUNTRY_OF}) AS c
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


def countries_of(entities: Iterable[str], day: dt.date) -> dict[str, str]:
    """In which country most people of each legal entity work on that day; unknown ones are left out. 1 query."""
    return dict(rows_of(COUNTRIES, {"entities": sorted(set(entities)), "day": day}))


def every_country_of(entity: str, day: dt.date) -> list[str]:
    """All in which people of a legal entity work on that day, the one of most people first. 1 query, which counts them."""
    rows = (
        Employee.objects.working_on(day)
        .filter(legal_entity=entity)
        .exclude(country="")
        .values("country")
        .annotate(people=Count("pk"))
        .order_by("-people", "country")
    )
    return [row["country"] for row in rows]
