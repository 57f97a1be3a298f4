"""From the compare page to a sent request: the draft with its terms, then one page that shows everything, and sends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.queries.visible_bands import may_see
from ladders.core.errors import DomainError
from ladders.core.form_actions import refusals_on
from ladders.core.once import read_once
from ladders.frameworks.models import Level
from ladders.moves.actions import drafts
from ladders.moves.actions.evidence import as_it_is, feedback_to_choose, missing, notes_to_choose, tried_by, with_givers
from ladders.moves.actions.locks import locked_own, one_at_a_time
from ladders.moves.actions.reasons import PrivateReason
from ladders.moves.actions.try_outs import most_months
from ladders.moves.domain.states import RequestState
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MoveRequest
from ladders.moves.queries import notices
from ladders.moves.queries.amounts_opened import opens_another
from ladders.moves.queries.draft_terms import terms_now
from ladders.moves.queries.left_behind import left_by
from ladders.moves.queries.requests import policy_for
from ladders.moves.queries.seats import seat_missing
from ladders.moves.queries.term_parts import possible_receivers
from ladders.moves.queries.time_in_level import time_in_level
from ladders.moves.queries.try_outs import level_until
from ladders.moves.text import try_outs
from ladders.placements.queries import current_levels, held_beside

from .. import presentation
from ..forms import ReasonForm
from ..forms_asking import AskForm
from .base import find, today_of


def _held(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page about one's own draft, which reads everything once; what is sent is read and written under the person's lock."""

    @wraps(view)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = getattr(request.user, "employee", None)
        with one_at_a_time(person) if request.method == "POST" and person is not None else read_once():
            return view(request, *args, **kwargs)

    return within


@require_http_methods(["GET", "HEAD", "POST"])
@_held
def ask(request: HttpRequest, level: UUID) -> HttpResponseBase:
    """Begin: the terms of a move to this level, and wishes. Nothing is kept before it is saved."""
    return _begin(request, level)


@require_http_methods(["GET", "HEAD", "POST"])
@_held
def try_out(request: HttpRequest, level: UUID) -> HttpResponseBase:
    """The same for trying the level part-time, or for making longer what runs."""
    return _begin(request, level, trying=True)


def _begin(request: HttpRequest, level: UUID, *, trying: bool = False) -> HttpResponseBase:
    today = today_of()
    person: Employee | None = getattr(request.user, "employee", None)
    here, there = held_beside(person.pk, level, today) if person else (None, _level(level))
    if there is None:
        raise Http404(_("There is no such level in a published framework."))
    try:
        person = _employee(request)
        row = drafts.beginning(person=person, level=there, today=today, here=here, trying=trying)
    except DomainError as refused:
        # Nothing can be asked for from here: why, and what to do. For a sent form it is a refusal.
        return render(
            request,
            "moves/cannot.html",
            {"there": there, "sentence": refused.sentence, "trying": trying},
            status=409 if request.method == "POST" else 200,
        )
    if not row._state.adding and request.method != "POST":
        return redirect("move-draft", row.pk)
    return _form_page(request, row, today)


