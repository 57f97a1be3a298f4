"""Saying where figures of small groups go."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import changes, record
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..models import SmallGroupRecipient

FIELDS = ("recipient", "name", "contact")


def say_recipient(*, country: str, recipient: str, name: str, contact: str, by: Any) -> SmallGroupRecipient:
    """What holds in a country ("": everywhere else). Raises DomainError for a country that is none."""
    require(by, Permission.EDIT_PAY_RULES)
    country = country.strip().upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise DomainError(_("Write the country in two letters, such as DE."))
    after = {"recipient": recipient, "name": name.strip(), "contact": contact.strip()}
    with transaction.atomic():
        row = SmallGroupRecipient.objects.select_for_update().filter(country=country).first()
        before = {field: getattr(row, field) for field in FIELDS} if row else {}
        if before == after:
            assert row is not None
            return row
        row, _made = SmallGroupRecipient.objects.update_or_create(country=country, defaults=after)
        record(
            by=by,
            verb="pay_information.recipient.changed",
            subject=country or "EU",
            detail=changes(before, after),
        )
    return row
