"""What somebody was told, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.core.lists.page import ListPage
from ladders.core.lists.views import one_page, shows
from ladders.moves.models import Notice
from ladders.moves.notifications import text
from ladders.moves.notifications.level_changes import change_of
from ladders.moves.queries import notices

from ..forms_notices import NoticeForm
from ..notice_list import NOTICES, notices_asked
from .base import bar

PAGE = 30


@require_safe
@shows(NOTICES)
def notice_list(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """Notices, latest first: 6 queries with session and user, and 1 for each kind of page they lead to
    beside those of roles."""
    context = one_page(request, seen, notices_asked(request.user, seen.kept), PAGE)
    context["rows"] = text.told(context["rows"], request.user, timezone.localdate())
    return render(request, "moves/notices.html", context | bar(request, "notices"))


@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What the employer changed for this person, as a notice of theirs tells it."""
    rows = Notice.objects.visible_to(request.user).filter(decision__isnull=False)
    notice = get_object_or_404(rows.select_related("decision__version", "decision__by", "recipient__employee"), pk=pk)
    notices.read_one(notice)
    return render(request, "moves/level_change.html", {"change": change_of(notice)})


@require_safe
def lead_on(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To the page that a notice is about, which then counts as read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).exclude(page=""), pk=pk)
    notices.read_one(notice)
    page, _hash, part = notice.page.partition("#")
    name, *args = page.split()
    return redirect(reverse(name, args=args) + (f"#{part}" if part else ""))


@require_POST
def read(request: HttpRequest) -> HttpResponseBase:
    """Mark all as read. Harmless when repeated."""
    notices.read_all(request.user)
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponseBase:
    """At once, once a day, or only in here: for each sort of notices."""
    form = NoticeForm(request.POST or None, initial=notices.ways(request.user))
    if request.method == "POST" and form.is_valid():
        notices.choose_ways(by=request.user, chosen=form.cleaned_data)
        messages.success(request, _("This is how you will be told."))
        return redirect("notice-settings")
    return render(request, "moves/notice_settings.html", {"form": form}, status=422 if form.errors else 200)