@require_http_methods(["GET", "HEAD", "POST"])
@_held
def draft(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A draft of one's own, or a proposal to oneself: change it, then look at everything before sending."""
    today = today_of()
    row = _own_draft(request, pk, today)
    held_beside(row.person_id, row.to_key, today)  # both levels at once
    try:
        return _form_page(request, row, today, drafts.renew(row, today))
    except DomainError as refused:
        # It leads nowhere any more: why, and how to be rid of it.
        context = {"there": row.to_level, "sentence": refused.sentence, "row": row}
        return render(request, "moves/cannot.html", context, status=409 if request.method == "POST" else 200)


def _form_page(request: HttpRequest, row: MoveRequest, today: dt.date, was: str = "") -> HttpResponseBase:
    # Read first, it reads at once whom it may concern, those who may read a reason among them.
    terms = terms_now(row, today) if request.method != "POST" else None
    form, reason = _forms(request, row, today)
    if request.method == "POST":
        valid = form.is_valid() & reason.is_valid()
        if valid:
            with refusals_on(form):
                row = _keep(request, row, form, reason, today)
                if "later" in request.POST:
                    messages.success(request, _("Kept as a draft. Only you can see it."))
                    return redirect("my-moves")
                return redirect("move-send", row.pk)
    terms = terms or terms_now(row, today)
    amounts = row.kind == MoveKind.TRY_OUT or may_see(request.user, terms.there.rank, today)
    context = _terms_context(row, terms, amounts) | {
        "amounts": amounts,
        "row": row,
        "form": form,
        "reason_form": reason,
        "saved": not row._state.adding,
        "kind_was": MoveKind(was).label if was else "",
        "time": time_in_level(row, today),
    }
    return render(request, "moves/ask.html", context, status=422 if form.errors or reason.errors else 200)


def _forms(request: HttpRequest, row: MoveRequest, today: dt.date) -> tuple[AskForm, ReasonForm]:
    new = row._state.adding or request.method == "POST"  # what was sent stands for itself
    written = None if new else presentation.reason_for(request.user, row, today)
    people = presentation.likely_readers(row, today)
    data = request.POST or None
    initial: dict[str, Any] = {"wished_on": row.wished_on, "first_ear": row.first_ear}
    initial |= {"months": row.months, "share": row.share, "receiving": str(row.receiving_id or "")}
    bounds, until, shown = None, None, data is None or "receiving" in data  # the field always sends something
    if row.kind == MoveKind.TRY_OUT:
        rules = policy_for(MoveKind.TRY_OUT, row.framework_id)
        bounds, until = (most_months(row, rules), rules.most_share), level_until(row.person, today)
    named, offered = written.named if written else [], {user.pk for user in people}
    why = {
        "reason": written.text if written else "",
        "readers": [str(each["pk"]) for each in named if each["pk"] in offered],
        "others": ", ".join(each["email"] for each in named if each["pk"] not in offered),
        "delete_on": written.delete_on if written else today + dt.timedelta(days=180),
    }
    ear = row.kind == MoveKind.STEP_BACK
    return (
        AskForm(
            data,
            initial=initial,
            today=today,
            asked=row.evidence,
            notes=notes_to_choose(row),
            feedback=feedback_to_choose(row),
            tried=[try_outs.shown(each) for each in tried_by(row)],
            choose_ear=ear,
            bounds=bounds,
            longer=row.follows is not None and bounds is not None,
            until=until,
            receivers=possible_receivers(row.person, row.to_level, today) if shown else [],
        ),
        ReasonForm(data, initial=why, people=people, prefix="why"),
    )


def _keep(request: HttpRequest, row: MoveRequest, form: AskForm, reason: ReasonForm, today: dt.date) -> MoveRequest:
    data = reason.cleaned_data
    why = PrivateReason(data["reason"], reason.chosen(), data["delete_on"]) if data["reason"] else None
    return drafts.keep(
        request=row,
        by=request.user,
        today=today,
        wished_on=form.cleaned_data.get("wished_on"),
        first_ear=form.first_ear(),
        evidence=form.evidence(),
        reason=why,
        receiving=form.receiving(),
        months=form.cleaned_data.get("months"),
        share=form.cleaned_data.get("share"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_held
def send(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Everything on one page: terms, way, who sees what. Sending freezes it."""
    today = today_of()
    row = locked_own(pk, request.user, today) if request.method == "POST" else find(request, pk, today)
    if row is None or row.person.user_id != request.user.pk:
        raise Http404
    if row.state != RequestState.DRAFT:
        return redirect("move", row.pk)
    status, trouble = 200, ""
    held_beside(row.person_id, row.to_key, today)  # both levels at once
    now = copy(row)  # what is sent is compared with what was kept
    try:
        if drafts.renew(now, today) and request.method != "POST":
            return redirect("move-draft", row.pk)  # another kind than was read there: said there first
    except DomainError:
        return redirect("move-draft", row.pk)
    if request.method == "POST":
        try:
            drafts.submit(request=row, by=request.user, today=today, seen=request.POST.get("seen", "")[:64])
        except DomainError as refused:
            status, trouble = 409, refused.sentence
        else:
            messages.success(request, _("Sent. You can withdraw it at any time before it takes effect."))
            return redirect("move", row.pk)
    return _send_page(request, now, today, trouble, status)


def _send_page(request: HttpRequest, row: MoveRequest, today: dt.date, trouble: str, status: int) -> HttpResponse:
    terms = terms_now(row, today)
    trying = row.kind == MoveKind.TRY_OUT  # its terms hold no pay
    amounts = trying or may_see(request.user, terms.there.rank, today) or opens_another(request.user, row.to_key)
    try:
        given = with_givers(as_it_is(row))
    except DomainError as refused:
        given, trouble = [], trouble or refused.sentence
    context = _terms_context(row, terms, amounts) | {
        "amounts": amounts,
        "row": row,
        "seen": drafts.terms_digest(terms.to_json()),
        "trouble": trouble,
        "reason": presentation.reason_for(request.user, row, today),
        "time": time_in_level(row, today),
        "given": given,
        "missing": missing(row),
        "left": left_by(row, today),
    }
    return render(request, "moves/send.html", context, status=status)


def _terms_context(row: MoveRequest, terms: MoveTerms, amounts: bool) -> dict[str, Any]:
    """`amounts`: with what it does to pay in figures, which tell of the band; else with the rule alone."""
    return {
        "terms": terms,
        "shown": presentation.shown(terms, pay=amounts, own=True),
        "sees": presentation.who_sees(terms),
        "kind": row.get_kind_display(),
        "trying": row.kind == MoveKind.TRY_OUT,
        "seat": seat_missing(row),
        "open_now": MoveRequest.objects.open().filter(person=row.person_id).first(),
    }


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Delete one's own draft. Harmless when repeated."""
    row = _own_draft(request, pk, today_of())
    drafts.discard(request=row, by=request.user, today=today_of())
    messages.success(request, _("The draft is deleted. Nobody else has seen it."))
    return redirect("my-moves")


def _own_draft(request: HttpRequest, pk: UUID, today: dt.date) -> MoveRequest:
    row = find(request, pk, today)
    if row.person.user_id != request.user.pk or row.state != RequestState.DRAFT:
        raise Http404
    notices.read_about(request.user, row.pk)
    return row


def _employee(request: HttpRequest) -> Employee:
    found: Employee | None = getattr(request.user, "employee", None)
    if found is None:
        raise DomainError(
            _(
                "This account belongs to nobody on HR’s list of employees, so there is nothing to move from. "
                "Ask HR to connect the two."
            )
        )
    return found


def _level(key: UUID) -> Level | None:
    found = current_levels([key]).get(key)
    return found[0] if found else None
