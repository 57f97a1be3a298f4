"""Opening, steering and closing a case. It opens by itself and never closes so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.months import months_after
from ladders.core.repeats import just_made
from ladders.insights.queries.country_rules import rules_for
from ladders.pay_reports.models import Report, ReportCategory

from ..domain.states import PATHS, CaseState, Ground, MeasuredOn
from ..models import JointAssessment, Measurement, RemedyCase
from ..queries.people import measured_gaps
from .case_lock import go, locked, log, required
from .reminders import tell_opened, tell_representatives


def open_cases(*, report: Report, by: Any, today: dt.date | None = None) -> list[RemedyCase]:
    """A case for each category of a published report that reached the threshold. Harmless when repeated.

    Whoever publishes has the right to; nobody decides here. A category with an unfinished case gets no second one: the case
    learns that a later report reached the threshold again.
    """
    today = today or timezone.localdate()
    opened = []
    with transaction.atomic():
        until = months_after(today, rules_for(report.country, today).remedy_months)
        reached = report.categories.filter(reached=True, remedy_case=None)
        for category in reached.order_by("place"):
            mine = RemedyCase.objects.filter(legal_entity=report.legal_entity, name=category.name)
            running = mine.unfinished().select_for_update(of=("self",)).select_related("category__report").first()
            if running is not None:
                _reached_again(running, category, by)
                continue
            if category.total_percent is None or report.threshold_percent is None:
                continue  # reached means both are there
            row = RemedyCase.objects.create(
                category=category,
                follows=mine.order_by("-closed_at").first(),
                legal_entity=report.legal_entity,
                country=report.country,
                name=category.name,
                gap_percent=category.total_percent,
                threshold_percent=report.threshold_percent,
                opened_on=today,
                remedy_until=until,
            )
            log(row, "case.opened", by, remedy_until=until.isoformat())
            opened.append(row)
        if opened:
            tell_opened(opened)
    return opened


def _reached_again(case: RemedyCase, category: ReportCategory, by: Any) -> None:
    if case.latest_id == category.pk:
        return
    case.latest = category
    case.save(update_fields=["latest"])
    log(case, "case.reached_again", by)


def choose_path(*, case: RemedyCase, path: CaseState, reason: str, by: Any) -> RemedyCase:
    """Say what is done about the gap, and why so: justify it, remedy it, or assess it with the representatives."""
    reason = required(reason, _("Say why: whoever reads the case later wants to know."))
    if path not in PATHS:
        raise DomainError(_("Choose what is done about the gap."))
    with transaction.atomic():
        row = locked(case, by)
        if row.state == path:
            return row
        before = row.state
        go(row, path)
        row.save(update_fields=["state"])
        log(row, "case.path_chosen", by, state=[before, row.state], reason=reason)
        if path is CaseState.JOINT:
            tell_representatives(row)
    return row


def set_remedy_day(*, case: RemedyCase, until: dt.date, reason: str, by: Any) -> RemedyCase:
    """Another day until which the gap is to be remedied, with a reason. The law's own day stands in the history."""
    reason = required(reason, _("Say why the day changes."))
    with transaction.atomic():
        row = locked(case, by)
        if until <= row.opened_on:
            raise DomainError(_("Choose a day after the case was opened."))
        before = row.remedy_until
        if before == until:
            return row
        row.remedy_until = until
        row.save(update_fields=["remedy_until"])
        log(row, "case.day_changed", by, remedy_until=[before.isoformat(), until.isoformat()], reason=reason)
    return row


def measure_again(*, case: RemedyCase, on: MeasuredOn, by: Any, today: dt.date | None = None) -> Measurement:
    """The gap as it is now, by the method of the report, kept with the case. Raises DomainError without figures."""
    with transaction.atomic():
        row = locked(case, by, unfinished=False)
        values = _values(row, on, by, today or timezone.localdate())
        if twice := just_made(Measurement, at="at", **values):
            return twice
        found = Measurement.objects.create(**values)
        log(row, "case.measured", by, year=found.year)
    return found


