"""Mail about band exceptions that end soon, to whoever answers for bands. Once for each exception and end."""

from __future__ import annotations

import datetime as dt

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import PERMISSIONS_OF
from ladders.core.permissions import Permission

from .models import BandException


def remind(today: dt.date | None = None) -> int:
    """Write to whoever approves bands about exceptions that end soon and have no renewal; returns how many those are.

    The mail holds no amounts. It leaves after the commit; a second run on the same day finds nothing more to say.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        rows = list(
            BandException.objects.end_soon(today)
            .filter(reminded_on=None)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("framework", "zone")
        )
        if not rows:
            return 0
        to = _readers()
        if not to:
            return 0  # nobody to write to: they stay on the list, and are found again once there is
        BandException.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=today)
        body = render_to_string("emails/exceptions_end.txt", {"rows": rows})
        transaction.on_commit(lambda: _send(body, to), robust=True)
    return len(rows)


def _send(body: str, to: list[str]) -> None:
    for address in to:
        send_mail(_("Band exceptions that end soon"), body, None, [address])


def _readers() -> list[str]:
    roles = [role for role, verbs in PERMISSIONS_OF.items() if Permission.APPROVE_BANDS in verbs]
    people = User.objects.filter(is_active=True, grants__role__in=roles).distinct().order_by("pk")
    return list(people.values_list("email", flat=True))
