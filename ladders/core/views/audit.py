"""The audit trail as a page that HR can filter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import requires
from ..models import AuditEntry
from ..permissions import Permission


@require_safe
@requires(Permission.VIEW_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Every change, latest first."""
    return render(request, "core/audit.html", {"entries": AuditEntry.objects.select_related("by")[:50]})
