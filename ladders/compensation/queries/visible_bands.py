"""What readers of frameworks see of pay: the one place that decides it (see ladders.frameworks.pay_provider).

One query says who asks (their zone, their grade) and how often anything shown has changed; what they see is then kept
per process under exactly that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ladders.core.once import known
from ladders.core.permissions import Permission
from ladders.core.statements import rows_of
from ladders.frameworks.domain.lattice_drawing import BandBar
from ladders.frameworks.domain.lattice_drawing import DrawnBand as Drawn
from ladders.frameworks.models import Level
from ladders.frameworks.pay_provider import Deviation, FrameworkPay, GradePay, PayQuestion, Supplement, ZoneChoice
from ladders.frameworks.queries.snapshot import Kept

from ..models import Band, BandException, BandVisibility, MarketSupplement, PayPolicy, PayZone
from ..money import amount, money, money_range

_kept: Kept[FrameworkPay] = Kept(512)

# In SQL, because it stands before every page that people read (as the published version's statement does).
_ASKING = """
SELECT (SELECT revision FROM compensation_bandstamp WHERE id = 1),
       (SELECT band_visibility FROM compensation_paypolicy WHERE id = 1),
       (SELECT zone_id FROM compensation_zonelocation AS z JOIN accounts_employee AS e ON e.location = z.location
        WHERE e.id = %(employee)s),
       (SELECT g.rank
        FROM placements_placement AS p
        JOIN frameworks_level AS was ON was.id = p.level_id
        LEFT JOIN frameworks_version AS v ON v.framework_id = p.framework_id AND v.state = 'published'
        LEFT JOIN frameworks_level AS now ON now.version_id = v.id AND now.key = p.level_key
        JOIN impact_grade AS g ON g.id = CASE WHEN now.id IS NULL THEN was.grade_id ELSE now.grade_id END
        WHERE p.employee_id = %(employee)s AND p.primary
          AND p.starts_on <= %(today)s AND (p.ends_on IS NULL OR p.ends_on >= %(today)s)),
       (SELECT managers_see_pay FROM compensation_paypolicy WHERE id = 1)
"""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: their zone, the ranks of the grades they may see (None: all), and whether they may choose zones."""

    revision: int
    zone: int | None
    ranks: tuple[int, ...] | None
    chooses: bool

    @property
    def sees(self) -> bool:
        """True where there may be anything to see."""
        return self.chooses or (self.zone is not None and self.ranks != ())


def pay_shown(request: HttpRequest, framework: int) -> PayQuestion:
    """What this reader may see: one query. Whoever may see all bands chooses a zone with `?zone=CODE`."""
    today = timezone.localdate()
    asking = _asking(request.user, today)
    if not asking.sees:
        return PayQuestion()
    chosen = request.GET.get("zone", "")[:12] if asking.chooses else ""
    key: Hashable = ("pay", framework, asking, chosen, today, get_language())
    return PayQuestion(key, lambda: _kept.get(key, lambda: _load(asking, framework, chosen, today)), asking.ranks)


def may_see(user: Any, rank: int | None, day: dt.date) -> bool:
    """True where this reader may see the bands of the grade with that rank in their own zone: 1 query."""
    asking = _asking(user, day)
    return asking.sees and rank is not None and (asking.ranks is None or rank in asking.ranks)


def managers_see_pay() -> bool:
    """Whether managers see the pay of their teams here: 1 query, none behind `may_see` on the same page."""
    kept: bool | None = known(managers_see_pay).get(1)
    return PayPolicy.current().managers_see_pay if kept is None else kept


def forget() -> None:
    """Empty the cache: for tests."""
    _kept.clear()


def grades_without_band() -> dict[str, tuple[str, ...]]:
    """Grade code → names of zones in which bands hold today, but none for this grade: 1 query."""
    found: dict[str, tuple[str, ...]] = {}
    for code, zone in rows_of(_UNBANDED, {"today": timezone.localdate()}):
        found[code] = (*found.get(code, ()), zone)
    return found


