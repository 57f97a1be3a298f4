"""What a change that somebody is about to sign does to equal pay: from kept sums, for whoever may see all they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ladders.core.equal_pay import CategoryEffect, Change, EqualPayEffect, GapEffect
from ladders.core.permissions import Permission

from ..domain.pay_preview import Category, CategoryFigures, Cell, Together, changed, figures, shown, touched
from ..models import DIRECTIVE
from ..models.pay_sums import entities_in_whole
from ..text.pay_preview import TRACKS, beside_the_others, category_name, flags, mended, too_few, women_beside_men
from .pay_sums import KeptSum, Moved, Raise, kept_sums, people_moved, people_raised, sex_of
from .preview_basis import Basis, PreviewRules, preview_basis

Moves = list[tuple[Cell, Together, int]]  # what is added to a cell (1), or taken away (−1)


def sees_equal_pay(user: Any, legal_entity: str | None = None) -> bool:
    """True for whoever sees everybody's pay and recorded sex at that legal entity; None: at one at least."""
    entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
    return entities is None or (bool(entities) if legal_entity is None else legal_entity in entities)


def effect_of(user: Any, change: Change, country: str = "") -> EqualPayEffect | None:
    """What the change does, in the categories all of whose people's pay and sex this user may see; None where that is none.

    3 queries beside those that bring pay positions up to date.
    """
    entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
    if entities == frozenset():
        return None
    if not change.people and not change.grades and change.minimum is None:
        return EqualPayEffect(())
    basis = preview_basis()
    changes = _of_people(people_moved(change.people, basis.day), basis) if change.people else []
    changes += [] if change.minimum is None else _of_raises(people_raised(change.minimum), basis)
    # Where levels move, nearly every sum is needed: a few for each level.
    named = {cell.category.entity or "" for cell, _together, _sign in changes}
    kept, countries = (
        kept_sums(None, entities, basis.day, countries=not country, named=named, made=basis.made)
        if change.grades
        else ([], {})
    )
    grades = {str(level): grade for level, grade in change.grades.items()}
    changes += [each for row in kept for each in _of_grade(row, grades, basis)]
    found = {cell.category for cell, _together, _sign in changes}
    may = {each for each in found if entities is None or each.entity in entities}
    if found and not may:
        return None
    if may and not change.grades:
        whole = any(each.entity is None for each in may)
        kept, countries = kept_sums(
            {code for each in may for code in basis.schemes.grades(each)},
            None if whole else {each.entity or "" for each in may},
            basis.day,
            countries=not country,
            named=named,
            made=basis.made,
        )
    before = _sums(kept, may, basis)
    after = changed(before, [each for each in changes if each[0].category in may])
    rules = _rules(may, country, countries, basis)
    order = sorted(touched(before, after), key=lambda each: (each.name, each.entity or "", each.currency))
    smallest = {each: rules[each].smallest_group for each in order}
    then, now = figures(before, smallest), figures(after, smallest)
    rows = [(each, then[each], now[each], rules[each]) for each in order]
    labels = {kind: beside_the_others(kind) for kind in TRACKS}
    return EqualPayEffect(
        tuple(_category(*row, labels) for row in rows),
        tuple(text for each, was, will, held in rows for text in flags(each, was, will, held.threshold_percent)),
        tuple(text for each, was, will, held in rows for text in mended(each, was, will, held.threshold_percent)),
        hidden=found != may,
    )


def _of_people(moved: Iterable[Moved], basis: Basis) -> Moves:
    """What people take along from one cell to another."""
    return [
        (Cell(basis.schemes.category(each.entity, half.grade, half.currency), _track(half.level, basis), each.sex),
         half.together, sign)
        for each in moved
        for half, sign in ((each.before, -1), (each.after, 1))
        if half.together.people and half.grade
    ]  # fmt: skip


def _of_raises(raises: Iterable[Raise], basis: Basis) -> Moves:
    """What people are paid more where they are."""
    return [
        (Cell(basis.schemes.category(entity, grade, currency), _track(level, basis), sex_of(sex)), Together(0, more), 1)
        for entity, sex, level, grade, currency, _people, more in raises
        if grade
    ]


def _of_grade(row: KeptSum, grades: Mapping[str, str], basis: Basis) -> Moves:
    """What a level that gets another grade takes along."""
    new = grades.get(row.level, row.grade)
    if new == row.grade:
        return []
    track = _track(row.level, basis)
    return [
        (Cell(basis.schemes.category(row.entity, grade, row.currency), track, sex), together, sign)
        for grade, sign in ((row.grade, -1), (new, 1))
        if grade
        for sex, together in row.parts
    ]


def _sums(kept: Iterable[KeptSum], categories: set[Category], basis: Basis) -> dict[Cell, Together]:
    """Everybody in these categories."""
    found: dict[Cell, Together] = {}
    for row in kept:
        category = basis.schemes.category(row.entity, row.grade, row.currency) if row.grade else None
        if category not in categories or category is None:
            continue
        track = _track(row.level, basis)
        for sex, together in row.parts:
            cell = Cell(category, track, sex)
            found[cell] = found[cell].plus(together) if cell in found else together
    return found


def _track(level: str | None, basis: Basis) -> str:
    """Its kind; "" for a level of all tracks, and for one that is published no more."""
    return basis.tracks.get(level, "") if level else ""


def _rules(
    categories: set[Category], country: str, countries: Mapping[str, str], basis: Basis
) -> dict[Category, PreviewRules]:
    """Those of the country, by default of that where most people of the entity work; for the whole group the Directive's."""
    of = {
        each: country or (DIRECTIVE if each.entity is None else countries.get(each.entity, DIRECTIVE))
        for each in categories
    }
    rules = {name: basis.rules_of(name) for name in set(of.values())}
    return {each: rules[name] for each, name in of.items()}


def _category(
    each: Category, before: CategoryFigures, after: CategoryFigures, rules: PreviewRules, labels: Mapping[str, str]
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
