"""What gives me energy, and whether I wish to lead people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.careers.actions.energy import remove_reflection, save_reflection
from ladders.careers.actions.wish import record_wish, remove_wish
from ladders.careers.domain.energy import energy_order
from ladders.careers.models import LeadWish, Thing, WishAnswer
from ladders.careers.queries.reflections import Reflected, energy_of, reflection_of
from ladders.careers.queries.sharing import seen_by
from ladders.core.errors import StaleError
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import TRACK_KINDS

from ..forms import EnergyForm, WishForm
from .access import own, sent_again


@require_http_methods(["GET", "HEAD", "POST"])
@own
def energy(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """The reflection and what it says about the tracks. A stale save is told, with both."""
    found = reflection_of(person)
    form = EnergyForm(request.POST or None, found=found)
    current: Any = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            save_reflection(
                employee=person,
                loads=form.loads,
                divergence=data["divergence"],
                text=data["text"],
                seen=data["seen"],
                by=request.user,
            )
        except StaleError as error:
            current = error.current
            assert isinstance(current, Reflected)
            form = EnergyForm(sent_again(request, current.revision), found=current)
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Kept under seal. Nobody sees it unless you share it."))
            return redirect("energy")
    context = {"form": form, "found": found, "current": current, "tracks": _tracks(person)}
    context["seen_by"] = seen_by(person, Thing.ENERGY, timezone.localdate())
    return render(request, "careers/energy.html", context, status=409 if current else 422 if form.errors else 200)


def _tracks(person: Employee) -> list[tuple[Any, str]]:
    """Tracks in the order in which they meet what is wanted, each with its sentence; empty where nothing was said."""
    found, shown = reflection_of(person), energy_of(person)
    if found is None or shown is None:
        return []
    names = dict(TRACK_KINDS)
    kinds = [TrackKind(value) for value, _name in TRACK_KINDS if value != TrackKind.SHARED]
    return [(names[kind.value], shown[kind].sentence) for kind in energy_order(found.loads, kinds, lambda kind: kind)]


@require_POST
@own
def energy_remove(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """Remove it for good."""
    remove_reflection(employee=person, by=request.user)
    messages.success(request, _("Your reflection is gone, and nobody it was shared with sees anything of it."))
    return redirect("energy")


@require_http_methods(["GET", "HEAD", "POST"])
@own
def wish(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """One's answer, and the earlier ones."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        record_wish(
            employee=person,
            answer=WishAnswer(data["answer"]),
            note=data["note"],
            today=timezone.localdate(),
            by=request.user,
        )
        messages.success(request, _("Your answer is kept. You can give another at any time."))
        return redirect("wish")
    context = {
        "form": form,
        "wishes": list(LeadWish.objects.filter(employee=person)),
        "seen_by": seen_by(person, Thing.WISH, timezone.localdate()),
    }
    return render(request, "careers/wish.html", context, status=422 if form.errors else 200)


@require_POST
@own
def wish_remove(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Remove one answer."""
    remove_wish(employee=person, key=pk, by=request.user)
    messages.success(request, _("The answer is removed."))
    return redirect("wish")
