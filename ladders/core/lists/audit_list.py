"""The audit trail as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ..audit import opened
from ..audit_reading import changes, sentence
from ..audit_words import AREAS
from ..filters import AuditFilter
from ..models import AuditEntry
from ..permissions import Permission
from ..xlsx import Cell
from .kinds import Column, Holds, ListKind, Order, Sheet, register_list
from .sheets import moment

MOST = 100_000  # lines of a workbook: the trail has no end
TOGETHER = 2_000  # entries that are opened at once


def headings() -> dict[str, str]:
    """The first row."""
    return {
        "when": _("When"),
        "who": _("Who"),
        "what": _("Did what"),
        "subject": _("To what"),
        "area": _("Area"),
        "changes": _("Before and after"),
    }


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """The entries asked for, the first 100,000 of them: 2 queries, and at most 4 for each 2,000 to open them."""
    asked = AuditFilter(query, AuditEntry.objects.all())
    entries = asked.qs if asked.form.is_valid() else AuditEntry.objects.none()
    entries = entries.order_by(*order.names)[:MOST]
    name = f"audit-{timezone.localdate():%Y-%m-%d}"
    return Sheet(_("Audit"), name, headings(), _rows(entries), entries.count())


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[list[Cell]]:
    every = entries.iterator(chunk_size=TOGETHER)
    areas = {key: str(label) for key, label in AREAS.items()}
    while some := list(islice(every, TOGETHER)):
        for entry in opened(some):
            told = "; ".join(f"{each.name}: {each.before or '–'} → {each.after or '–'}" for each in changes(entry))
            who = entry.by_name or _("Ladders itself")
            yield [moment(entry.at), who, sentence(entry), entry.subject, areas.get(entry.area, entry.area), told]


AUDIT = register_list(
    ListKind(
        name="audit",
        title=lazy("Audit"),
        address="audit",
        may=lambda user: bool(user.has_perm(Permission.VIEW_AUDIT)),
        columns=(
            Column("when", lazy("When"), ("when",), sort=("at", "pk"), down=True, fixed=True, holds=Holds.DAYS),
            Column("what", lazy("What"), ("who", "what", "subject"), fixed=True),
            Column("area", lazy("Area"), ("area",), shown=False),
            Column("changes", lazy("Before and after"), ("changes",)),
        ),
        narrowed_by=("area", "who", "subject", "since", "until"),
        sheet=sheet,
        usual="-when",
    )
)
