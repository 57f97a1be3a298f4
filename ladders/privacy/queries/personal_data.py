"""Everything that is known about a person, as plain data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from accounts.models import Employee
from ladders.core.audit import opened
from ladders.core.audit_reading import changes, sentence
from ladders.core.models import AuditEntry
from ladders.core.person_keys import mark_of

from ..tables import TABLES, PersonalTable
from .names import request_marks

FORMAT = "ladders-personal-data-1"
BETWEEN_TWO = ("growth.GoalRemark", "growth.Talk", "growth.TalkEntry")  # a manager has of them what they may read today
MOST = 5000  # entries of the audit trail


def everything_about(person: Employee, *, for_hr: bool = False) -> dict[str, Any]:
    """As the schema `personal-data-1` says: one query for each table and its relations, and 4 for the audit trail.

    What two people wrote to each other is given to those two. Names of colleagues stand where they do on the pages.
    `for_hr`: without what is private; HR hands it over, and reads it.
    """
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "person": _row(person, ("id", "sort_name", "user")),
        "account": _row(person.user, ("id", "sort_name", "password", "stored_anew")) if person.user else None,
        "tables": [
            {"table": each.model, "title": str(each.title), "rows": rows}
            for each in TABLES
            if (rows := _rows(each, person, for_hr))
        ],
        "audit": _audit(person),
    }


def _rows(each: PersonalTable, person: Employee, for_hr: bool) -> list[dict[str, Any]]:
    rows = each.rows(person).filter(each.only)
    if for_hr and each.private is not None:
        rows = rows.exclude(each.private)
    if each.model == "moves.Message":
        rows = rows.filter(Q(by=person.user_id) | Q(to=person.user_id))
    if each.model in BETWEEN_TWO:
        model: Any = each.table
        rows = rows.filter(pk__in=model.objects.visible_to(person.user).values("pk"))
    own = {path for path in each.paths if "__" not in path}
    links = [field.name for field in each.table._meta.concrete_fields if field.is_relation and field.name not in own]
    return [_row(row, each.hidden) for row in rows.order_by("pk").select_related(*links)]


def _row(row: Model, hidden: tuple[str, ...]) -> dict[str, Any]:
    return {
        field.name: _plain(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.name not in hidden and not field.primary_key
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Decimal | UUID | Model):
        return str(value)
    return None  # bytes: files and seals, which say nothing


def _audit(person: Employee) -> list[dict[str, Any]]:
    """What was done to them, and by them, latest first."""
    marks = [mark_of(person), *request_marks([person.pk])]
    marks += [f"accounts.user:{person.user_id}"] if person.user_id else []
    mine = Q(about__in=marks) | (Q(by=person.user_id) if person.user_id else Q(pk=None))
    return [
        {
            "at": entry.at.isoformat(),
            "by": entry.by_name,
            "did": sentence(entry),
            "what": entry.subject,
            "changes": [[each.name, each.before, each.after] for each in changes(entry)],
        }
        for entry in opened(AuditEntry.objects.filter(mine)[:MOST])
    ]
