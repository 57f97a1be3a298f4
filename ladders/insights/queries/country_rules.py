"""The rules that hold for a country on a day."""

from __future__ import annotations

import datetime as dt

from ..models import DIRECTIVE, CountryRules


def rules_for(country: str, day: dt.date) -> CountryRules:
    """Those of the country (two letters), else the Directive's: the ones of that day, else the first to come, else the last.

    1 query. Somebody always has to say something: the numbers of a day before the law holds are those it will have.
    """
    rows = list(CountryRules.objects.filter(country__in=[country, DIRECTIVE]).order_by("starts_on"))
    own = [row for row in rows if row.country == country] or rows
    holding = [row for row in own if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)]
    later = [row for row in own if row.starts_on > day]
    found: CountryRules = (holding or later or own[-1:])[0]
    return found
