"""The organisation's rules about careers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.audit import changes, record

from ..models import CareerPolicy


def change_policy(*, values: dict[str, Any], by: Any) -> bool:
    """Change the rules; False where nothing differs."""
    with transaction.atomic():
        CareerPolicy.objects.get_or_create(pk=1)
        policy = CareerPolicy.objects.select_for_update().get(pk=1)
        detail = changes({name: getattr(policy, name) for name in values}, values)
        if not detail:
            return False
        for name, value in values.items():
            setattr(policy, name, value)
        policy.save()
        record(by=by, verb="careers.policy.changed", subject=_("Rules about careers"), detail=detail)
    return True
