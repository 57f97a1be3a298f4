"""What may deviate from a band: market supplements for whole frameworks, dated exceptions for single levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.approvals.apart import same_hands_text
from ladders.core.approvals.deeds import takes_two
from ladders.core.audit import changes, record
from ladders.core.errors import DomainError
from ladders.core.months import months_after
from ladders.core.repeats import just_made
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Framework, Level

from ..domain.bands import Figures
from ..models import BandException, ExceptionState, MarketSupplement, PayPolicy, PayZone
from ..queries.structure import figures_of
from .second_person import needed

MONTHS = 24


def latest_end(starts_on: dt.date) -> dt.date:
    """The last day that an exception from `starts_on` may have."""
    return months_after(starts_on, MONTHS) - dt.timedelta(days=1)


def follow_up(row: BandException) -> dt.date:
    """The first day of a renewal of it."""
    return max(row.ends_on + dt.timedelta(days=1), timezone.localdate())


# --- Market supplements


@takes_two(
    "supplement",
    where=needed,
    key=lambda values: f"new:{values['values']['framework'].pk}:{values['values']['zone'].pk}",
)
def add_supplement(*, values: dict[str, Any], by: Any, why: str = "") -> MarketSupplement:
    """A percentage for a framework in a zone, with its evidence. `values` are the model's fields."""
    row = MarketSupplement(created_by=by, **values)
    with transaction.atomic():
        unless_overlapping(row.save, _("On some of these days the framework has a supplement in this zone already."))
        _tell_supplement("added", row, by, _of_supplement(row))
    return row


@takes_two("supplement", where=needed, key=lambda values: str(values["supplement"].pk))
def change_supplement(*, supplement: MarketSupplement, values: dict[str, Any], by: Any, why: str = "") -> bool:
    """Change evidence, review date, or the last day. What it paid on days that are over stays; False where nothing
    differs."""
    today = timezone.localdate()
    with transaction.atomic():
        row = MarketSupplement.objects.select_for_update(of=("self",)).select_related("framework", "zone")
        kept = row.get(pk=supplement.pk)
        ends_on = values.get("ends_on", kept.ends_on)
        if ends_on != kept.ends_on and ((ends_on and ends_on < today) or (kept.ends_on and kept.ends_on < today)):
            raise DomainError(_("Days that are over keep their supplement. Let it end today or later."))
        detail = changes({name: getattr(kept, name) for name in values}, values)
        if not detail:
            return False
        for name, value in values.items():
            setattr(kept, name, value)
        unless_overlapping(kept.save, _("On some of these days the framework has another supplement in this zone."))
        _tell_supplement("changed", kept, by, detail)
    return True


def _of_supplement(row: MarketSupplement) -> dict[str, Any]:
    return {
        "percent": [None, str(row.percent)],
        "from": [None, str(row.starts_on)],
        "until": [None, str(row.ends_on) if row.ends_on else ""],
    }


def _tell_supplement(what: str, row: MarketSupplement, by: Any, detail: dict[str, Any]) -> None:
    subject = f"{row.framework} · {row.zone}"
    record(
        by=by,
        verb=f"compensation.supplement.{what}",
        subject=subject,
        subject_key=row.framework.slug,
        detail=detail,
    )


# --- Exceptions


def propose_exception(
    *,
    framework: Framework,
    level_key: UUID,
    zone: PayZone,
    starts_on: dt.date,
    ends_on: dt.date,
    figures: Figures,
    reason: str,
    criterion: str = "",
    renews: BandException | None = None,
    by: Any,
) -> BandException:
    """One level deviates in one zone. It counts once somebody has approved it."""
    level = _level(framework, level_key)
    if level is None:
        raise DomainError(_("The framework has no such level now."))
    _check_exception(starts_on, ends_on, figures)
    with transaction.atomic():
        zone = PayZone.objects.select_for_update(no_key=True).get(pk=zone.pk)
        same = {
            "framework": framework,
            "level_key": level_key,
            "zone": zone,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "minimum": figures.minimum,
            "midpoint": figures.midpoint,
            "maximum": figures.maximum,
            "reason": reason.strip(),
            "criterion": criterion,
            "renews": renews,
            "proposed_by": by,
        }
        if twice := just_made(BandException, at="proposed_at", state=ExceptionState.PROPOSED, **same):
            return twice
        row = BandException.objects.create(level_code=level.code, level_title=level.title, **same)
        tell_exception("proposed", row, by)
    return row


def why_nobody_approves(exception: BandException) -> str:
    """Why nobody can approve it any more; empty where somebody may."""
    return (
        _("Its last day is over. Propose it anew with later dates.") if exception.ends_on < timezone.localdate() else ""
    )


def why_not_approve(exception: BandException, by: Any) -> str:
    """Why this person cannot approve it, as far as that is known before they try; empty where they can. At most 2 queries."""
    if why_not := why_nobody_approves(exception):
        return why_not
    if not PayPolicy.current().second_approver:
        return ""
    sentence = _("Whoever proposes an exception cannot approve it. A second person has to.")
    return same_hands_text(by, exception.proposed_by, sentence)


