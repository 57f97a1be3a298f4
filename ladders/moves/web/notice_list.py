"""What somebody was told as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.choices import choices_of
from ladders.core.lists.kinds import Column, Field, Holds, ListKind, Order, Sheet, anybody, register_list
from ladders.core.lists.sheets import moment
from ladders.core.lists.stream import TOGETHER
from ladders.core.xlsx import Cell

from ..models.notices import Notice, NoticeQuerySet
from ..notifications.text import told
from ..notifications.topics import KINDS_OF, Topic

UNREAD = "unread"


def notices_asked(user: Any, query: QueryDict) -> NoticeQuerySet:
    """One's own, as an address narrows them, without an order: no query."""
    rows, topic = Notice.objects.visible_to(user).select_related("step"), query.get("topic", "")
    rows = rows.unread() if query.get("show") == UNREAD else rows
    return rows.filter(kind__in=KINDS_OF[Topic(topic)]) if topic in list(Topic) else rows


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """All that the list shows: 2 queries, and for each 2,000 those of `told`."""
    rows = notices_asked(user, query).order_by(*order.names)
    headings = {
        "what": _("What"),
        "words": _("In words"),
        "about": _("About"),
        "state": _("Where it stands"),
        "due": _("Answer by"),
        "when": _("When"),
        "read": _("Read"),
    }
    name = f"notices-{timezone.localdate():%Y-%m-%d}"
    return Sheet(_("Notices"), name, headings, _rows(user, rows), rows.count())


def _rows(user: Any, rows: NoticeQuerySet) -> Iterator[list[Cell]]:
    every = rows.iterator(chunk_size=TOGETHER)
    while some := list(islice(every, TOGETHER)):
        for each in told(some, user, timezone.localdate()):
            read = _("yes") if each.read else _("no")
            yield [each.subject, each.sentence, each.concerns, each.state, each.due_on, moment(each.on), read]


NOTICES = register_list(
    ListKind(
        name="notices",
        title=lazy("Notices"),
        address="notices",
        may=anybody,
        columns=(
            Column("what", lazy("What"), ("what", "words", "due", "read"), fixed=True),
            Column("about", lazy("About"), ("about",)),
            Column("state", lazy("Where it stands"), ("state",)),
            Column("when", lazy("When"), ("when",), sort=("created_at", "pk"), down=True, fixed=True, holds=Holds.DAYS),
        ),
        fields=(
            Field("show", lazy("Read or not"), lambda user: [("", lazy("All")), (UNREAD, lazy("Not read yet"))]),
            Field("topic", lazy("Kind"), lambda user: [("", lazy("All")), *choices_of(Topic)]),
        ),
        sheet=sheet,
        usual="-when",
    )
)
