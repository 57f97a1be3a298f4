"""My data: what is known about me, as a page and as a file."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.core.access import may, requires
from ladders.core.permissions import Permission

from ..actions.copies import ask_for_copy
from ..models import PersonalCopy

SCHEMA = Path(__file__).parent.parent / "schema" / "personal-data-1.schema.json"


@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponseBase:
    """One's copies, and the way to a new one: 4 queries with session and user."""
    person = getattr(request.user, "employee", None)
    if request.method == "POST":
        if person is None:
            raise Http404
        row = ask_for_copy(person=person, by=request.user)
        return redirect("job", row.job_id)
    copies = PersonalCopy.objects.visible_to(request.user).select_related("employee", "job").defer("content")
    return render(request, "privacy/my_data.html", {"person": person, "copies": copies})


@require_POST
@requires(Permission.ERASE_PEOPLE)
def person_data(request: HttpRequest, employee_id: int) -> HttpResponseBase:
    """HR answers for a leaver."""
    person = get_object_or_404(Employee.objects.within(request.user, Permission.ERASE_PEOPLE), pk=employee_id)
    row = ask_for_copy(person=person, by=request.user)
    return redirect("job", row.job_id)


@require_safe
def copy_page(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """What is in a copy, to be read."""
    row = _copy(request, copy_id)
    data = json.loads(row.content) if row.content else None
    return render(
        request, "privacy/copy.html", {"copy": row, "data": data, "own": row.employee.user_id == row.owner_id}
    )


@require_safe
def copy_file(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """The same as a file."""
    row = _copy(request, copy_id)
    if not row.content:
        raise Http404
    response = HttpResponse(row.content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{_("my-data")}-{row.made_at:%Y-%m-%d}.json"'
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """What stands where in the file."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


def _copy(request: HttpRequest, copy_id: uuid.UUID) -> PersonalCopy:
    """Of one's own; HR's of a leaver only while the person is in reach."""
    row = get_object_or_404(PersonalCopy.objects.visible_to(request.user).select_related("employee"), pk=copy_id)
    own = row.employee.user_id == request.user.pk
    if not own and not may(request.user, Permission.ERASE_PEOPLE):
        raise Http404
    if (
        not own
        and not Employee.objects.within(request.user, Permission.ERASE_PEOPLE).filter(pk=row.employee_id).exists()
    ):
        raise Http404
    return row
