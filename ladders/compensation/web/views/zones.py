"""Pay zones and the rules about pay."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.compensation.actions import zones as actions
from ladders.compensation.models import BandChange, BandException, ChangeState, PayPolicy, PayZone
from ladders.compensation.queries.structure import grade_names, unzoned
from ladders.core.access import requires
from ladders.core.approvals.queries import could_confirm, waiting_for
from ladders.core.form_actions import carry_out, refusals_on, tell_saved, told_refusals
from ladders.core.permissions import Permission
from ladders.core.views.approvals import tell_waits

from ..forms_bands import PolicyForm, ZoneForm
from ..second_person import second_person


@require_safe
@requires(Permission.VIEW_BANDS)
def zone_list(request: HttpRequest) -> HttpResponse:
    """All zones, what waits, and locations without a zone: 8 queries with session and user, however many zones."""
    today = timezone.localdate()
    holds = Q(bands__starts_on__lte=today) & (Q(bands__ends_on=None) | Q(bands__ends_on__gte=today))
    zones = (
        PayZone.objects.visible_to(request.user)
        .annotate(
            banded=Count("bands", filter=holds, distinct=True),
            next_change=Min("bands__starts_on", filter=Q(bands__starts_on__gt=today)),
        )
        .prefetch_related("locations")
    )
    context = {
        "zones": zones,
        "grades": len(grade_names()),
        "unzoned": unzoned(today),
        "waiting": list(BandChange.objects.filter(state=ChangeState.WAITING).select_related("zone", "asked_by")),
        "proposed": BandException.objects.proposed().count(),
    }
    return render(request, "compensation/bands/zones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def zone_new(request: HttpRequest) -> HttpResponseBase:
    """A new zone. `?location=` fills in a location that has none."""
    form = ZoneForm(request.POST or None, initial={"locations": request.GET.get("location", "")[:120]})
    if done := carry_out(
        form, lambda data: actions.create_zone(**data, by=request.user, why=request.POST.get("why", ""))
    ):
        messages.success(request, _("The zone %(zone)s is there.") % {"zone": done.result.name})
        return redirect("zone", done.result.code)
    context = {"form": form, "title": _("New pay zone"), **second_person(request, "zone")}
    return render(request, "compensation/bands/zone_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def zone_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Name, code, currency and locations of a zone."""
    zone = get_object_or_404(PayZone.objects.visible_to(request.user), code=code)
    form = ZoneForm(request.POST or None, instance=PayZone.objects.get(pk=zone.pk))
    if done := carry_out(
        form, lambda data: actions.change_zone(zone=zone, **data, by=request.user, why=request.POST.get("why", ""))
    ):
        tell_saved(request, _("The zone is saved."), changed=done.result)
        return redirect("zone", form.cleaned_data["code"])
    context = {"form": form, "zone": zone, "title": zone.name, **second_person(request, "zone")}
    return render(request, "compensation/bands/zone_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.EDIT_BANDS)
def zone_delete(request: HttpRequest, code: str) -> HttpResponseBase:
    """Remove a zone that nothing hangs on."""
    zone = get_object_or_404(PayZone.objects.visible_to(request.user), code=code)
    with told_refusals(request):
        actions.delete_zone(zone=zone, by=request.user, why=request.POST.get("why", ""))
        messages.success(request, _("The zone %(zone)s is deleted.") % {"zone": zone.name})
        return redirect("bands")
    return redirect("zone", code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_RULES)
def policy(request: HttpRequest) -> HttpResponseBase:
    """Who sees bands, who approves changes, when we write about exceptions that end. Loosening takes a second person."""
    form = PolicyForm(request.POST or None, instance=PayPolicy.current())
    if request.method == "POST" and form.is_valid():
        why = request.POST.get("why", "")
        with refusals_on(form):
            changed, waits = actions.change_policy(values=form.cleaned_data, by=request.user, why=why)
            if changed or waits is None:
                tell_saved(request, _("The rules are saved."), changed=changed)
            return redirect("bands") if waits is None else tell_waits(request, waits)
    context = {
        "form": form,
        "why": request.POST.get("why", ""),
        "alone": not could_confirm("pay-rules", request.user),
        "approvals": waiting_for(request.user, "pay-rules"),
    }
    return render(request, "compensation/bands/policy.html", context, status=422 if form.errors else 200)
