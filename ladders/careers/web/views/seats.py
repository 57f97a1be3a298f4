"""Which levels of a framework need a vacant seat: for whoever may edit the framework."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.careers.actions.seats import need_no_seat, need_seat
from ladders.careers.models import Seat
from ladders.careers.queries.published_cache import published_atlas
from ladders.core.errors import DomainError
from ladders.frameworks.web.views.base import editable_framework_or_404

from ..forms_seats import SeatForm


@require_http_methods(["GET", "HEAD", "POST"])
def seats_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The levels that need one, and a form for another: 5 queries with session and user, whatever the number of seats."""
    framework = editable_framework_or_404(request, slug)
    chart = published_atlas().by_slug.get(slug)
    context = {"framework": framework, "chart": chart}
    if chart is None:
        return render(request, "careers/seats.html", context)
    form = SeatForm(request.POST or None, chart=chart)
    if request.method == "POST" and form.is_valid():
        level = UUID(form.cleaned_data["level"])
        try:
            changed = need_seat(framework=framework, level=level, note=form.cleaned_data["note"], by=request.user)
        except DomainError as error:
            form.add_error("level", error.sentence)
        else:
            messages.success(
                request, _("Saved. Everybody sees it with the level.") if changed else _("It says so already.")
            )
            return redirect("seats", slug)
    levels = chart.shape.level_by_key
    rows = [
        (seat, levels.get(seat.level_key)) for seat in Seat.objects.visible_to(request.user).filter(framework=framework)
    ]
    status = 422 if request.method == "POST" else 200
    return render(request, "careers/seats.html", {**context, "form": form, "rows": rows}, status=status)


@require_POST
def seat_remove(request: HttpRequest, slug: str, level: UUID) -> HttpResponseBase:
    """The level needs no vacant seat any more."""
    framework = editable_framework_or_404(request, slug)
    gone = need_no_seat(framework=framework, level=level, by=request.user)
    messages.success(request, _("The level needs no vacant seat any more.") if gone else _("It needed none already."))
    return redirect("seats", slug)
