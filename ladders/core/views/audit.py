"""The audit trail as a page that HR can filter."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..access import requires
from ..audit import opened
from ..audit_reading import changes, sentence
from ..audit_words import AREAS
from ..filters import PAGE, AuditFilter
from ..lists.audit_list import AUDIT
from ..lists.order import bare, behind
from ..lists.page import open_list, opens_at, page_queries
from ..models import AuditEntry
from ..permissions import Permission
from ..replica import may_lag


@may_lag
@require_safe
@requires(Permission.VIEW_AUDIT)
def audit(request: HttpRequest) -> HttpResponseBase:
    """Every change, latest first: 8 queries at most with session and user, however long the trail is."""
    seen = open_list(request, AUDIT)
    if address := opens_at(request, seen):
        return redirect(address)
    asked = AuditFilter(request.GET, AuditEntry.objects.all())
    valid = asked.form.is_valid()
    order = seen.order.names
    entries = _behind(asked.qs, order, request.GET.get("before", "")) if valid else AuditEntry.objects.none()
    page = list(entries.order_by(*order)[: PAGE + 1])
    following = page[PAGE - 1].pk if len(page) > PAGE else None
    context = {
        "list": seen,
        "form": asked.form,
        "rows": [
            (entry, sentence(entry), list(changes(entry)), AREAS.get(entry.area, entry.area))
            for entry in opened(page[:PAGE])
        ],
        **page_queries(request.GET, request.GET.get("before"), following, "before"),
        "asked_who": bool(request.GET.get("who")),
        "narrowed": any(request.GET.get(name) for name in asked.filters),
    }
    return render(request, "core/audit.html", context, status=200 if valid else 422)


def _behind(entries: QuerySet[AuditEntry], order: tuple[str, ...], key: str) -> QuerySet[AuditEntry]:
    """The entries that stand behind the one with this key; all of them without such a key."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return entries
    last = AuditEntry.objects.filter(pk=int(key)).values_list(*bare(order)).first()
    return entries.filter(behind(order, last)) if last else entries
