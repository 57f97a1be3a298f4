"""What an address asks of the list of people."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ladders.core.inputs import day_said
from ladders.core.lists.kinds import Order
from ladders.core.word_search import words_asked

from ..queries.people import PeopleFilter

STATES = {
    "here": gettext_lazy("Who works here"),
    "unplaced": gettext_lazy("Without a level"),
    "on_purpose": gettext_lazy("No level on purpose"),
    "coming": gettext_lazy("Who starts later"),
    "left": gettext_lazy("Who has left"),
}


def asked_of(get: QueryDict, order: Order) -> PeopleFilter:
    """What cannot be read counts as not asked for."""
    after, state = get.get("after", ""), get.get("state", "")
    return PeopleFilter(
        words=words_asked(get),
        department=get.get("department", "")[:120],
        legal_entity=get.get("entity", "")[:120],
        framework=get.get("framework", "")[:60],
        state=state if state in STATES else "here",
        order=order.names,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None,
    )


def day_of(get: QueryDict) -> dt.date:
    """The day that is looked at; today where none is given or understood."""
    return day_said(get.get("on", "")) or timezone.localdate()
