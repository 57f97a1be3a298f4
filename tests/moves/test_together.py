"""Many at once, on connections of their own: one outcome, and everybody else is told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.core.once import read_once
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import give_reason
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.library import install_default_plan
from ladders.moves.actions import answers, drafts, effects, overdue, withdrawals
from ladders.moves.actions.locks import locked
from ladders.moves.models import DeciderGroup, GroupMember, MovePolicy, MoveRequest, Notice, PassedOn
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import chains_of, manager_of
from tests.conftest import signed_in
from tests.factories import hr_admin
from tests.frameworks.published import publish_now
from tests.together import meanwhile, together

from .company import TODAY, Company, answer, company, fresh, now_open
from .many import copies_of

pytestmark = pytest.mark.django_db(transaction=True)
APRIL = dt.date(2026, 4, 1)


@pytest.fixture
def firm() -> Company:
    install_default_plan()
    return company(hr_admin())


def kinds(results: list[object]) -> Counter[str]:
    return Counter("told" if isinstance(item, DomainError) else getattr(item, "state", repr(item)) for item in results)


def test_fifty_decisions_and_one_outcome(firm: Company) -> None:
    row = answer(now_open(firm.asked("S5")), APRIL)
    step, otto = now_open(row), firm.user("otto")

    def yes() -> object:
        return answers.approve(step=step, by=otto, today=TODAY)

    def no() -> object:
        return answers.decline(step=step, reason="Full", would_change="A seat", by=otto, today=TODAY)

    history: Any = apps.get_model("moves", "MoveRequestEvent")
    results = together(*(yes if number % 2 else no for number in range(50)))
    row, step = fresh(row), row.steps.get(pk=step.pk)
    assert set(kinds(results)) == {"told", row.state}
    assert kinds(results) == {row.state: 25, "told": 25}  # a repeated click of the same answer is harmless
    assert (row.state, step.outcome) in {("submitted", "approved"), ("declined", "declined")}
    assert history.objects.filter(pgh_obj_id=row.pk, state="declined").count() == (row.state == "declined")
    assert Notice.objects.filter(kind__in=["answered", "declined"], step=step).count() == 1


def test_withdrawing_against_approving_and_against_the_effective_day(firm: Company) -> None:
    pia = firm.user("pia")
    for code in ("S5", "P5"):
        row = firm.asked(code)
        step = now_open(row)
        results = together(
            partial(withdrawals.withdraw, request=row, by=pia, today=TODAY),
            partial(answers.release, step=step, on=APRIL, by=firm.user("mia"), today=TODAY),
        )
        row = fresh(row)
        assert row.state == "withdrawn"  # before or after the answer: the author has the last word
        answered = row.steps.get(position=10).outcome
        assert isinstance(results[1], DomainError) == (answered == "")
    row = firm.scheduled("S5", APRIL)
    results = together(
        lambda: withdrawals.withdraw(request=row, by=pia, today=APRIL),
        *(lambda: effects.run_effects(APRIL) for _run in range(4)),
    )
    state, placed = fresh(row).state, Placement.objects.filter(employee=firm.pia).count()
    assert (state, placed, sum(item == 1 for item in results)) in {("withdrawn", 1, 0), ("in_effect", 2, 1)}
    assert isinstance(results[0], DomainError) == (state == "in_effect")


def test_several_sweeps_pass_a_step_on_once(firm: Company) -> None:
    row = firm.asked("S5")
    late = dt.date(2026, 3, 17)
    together(*(lambda: overdue.sweep(late) for _run in range(5)))
    step = now_open(row)
    assert (step.decider, step.silences, PassedOn.objects.count()) == (firm.user("greta"), 1, 1)
    assert Notice.objects.filter(recipient=firm.user("greta"), kind="due").count() == 1


def test_two_clicks_on_send_send_once(firm: Company) -> None:
    first, second = firm.draft("S5"), firm.draft("P5")
    pia = firm.user("pia")
    works = [lambda row=row: drafts.submit(request=row, by=pia, today=TODAY) for row in (first, first, second, second)]
    results = together(*works)
    states = sorted(fresh(row).state for row in (first, second))
    assert states == ["draft", "submitted"]
    assert kinds(results) == {"submitted": 2, "told": 2}
    assert Notice.objects.filter(kind="due").count() == 1


def test_sending_waits_for_whoever_gives_the_person_another_level(firm: Company) -> None:
    row, hana = firm.draft("S5"), firm.user("hana")

    def change() -> None:
        placements.change(employee=firm.pia, level=firm.level("P6"), starts_on=TODAY, reason="New team", by=hana)

    found = meanwhile(change, lambda: drafts.submit(request=row, by=firm.user("pia"), today=TODAY))
    assert isinstance(found, DomainError)
    assert "no longer holds" in str(found)
    assert fresh(row).state == "draft"


def test_a_move_that_takes_effect_while_its_level_is_published_lands_on_the_level_of_now(firm: Company) -> None:
    row, by = firm.scheduled("S5", APRIL), hr_admin()
    draft = start_draft(framework=firm.version.framework, by=by)
    soon = timezone.localdate() + dt.timedelta(days=1)
    for finding in (each.finding.key for each in readiness(draft, today=timezone.localdate()).answers):
        give_reason(version=draft, findings=[finding], reason="For now", review_on=soon, by=by)
    done = meanwhile(lambda: publish_now(draft, by), lambda: effects.run_effects(APRIL))
    assert done == 1
    assert fresh(row).placement.version_id == draft.pk  # type: ignore[union-attr]


def test_two_clicks_at_once_begin_one_draft(firm: Company) -> None:
    begin = partial(drafts.draft, person=firm.pia, level=firm.level("S5"), by=firm.user("pia"), today=TODAY)
    assert kinds(together(*[begin] * 4)) == {"draft": 4}
    assert MoveRequest.objects.count() == 1


def test_who_answers_second_is_shown_how_it_stands_now(firm: Company) -> None:
    """Both have read the page; the other one's answer comes while this one waits for the request."""
    group = DeciderGroup.objects.create(name="Committee")
    for person in (firm.peer, firm.otto):
        GroupMember.objects.create(group=group, employee=person)
    old = MovePolicy.objects.current().get(kind="step_back", framework=None)
    old.replaced_at = old.made_at
    old.save()
    policy = MovePolicy.objects.create(
        kind="step_back", number=2, length=2, pay_rule="kept", right_of_return=True, made_at=old.made_at
    )
    policy.steps.create(position=1, deed="approve", decider="group", group=group, days=5)
    policy.steps.create(position=2, deed="confirm", decider="hr", days=5)
    row = firm.asked("S5", timezone.localdate())
    step, otto = now_open(row), signed_in(firm.user("otto"))
    approve = reverse("move-deed", args=[row.pk, "approve"])
    assert approve in otto.get(reverse("move", args=[row.pk])).content.decode()
    found = meanwhile(
        lambda: answers.approve(step=step, by=firm.user("peer"), today=timezone.localdate()),
        lambda: otto.post(approve),
    )
    page = found.content.decode()
    assert (found.status_code, "Peer Colleague answered on" in page) == (409, True)
    assert (approve in page, found.context["at"].step) == (False, None)
    way = [(each.stage, each.who) for each in found.context["way"]]
    assert way == [("done", "Peer Colleague"), ("now", "Henry Lab (HR lead)")]


