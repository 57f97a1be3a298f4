"""The organisation's own settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import requires
from ..models import Organisation
from ..permissions import Permission


@require_safe
@requires(Permission.MANAGE_SETTINGS)
def organisation(request: HttpRequest) -> HttpResponse:
    """The settings."""
    return render(request, "core/organisation.html", {"organisation": Organisation.current()})
