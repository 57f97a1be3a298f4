"""What the page of an upload shows of taking it back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ladders.core.access import may

from ..models import OwnUpload, Upload
from .actions import look, told_until
from .kinds import TAKE_BACKS


def back_context(page: str, upload: Upload | OwnUpload, user: Any) -> dict[str, Any]:
    """`back`: what would go back and what hinders; None where it cannot (any more). `back_until`: the last moment, in words."""
    kind = TAKE_BACKS.get(page)
    if kind is None or not may(user, kind.permission):
        return {}
    plan = look(kind, upload, user)
    return {
        "back": plan if plan and (plan.groups or plan.hindrances) else None,
        "back_until": told_until(upload),
        "take_back_url": reverse(f"{page}-take-back", args=[upload.pk]),
    }
