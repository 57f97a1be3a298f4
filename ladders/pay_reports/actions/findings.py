"""What the other methods find beside Article 9: pay of equal impact, tracks side by side, the next level, work of equal value."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ladders.frameworks.domain.shapes import TrackKind
from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap, Worth, adjusted_gap, track_gaps
from ladders.insights.models import CountryRules
from ladders.insights.queries.paid_people import PaidPopulation, explained

from ..models import Report


def findings_of(report: Report, population: PaidPopulation, rules: CountryRules) -> dict[str, Any]:
    """As JSON; None where the data cannot tell."""
    people = explained(population.rows)
    worth = Worth(report.worth)
    tracks = Counter(person.track for person in people if person.track)
    management = TrackKind.MANAGEMENT.value
    against = management if management in tracks else next((track for track, _n in tracks.most_common(1)), "")
    return {
        "adjusted": gap_data(adjusted_gap(people, worth)),
        "against": against,
        "tracks": [
            {"track": each.track, "gap": gap_data(each.gap)}
            for each in (track_gaps(people, against, worth) if against else ())
        ],
    }


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
