"""Reason files as a list: its columns, its orders, and all of it as a workbook. What stands in the files is no part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Employee
from ladders.core.lists.kinds import Column, Field, Holds, ListKind, register_list
from ladders.core.lists.sheets import Cells, day, sheets
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked

from ..models import ReasonFile

PERSON, CATEGORY = "person", "category"
ABOUT = [("", lazy("All")), (PERSON, lazy("One person")), (CATEGORY, lazy("A category"))]


def files_asked(user: Any, query: Mapping[str, Any]) -> QuerySet[ReasonFile]:
    """What this user may read, as an address narrows it: without an order or the content, and no query but those of roles."""
    rows = ReasonFile.objects.visible_to(user).select_related("employee", "made_by").defer("content")
    if words := words_asked(query):
        named = Q(employee__in=Employee.objects.matching(words).values("pk"))
        rows = rows.filter(named | Q(category__iexact=words) | Q(legal_entity__icontains=words))
    if (about := query.get("about", "")) in (PERSON, CATEGORY):
        rows = rows.filter(employee__isnull=about == CATEGORY)
    return rows


CELLS: Cells = {
    "number": (lazy("Employee number"), lambda row: row.employee.number if row.employee else ""),
    "name": (lazy("Name"), lambda row: row.employee.name if row.employee else ""),
    "category": (lazy("Category"), lambda row: row.category),
    "entity": (lazy("Legal entity"), lambda row: row.legal_entity),
    "day": (lazy("As of"), lambda row: row.day),
    "by": (lazy("Made by"), lambda row: str(row.made_by)),
    "made": (lazy("Made on"), lambda row: day(row.made_at)),
}


FILES = register_list(
    ListKind(
        name="reason-files",
        title=lazy("Reason files"),
        address="reason-files",
        may=lambda user: bool(user.has_perm(Permission.VIEW_PAY_EQUITY)),
        columns=(
            Column("about", lazy("About"), ("number", "name", "category"), fixed=True),
            Column("entity", lazy("Legal entity"), ("entity",), sort=("legal_entity", "pk")),
            Column("day", lazy("As of"), ("day",), sort=("day", "pk"), down=True, holds=Holds.DAYS),
            Column("by", lazy("Made by"), ("by",)),
            Column("made", lazy("Made on"), ("made",), sort=("made_at", "pk"), down=True, holds=Holds.DAYS),
        ),
        fields=(Field("q", lazy("Name, number or category")), Field("about", lazy("About"), lambda user: ABOUT)),
        sheet=sheets(lazy("Reason files"), "reason-files", CELLS, files_asked),
        usual="-made",
    )
)
