"""Deeds that wait for a second person as they are called: tried out, kept as data, and done when they are confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from ..audit import opened
from ..audit_reading import changes
from ..errors import DomainError
from ..models import Approval, AuditEntry
from .actions import Line, ask
from .kinds import Payload

P = ParamSpec("P")
R = TypeVar("R")

_confirmed: ContextVar[bool] = ContextVar("confirmed", default=False)
_deeds: dict[str, Callable[..., Any]] = {}


class AskedSecondPerson(Exception):
    """A deed waits for a second person. The request leads to the page of `approval` (see the middleware)."""

    def __init__(self, approval: Approval) -> None:
        super().__init__(str(approval))
        self.approval = approval


class _TriedOut(Exception):
    """Ends the trial of a deed, so that nothing of it stays."""


def takes_two(
    kind: str,
    *,
    where: Callable[[], bool],
    key: Callable[[dict[str, Any]], str],
    about: Callable[[dict[str, Any]], int | None] = lambda _values: None,
    also: Callable[[dict[str, Any]], list[Line]] = lambda _values: [],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate an action with keywords only, one of them `by`: where `where()` holds, a second person has to confirm it.

    The action is tried out first, so that whatever stands in its way is said at once; what it would write into the audit
    trail, and what `also` adds, is what the second person reads. Then AskedSecondPerson is raised, outside any transaction
    of the caller's. Whoever calls it gives `why`, where the deed has no `reason` of its own. The system's own calls (`by`
    None) need nobody.
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        _deeds[action.__name__] = action

        @wraps(action)
        def asking(*args: P.args, **kwargs: P.kwargs) -> R:
            if _confirmed.get() or kwargs.get("by") is None or not where():
                return action(*args, **kwargs)
            values = {name: value for name, value in kwargs.items() if name not in ("by", "why")}
            entry = _try_out(action, kwargs)
            why = str(kwargs.get("why") or kwargs.get("reason") or "")
            lines = [*((each.name, each.before, each.after) for each in changes(entry)), *also(values)]
            raise AskedSecondPerson(
                ask(
                    kind=kind,
                    key=key(values),
                    subject=entry.subject,
                    payload={"deed": action.__name__, "values": _kept(values), "about": about(values)},
                    shown=[line for line in lines if line != (_("reason"), "", why)],  # which stands above them
                    reason=why,
                    by=kwargs["by"],
                    about=about(values),
                )
            )

        return asking

    return decorate


def _try_out(action: Callable[..., Any], kwargs: dict[str, Any]) -> AuditEntry:
    """The entry that the deed would write. Raises DomainError where it would change nothing, or cannot be done."""
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            action(**kwargs)
            found = AuditEntry.objects.filter(pk__gt=last, by=kwargs["by"]).order_by("-pk").first()
            entry = opened([found])[0] if found else None  # here: the key that seals it may go with the trial
            raise _TriedOut
    except _TriedOut:
        if entry is None:
            raise DomainError(_("Nothing was changed: it is so already.")) from None
        return entry


def carry_out(payload: Payload, by: Any) -> None:
    """Do what was asked for and is confirmed now."""
    token = _confirmed.set(True)
    try:
        _deeds[payload["deed"]](**values_of(payload), by=by)
    finally:
        _confirmed.reset(token)


def values_of(payload: Payload) -> dict[str, Any]:
    """What the deed is called with, but for `by` and `why`. Raises DomainError where something of it is gone."""
    values: dict[str, Any] = _read(payload["values"])
    return values


def _kept(value: Any) -> Any:
    """A value as JSON: rows by their keys, days and amounts by name."""
    match value:
        case models.Model():
            return {"row": value._meta.label, "pk": value.pk}
        case dt.date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"amount": str(value)}
        case dict():
            return {"values": {name: _kept(each) for name, each in value.items()}}
        case list() | tuple():
            return [_kept(each) for each in value]
    return value


def _read(value: Any) -> Any:
    """The other way round. Raises DomainError for a row that is gone."""
    match value:
        case {"row": label, "pk": pk}:
            row = apps.get_model(label)._base_manager.filter(pk=pk).first()
            if row is None:
                raise DomainError(_("What this is about was removed meanwhile. Decline it."))
            return row
        case {"day": text}:
            return dt.date.fromisoformat(text)
        case {"amount": text}:
            return Decimal(text)
        case {"values": values}:
            return {name: _read(each) for name, each in values.items()}
        case list():
            return [_read(each) for each in value]
    return value
