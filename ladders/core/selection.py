"""Rows that somebody selected on a list: single ones, all on the page, or all that match what the list was narrowed to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

MOST = 5000  # rows of one batch


@dataclass(frozen=True, slots=True)
class Selection:
    """What the form of a list sent: ids of rows, `everything` that matches, and what is to be done with them."""

    ids: frozenset[int]
    everything: bool
    what: str

    @classmethod
    def of(cls, sent: QueryDict) -> Selection:
        """Fields `row` (an id each), `rows` (ids and commas), `page` (with `shown`: all ids of the page), `all`, and `do`.

        Nonsense counts as nothing.
        """
        names = sent.getlist("row") + sent.get("rows", "").split(",")[: MOST + 1]
        names += sent.getlist("shown") if sent.get("page") else []
        ids = {int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 19}
        return cls(frozenset(ids), bool(sent.get("all")), sent.get("do", ""))

    def within(self, rows: Any) -> Any:
        """Those of `rows` that are selected; `rows` are what the user may see, narrowed as the list was."""
        return rows if self.everything else rows.filter(pk__in=self.ids)


def mark_of(ids: Iterable[Any]) -> str:
    """What tells these rows from any others, so that nothing is done to rows that the confirmation did not count."""
    return hashlib.sha256(json.dumps(sorted(map(str, ids))).encode()).hexdigest()[:16]
