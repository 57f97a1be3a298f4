"""Which frameworks somebody has something to do with, for the shelf and for Home. None of these makes a query by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, Subquery

from ladders.core.conditions import everything
from ladders.core.kept_numbers import KeptNumber
from ladders.core.permissions import Permission

from ..enums import VersionState
from ..models import Framework, ParityReason, Version
from ..models.versions import FrameworkQuerySet, owned_by

FINDINGS: Final = "findings of a draft"  # which ask for something: kept by `actions.draft_checks`


def _those(user: Any, verb: Permission) -> FrameworkQuerySet:
    """The frameworks for which this user holds the verb: all of them, or those they answer for."""
    return Framework.objects.filter(everything() if user.holds(verb) else owned_by(user))


def owned(user: Any, _day: dt.date | None = None) -> FrameworkQuerySet:
    """Those that this user answers for."""
    return Framework.objects.filter(owned_by(user))


def drafted(user: Any, _day: dt.date | None = None) -> FrameworkQuerySet:
    """Those with a draft that this user may edit, each with `since`."""
    rows = _those(user, Permission.EDIT_FRAMEWORK).filter(versions__state=VersionState.DRAFT)
    return rows.annotate(since=F("versions__created_at"))


def asked(user: Any, _day: dt.date | None = None) -> FrameworkQuerySet:
    """Those that somebody else asked to publish, and this user may, each with `since`."""
    waits = Q(versions__state=VersionState.DRAFT, versions__asked_revision=F("versions__revision"))
    rows = _those(user, Permission.PUBLISH_FRAMEWORK).filter(waits & ~Q(versions__asked_by=user.pk))
    return rows.annotate(since=F("versions__asked_at"))


def with_findings(user: Any, _day: dt.date | None = None) -> FrameworkQuerySet:
    """Those with a draft that this user may edit, in which the last check found something that still asks for an answer."""
    found = KeptNumber.objects.filter(what=FINDINGS, number__gt=0)
    drafts = Version.objects.filter(framework=OuterRef("pk"), state=VersionState.DRAFT, pk__in=found.values("of"))
    return _those(user, Permission.EDIT_FRAMEWORK).filter(Exists(drafts))


def to_review(user: Any, day: dt.date) -> FrameworkQuerySet:
    """Those that were published with a written reason whose day for looking at it again has come, each with `due`."""
    reasons = ParityReason.objects.filter(version__framework=OuterRef("pk"), version__state=VersionState.PUBLISHED)
    first = Subquery(reasons.order_by("review_on").values("review_on")[:1])
    return _those(user, Permission.EDIT_FRAMEWORK).annotate(due=first).filter(due__lte=day)


def without_owner(user: Any, day: dt.date) -> FrameworkQuerySet:
    """Published ones that nobody who works here answers for, of those that this user may publish."""
    closed = Q(owner_account__is_active=False)
    gone = Q(owner__left_on__lt=day) | Q(owner_account__employee__left_on__lt=day) | closed
    nobody = Q(owner=None, owner_account=None)
    published = Exists(Version.objects.filter(framework=OuterRef("pk"), state=VersionState.PUBLISHED))
    return _those(user, Permission.PUBLISH_FRAMEWORK).filter(gone | nobody).filter(published)


SHELVES: Final[dict[str, Callable[[Any, dt.date], FrameworkQuerySet]]] = {
    "mine": owned,
    "drafts": drafted,
    "findings": with_findings,
    "asked": asked,
    "reviews": to_review,
    "no_owner": without_owner,
}
