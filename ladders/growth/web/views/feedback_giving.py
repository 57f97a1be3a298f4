"""Feedback for whoever is asked: who reads it, writing, declining, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.careers.web.views.access import own, sent_again
from ladders.core.errors import DomainError, StaleError

from ...actions import feedback_giving as actions
from ...models import Feedback, Readers
from ..feedback_words import reader_words
from ..forms_feedback import GiveFeedbackForm


@require_http_methods(["GET", "HEAD", "POST"])
@own
def feedback_give(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """What is asked, who will read it, and the box to write in: at most 8 queries."""
    row = _own_or_404(request, pk)
    form = GiveFeedbackForm(request.POST or None, feedback=row)
    current: Feedback | None = None
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_feedback(
                feedback=row, text=data["text"], readers=data["readers"], seen=data["seen"], by=request.user
            )
        except StaleError as error:
            current = error.current  # type: ignore[assignment]
            assert current is not None
            form = GiveFeedbackForm(sent_again(request, current.revision), feedback=row)
            form.add_error(None, error.sentence)
            status = 409
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Given. You can correct it until %(name)s has read it.") % {"name": row.ask.by})
            return redirect("feedback-give", pk)
    if form.errors and status == 200:
        status = 422
    return render(request, "growth/feedback_give.html", _context(row, form, current), status=status)


@require_POST
@own
def feedback_decline(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Say no, without a reason."""
    actions.decline(feedback=_own_or_404(request, pk), by=request.user)
    messages.success(request, _("Declined. Nobody is told; it looks as if there was no answer."))
    return redirect("feedback")


@require_POST
@own
def feedback_take_back(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Take it back within some days."""
    actions.take_back(feedback=_own_or_404(request, pk), by=request.user)
    messages.success(request, _("Taken back. Nobody reads it any more."))
    return redirect("feedback")


@require_POST
@own
def feedback_readers(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Let fewer people read it (`readers`), or say whether those may whom who asked would like (`wider`: they, or "no")."""
    row, wanted = _own_or_404(request, pk), request.POST.get("readers", "")
    if "wider" in request.POST:
        answer = request.POST["wider"]
        actions.answer_wider(feedback=row, agreed="" if answer == "no" else answer, by=request.user)
    elif wanted in {str(each.value) for each in Readers}:
        actions.choose_fewer_readers(feedback=row, readers=Readers(int(wanted)), by=request.user)
    else:
        messages.error(request, _("Say who is to read it."))
        return redirect("feedback-give", pk)
    messages.success(request, _("Kept: this page says who reads it now."))
    return redirect("feedback-give", pk)


def _own_or_404(request: HttpRequest, pk: int) -> Feedback:
    rows = Feedback.objects.visible_to(request.user).filter(giver__user=request.user.pk)
    return get_object_or_404(rows.select_related("ask__by", "manager", "wider_manager", "talk"), pk=pk)


def _context(row: Feedback, form: GiveFeedbackForm, current: Feedback | None) -> dict[str, object]:
    today, until = timezone.localdate(), row.may_take_back_until
    words = reader_words(row.ask.by, row.manager)
    wider = reader_words(row.ask.by, row.wider_manager)[Readers(row.wider_readers)] if row.wider_readers else ""
    return {
        "row": row,
        "ask": row.ask,
        "form": form,
        "current": current,
        "open": row.read_at is None and (row.written_at is not None or row.ask.due_on >= today),
        "lapsed": row.written_at is None and row.ask.due_on < today,
        "words": words[Readers(row.readers)],
        "fewer": [(int(each), words[each]) for each in Readers if row.written_at and each < row.readers],
        "wider": wider,
        "until": until if until and until >= today else None,
    }
