"""Levels of the demo that need a vacant seat, as the organisation's file tells them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.roles import Role
from ladders.careers.actions.seats import need_seat
from ladders.frameworks.models import Level


def load_seats(content: dict[str, Any]) -> None:
    """Write `seats`. The frameworks have to be published before."""
    hr = User.objects.filter(grants__role=Role.HR_ADMIN).earliest("pk")
    published = Level.objects.filter(version__state="published").select_related("version__framework")
    levels = {(level.version.framework.name, level.code): level for level in published}
    for entry in content["seats"]:
        level = levels[entry["framework"], entry["level"]]
        need_seat(framework=level.version.framework, level=level.key, note=entry["note"], by=hr)
