"""One talk, for the two who have it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.web.views.access import own, sent_again
from ladders.core.calendar_files import CalendarEntry, calendar_file
from ladders.core.errors import StaleError
from ladders.core.form_actions import carry_out, tell_saved
from ladders.reporting.queries.lines import is_manager_of

from ...actions import talks as actions
from ...models import PrivateNote, Talk, TalkEntry, TalkPart
from ...queries.agenda import Agenda, agenda_of, history
from ..forms import EntryForm, HeldForm, PrivateNoteForm, TalkForm

USUAL_MINUTES = 60


@require_safe
@own
def talk_page(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Agenda, notes and what each keeps to themselves; `?view=print` for paper, without private notes."""
    return _page(request, me, talk_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@own
def talk_move(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Another day, time or place."""
    talk = talk_or_404(request, pk)
    form = TalkForm(request.POST or None, talk=talk)
    if done := carry_out(form, lambda data: actions.move_talk(talk=talk, by=request.user, **data)):
        said = _("Kept, and %(name)s is told of it.") % {"name": talk.other(me)}
        tell_saved(request, said, changed=done.result)
        return redirect("talk", pk)
    context = {"form": form, "other": talk.other(me), "talk": talk}
    return render(request, "growth/talk_form.html", context, status=422 if form.errors else 200)


@require_POST
@own
def talk_off(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Call it off."""
    talk = actions.call_off(talk=talk_or_404(request, pk), by=request.user)
    messages.success(request, _("Called off, and %(name)s is told of it.") % {"name": talk.other(me)})
    return redirect("talks")


@require_POST
@own
def talk_held(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """It took place."""
    talk = talk_or_404(request, pk)
    form = HeldForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say on which day you talked."))
        return redirect("talk", pk)
    actions.hold_talk(talk=talk, on=form.cleaned_data["on"], by=request.user)
    messages.success(request, _("Noted: you have talked. Write down what you want to keep, and plan the next one."))
    return redirect("talk", pk)


@require_POST
@own
def talk_not_held(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """It did not take place after all."""
    actions.not_held(talk=talk_or_404(request, pk), by=request.user)
    messages.success(request, _("It counts as a date to come again. Move it to another day."))
    return redirect("talk", pk)


@require_POST
@own
def entry_write(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """A point, a note, or something agreed."""
    talk = talk_or_404(request, pk)
    form = EntryForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.write_entry(talk=talk, part=TalkPart(data["part"]), text=data["text"], by=request.user)
        messages.success(request, _("Written. Both of you read it."))
    else:
        messages.error(request, _("Write something first, of at most 4,000 characters."))
    return redirect("talk", pk)


@require_POST
@own
def entry_remove(request: HttpRequest, me: Employee, pk: int, entry: int) -> HttpResponseBase:
    """Take out what one wrote. A second click leads back."""
    talk = talk_or_404(request, pk)
    row = TalkEntry.objects.filter(talk=talk, pk=entry).first()
    if row is not None:
        if row.by_id != me.pk:
            raise Http404
        actions.remove_entry(entry=row, by=request.user)
    messages.success(request, _("Taken out."))
    return redirect("talk", pk)


@require_POST
@own
def private_note(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Keep one's private note."""
    talk = talk_or_404(request, pk)
    form = PrivateNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, me, talk, form, status=422)
    data = form.cleaned_data
    try:
        note = actions.keep_private_note(talk=talk, text=data["text"], seen=data["seen"], by=request.user)
    except StaleError as error:
        current = error.current
        assert isinstance(current, PrivateNote)
        form = PrivateNoteForm(sent_again(request, current.revision))
        form.add_error(None, error.sentence)
        return _page(request, me, talk, form, status=409)
    messages.success(request, _("Kept for you alone.") if note else _("Your private note is removed."))
    return redirect("talk", pk)


@require_safe
@own
def calendar(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """The date for one's own calendar: what it is about stays here."""
    talk = talk_or_404(request, pk)
    starts = timezone.make_aware(dt.datetime.combine(talk.on, talk.at)) if talk.at else None
    site = settings.SITE_URL.rstrip("/")
    entry = CalendarEntry(
        uid=f"talk-{talk.pk}@{site.partition('://')[2].partition('/')[0].partition(':')[0] or 'localhost'}",
        day=talk.on,
        starts=starts,
        minutes=USUAL_MINUTES,
        title=_("Talk with %(name)s") % {"name": talk.other(me)},
        text=_("What you want to talk about is in Ladders."),
        place=talk.place,
        url=site + reverse("talk", args=[talk.pk]),
        number=talk.changes,
        made=timezone.now(),
        called_off=talk.called_off_at is not None,
    )
    response = HttpResponse(calendar_file(entry), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="talk-{talk.on:%Y-%m-%d}.ics"'
    return response


def talk_or_404(request: HttpRequest, pk: int) -> Talk:
    """The talk, for the two who have it; for anybody else there is none."""
    rows = Talk.objects.visible_to(request.user).select_related("employee__user", "manager__user")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest, me: Employee, talk: Talk, form: PrivateNoteForm | None = None, status: int = 200
) -> HttpResponseBase:
    today = timezone.localdate()
    note = PrivateNote.objects.visible_to(request.user).filter(talk=talk).first()
    entries = list(TalkEntry.objects.visible_to(request.user, today).filter(talk=talk).select_related("by"))
    ahead = talk.held_at is None and talk.called_off_at is None
    works = is_manager_of(talk.manager, talk.employee, today)
    others = history(talk, request.user, today)
    context = {
        "talk": talk,
        "me": me,
        "other": talk.other(me),
        "mine": talk.employee_id == me.pk,
        "ahead": ahead,
        "works": works,
        "today": today,
        "late": ahead and talk.on < today,
        "agenda": agenda_of(talk, today) if ahead else Agenda(),
        "points": [each for each in entries if each.part == TalkPart.POINT],
        "notes": [each for each in entries if each.part == TalkPart.NOTE],
        "agreed": [each for each in entries if each.part == TalkPart.AGREED],
        "note": note,
        "note_form": form or PrivateNoteForm(initial={"text": note.text if note else "", "seen": _seen(note)}),
        "note_lost": note is not None and note.text is None,
        "others": others,
        "next": next((each for each in others if each.held_at is None and each.called_off_at is None), None),
        "print": request.GET.get("view") == "print",
    }
    return render(request, "growth/talk.html", context, status=status)


def _seen(note: PrivateNote | None) -> int:
    return note.revision if note else 0
