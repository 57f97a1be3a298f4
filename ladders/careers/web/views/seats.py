"""Which levels of a framework need a vacant seat: for whoever may edit the framework."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ladders.careers.actions.seats import CHANGED, change_seats, codes_of, need_no_seat, need_seat
from ladders.careers.models import Seat
from ladders.careers.queries.published_cache import published_atlas
from ladders.core.batches import latest
from ladders.core.form_actions import refusals_on
from ladders.core.models import Batch
from ladders.core.views.many import Many, do_many
from ladders.frameworks.web.views.base import editable_framework_or_404

from ..forms_seats import NoteForm, SeatForm


@require_http_methods(["GET", "HEAD", "POST"])
def seats_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The levels that need one, and a form for another: 6 queries with session and user, whatever the number of seats."""
    framework = editable_framework_or_404(request, slug)
    chart = published_atlas().by_slug.get(slug)
    context: dict[str, Any] = {"framework": framework, "chart": chart}
    if chart is None:
        return render(request, "careers/seats.html", context)
    form = SeatForm(request.POST or None, chart=chart)
    if request.method == "POST" and form.is_valid():
        level = UUID(form.cleaned_data["level"])
        with refusals_on(form, "level"):
            changed = need_seat(framework=framework, level=level, note=form.cleaned_data["note"], by=request.user)
            messages.success(
                request, _("Saved. Everybody sees it with the level.") if changed else _("It says so already.")
            )
            return redirect("seats", slug)
    levels = chart.shape.level_by_key
    rows = [
        (seat, levels.get(seat.level_key)) for seat in Seat.objects.visible_to(request.user).filter(framework=framework)
    ]
    status = 422 if request.method == "POST" else 200
    context |= {"form": form, "rows": rows, "many": ACTIONS, "many_url": reverse("seats-several", args=[slug])}
    context["batches"] = latest(request.user, CHANGED)
    return render(request, "careers/seats.html", context, status=status)


def _not_needed(seats: list[Any], _data: dict[str, Any], by: Any) -> Batch:
    return change_seats(framework=seats[0].framework, seats=seats, note=None, by=by)


def _noted(seats: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return change_seats(framework=seats[0].framework, seats=seats, note=data["note"], by=by)


def _names(seats: list[Any]) -> list[str]:
    return codes_of(seats[0].framework, [seat.level_key for seat in seats])


ACTIONS: dict[str, Many] = {
    "remove": Many(
        label=lazy("No seat needed any more"),
        asks=lambda n: ngettext("1 level needs no vacant seat?", "%(n)s levels need no vacant seat?", n) % {"n": n},
        button=lambda n: ngettext("1 level needs none", "%(n)s levels need none", n) % {"n": n},
        act=_not_needed,
        names=_names,
    ),
    "note": Many(
        label=lazy("Change the note"),
        asks=lambda n: ngettext("Another note for 1 level?", "Another note for %(n)s levels?", n) % {"n": n},
        button=lambda n: ngettext("Save it for 1 level", "Save it for %(n)s levels", n) % {"n": n},
        act=_noted,
        form=NoteForm,
        names=_names,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def seats_several(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is done with the selected seats."""
    framework = editable_framework_or_404(request, slug)
    rows = Seat.objects.visible_to(request.user).filter(framework=framework).select_related("framework")
    back = reverse("seats", args=[slug])
    return do_many(request, rows, ACTIONS, back=back, crumb=("seats", lazy("Levels that need a vacant seat")))


@require_POST
def seat_remove(request: HttpRequest, slug: str, level: UUID) -> HttpResponseBase:
    """The level needs no vacant seat any more."""
    framework = editable_framework_or_404(request, slug)
    gone = need_no_seat(framework=framework, level=level, by=request.user)
    messages.success(request, _("The level needs no vacant seat any more.") if gone else _("It needed none already."))
    return redirect("seats", slug)
