"""Saying of people that they hold no level on purpose, of many at once, and taking that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.audit import record_many
from ladders.core.batches import TakenBack
from ladders.core.errors import DomainError
from ladders.core.models import Batch

from ..models import NoLevel, NoLevelQuerySet, NoLevelReason, Placement
from .batches import check_reach, chosen_people, record_batch
from .trail import day_text

SAID, WITHDRAWN = "placements.no_level", "placements.no_level_ended"


def hold_no_level(*, people: Collection[int], why: str, words: str, review_on: dt.date | None, by: Any) -> Batch:
    """Several people (ids) hold no level on purpose, all or nobody. 10 queries for any number.

    Raises DomainError where one of them holds a level or will, where another reason has no words, and where the day to look
    again has come already; PermissionDenied for people out of reach.
    """
    words = words.strip()
    if why == NoLevelReason.OTHER and not words:
        raise DomainError(_("Say which other reason it is: the person reads it."))
    if review_on is not None and review_on <= timezone.localdate():
        raise DomainError(_("The day to look again lies in the past or is today. Choose a later one."))
    with transaction.atomic():
        chosen = chosen_people(people, by)
        held = Placement.objects.primary().filter(employee__in=chosen).exclude(ends_on__lt=timezone.localdate())
        if (one := held.select_related("employee").first()) is not None:
            raise DomainError(_("%(name)s holds a level, or will. Take them out.") % {"name": one.employee})
        batch = Batch.objects.create(made_by=by, kind=SAID, count=len(chosen))
        _end(_locked(NoLevel.objects.filter(employee__in=people, ended_at=None)), None)  # which hold no longer
        rows = [
            NoLevel(employee=each, why=why, words=words, review_on=review_on, made_by=by, batch=batch)
            for each in chosen
        ]
        NoLevel.objects.bulk_create(rows)
        _record(by, "no_level", rows)
    return batch


def wait_for_level(*, people: Collection[int], by: Any) -> Batch:
    """They hold no level on purpose no more, so they are among those without one again. 7 queries for any number."""
    with transaction.atomic():
        chosen_people(people, by)
        rows = _locked(NoLevel.objects.on(timezone.localdate()).filter(employee__in=people))
        batch = Batch.objects.create(made_by=by, kind=WITHDRAWN, count=len(rows))
        _end(rows, batch)
        _record(by, "no_level_ended", rows)
    return batch


def take_back_said(batch: Batch, by: Any) -> TakenBack:
    """Whoever was said so of with the batch waits for a level again, unless they do already. 5 queries for any number."""
    rows = _locked(NoLevel.objects.filter(batch=batch, ended_at=None))
    check_reach({each.employee_id for each in rows}, by)
    _end(rows, None)
    _record(by, "no_level_ended", rows)
    return TakenBack(len(rows))


def take_back_withdrawn(batch: Batch, by: Any) -> TakenBack:
    """It is as it was before, but for whoever was placed since, or said so of again. 9 queries for any number."""
    people = set(NoLevel.objects.filter(ended_batch=batch).values_list("employee", flat=True))
    check_reach(people, by)
    chosen_people(people, by)  # locked, so that nobody places them meanwhile, or says it anew
    rows = _locked(NoLevel.objects.filter(ended_batch=batch))
    placed = Placement.objects.primary().filter(employee__in=people).exclude(ends_on__lt=timezone.localdate())
    over = set(placed.values_list("employee", flat=True))
    over |= set(NoLevel.objects.filter(employee__in=people, ended_at=None).values_list("employee", flat=True))
    back = [each for each in rows if each.employee_id not in over]
    NoLevel.objects.filter(pk__in=[each.pk for each in back]).update(ended_at=None, ended_batch=None)
    _record(by, "no_level", back)
    return TakenBack(len(back), tuple(sorted(str(each.employee) for each in rows if each.employee_id in over)))


def _locked(rows: NoLevelQuerySet) -> list[NoLevel]:
    return list(rows.select_for_update(of=("self",)).select_related("employee").order_by("pk"))


def _end(rows: Collection[NoLevel], batch: Batch | None) -> None:
    NoLevel.objects.filter(pk__in=[each.pk for each in rows]).update(ended_at=timezone.now(), ended_batch=batch)


def _record(by: Any, what: str, rows: Collection[NoLevel]) -> None:
    """An entry for each person, and one that lists them all. The reason's own words stay with the person alone."""
    ends = what.endswith("ended")

    def pair(value: str | None) -> list[str | None]:
        return [value, None] if ends else [None, value]

    record_many(
        by=by,
        verb=f"placements.person.{what}",
        entries=(
            (
                each.employee,
                str(each.employee_id),
                {"reason": pair(str(each.get_why_display())), "until": pair(day_text(each.review_on))},
            )
            for each in rows
        ),
    )
    record_batch(by, what, [each.employee for each in rows], {})
