"""The organisation's rule about talks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import record
from ladders.core.permissions import Permission
from ladders.core.single_rows import locked_row

from ..models import GrowthPolicy, TalkRhythm


def change_rhythm(*, talks: TalkRhythm, by: Any) -> bool:
    """How often people talk; it counts from today on. False where nothing differs."""
    require(by, Permission.MANAGE_SETTINGS)
    with transaction.atomic():
        policy = locked_row(GrowthPolicy)
        if policy.talks == talks:
            return False
        detail = {"talks": [policy.talks, talks.value]}
        if policy.talks == TalkRhythm.OFF:
            policy.since = timezone.localdate()
        policy.talks = talks
        policy.save()
        record(by=by, verb="growth.policy.changed", subject=_("Rules about talks"), detail=detail)
    return True
