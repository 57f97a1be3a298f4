"""What the other methods find beside Article 9: pay of equal impact, tracks side by side, the next level, work of equal value."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from ladders.frameworks.domain.shapes import TrackKind
from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap, Worth, adjusted_gap, track_gaps
from ladders.insights.domain.equal_value import PaidLevel, equal_value_check
from ladders.insights.domain.ladder_parity.arrivals import arrivals
from ladders.insights.domain.ladder_parity.intervals import Interval
from ladders.insights.domain.ladder_parity.next_level import NextLevel, next_levels
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import CountryRules
from ladders.insights.queries.paid_people import PaidPopulation, PaidRow, explained

from ..models import Report
from ..queries.held_levels import Held, arrivals_of, held_levels, on_day, spells_of

YEARS: Final = 3  # that the odds of the next level are counted over, the one of the report included
FULL_TIME: Final = Decimal(40)


def findings_of(report: Report, population: PaidPopulation, rules: CountryRules) -> dict[str, Any]:
    """As JSON; None where the data cannot tell. 2 queries."""
    people = explained(population.rows)
    worth = Worth(report.worth)
    tracks = Counter(person.track for person in people if person.track)
    management = TrackKind.MANAGEMENT.value
    against = management if management in tracks else next((track for track, _n in tracks.most_common(1)), "")
    sides = track_gaps(people, against, worth) if against else ()
    first, after = dt.date(report.year - YEARS + 1, 1, 1), dt.date(report.year + 1, 1, 1)
    held = held_levels([row.employee for row in population.rows], after)
    found = {
        "adjusted": gap_data(adjusted_gap(people, worth)),
        "against": against,
        "tracks": [{"track": each.track, "gap": gap_data(each.gap)} for each in sides],
        "first": first.isoformat(),
        "next_levels": [_next_level(each) for each in next_levels(spells_of(held.values()), first, after)],
        "arrivals": [
            {"track": each.track, "came_from": each.came_from, "people": each.people, "arrived": each.arrived}
            | {"share": round(each.share, 6), "interval": _interval(each.interval)}
            for each in arrivals(arrivals_of(held.values(), first, after))
        ],
    }
    levels = paid_levels(population.rows, held, population.day)
    found["equal_value"] = [
        {
            "level": each.level.name,
            "women": each.level.women,
            "people": each.level.women + each.level.men,
            "other": each.other.name,
            "other_people": each.other.women + each.other.men,
            "percent": f"{each.percent:f}",
        }
        for each in equal_value_check(levels, rules.mostly_women_percent)
    ]
    return found


def paid_levels(rows: Sequence[PaidRow], held: Mapping[int, Sequence[Held]], day: dt.date) -> list[PaidLevel]:
    """Each level with its women, men and their average pay, as of full time and a whole year."""
    sums: defaultdict[Any, tuple[Counter[Sex], list[Decimal]]] = defaultdict(lambda: (Counter(), []))
    levels = {}
    for row in rows:
        level = on_day(held.get(row.employee, ()), day)
        worked = min((row.weekly_hours or FULL_TIME) / FULL_TIME, Decimal(1)) * row.year_share
        if level is None or not worked or row.sex not in (Sex.WOMAN, Sex.MAN):
            continue
        levels[level.key] = level
        sexes, pay = sums[level.key]
        sexes[row.sex] += 1
        pay.append((row.basic + row.variable) / worked)
    return [
        PaidLevel(levels[key].name, levels[key].rank, sexes[Sex.WOMAN], sexes[Sex.MAN], sum(pay, Decimal(0)) / len(pay))
        for key, (sexes, pay) in sums.items()
    ]


def gap_data(gap: AdjustedGap | None) -> dict[str, Any] | None:
    """A gap of a regression as JSON."""
    if gap is None:
        return None
    return {
        "percent": round(gap.percent, 6),
        "low": round(gap.low, 6),
        "high": round(gap.high, 6),
        "counted": gap.counted,
        "against": gap.against,
        "left_out": gap.left_out,
        "certain": gap.certain,
        "r_squared": round(gap.r_squared, 6),
        "degrees_of_freedom": gap.degrees_of_freedom,
    }


def _next_level(each: NextLevel) -> dict[str, Any]:
    return {
        "track": each.track,
        "grade": each.grade,
        "people": each.people,
        "promotions": each.promotions,
        "person_years": round(each.person_years, 4),
        "rate": round(each.rate, 6),
        "rate_interval": _interval(each.rate_interval),
        "median_wait": None if each.median_wait is None else round(each.median_wait, 4),
        "wait_interval": _interval(each.wait_interval) if each.wait_interval else None,
    }


def _interval(interval: Interval) -> list[float | None]:
    return [round(interval.low, 6), None if interval.high is None else round(interval.high, 6)]
