"""Writing rules: a new version each time, refused where it would ask more than a promotion."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.moves.actions.absences import add_absence, end_absence
from ladders.moves.actions.groups import save_group
from ladders.moves.actions.rules import UnfairError, end_own_rules, save_rules
from ladders.moves.domain import fairness
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.enums import Decider, StepAction
from ladders.moves.domain.fairness import Excess, Measure
from ladders.moves.domain.policy import PolicyShape, StepRule
from ladders.moves.models import Absence, DeciderGroup, MovePolicy
from ladders.moves.queries.requests import policy_for, rule_history
from tests.factories import EmployeeFactory
from tests.frameworks.published import published
from tests.shared_rows import shared_rows

LATERAL, PROMOTION = DEFAULTS[MoveKind.LATERAL], DEFAULTS[MoveKind.PROMOTION]
D = dt.date


@shared_rows
def research(plan: FactorPlan, hr: Any) -> Version:
    """A published framework."""
    return published(by=hr)


def test_a_change_is_a_new_version(hr: Any) -> None:
    wanted = replace(LATERAL, trial_months=3, least_months_in_level=9)
    assert save_rules(policy=wanted, seen=1, by=hr)
    assert policy_for(MoveKind.LATERAL, None) == replace(wanted, number=2)
    new, old = rule_history(MoveKind.LATERAL)
    assert (old.row.number, old.current, old.said) == (1, False, ())
    assert (new.row.number, new.row.made_by, new.current) == (2, hr, True)
    assert new.said == (("Time in the present level", "6 months", "9 months"), ("Trial", "none", "3 months"))
    entry = AuditEntry.objects.get(verb="rules.changed")
    assert (entry.subject, entry.detail) == (
        "Lateral move, everywhere",
        {"least_months_in_level": ["6 months", "9 months"], "trial_months": ["none", "3 months"]},
    )


def test_no_rule_asks_for_people_to_lead_or_counts_what_somebody_holds(hr: Any) -> None:
    for line in ("Has led a team of 8", "Line management experience", "Owns a budget of 5 million"):
        with pytest.raises(DomainError, match="These rules hold for every track"):
            save_rules(policy=replace(PROMOTION, evidence=("A talk", line)), seen=1, by=hr)
    assert MovePolicy.objects.filter(kind="promotion").count() == 1


def test_the_same_again_changes_nothing(hr: Any) -> None:
    assert not save_rules(policy=LATERAL, seen=1, by=hr)
    assert MovePolicy.objects.filter(kind="lateral").count() == 1


def test_more_than_a_promotion_is_refused_and_changes_nothing(hr: Any) -> None:
    with pytest.raises(UnfairError) as caught:
        save_rules(policy=replace(LATERAL, least_months_in_level=13), seen=1, by=hr)
    assert [each.excesses for each in caught.value.refusals] == [(Excess(Measure.MONTHS, 13, 12),)]
    with pytest.raises(UnfairError):
        save_rules(policy=replace(PROMOTION, evidence=()), seen=1, by=hr)  # the other direction
    assert policy_for(MoveKind.LATERAL, None) == LATERAL
    assert policy_for(MoveKind.PROMOTION, None) == PROMOTION
    assert not AuditEntry.objects.filter(area="moves").exists()


def test_unfair_rules_in_force_are_mended_one_by_one(hr: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were saved before what people are really asked was compared."""
    manager, other = Decider.CURRENT_MANAGER, Decider.RECEIVING_MANAGER

    def by(kind: MoveKind, *deciders: Decider) -> PolicyShape:
        steps = tuple(StepRule(StepAction.APPROVE, each, 10) for each in deciders)
        return replace(DEFAULTS[kind], steps=(*steps, PROMOTION.steps[-1]))

    back = (MoveKind.STEP_BACK, MoveKind.RETURN)
    for kind in (MoveKind.LATERAL, *back):
        assert save_rules(policy=by(kind, manager), seen=1, by=hr)
    assert by(MoveKind.PROMOTION, manager, other).steps == PROMOTION.steps
    with monkeypatch.context() as before:
        before.setattr(fairness, "BACK", ())
        for kind in back:
            assert save_rules(policy=by(kind, manager, Decider.HR), seen=2, by=hr)
    for kind in back:
        with pytest.raises(UnfairError) as caught:
            save_rules(policy=replace(by(kind, manager, Decider.HR), least_months_in_level=1), seen=3, by=hr)
        assert [each.policy.kind for each in caught.value.refusals] == [kind]
        assert save_rules(policy=by(kind, manager, other), seen=3, by=hr)


