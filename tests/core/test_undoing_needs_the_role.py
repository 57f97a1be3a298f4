"""Every kind of batch: whoever lost the role that did it takes nothing back, whatever is in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import RoleGrant, User
from accounts.roles import Role
from ladders.core.batches import BATCH_KINDS, TakenBack, take_back
from ladders.core.models import AuditEntry, Batch
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.factories import account, draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan) -> Version:
    return draft_framework(by=account(user__roles=[Role.HR_ADMIN]))


def empty_batch(kind: str, by: User, draft: Version) -> Batch:
    """One of every kind, with nothing in it that would have to go back: only the role decides."""
    before: dict[str, Any] = {
        "role": Role.FRAMEWORK_EDITOR.value, "given": [], "asked": [], "taken": [],
        "framework": draft.framework_id, "version": draft.pk, "slug": draft.framework.slug,
        "frameworks": [], "seats": [], "note": None, "rows": [], "cells": [], "names": {}, "keys": [],
        "group": 0, "ended": [], "on": "2026-01-01", "renewals": [], "ends": {}, "last_day": "2026-01-01",
    }  # fmt: skip
    return Batch.objects.create(kind=kind, made_by=by, count=1, before=before)


@pytest.mark.parametrize("kind", sorted(BATCH_KINDS))
def test_whoever_lost_the_role_takes_nothing_back(kind: str, draft: Version) -> None:
    by = account(user__roles=list(Role))
    batch, again = empty_batch(kind, by, draft), empty_batch(kind, by, draft)
    assert take_back(batch=batch, by=by) == TakenBack(0)  # with the role: nothing of it stands in the way
    RoleGrant.objects.filter(user=by).delete()
    entries = AuditEntry.objects.count()
    with pytest.raises(PermissionDenied):
        take_back(batch=again, by=User.objects.get(pk=by.pk))
    again.refresh_from_db()
    assert (again.taken_back_at, AuditEntry.objects.count()) == (None, entries)