def approve_exception(*, exception: BandException, by: Any, criterion: str = "", reason: str = "") -> BandException:
    """Somebody answers for it. A criterion and a reason are needed by now. Harmless when repeated."""
    with transaction.atomic():
        row = _lock(exception)
        if row.state == ExceptionState.APPROVED:
            return row
        _open(row)
        row.criterion, row.reason = criterion or row.criterion, reason.strip() or row.reason
        if not row.criterion or not row.reason:
            raise DomainError(_("An exception needs a reason and an objective criterion before it is approved."))
        if why_not := why_not_approve(row, by):
            raise DomainError(why_not)
        row.state, row.decided_by, row.decided_at = ExceptionState.APPROVED, by, timezone.now()
        unless_overlapping(row.save, _("On some of these days the level has an approved exception already."))
        tell_exception("approved", row, by)
    return row


def decline_exception(*, exception: BandException, reason: str, by: Any) -> BandException:
    """Say no, with a reason."""
    if not reason.strip():
        raise DomainError(_("Say why: whoever proposed it will read it."))
    with transaction.atomic():
        row = _lock(exception)
        if row.state == ExceptionState.DECLINED:
            return row
        _open(row)
        row.state, row.decision, row.decided_by = ExceptionState.DECLINED, reason.strip(), by
        row.decided_at = timezone.now()
        row.save()
        tell_exception("declined", row, by)
    return row


@takes_two("exception", where=needed, key=lambda values: str(values["exception"].pk))
def end_exception(*, exception: BandException, ends_on: dt.date, by: Any, why: str = "") -> BandException:
    """Let an approved exception end earlier, today at the earliest."""
    with transaction.atomic():
        row = _lock(exception)
        if row.state != ExceptionState.APPROVED:
            raise DomainError(_("Only an approved exception can end."))
        if ends_on < max(timezone.localdate(), row.starts_on) or ends_on > row.ends_on:
            raise DomainError(_("Choose a day from today until the day on which it would end."))
        was, row.ends_on = row.ends_on, ends_on
        row.save()
        tell_exception("ended", row, by, until=was)
    return row


def renew_exception(*, exception: BandException, ends_on: dt.date, reason: str, by: Any) -> BandException:
    """Propose the same deviation again from the day after its last, with a reason of its own."""
    if not reason.strip():
        raise DomainError(_("Say why it is still needed."))
    with transaction.atomic():
        row = _lock(exception)  # two clicks at once propose it once
        if row.state != ExceptionState.APPROVED:
            raise DomainError(_("Only an approved exception can be renewed."))
        if row.renewals.exclude(state=ExceptionState.DECLINED).exists():
            raise DomainError(_("It has been renewed already."))
        return propose_exception(
            framework=row.framework,
            level_key=row.level_key,
            zone=row.zone,
            starts_on=follow_up(row),
            ends_on=ends_on,
            figures=figures_of(row),
            reason=reason,
            criterion=row.criterion,
            renews=row,
            by=by,
        )


def _level(framework: Framework, key: UUID) -> Level | None:
    """The level in the published version, or in the draft where nothing is published."""
    levels = Level.objects.filter(version__framework=framework, key=key)
    return levels.filter(version__state="published").first() or levels.filter(version__state="draft").first()


def _check_exception(starts_on: dt.date, ends_on: dt.date, figures: Figures) -> None:
    if ends_on < starts_on:
        raise DomainError(_("The last day lies before the first: check the two dates."))
    if ends_on > latest_end(starts_on):
        raise DomainError(_("An exception lasts 24 months at most. It can be renewed before it ends."))
    if figures.wrong:
        sentence = figures.wrong[0].label
        raise DomainError(sentence[:1].upper() + sentence[1:])


def _lock(exception: BandException) -> BandException:
    rows = BandException.objects.select_for_update(of=("self",)).select_related("framework", "zone")
    found: BandException = rows.get(pk=exception.pk)
    return found


def _open(row: BandException) -> None:
    if row.state != ExceptionState.PROPOSED:
        raise DomainError(
            _("This exception is decided already: %(state)s.") % {"state": row.get_state_display().lower()}
        )


def unless_overlapping(save: Callable[[], Any], sentence: str) -> None:
    """Save; raises DomainError with the sentence where something else is there on one of these days."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if "no_overlap" in str(error):
            raise DomainError(sentence) from None
        raise


def tell_exception(what: str, row: BandException, by: Any, *, until: dt.date | None = None) -> None:
    """One entry in the trail of its framework, with its figures and days; or, where its last day alone is another one than
    `until`, with both days: that is what a second person reads, too."""
    days = {"until": [str(until) if until else None, str(row.ends_on)]}
    figures = f"{row.minimum} / {row.midpoint} / {row.maximum} {row.zone.currency}"
    record(
        by=by,
        verb=f"compensation.exception.{what}",
        subject=f"{row.framework} · {level_label(row)} · {row.zone}",
        subject_key=row.framework.slug,
        detail=days if until else {"figures": [None, figures], "from": [None, str(row.starts_on)], **days},
    )
