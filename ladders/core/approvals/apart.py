"""Two accounts that one person may be signed in to: they are no second person for each other.

Whoever changes by a file the address that somebody signs in with, or resets their second step, gets their mail or their
account, and with it the other half of everything that takes two. Both are told to the owner and stand in the audit trail.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from ..conditions import nothing
from ..errors import DomainError
from ..models import AuditEntry
from ..person_keys import mark_of

# What one person does to how another signs in, as the audit trail tells it: area and verb.
TAKES_OVER: Final = (("exchange", "person.address"), ("accounts", "second_factor.reset"))
APART: Final = dt.timedelta(days=30)  # by then whoever lost their account has noticed


def apart_text() -> str:
    """What the two are told."""
    return _(
        "One of you changed how the other signs in during the last 30 days, so a third person has to confirm this: both"
        " could be one and the same."
    )


def may_be_one(user: Any, other: Any) -> bool:
    """True where one of the two changed lately how the other signs in: 1 query."""
    by_one = Q(by=user, about__in=_marks(other)) | Q(by=other, about__in=_marks(user))
    return _taken_over().filter(by_one).exists()


def same_hands_text(by: Any, asked_by: Any, sentence: str) -> str:
    """Why `by` is no second person, empty where they are: the `sentence` for whoever asked themselves, another for whoever may be
    the same person. At most 1 query."""
    if asked_by is None:
        return ""
    if asked_by.pk == by.pk:
        return sentence
    return apart_text() if may_be_one(by, asked_by) else ""


def refuse_same_hands(by: Any, asked_by: Any, sentence: str) -> None:
    """Raise DomainError with what `same_hands_text` says."""
    if why_not := same_hands_text(by, asked_by, sentence):
        raise DomainError(why_not)


def asked_by_the_same(user: Any, asker: str = "asked_by", now: dt.datetime | None = None) -> Q:
    """Of rows that somebody asked for (the field `asker`): those of somebody who may be the same person as `user`."""
    recent, mine = _taken_over(now), nothing()
    for kind, of in (("accounts.user:", f"{asker}_id"), ("accounts.employee:", f"{asker}__employee__pk")):
        mark = Concat(Value(kind), Cast(OuterRef(of), CharField()))
        mine |= Q(Exists(recent.filter(by=user, about=mark)))
    return mine | Q(**{f"{asker}__in": recent.filter(about__in=_marks(user)).values("by")})


def without_same_hands(by: Any, others: list[Any]) -> list[Any]:
    """Those of the others who may be no same person as `by`: 1 query, none without others."""
    if not others:
        return []
    pairs = _taken_over().filter(Q(by=by) | Q(about__in=_marks(by))).values_list("by", "about")
    found = {part for pair in pairs for part in pair}
    return [each for each in others if each.pk not in found and not found & set(_marks(each))]


def _taken_over(now: dt.datetime | None = None) -> QuerySet[AuditEntry]:
    told = nothing()
    for area, verb in TAKES_OVER:
        told |= Q(area=area, verb=verb)
    return AuditEntry.objects.filter(told, by__isnull=False, at__gte=(now or timezone.now()) - APART).order_by()


def _marks(user: Any) -> list[str]:
    employee = getattr(user, "employee", None)
    return [mark_of(user), *([mark_of(employee)] if employee is not None else [])]
