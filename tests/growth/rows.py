"""A plan and a talk, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import Employee
from ladders.frameworks.models import Level
from ladders.growth.models import (
    Feedback,
    FeedbackAsk,
    Goal,
    GoalRemark,
    PrivateNote,
    Talk,
    TalkEntry,
    Target,
    WalkedWay,
    WayQuestion,
)
from tests.route_kinds import EMPLOYEE, HR, OWNER


def plan_and_talk(person: Employee, manager: Employee, level: Level) -> dict[str, Any]:
    """Id names of `World.ids` → id: a target of `person` that they share with their manager, and a talk of the two ahead."""
    target = Target.objects.create(
        employee=person,
        framework=level.version.framework,
        level_key=level.key,
        level=f"{level.code} {level.title}",
        shared_with=manager,
    )
    goal = Goal.objects.create(target=target, what="Say less, hear more", due_on=dt.date(2099, 1, 1))
    GoalRemark.objects.create(goal=goal, manager=manager, by=manager, text="Whom would you ask?")
    day = timezone.localdate() + dt.timedelta(days=7)
    talk = Talk.objects.create(employee=person, manager=manager, on=day)
    entries = {
        who: TalkEntry.objects.create(talk=talk, by=each, part="point", text=f"Point of {who}").pk
        for who, each in ((EMPLOYEE, person), (OWNER, manager))
    }
    PrivateNote.objects.create(talk=talk, author=person, text="Ask about the cough", revision=1)
    walked = WalkedWay.objects.create(
        employee=person,
        level_key=level.key,
        level="I6 Influence 6",
        from_key=level.key,
        from_level="E3 Researcher",
        moved_on=dt.date(2016, 1, 1),
    )
    question = WayQuestion.objects.create(by=manager, asked=person, level=walked.level, text="How was it?")
    asked, given = _feedback(person, manager, level), _feedback(manager, person, level)
    Feedback.objects.filter(pk=asked.pk).update(
        text="Quokka held the workshop together", written_at=timezone.now(), readers=2, manager=manager
    )
    return {
        "feedback ask": asked.ask_id,
        "feedback": asked.pk,
        "feedback of employee": given.pk,
        "walked way": walked.pk,
        "way question": question.pk,
        "target": target.pk,
        "goal": goal.pk,
        "talk": talk.pk,
        "date name": f"talk-{talk.pk}",
        "entry": entries | {HR: entries[EMPLOYEE]},
    }


def _feedback(by: Employee, of: Employee, level: Level) -> Feedback:
    due = timezone.localdate() + dt.timedelta(days=9)
    ask = FeedbackAsk.objects.create(
        by=by,
        level_key=level.key,
        level="I6 Influence 6",
        competencies=[{"key": str(level.key), "name": "Method", "text": "Plans a study."}],
        question="What did you see?",
        due_on=due,
    )
    return Feedback.objects.create(ask=ask, giver=of)
