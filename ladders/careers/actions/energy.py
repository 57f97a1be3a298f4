"""Writing and removing what gives one energy. Sealed; nothing of it reaches audit, history, jobs or logs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import StaleError

from ..domain.energy import EnergySource, Load
from ..models import Reflection, Share, Thing
from ..queries.reflections import sealed, unsealed
from .own import oneself


def save_reflection(
    *, employee: Employee, loads: Mapping[EnergySource, Load], divergence: str, text: str, seen: int, by: Any
) -> Reflection:
    """Keep it under seal. Raises StaleError where it changed since revision `seen` (0: nothing was there)."""
    with transaction.atomic():
        person = oneself(employee, by)
        row = Reflection.objects.filter(employee=person).first() or Reflection(employee=person)
        if row.revision != seen:
            raise StaleError(
                _("Your reflection was changed meanwhile, in another tab perhaps. Look at both, then save again."),
                unsealed(row),
            )
        row.sealed = sealed(loads, divergence.strip(), text.strip())
        row.revision += 1
        row.save()
    return row


def remove_reflection(*, employee: Employee, by: Any) -> None:
    """Remove it for good, and stop sharing it. Harmless when repeated."""
    with transaction.atomic():
        person = oneself(employee, by)
        Reflection.objects.filter(employee=person).delete()
        Share.objects.filter(employee=person, what=Thing.ENERGY).delete()
