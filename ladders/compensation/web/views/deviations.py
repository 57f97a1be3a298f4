"""Market supplements and band exceptions: what deviates is always listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.compensation.actions import deviations as actions
from ladders.compensation.domain.bands import Figures
from ladders.compensation.doubts import exception_doubts, supplement_doubts
from ladders.compensation.models import (
    Band,
    BandException,
    ExceptionState,
    MarketSupplement,
    Objective,
    PayPolicy,
    PayZone,
)
from ladders.compensation.queries.pay_effects import effect_of_exception, effect_of_supplement
from ladders.compensation.queries.structure import figures_of, track_kinds
from ladders.core.access import may, requires
from ladders.core.equal_pay import EqualPayEffect, sees_equal_pay
from ladders.core.errors import DomainError
from ladders.core.form_actions import carry_out, refusals_on, tell_saved, told_refusals
from ladders.core.inputs import day_said
from ladders.core.kept_choices import choice_of, forget_choice, keep_choice
from ladders.core.lists.page import ListPage
from ladders.core.lists.views import one_page, shows
from ladders.core.permissions import Permission
from ladders.frameworks.models import Level

from ..exception_list import EXCEPTIONS, exceptions_asked
from ..forms_bands import ExceptionForm, SupplementForm
from ..second_person import approving, looks_first, second_person
from ..supplement_list import SUPPLEMENTS, supplements_asked
from .many_exceptions import many_context

PAGE = 50


@require_safe
@requires(Permission.VIEW_BANDS)
@shows(SUPPLEMENTS)
def supplements(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """Market supplements, those that are not over first of all: 4 queries with session and user."""
    today = timezone.localdate()
    context = one_page(request, seen, supplements_asked(request.user, seen.kept), PAGE)
    for row in context["rows"]:
        row.is_due = row.review_on <= today and (row.ends_on is None or row.ends_on >= today)
    return render(request, "compensation/bands/supplements.html", context | {"today": today})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def supplement_new(request: HttpRequest) -> HttpResponseBase:
    """A new supplement."""
    if early := _too_early(request):
        return early
    sent = choice_of(request)
    form = SupplementForm(sent)
    looks = looks_first(sent)
    doubts: list[str] = []
    equal_pay: EqualPayEffect | None = None
    if looks and request.method == "POST" and form.is_valid():
        return redirect(keep_choice(request))
    if sent is not None and form.is_valid() and (looks or not sent.get("sure")):
        data = form.cleaned_data
        equal_pay = effect_of_supplement(request.user, data["framework"].pk, data["zone"], data["percent"])
        tracks = track_kinds(data["framework"])
        doubts = [*supplement_doubts(data["percent"], tracks), *(equal_pay.flags if equal_pay else ())]
    if request.method == "POST" and form.is_valid() and not doubts and not looks:
        with refusals_on(form):
            actions.add_supplement(values=form.cleaned_data, by=request.user, why=request.POST.get("why", ""))
            messages.success(request, _("The supplement is saved. It is shown apart from the bands."))
            forget_choice(request)
            return redirect("supplements")
    context = {"form": form, "title": _("New market supplement"), "doubts": doubts, "equal_pay": equal_pay}
    context |= {"may_look": sees_equal_pay(request.user)} | second_person(request, "supplement")
    status = 422 if request.method == "POST" and (form.errors or doubts) else 200
    return render(request, "compensation/bands/supplement_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def supplement_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Evidence, review and end of a supplement. Its percentage and first day stay: end it, and start another."""
    rows = MarketSupplement.objects.visible_to(request.user).select_related("framework", "zone")
    row = get_object_or_404(rows, pk=pk)
    form = SupplementForm(request.POST or None, instance=MarketSupplement.objects.get(pk=pk))
    if done := carry_out(
        form,
        lambda data: actions.change_supplement(
            supplement=row, values=data, by=request.user, why=request.POST.get("why", "")
        ),
    ):
        tell_saved(request, _("The supplement is saved."), changed=done.result)
        return redirect("supplements")
    context = {"form": form, "title": f"{row.framework} · {row.zone}", "row": row}
    context |= second_person(request, "supplement")
    return render(request, "compensation/bands/supplement_form.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Permission.VIEW_BANDS)
@shows(EXCEPTIONS)
def exceptions(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """Band exceptions, those that wait or hold first of all: 7 queries with session and user."""
    today = timezone.localdate()
    soon = today + dt.timedelta(days=PayPolicy.current().remind_days)
    found = exceptions_asked(request.user, seen.kept)
    context = one_page(request, seen, found, PAGE)
    for row in context["rows"]:
        row.over = row.state == ExceptionState.APPROVED and row.ends_on < today
        row.soon = row.state == ExceptionState.APPROVED and today <= row.ends_on <= soon
    shown = len(context["rows"])
    number = found.count() if context["following"] or context["first"] is not None else shown
    context |= many_context(request) | {"shown": shown, "number": number}
    return render(request, "compensation/bands/exceptions.html", context | {"select": bool(context["many"])})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def exception_new(request: HttpRequest) -> HttpResponseBase:
    """Propose that one level deviates for a while."""
    if early := _too_early(request):
        return early
    today = timezone.localdate()
    sent = choice_of(request)
    form = ExceptionForm(sent, initial={"starts_on": today, "ends_on": actions.latest_end(today)})
    looks = looks_first(sent)
    doubts: list[str] = []
    equal_pay: EqualPayEffect | None = None
    if looks and request.method == "POST" and form.is_valid():
        return redirect(keep_choice(request))
    if sent is not None and form.is_valid() and (looks or not sent.get("sure")):
        data = form.cleaned_data
        level = form.levels[data["level"]]
        equal_pay = effect_of_exception(request.user, level.key, data["zone"], data["minimum"])
        doubts = exception_doubts(form.figures(), _band_on(level, data["zone"], data["starts_on"]))
        doubts += equal_pay.flags if equal_pay else ()
    if request.method == "POST" and form.is_valid() and not doubts and not looks:
        data = form.cleaned_data
        level = form.levels[data["level"]]
        with refusals_on(form):
            row = actions.propose_exception(
                framework=level.version.framework,
                level_key=level.key,
                zone=data["zone"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                figures=form.figures(),
                reason=data["reason"],
                criterion=data["criterion"],
                by=request.user,
            )
            messages.success(request, _("The exception is proposed. It counts once it is approved."))
            forget_choice(request)
            return redirect("exception", row.pk)
    context = {"form": form, "doubts": doubts, "equal_pay": equal_pay, "may_look": sees_equal_pay(request.user)}
    status = 422 if request.method == "POST" and (form.errors or doubts) else 200
    return render(request, "compensation/bands/exception_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_BANDS)
def exception(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One exception beside its grade's band; approve, decline, end, renew."""
    rows = BandException.objects.visible_to(request.user)
    row: BandException = get_object_or_404(
        rows.select_related("framework", "zone", "proposed_by", "decided_by", "renews"), pk=pk
    )
    today = timezone.localdate()
    if request.method == "POST":
        with told_refusals(request):
            _decide(request, row)
        return redirect("exception", pk)
    begins = actions.follow_up(row)
    decides, edits = may(request.user, Permission.APPROVE_BANDS), may(request.user, Permission.EDIT_BANDS)
    waits = row.state == ExceptionState.PROPOSED
    holds = row.state == ExceptionState.APPROVED and row.ends_on >= today
    context = {
        "row": row,
        "band": _band_of(row),
        "criteria": Objective.choices,
        "waits": waits,
        "declines": decides and waits,
        "equal_pay": effect_of_exception(request.user, row.level_key, row.zone, row.minimum) if waits else None,
        "ends": decides and holds,
        "renews": edits and row.state == ExceptionState.APPROVED,
        "renewals": list(row.renewals.all()),
        "today": today,
        "begins": begins,
        "latest": actions.latest_end(begins),
        **second_person(request, "exception"),
        **(_approving(request.user, row) if waits else {}),
    }
    return render(request, "compensation/bands/exception.html", context)


def _approving(user: Any, row: BandException) -> dict[str, Any]:
    return approving(user, row.proposed_by, actions.why_not_approve(row, user), actions.why_nobody_approves(row))


def _too_early(request: HttpRequest) -> HttpResponseBase | None:
    """Where nothing can deviate yet: to the page where that begins, with what comes first."""
    if not PayZone.objects.exists():
        messages.info(request, _("Make a pay zone first: what deviates from bands does so in one zone."))
        return redirect("bands")
    if not Level.objects.exists():
        messages.info(request, _("Begin with a framework: what deviates from bands does so for its levels."))
        return redirect("framework-list")
    return None


def _band_on(level: Level, zone: PayZone, day: dt.date) -> Figures | None:
    """The band of the level's grade in that zone."""
    found = Band.objects.filter(zone=zone, grade=level.grade_id).on(day).first()
    return figures_of(found) if found else None


def _band_of(row: BandException) -> Figures | None:
    """The band of the level's grade on the exception's first day."""
    bands = Band.objects.filter(
        zone=row.zone,
        grade__in=row.framework.versions.filter(state="published", level_set__key=row.level_key).values(
            "level_set__grade"
        ),
    )
    found = bands.on(row.starts_on).first()
    return figures_of(found) if found else None


def _decide(request: HttpRequest, row: BandException) -> None:
    what, reason = request.POST.get("do"), request.POST.get("reason", "")[:2000]
    needed = Permission.EDIT_BANDS if what == "renew" else Permission.APPROVE_BANDS
    if not may(request.user, needed):
        raise DomainError(_("You may not decide about exceptions."))
    if what == "approve":
        criterion = request.POST.get("criterion", "")
        chosen = criterion if criterion in Objective.values else ""
        actions.approve_exception(exception=row, criterion=chosen, reason=reason, by=request.user)
        messages.success(request, _("The exception is approved. It is shown on the lattice while it holds."))
    elif what == "decline":
        actions.decline_exception(exception=row, reason=reason, by=request.user)
        messages.success(request, _("The exception is declined."))
    elif what in ("end", "renew"):
        day = day_said(request.POST.get("ends_on", ""))
        if day is None:
            raise DomainError(_("Choose a last day."))
        if what == "end":
            actions.end_exception(exception=row, ends_on=day, by=request.user, why=request.POST.get("why", ""))
            messages.success(request, _("The exception ends on that day."))
        else:
            actions.renew_exception(exception=row, ends_on=day, reason=reason, by=request.user)
            messages.success(request, _("The renewal is proposed. It counts once it is approved."))
