"""Feedback for whoever asks: the list, asking, reading, and what they do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.web.views.access import own
from ladders.core.form_actions import refusals_on
from ladders.reporting.queries.lines import manager_of

from ...actions import feedback_asking as actions
from ...models import Feedback, FeedbackAsk, Readers, Talk
from ...queries.feedback import Subject, given_by, my_asks, shown_to_asker, subjects_of
from ..feedback_words import reader_words
from ..forms_feedback import AskFeedbackForm


@require_safe
@own
def feedback_list(request: HttpRequest, me: Employee) -> HttpResponseBase:
    """What one is asked, what one asked, what one gave: at most 10 queries with session and user."""
    today = timezone.localdate()
    context = {
        "asked_of_me": list(
            Feedback.objects.asked_of(request.user, today).select_related("ask__by").order_by("ask__due_on", "pk")
        ),
        "asks": my_asks(me, today),
        "given": given_by(request.user, today),
        "today": today,
    }
    return render(request, "growth/feedback.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def feedback_ask(request: HttpRequest, me: Employee) -> HttpResponseBase:
    """Ask colleagues, on a level (`?level=` and its key; the one held otherwise) and a competency (`?for=`)."""
    today = timezone.localdate()
    subjects = subjects_of(me, today)
    if not subjects:
        return render(request, "growth/feedback_ask.html", {"subjects": []})
    subject = _chosen(subjects, request.GET.get("level", ""))
    manager = manager_of(me, today)
    about = request.GET.get("for", "")
    form = AskFeedbackForm(request.POST or None, subject=subject, me=me, manager=manager, chosen=about)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            ask = actions.ask_for_feedback(
                level=subject.key,
                competencies=data["competencies"],
                question=data["question"],
                colleagues=data["colleagues"],
                readers=data["readers"],
                due_on=data["due_on"],
                by=request.user,
            )
            messages.success(request, _("Asked. They are told that something waits, not what."))
            return redirect("feedback-asked", ask.pk)
    context = {"form": form, "subjects": subjects, "subject": subject}
    return render(request, "growth/feedback_ask.html", context, status=422 if form.errors else 200)


@require_safe
@own
def feedback_asked(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """What was given beside what the level asks, for who asked: at most 10 queries. Opening it is reading it."""
    today = timezone.localdate()
    ask = own_or_404(request, pk)
    rows = list(ask.given.select_related("giver", "manager", "talk", "wider_manager"))
    if request.method == "GET":
        actions.read_given(ask=ask, rows=rows, by=request.user)
    manager = manager_of(me, today)
    talk = Talk.objects.visible_to(request.user, today).ahead().filter(employee=me, manager=manager).first()
    answers = [
        (each, reader_words(me, each.row.manager, own=True)[Readers(each.row.readers)], _wider(each.row, manager))
        for each in shown_to_asker(ask, rows, today)
    ]
    context = {"ask": ask, "answers": answers, "talk": talk, "manager": manager, "late": ask.due_on < today}
    return render(request, "growth/feedback_asked.html", context)


@require_POST
@own
def feedback_talk(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Bring it to the talk that is ahead with the manager, or take it off."""
    row = _given_or_404(request, pk)
    off = request.POST.get("bring") == "no"
    manager = manager_of(me, timezone.localdate())
    talk = None if off else Talk.objects.visible_to(request.user).ahead().filter(employee=me, manager=manager).first()
    if talk is None and not off:
        messages.error(request, _("Set a date for a talk with your manager first."))
        return redirect("feedback-asked", row.ask_id)
    actions.bring_to_talk(feedback=row, talk=talk, by=request.user)
    told = _("It is on the agenda: %(name)s reads it there.") % {"name": manager}
    messages.success(request, _("Taken off the agenda.") if off else told)
    return redirect("feedback-asked", row.ask_id)


@require_POST
@own
def feedback_wider(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Ask its giver whether more people may read it."""
    row = _given_or_404(request, pk)
    wanted = request.POST.get("readers", "")
    if wanted not in {str(each.value) for each in Readers}:
        messages.error(request, _("Say who else is to read it."))
        return redirect("feedback-asked", row.ask_id)
    actions.ask_wider(feedback=row, readers=Readers(int(wanted)), by=request.user)
    messages.success(request, _("Asked. Nothing changes until %(name)s says yes.") % {"name": row.giver})
    return redirect("feedback-asked", row.ask_id)


@require_POST
@own
def feedback_remove(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Remove what one asked, with what was given. A second click leads back, and so does what is somebody else's."""
    ask = FeedbackAsk.objects.visible_to(request.user).filter(pk=pk).first()
    if ask is not None:
        actions.remove_ask(ask=ask, by=request.user)
    messages.success(request, _("Removed, with all that was given."))
    return redirect("feedback")


def own_or_404(request: HttpRequest, pk: int) -> FeedbackAsk:
    """What this reader asked; for anybody else there is none."""
    return get_object_or_404(FeedbackAsk.objects.visible_to(request.user), pk=pk)


def _given_or_404(request: HttpRequest, pk: int) -> Feedback:
    rows = Feedback.objects.visible_to(request.user).filter(ask__by__user=request.user.pk)
    return get_object_or_404(rows.select_related("giver"), pk=pk)


def _chosen(subjects: list[Subject], key: str) -> Subject:
    return next((each for each in subjects if str(each.key) == key), subjects[0])


def _wider(row: Feedback, manager: Employee | None) -> list[tuple[int, str]]:
    """What can be asked of the giver: further readers, or the manager of today instead of a former one."""
    if row.written_at is None or row.wider_readers is not None:
        return []
    found = []
    if manager and manager.pk != row.giver_id and (row.readers < Readers.MANAGER or row.manager_id != manager.pk):
        found.append((int(Readers.MANAGER), _("May %(name)s read it, too?") % {"name": manager}))
    if row.readers < Readers.REQUESTS:
        found.append((int(Readers.REQUESTS), _("May I choose it for a request?")))
    return found
