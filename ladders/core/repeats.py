"""A button pressed twice, or in two tabs: the second press finds what the first one made, and makes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypeVar

from django.db import models
from django.utils import timezone

from .private import SealedTextField

M = TypeVar("M", bound=models.Model)
WITHIN: Final = dt.timedelta(minutes=1)  # nobody says the same thing of the same thing again so soon on purpose


def just_made(model: type[M], *, at: str, **said: Any) -> M | None:
    """The row that says exactly this and was made within the last minute, by its field `at`: 1 query.

    To be asked behind a lock that both presses take, so that the second one sees what the first one wrote.
    """
    sealed = {
        name for name in said if isinstance(model._meta.get_field(name), SealedTextField)
    }  # the database cannot read these
    rows = model._default_manager.filter(**{name: value for name, value in said.items() if name not in sealed})
    recent = rows.filter(**{f"{at}__gt": timezone.now() - WITHIN}).order_by("-pk")
    return next((row for row in recent if all(getattr(row, name) == said[name] for name in sealed)), None)
