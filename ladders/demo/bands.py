"""Pay zones and bands of the demo's invented organisation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ladders.compensation.actions.changes import schedule
from ladders.compensation.actions.deviations import add_supplement, approve_exception, latest_end, propose_exception
from ladders.compensation.actions.second_person import write_policy
from ladders.compensation.actions.zones import create_zone
from ladders.compensation.domain.bands import Figures, adjusted, multiplied
from ladders.compensation.models import BandVisibility, Objective
from ladders.frameworks.models import Framework, Level

D = Decimal
# Minimum, midpoint, maximum of the grades 1 … 10 in Lübeck: grade 6 reaches from 84,000 to 117,000.
LUEBECK = {
    "1": (28000, 32000, 36000),
    "2": (33000, 38000, 43000),
    "3": (40000, 46500, 53000),
    "4": (50000, 59000, 68000),
    "5": (65000, 77000, 89000),
    "6": (84000, 100500, 117000),
    "7": (99000, 118500, 138000),
    "8": (118000, 141000, 164000),
    "9": (140000, 168000, 196000),
    "10": (166000, 200000, 234000),
}
PLACES = (("DE-L", "Lübeck", "1"), ("IE-C", "Cork", "1.06"), ("PT-P", "Porto", "0.62"))


def load_bands(*, by: Any) -> None:
    """Zones for the three places, bands since the year began, an adjustment in Lübeck that comes next year."""
    today = timezone.localdate()
    year, next_year = dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1)
    base = {code: Figures(*map(D, amounts)) for code, amounts in LUEBECK.items()}
    zones = {}
    for code, name, factor in PLACES:
        zones[name] = create_zone(code=code, name=name, currency="EUR", locations=[name], by=by)
        figures = {grade: multiplied(own, D(factor), D(500)) for grade, own in base.items()}
        schedule(zone=zones[name], starts_on=year, figures=figures, note="First bands", by=by, today=today)
    raised = {grade: adjusted(own, D(3)) for grade, own in base.items()}
    schedule(
        zone=zones["Lübeck"],
        starts_on=next_year,
        figures=raised,
        note=f"Round of {next_year.year}: 3 %",
        by=by,
        today=today,
    )
    write_policy({"band_visibility": BandVisibility.EVERYONE.value}, by)
    _deviations(zones["Cork"], today, by)


def _deviations(zone: Any, today: dt.date, by: Any) -> None:
    framework = Framework.objects.published().order_by("pk").first()
    if framework is None:
        return
    add_supplement(
        values={
            "framework": framework,
            "zone": zone,
            "starts_on": today,
            "ends_on": None,
            "percent": D("4.00"),
            "evidence": "Two salary surveys of this year; vacancies in Cork stayed open for five months.",
            "criterion": Objective.LABOUR_MARKET,
            "review_on": today + dt.timedelta(days=365),
        },
        by=by,
    )
    levels = Level.objects.filter(version__framework=framework, version__state="published", track__kind="specialist")
    level = levels.filter(grade__rank__gte=7).order_by("grade__rank").first()
    if level is None:
        return
    row = propose_exception(
        framework=framework,
        level_key=level.key,
        zone=zone,
        starts_on=today,
        ends_on=latest_end(today),
        figures=Figures(D(112000), D(132000), D(152000)),
        reason="Only a handful of people in the region hold this licence, and three offers were declined.",
        criterion=Objective.LABOUR_MARKET,
        by=by,
    )
    approve_exception(exception=row, by=by)
