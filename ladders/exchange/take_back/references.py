"""What else in the database refers to rows that would go: nothing may hang in the air."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

WORDS = {
    "compensation.Salary": _("a salary was set for them"),
    "compensation.PayProtection": _("their pay was protected"),
    "placements.Placement": _("they were given a level"),
    "reporting.ReportingLine": _("they were given a manager, or people who report to them"),
    "moves.MoveRequest": _("a request is about them"),
    "accounts.Invitation": _("they were invited to sign in"),
    "accounts.RoleGrant": _("they were given a role"),
    "frameworks.Framework": _("they own a framework"),
    "insights.PaidYear": _("it was brought in what they were paid"),
}
OTHERWISE = _("something was recorded about them")
# Worked out from the row, or sent to whoever never signed in to read it: goes with it.
ALONG = frozenset(
    {
        "compensation.PayPosition",
        "insights.RecordedSex",
        "pay_information.YearlyNotice",
        "moves.Notice",
        "moves.Mail",
        "accounts.BrowserSession",
        "account.EmailAddress",
    }
)
SELF = frozenset({"accounts.Employee"})  # an account's own person


def _relations(model: type[models.Model]) -> list[tuple[type[models.Model], models.Field]]:  # type: ignore[type-arg]
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not (relation.auto_created and not relation.concrete) or field is None or field.many_to_many:
            continue
        if not hasattr(field.model, "pgh_tracked_model") and field.model._meta.app_label != "pghistory":
            found.append((field.model, field))
    return found


def referring(
    model: type[models.Model], rows: Collection[int], made: Mapping[Any, Collection[int]]
) -> dict[str, set[int]]:
    """What was built on these rows of `model`, in words → on which; rows that were `made` with them do not count. 1 query."""
    if not rows:
        return {}
    parts: list[str] = []
    values: list[Any] = []
    for other, field in _relations(model):
        label = other._meta.label
        if label in ALONG | SELF or not getattr(field, "db_constraint", True):
            continue
        key, column = other._meta.pk, field.column
        assert key is not None
        part = f'SELECT DISTINCT %s, "{column}" FROM "{other._meta.db_table}" WHERE "{column}" = ANY(%s)'
        values += [label, list(rows)]
        if other in made:
            part += f' AND "{key.column}" <> ALL(%s)'
            values.append(list(made[other]))
        parts.append(part)
    found: dict[str, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for label, row in cursor.fetchall():
            found.setdefault(str(WORDS.get(label, OTHERWISE)), set()).add(row)
    return found


def delete_along(model: type[models.Model], rows: Collection[int]) -> None:
    """Delete what goes with these rows, and what hangs on that: a fixed number of statements."""
    for other, field in _relations(model):
        if rows and other._meta.label in ALONG:
            theirs: Any = other._base_manager.filter(**{f"{field.name}__in": rows})
            for hanging, its in _relations(other):
                on_them: Any = hanging._base_manager.filter(**{f"{its.name}__in": theirs})
                on_them._raw_delete(on_them.db)
            theirs._raw_delete(theirs.db)
