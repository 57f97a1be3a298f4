"""Nobody's pay is worked out from what is shown: by rules, and by an attacker with a linear program of their own."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from scipy.optimize import linprog

from ladders.insights.domain.small_groups import PayQuestion, Release, SmallGroupRules, released_pay

RULES = SmallGroupRules()
WITHIN = 1.1


def group(first: int, size: int) -> frozenset[int]:
    return frozenset(range(first, first + size))


def alike(people: int) -> dict[int, float]:
    return {person: 1000.0 + person for person in range(people)}


def test_a_group_of_fewer_than_five_of_either_sex_is_kept_back() -> None:
    questions = [
        PayQuestion("large", (group(0, 5), group(5, 6))),
        PayQuestion("few women", (group(11, 4), group(15, 9))),
        PayQuestion("men only", (frozenset(), group(24, 5))),
    ]
    found = released_pay(questions, alike(29))
    assert found == Release(frozenset({"large", "men only"}), frozenset({"few women"}), frozenset())


def test_one_person_who_is_nearly_the_whole_keeps_a_group_back() -> None:
    pay = {0: 10_000.0, 1: 300.0, 2: 300.0, 3: 300.0, 4: 300.0}
    # The second knows their own 300: of 11,200 at most 10,900 are the first's, within ten percent of 10,000.
    assert released_pay([PayQuestion("all", (group(0, 5),))], pay).few == {"all"}
    assert released_pay([PayQuestion("all", (group(0, 5),))], pay | {3: 900.0, 4: 900.0}).shown == {"all"}


def test_a_total_minus_its_parts_gives_nobody_away() -> None:
    questions = [
        PayQuestion("everybody", (group(0, 23),)),
        PayQuestion("a", (group(0, 12),)),
        PayQuestion("b", (group(12, 8),)),
        PayQuestion("c", (group(20, 3),)),
    ]
    found = released_pay(questions, alike(23))
    assert found == Release(frozenset({"everybody", "a"}), frozenset({"c"}), frozenset({"b"}))
    larger = [*questions[:3], PayQuestion("c", (group(20, 5),))]
    assert released_pay([questions[0], questions[1], questions[2]], alike(23)).covering == {"b"}
    assert released_pay([PayQuestion("everybody", (group(0, 25),)), *larger[1:]], alike(25)).few == frozenset()


def test_two_filters_that_overlap_are_no_subtraction() -> None:
    questions = [PayQuestion("office", (group(0, 20),)), PayQuestion("office, full time", (group(0, 18),))]
    assert released_pay(questions, alike(20)).covering == {"office, full time"}


def test_a_difference_to_an_earlier_edition_is_seen() -> None:
    earlier = [PayQuestion("category", (group(0, 7),))]
    after_one_left = [PayQuestion("category", (group(0, 6),)), PayQuestion("other", (group(7, 8),))]
    found = released_pay(after_one_left, alike(15), earlier=earlier)
    assert found == Release(frozenset({"other"}), frozenset(), frozenset({"category"}))
    assert released_pay(after_one_left[1:], alike(15), earlier=[*earlier, after_one_left[0]]).given_away


def test_the_smallest_group_is_a_rule_of_data() -> None:
    questions = [PayQuestion("three", (group(0, 3),))]
    assert released_pay(questions, alike(3)).few == {"three"}
    assert released_pay(questions, alike(3), SmallGroupRules(smallest=3)).shown == {"three"}


def test_several_pages_of_a_large_employer_are_decided_quickly() -> None:
    chance = random.Random(5)
    pay = {person: chance.lognormvariate(10, 0.3) for person in range(20_000)}
    home = {person: min(int(chance.expovariate(0.12)), 59) for person in pay}
    woman = {person: chance.random() < 0.4 for person in pay}
    questions = [question("all", pay, woman)]
    questions += [question(each, [p for p in pay if home[p] == each], woman) for each in range(60)]
    found = released_pay(questions, pay)
    assert found.few
    assert "all" in found.shown
    assert len(found.covering) <= 1


def question(key: object, people: Sequence[int] | Mapping[int, float], woman: Mapping[int, bool]) -> PayQuestion:
    women = frozenset(person for person in people if woman[person])
    return PayQuestion(str(key) if key != "all" else "all", (women, frozenset(people) - women))


def organisation(seed: int) -> tuple[dict[int, float], list[PayQuestion], list[PayQuestion]]:
    """A small employer: the total, departments, categories within and across them, a filter; and an earlier edition."""
    chance = random.Random(seed)
    people = range(chance.randint(25, 60))
    pay = {person: chance.lognormvariate(10, chance.choice([0.2, 0.8])) for person in people}
    woman = {person: chance.random() < 0.45 for person in people}
    department = {person: chance.choice("AAB") for person in people}
    category = {person: chance.choices("123", [5, 3, 1])[0] for person in people}
    part_time = {person: chance.random() < 0.2 for person in people}
    left = set(chance.sample(list(people), 2))

    def pages(those: Sequence[int], edition: str) -> list[PayQuestion]:
        asked = [(f"{edition} all", those), (f"{edition} full time", [p for p in those if not part_time[p]])]
        asked += [(f"{edition} {each}", [p for p in those if department[p] == each]) for each in "AB"]
        asked += [(f"{edition} {each}", [p for p in those if category[p] == each]) for each in "123"]
        asked += [
            (f"{edition} {one}{two}", [p for p in those if department[p] == one and category[p] == two])
            for one in "AB"
            for two in "123"
        ]
        return [question(key, members, woman) for key, members in asked]

    return pay, pages(list(people), "first"), pages([p for p in people if p not in left], "second")


def bounded(pay: Mapping[int, float], shown: Sequence[PayQuestion], insider: int | None = None) -> list[int]:
    """Whom somebody who sees `shown`, and knows the pay of `insider`, can say to be paid at most ten percent more than they
    are: a program over single people, which knows nothing of how it was decided what to show."""
    people = sorted(pay)
    sums = sorted({each for row in shown for each in row.groups if each}, key=sorted)
    if not sums:
        return []
    scale = sum(pay.values()) / len(pay)
    left = np.array([[float(person in each) for person in people] for each in sums])
    right = np.array([sum(pay[person] for person in each) / scale for each in sums])
    limits = [(pay[person] / scale,) * 2 if person == insider else (0, None) for person in people]
    found = []
    for place, person in enumerate(people):
        if person == insider or not left[:, place].any():
            continue
        aim = np.zeros(len(people))
        aim[place] = -1
        answer = linprog(aim, A_eq=left, b_eq=right, bounds=limits)
        assert answer.status == 0
        if -answer.fun * scale < WITHIN * pay[person] * (1 - 1e-6):
            found.append(person)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_who_sees_everything_bounds_nobodys_pay(seed: int) -> None:
    pay, first, second = organisation(seed)
    earlier = released_pay(first, pay)
    now = released_pay(second, pay, earlier=[each for each in first if each.key in earlier.shown])
    assert not now.given_away
    shown = [each for each in (*first, *second) if each.key in earlier.shown | now.shown]
    assert bounded(pay, shown) == []
    for insider in sorted(pay, key=pay.__getitem__)[-2:]:
        assert bounded(pay, shown, insider) == []


def test_the_attacker_finds_who_is_not_protected() -> None:
    attacked = 0
    for seed in range(12):
        pay, first, _second = organisation(seed)
        large = [each for each in first if all(len(members) >= RULES.smallest for members in each.groups)]
        attacked += bool(bounded(pay, large))
    assert attacked >= 3


def test_not_more_is_kept_back_than_needed() -> None:
    shown = large = 0
    for pay, first, _second in map(organisation, range(12)):
        found = released_pay(first, pay)
        shown += len(found.shown)
        large += len(found.shown | found.covering)
    assert shown >= 0.5 * large
