"""Sharing, and taking it back. Nothing of it reaches audit or history: what one shares with whom is one's own business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError

from ..models import Audience, Share, Thing
from .own import oneself


def share(
    *,
    employee: Employee,
    what: Collection[Thing],
    audience: Audience,
    until: dt.date | None,
    by: Any,
    colleague: Employee | None = None,
) -> list[Share]:
    """Let them see these things, until a day or until it is taken back. Sharing again sets the day anew."""
    today = timezone.localdate()
    if not what:
        raise DomainError(_("Choose what you want to share."))
    if until is not None and until < today:
        raise DomainError(_("That day is over. Choose today or a later one, or none."))
    if (audience == Audience.COLLEAGUE) != (colleague is not None):
        raise DomainError(_("Name the colleague with whom you want to share."))
    with transaction.atomic():
        person = oneself(employee, by)
        if colleague is not None:
            if colleague.pk == person.pk:
                raise DomainError(_("You see your own things already. Name somebody else."))
            if not Employee.objects.working_on(today).filter(pk=colleague.pk).exists():
                raise DomainError(_("%(name)s does not work here today. Name somebody else.") % {"name": colleague})
        return [
            Share.objects.update_or_create(
                employee=person, what=thing, audience=audience, colleague=colleague, defaults={"until": until}
            )[0]
            for thing in what
        ]


def revoke(*, employee: Employee, key: int, by: Any) -> None:
    """Take it back: from now on they see nothing of it. Harmless when repeated."""
    with transaction.atomic():
        Share.objects.filter(employee=oneself(employee, by), pk=key).delete()


def revoke_all(*, employee: Employee, by: Any) -> int:
    """Take everything back; how many shares that were."""
    with transaction.atomic():
        return Share.objects.filter(employee=oneself(employee, by)).delete()[0]
