"""Requests of the demo's people, in every state that is worth a look: asked, answered, declined, agreed, in effect.

They are made by the actions that people use, on the days on which it would have happened: the clock stands there meanwhile.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from accounts.models import Employee, User
from ladders.careers.models import Evidence
from ladders.demo.clock import on_day
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.moves.actions import answers, dates, drafts, effects, questions
from ladders.moves.actions.evidence import Given
from ladders.moves.actions.return_rights import tick
from ladders.moves.domain.enums import StepAction
from ladders.moves.domain.states import FirstEar
from ladders.moves.models import FollowUp, MoveRequest, Notice, Step

SHOWN: Final = (
    "The new way of calibrating the river probes is mine; three teams work by it now.",
    "I have gone through what the level expects with my manager, line by line.",
)


def load_moves() -> int:
    """Write them; how many."""
    today = timezone.localdate()
    _in_effect(_ask("Q032", "Finance", "P5", _ago(today, 200)), _ago(today, 180))
    _answered("Q037", "Finance", "I7", _ago(today, 20), steps=3, on=today + dt.timedelta(days=40))
    _declined("Q033", "Finance", "S6", _ago(today, 9))
    _answered("Q018", "Engineering", "S5", _ago(today, 12), steps=1, on=today)
    back = _ask("Q014", "Engineering", "E4", _ago(today, 4))
    _question(back, _ago(today, 2))
    _ask("Q019", "Engineering", "S6", _ago(today, 1))
    _try_out("Q034", "Finance", "I6", _ago(today, 150), months=3)
    _try_out("Q016", "Engineering", "M6", _ago(today, 60), months=3)
    _draft("Q015", "Engineering", "P5", today)
    beatriz, level = _person("Q015"), _level("Engineering", "S6")
    drafts.propose(person=beatriz, level=level, by=_user(_person("Q011")), today=today)
    Notice.objects.update(settled_at=timezone.now())  # they stand in the product; no mail goes out for the past
    return MoveRequest.objects.count()


def _ago(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=days)


def _person(number: str) -> Employee:
    return Employee.objects.select_related("user").get(number=number)


def _user(person: Employee) -> User:
    assert person.user is not None
    return person.user


def _level(framework: str, code: str) -> Level:
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED, version__framework__name=framework)
    return rows.get(code=code)


def _draft(number: str, framework: str, code: str, day: dt.date) -> MoveRequest:
    person = _person(number)
    row = drafts.draft(person=person, level=_level(framework, code), by=_user(person), today=day)
    return drafts.change_draft(
        request=row, by=_user(person), today=day, wished_on=None, evidence=_given(person)[: len(row.evidence)]
    )


def _given(person: Employee) -> tuple[Given, Given]:
    """Work from their notes, where they wrote any, and their assessment."""
    notes = Evidence.objects.filter(employee=person).kept().values_list("pk", flat=True)[:2]
    return Given(SHOWN[0], list(notes)), Given(SHOWN[1], assessed=True)


def _ask(number: str, framework: str, code: str, day: dt.date) -> MoveRequest:
    with on_day(day):
        row = _draft(number, framework, code, day)
        return drafts.submit(request=row, by=_user(row.person), today=day)


def _try_out(number: str, framework: str, code: str, begins: dt.date, *, months: int) -> None:
    """A level tried at 20 % from that day on, agreed by both managers three weeks before."""
    person, asked = _person(number), _ago(begins, 21)
    level, by = _level(framework, code), _user(person)
    with on_day(asked):
        row = drafts.beginning(person=person, level=level, today=asked, trying=True)
        row = drafts.keep(
            request=row,
            by=by,
            today=asked,
            wished_on=begins,
            months=months,
            share=20,
            first_ear=FirstEar.MANAGER,
            evidence=(),
            reason=None,
        )
        row = drafts.submit(request=row, by=by, today=asked)
    while _answer(row, begins, _ago(begins, 18)):
        pass
    with on_day(begins):
        effects.run_effects(begins)


def _open(row: MoveRequest) -> Step | None:
    steps = Step.objects.filter(request=row, opened_on__isnull=False, answered_at=None)
    return steps.select_related("decider").first()


def _answered(number: str, framework: str, code: str, day: dt.date, *, steps: int, on: dt.date) -> MoveRequest:
    row = _ask(number, framework, code, day)
    for _each in range(steps):
        _answer(row, on, day)
    return row


def _answer(row: MoveRequest, on: dt.date, day: dt.date) -> bool:
    """The yes that the open step asks for; False where none is open."""
    step = _open(row)
    if step is None:
        return False
    with on_day(day):
        _say_yes(row, step, on, day)
    return True


def _say_yes(row: MoveRequest, step: Step, on: dt.date, day: dt.date) -> None:
    if step.deed == StepAction.APPROVE:
        answers.approve(step=step, by=step.decider, today=day)
    elif step.deed == StepAction.RELEASE:
        answers.release(step=step, on=on, by=step.decider, today=day)
    else:
        answers.confirm(step=step, on=on, by=step.decider, today=day)
    row = MoveRequest.objects.select_related("person__user").get(pk=row.pk)
    if row.offered_on is not None:  # another day than the terms named counts with the person's yes
        dates.accept_day(request=row, by=_user(row.person), today=day)


def _in_effect(row: MoveRequest, on: dt.date) -> None:
    while _answer(row, on, _ago(on, 10)):
        pass
    today = timezone.localdate()
    with on_day(on):
        effects.run_effects(on)
        for item in FollowUp.objects.filter(request=row, due_on__lt=today).order_by("pk"):
            tick(item=item, by=MoveRequest.objects.get(pk=row.pk).owner, today=on)


def _declined(number: str, framework: str, code: str, day: dt.date) -> None:
    step = _open(_ask(number, framework, code, day))
    assert step is not None
    with on_day(day):
        answers.decline(
            step=step,
            reason="The closing of the books is not yet yours alone, and the level asks for that.",
            would_change="Lead one quarterly closing until the end of June; I make room for it, and we look at it in July.",
            by=step.decider,
            today=day,
        )


def _question(row: MoveRequest, day: dt.date) -> None:
    step = _open(row)
    assert step is not None
    with on_day(day):
        questions.ask_question(
            step=step,
            text="Would you like to keep the harbour project until it ships in spring?",
            by=step.decider,
            today=day,
        )