def test_behind_the_lock_of_a_request_what_was_read_before_is_read_anew(firm: Company) -> None:
    row = firm.asked("S5")
    line = ReportingLine.objects.filter(employee=firm.pia, ends_on=None)
    with transaction.atomic(), read_once():
        chains_of([firm.pia.pk], TODAY)
        together(lambda: line.update(manager=firm.otto))
        assert manager_of(firm.pia, TODAY) == firm.mia  # one page shows one state
        request = locked(row)
        assert manager_of(request.person, TODAY) == firm.otto


def test_who_agreed_to_another_day_in_the_moment_of_reading_is_named(firm: Company) -> None:
    """The request is locked by a statement that began before the other day was agreed, and got the lock afterwards."""
    row = firm.scheduled("S5", APRIL)
    copies_of(row, 1, due=0, due_on=APRIL, later=APRIL)
    hana = firm.user("hana")
    wait = " WHERE EXISTS (SELECT 1 FROM pg_advisory_xact_lock(77)) AND "

    def slowly(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SKIP LOCKED" in sql and 'FROM "moves_moverequest"' in sql:
            sql = sql.replace(" WHERE ", wait, 1)
        return execute(sql, params, many, context)

    def agree() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_advisory_xact_lock(77)")
        MoveRequest.objects.filter(pk=row.pk).update(agreed_by=hana)

    def run() -> int:
        with connection.execute_wrapper(slowly):
            return effects.run_effects(APRIL)

    assert meanwhile(agree, run) == 2
    assert AuditEntry.objects.get(verb="person.moved", about=f"accounts.employee:{row.person_id}").by == hana
