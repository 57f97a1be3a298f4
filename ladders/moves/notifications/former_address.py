"""A mail to the address that somebody signed in with until now: once, by the way of all mail, and without a word of the matter.

Whoever loses an account to another address has no other way to hear of it. The mail names nobody and no other address: it
goes to a mailbox that may be somebody else's one day.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.models import Organisation
from ladders.core.texts import single_line

from ..models import Mail


def write_to_former(addresses: Sequence[tuple[int, str]]) -> None:
    """Write down a mail for each account (id) to its former address; it leaves with the others, and once. In batches."""
    now = timezone.now()
    Mail.objects.bulk_create(
        (Mail(recipient_id=user, former_address=former, made_at=now, try_at=now) for user, former in addresses),
        batch_size=5000,
    )


def former_message(mail: Mail, headers: dict[str, str]) -> EmailMessage:
    """The mail itself: 1 query."""
    organisation = single_line(Organisation.current().name)
    context = {"organisation": organisation, "site": settings.SITE_URL.rstrip("/")}
    subject = _("%(organisation)s: this address no longer opens Ladders") % {"organisation": organisation}
    body = render_to_string("emails/former_address.txt", context)
    return EmailMessage(subject, body, to=[mail.former_address], headers=headers)
