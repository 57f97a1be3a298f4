"""The audit trail as a page that HR can filter."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import requires
from ..audit import opened
from ..audit_reading import changes, sentence
from ..filters import AuditFilter
from ..models import AuditEntry
from ..permissions import Permission

PAGE = 50


@require_safe
@requires(Permission.VIEW_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Every change, latest first: 4 queries at most with session and user, however long the trail is."""
    asked = AuditFilter(request.GET, AuditEntry.objects.all())
    valid = asked.form.is_valid()
    entries = _before(asked.qs, request.GET.get("before", "")) if valid else AuditEntry.objects.none()
    page = list(entries[: PAGE + 1])
    following = request.GET.copy()
    following["before"] = str(page[PAGE - 1].pk) if len(page) > PAGE else ""
    first = request.GET.copy()
    first.pop("before", None)
    context = {
        "form": asked.form,
        "rows": [(entry, sentence(entry), list(changes(entry))) for entry in opened(page[:PAGE])],
        "following": following.urlencode() if following["before"] else "",
        "first": first.urlencode() if request.GET.get("before") else None,
        "narrowed": any(request.GET.get(name) for name in asked.filters),
    }
    return render(request, "core/audit.html", context, status=200 if valid else 422)


def _before(entries: QuerySet[AuditEntry], key: str) -> QuerySet[AuditEntry]:
    """The entries that stand behind the one with this key; all of them without such a key."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return entries
    last = AuditEntry.objects.filter(pk=int(key)).values_list("at", "pk").first()
    return entries.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1])) if last else entries