def _values(case: RemedyCase, on: MeasuredOn, by: Any, today: dt.date) -> dict[str, Any]:
    year, gaps = measured_gaps(by, case, on, today)
    values = {"case": case, "by": by, "year": year, "on": on.value}
    if gaps is None:
        return values | {"women": 0, "men": 0, "note": "nobody"}
    return values | {
        "women": gaps.total.women,
        "men": gaps.total.men,
        "total_percent": gaps.total.percent,
        "basic_percent": gaps.basic.percent,
        "variable_percent": gaps.variable.percent,
        "note": "" if gaps.total.percent is not None else str(gaps.total.note or "nobody"),
    }


def close_case(*, case: RemedyCase, ground: Ground, reason: str, by: Any) -> RemedyCase:
    """Close it: by a person, with a reason, on one of two grounds. Raises DomainError where the ground does not hold.

    The gap is measured anew for it: what was paid in the newest year, with salaries as they are today.
    """
    reason = required(reason, _("Say why the case can be closed."))
    with transaction.atomic():
        row = locked(case, by, unfinished=False)
        if row.closed:
            return row
        if ground is Ground.JUSTIFIED:
            _check_justified(row)
        else:
            _check_below(row, by, timezone.localdate())
        go(row, CaseState.CLOSED)
        row.closed_at, row.closed_by, row.ground, row.closed_reason = timezone.now(), by, ground.value, reason
        row.save()
        log(row, "case.closed", by, ground=ground.value, reason=reason)
    return row


def _check_justified(case: RemedyCase) -> None:
    if case.reasons_that_count().exists():
        return
    if case.justifications.filter(accepted=True).exists():
        raise DomainError(
            _(
                "What was accepted is older than the latest report about this gap, or than the day on which the case was"
                " opened again. Write a new justification for somebody to accept."
            )
        )
    raise DomainError(
        _(
            "No justification of this case is accepted yet. Somebody else who reports on equal pay has to accept one first."
        )
    )


def _check_below(case: RemedyCase, by: Any, today: dt.date) -> None:
    """Raises DomainError, and keeps nothing, where the gap is not under the threshold."""
    found = Measurement.objects.create(**_values(case, MeasuredOn.TODAY, by, today))
    if found.total_percent is None:
        raise DomainError(_("There is no gap to measure any more: nobody, or one sex only, is left in the category."))
    if not found.below(case.threshold_percent):
        raise DomainError(
            _("Measured again, the gap is %(gap)s %%, and the threshold is %(threshold)s %%. It is not remedied yet.")
            % {"gap": f"{found.total_percent:.1f}", "threshold": f"{case.threshold_percent.normalize():f}"}
        )


def reopen_case(*, case: RemedyCase, reason: str, by: Any) -> RemedyCase:
    """Open a closed case again, with a reason. What it was closed with stays in its history."""
    reason = required(reason, _("Say why the case is opened again."))
    with transaction.atomic():
        row = locked(case, by, unfinished=False)
        if not row.closed:
            return row
        others = RemedyCase.objects.unfinished().filter(legal_entity=row.legal_entity, name=row.name)
        if others.exists():
            raise DomainError(_("There is a later case about this category already. Work on that one."))
        go(row, CaseState.OPEN)
        row.closed_at, row.closed_by, row.ground, row.closed_reason = None, None, "", ""
        row.reopened_at = timezone.now()
        row.save()
        log(row, "case.reopened", by, reason=reason)
    return row


def save_joint(*, case: RemedyCase, values: dict[str, Any], by: Any) -> JointAssessment:
    """What was found together with the representatives. Raises DomainError outside a joint assessment."""
    with transaction.atomic():
        row = locked(case, by)
        if row.state != CaseState.JOINT:
            raise DomainError(_("Choose the joint assessment first."))
        held: dt.date = values["held_on"]
        if held > timezone.localdate():
            raise DomainError(_("The assessment is written down once it was held."))
        joint, _new = JointAssessment.objects.update_or_create(
            case=row, defaults=values | {"by": by, "written_at": timezone.now()}
        )
        log(row, "joint.written", by, held_on=date_format(held, "j F Y"), representatives=values["representatives"])
    return joint
