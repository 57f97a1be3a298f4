"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .access import may
from .permissions import Permission
from .shell import theme_of


class Can(dict[str, bool]):
    """Verb → whether the reader holds it, found out when a template asks; no stranger holds any."""

    def __init__(self, user: Any) -> None:
        super().__init__()
        self.user = user

    def __missing__(self, verb: str) -> bool:
        known = bool(self.user and self.user.is_authenticated)
        self[verb] = held = known and may(self.user, Permission(verb))
        return held


def page(request: HttpRequest) -> dict[str, Any]:
    """`can` (verb → bool for the navigation), whether the reader leads people today, since when background work stands
    still, the colours chosen, whether this is the demo, and which day it is there.

    What is asked of the database comes with the user's own row.
    """
    user = getattr(request, "user", None)
    return {
        "can": Can(user),
        "theme": theme_of(request),
        "leads": bool(getattr(user, "leads", False)),
        "work_waits_since": getattr(user, "work_waits_since", None),
        "demo": settings.DEMO,
        "demo_day": timezone.localdate() if settings.DEMO else None,
    }
