"""Pages of HR: what is asked, one request with its draft, and where figures of small groups go."""

from __future__ import annotations

import json
import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee, User
from accounts.queries import people_holding
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.core.access import requires
from ladders.core.canonical import digest_of
from ladders.core.errors import DomainError
from ladders.core.form_actions import carry_out
from ladders.core.lists.page import ListPage
from ladders.core.lists.views import one_page, shows
from ladders.core.permissions import Permission

from ..actions.recipients import say_recipient
from ..actions.requests import answerers_of, enter_received, needs_another, reader_of, send, take_out
from ..models import InformationRequest, SmallGroupRecipient, YearlyNotice
from ..queries.drafts import draft_answer
from .forms import ReceivedForm, RecipientForm, SendForm, TakeOutForm
from .presentation import average_lines, shown
from .request_list import REQUESTS, requests_asked, usual_order

PAGE = 50


@require_safe
@requires(Permission.ANSWER_PAY_REQUESTS)
@shows(REQUESTS)
def request_list(request: HttpRequest, seen_list: ListPage) -> HttpResponseBase:
    """What waits for an answer, the first due first, or what ended, and who was told: 9 queries with session and user."""
    asked, today = seen_list.kept, timezone.localdate()
    rows = requests_asked(request.user, asked)
    waiting = InformationRequest.objects.to_answer(request.user)
    context = one_page(request, seen_list, rows, PAGE, seen_list.order.names or usual_order(asked))
    for row in context["rows"]:
        row.late = row.is_late(today)
    context |= {
        "late": waiting.filter(due_on__lt=today).count(),
        "today": today,
        "told": YearlyNotice.objects.filter(year=today.year).count(),
        "mute": Employee.objects.working_on(today).filter(user=None).count(),
    }
    return render(request, "pay_information/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER_PAY_REQUESTS)
def received_page(request: HttpRequest) -> HttpResponseBase:
    """Enter what somebody asked on paper: at most 4 queries with session and user."""
    user: Any = request.user
    form = ReceivedForm(request.POST or None, by=user, initial={"received_on": timezone.localdate()})
    if done := carry_out(form, lambda data: enter_received(by=user, **data)):
        row = done.result
        messages.success(
            request,
            _("Entered. The answer is due by %(day)s.")
            % {"day": date_format(row.due_on or timezone.localdate(), "j F Y")},
        )
        return redirect("pay-information-request", row.pk)
    return render(request, "pay_information/received.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER_PAY_REQUESTS)
def request_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """One request: its draft to be checked and sent, or what was sent. Looking at it stands in the log of the person's pay."""
    row = _answerable(request, pk)
    if _needs_another(request, row):
        return _entered(request, row)
    seen(by=request.user, employees=[row.employee_id], kind=AccessKind.PERSON)
    if row.state != "open":
        answer = getattr(row, "answer", None)
        context = {"request_row": row, "answer": answer, "shown": shown(answer.content) if answer else None}
        return render(request, "pay_information/ended.html", context)
    draft = draft_answer(row, timezone.localdate())
    withheld = draft.withheld is not None
    form = SendForm(request.POST or None, withheld=withheld, initial={"seen": digest_of(draft.content)})
    if request.method == "POST" and form.is_valid():
        try:
            send(
                request=row,
                words=form.cleaned_data["words"],
                handed_to=form.cleaned_data.get("handed_to", ""),
                seen=form.cleaned_data["seen"],
                by=request.user,  # type: ignore[arg-type]
            )
        except DomainError as error:
            form.add_error(None, error.sentence)
            looked_at = request.POST.copy()
            looked_at["seen"] = digest_of(draft.content)  # what the page shows now
            form.data = looked_at
        else:
            messages.success(request, _("The answer is sent. It is kept as it is."))
            return redirect("pay-information-requests")
    context = {
        "request_row": row,
        "form": form,
        "shown": shown(draft.content),
        "withheld": withheld,
        "reader": reader_of(row),
        "needs_words": draft.needs_words,
        "take_out": TakeOutForm(),
        "today": timezone.localdate(),
    }
    return render(request, "pay_information/request.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.ANSWER_PAY_REQUESTS)
def take_out_deed(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Take out what was entered by mistake."""
    row, user = _answerable(request, pk), cast("User", request.user)
    form = TakeOutForm(request.POST)
    if carry_out(form, lambda data: take_out(request=row, reason=data["reason"], by=user)):
        messages.success(request, _("It is taken out. If it belongs to another person or day, enter it there."))
        return redirect("pay-information-requests")
    for sentences in form.errors.values():
        messages.error(request, " ".join(map(str, sentences)))
    return redirect("pay-information-request", row.pk)


@require_safe
@requires(Permission.ANSWER_PAY_REQUESTS)
@requires(Permission.VIEW_PAY_EQUITY)
def withheld_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The figures of a group that is too small, to be printed and handed to whoever may know them; never to the person."""
    row = _answerable(request, pk)
    if _needs_another(request, row):
        return render(request, "pay_information/out_of_reach.html", {"request_row": row}, status=403)
    seen(by=request.user, employees=[row.employee_id], kind=AccessKind.PERSON)
    answer = getattr(row, "answer", None)
    if answer is not None:
        found, content = (json.loads(answer.withheld) if answer.withheld else None), answer.content
    else:
        draft = draft_answer(row, timezone.localdate())
        found, content = draft.withheld, draft.content
    if found is None or row.state == "withdrawn":
        raise Http404
    if not request.user.reaches_entity(Permission.VIEW_PAY_EQUITY, found["employer"]):  # type: ignore[union-attr]
        return render(request, "pay_information/out_of_reach.html", {"request_row": row}, status=403)
    context = {"request_row": row, "found": found, "lines": average_lines(found), "shown": shown(content)}
    return render(request, "pay_information/withheld.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_RULES)
def recipients_page(request: HttpRequest) -> HttpResponseBase:
    """Where figures of small groups go, by country."""
    form = RecipientForm(request.POST or None)
    if carry_out(form, lambda data: say_recipient(by=request.user, **data)):
        messages.success(request, _("From now on the figures go there."))
        return redirect("pay-information-rules")
    context = {"form": form, "rows": SmallGroupRecipient.objects.all()}
    return render(request, "pay_information/rules.html", context, status=422 if form.errors else 200)


def _needs_another(request: HttpRequest, row: InformationRequest) -> bool:
    return row.state == "open" and needs_another(row, cast("User", request.user))


def _entered(request: HttpRequest, row: InformationRequest) -> HttpResponse:
    """For whoever entered it and may not answer alone: who does, and the way to take it out. No figures."""
    others = answerers_of(row)
    context = {
        "request_row": row,
        "others": others,
        "keepers": [] if others else people_holding(Permission.MANAGE_ROLES, None),
        "take_out": TakeOutForm(),
        "today": timezone.localdate(),
    }
    return render(request, "pay_information/entered.html", context, status=403 if request.method == "POST" else 200)


def _answerable(request: HttpRequest, pk: uuid.UUID) -> InformationRequest:
    rows = InformationRequest.objects.answered_by(request.user)
    return get_object_or_404(rows.select_related("employee", "representative", "recorded_by", "answer__sent_by"), pk=pk)
