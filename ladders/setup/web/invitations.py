"""Inviting people, and seeing who has come."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.invitation_actions import company_only
from ladders.core.access import requires
from ladders.core.form_actions import refusals_on, tell_saved
from ladders.core.lists.page import ListPage
from ladders.core.lists.views import one_page, shows
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.moves.notifications.invitation import InvitationText, invitation_text

from ..actions.invitations import invite, set_days
from ..domain.selection import Whom
from ..models import InvitationRule
from ..queries.invitees import (
    RoundPreview,
    departments_of,
    invited_asked,
    numbers_of,
    preview,
    rounds_of,
    with_invitation,
)
from .forms import DaysForm, InviteForm
from .invitation_list import INVITATIONS

EXAMPLE_KEY = "…"
PAGE = 50


@require_safe
@requires(Permission.INVITE_PEOPLE)
@shows(INVITATIONS)
def invitation_list(request: HttpRequest, seen: ListPage) -> HttpResponseBase:
    """Who was invited when, and who has signed in: at most 11 queries with session and user."""
    context = one_page(request, seen, invited_asked(request.user, seen.kept), PAGE)
    numbers, around = numbers_of(request.user, timezone.localdate(), timezone.now()), seen.kept.copy()
    around.pop("state", None)
    context |= {
        "rows": with_invitation(context["rows"]),
        "state": seen.kept.get("state", ""),
        "numbers": [(state.value, state.label, number) for state, number in numbers.items()],
        "everybody": sum(numbers.values()),
        "around": around.urlencode(),
        "rounds": rounds_of(request.user),
    }
    return render(request, "setup/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.INVITE_PEOPLE)
def invite_page(request: HttpRequest) -> HttpResponseBase:
    """Choose who gets it, look at the mail and at whom it goes to (GET), send it (POST).

    One form holds all of it: what is sent is what stands there, and only where that is what was shown (`seen`, `shown`).
    """
    sent = request.POST if request.method == "POST" else request.GET
    if request.POST.get("do") == "show":
        chosen = [(name, text) for name in InviteForm.base_fields for text in request.POST.getlist(name) if text]
        return redirect(f"{reverse('invite')}?{urlencode(chosen)}")
    data = sent.copy()
    if "whom" not in data:
        data["whom"] = (Whom.CHOSEN if data.getlist("people") else Whom.NEW).value
    form = InviteForm(data, departments=departments_of(request.user))
    found: RoundPreview | None = None
    line = ""
    if form.is_valid():
        selection, line = form.selection(), form.cleaned_data["line"]
        if request.method == "POST" and request.POST.get("shown", line).split() != line.split():
            form.add_error("line", _("This is how the mail reads with your line now. Look at it, then send."))
        elif request.method == "POST":
            with refusals_on(form):
                job = invite(
                    selection=selection,
                    line=line,
                    seen=request.POST.get("seen", ""),
                    by=request.user,
                )
                return redirect("job", job.pk)
        found = preview(request.user, selection, timezone.localdate(), timezone.now())
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "days": InvitationRule.current(),
        "company": company_only(),
    }
    if found is not None:
        context["unnamed"] = not Organisation.current().is_named
        context |= {"line": line, "mail": _example(request.user, found, line, context["days"])}
    return render(request, "setup/invite.html", context, status=422 if form.errors else 200)


def _example(user: Any, found: RoundPreview, line: str, days: Any) -> InvitationText:
    """The mail as the first of the recipients would get it, without a key."""
    name = found.example.name if found.example else user.name
    site = settings.SITE_URL.rstrip("/")
    if company_only():
        return invitation_text(
            name=name, link=f"{site}{reverse('account_login')}", until=None, line=line, sender=user.name
        )
    until = timezone.now() + dt.timedelta(days=days)
    link = f"{site}{reverse('invitation')}{EXAMPLE_KEY}/"
    return invitation_text(name=name, link=link, until=until, line=line, sender=user.name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def rules(request: HttpRequest) -> HttpResponseBase:
    """How long a first sign-in link works."""
    form = DaysForm(request.POST or None, initial={"days": InvitationRule.current()})
    if request.method == "POST" and form.is_valid():
        changed = set_days(days=form.cleaned_data["days"], by=request.user)
        tell_saved(request, _("Saved. It holds for links that are sent from now on."), changed=changed)
        return redirect("invitation-rules")
    context = {"form": form, "company": company_only()}
    return render(request, "setup/rules.html", context, status=422 if form.errors else 200)
