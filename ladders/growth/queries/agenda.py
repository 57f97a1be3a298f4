"""What two people may talk about: what the employee shares with this manager today, and what each has put on the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Employee
from ladders.careers.domain.season_picture import SeasonPicture
from ladders.careers.models import LeadWish
from ladders.careers.queries.reflections import Reflected, reflection_of
from ladders.careers.queries.sharing import Thing, things_shown
from ladders.careers.queries.timelines import seasons_of

from ..models import Feedback, GoalRemark, Talk, TalkEntry, TalkPart, Target
from .plans import Plan, plan_of


@dataclass(frozen=True, slots=True)
class Agenda:
    """For a talk ahead. Both see the same: what the manager may see today, and nothing that is not shared.

    `feedback` is what they brought to it, as its
    givers agreed. `open_questions` are remarks on goals that nobody has answered; `agreed` is what stands from the talk before.
    """

    plans: list[Plan] = field(default_factory=list)
    questions: list[GoalRemark] = field(default_factory=list)
    seasons: SeasonPicture | None = None
    energy: Reflected | None = None
    wish: LeadWish | None = None
    things: frozenset[Thing] = frozenset()
    agreed: list[TalkEntry] = field(default_factory=list)
    before: Talk | None = None
    feedback: list[Feedback] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True where nothing is shared."""
        return not (self.plans or self.seasons or self.energy or self.wish or self.agreed or self.feedback)


def agenda_of(talk: Talk, day: dt.date) -> Agenda:
    """What the employee shares with this manager on that day; nothing where they are their manager no more.

    At most 17 queries and those of each plan; the reader has the talk, which `visible_to` has said before.
    """
    viewer = talk.manager.user
    before = _before(talk)
    agreed = list(before.entries.filter(part=TalkPart.AGREED).select_related("by")) if before else []
    if viewer is None:
        return Agenda(agreed=agreed, before=before)
    things = things_shown(viewer, talk.employee, day)
    targets = Target.objects.visible_to(viewer, day).open().filter(employee=talk.employee).select_related("employee")
    plans = [plan_of(target, viewer, day) for target in targets]
    brought = Feedback.objects.visible_to(viewer, day).filter(talk=talk)
    return Agenda(
        plans,
        [question for plan in plans for question in _unanswered(plan)],
        seasons_of(talk.employee, day) if Thing.SEASONS in things else None,
        _energy(talk.employee) if Thing.ENERGY in things else None,
        LeadWish.objects.filter(employee=talk.employee).first() if Thing.WISH in things else None,
        things,
        agreed,
        before,
        list(brought.select_related("giver", "ask")),
    )


def history(talk: Talk, user: Any, day: dt.date) -> list[Talk]:
    """The other talks of these two, latest first, with how much stands in each: 1 query."""
    rows = Talk.objects.visible_to(user, day).filter(employee=talk.employee_id, manager=talk.manager_id)
    return list(rows.exclude(pk=talk.pk))


def _before(talk: Talk) -> Talk | None:
    rows = Talk.objects.held().filter(employee=talk.employee_id, manager=talk.manager_id).exclude(pk=talk.pk)
    return rows.filter(on__lte=talk.on).first()


def _unanswered(plan: Plan) -> list[GoalRemark]:
    return [shown.remarks[-1] for shown in plan.goals if shown.remarks]


def _energy(person: Employee) -> Reflected | None:
    found = reflection_of(person)
    return found if found and found.loads else None
