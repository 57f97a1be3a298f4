"""What the demo's people work towards: levels, goals, and talks with their managers."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.actions.sharing import share
from ladders.careers.models import Audience, Thing
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.growth.actions.feedback_asking import ask_for_feedback, bring_to_talk, read_given
from ladders.growth.actions.feedback_giving import decline, give_feedback
from ladders.growth.actions.goals import GoalWords, agree, close_goal, remark, write_goal
from ladders.growth.actions.policy import change_rhythm
from ladders.growth.actions.talks import hold_talk, keep_private_note, plan_talk, write_entry
from ladders.growth.actions.targets import choose_target, share_target
from ladders.growth.actions.ways import answer, ask, may_be_asked
from ladders.growth.models import FeedbackAsk, GoalState, Readers, Talk, TalkPart, TalkRhythm, Target
from ladders.growth.queries.feedback import subjects_of
from ladders.growth.queries.plans import Expectation, plan_of
from ladders.moves.models import Notice

from .clock import on_day

BEATRIZ, KWABENA, EMRE, ROHAN = "Q015", "Q016", "Q018", "Q011"
BEFORE: Final = 75  # days since the last talk


def load_growth() -> None:
    """By the actions that people use, on the days on which it would have happened."""
    today = timezone.localdate()
    people = {each.number: each for each in Employee.objects.select_related("user").filter(number__startswith="Q")}
    with on_day(today - dt.timedelta(days=400)):
        hr = User.objects.filter(grants__role=Role.HR_ADMIN).earliest("pk")
        change_rhythm(talks=TalkRhythm.YEARLY, by=hr)
    with on_day(today - dt.timedelta(days=BEFORE)):
        target = _beatriz(people, timezone.localdate())
        _talked(people, timezone.localdate())
    with on_day(today - dt.timedelta(days=6)):
        _next(people, target, timezone.localdate())
        _others(people)
        _ways(people)
        _feedback(people)
    Notice.objects.filter(settled_at=None).update(settled_at=timezone.now())  # no mail goes out for the past


def _beatriz(people: dict[str, Employee], day: dt.date) -> Target:
    me, manager = people[BEATRIZ], people[ROHAN]
    target = choose_target(level=_level("S6"), by=me.user)
    first, second = _to_grow(target, me)[:2]
    goal = write_goal(
        target=target,
        competency=first.competency,
        words=GoalWords(
            "Carry the flow-cell model from an experiment to something that Service can rely on.",
            "Two sites order parts by it without asking me.",
            "Cillian for the field data; Fridays stay free of meetings.",
            day + dt.timedelta(days=200),
        ),
        by=me.user,
    )
    done = write_goal(
        target=target,
        competency=second.competency,
        words=GoalWords(
            "Review one design of another team each month.",
            "They come back before the design is finished.",
            due_on=day + dt.timedelta(days=60),
        ),
        by=me.user,
    )
    share_target(target=target, by=me.user)
    remark(goal=goal, text="Which of the two sites would be the harder one? Begin there.", by=manager.user)
    remark(goal=goal, text="Cork. I will visit them in spring.", by=me.user)
    agree(goal=goal, agreed=True, by=manager.user)
    close_goal(goal=done, state=GoalState.REACHED, by=me.user)
    return target


def _talked(people: dict[str, Employee], day: dt.date) -> None:
    me, manager = people[BEATRIZ], people[ROHAN]
    talk = plan_talk(employee=me, manager=manager, on=day, at=dt.time(14), place="Room Douro", by=me.user)
    write_entry(talk=talk, part=TalkPart.POINT, text="Time for the flow-cell model, or else drop it", by=me.user)
    write_entry(talk=talk, part=TalkPart.POINT, text="Who else can read the field data?", by=manager.user)
    hold_talk(talk=talk, on=day, by=manager.user)
    write_entry(
        talk=talk, part=TalkPart.NOTE, text="The model stays. Release work goes to Kwabena until May.", by=manager.user
    )
    write_entry(
        talk=talk,
        part=TalkPart.AGREED,
        text="Rohan finds one contact in Cork by the end of the month.",
        by=manager.user,
    )
    keep_private_note(talk=talk, text="Ask about the course on reliability next time.", seen=0, by=me.user)


def _next(people: dict[str, Employee], target: Target, day: dt.date) -> None:
    me, manager = people[BEATRIZ], people[ROHAN]
    talk = plan_talk(
        employee=me,
        manager=manager,
        on=next(on for n in range(18, 25) if (on := day + dt.timedelta(days=n)).weekday() < 5),  # no talk on a Sunday
        at=dt.time(10, 30),
        place="Room Douro",
        by=manager.user,
    )
    write_entry(talk=talk, part=TalkPart.POINT, text="What would make S6 a good year for me", by=me.user)
    write_goal(
        target=target,
        competency=None,
        words=GoalWords("Speak about the flow-cell model at the meeting in Porto.", "Somebody asks you to repeat it."),
        by=manager.user,
    )
    share(employee=me, what=[Thing.ENERGY], audience=Audience.MANAGER, until=None, by=me.user)


def _others(people: dict[str, Employee]) -> None:
    """Kwabena keeps his plan to himself; Emre shares one that leads into influence."""
    mine = choose_target(level=_level("I7"), by=people[KWABENA].user)
    write_goal(
        target=mine,
        competency=None,
        words=GoalWords("Fewer projects, and the same three people for a year.", "", "My mother needs Thursdays."),
        by=people[KWABENA].user,
    )
    emre = people[EMRE]
    shared = choose_target(level=_level("I6"), by=emre.user)
    write_goal(
        target=shared,
        competency=_to_grow(shared, emre)[0].competency,
        words=GoalWords("Make design reviews across sites a habit that needs no reminder from me."),
        by=emre.user,
    )
    share_target(target=shared, by=emre.user)


def _ways(people: dict[str, Employee]) -> None:
    """Rohan tells what it was like to begin leading, Beatriz what it was like to become senior."""
    emre, rohan = people[EMRE], people[ROHAN]
    way = may_be_asked(level=_level("M6"), by=rohan.user)
    may_be_asked(level=_level("S5"), by=people[BEATRIZ].user)
    question = ask(way=way, text="How much of the craft did you keep in the first year?", by=emre.user)
    answer(question=question, text="Two days a week, because I said so before I began. Ask for that.", by=rohan.user)


def _feedback(people: dict[str, Employee]) -> None:
    """Beatriz asks two colleagues: one writes, one would rather not. Emre asks her, and waits."""
    beatriz, kwabena, emre = people[BEATRIZ], people[KWABENA], people[EMRE]
    ask = _asked(beatriz, [kwabena, emre], "What changed for you when the flow-cell model became part of planning?")
    wrote, declined = ask.given.get(giver=kwabena), ask.given.get(giver=emre)
    give_feedback(
        feedback=wrote,
        text="We order two weeks earlier now, and nobody rings Porto on a Friday. You explained the limits of the model "
        "before anybody asked. I would like to hear those limits in writing, too.",
        readers=Readers.REQUESTS,
        seen=0,
        by=kwabena.user,
    )
    decline(feedback=declined, by=emre.user)
    read_given(ask=ask, rows=ask.given.all(), by=beatriz.user)
    talk = Talk.objects.ahead().get(employee=beatriz)
    bring_to_talk(feedback=wrote, talk=talk, by=beatriz.user)
    _asked(emre, [beatriz], "Which of the last design reviews helped your team, and which one only cost time?")


def _asked(person: Employee, colleagues: list[Employee], question: str) -> FeedbackAsk:
    today = timezone.localdate()
    subject = subjects_of(person, today)[-1]
    return ask_for_feedback(
        level=subject.key,
        competencies=[each.key for each in subject.competencies[:2]],
        question=question,
        colleagues=colleagues,
        readers=Readers.REQUESTS,
        due_on=today + dt.timedelta(days=21),
        by=person.user,
    )


def _to_grow(target: Target, person: Employee) -> list[Expectation]:
    plan = plan_of(target, person.user, timezone.localdate())
    items = [each for group in plan.groups for each in group.items]
    return sorted(items, key=lambda each: -each.steps)


def _level(code: str) -> UUID:
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED, version__framework__name="Engineering")
    return rows.get(code=code).key
