"""Pages of whoever asks: oneself, and the representative."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.core.access import requires
from ladders.core.form_actions import carry_out, told_refusals
from ladders.core.permissions import Permission
from ladders.insights.queries.country_rules import rules_for

from ..actions.requests import agree, ask, ask_for, reader_of, representatives_of, withdraw
from ..models import InformationRequest
from .forms import AskForForm, AskForm
from .presentation import shown


@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest) -> HttpResponseBase:
    """What one may know, the form to ask, and what was asked so far: at most 9 queries with session and user."""
    person = getattr(request.user, "employee", None)
    if person is None:
        if request.method == "POST":
            raise Http404
        return render(request, "pay_information/nobody.html")
    representatives = representatives_of(person)
    form = AskForm(request.POST or None, representatives=representatives)
    if done := carry_out(
        form,
        lambda data: ask(
            by=request.user,  # type: ignore[arg-type]
            representative=data.get("representative"),
            question=data["question"],
        ),
    ):
        messages.success(request, _("HR has your request and answers by %(day)s.") % {"day": _day(done.result)})
        return redirect("pay-information")
    rows = list(InformationRequest.objects.of(request.user).select_related("representative"))
    today = timezone.localdate()
    context = {
        "form": form,
        "waiting": [row for row in rows if row.state == "waiting"],
        "asked": [row for row in rows if row.state != "waiting"],
        "open": any(row.state == "open" for row in rows),
        "entered": next((row for row in rows if row.state == "open" and row.recorded_by_id), None),
        "late": any(row.is_late(today) for row in rows),
        "rules": rules_for(person.country, today),
        "represents": {user.pk for user in representatives},
    }
    return render(request, "pay_information/mine.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REPRESENT_EMPLOYEES)
def for_others(request: HttpRequest) -> HttpResponseBase:
    """Requests in the name of others: at most 8 queries with session and user."""
    form = AskForForm(request.POST or None, by=request.user)  # type: ignore[arg-type]
    if carry_out(
        form,
        lambda data: ask_for(person=data["person"], question=data["question"], by=request.user),  # type: ignore[arg-type]
    ):
        messages.success(request, _("The person is asked to agree. Until then nobody else hears of it."))
        return redirect("pay-information-for-others")
    rows = InformationRequest.objects.represented_by(request.user).select_related("employee")[:200]
    context = {"form": form, "rows": rows, "today": timezone.localdate()}
    return render(request, "pay_information/for_others.html", context, status=422 if form.errors else 200)


@require_safe
def answer_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An answer, for the person and for whom they let read it: 5 queries with session and user."""
    row = _own_or_represented(request, pk)
    answer = getattr(row, "answer", None)
    if answer is None:
        raise Http404
    context = {
        "request_row": row,
        "answer": answer,
        "shown": shown(answer.content),
        "own": row.employee.user_id == request.user.pk,
        "reader": reader_of(row),
    }
    return render(request, "pay_information/answer.html", context)


@require_POST
def agree_deed(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Agree to what a representative asks in one's name, or not."""
    asked = get_object_or_404(InformationRequest.objects.of(request.user).select_related("representative"), pk=pk)
    agrees = request.POST.get("agrees") == "yes"
    with told_refusals(request):
        row = agree(request=asked, agrees=agrees, by=request.user)  # type: ignore[arg-type]
        if row.state == "open":
            messages.success(request, _("HR has the request and answers by %(day)s.") % {"day": _day(row)})
            if row.representative is None:
                gone = _("%(name)s no longer represents you and does not read the answer.")
                messages.info(request, gone % {"name": asked.representative})
        else:
            messages.success(request, _("Nothing goes to HR."))
    return redirect("pay-information")


@require_POST
def withdraw_deed(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Take a request back."""
    row = _own_or_represented(request, pk)
    own = row.employee.user_id == request.user.pk
    with told_refusals(request):
        withdraw(request=row, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("It is taken back. Nobody asks you why."))
    return redirect("pay-information" if own else "pay-information-for-others")


def _own_or_represented(request: HttpRequest, pk: uuid.UUID) -> InformationRequest:
    rows = InformationRequest.objects.read_by(request.user)
    return get_object_or_404(rows.select_related("employee", "representative", "answer__sent_by"), pk=pk)


def _day(row: InformationRequest) -> str:
    from django.utils.formats import date_format

    return date_format(row.due_on, "j F Y") if row.due_on else ""
