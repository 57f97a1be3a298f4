"""My own moves, what waits for my answer, and proposing a move to somebody of my team."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Employee
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.core.errors import DomainError, StaleError
from ladders.core.kept_choices import choice_of, forget_choices, keep_choice
from ladders.core.once import reads_once
from ladders.core.statements import Statement
from ladders.frameworks.models import Level
from ladders.moves.actions import drafts
from ladders.moves.actions.locks import one_at_a_time
from ladders.moves.domain.states import OPEN, RequestState
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MoveRequest, Reason
from ladders.moves.queries import notices, return_rights
from ladders.moves.queries.inbox import inbox_of, proposals_of, questions_to, reasons_for
from ladders.moves.queries.left_behind import left_by
from ladders.moves.queries.seats import seat_missing
from ladders.moves.queries.time_in_level import time_in_level
from ladders.moves.queries.try_outs import running
from ladders.moves.text.status import status_of
from ladders.placements.choices import open_levels
from ladders.placements.queries import levels_on
from ladders.reporting.queries.lines import reports_to, team_of

from .. import presentation
from ..forms_propose import ProposeForm, levels_for
from .base import JOINED, bar, today_of

_requests_of = Statement(lambda person: MoveRequest.objects.filter(person=person).select_related(*JOINED), int)


@require_safe
@reads_once
def my_moves(request: HttpRequest) -> HttpResponse:
    """My request, drafts, proposals to me, rights of return, and what is past: at most 40 queries."""
    today = today_of()
    person: Employee | None = getattr(request.user, "employee", None)
    rows: list[MoveRequest] = []
    if person is not None:
        rows = _requests_of(person.pk)
    current = next((row for row in rows if row.state in OPEN), None)
    at = presentation.viewer_role(request.user, current, today) if current else None
    held = return_rights.held_rights(person, today) if person else []
    if held:
        notices.read_about_rights(request.user)
    status = partial(status_of, today=today, reader=request.user)
    context = {
        "person": person,
        "current": current,
        "status": status(current) if current else "",
        "questions": list(questions_to(request.user).select_related("by")) if current else [],
        "way": presentation.way_of(current, at, today) if current and at else [],
        "readers": presentation.names_of_readers(current, today) if current else [],
        "drafts": [row for row in rows if row.state == RequestState.DRAFT and row.proposer_id is None],
        "proposals": [row for row in rows if row.state == RequestState.DRAFT and row.proposer_id is not None],
        "rights": [
            (
                each,
                return_rights.review_words(each.right, today),
                return_rights.pay_on_return(each.right),
                _to_review(each, today),
            )
            for each in held
        ],
        "try_outs": [(row, status(row)) for row in rows if running(row, today)],
        "past": [(row, status(row)) for row in rows if row.finished and not running(row, today)],
    }
    return render(request, "moves/mine.html", context | bar(request, "mine"))


def _to_review(held: return_rights.HeldRight, today: dt.date) -> list[tuple[Level, list[return_rights.Lapsed]]]:
    return [(level, return_rights.to_review(held.right, level, today)) for level in held.levels]


@require_safe
@reads_once
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for my answer, overdue first, and what I have answered: 10 queries with session and user, 11 for HR."""
    today = today_of()
    person: Employee | None = getattr(request.user, "employee", None)
    found = inbox_of(request.user, today)
    context = {
        "items": found.waiting,
        "today": today,
        "answered": found.answered,
        "reasons": reasons_for(request.user, today),
        "days": found.days,
        "team_asks": found.team_asks,
        "proposed": proposals_of(request.user),
        "team": team_of(person, today) if person else [],
    }
    return render(request, "moves/inbox.html", context | bar(request, "inbox"))


@require_safe
def reason(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reason of a request alone, for its author and those they named, until its day; nobody else finds it (404).

    Whoever is named need not see the request: nothing else of it stands here.
    """
    rows = Reason.objects.readable_by(request.user, today_of()).select_related("request__person")
    row = get_object_or_404(rows, request=pk)
    return render(request, "moves/reason.html", {"reason": row} | bar(request, "inbox"))


@require_http_methods(["GET", "HEAD", "POST"])
@reads_once
def propose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A manager proposes a promotion or a lateral move to somebody who reports to them; nobody else may (404).

    Level and day are chosen first; then everything is shown, and sent from there. What was typed goes along.
    """
    today = today_of()
    manager: Employee | None = getattr(request.user, "employee", None)
    if manager is None:
        raise Http404
    person = get_object_or_404(reports_to(manager, today).select_related("user"), pk=pk)
    # What is sent is read and written under the person's lock.
    with one_at_a_time(person) if "seen" in request.POST else nullcontext():
        return _propose(request, person, today)


def _propose(request: HttpRequest, person: Employee, today: dt.date) -> HttpResponseBase:
    open_levels()  # all at once, the one held among them
    here = levels_on(today, [person.pk]).get(person.pk)
    sent = choice_of(request)
    form: forms.Form = ProposeForm(sent, levels=levels_for(person, here, today) if here else [])
    if request.method == "POST" and "change" in request.POST:
        return redirect(keep_choice(request))
    if sent is not None and "change" not in sent and form.is_valid():
        wanted = {"person": person, "by": request.user, "today": today, **form.cleaned_data}
        try:
            if "seen" in request.POST:
                drafts.propose(**wanted, seen=request.POST["seen"][:64])
                said = _("Proposed. It becomes a request when %(name)s accepts, and not before.")
                messages.success(request, said % {"name": person})
                forget_choices(request)
                return redirect("moves-inbox")
            if request.method == "POST":
                return redirect(keep_choice(request))
            return _proposal_page(request, form, *drafts.proposal(**wanted))
        except StaleError as stale:
            return _proposal_page(request, form, *drafts.proposal(**wanted), trouble=stale.sentence)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
    context = {"person": person, "here": here, "form": form}
    refused_now = request.method == "POST" and form.errors
    return render(request, "moves/propose.html", context, status=422 if refused_now else 200)


def _proposal_page(
    request: HttpRequest, form: forms.Form, row: MoveRequest, terms: MoveTerms, trouble: str = ""
) -> HttpResponse:
    """Everything before it is proposed: the terms, the steps and who is really asked. Pay stands there for who may see it."""
    today = today_of()
    pay = presentation.sees_pay(request.user, row.person)
    if pay:
        seen(by=request.user, employees=[row.person_id], kind=AccessKind.PERSON)
    context = {
        "person": row.person,
        "row": row,
        "form": form,
        "terms": terms,
        "shown": presentation.shown(terms, pay=pay, own=False),
        "kind": row.get_kind_display(),
        "left": left_by(row, today),
        "asked": [each["asked"] for each in row.evidence],
        "seat": seat_missing(row),
        "time": time_in_level(row, today),
        "mark": drafts.terms_digest(terms.to_json()),
        "trouble": trouble,
        "proposing": True,
    }
    return render(request, "moves/propose_look.html", context, status=409 if trouble else 200)
