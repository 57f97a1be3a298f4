"""Random people do random things in random order, and time passes. Whatever happens: one outcome, nothing lost or doubled,
an owner and a due date at all times, terms as they were sent, rights as they were promised."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from typing import Any, ClassVar

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Prefetch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.frameworks.queries.snapshot import Kept
from ladders.impact.models import FactorPlan
from ladders.moves.actions import answers, dates, drafts, effects, overdue, questions, return_rights, withdrawals
from ladders.moves.domain.states import FINISHED, OPEN, UNFINISHED, FirstEar, can_go
from ladders.moves.models import Absence, MoveRequest, Notice, PassedOn, ReturnRight, Step
from ladders.moves.queries.return_rights import held_rights
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine

from .company import EVIDENCE, TODAY, Company, company, reports

NAMES = ("pia", "mia", "otto", "greta", "peer", "hana", "henry")
CODES = ("S5", "P5", "M6", "P6", "S6")
WHO = st.sampled_from(NAMES)


class Requests(RuleBasedStateMachine):
    """Every rule is an attempt; being refused in a sentence, or by a 403, is a fine outcome. Anything else is a fault."""

    made: ClassVar[Company]  # once for all examples; each is undone to there

    @initialize()
    def begin(self) -> None:
        self.mark = transaction.savepoint()
        self.firm: Company = copy.deepcopy(self.made)
        self.day = TODAY
        self.frozen: dict[Any, Any] = {}
        self.states: dict[Any, str] = {}
        self.promised: dict[int, dt.date] = {}

    def teardown(self) -> None:
        if hasattr(self, "mark"):
            transaction.savepoint_rollback(self.mark)
            Kept.clear_all()  # the next example finds the same ids
            cache.clear()

    def attempt(self, work: Any, **arguments: Any) -> None:
        try:
            with transaction.atomic():
                work(today=self.day, **arguments)
        except (DomainError, PermissionDenied):
            return

    def request(self, last: bool = True) -> MoveRequest | None:
        return MoveRequest.objects.order_by("-created_at" if last else "created_at").first()

    def step(self, opened: bool) -> Step | None:
        steps = Step.objects.filter(opened_on__isnull=False).order_by("-id")
        return (steps.filter(answered_at=None) if opened else steps).first()

    @rule(code=st.sampled_from(CODES), ear=st.sampled_from(FirstEar), wish=st.integers(0, 40) | st.none())
    def ask(self, code: str, ear: FirstEar, wish: int | None) -> None:
        wished = None if wish is None else self.day + dt.timedelta(days=wish)
        self.attempt(self._ask, code=code, ear=ear, wished=wished)

    def _ask(self, code: str, ear: FirstEar, wished: dt.date | None, today: dt.date) -> None:
        pia, level = self.firm.user("pia"), self.firm.level(code)
        row = drafts.draft(person=self.firm.pia, level=level, by=pia, today=today)
        drafts.change_draft(request=row, by=pia, today=today, wished_on=wished, first_ear=ear, evidence=EVIDENCE)
        drafts.submit(request=row, by=pia, today=today)

    @rule(
        who=WHO, opened=st.booleans(), right_one=st.booleans(), deed=st.sampled_from("ardcoq"), days=st.integers(0, 30)
    )
    def decide(self, who: str, opened: bool, right_one: bool, deed: str, days: int) -> None:
        step = self.step(opened)
        if step is None:
            return
        by = step.decider if right_one and step.decider else self.firm.user(who)
        on = self.day + dt.timedelta(days=days)
        if right_one and deed in "arc":
            deed = {"approve": "a", "release": "r", "confirm": "c"}[step.deed]
        choices: dict[str, tuple[Any, dict[str, Any]]] = {
            "a": (answers.approve, {}),
            "r": (answers.release, {"on": on}),
            "d": (answers.decline, {"reason": "Because", "would_change": "Time"}),
            "c": (answers.confirm, {"on": on}),
            "o": (answers.object_to, {"reason": "Not now"}),
            "q": (questions.ask_question, {"text": "When?"}),
        }
        work, more = choices[deed]
        self.attempt(work, step=step, by=by, **more)

    @rule(who=WHO, to=WHO)
    def hand_on(self, who: str, to: str) -> None:
        if (step := self.step(True)) is not None:
            by = step.decider or self.firm.user(who)
            self.attempt(questions.delegate, step=step, to=self.firm.user(to), by=by)

    @rule(who=WHO, deed=st.sampled_from("wlsga"), days=st.integers(0, 30))
    def of_the_request(self, who: str, deed: str, days: int) -> None:
        row = self.request()
        if row is None:
            return
        by, on = self.firm.user(who), self.day + dt.timedelta(days=days)
        choices: dict[str, tuple[Any, dict[str, Any]]] = {
            "w": (withdrawals.withdraw, {}),
            "l": (answers.look_again, {"text": "Please look again"}),
            "s": (dates.schedule, {"on": on}),
            "g": (dates.offer_day, {"on": on}),
            "a": (dates.accept_day, {}),
        }
        work, more = choices[deed]
        self.attempt(work, request=row, by=by, **more)

    @rule(days=st.sampled_from([0, 1, 3, 7, 30]))
    def time_passes(self, days: int) -> None:
        self.day += dt.timedelta(days=days)
        overdue.sweep(self.day)
        effects.run_effects(self.day)
        effects.run_effects(self.day)
        overdue.remind(self.day)

    @rule(who=st.sampled_from(["mia", "otto"]))
    def the_manager_changes(self, who: str) -> None:
        line = ReportingLine.objects.get(employee=self.firm.pia, ends_on=None)
        if line.starts_on < self.day:
            line.ends_on = self.day - dt.timedelta(days=1)
            line.save()
            reports(self.firm.pia, getattr(self.firm, who), self.day)

    @rule(who=st.sampled_from(["mia", "otto", "henry"]), days=st.integers(0, 10))
    def somebody_is_away(self, who: str, days: int) -> None:
        person = getattr(self.firm, who)
        until = self.day + dt.timedelta(days=days)
        if not Absence.objects.filter(employee=person, starts_on__lte=until, ends_on__gte=self.day).exists():
            Absence.objects.create(employee=person, starts_on=self.day, ends_on=until)

    @rule(sure=st.integers(0, 9))
    def the_author_leaves(self, sure: int) -> None:
        if sure == 9 and self.firm.pia.left_on is None:
            self.firm.pia.left_on = self.day
            self.firm.pia.save()

    @rule(months=st.integers(0, 24))
    def hr_extends(self, months: int) -> None:
        if (right := ReturnRight.objects.first()) is not None:
            until = right.until + dt.timedelta(days=30 * months)
            self.attempt(return_rights.extend_right, right=right, until=until, by=self.firm.user("henry"))

    @invariant()
    def accountable(self) -> None:
        steps_too = Prefetch("steps", Step.objects.order_by("position"))
        for row in MoveRequest.objects.select_related("person").prefetch_related(steps_too):
            assert row.owner_id
            assert (row.due_on is None) == (row.state in FINISHED)
            if row.state not in ("draft",) and row.submitted_at:
                kept = self.frozen.setdefault(row.pk, (row.terms, row.policy, row.kind, row.to_key, row.evidence))
                assert kept == (row.terms, row.policy, row.kind, row.to_key, row.evidence)
            before = self.states.get(row.pk, row.state)
            assert before == row.state or reachable(before, row.state), (before, row.state)
            self.states[row.pk] = row.state
            steps = list(row.steps.all())
            opened = [step for step in steps if step.is_open]
            if row.state == "submitted":
                assert len(opened) == 1
                step = opened[0]
                assert step.decider_id != row.person.user_id
                assert row.owner_id == (step.decider_id or row.person.user_id)
                assert (step.decider_id is None) == (step.opens_on is not None)
            if row.state in ("approved", "scheduled", "in_effect"):
                assert steps
                assert not opened
                final = [step for step in steps if step.outcome == "declined"]
                assert len(final) <= (row.looked_again_at is not None)
            for step in steps:
                assert step.answered_by_id is None or step.answered_by_id != row.person.user_id
        assert MoveRequest.objects.filter(state__in=OPEN).count() <= 1
        assert MoveRequest.objects.filter(state__in=UNFINISHED, owner=None).count() == 0

    @invariant()
    def nothing_lost_or_doubled(self) -> None:
        done = MoveRequest.objects.filter(state="in_effect")
        rows = list(Placement.objects.filter(employee=self.firm.pia).order_by("starts_on"))
        assert len(rows) == 1 + done.count()
        for earlier, later in itertools.pairwise(rows):
            assert earlier.ends_on == later.starts_on - dt.timedelta(days=1)
        assert rows[-1].ends_on in (None, self.firm.pia.left_on)
        assert {row.placement_id for row in done} == {row.pk for row in rows[1:]}
        for row in done:
            assert row.placement is not None
            assert (row.placement.level_key, row.placement.starts_on) == (row.to_key, row.agreed_on)

    @invariant()
    def rights_as_promised(self) -> None:
        for right in ReturnRight.objects.select_related("request"):
            assert right.until >= self.promised.get(right.pk, right.until)
            self.promised[right.pk] = right.until
            assert right.levels == [right.request.from_key]
            assert right.request.state == "in_effect"
        carried = MoveRequest.objects.filter(state="in_effect", terms__right__isnull=False).exclude(terms__right=None)
        assert {right.request_id for right in ReturnRight.objects.all()} == {row.pk for row in carried}
        used = MoveRequest.objects.filter(state="in_effect", uses_right__isnull=False)
        assert {row.uses_right_id for row in used} == set(
            ReturnRight.objects.exclude(used_by=None).values_list("pk", flat=True)
        )
        held_rights(self.firm.pia, self.day)

    @invariant()
    def told_once(self) -> None:
        keys = list(Notice.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))
        assert not PassedOn.objects.filter(after=self.firm.user("pia")).exists()

    @invariant()
    def sound(self) -> None:
        connection.check_constraints()


def reachable(here: str, there: str) -> bool:
    """Several transitions may happen between two looks."""
    if can_go(here, there):
        return True
    return any(can_go(here, between) and reachable(between, there) for between in OPEN if between != here)


def run(hr: User, examples: int, steps: int) -> None:
    machine = type("Machine", (Requests,), {"made": company(hr)})
    quick = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=examples < 20,  # the same in every run of the fast part; the long one looks further each time
    )
    run_state_machine_as_test(machine, settings=quick)


@pytest.mark.django_db
def test_random_people_at_random_moments(plan: FactorPlan, hr: User) -> None:
    run(hr, examples=4, steps=25)


@pytest.mark.slow
@pytest.mark.django_db
def test_many_random_people_at_random_moments(plan: FactorPlan, hr: User) -> None:
    run(hr, examples=30, steps=50)
