"""A change of grade by the employer: who is told, and what the page says that the notice leads to.

Publishing carries out what HR decided (`frameworks.Reorganisation`). Whoever's grade changed gets a notice in the same
transaction; it says nothing of the matter, and its page everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.compensation.models import PayProtection
from ladders.compensation.money import money
from ladders.frameworks.models import Level, Reorganisation, ReorganisationPayRule
from ladders.placements.models import Placement, Source

from ..domain.states import NoticeKind
from ..models import Notice
from ..queries.deciders import hr_of
from ..text.terms import day

__all__ = ["LevelChange", "change_of", "tell_changed"]


@dataclass(frozen=True, slots=True)
class LevelChange:
    """What changed for one person. Levels as they were decided on; None where a level can no longer be found."""

    before: Level | None
    after: Level | None
    from_grade: str
    to_grade: str
    since: dt.date | None
    reason: str
    pay: str
    told_on: dt.date
    decided_by: User
    ask: tuple[User, ...]


def tell_changed(decision: Reorganisation, employees: Collection[int], today: dt.date, by: Any) -> None:
    """Write a notice to each of them who can sign in; once, however often this runs. 2 queries."""
    users = Employee.objects.filter(pk__in=employees, user__is_active=True).values_list("user", flat=True)
    kind = NoticeKind.LEVEL_CHANGED
    rows = [
        Notice(recipient_id=user, kind=kind, decision=decision, key=f"{kind}:{decision.pk}:{user}") for user in users
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def change_of(notice: Notice) -> LevelChange:
    """What the notice is about, for its recipient: at most 10 queries."""
    decision, person = notice.decision, notice.recipient.employee
    assert decision is not None
    held = Placement.objects.filter(
        employee=person, version=decision.version_id, level_key=decision.successor_key, source=Source.EMPLOYER
    )
    since = held.order_by("starts_on").values_list("starts_on", flat=True).first()
    levels = Level.objects.select_related("track", "version")
    before = levels.filter(key=decision.level_key, version__number__lt=decision.version.number)
    return LevelChange(
        before.order_by("-version__number").first(),
        levels.filter(key=decision.successor_key, version=decision.version_id).first(),
        decision.from_grade,
        decision.to_grade,
        since,
        decision.reason,
        _pay(decision, person, since),
        decision.told_on,
        decision.by,
        tuple(dict.fromkeys(user for user in (decision.by, *hr_of(person)[:1]) if user != notice.recipient)),
    )


def _pay(decision: Reorganisation, person: Employee, since: dt.date | None) -> str:
    """What becomes of pay, to the person themselves."""
    values = {"grade": decision.to_grade}
    if decision.pay_rule != ReorganisationPayRule.PROTECT or decision.protected_until is None:
        return _("Your pay stays as it is; the band of grade %(grade)s counts from now on.") % values
    kept = PayProtection.objects.filter(employee=person, ends_on__gte=decision.protected_until)
    kept = kept.filter(starts_on__lte=since) if since else kept
    found = kept.order_by("-amount").first()
    if found is None:
        text = _("Your pay is protected until %(day)s. Then the band of grade %(grade)s counts.")
        return text % (values | {"day": day(decision.protected_until)})
    text = _(
        "Your pay is protected up to %(amount)s for a full-time year until %(day)s. Then the band of grade %(grade)s counts."
    )
    return text % (values | {"amount": money(found.amount, found.currency), "day": day(found.ends_on)})
