"""How long what is known of leavers is kept for the law, by the country they worked in. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

# Full years after the last day, mostly for payroll and limitation of claims: where nobody has set others. Not advice.
USUAL: Final[dict[str, int]] = {
    "AT": 7,
    "BE": 5,
    "CH": 10,
    "DE": 6,
    "ES": 4,
    "FR": 5,
    "GB": 6,
    "IE": 6,
    "IT": 10,
    "NL": 7,
    "PL": 10,
}
ELSEWHERE: Final = ""  # all countries that have no years of their own
USUAL_ELSEWHERE: Final = 10
LEAST: Final = 0
MOST: Final = 40


def kept_until(left_on: dt.date, country: str, years: Mapping[str, int]) -> dt.date:
    """The last day on which it is kept: the end of the year so many years after somebody left. `years` has ELSEWHERE."""
    return dt.date(left_on.year + years.get(country, years[ELSEWHERE]), 12, 31)
