"""Writes of this room: the organisation's settings."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .approvals.actions import ask
from .approvals.kinds import ApprovalKind
from .audit import changes, record
from .models import Approval, Organisation
from .permissions import Permission
from .single_rows import locked_row


def change_organisation(
    *, values: dict[str, Any], by: Any, why: str = ""
) -> tuple[dict[str, list[Any]], Approval | None]:
    """Store the settings named in `values`: what changed as `{name: [before, after]}`, empty when nothing did.

    That no second person is needed any more takes one itself: it is asked for, with the reason `why`, and the rest is stored.
    Raises DomainError where it cannot be asked for; nothing is stored then.
    """
    with transaction.atomic():
        row = locked_row(Organisation)
        waits = None
        if row.second_publisher and values.get("second_publisher") is False:
            values = {name: value for name, value in values.items() if name != "second_publisher"}
            label = str(Organisation._meta.get_field("second_publisher").verbose_name)
            waits = ask(
                kind="organisation",
                key="second_publisher",
                subject=label[:1].upper() + label[1:],
                payload={"second_publisher": False},
                shown=[(label, _("yes"), _("no"))],
                reason=why,
                by=by,
            )
        return _write(row, values, by), waits


def loosen_organisation(payload: dict[str, Any], by: Any) -> None:
    """What a second person has confirmed."""
    with transaction.atomic():
        _write(Organisation.objects.select_for_update().get(pk=1), payload, by)


def _write(row: Organisation, values: dict[str, Any], by: Any) -> dict[str, list[Any]]:
    found = changes({name: getattr(row, name) for name in values}, values)
    if found:
        for name in found:
            setattr(row, name, values[name])
        row.save(update_fields=list(found))
        record(by=by, verb="core.organisation.changed", subject=row.name, detail=found)
    return found


ORGANISATION = ApprovalKind(
    name="organisation",
    title=lazy("Settings"),
    asks=Permission.MANAGE_SETTINGS,
    confirms=Permission.MANAGE_SETTINGS,
    carry_out=loosen_organisation,
)
