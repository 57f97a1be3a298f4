"""What a change that somebody is about to sign does to equal pay: from kept sums, for whoever may see all they are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ladders.compensation.queries.pay_positions import refresh
from ladders.core.equal_pay import CategoryEffect, Change, EqualPayEffect, GapEffect, NewPay, TrackEffect
from ladders.core.permissions import Permission
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import TRACK_KINDS, VersionState
from ladders.frameworks.models import Level

from ..domain import pay_preview as figures_of
from ..domain.pay_gap.people import Sex
from ..domain.pay_preview import Category, CategoryFigures, Cell, Together
from ..models import DIRECTIVE, CategoryDecision, CountryRules, PaySum
from ..models.pay_sums import entities_in_whole
from ..text.pay_preview import category_name, flags, mended
from .country_rules import rules_for

# The people whom a change is about, put together as far as they are alike. Who has left is in no figure.
MOVED = """
WITH new AS (
    SELECT * FROM unnest(%(people)s::bigint[], %(annuals)s::numeric[], %(currencies)s::text[], %(levels)s::uuid[])
        AS n(employee_id, annual, currency, level_key)
)
SELECT coalesce(p.legal_entity, e.legal_entity), p.level_key, coalesce(p.grade_code, ''), coalesce(p.currency, ''),
    coalesce(new.level_key, p.level_key), coalesce(nullif(new.currency, ''), p.currency, ''),
    coalesce(s.sex, 'not_stated'), count(p.annual), coalesce(sum(p.annual), 0),
    count(coalesce(new.annual, p.annual)), coalesce(sum(coalesce(new.annual, p.annual)), 0)
FROM new JOIN accounts_employee e ON e.id = new.employee_id
LEFT JOIN compensation_payposition p ON p.employee_id = new.employee_id
LEFT JOIN insights_recordedsex s ON s.employee_id = new.employee_id
WHERE e.left_on IS NULL OR e.left_on >= %(day)s
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
COUNTRIES = """
SELECT n.entity, c.country FROM unnest(%s::text[]) AS n(entity) CROSS JOIN LATERAL (
    SELECT country FROM accounts_employee e WHERE e.legal_entity = n.entity AND e.country <> '' LIMIT 1
) AS c
"""
SEXES = {"women": Sex.WOMAN, "men": Sex.MAN, "others": Sex.NOT_STATED}
TRACKS = {value: label for value, label in TRACK_KINDS if value != TrackKind.SHARED}


@dataclass(frozen=True, slots=True)
class _Moved:
    """People who are alike before and after."""

    entity: str
    was: tuple[UUID | None, str, str]  # level, grade, currency
    now: tuple[UUID | None, str]  # level, currency
    sex: Sex
    before: Together
    after: Together


class _Schemes:
    """Which category a grade is, at each legal entity: by the decision that holds, as in reports. 2 queries."""

    def __init__(self, day: dt.date) -> None:
        rows = CategoryDecision.objects.filter(decided_on__lte=day).order_by("decided_on", "pk")
        self.decisions = {row.legal_entity: row for row in rows.prefetch_related("grades__grade")}

    def category(self, entity: str, grade: str, currency: str) -> Category:
        """That of a grade's code at an entity. Without any decision each grade is one, and each entity by itself."""
        decision = self.decisions.get(entity) or self.decisions.get("")
        source = entity if decision is None or decision.legal_entity else None
        return Category(source, self._names(decision).get(grade, grade), currency)

    def grades(self, category: Category) -> set[str]:
        """Codes of grades that may be in it: those that a decision names so, and the one that is called so."""
        named = self._names(self.decisions.get(category.entity or "") or self.decisions.get(""))
        return {code for code, name in named.items() if name == category.name} | {category.name}

    @staticmethod
    def _names(decision: CategoryDecision | None) -> dict[str, str]:
        return {each.grade.code: each.name for each in decision.grades.all()} if decision else {}


def sees_equal_pay(user: Any, legal_entity: str | None = None) -> bool:
    """True for whoever sees everybody's pay and recorded sex at that legal entity; None: at one at least."""
    entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
    return entities is None or (bool(entities) if legal_entity is None else legal_entity in entities)


def effect_of(user: Any, change: Change, country: str = "") -> EqualPayEffect | None:
    """What the change does, in the categories all of whose people's pay and sex this user may see; None where that is none.

    8 queries, 1 more without a country and 1 more for each country, beside those that bring pay positions up to date.
    """
    entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
    if entities == frozenset():
        return None
    if not change.people and not change.grades:
        return EqualPayEffect(())
    refresh()
    day = timezone.localdate()
    schemes = _Schemes(day)
    moved = _moved(change.people, day)
    grades, tracks = _levels({key for each in moved for key in (each.was[0], each.now[0]) if key})
    changes = [each for row in moved for each in _of_people(row, schemes, grades | dict(change.grades), tracks)]
    if change.grades:
        changes += _of_grades(change.grades, schemes)
    found = {cell.category for cell, _together, _sign in changes}
    may = {each for each in found if entities is None or each.entity in entities}
    if found and not may:
        return None
    before = _sums(may, schemes)
    after = figures_of.changed(before, [each for each in changes if each[0].category in may])
    rules = _rules(may, country, day)
    order = sorted(figures_of.touched(before, after), key=lambda each: (each.name, each.entity or "", each.currency))
    rows = [
        (
            each,
            figures_of.figures(before, each, rules[each].smallest_group),
            figures_of.figures(after, each, rules[each].smallest_group),
            rules[each],
        )
        for each in order
    ]
    return EqualPayEffect(
        tuple(_category(*row) for row in rows),
        tuple(text for row in rows for text in flags(*row)),
        tuple(text for row in rows for text in mended(*row)),
        hidden=found != may,
    )


