"""What was ever shown of pay is one ledger: nobody is worked out across pages, answers and editions."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.db import transaction

from ladders.insights.actions.release_pay import PayRelease, decide_pay, release_pay, shown_keys
from ladders.insights.domain.small_groups import PayQuestion, SmallGroupRules
from ladders.insights.models import Audience, ShownPay, ShownSum
from ladders.pay_reports.domain.questions import questions_of
from tests.insights.test_small_groups import bounded

pytestmark = pytest.mark.django_db
RULES = SmallGroupRules()
Pay = dict[int, tuple[float, float]]


def group(first: int, size: int) -> frozenset[int]:
    return frozenset(range(first, first + size))


def pay_of(people: int) -> Pay:
    return {person: (1000.0 + person, 100.0) for person in range(people)}


def ask(
    source: str, questions: Sequence[PayQuestion], pay: Pay, audience: Audience = Audience.EMPLOYEES, **more: Any
) -> PayRelease:
    return release_pay(
        audience=audience, source=source, basis="annual", questions=questions, pay=pay, rules=RULES, **more
    )


def test_what_was_decided_for_one_audience_holds_for_the_other_as_long_as_it_is_about_the_same_people() -> None:
    pay = pay_of(20)
    category = PayQuestion("category", (group(0, 8), group(8, 12)))
    assert ask("report", [category], pay, Audience.REPRESENTATIVES).whole == {"category"}
    assert ask("report", [category], pay).whole == {"category"}
    assert ask("other", [category], pay, Audience.REPRESENTATIVES).whole == {"category"}
    without_one = PayQuestion("category", (group(0, 7), group(8, 12)))
    assert ask("other", [without_one], pay).shown == frozenset()


def test_an_answer_gives_nobody_away_beside_a_report_and_says_the_same_again() -> None:
    pay = pay_of(20)
    category = PayQuestion("category", (group(0, 8), group(8, 12)))
    assert ask("report", [category], pay).whole == {"category"}
    without_one = PayQuestion("category", (group(0, 7), group(8, 12)))
    assert ask("answer", [without_one], pay).shown == frozenset()
    assert ask("answer", [category], pay).shown == frozenset()  # what was decided stays
    assert ask("another answer", [category], pay).shown == {"category"}
    assert ask("representatives", [without_one], pay, Audience.REPRESENTATIVES).shown == frozenset()
    assert shown_keys(Audience.EMPLOYEES, "report", "annual") == PayRelease(frozenset({"category"}), frozenset())
    assert shown_keys(Audience.EMPLOYEES, "report", "hourly") is None


def test_what_representatives_are_shown_by_a_decision_binds_nobody_else() -> None:
    pay = pay_of(10)
    few = [PayQuestion("few", (group(0, 3), group(3, 7)))]
    assert ask("report", few, pay).shown == frozenset()
    assert ask("report", few, pay, Audience.REPRESENTATIVES, open_groups=True).whole == {"few"}
    assert ask("all", [PayQuestion("all", (group(0, 5), group(5, 5)))], pay).shown == {"all"}


def test_variable_pay_of_a_few_takes_both_parts_with_it() -> None:
    pay = pay_of(14) | dict.fromkeys(range(4, 14), (1000.0, 0.0))
    questions = [PayQuestion("category", (group(0, 7), group(7, 7)))]
    assert ask("report", questions, pay) == PayRelease(frozenset(), frozenset({"category"}))
    assert ShownSum.objects.get().parts is False


def test_another_year_tells_nothing_unless_pay_stood_still() -> None:
    pay = pay_of(20)
    ask("2026", [PayQuestion("category", (group(0, 8), group(8, 12)))], pay)
    left = [PayQuestion("category", (group(0, 7), group(8, 12)))]
    raised = {person: (basic * (1.05 + person % 3 / 100), variable) for person, (basic, variable) in pay.items()}
    with transaction.atomic():
        assert ask("2027", left, raised).shown == {"category"}
        transaction.set_rollback(True)
    assert ask("2027", left, pay).shown == frozenset()


def test_a_raise_that_everybody_got_hides_nobody_who_left() -> None:
    """Whoever knows of 3 % for everybody takes the mean of this year from that of the last one, and has the leaver's pay."""
    pay = pay_of(20)
    ask("2026", [PayQuestion("category", (group(0, 8), group(8, 12)))], pay)
    raised = {person: (basic * 1.03, variable * 1.03) for person, (basic, variable) in pay.items()}
    without_one = PayQuestion("category", (group(0, 7), group(8, 12)))
    assert ask("2027", [without_one], raised).shown == frozenset()
    to_the_euro = {person: (round(basic * 1.03), variable) for person, (basic, variable) in pay.items()}
    promoted = to_the_euro | {3: (1500.0, 100.0)}
    assert ask("again", [without_one], promoted).shown == frozenset()


