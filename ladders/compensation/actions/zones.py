"""Zones, their locations, and the rules about pay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.approvals.actions import ask
from ladders.core.approvals.deeds import takes_two
from ladders.core.audit import changes, record
from ladders.core.errors import DomainError
from ladders.core.models import Approval
from ladders.core.single_rows import locked_row

from ..models import Band, BandChange, BandException, ChangeState, MarketSupplement, PayPolicy, PayZone, ZoneLocation
from .second_person import lines_of, loosened, needed, write_policy


@takes_two("zone", where=needed, key=lambda values: f"new:{values['code']}")
def create_zone(
    *, code: str, name: str, currency: str, locations: Iterable[str] = (), by: Any, why: str = ""
) -> PayZone:
    """A zone with the locations that belong to it. Raises DomainError for a code or location that is taken."""
    with transaction.atomic():
        if PayZone.objects.filter(code__iexact=code).exists():
            raise DomainError(_("A zone with the code %(code)s exists already. Choose another code.") % {"code": code})
        zone = PayZone.objects.create(code=code, name=name, currency=currency)
        names = _assign(zone, locations)
        detail = {"code": [None, code], "currency": [None, currency], "locations": [None, names]}
        record(by=by, verb="compensation.zone.created", subject=name, subject_key=code, detail=detail)
    return zone


@takes_two("zone", where=needed, key=lambda values: str(values["zone"].pk))
def change_zone(
    *, zone: PayZone, code: str, name: str, currency: str, locations: Iterable[str], by: Any, why: str = ""
) -> bool:
    """Change a zone; False where nothing differs. The currency stays once there are bands: amounts are never converted."""
    with transaction.atomic():
        zone = PayZone.objects.select_for_update().get(pk=zone.pk)
        if PayZone.objects.filter(code__iexact=code).exclude(pk=zone.pk).exists():
            raise DomainError(_("A zone with the code %(code)s exists already. Choose another code.") % {"code": code})
        if currency != zone.currency and Band.objects.filter(zone=zone).exists():
            raise DomainError(
                _("The bands of %(zone)s are in %(currency)s. Make a new zone for another currency.")
                % {"zone": zone.name, "currency": zone.currency}
            )
        before = {"code": zone.code, "name": zone.name, "currency": zone.currency}
        was = sorted(zone.locations.values_list("location", flat=True))
        after = {"code": code, "name": name, "currency": currency}
        names = _assign(zone, locations)
        detail = changes(before, after) | ({"locations": [was, names]} if was != names else {})
        if not detail:
            return False
        zone.code, zone.name, zone.currency = code, name, currency
        zone.save()
        record(by=by, verb="compensation.zone.changed", subject=name, subject_key=code, detail=detail)
    return True


@takes_two("zone", where=needed, key=lambda values: str(values["zone"].pk))
def delete_zone(*, zone: PayZone, by: Any, why: str = "") -> None:
    """Remove a zone that nothing hangs on. Changes that were declined or withdrawn are nothing any more: they go with it."""
    with transaction.atomic():
        zone = PayZone.objects.select_for_update().get(pk=zone.pk)
        closed = BandChange.objects.filter(zone=zone, state__in=[ChangeState.DECLINED, ChangeState.WITHDRAWN])
        kept = BandChange.objects.filter(zone=zone).exclude(pk__in=closed.values("pk"))
        for rows in (
            Band.objects.filter(zone=zone),
            kept,
            *(model._default_manager.filter(zone=zone) for model in (BandException, MarketSupplement)),
        ):
            if rows.exists():
                raise DomainError(
                    _("%(zone)s has bands, changes or supplements, which are kept. It can no longer be deleted.")
                    % {"zone": zone.name}
                )
        record(by=by, verb="compensation.zone.deleted", subject=zone.name, subject_key=zone.code)
        closed.delete()
        zone.delete()


def change_policy(*, values: dict[str, Any], by: Any, why: str = "") -> tuple[bool, Approval | None]:
    """Change the rules about pay: whether anything was changed at once, and what waits for a second person.

    What takes a safeguard away, or shows pay to more people, is asked for with the reason `why`; the rest holds at once.
    Raises DomainError where it cannot be asked for; nothing is changed then.
    """
    with transaction.atomic():
        policy = locked_row(PayPolicy)
        looser = loosened(policy, values)
        waits = None
        if looser:
            waits = ask(
                kind="pay-rules",
                key="policy",
                subject=_("Rules about pay"),
                payload=looser,
                shown=lines_of(policy, looser),
                reason=why,
                by=by,
            )
        changed = write_policy({name: value for name, value in values.items() if name not in looser}, by)
    return changed, waits


def _assign(zone: PayZone, locations: Iterable[str]) -> list[str]:
    """The zone has exactly these locations afterwards. Raises DomainError where one belongs to another zone."""
    names = sorted({name.strip() for name in locations if name.strip()})
    taken = ZoneLocation.objects.filter(location__in=names).exclude(zone=zone).select_related("zone").first()
    if taken:
        raise DomainError(
            _("%(location)s belongs to the zone %(zone)s. Take it out there first.")
            % {"location": taken.location, "zone": taken.zone.name}
        )
    ZoneLocation.objects.filter(zone=zone).exclude(location__in=names).delete()
    known = set(ZoneLocation.objects.filter(zone=zone).values_list("location", flat=True))
    ZoneLocation.objects.bulk_create(ZoneLocation(zone=zone, location=name) for name in names if name not in known)
    return names
