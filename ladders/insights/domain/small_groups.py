"""Which sums of people's pay may be shown so that nobody is worked out. One module decides for pages, exports and editions.

A table, a page and an edition are questions: each shows what groups of people (its women, its men) are paid together; a mean is
a sum, since numbers of people are known. A reader may put together everything that was ever shown: a total minus its
parts, a list before and after somebody left, two filters that overlap. And may know one person's pay: their own.

Kept back is a question with a group that is too small, or in which one person is nearly the whole; then, the smallest first,
questions that would give such a group away together with others. What is left is tried by linear programming over groups
of people whom no shown question tells apart: how much could one of them be paid at most?
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

import numpy as np

ROUNDING: Final = 1e-7  # of amounts in units of the mean
MOST: Final = 3_000  # remainders of sums that are looked at


@dataclass(frozen=True, slots=True)
class SmallGroupRules:
    """`smallest`: people of each sex in a group. `protected`: nobody's pay may be bounded from above within this share."""

    smallest: int = 5
    protected: float = 0.1


@dataclass(frozen=True, slots=True)
class PayQuestion:
    """What one line of a page shows: the pay of each of its groups (women, men) together. A group of nobody says nothing."""

    key: Hashable
    groups: tuple[frozenset[int], ...]

    @property
    def people(self) -> int:
        """In all groups."""
        return sum(map(len, self.groups))


@dataclass(frozen=True, slots=True)
class Release:
    """What may be shown. `few`: kept back for itself; `covering`: kept back for others. `given_away`: what was shown before
    gives somebody away already, and keeping back cannot mend that."""

    shown: frozenset[Hashable]
    few: frozenset[Hashable]
    covering: frozenset[Hashable]
    given_away: bool = False


def released_pay(
    questions: Sequence[PayQuestion],
    pay: Mapping[int, float],
    rules: SmallGroupRules = SmallGroupRules(),
    *,
    earlier: Iterable[PayQuestion] = (),
) -> Release:
    """What of `questions` may be shown beside each other, and beside what `earlier` pages and editions showed.

    `pay` has everybody's amount, those of earlier editions included.
    """
    before = list(earlier)
    few = {each.key for each in questions if not all(_large(group, pay, rules) for group in each.groups if group)}
    shown = [each for each in questions if each.key not in few]
    covering: list[PayQuestion] = []
    given_away = False
    while (exposed := _exposed([*before, *shown], pay, rules)) is not None:
        given = _most_dispensable(shown, before, exposed)
        if given is None:
            given_away = True
            break
        shown.remove(given)
        covering.append(given)
    for each in sorted(covering, key=lambda each: -each.people):  # what others made needless comes back
        if not given_away and _exposed([*before, *shown, each], pay, rules) is None:
            shown.append(each)
            covering.remove(each)
    return Release(_keys(shown), frozenset(few), _keys(covering), given_away)


def _keys(questions: Iterable[PayQuestion]) -> frozenset[Hashable]:
    return frozenset(each.key for each in questions)


def _large(group: frozenset[int], pay: Mapping[int, float], rules: SmallGroupRules) -> bool:
    """Enough people, and enough pay beside the two highest: the second may know their own and look for the first's."""
    if len(group) < rules.smallest:
        return False
    amounts = [pay[person] for person in group]
    first, second = nlargest(2, amounts)
    return sum(amounts) - first - second >= rules.protected * first


def _most_dispensable(
    shown: Sequence[PayQuestion], before: Sequence[PayQuestion], exposed: frozenset[int]
) -> PayQuestion | None:
    """The question of fewest people within the narrowest total that the exposed are part of; else any that holds them."""
    totals = [group for each in (*shown, *before) for group in each.groups if group & exposed]
    total = min(totals, key=len, default=frozenset[int]())
    within = [each for each in shown if any(group and group <= total for group in each.groups)]
    touching = [each for each in shown if any(group & exposed for group in each.groups)]
    wider = [each for each in shown if any(group & other for group in each.groups for other in totals)]
    return min(within or touching or wider, key=lambda each: each.people, default=None)


@dataclass(frozen=True, slots=True)
class _Atom:
    """People whom nothing shown tells apart, highest pay first."""

    people: frozenset[int]
    pay: tuple[float, ...]


