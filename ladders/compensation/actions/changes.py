"""Bands change by schedule: asked for, approved (by setting by a second person), in force from a day; the past stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.core.approvals.apart import same_hands_text
from ladders.core.approvals.deeds import takes_two
from ladders.core.audit import record
from ladders.core.errors import DomainError, StaleError
from ladders.impact.models import Grade

from ..domain.bands import Figures, PastError, place
from ..models import Band, BandChange, BandChangeLine, BandStamp, ChangeState, PayPolicy, PayZone
from ..queries.structure import figures_of, periods_of
from .second_person import needed


def current_stamp() -> int:
    """What a page that edits bands carries, to notice a second editor."""
    return BandStamp.objects.filter(pk=1).values_list("revision", flat=True).first() or 0


def schedule(
    *,
    zone: PayZone,
    starts_on: dt.date,
    figures: Mapping[str, Figures],
    note: str = "",
    reason: str = "",
    by: Any,
    today: dt.date | None = None,
    seen: int | None = None,
) -> BandChange:
    """New figures (by grade code) from a day. Where one person is enough they are bands at once, else they wait.

    Grades whose figures stay as they are on that day are left out. Days that are over change only with a `reason`: then
    it is a correction, which says so in history and audit. Raises DomainError where nothing differs, where
    figures are no band, or where a day that is over would change; StaleError where somebody changed bands since `seen`.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        zone = PayZone.objects.select_for_update().get(pk=zone.pk)
        if seen is not None and seen != current_stamp():
            raise StaleError(_("Somebody changed bands meanwhile. Look at what holds now, then save again."))
        grades = {grade.code: grade for grade in Grade.objects.filter(code__in=figures)}
        changed = _differing(zone, starts_on, figures, grades)
        if not changed:
            raise DomainError(_("Nothing would change: these figures hold on that day already."))
        reason = reason.strip() if starts_on < today else ""
        _check_days(zone, starts_on, changed, grades, starts_on if reason else today)
        change = BandChange.objects.create(zone=zone, starts_on=starts_on, note=note[:200], reason=reason, asked_by=by)
        BandChangeLine.objects.bulk_create(
            BandChangeLine(
                change=change,
                grade=grades[code],
                minimum=own.minimum,
                midpoint=own.midpoint,
                maximum=own.maximum,
            )
            for code, own in changed.items()
        )
        if PayPolicy.current().second_approver:
            _tell("asked", change, by, changed)
        else:
            _put_in_force(change, by=by, today=today)
    return change


def why_not_approve(change: BandChange, by: Any) -> str:
    """Why this person cannot approve it; empty where they can. At most 2 queries."""
    if not PayPolicy.current().second_approver:
        return ""
    sentence = _("Whoever asks for a change cannot approve it. A second person has to.")
    return same_hands_text(by, change.asked_by, sentence)


def approve(*, change: BandChange, by: Any, today: dt.date | None = None) -> BandChange:
    """A second person agrees: the figures become bands. Harmless when repeated."""
    with transaction.atomic():
        change = _lock(change)
        if change.state == ChangeState.SCHEDULED:
            return change
        _waiting(change)
        if why_not := why_not_approve(change, by):
            raise DomainError(why_not)
        _put_in_force(change, by=by, today=today or timezone.localdate())
    return change


def decline(*, change: BandChange, reason: str, by: Any) -> BandChange:
    """Say no, with a reason. Nothing changes."""
    if not reason.strip():
        raise DomainError(_("Say why: whoever asked will read it."))
    return _close(change, ChangeState.DECLINED, reason.strip(), by)


def withdraw(*, change: BandChange, by: Any) -> BandChange:
    """Take one's own request back."""
    if change.asked_by_id != by.pk:
        raise DomainError(_("Only whoever asked for the change can withdraw it. You can decline it."))
    return _close(change, ChangeState.WITHDRAWN, "", by)


@takes_two("bands", where=needed, key=lambda values: str(values["change"].pk))
def withdraw_scheduled(
    *, change: BandChange, reason: str, by: Any, today: dt.date | None = None, why: str = ""
) -> BandChange:
    """Take an approved change back before its day, with a reason: what held before goes on, or what another change had
    scheduled for that day. Grades that a newer change gave other figures keep those. Harmless when repeated."""
    if not reason.strip():
        raise DomainError(_("Say why: whoever looks at these bands later will read it."))
    with transaction.atomic():
        change = _lock(change)
        if change.state == ChangeState.WITHDRAWN:
            return change
        if change.state != ChangeState.SCHEDULED:
            raise DomainError(_("Only an approved change can be taken back in this way."))
        if change.starts_on <= (today or timezone.localdate()):
            raise DomainError(
                _("These bands hold already. Choose *Edit*, the day on which they began, and say why they were wrong.")
            )
        lines = list(change.lines.select_related("grade"))
        for line in lines:
            _take_back(change, line)
        change.state, change.reason = ChangeState.WITHDRAWN, reason.strip()
        change.decided_by, change.decided_at = by, timezone.now()
        change.save()
        _tell("withdrawn", change, by, {line.grade.code: figures_of(line) for line in lines}, over=True)
    return change


