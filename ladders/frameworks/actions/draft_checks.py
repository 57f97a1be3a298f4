"""Drafts are checked in the background, so that Home can count what their findings ask for without reading a draft."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from ladders.core.kept_numbers import KeptNumber

from ..enums import VersionState
from ..models import Version
from ..queries.readiness import checked, open_findings
from ..queries.shelves import FINDINGS

AGAIN_AFTER: Final = dt.timedelta(hours=1)  # bands, grades and days change what is found, and no draft
MOST: Final = 50  # in one run


def check_drafts(now: dt.datetime | None = None) -> int:
    """Check the drafts that were edited since they were checked, or not for an hour; how many those were.

    Harmless when repeated and by several at once. Those checked longest ago come first; numbers of what is no draft go.
    """
    now = now or timezone.now()
    kept = KeptNumber.objects.filter(what=FINDINGS)
    mine = kept.filter(of=OuterRef("pk"))
    drafts = Version.objects.filter(state=VersionState.DRAFT)
    kept.exclude(of__in=drafts.values("pk")).delete()
    drafts = drafts.annotate(
        checked_at=Subquery(mine.values("counted_at")), checked_revision=Subquery(mine.values("revision"))
    )
    stale = Q(checked_at=None) | ~Q(checked_revision=F("revision")) | Q(checked_at__lte=now - AGAIN_AFTER)
    stale |= Q(checked_at__gt=now)  # the clock was put back
    done = 0
    rows = drafts.filter(stale).select_related("framework").order_by(F("checked_at").asc(nulls_first=True), "pk")
    for draft in rows[:MOST]:
        _shape, findings = checked(draft, timezone.localdate(now))
        number = len(open_findings(draft, findings))
        KeptNumber.objects.bulk_create(
            [KeptNumber(what=FINDINGS, of=draft.pk, revision=draft.revision, number=number, counted_at=now)],
            update_conflicts=True,
            unique_fields=["what", "of"],
            update_fields=["revision", "number", "counted_at"],
        )
        done += 1
    return done
