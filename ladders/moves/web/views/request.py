"""One request: the page for everybody whom it concerns, and what is done on it."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.core.errors import DomainError
from ladders.core.kept_choices import choice_of, forget_choices, keep_choice
from ladders.core.once import known, read_once, reads_once
from ladders.frameworks.labels import level_label
from ladders.moves.actions.evidence import with_givers
from ladders.moves.actions.locks import held_for_answer
from ladders.moves.actions.routing import named_day
from ladders.moves.domain.states import MessageKind, RequestState
from ladders.moves.models import FollowUp, MoveRequest
from ladders.moves.permissions import who_can_see
from ladders.moves.queries import checklist, notices
from ladders.moves.queries.deciders import read_chains
from ladders.moves.queries.equal_pay import effect_of_move
from ladders.moves.queries.left_behind import left_by
from ladders.moves.queries.seats import seat_missing
from ladders.moves.queries.try_outs import what_follows
from ladders.moves.text.new_salary import new_salary_told
from ladders.moves.text.status import status_of, waits_for
from ladders.reporting.person_links import from_moves

from .. import presentation
from ..forms import ConfirmMoveForm
from ..request_actions import DEEDS, Case, offered
from .base import bar, find, today_of

ANSWERS = {"approve", "release", "confirm", "decline", "object"}  # page and answer need the same: read behind the lock
NAMES = {"reason": "reason_form"}  # beside the reason itself


@require_safe
@reads_once
def request_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A request, as what one is to it; a draft leads to its own page. At most 60 queries, whatever stands on it."""
    today = today_of()
    try:
        row = find(request, pk, today)
    except Http404:
        if (passing := presentation.passed_on_by(request.user, pk)) is None:
            raise
        notices.read_about(request.user, pk)
        return render(request, "moves/passed_on.html", bar(request, "inbox") | {"sentence": passing})
    if row.state == RequestState.DRAFT and row.person.user_id == request.user.pk:
        notices.read_about(request.user, row.pk)
        return redirect("move-draft", row.pk)
    return page(request, row, today, _looked_at(request, row, today))


def _looked_at(request: HttpRequest, row: MoveRequest, today: dt.date) -> dict[str, forms.Form] | None:
    """The form that was filled in to see what it does, where the address leads to one and it is still this person's turn."""
    if (sent := choice_of(request)) is None:
        return None
    case = Case(row, request.user, presentation.viewer_role(request.user, row, today), today)
    deed = DEEDS["confirm"]
    return {"confirm": deed.form_for(case, "confirm", sent)} if deed.offered(case) else None


