"""Goals: the person writes them, the manager with whom a target is shared suggests, asks and agrees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError, StaleError
from ladders.core.repeats import just_made
from ladders.frameworks.domain.shapes import CompetencyShape
from ladders.moves.actions.notices import notify_of_page
from ladders.moves.domain.states import NoticeKind

from ..models import Goal, GoalRemark, GoalState, Target
from .people import account_of, acting, todays_manager


@dataclass(frozen=True, slots=True)
class GoalWords:
    """What somebody wants to grow, in their own words."""

    what: str
    shows: str = ""
    helps: str = ""
    due_on: dt.date | None = None


def write_goal(*, target: Target, competency: CompetencyShape | None, words: GoalWords, by: Any) -> Goal:
    """A goal of the person; by the manager who reads the target, a suggestion that the person takes up or sets aside."""
    with transaction.atomic():
        row, me = _target(target.pk, by)
        goal = Goal(target=row, competency=competency.key if competency else None)
        goal.competency_name = competency.name[:120] if competency else ""
        if me.pk != row.employee_id:
            goal.suggested_by, goal.taken_up_on = me, None
        _fill(goal, words)
        same = {
            name: getattr(goal, name) for name in ("competency", "what", "shows", "helps", "due_on", "suggested_by")
        }
        if twice := just_made(Goal, at="created_at", target=row, **same):
            return twice
        goal.save()
        if goal.suggested:
            _tell(NoticeKind.PLAN, goal, row.employee, "suggested")
    return goal


def change_goal(*, goal: Goal, words: GoalWords, seen: int, by: Any) -> Goal:
    """Say it anew; an agreement to other words falls away. Raises StaleError where it changed since revision `seen`."""
    with transaction.atomic():
        row = _own(goal, by)
        if row.revision != seen:
            raise StaleError(
                _(
                    "This goal was changed meanwhile, in another tab perhaps. Nothing of yours is lost: compare, then save."
                ),
                row,
            )
        if (row.what, row.shows, row.helps, row.due_on) != (words.what, words.shows, words.helps, words.due_on):
            row.agreed_by = row.agreed_on = None
        _fill(row, words)
        row.revision += 1
        row.save()
    return row


def close_goal(*, goal: Goal, state: GoalState, by: Any) -> Goal:
    """Reached, dropped, or open again: the person's own word. Harmless when repeated."""
    with transaction.atomic():
        row = _own(goal, by)
        if row.state != state:
            row.state = state
            row.closed_on = None if state == GoalState.OPEN else timezone.localdate()
            row.save(update_fields=["state", "closed_on"])
    return row


def take_up(*, goal: Goal, by: Any) -> Goal:
    """Make a manager's suggestion one's own. Harmless when repeated."""
    with transaction.atomic():
        row = _own(goal, by)
        if row.suggested:
            row.taken_up_on = timezone.localdate()
            row.save(update_fields=["taken_up_on"])
    return row


def remove_goal(*, goal: Goal, by: Any) -> None:
    """Remove it for good, or set a suggestion aside; whoever suggested it can take that back. Harmless when repeated."""
    with transaction.atomic():
        row = Goal.objects.select_for_update(of=("self",)).filter(pk=goal.pk).select_related("target__employee").first()
        if row is None:
            return
        me = acting(by)
        suggester = row.suggested and row.suggested_by_id == me.pk
        if row.target.employee_id != me.pk and not suggester:
            raise PermissionDenied
        row.delete()


def agree(*, goal: Goal, agreed: bool, by: Any) -> Goal:
    """The manager agrees to the goal as it is worded now, or takes that back."""
    with transaction.atomic():
        row, me = _with_manager(goal, by)
        if row.suggested:
            raise DomainError(
                _("It waits for %(name)s, who takes it up or sets it aside.") % {"name": row.target.employee}
            )
        before = row.agreed_by_id
        row.agreed_by, row.agreed_on = (me, timezone.localdate()) if agreed else (None, None)
        row.save(update_fields=["agreed_by", "agreed_on"])
        if agreed and before != me.pk:
            _tell(NoticeKind.INFORMED, row, row.target.employee, f"agreed-{row.revision}")
    return row


def remark(*, goal: Goal, text: str, by: Any) -> GoalRemark:
    """Ask or answer, between the person and the manager with whom the target is shared.

    Raises DomainError for the person where it is not shared with today's manager: nobody would read it.
    """
    with transaction.atomic():
        target, me = _target(goal.target_id, by)
        row = Goal.objects.visible_to(by).select_related("target__employee").get(pk=goal.pk)
        own = me.pk == target.employee_id
        manager = target.shared_with if own else me
        if manager is None:
            raise DomainError(
                _("Share the target with your manager first: nobody else would read what you write here.")
            )
        if own and todays_manager(me) != manager:
            said_before = _(
                "%(name)s is not your manager any more. Share the target anew, with your manager of today: nobody else "
                "would read what you write here."
            )
            raise DomainError(said_before % {"name": manager})
        if not text.strip():
            raise DomainError(_("Write something first."))
        if twice := just_made(GoalRemark, at="said_at", goal=row, by=me, text=text.strip()):
            return twice
        said = GoalRemark.objects.create(goal=row, manager=manager, by=me, text=text.strip())
        _tell(NoticeKind.INFORMED, row, manager if own else target.employee, f"said-{said.pk}")
    return said


def _fill(goal: Goal, words: GoalWords) -> None:
    if not words.what.strip():
        raise DomainError(_("Say what you want to grow."))
    goal.what, goal.shows, goal.helps = words.what.strip(), words.shows.strip(), words.helps.strip()
    goal.due_on = words.due_on


def _tell(kind: NoticeKind, goal: Goal, person: Employee, on: str) -> None:
    """A plan's notice says that something waits; of what is only to be read, people are informed."""
    page, about = f"growth-target {goal.target_id}", f"growth-target-{goal.target_id}"
    notify_of_page(kind, account_of(person), page=page, about=about, on=f"{goal.pk}-{on}")


def _target(pk: int, by: Any) -> tuple[Target, Employee]:
    """The target, locked, with who acts. Raises PermissionDenied for whoever may not read it, DomainError once it ended."""
    me = acting(by)
    rows = Target.objects.visible_to(by).filter(pk=pk).select_related("employee__user", "shared_with__user")
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise PermissionDenied
    if row.ended_on is not None:
        raise DomainError(_("This target has ended. Its goals stay as they are."))
    return row, me


def _own(goal: Goal, by: Any) -> Goal:
    target, me = _target(goal.target_id, by)
    if target.employee_id != me.pk:
        raise PermissionDenied
    row = Goal.objects.select_for_update().filter(pk=goal.pk).first()
    if row is None:
        raise DomainError(_("This goal is gone: it was removed meanwhile."))
    row.target = target
    return row


def _with_manager(goal: Goal, by: Any) -> tuple[Goal, Employee]:
    target, me = _target(goal.target_id, by)
    if target.employee_id == me.pk:
        raise PermissionDenied
    row = Goal.objects.visible_to(by).filter(pk=goal.pk).select_for_update(of=("self",)).first()
    if row is None:
        raise DomainError(_("This goal is gone: it was removed meanwhile."))
    row.target = target
    return row, me
