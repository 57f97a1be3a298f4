"""The mail that invites somebody: written down by whoever invites, sent by the way of all mail, and once.

It says what Ladders is and how to get in, and nothing about the person beside their name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.invitation_links import key_of
from accounts.models import Invitation
from ladders.core.models import Organisation
from ladders.core.texts import single_line

from ..models import Mail
from .quick_mail import QuickMail


@dataclass(frozen=True, slots=True)
class InvitationText:
    """What the mail says, in both its forms. `until` is None where the link leads to the company's own sign-in."""

    subject: str
    plain: str
    html: str


def invitation_text(*, name: str, link: str, until: dt.datetime | None, line: str, sender: str) -> InvitationText:
    """The mail in words: 1 query. `line` is a personal one, by `sender`; nothing is said of either where it is empty."""
    here = Organisation.current()
    organisation = single_line(here.name) if here.is_named else ""
    context = {
        "name": single_line(name),
        "here": organisation or _("Your organisation"),
        "hr": _("HR at %(organisation)s") % {"organisation": organisation} if organisation else _("HR"),
        "link": link,
        "until": timezone.localtime(until) if until else None,
        "line": single_line(line),
        "sender": single_line(sender),
        "site": settings.SITE_URL.rstrip("/"),
    }
    return InvitationText(
        _("%(organisation)s: your first sign-in to Ladders") % {"organisation": organisation}
        if organisation
        else _("Your first sign-in to Ladders"),
        render_to_string("emails/invitation.txt", context),
        render_to_string("emails/invitation.html", context),
    )


def invitation_message(mail: Mail, invitation: Invitation, headers: dict[str, str]) -> QuickMail | None:
    """The mail as it leaves: 1 query. None where it would open nothing: the person has signed in meanwhile, has another
    address, or was invited anew.
    """
    user, around = mail.recipient, invitation.round
    if not invitation.is_open(timezone.now()) or not user.email or user.last_login:
        return None
    link, until = f"{settings.SITE_URL.rstrip('/')}{reverse('account_login')}", None
    if invitation.digest:
        if not (key := key_of(invitation, user)):
            return None
        link, until = f"{settings.SITE_URL.rstrip('/')}{reverse('invitation-open', args=[key])}", invitation.expires_at
    sender = around.made_by.name if around.made_by else ""
    said = invitation_text(name=user.name, link=link, until=until, line=around.line, sender=sender)
    found = QuickMail(said.subject, said.plain, to=[user.email], headers=headers)
    found.attach_alternative(said.html, "text/html")
    return found