_UNBANDED = """
WITH held AS (
    SELECT grade_id, zone_id FROM compensation_band
    WHERE starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s)
)
SELECT g.code, z.name
FROM impact_grade AS g CROSS JOIN compensation_payzone AS z
WHERE EXISTS (SELECT 1 FROM held WHERE held.zone_id = z.id)
  AND NOT EXISTS (SELECT 1 FROM held WHERE held.zone_id = z.id AND held.grade_id = g.id)
ORDER BY g.rank, z.name
"""


def _asking(user: Any, today: dt.date) -> Asker:
    employee = getattr(user, "employee", None)
    asked = {"employee": employee.pk if employee else None, "today": today}
    revision, visibility, zone, rank, managers = rows_of(_ASKING, asked)[0]
    known(managers_see_pay)[1] = bool(managers)
    if user.holds(Permission.VIEW_BANDS):
        return Asker(revision or 0, zone, None, True)
    if visibility == BandVisibility.EVERYONE:
        return Asker(revision or 0, zone, None, False)
    near = (rank - 1, rank, rank + 1) if visibility == BandVisibility.NEAR and rank is not None else ()
    return Asker(revision or 0, zone, near, False)


def _load(asking: Asker, framework: int, chosen: str, today: dt.date) -> FrameworkPay:
    """Read it: 5 queries at most."""
    zones = list(PayZone.objects.order_by("name", "id")) if asking.chooses else []
    zone = next((item for item in zones if item.code == chosen), None) or (
        PayZone.objects.filter(pk=asking.zone).first() if asking.zone else (zones[0] if zones else None)
    )
    if zone is None:
        return FrameworkPay()
    rows = Band.objects.filter(zone=zone).on(today).select_related("grade")
    if asking.ranks is not None:
        rows = rows.filter(grade__rank__in=asking.ranks)
    return FrameworkPay(
        zone=zone.name,
        currency=zone.currency,
        grades=_grades(list(rows), zone.currency),
        deviations=_deviations(asking, framework, zone, today),
        supplement=_supplement(framework, zone, today),
        zones=tuple(ZoneChoice(item.code, item.name, item == zone) for item in zones) if len(zones) > 1 else (),
    )


def _grades(rows: list[Band], currency: str) -> dict[str, GradePay]:
    """The bands, with bars on the scale of the very bands that are shown: it tells nothing of the others."""
    if not rows:
        return {}
    lowest, highest = min(row.minimum for row in rows), max(row.maximum for row in rows)
    # The line begins somewhat below the lowest band, so that its bar does not look like nothing.
    start = max(lowest - (highest - lowest) / 8, lowest / 2)
    found = {}
    for row in rows:
        said = _("Midpoint %(amount)s") % {"amount": money(row.midpoint, currency)}
        bar = BandBar.between(float(row.minimum), float(row.maximum), float(start), float(highest))
        text = money_range(row.minimum, row.maximum, currency)
        found[row.grade.code] = GradePay(
            Drawn(text, bar, said),
            money(row.minimum, currency),
            money(row.midpoint, currency),
            money(row.maximum, currency),
            (row.minimum, row.midpoint, row.maximum),
        )
    return found


def _deviations(asking: Asker, framework: int, zone: PayZone, today: dt.date) -> dict[UUID, Deviation]:
    rows = BandException.objects.filter(framework=framework, zone=zone).approved().on(today)
    if asking.ranks is not None:
        near = Level.objects.filter(
            version__framework=framework, version__state="published", grade__rank__in=asking.ranks
        )
        rows = rows.filter(level_key__in=near.values("key"))
    return {
        row.level_key: Deviation(
            money(row.minimum, zone.currency),
            money(row.midpoint, zone.currency),
            money(row.maximum, zone.currency),
            row.ends_on,
            row.reason,
            row.get_criterion_display(),
            (row.minimum, row.midpoint, row.maximum),
        )
        for row in rows
    }


def _supplement(framework: int, zone: PayZone, today: dt.date) -> Supplement | None:
    row = MarketSupplement.objects.filter(framework=framework, zone=zone).on(today).first()
    if row is None:
        return None
    return Supplement(
        amount(row.percent.normalize()), row.get_criterion_display(), row.evidence, row.ends_on, row.percent
    )
