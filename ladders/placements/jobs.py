"""Placing very many people in the background, and what batches of this room are called where they are taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.batches import BatchKind
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.core.models import Job
from ladders.frameworks.models import Level

from .actions.batches import ENDED, PLACED, place_many, take_back_ended, take_back_placed
from .actions.no_level import SAID, WITHDRAWN, take_back_said, take_back_withdrawn

LARGE = 500  # people: from here on nobody waits for the page
WORK = "placements.place_many"


def have_placed(*, choices: Mapping[int, Level], starts_on: dt.date, by: Any) -> Job:
    """Place these people in the background: employee id → level."""
    title = _("Placing %(n)s people") % {"n": f"{len(choices):,}"}
    args = {
        "levels": {str(person): level.pk for person, level in choices.items()},
        "starts_on": starts_on.isoformat(),
        "by": by.pk,
    }
    return enqueue(WORK, title=title, by=by, args=args)


@job(WORK)
def work(progress: Progress, *, levels: dict[str, int], starts_on: str, by: int) -> dict[str, Any]:
    """All of them or nobody, exactly once."""
    user = get_user_model()._default_manager.get(pk=by)
    there = Level.objects.select_related("version", "grade").in_bulk(set(levels.values()))
    if len(there) != len(set(levels.values())):
        raise DomainError(_("A new version with other levels was published meanwhile. Choose again."))
    choices = {int(person): there[level] for person, level in levels.items()}
    note = _("Placing people")

    def tell(done: int, total: int) -> None:
        progress.tell(done, total, note)

    with transaction.atomic():
        batch = place_many(choices=choices, starts_on=dt.date.fromisoformat(starts_on), by=user, tell=tell)
        progress.hold()
    progress.tell(len(choices), len(choices), note)
    return {"url": f"{reverse('unplaced')}#batch-{batch.pk}"}


PLACED_KIND: Final = BatchKind(
    PLACED, lambda n: ngettext("You placed %(n)s person.", "You placed %(n)s people.", n), "unplaced", take_back_placed
)
ENDED_KIND: Final = BatchKind(
    ENDED,
    lambda n: ngettext("You ended the level of %(n)s person.", "You ended the levels of %(n)s people.", n),
    "people",
    take_back_ended,
)
SAID_KIND: Final = BatchKind(
    SAID,
    lambda n: ngettext(
        "You said of %(n)s person that they hold no level on purpose.",
        "You said of %(n)s people that they hold no level on purpose.",
        n,
    ),
    "people",
    take_back_said,
)
WITHDRAWN_KIND: Final = BatchKind(
    WITHDRAWN,
    lambda n: ngettext(
        "You put %(n)s person back among those without a level.",
        "You put %(n)s people back among those without a level.",
        n,
    ),
    "people",
    take_back_withdrawn,
)
