"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .access import may
from .permissions import Permission


def page(request: HttpRequest) -> dict[str, Any]:
    """`can` (verb → bool for the navigation), whether the reader leads people today, since when background work stands
    still, the colours chosen, whether this is the demo, and which day it is there.

    What is asked of the database comes with the user's own row.
    """
    user = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "can": {verb.value: may(user, verb) for verb in Permission} if user and user.is_authenticated else {},
        "theme": theme if theme in ("light", "dark") else "",
        "leads": bool(getattr(user, "leads", False)),
        "work_waits_since": getattr(user, "work_waits_since", None),
        "demo": settings.DEMO,
        "demo_day": timezone.localdate() if settings.DEMO else None,
    }