def page(
    request: HttpRequest,
    row: MoveRequest,
    today: dt.date,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms as they were sent where something was wrong with them."""
    user: Any = request.user
    notices.read_about(user, row.pk)
    at = presentation.viewer_role(user, row, today)
    case = Case(row, user, at, today)
    terms = presentation.terms_of(row, today)
    if at.pay and not at.author and terms is not None:
        seen(by=user, employees=[row.person_id], kind=AccessKind.PERSON)
    said = presentation.messages_for(user, row)
    answered = {each.answers_id for each in said}
    # Each form under its own name: `offer_day`, `look_again`.
    found = offered(case) | (bound or {})
    context: dict[str, Any] = {NAMES.get(name, name.replace("-", "_")): form for name, form in found.items()}
    context |= {
        "row": row,
        "elsewhere": [] if at.author else from_moves(user, row.person),
        "at": at,
        "today": today,
        "status": status_of(row, today, user),
        "waits_for": waits_for(row, user),
        "left": left_by(row, today),
        "came_to_nothing": row.state in presentation.ENDED_WITHOUT_EFFECT,
        "shown": presentation.shown(terms, pay=at.pay, own=at.author, row=row, today=today) if terms else None,
        "new_salary": new_salary_told(row) if at.pay else "",
        "named": named_day(row, today),
        "way": presentation.way_of(row, at, today),
        "right_used": presentation.right_used(row, today),
        "readers": who_can_see(row, today),
        "messages_said": said,
        "to_answer": [
            (each, DEEDS["answer"].form(prefix="answer", initial={"question": each.pk}, auto_id=f"id_{each.pk}_%s"))
            for each in said
            if each.kind == MessageKind.QUESTION and each.to_id == user.pk and each.pk not in answered and row.is_open
        ],
        "given": with_givers(row.evidence) if row.submitted_at else [],
        "reason": presentation.reason_for(user, row, today),
        "follow_ups": _follow_ups(row) if at.hr and row.state == RequestState.IN_EFFECT else [],
    }
    if at.author and row.kind == MoveKind.TRY_OUT and row.state == RequestState.IN_EFFECT:
        context |= what_follows(row, today)
    confirm = found.get("confirm")
    if isinstance(confirm, ConfirmMoveForm) and at.pay:
        context["effect"] = effect_of_move(user, row, terms, confirm.new_pay() if confirm.pay_fields() else None)
        context["may_look"] = context["effect"] is not None
    tab = "mine" if at.author else "inbox" if at.step else "all" if at.hr else "inbox"
    return render(request, "moves/request.html", bar(request, tab) | context, status=status)


def _follow_ups(row: MoveRequest) -> list[tuple[FollowUp, str]]:
    return [(each, checklist.words(each.what)) for each in row.follow_ups.select_related("done_by")]


@require_POST
@reads_once
def deed(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """Do one thing. What the rules do not allow is said on the page; nothing has changed then."""
    with held_for_answer(pk) if name in ANSWERS else nullcontext():
        return _deed(request, pk, name)


def _deed(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    today = today_of()
    try:
        row = find(request, pk, today)
    except Http404:
        if presentation.passed_on_by(request.user, pk) is None:
            raise
        return redirect("move", pk)  # there stands when and why it went on
    each = DEEDS.get(name)
    if each is None:
        raise Http404
    if known(held_for_answer):
        read_chains(row, request.user, today)
    case = Case(row, request.user, presentation.viewer_role(request.user, row, today, pay=False), today)
    form = each.form_for(case, name, request.POST)
    looks = name == "confirm" and request.POST.get("do") == "look" and not form.errors
    if looks:
        return redirect(keep_choice(request, at=reverse("move", args=[pk])))
    if not form.is_valid():
        return page(request, row, today, {name: form}, status=422)
    try:
        result = each.run(case, form)
    except DomainError as refused:
        with read_once():  # what was read before the action took its lock does not count on the page as it is now
            return _refused(request, row, today, name, form, refused.sentence)
    messages.success(request, _confirmed(result) if name == "confirm" else str(each.done))
    if name == "confirm":
        forget_choices(request, at=reverse("move", args=[pk]))
    if name == "successor":
        return redirect("move-draft", result.pk)
    return _back(case)


def _confirmed(row: MoveRequest) -> str:
    """From when it holds, once it is scheduled; else what it still waits for: the person's yes to the day, a seat, or both."""
    seat = seat_missing(row)
    day = row.offered_on or row.agreed_on
    values = {
        "name": row.person,
        "level": level_label(row.to_level),
        "day": date_format(day, "j F Y") if day is not None else "",
    }
    if row.offered_on is not None and seat:
        text = _(
            "Confirmed. The day counts once %(name)s agrees to it, and it takes effect only once a vacant seat at "
            "%(level)s is confirmed."
        )
    elif row.offered_on is not None:
        text = _("Confirmed. The day counts once %(name)s agrees to it.")
    elif seat:
        text = _("Confirmed. It takes effect on %(day)s once a vacant seat at %(level)s is confirmed.")
    elif row.state == RequestState.SCHEDULED:
        text = _("Confirmed. It takes effect on %(day)s.")
    else:
        return _("Confirmed.")
    return text % values


def _refused(
    request: HttpRequest, row: MoveRequest, today: dt.date, name: str, form: forms.Form, sentence: str
) -> HttpResponseBase:
    """The page as it is now, with the sentence: beside what was typed where it can still be sent, else above."""
    row = find(request, row.pk, today)
    case = Case(row, request.user, presentation.viewer_role(request.user, row, today), today)
    if DEEDS[name].offered(case) and form.fields:
        form.add_error(None, sentence)
        return page(request, row, today, {name: form}, status=409)
    messages.error(request, sentence)
    return page(request, row, today, status=409)


def _back(case: Case) -> HttpResponseBase:
    """To the request, where one still sees it, as whoever has just answered does until the move takes effect; else to what
    waits."""
    row, step = case.row, case.at.step
    answered = step is not None and step.answered_by_id == case.user.pk and row.state != RequestState.IN_EFFECT
    if answered or MoveRequest.objects.visible_to(case.user, case.today).filter(pk=row.pk).exists():
        return redirect("move", row.pk)
    return redirect("moves-inbox")