def _exposed(
    questions: Sequence[PayQuestion], pay: Mapping[int, float], rules: SmallGroupRules
) -> frozenset[int] | None:
    """People whose pay everything shown together gives away; None: nobody's."""
    sums = list({group for each in questions for group in each.groups if group})
    atoms, equations = _unknown(sums, pay)
    if not atoms:
        return None
    for members in _derived(set(equations)):
        people = frozenset().union(*(atoms[each].people for each in members))
        if not _large(people, pay, rules):
            return people
    highest = _maximiser(atoms, equations)
    most = max(atom.pay[0] for atom in atoms)
    for place, atom in enumerate(atoms):
        needed = (1 + rules.protected) * atom.pay[0]
        bound = highest(place, None)
        if bound - 2 * most >= needed:
            continue  # far from it, whoever looks
        if len(atom.pay) > 1 and bound - atom.pay[1] < needed - ROUNDING * most:
            return atom.people
        # Whoever is paid most elsewhere knows so much of the rest.
        for other in range(len(atoms)):
            if (other != place or len(atoms) == 1) and highest(place, other) < needed - ROUNDING * most:
                return atom.people
    return None


def _unknown(
    sums: Sequence[frozenset[int]], pay: Mapping[int, float]
) -> tuple[list[_Atom], dict[frozenset[int], float]]:
    """The groups that no single sum tells, and what the sums say of them: places of groups → amount together."""
    # Each sum splits what the ones before did not tell apart: a few operations on whole sets, not one for each person.
    alike: list[tuple[frozenset[int], tuple[int, ...]]] = []
    for place, group in enumerate(sums):
        rest, split = group, []
        for people, told in alike:
            both = people & rest
            if both:
                split.append((both, (*told, place)))
                rest -= both
            if len(both) < len(people):
                split.append((people - both, told))
        alike = [*split, (rest, (place,))] if rest else split
    known = set(sums)
    atoms: list[_Atom] = []
    parts: defaultdict[int, set[int]] = defaultdict(set)
    for people, told in alike:
        if people in known:
            continue
        for place in told:
            parts[place].add(len(atoms))
        atoms.append(_Atom(people, tuple(sorted((pay[person] for person in people), reverse=True))))
    equations = {frozenset(members): sum(sum(atoms[each].pay) for each in members) for members in parts.values()}
    return atoms, equations


def _derived(sums: set[frozenset[int]]) -> set[frozenset[int]]:
    """The sums, and whatever is left of one when others within it are taken away: one after the other, and as many as fit.

    All of it is as many as there are subsets, once editions overlap: where it is more than MOST, single differences and the
    smallest remainders are all there, and of what lies between as much as fits. Single people are tried by the program besides.
    """
    ordered = sorted(sums, key=lambda each: (-len(each), sorted(each)))
    found = set(sums)
    for own in ordered:
        rest = own
        for other in ordered:
            if other < own:
                found.add(own - other)
            if other < rest:
                rest -= other
        found.add(rest)
    waiting = sorted(found, key=len, reverse=True)
    while waiting and len(found) < MOST:
        own = waiting.pop()
        for other in list(found):
            small, large = (own, other) if own < other else (other, own)
            if small < large and (rest := large - small) not in found:
                found.add(rest)
                waiting.append(rest)
    return found


def _maximiser(atoms: Sequence[_Atom], equations: Mapping[frozenset[int], float]) -> Callable[[int, int | None], float]:
    """A function of a group, and of one in which somebody knows their own pay: the most that the first can be paid together."""
    # The library takes a while to load, and few requests need it.
    from scipy.optimize import linprog

    scale = sum(sum(atom.pay) for atom in atoms) / sum(len(atom.pay) for atom in atoms) or 1.0
    left = np.zeros((len(equations), len(atoms)))
    for row, members in enumerate(equations):
        left[row, sorted(members)] = 1
    right = np.array(list(equations.values())) / scale

    def highest(place: int, insider: int | None) -> float:
        aim = np.zeros(len(atoms))
        aim[place] = -1
        bounds = [(atom.pay[0] / scale if other == insider else 0.0, None) for other, atom in enumerate(atoms)]
        found = linprog(aim, A_eq=left, b_eq=right, bounds=bounds)
        return float("inf") if found.status == 3 else -float(found.fun) * scale

    return highest
