"""Several band exceptions at once: ended on a day, or proposed for longer with one reason; each taken back as a whole.

A second person confirms each of them wherever one alone would need one: nothing is looser because there are many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.access import require
from ladders.core.approvals.actions import withdraw_those
from ladders.core.approvals.deeds import AskedSecondPerson
from ladders.core.audit import record
from ladders.core.batches import BatchKind, TakenBack
from ladders.core.errors import DomainError, named
from ladders.core.models import Batch
from ladders.core.permissions import Permission
from ladders.frameworks.labels import level_label

from ..models import BandException, ExceptionState, PayZone
from .deviations import end_exception, follow_up, latest_end, renew_exception, tell_exception, unless_overlapping
from .second_person import needed

ENDED, ASKED, RENEWED = "compensation.exceptions_ended", "compensation.ends_asked", "compensation.renewed"


def name_of(row: BandException) -> str:
    """As lists and the audit trail call it."""
    return f"{row.framework} · {level_label(row)} · {row.zone}"


def end_exceptions(*, exceptions: Sequence[BandException], ends_on: dt.date, why: str, by: Any) -> Batch:
    """Let these end on that day; those that end by then anyway stay. All or none.

    Where a second person has to confirm it, each is asked for. Raises DomainError as `end_exception` does, with
    the name of the one.
    """
    ended: list[BandException] = []
    asked: list[int] = []
    with transaction.atomic():
        rows = [row for row in _locked(exceptions) if row.ends_on > ends_on]
        before = [[row.pk, row.ends_on.isoformat()] for row in rows]
        for row in rows:
            try:
                with named(name_of(row)):
                    end_exception(exception=row, ends_on=ends_on, by=by, why=why)
                ended.append(row)
            except AskedSecondPerson as waits:
                asked.append(waits.approval.pk)
        until = [None, str(ends_on)]
        _tell(by, "end_asked" if asked else "ended", rows, until=until)
        return Batch.objects.create(
            kind=ASKED if asked else ENDED,
            made_by=by,
            count=len(rows),
            before={"ended": before if ended else [], "asked": asked, "on": ends_on.isoformat()},
        )


def renew_exceptions(*, exceptions: Sequence[BandException], ends_on: dt.date, reason: str, by: Any) -> Batch:
    """Propose these again from the day after their last until `ends_on`, with one reason; those renewed already stay.

    They count once somebody has approved them. All or none; raises DomainError as `renew_exception` does, with the name of
    the one.
    """
    with transaction.atomic():
        locked = _locked(exceptions)
        renewed = set(going_on(locked))
        rows = [row for row in locked if row.pk not in renewed]
        late = [row for row in rows if ends_on > latest_end(follow_up(row))]
        if late:
            said = _("A renewal lasts 24 months at most. Too long for: %(names)s.")
            raise DomainError(said % {"names": ", ".join(map(name_of, late[:5]))})
        # Proposing locks the zone: all of them in one order, or two people with the same zones would wait for each other.
        zones = PayZone.objects.select_for_update(no_key=True).filter(pk__in={row.zone_id for row in rows})
        list(zones.order_by("pk"))
        made = []
        for row in rows:
            with named(name_of(row)):
                made.append(renew_exception(exception=row, ends_on=ends_on, reason=reason, by=by))
        _tell(by, "renewed", rows, until=[None, str(ends_on)])
        return Batch.objects.create(
            kind=RENEWED, made_by=by, count=len(made), before={"renewals": [row.pk for row in made]}
        )


def going_on(rows: Sequence[BandException]) -> Any:
    """Ids of those of which a renewal is proposed or approved. 1 query."""
    states = [ExceptionState.PROPOSED, ExceptionState.APPROVED]
    return BandException.objects.filter(renews__in=rows, state__in=states).values_list("renews", flat=True)


def take_back_ended(batch: Batch, by: Any) -> TakenBack:
    """Each lasts as long as it was approved for, unless its day is over or it changed since; what still waits for a second person
    is no longer asked for, and what was confirmed stays."""
    require(by, Permission.APPROVE_BANDS)
    kept: list[str] = []
    withdrawn, confirmed = withdraw_those(batch.before["asked"], by=by)
    kept += confirmed
    was = {pk: dt.date.fromisoformat(day) for pk, day in batch.before["ended"]}
    if was and needed():
        raise DomainError(_("A second person confirms changes of pay by now. Propose a renewal instead."))
    back = []
    for row in _locked(BandException.objects.filter(pk__in=was)):
        ends_on = dt.date.fromisoformat(batch.before["on"])
        changed = row.state != ExceptionState.APPROVED or row.ends_on != ends_on or row.ends_on < timezone.localdate()
        try:
            if changed:
                raise DomainError(name_of(row))
            row.ends_on = was[row.pk]
            unless_overlapping(row.save, name_of(row))
            tell_exception("lasts_again", row, by, until=ends_on)
            back.append(row)
        except DomainError as stays:
            kept.append(stays.sentence)
    _tell(by, "end_taken_back", back)
    return TakenBack(len(back) + withdrawn, tuple(kept))


def take_back_renewed(batch: Batch, by: Any) -> TakenBack:
    """Proposals that nobody decided about yet go; the others stay."""
    require(by, Permission.EDIT_BANDS)
    rows = _locked(BandException.objects.filter(pk__in=batch.before["renewals"]))
    gone = [row for row in rows if row.state == ExceptionState.PROPOSED]
    for row in gone:
        tell_exception("proposal_taken_back", row, by)
    _tell(by, "renewal_taken_back", gone)
    BandException.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return TakenBack(len(gone), tuple(name_of(row) for row in rows if row.state != ExceptionState.PROPOSED))


def _locked(rows: Any) -> list[BandException]:
    found = BandException.objects.select_for_update(of=("self",)).select_related("framework", "zone")
    return list(found.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def _tell(by: Any, what: str, rows: Sequence[BandException], **detail: Any) -> None:
    """One entry that lists them all, beside one for each."""
    if rows:
        said = ngettext("%(n)s band exception", "%(n)s band exceptions", len(rows)) % {"n": len(rows)}
        detail = {"exceptions": [None, list(map(name_of, rows))], **detail}
        record(by=by, verb=f"compensation.exceptions.{what}", subject=said, detail=detail)


BATCHES: Final = (
    BatchKind(
        ENDED,
        lambda n: ngettext("You ended %(n)s band exception.", "You ended %(n)s band exceptions.", n),
        "exceptions",
        take_back_ended,
    ),
    BatchKind(
        ASKED,
        lambda n: ngettext(
            "You asked for the end of %(n)s band exception: a second person confirms it.",
            "You asked for the end of %(n)s band exceptions: a second person confirms each.",
            n,
        ),
        "exceptions",
        take_back_ended,
    ),
    BatchKind(
        RENEWED,
        lambda n: ngettext(
            "You proposed to renew %(n)s band exception.", "You proposed to renew %(n)s band exceptions.", n
        ),
        "exceptions",
        take_back_renewed,
    ),
)
