"""The page about people outside management to whom others report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ladders.core.access import requires
from ladders.core.lists.page import page_queries
from ladders.core.permissions import Permission

from ..queries.leads import leads_outside_management


@require_safe
@requires(Permission.PLACE_PEOPLE)
def leads_page(request: HttpRequest) -> HttpResponse:
    """Who has direct reports on a level outside management: 10 queries with session and user."""
    after = request.GET.get("after", "")
    known = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    leads = leads_outside_management(request.user, timezone.localdate(), known)
    return render(request, "reporting/leads.html", {"leads": leads} | page_queries(request.GET, known, leads.after))
