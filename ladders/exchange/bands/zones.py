"""Which pay zone each row of a file is for: the one that it names in a column of zones, else the one that the file is for."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ladders.compensation.models import PayZone
from ladders.core.errors import DomainError

from ..tables.sheets import fold
from .parse import BandFile, BandRow


@dataclass
class PartedRows:
    """Rows by zone (at least one zone, perhaps without rows), and the texts that name none."""

    rows: dict[PayZone, list[BandRow]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def part_by_zone(read: BandFile, code: str) -> PartedRows:
    """The rows of a file by their zones: by its code, by its name, or as the mapping says. A text that names none is a problem.

    `code` is the zone of rows which name none. Raises DomainError where there are such rows and no one zone. 2 queries.
    """
    zones = list(PayZone.objects.all())
    known = {fold(zone.name): zone for zone in zones} | {fold(zone.code): zone for zone in zones}
    parted = PartedRows()
    own = _one_zone(code) if code or not all(row.zone for row in read.rows) or not zones else zones[0]
    first: dict[str, list[int]] = {}
    for row in read.rows:
        if not row.zone:
            parted.rows.setdefault(own, []).append(row)
            continue
        zone = known.get(fold(read.mapping.zones.get(fold(row.zone), row.zone)))
        if zone is None:
            first.setdefault(row.zone, []).append(row.row)
        else:
            parted.rows.setdefault(zone, []).append(row)
    for text, rows in first.items():
        parted.unknown.append(text)
        several = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        read.problems.add(
            "zone",
            rows[0],
            _(
                "%(file)s, row %(row)s%(more)s: there is no pay zone “%(text)s”. Make it first, or say "
                "which zone is meant."
            )
            % {"file": read.file, "row": rows[0], "more": several, "text": text[:60]},
        )
    if not parted.rows:
        parted.rows[own] = []
    return parted


def _one_zone(code: str) -> PayZone:
    zones: list[PayZone] = list(PayZone.objects.filter(code__iexact=code)) if code else list(PayZone.objects.all()[:2])
    if len(zones) == 1:
        return zones[0]
    if code:
        raise DomainError(_("There is no pay zone with the code %(code)s. Make it first.") % {"code": code})
    if not zones:
        raise DomainError(_("There is no pay zone yet. Make one first: it says in which currency the amounts are."))
    raise DomainError(_("There are several pay zones. Say which one the file is for."))