def _take_back(change: BandChange, line: BandChangeLine) -> None:
    """The band that the line made goes, where it still is that one."""
    own = Band.objects.filter(zone=change.zone, grade=line.grade_id, starts_on=change.starts_on).first()
    if own is None or figures_of(own) != figures_of(line):
        return
    others = BandChangeLine.objects.filter(
        change__zone=change.zone,
        change__starts_on=change.starts_on,
        change__state=ChangeState.SCHEDULED,
        grade=line.grade_id,
    ).exclude(change=change)
    if former := others.order_by("-change__decided_at", "-change").first():
        own.minimum, own.midpoint, own.maximum = former.minimum, former.midpoint, former.maximum
        own.save()
        return
    ends_on = own.ends_on
    own.delete()
    day_before = change.starts_on - dt.timedelta(days=1)
    Band.objects.filter(zone=change.zone, grade=line.grade_id, ends_on=day_before).update(ends_on=ends_on)


def _close(change: BandChange, state: ChangeState, reason: str, by: Any) -> BandChange:
    with transaction.atomic():
        change = _lock(change)
        if change.state == state:
            return change
        _waiting(change)
        change.state, change.reason, change.decided_by, change.decided_at = state, reason, by, timezone.now()
        change.save()
        _tell(state.value, change, by, {})
    return change


def _lock(change: BandChange) -> BandChange:
    """Zone first, then the change: the order in which `schedule` takes them."""
    PayZone.objects.select_for_update().get(pk=change.zone_id)
    rows = BandChange.objects.select_for_update(of=("self",)).select_related("zone")
    found: BandChange = rows.get(pk=change.pk)
    return found


def _waiting(change: BandChange) -> None:
    if change.state != ChangeState.WAITING:
        raise DomainError(
            _("This change is closed already: %(state)s.") % {"state": change.get_state_display().lower()}
        )


def _differing(
    zone: PayZone, starts_on: dt.date, figures: Mapping[str, Figures], grades: Mapping[str, Grade]
) -> dict[str, Figures]:
    unknown = sorted(set(figures) - set(grades))
    if unknown:
        raise DomainError(_("There is no grade %(code)s.") % {"code": ", ".join(unknown)})
    for code, own in figures.items():
        if own.wrong:
            sentence = own.wrong[0].label
            raise DomainError(_("Grade %(code)s: %(problem)s") % {"code": code, "problem": sentence})
    running = Band.objects.filter(zone=zone, grade__code__in=figures).on(starts_on).select_related("grade")
    now = {row.grade.code: figures_of(row) for row in running}
    return {code: own for code, own in figures.items() if now.get(code) != own}


def _check_days(
    zone: PayZone,
    starts_on: dt.date,
    figures: Mapping[str, Figures],
    grades: Mapping[str, Grade],
    today: dt.date,
) -> None:
    periods = periods_of(zone, [grades[code].pk for code in figures])
    for code, own in figures.items():
        try:
            place([period for _pk, period in periods.get(grades[code].pk, [])], starts_on, own, today=today)
        except PastError:
            raise DomainError(
                _("Days that are over keep their figures. Choose %(day)s or a later day.")
                % {"day": date_format(today, "j F Y")}
            ) from None


def _put_in_force(change: BandChange, *, by: Any, today: dt.date) -> None:
    """Write the bands of a locked change; with a reason it corrects days that are over."""
    today = min(today, change.starts_on) if change.reason else today
    lines = list(change.lines.select_related("grade"))
    periods = periods_of(change.zone, [line.grade_id for line in lines])
    new: list[Band] = []
    for line in lines:
        own = periods.get(line.grade_id, [])
        try:
            placed = place([period for _pk, period in own], change.starts_on, figures_of(line), today=today)
        except PastError:
            raise DomainError(
                _("The day it was asked for is over, and days that are over keep their figures. Ask for it anew.")
            ) from None
        keys = {period: pk for pk, period in own}
        if placed.replaced:
            Band.objects.filter(pk=keys[placed.replaced]).delete()
        if placed.shortened:
            Band.objects.filter(pk=keys[placed.shortened]).update(ends_on=placed.day_before)
        new.append(
            Band(
                grade_id=line.grade_id,
                zone=change.zone,
                starts_on=placed.added.starts_on,
                ends_on=placed.added.ends_on,
                minimum=line.minimum,
                midpoint=line.midpoint,
                maximum=line.maximum,
            )
        )
    Band.objects.bulk_create(new)
    change.state, change.decided_by, change.decided_at = ChangeState.SCHEDULED, by, timezone.now()
    change.save()
    _tell("scheduled", change, by, {line.grade.code: figures_of(line) for line in lines})


def _tell(what: str, change: BandChange, by: Any, figures: Mapping[str, Figures], *, over: bool = False) -> None:
    """Into the audit trail. `over`: the figures are those that go."""
    detail: dict[str, Any] = {"from": [None, str(change.starts_on)]}
    for code, own in figures.items():
        said = f"{own.minimum} / {own.midpoint} / {own.maximum} {change.zone.currency}"
        detail[f"grade {code}"] = [said, None] if over else [None, said]
    if change.note:
        detail["note"] = [None, change.note]
    if change.reason:
        detail["reason"] = [None, change.reason]
    record(
        by=by,
        verb=f"compensation.bands.{what}",
        subject=change.zone.name,
        subject_key=change.zone.code,
        detail=detail,
    )
