"""Drafts are checked in the background, so that Home can count what their findings ask for without reading a draft."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import F, Q
from django.utils import timezone

from ..enums import VersionState
from ..models import DraftCheck, Version
from ..queries.readiness import checked, open_findings

AGAIN_AFTER: Final = dt.timedelta(hours=1)  # bands, grades and days change what is found, and no draft
MOST: Final = 50  # in one run


def check_drafts(now: dt.datetime | None = None) -> int:
    """Check the drafts that were edited since they were checked, or not for an hour; how many those were.

    Harmless when repeated and by several at once: what was read later is kept. Those checked longest ago come first.
    """
    now = now or timezone.now()
    stale = (
        Q(draft_check=None)
        | ~Q(draft_check__revision=F("revision"))
        | Q(draft_check__checked_at__lte=now - AGAIN_AFTER)
        | Q(draft_check__checked_at__gt=now)  # the clock was put back
    )
    drafts = Version.objects.filter(stale, state=VersionState.DRAFT).select_related("framework")
    done = 0
    for draft in drafts.order_by(F("draft_check__checked_at").asc(nulls_first=True), "pk")[:MOST]:
        _shape, findings = checked(draft, timezone.localdate(now))
        number = len(open_findings(draft, findings))
        _keep(DraftCheck(version=draft, revision=draft.revision, findings=number, checked_at=now))
        done += 1
    return done


def _keep(row: DraftCheck) -> None:
    """As it was when the draft was read: an edit meanwhile makes it stale, and the next run reads it again."""
    if Version.objects.filter(pk=row.version_id).exists():
        fields = ["revision", "findings", "checked_at"]
        DraftCheck.objects.bulk_create([row], update_conflicts=True, unique_fields=["version"], update_fields=fields)
