"""An import of bands, taken back: what holds from today on or later goes; days that are over keep their figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.compensation.actions.second_person import needed
from ladders.compensation.models import Band, BandChange, BandException, ChangeState
from ladders.core.permissions import Permission
from ladders.core.put_back import bring_former, hold, remove_made, written_by

from ..models import BandUpload
from .people import HISTORY_GONE
from .shapes import BackPlan, TakeBack

OPEN = (ChangeState.WAITING, ChangeState.SCHEDULED)


class TakeBackBands(TakeBack[BandUpload]):
    """See `TakeBack`. The changes stay in the list of changes, as withdrawn."""

    model = BandUpload
    permission = Permission.EDIT_BANDS
    verb = "compensation.bands.taken_back"
    page = "band-upload"

    def lock(self, upload: BandUpload) -> None:
        """Whoever changes bands or decides about them waits."""
        hold(BandChange, Band, BandException)

    def look(self, upload: BandUpload, by: Any) -> BackPlan:
        """9 queries."""
        assert upload.history is not None
        assert upload.applied_at is not None
        plan, today = BackPlan(), timezone.localdate()
        bands, wanted, exceptions = (written_by(model, upload.history) for model in (Band, BandChange, BandException))
        changes = list(BandChange.objects.filter(pk__in=wanted.made).select_related("zone"))
        zones = {change.zone_id for change in changes}
        named = {change.pk: _from(change.zone, change.starts_on) for change in changes}
        lines = BandChange.objects.filter(pk__in=wanted.made).values_list("lines__grade__code", "zone__name")
        plan.add(_("Bands that would not come to be, or hold no longer"), (f"{zone} {code}" for code, zone in lines))
        proposed = BandException.objects.filter(pk__in=exceptions.made).values_list("level_code", "level_title")
        plan.add(_("Proposed exceptions that would go"), (f"{code} {title}" for code, title in proposed))
        plan.counts = {"created": len(bands.made), "replaced": len(bands.changed | bands.deleted)}
        plan.hinder(HISTORY_GONE, (str(pk) for pk in bands.unknown | wanted.unknown))
        began = Band.objects.filter(pk__in=bands.made, starts_on__lt=today).values_list("grade__code", "starts_on")
        said = _(
            "They have held already, and days that are over keep their figures. Edit them and say why they were wrong"
        )
        plan.hinder(said, (f"{code}, {_day(day)}" for code, day in began))
        if bands.made and needed():
            said = _("A second person confirms what takes approved bands back. Withdraw each change where it is listed")
            plan.hinder(said, named.values())
        decided = {pk: name for pk, name in named.items() if pk in wanted.other_since}
        plan.hinder(_("Approved, declined or withdrawn since"), decided.values())
        changed = Band.objects.filter(pk__in=bands.other_since).values_list("zone__name", "grade__code")
        plan.hinder(_("Changed since"), (f"{zone} {code}" for zone, code in changed))
        gone = bands.other_since - set(Band.objects.filter(pk__in=bands.other_since).values_list("pk", flat=True))
        plan.hinder(_("Replaced since"), (str(pk) for pk in gone))
        later = BandChange.objects.filter(zone__in=zones, asked_at__gt=upload.applied_at, state__in=OPEN)
        newer = later.exclude(pk__in=wanted.made).select_related("zone")
        plan.hinder(_("Other changes were asked for since"), (_from(each.zone, each.starts_on) for each in newer))
        answered = BandException.objects.filter(pk__in=exceptions.other_since).values_list("level_code", flat=True)
        plan.hinder(_("Exceptions decided since"), answered)
        return plan

    def write(self, upload: BandUpload, by: Any) -> None:
        """What was made goes before what was shortened becomes longer."""
        assert upload.history is not None
        remove_made(BandException, upload.history)
        remove_made(Band, upload.history)
        bring_former(Band, upload.history)
        made = written_by(BandChange, upload.history).made
        BandChange.objects.filter(pk__in=made, state__in=OPEN).update(
            state=ChangeState.WITHDRAWN,
            reason=_("The import was taken back"),
            decided_by=by,
            decided_at=timezone.now(),
        )


def _from(zone: Any, day: dt.date) -> str:
    return _("%(zone)s from %(day)s") % {"zone": zone, "day": _day(day)}


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")