def _moved(people: Mapping[int, NewPay], day: dt.date) -> list[_Moved]:
    """1 query; none for nobody."""
    if not people:
        return []
    asked: dict[str, Any] = {
        "people": list(people),
        "annuals": [new.annual for new in people.values()],
        "currencies": [new.currency for new in people.values()],
        "levels": [new.level for new in people.values()],
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVED, asked)
        return [
            _Moved(
                row[0], row[1:4], row[4:6], _known(row[6]), Together(row[7], row[8]), Together(row[9], row[10])
            )
            for row in cursor.fetchall()
        ]  # fmt: skip


def _known(sex: str) -> Sex:
    """As the kept sums have it: who is neither is with those who are not stated."""
    return Sex(sex) if sex in (Sex.WOMAN, Sex.MAN) else Sex.NOT_STATED


def _levels(keys: set[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Level key → code of its grade, and kind of its track, as published: 1 query."""
    rows = list(
        Level.objects.filter(key__in=keys, version__state=VersionState.PUBLISHED).values_list(
            "key", "grade__code", "track__kind"
        )
    )
    return {key: code or "" for key, code, _kind in rows}, {key: kind for key, _code, kind in rows}


def _of_people(
    row: _Moved, schemes: _Schemes, grades: Mapping[UUID, str], tracks: Mapping[UUID, str]
) -> Iterable[tuple[Cell, Together, int]]:
    """What people who move take along from one cell to another."""
    level, grade, currency = row.was
    if row.before.people and grade:
        yield Cell(schemes.category(row.entity, grade, currency), _track(tracks, level), row.sex), row.before, -1
    new, currency = row.now
    # Where the level stays, so does the grade that the pay position has.
    grade = grades.get(new, "") if new and new != level else grade
    if row.after.people and grade:
        yield Cell(schemes.category(row.entity, grade, currency), _track(tracks, new), row.sex), row.after, 1


def _track(tracks: Mapping[UUID, str], level: UUID | None) -> str:
    kind = tracks.get(level, "") if level else ""
    return kind if kind in TRACKS else ""


def _of_grades(grades: Mapping[UUID, str], schemes: _Schemes) -> list[tuple[Cell, Together, int]]:
    """What levels that get other grades take along: 2 queries."""
    rows = list(PaySum.objects.filter(level_key__in=grades))
    _codes, tracks = _levels({row.level_key for row in rows})
    found = []
    for row in rows:
        new = grades[row.level_key]
        for sex, together in _together(row):
            track = _track(tracks, row.level_key)
            if new == row.grade_code:
                continue
            if row.grade_code:
                was = schemes.category(row.legal_entity, row.grade_code, row.currency)
                found.append((Cell(was, track, sex), together, -1))
            if new:
                now = schemes.category(row.legal_entity, new, row.currency)
                found.append((Cell(now, track, sex), together, 1))
    return found


def _together(row: PaySum) -> list[tuple[Sex, Together]]:
    pairs = [(sex, Together(getattr(row, name), getattr(row, f"{name}_pay"))) for name, sex in SEXES.items()]
    return [(sex, together) for sex, together in pairs if together.people]


def _sums(categories: set[Category], schemes: _Schemes) -> dict[Cell, Together]:
    """Everybody in these categories: 2 queries."""
    rows = PaySum.objects.filter(grade_code__in={code for each in categories for code in schemes.grades(each)})
    rows = rows.filter(currency__in={each.currency for each in categories})
    if not any(each.entity is None for each in categories):
        rows = rows.filter(legal_entity__in={each.entity for each in categories})
    kept = [(row, schemes.category(row.legal_entity, row.grade_code, row.currency)) for row in rows]
    kept = [(row, category) for row, category in kept if category in categories]
    _grades, tracks = _levels({row.level_key for row, _category in kept})
    found: dict[Cell, Together] = {}
    for row, category in kept:
        for sex, together in _together(row):
            cell = Cell(category, _track(tracks, row.level_key), sex)
            found[cell] = found.get(cell, Together()) + together
    return found


def _rules(categories: set[Category], country: str, day: dt.date) -> dict[Category, CountryRules]:
    """Those of the country, by default of the one in which the entity's people work; for the whole group the Directive's."""
    countries: dict[str, str] = {}
    if not country:
        with connection.cursor() as cursor:
            cursor.execute(COUNTRIES, [sorted({each.entity for each in categories if each.entity is not None})])
            countries = dict(cursor.fetchall())
    of = {
        each: country or (DIRECTIVE if each.entity is None else countries.get(each.entity, DIRECTIVE))
        for each in categories
    }
    rules = {name: rules_for(name, day) for name in set(of.values())}
    return {each: rules[name] for each, name in of.items()}


def _category(each: Category, before: CategoryFigures, after: CategoryFigures, rules: CountryRules) -> CategoryEffect:
    tracks = [
        TrackEffect(str(label), _gap(before.tracks.get(kind), after.tracks.get(kind)))
        for kind, label in TRACKS.items()
        if kind in before.tracks or kind in after.tracks
    ]
    return CategoryEffect(
        category_name(each),
        _gap(before.gap, after.gap),
        (before.women, after.women),
        (before.men, after.men),
        tuple(tracks),
        rules.smallest_group,
    )


def _gap(before: Any, after: Any) -> GapEffect:
    return GapEffect(figures_of.shown(before), figures_of.shown(after))
