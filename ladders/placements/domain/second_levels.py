"""On which days a second level can be held. Pure: no Django in here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

ONE_DAY = dt.timedelta(days=1)
Period = tuple[dt.date, dt.date | None]  # both ends included; None: without an end


def parts(second: Period, firsts: Sequence[Period]) -> list[Period]:
    """What is left of the second level's period on days that have a first level, in order.

    `firsts` do not overlap; where one follows another without a day between, the second level goes on over both.
    """
    start, end = second[0], second[1] or dt.date.max
    found: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(firsts, key=lambda period: period[0]):
        begins, ends = max(start, first), min(end, last or dt.date.max)
        if begins > ends:
            continue
        if found and found[-1][1] + ONE_DAY == begins:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return [(first, None if last == dt.date.max else last) for first, last in found]
