"""What a change that somebody is about to sign does to equal pay: from kept sums, for whoever may see all they are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils import timezone

from ladders.compensation.queries.pay_positions import refresh
from ladders.core.equal_pay import CategoryEffect, Change, EqualPayEffect, GapEffect
from ladders.core.permissions import Permission
from ladders.core.statements import Statement

from ..domain.pay_preview import Category, CategoryFigures, Cell, Together, changed, figures, shown, touched
from ..models import DIRECTIVE, CategoryDecision, CountryRules
from ..models.pay_sums import entities_in_whole
from ..text.pay_preview import TRACKS, beside_the_others, category_name, flags, mended, too_few, women_beside_men
from .country_rules import countries_of, rules_for
from .pay_sums import KeptSum, Moved, kept_sums, people_moved, people_raised

Moves = list[tuple[Cell, Together, int]]  # what is added to a cell (1), or taken away (−1)


_decided = Statement(
    lambda day: (
        CategoryDecision.objects.filter(decided_on__lte=day)
        .order_by("decided_on", "pk")
        .values_list("pk", "legal_entity", "grades__grade__code", "grades__name")
    ),
    dt.date,
)


class _Schemes:
    """Which category a grade is, at each legal entity: by the decision that holds, as in reports. 1 query."""

    def __init__(self, day: dt.date) -> None:
        self.decided: dict[str, tuple[int, dict[str, str]]] = {}
        for pk, entity, grade, name in _decided(day):
            if self.decided.get(entity, (None,))[0] != pk:
                self.decided[entity] = (pk, {})
            if grade is not None:
                self.decided[entity][1][grade] = name

    def category(self, entity: str, grade: str, currency: str) -> Category:
        """That of a grade's code at an entity. Without any decision each grade is one, and each entity by itself."""
        own = "" not in self.decided or bool(entity and entity in self.decided)
        return Category(entity if own else None, self._names(entity).get(grade, grade), currency)

    def grades(self, category: Category) -> set[str]:
        """Codes of grades that may be in it: those that a decision names so, and the one that is called so."""
        return {code for code, name in self._names(category.entity or "").items() if name == category.name} | {
            category.name
        }

    def _names(self, entity: str) -> dict[str, str]:
        return (self.decided.get(entity) or self.decided.get("") or (0, {}))[1]


def sees_equal_pay(user: Any, legal_entity: str | None = None) -> bool:
    """True for whoever sees everybody's pay and recorded sex at that legal entity; None: at one at least."""
    entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
    return entities is None or (bool(entities) if legal_entity is None else legal_entity in entities)


def effect_of(user: Any, change: Change, country: str = "") -> EqualPayEffect | None:
    """What the change does, in the categories all of whose people's pay and sex this user may see; None where that is none.

    4 queries beside those that bring pay positions up to date, 1 more without a country, and 1 for each country more.
    """
    entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
    if entities == frozenset():
        return None
    if not change.people and not change.grades and change.minimum is None:
        return EqualPayEffect(())
    refresh()
    day = timezone.localdate()
    schemes = _Schemes(day)
    moved = people_moved(change.people, day) if change.people else []
    moved += [] if change.minimum is None else people_raised(change.minimum)
    changes = _of_people(moved, schemes)
    # Where levels move, nearly every sum is needed: a few for each level.
    kept = kept_sums(None, entities) if change.grades else []
    changes += [each for row in kept for each in _of_grade(row, change.grades, schemes)]
    found = {cell.category for cell, _together, _sign in changes}
    may = {each for each in found if entities is None or each.entity in entities}
    if found and not may:
        return None
    if not change.grades:
        grades = {code for each in may for code in schemes.grades(each)}
        kept = kept_sums(
            grades, None if any(each.entity is None for each in may) else {each.entity or "" for each in may}
        )
    before = _sums(kept, may, schemes)
    after = changed(before, [each for each in changes if each[0].category in may])
    rules = _rules(may, country, day)
    order = sorted(touched(before, after), key=lambda each: (each.name, each.entity or "", each.currency))
    smallest = {each: rules[each].smallest_group for each in order}
    then, now = figures(before, smallest), figures(after, smallest)
    rows = [(each, then[each], now[each], rules[each]) for each in order]
    labels = {kind: beside_the_others(kind) for kind in TRACKS}
    return EqualPayEffect(
        tuple(_category(*row, labels) for row in rows),
        tuple(text for row in rows for text in flags(*row)),
        tuple(text for row in rows for text in mended(*row)),
        hidden=found != may,
    )


def _of_people(moved: Iterable[Moved], schemes: _Schemes) -> Moves:
    """What people take along from one cell to another."""
    return [
        (Cell(schemes.category(each.entity, half.grade, half.currency), half.track, each.sex), half.together, sign)
        for each in moved
        for half, sign in ((each.before, -1), (each.after, 1))
        if half.together.people and half.grade
    ]


def _of_grade(row: KeptSum, grades: Mapping[UUID, str], schemes: _Schemes) -> Moves:
    """What a level that gets another grade takes along."""
    new = grades.get(row.level, row.grade)
    if new == row.grade:
        return []
    return [
        (Cell(schemes.category(row.entity, grade, row.currency), row.track, sex), together, sign)
        for grade, sign in ((row.grade, -1), (new, 1))
        if grade
        for sex, together in row.parts
        if together.people
    ]


def _sums(kept: Iterable[KeptSum], categories: set[Category], schemes: _Schemes) -> dict[Cell, Together]:
    """Everybody in these categories."""
    found: dict[Cell, Together] = {}
    for row in kept:
        category = schemes.category(row.entity, row.grade, row.currency) if row.grade else None
        if category not in categories or category is None:
            continue
        for sex, together in row.parts:
            if together.people:
                cell = Cell(category, row.track, sex)
                found[cell] = found.get(cell, Together()) + together
    return found


def _rules(categories: set[Category], country: str, day: dt.date) -> dict[Category, CountryRules]:
    """Those of the country, by default of the one in which the entity's people work; for the whole group the Directive's."""
    countries = {} if country else countries_of(each.entity for each in categories if each.entity is not None)
    of = {
        each: country or (DIRECTIVE if each.entity is None else countries.get(each.entity, DIRECTIVE))
        for each in categories
    }
    rules = {name: rules_for(name, day) for name in set(of.values())}
    return {each: rules[name] for each, name in of.items()}


def _category(
    each: Category, before: CategoryFigures, after: CategoryFigures, rules: CountryRules, labels: Mapping[str, str]
) -> CategoryEffect:
    tracks = [kind for kind in labels if kind in before.tracks or kind in after.tracks]
    return CategoryEffect(
        category_name(each),
        _gap(women_beside_men(after.women, after.men), before.gap, after.gap),
        (before.women, after.women),
        (before.men, after.men),
        tuple(_gap(labels[kind], before.tracks.get(kind), after.tracks.get(kind)) for kind in tracks),
        too_few(rules.smallest_group),
    )


def _gap(label: str, before: Fraction | None, after: Fraction | None) -> GapEffect:
    return GapEffect(label, shown(before), shown(after))