def test_pay_of_an_hour_gives_nobody_away_beside_that_of_a_year() -> None:
    """One person's hours are not known, everybody else works full time: both means together are that one's pay."""
    pay = pay_of(20)
    ask("answer", [PayQuestion("category", (group(0, 8), group(8, 12)))], pay)
    hourly = {person: (basic / 1700, variable / 1700) for person, (basic, variable) in pay.items() if person != 7}
    without_one = [PayQuestion("category", (group(0, 7), group(8, 12)))]
    with transaction.atomic():
        assert of_an_hour("answer", without_one, hourly) == frozenset()
        transaction.set_rollback(True)
    # Whose hours differ from person to person tell nobody's year.
    differing = {person: (basic / (1 + person % 7), variable) for person, (basic, variable) in hourly.items()}
    assert of_an_hour("answer", without_one, differing) == {"category"}


def test_both_bases_of_a_report_are_decided_beside_each_other_before_either_is_written() -> None:
    pay = pay_of(20)
    hourly = {person: (basic / 1700, variable / 1700) for person, (basic, variable) in pay.items() if person != 7}
    year: dict[str, Any] = {
        "source": "report", "basis": "annual", "rules": RULES, "pay": pay,
        "questions": [PayQuestion("category", (group(0, 8), group(8, 12)))],
    }  # fmt: skip
    hour: dict[str, Any] = {
        "source": "report", "basis": "hourly", "rules": RULES, "pay": hourly,
        "questions": [PayQuestion("category", (group(0, 7), group(8, 12)))],
    }  # fmt: skip
    first = decide_pay(**year)
    second = decide_pay(**hour, beside=[first])
    assert first.release.shown == {"category"}
    assert second.release.shown == frozenset()
    written = [
        release_pay(audience=Audience.EMPLOYEES, decided=decided, **of)
        for decided, of in ((first, year), (second, hour))
    ]
    assert written == [first.release, second.release]


def of_an_hour(source: str, questions: Sequence[PayQuestion], pay: Pay) -> frozenset[str]:
    return release_pay(
        audience=Audience.EMPLOYEES, source=source, basis="hourly", questions=questions, pay=pay, rules=RULES
    ).shown


def test_a_ledger_that_was_asked_is_read_in_few_queries(django_assert_max_num_queries: object) -> None:
    pay = pay_of(30)
    for number in range(15):
        ask(f"page {number}", [PayQuestion("all", (group(0, 12), group(12, 18)))], pay)
    assert ShownPay.objects.count() == 15
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        ask("next", [PayQuestion("all", (group(0, 12), group(12, 18)))], pay)


@pytest.mark.parametrize("seed", range(5))
def test_an_attacker_who_reads_every_edition_bounds_nobodys_pay(seed: int) -> None:
    """Three editions of one year with people missing and categories drawn anew, an answer between them; pay is the same in all,
    which is the worst that can be. The attacker has a program over single people."""
    chance = random.Random(seed)
    people = list(range(chance.randint(30, 60)))
    pay = {person: (chance.lognormvariate(10, chance.choice([0.2, 0.7])), 0.0) for person in people}
    woman = {person: chance.random() < 0.45 for person in people}
    category = {person: chance.choices(range(4), [6, 4, 3, 1])[0] for person in people}
    shown: list[PayQuestion] = []
    for edition in range(3):
        gone = set(chance.sample(people, chance.choice([0, 1, 3])))
        if edition == 2:
            category = {person: min(place, 2) for person, place in category.items()}
        here = [person for person in people if person not in gone]
        questions = questions_of(
            here, [woman[each] for each in here], [category[each] for each in here], [(n, f"C{n}") for n in range(4)]
        )
        shown += _told(f"edition {edition}", questions, pay)
        answer = [each for each in questions if each.key == "category: C1"]
        shown += _told(f"answer {edition}", answer, pay)
    assert shown
    amounts = {person: sum(both) for person, both in pay.items()}
    assert bounded(amounts, shown) == []
    for insider in sorted(amounts, key=amounts.__getitem__)[-2:]:
        assert bounded(amounts, shown, insider) == []


def _told(source: str, questions: Sequence[PayQuestion], pay: Mapping[int, tuple[float, float]]) -> list[PayQuestion]:
    found = ask(source, questions, dict(pay))
    return [each for each in questions if each.key in found.shown]
