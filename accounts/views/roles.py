"""Who holds which role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ladders.core.access import requires
from ladders.core.permissions import Permission


@require_safe
@requires(Permission.MANAGE_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    """People and their roles."""
    return render(request, "account/roles.html")
