"""Letting go of what has had its time, and setting that time."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.retention import RetainedRows, RetentionKind, retention_kinds

from ..domain.leavers import ELSEWHERE, LEAST, MOST
from ..models import RetentionTime
from ..queries.retention import LEAVERS, leaver_years, times

BATCH = 1000  # rows in one transaction
SECONDS = 600.0  # then it stops; the next run goes on where it stopped


def set_times(*, amounts: Mapping[str, int], by: Any) -> bool:
    """Set how long kinds are kept; False where nothing differs. Raises DomainError for a time out of bounds."""
    kinds = {kind.name: kind for kind in retention_kinds()}
    with transaction.atomic():
        list(RetentionTime.objects.select_for_update())
        before = times()
        changed = {name: amount for name, amount in amounts.items() if before[name] != amount}
        for name, amount in changed.items():
            kind = kinds[name]
            if not kind.least <= amount <= kind.most:
                raise DomainError(
                    _("%(what)s: choose between %(least)s and %(most)s.")
                    % {"what": kind.title, "least": kind.words(kind.least), "most": kind.words(kind.most)}
                )
            RetentionTime.objects.update_or_create(pk=name, defaults={"amount": amount})
        if changed:
            detail = {
                str(kinds[name].title): [kinds[name].words(before[name]), kinds[name].words(amount)]
                for name, amount in changed.items()
            }
            record(by=by, verb="privacy.retention.changed", subject=_("How long data is kept"), detail=detail)
        return bool(changed)


def set_leaver_years(*, years: Mapping[str, int], by: Any) -> bool:
    """Set for how many full years leavers of these countries are kept; False where nothing differs.

    Raises DomainError for years out of bounds.
    """
    with transaction.atomic():
        list(RetentionTime.objects.select_for_update())
        before = leaver_years()
        changed = {name: number for name, number in years.items() if before.get(name, before[ELSEWHERE]) != number}
        for country, number in changed.items():
            if not LEAST <= number <= MOST:
                raise DomainError(_("Choose between %(least)s and %(most)s years.") % {"least": LEAST, "most": MOST})
            RetentionTime.objects.update_or_create(pk=f"{LEAVERS}{country}", defaults={"amount": number})
        if changed:
            detail = {
                country or _("elsewhere"): [before.get(country, before[ELSEWHERE]), number]
                for country, number in changed.items()
            }
            record(
                by=by, verb="privacy.retention.changed", subject=_("Years for which leavers are kept"), detail=detail
            )
        return bool(changed)


def let_go(now: dt.datetime, seconds: float = SECONDS) -> dict[str, int]:
    """Erase what has had its time, some rows at a time, each some in a transaction of its own: kind → how many rows.

    Harmless when it is stopped, repeated or run twice at once: what is left goes with the next run. The audit trail gets a
    count for each kind.
    """
    until = time.monotonic() + seconds
    amounts, counts = times(), {}
    for kind in retention_kinds():
        limit = kind.limit(amounts[kind.name], now)
        gone = sum(_let_go(kind, table, limit, until) for table in kind.tables)
        if gone:
            counts[kind.name] = gone
    return counts


def _let_go(kind: RetentionKind, table: RetainedRows, limit: dt.datetime, until: float) -> int:
    gone = 0
    while time.monotonic() < until:
        with transaction.atomic():
            rows = table.before(limit)
            keys = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
            if not keys:
                break
            table.erase(keys, rows)
            gone += len(keys)
            record(
                by=None,
                verb="privacy.retention.applied",
                subject=str(kind.title),
                subject_key=kind.name,
                detail={"rows": [None, len(keys)], "older than": [None, limit.date().isoformat()]},
            )
        if len(keys) < BATCH:
            break
    return gone
