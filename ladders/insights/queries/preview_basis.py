"""What every preview begins with, read at once: whether pay positions are up to date, categories as decided, what the law asks
for, and which track a level is on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from ladders.compensation.queries.pay_positions import UP_TO_DATE, refresh
from ladders.core.statements import rows_of
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level
from ladders.frameworks.queries.snapshot import Kept

from ..domain.pay_preview import Category
from ..models import DIRECTIVE
from .country_rules import holding_rules

BASIS = f"""
SELECT {UP_TO_DATE}, (SELECT xmin::text FROM compensation_paypositionsmade WHERE id = 1),
    (SELECT json_agg(json_build_array(d.id, d.legal_entity, g.code, c.name) ORDER BY d.decided_on, d.id)
        FROM insights_categorydecision d LEFT JOIN insights_categorygrade c ON c.decision_id = d.id
        LEFT JOIN impact_grade g ON g.id = c.grade_id WHERE d.decided_on <= %(day)s)::text,
    (SELECT json_agg(json_build_array(country, starts_on, ends_on, threshold_percent::text, smallest_group) ORDER BY starts_on)
        FROM insights_countryrules)::text,
    (SELECT json_agg(id ORDER BY id) FROM frameworks_version WHERE state = 'published')::text
"""
_day = dt.date.fromisoformat
_tracks: Kept[dict[str, str]] = Kept(2)  # published versions never change


class PreviewRules(NamedTuple):
    """What a country's rules of a period say about figures."""

    country: str
    starts_on: dt.date
    ends_on: dt.date | None
    threshold_percent: Decimal
    smallest_group: int


class Schemes:
    """Which category a grade is, at each legal entity: by the decision that holds, as in reports."""

    def __init__(self, decided: Iterable[tuple[int, str, str | None, str]]) -> None:
        """`decided`: id of a decision, its entity, and a grade's code and what it is called; the last decision counts."""
        self.decided: dict[str, tuple[int, dict[str, str]]] = {}
        self.found: dict[tuple[str, str, str], Category] = {}
        for pk, entity, grade, name in decided:
            if self.decided.get(entity, (None,))[0] != pk:
                self.decided[entity] = (pk, {})
            if grade is not None:
                self.decided[entity][1][grade] = name

    def category(self, entity: str, grade: str, currency: str) -> Category:
        """That of a grade's code at an entity. Without any decision each grade is one, and each entity by itself."""
        if (key := (entity, grade, currency)) not in self.found:
            own = "" not in self.decided or bool(entity and entity in self.decided)
            self.found[key] = Category(entity if own else None, self._names(entity).get(grade, grade), currency)
        return self.found[key]

    def grades(self, category: Category) -> set[str]:
        """Codes of grades that may be in it: those that a decision names so, and the one that is called so."""
        return {code for code, name in self._names(category.entity or "").items() if name == category.name} | {
            category.name
        }

    def _names(self, entity: str) -> dict[str, str]:
        return (self.decided.get(entity) or self.decided.get("") or (0, {}))[1]


class Basis(NamedTuple):
    """What sums are put together by on a day."""

    day: dt.date
    schemes: Schemes
    rules: list[tuple[str, str, str | None, str, int]]  # as `PreviewRules`, in the order of their days
    tracks: Mapping[str, str]  # kind of track by a level’s key; "" where the level is on all tracks
    # Another one whenever pay positions were made anew, as after every change of an employee; None: not read since.
    made: str | None = None

    def rules_of(self, country: str) -> PreviewRules:
        """Those that hold for a country, as `country_rules.rules_for` finds them."""
        rows = [
            PreviewRules(name, _day(start), _day(end) if end else None, Decimal(limit), least)
            for name, start, end, limit, least in self.rules
            if name in (country, DIRECTIVE)
        ]
        return holding_rules(rows, country, self.day)


def preview_basis() -> Basis:
    """That of today, with pay positions up to date: 1 query, 1 more when levels were published since the last, and those of
    bringing positions up to date."""
    day = timezone.localdate()
    ((fresh, made, decided, rules, versions),) = rows_of(BASIS, {"day": day})
    if not fresh:
        refresh(day)
    key = tuple(json.loads(versions or "[]"))
    schemes, tracks = Schemes(json.loads(decided or "[]")), _tracks.get(key, _track_kinds)
    return Basis(day, schemes, json.loads(rules or "[]"), tracks, made if fresh else None)


def _track_kinds() -> dict[str, str]:
    """Of all levels that are published now."""
    rows = Level.objects.filter(version__state="published").order_by().values_list("key", "track__kind")
    return {str(key): "" if kind in (None, TrackKind.SHARED) else kind for key, kind in rows}