def test_a_framework_can_have_rules_of_its_own_and_let_them_go(hr: Any, research: Version) -> None:
    here = research.framework
    heavy = replace(PROMOTION, framework=here.pk, least_months_in_level=24)
    own = replace(LATERAL, framework=here.pk, least_months_in_level=18)
    with pytest.raises(UnfairError):
        save_rules(policy=own, seen=0, by=hr)
    assert save_rules(policy=heavy, seen=0, by=hr)
    assert save_rules(policy=own, seen=0, by=hr)
    assert policy_for(MoveKind.LATERAL, here.pk) == own
    assert policy_for(MoveKind.LATERAL, None) == LATERAL
    with pytest.raises(UnfairError):
        end_own_rules(kind=MoveKind.PROMOTION, framework=here, by=hr)
    assert end_own_rules(kind=MoveKind.LATERAL, framework=here, by=hr)
    assert not end_own_rules(kind=MoveKind.LATERAL, framework=here, by=hr)
    assert end_own_rules(kind=MoveKind.PROMOTION, framework=here, by=hr)
    assert policy_for(MoveKind.LATERAL, here.pk) == LATERAL
    assert save_rules(policy=replace(own, least_months_in_level=3), seen=0, by=hr)
    assert policy_for(MoveKind.LATERAL, here.pk).number == 2  # versions go on counting


def test_the_second_of_two_editors_is_told(hr: Any) -> None:
    assert save_rules(policy=replace(LATERAL, trial_months=3), seen=1, by=hr)
    with pytest.raises(StaleError):
        save_rules(policy=replace(LATERAL, trial_months=6), seen=1, by=hr)
    assert policy_for(MoveKind.LATERAL, None).trial_months == 3


def test_rules_that_cannot_be_followed_are_refused(hr: Any, research: Version) -> None:
    with pytest.raises(DomainError, match="The last step, and only the last"):
        save_rules(policy=replace(LATERAL, steps=LATERAL.steps[:1]), seen=1, by=hr)
    unknown = replace(LATERAL, framework=987654)
    with pytest.raises(DomainError, match="Publish the framework first"):
        save_rules(policy=unknown, seen=0, by=hr)


def test_a_group_answers_and_keeps_its_name_where_rules_are_frozen(hr: Any) -> None:
    ada, bo = EmployeeFactory.create(), EmployeeFactory.create()
    group = save_group(group=None, name="Committee", members=[ada, bo], by=hr)
    assert group is not None
    step = StepRule(StepAction.APPROVE, Decider.GROUP, 5, group=group.pk, group_name="Committee")
    assert save_rules(policy=replace(PROMOTION, steps=(step, *PROMOTION.steps)), seen=1, by=hr)
    frozen = policy_for(MoveKind.PROMOTION, None)
    save_group(group=group, name="Panel", members=[ada], by=hr)
    assert frozen.steps[0] == step
    assert policy_for(MoveKind.PROMOTION, None).steps[0].group_name == "Panel"
    assert [each.employee for each in group.members.all()] == [ada]
    assert save_group(group=group, name="Panel", members=[ada], by=hr) is None
    assert AuditEntry.objects.filter(verb="group.saved").count() == 2
    with pytest.raises(DomainError, match="exists already"):
        save_group(group=None, name="panel", members=[ada], by=hr)
    with pytest.raises(DomainError, match="Name somebody"):
        save_group(group=None, name="Empty", members=[], by=hr)
    assert DeciderGroup.objects.count() == 1


def test_absences_are_added_and_ended(hr: Any, employee: Any) -> None:
    person, other, today = employee.employee, EmployeeFactory.create(), D(2026, 6, 15)

    def add(first: dt.date, last: dt.date, stand_in: Any = None) -> Absence:
        return add_absence(person=person, starts_on=first, ends_on=last, stand_in=stand_in, today=today, by=employee)

    now, later = add(D(2026, 6, 10), D(2026, 6, 20), other), add(D(2026, 7, 1), D(2026, 7, 1))
    assert Absence.objects.filter(employee=person).on(D(2026, 6, 20)).get() == now
    assert now.stand_in == other
    assert not Absence.objects.filter(employee=person).on(D(2026, 6, 21)).exists()
    assert not Absence.objects.filter(employee=other).on(D(2026, 6, 15)).exists()
    for first, last, stand_in in [
        (D(2026, 6, 20), D(2026, 6, 22), None),  # on the 20th already
        (D(2026, 8, 2), D(2026, 8, 1), None),
        (D(2026, 6, 1), D(2026, 6, 5), None),  # over
        (D(2026, 8, 1), D(2036, 8, 1), None),
        (D(2026, 8, 1), D(2026, 8, 2), person),
    ]:
        with pytest.raises(DomainError):
            add(first, last, stand_in)
    assert Absence.objects.count() == 2
    assert end_absence(absence=now, today=today, by=employee)
    assert end_absence(absence=later, today=today, by=hr)
    assert not end_absence(absence=now, today=today, by=employee)
    assert not end_absence(absence=later, today=today, by=employee)
    assert list(Absence.objects.values_list("starts_on", "ends_on")) == [(D(2026, 6, 10), D(2026, 6, 14))]
    assert not Absence.objects.filter(employee=person).on(today).exists()
