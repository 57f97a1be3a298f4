"""Home: what matters to its reader today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..home import home_of, opens_on


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What waits for the reader, what is new for them, and where they stand: at most 12 queries with session and user."""
    if elsewhere := opens_on(request.user):
        return redirect(elsewhere)
    today = timezone.localdate()
    return render(request, "core/home.html", {"today": today, "parts": home_of(request.user, today)})
