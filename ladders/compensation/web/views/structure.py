"""The bands of a zone: a picture first; edited in place, adjusted as a whole, always from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.compensation.actions import changes
from ladders.compensation.domain.bands import (
    HUNDRED,
    Figures,
    GradeName,
    adjusted,
    multiplied,
    rounded,
    structure,
    to_market,
)
from ladders.compensation.domain.pictures import draw
from ladders.compensation.doubts import band_doubts
from ladders.compensation.models import BandChange, BandException, ChangeState, MarketSupplement, PayPolicy, PayZone
from ladders.compensation.money import amount
from ladders.compensation.queries.pay_effects import effect_of_bands
from ladders.compensation.queries.pay_positions import refresh
from ladders.compensation.queries.structure import (
    bands_on,
    change_days,
    effect_on_people,
    figures_of,
    grade_names,
    next_scheduled,
)
from ladders.core.access import may, requires
from ladders.core.equal_pay import EqualPayEffect
from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import refusals_on, told_refusals
from ladders.core.kept_choices import choice_of, forget_choice, keep_choice
from ladders.core.permissions import Permission

from ..forms_bands import AdjustForm, CopyForm, DayForm, MarketForm, RoundedForm, StructureForm
from ..second_person import approving


def zone_or_404(request: HttpRequest, code: str) -> PayZone:
    """The zone, for whoever may see bands."""
    zone: PayZone = get_object_or_404(PayZone.objects.visible_to(request.user), code=code)
    return zone


def picture(
    grades: list[GradeName], figures: dict[str, Figures], before: dict[str, Figures] | None = None
) -> dict[str, Any]:
    """What the picture and the table below it show."""
    rows = structure(grades, figures, before)
    return {
        "rows": rows,
        "wide": draw(rows, amount),
        "narrow": draw(rows, amount, narrow=True),
        "preview": before is not None,
    }


def names() -> list[GradeName]:
    """The grades in force, lowest first."""
    return [name for _pk, name in grade_names().values()]


@require_safe
@requires(Permission.VIEW_BANDS)
def zone_page(request: HttpRequest, code: str) -> HttpResponse:
    """All grades of the zone as ranges on one axis, on any day: 9 queries with session and user."""
    zone, today = zone_or_404(request, code), timezone.localdate()
    form = DayForm(request.GET)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or today
    context = {
        "zone": zone,
        "day": day,
        "today": today,
        "form": DayForm(initial={"on": day}),
        "days": [item for item in change_days(zone) if item != day],
        "locations": list(zone.locations.all()),
        **_coming(zone, today),
        "supplements": list(MarketSupplement.objects.filter(zone=zone).on(day).select_related("framework")),
        "exceptions": list(BandException.objects.filter(zone=zone).approved().on(day).select_related("framework")),
        **picture(names(), bands_on(zone, day)),
    }
    return render(request, "compensation/bands/zone.html", context)


def _coming(zone: PayZone, today: dt.date) -> dict[str, list[BandChange]]:
    """Changes that wait for somebody, and those that are scheduled: 1 query."""
    ahead = Q(state=ChangeState.WAITING) | Q(state=ChangeState.SCHEDULED, starts_on__gt=today)
    rows = list(zone.changes.filter(ahead).order_by("starts_on", "pk").select_related("asked_by"))
    return {
        "waiting": [row for row in rows if row.state == ChangeState.WAITING],
        "scheduled": [row for row in rows if row.state == ChangeState.SCHEDULED],
    }


def first_day(today: dt.date) -> dt.date:
    """What forms propose: the first of the next month."""
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """The table of the picture as fields, with the figures of `?on=` (today's by default). `check` in the form only looks:
    picture, figures and what is wrong. What looks wrong is asked about before it is saved."""
    zone, today, grades = zone_or_404(request, code), timezone.localdate(), names()
    sent = choice_of(request)
    base = DayForm({"on": (sent or request.GET).get("on") or request.GET.get("on")})
    on = (base.cleaned_data["on"] if base.is_valid() else None) or today
    before = bands_on(zone, on)
    form = StructureForm(
        sent,
        grades=grades,
        figures=before,
        today=today,
        past=not before,
        initial={"starts_on": first_day(today) if on == today else on},
    )
    typing = bool(request.headers.get("HX-Request"))
    looks = typing or (sent is not None and sent.get("do") == "check")
    stale = ""
    doubts: list[str] = []
    equal_pay: EqualPayEffect | None = None
    if sent is not None and form.is_valid():
        if looks and request.method == "POST" and not typing:
            return redirect(keep_choice(request))
        new = _touched(form.figures, before)
        doubts = _doubts(zone, grades, form.cleaned_data["starts_on"], new)
        if not typing and (looks or not sent.get("sure")):
            equal_pay = effect_of_bands(request.user, zone, new)
            doubts += equal_pay.flags if equal_pay else ()
    if request.method == "POST" and form.is_valid() and not looks and (not doubts or request.POST.get("sure")):
        made, stale = _scheduled(zone, form, before, request, today)
        if made is not None:
            forget_choice(request)
            return _told(request, made)
    figures = form.figures if form.is_bound else before
    context = {
        "zone": zone,
        "form": form,
        "stale": stale,
        "on": on,
        "today": today,
        "doubts": doubts,
        "equal_pay": equal_pay,
        "seen": changes.current_stamp() if stale or sent is None else sent.get("seen", ""),
        **picture(grades, figures, before),
    }
    context["lines"] = [(row, form.cells(row.code)) for row in context["rows"]]
    if typing:
        return render(request, "compensation/bands/_editor.html", context)
    status = 409 if stale else 422 if request.method == "POST" and (form.errors or doubts) else 200
    return render(request, "compensation/bands/edit.html", context, status=status)


def _scheduled(
    zone: PayZone, form: StructureForm, before: dict[str, Figures], request: HttpRequest, today: dt.date
) -> tuple[BandChange | None, str]:
    """The change that the form asks for; or what to say where somebody changed bands meanwhile. What else is refused stands above
    the form."""
    data = form.cleaned_data
    with refusals_on(form):
        try:
            made = changes.schedule(
                zone=zone,
                starts_on=data["starts_on"],
                note=data["note"],
                reason=data["reason"],
                figures=_touched(form.figures, before),
                by=request.user,
                today=today,
                seen=_number(request.POST.get("seen")),
            )
        except StaleError as error:
            return None, error.sentence
        return made, ""
    return None, ""


def _touched(figures: dict[str, Figures], before: dict[str, Figures]) -> dict[str, Figures]:
    """What nobody touched is left alone: on the new day it may have other figures, scheduled already. Where nothing was
    touched, the figures shown are what is wanted on that day."""
    return {grade: own for grade, own in figures.items() if own != before.get(grade)} or figures


def _doubts(zone: PayZone, grades: list[GradeName], day: dt.date, figures: dict[str, Figures]) -> list[str]:
    """What looks wrong about these figures from that day."""
    held = bands_on(zone, day)
    changed = {code for code, own in figures.items() if own != held.get(code)}
    later = {code: then for code, then in next_scheduled(zone, day).items() if code in changed}
    return band_doubts(grades, held | figures, held, later)


HOW: dict[str, type[RoundedForm]] = {"adjust": AdjustForm, "market": MarketForm, "copy": CopyForm}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def restructure(request: HttpRequest, code: str, how: str) -> HttpResponseBase:
    """By a percentage, to a market table, or from another zone. The first answer previews; `do=confirm` schedules."""
    if how not in HOW:
        raise Http404(_("There is no such page."))
    zone, today, grades = zone_or_404(request, code), timezone.localdate(), names()
    more: dict[str, Any] = (
        {"codes": bands_on(zone, today)} if how == "market" else {"zone": zone} if how == "copy" else {}
    )
    initial = {"starts_on": first_day(today), "rounded_to": "1"}
    sent = choice_of(request)
    form = HOW[how](sent, today=today, initial=initial, **more)
    context: dict[str, Any] = {"zone": zone, "form": form, "how": how}
    if sent is not None and form.is_valid():
        confirms = request.method == "POST" and sent.get("do") == "confirm"
        if request.method == "POST" and not confirms:
            return redirect(keep_choice(request))
        day = form.cleaned_data["starts_on"]
        before = bands_on(zone, day)
        after = before | CHANGES[how](form.cleaned_data, before)
        shown = _fingerprint(day, after)
        refresh()
        equal_pay = effect_of_bands(request.user, zone, after)
        doubts = [*_doubts(zone, grades, day, after), *(equal_pay.flags if equal_pay else ())]
        if confirms and sent.get("shown", shown) != shown:
            # What is in the form is not what was looked at: a field was changed since, or bands were.
            messages.warning(request, _("Something was changed since the preview. Look at what would happen now."))
        elif confirms and (not doubts or sent.get("sure")):
            with refusals_on(form):
                made = changes.schedule(
                    zone=zone,
                    starts_on=day,
                    note=form.cleaned_data["note"],
                    figures=after,
                    by=request.user,
                    today=today,
                    seen=_number(sent.get("seen")),
                )
                forget_choice(request)
                return _told(request, made)
        context |= {"day": day, "shown": shown, "seen": changes.current_stamp(), **picture(grades, after, before)}
        context["doubts"] = doubts
        context["equal_pay"] = equal_pay
        context["included"] = [row for row in _coming(zone, today)["scheduled"] if row.starts_on <= day]
        context["effect"] = effect_on_people(zone, after)
        context["sees_cost"] = request.user.reaches_all(Permission.VIEW_PAY)  # type: ignore[union-attr]
        context["changed"] = sum(row.changed for row in context["rows"])
        context["second"] = PayPolicy.current().second_approver
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "compensation/bands/restructure.html", context, status=status)


def _fingerprint(day: dt.date, figures: dict[str, Figures]) -> str:
    """Tells one preview from another."""
    return sha256(f"{day} {sorted((code, str(own)) for code, own in figures.items())}".encode()).hexdigest()


def _adjust(data: dict[str, Any], before: dict[str, Figures]) -> dict[str, Figures]:
    return {code: adjusted(own, data["percent"], data["rounded_to"]) for code, own in before.items()}


def _market(data: dict[str, Any], before: dict[str, Figures]) -> dict[str, Figures]:
    step = data["rounded_to"]
    aims = {code: rounded(value * data["aim"] / HUNDRED) for code, value in data["table"].items()}
    return {code: to_market(before[code], aim, step) for code, aim in aims.items() if code in before}


def _copy(data: dict[str, Any], before: dict[str, Figures]) -> dict[str, Figures]:
    source = bands_on(data["source"], data["starts_on"])
    return {code: multiplied(own, data["factor"], data["rounded_to"]) for code, own in source.items()}


CHANGES: dict[str, Callable[[dict[str, Any], dict[str, Figures]], dict[str, Figures]]] = {
    "adjust": _adjust,
    "market": _market,
    "copy": _copy,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_BANDS)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A change of bands: its figures beside those that held before; approve, decline, withdraw."""
    rows = BandChange.objects.visible_to(request.user).select_related("zone", "asked_by", "decided_by")
    found: BandChange = get_object_or_404(rows, pk=pk)
    decides = may(request.user, Permission.APPROVE_BANDS)
    if request.method == "POST":
        with told_refusals(request):
            _decide(request, found, decides)
        return redirect("band-change", pk)
    before = bands_on(found.zone, found.starts_on - dt.timedelta(days=1))
    after = before | {line.grade.code: figures_of(line) for line in found.lines.select_related("grade")}
    waiting = found.state == ChangeState.WAITING
    context = {
        "change": found,
        "zone": found.zone,
        "waiting": waiting,
        "equal_pay": effect_of_bands(request.user, found.zone, after) if waiting else None,
        "declines": decides,
        "own": found.asked_by_id == request.user.pk,
        "ahead": found.state == ChangeState.SCHEDULED and found.starts_on > timezone.localdate(),
        "may_take_back": decides or may(request.user, Permission.EDIT_BANDS),
        **(approving(request.user, found.asked_by, changes.why_not_approve(found, request.user)) if waiting else {}),
        **picture(names(), after, before),
    }
    return render(request, "compensation/bands/change.html", context)


def _decide(request: HttpRequest, found: BandChange, decides: bool) -> None:
    what = request.POST.get("do")
    if what == "take-back":
        if not (decides or may(request.user, Permission.EDIT_BANDS)):
            raise DomainError(_("You may not change bands."))
        changes.withdraw_scheduled(change=found, reason=request.POST.get("reason", "")[:2000], by=request.user)
        messages.success(request, _("The change is taken back. What held before goes on."))
    elif what == "withdraw":
        changes.withdraw(change=found, by=request.user)
        messages.success(request, _("The change is withdrawn. Nothing was changed."))
    elif not decides:
        raise DomainError(_("You may not decide about bands."))
    elif what == "approve":
        changes.approve(change=found, by=request.user)
        day = date_format(found.starts_on, "j F Y")
        messages.success(request, _("Approved: the new bands hold from %(day)s.") % {"day": day})
    elif what == "decline":
        changes.decline(change=found, reason=request.POST.get("reason", "")[:2000], by=request.user)
        messages.success(request, _("The change is declined. Nothing was changed."))


def _told(request: HttpRequest, made: BandChange) -> HttpResponseBase:
    day = date_format(made.starts_on, "j F Y")
    if made.state == ChangeState.WAITING:
        messages.success(request, _("The change waits for a second person. It is to hold from %(day)s.") % {"day": day})
        return redirect("band-change", made.pk)
    holds = _("The new bands hold from %(day)s on.")
    ahead = _("The new bands hold from %(day)s. Until then nothing changes.")
    messages.success(request, (ahead if made.starts_on > timezone.localdate() else holds) % {"day": day})
    response = redirect("zone", made.zone.code)
    response["Location"] += f"?on={made.starts_on.isoformat()}"
    return response


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
