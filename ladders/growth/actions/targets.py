"""Choosing a target level, sharing it with one's manager, taking that back, and ending it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.careers.actions.own import oneself
from ladders.careers.queries.my_position import of
from ladders.core.errors import DomainError
from ladders.frameworks.labels import level_label
from ladders.moves.actions.notices import notify_of_page, settle_page
from ladders.moves.domain.states import NoticeKind

from ..models import Ending, Target
from ..queries.plans import place_of, target_towards
from .people import account_of, acting, todays_manager

MOST = 2  # so that a plan stays one


def choose_target(*, level: UUID, by: Any) -> Target:
    """Work towards a level from today on. Choosing it again, or what followed it, gives the target that is there.

    Raises DomainError for the own level, for one that is not published, and where there are two already.
    """
    today = timezone.localdate()
    with transaction.atomic():
        person = oneself(acting(by), by)
        at = of(person, today, gaps=False)
        place = at.atlas.places.get(level)
        if place is None:
            raise DomainError(_("This level is not published any more. Choose another one on “My path”."))
        if at.here is not None and at.here.key == level:
            raise DomainError(_("You hold this level already. Choose one that you would like to get to."))
        found = target_towards(person, level)
        if found is not None:
            return found
        if Target.objects.open().filter(employee=person).count() >= MOST:
            raise DomainError(
                _("You work towards two levels already. Leave one of them under “My plan”, then choose this one.")
            )
        return Target.objects.create(
            employee=person,
            framework_id=place.framework,
            level_key=level,
            level=level_label(place.level)[:170],
            from_level=level_label(at.here.level)[:170] if at.here else "",
        )


def share_target(*, target: Target, by: Any) -> Target:
    """Let today's manager read it, and work on it with the person. They are told that something waits, not what.

    Raises DomainError where nobody is the manager today.
    """
    with transaction.atomic():
        row = _own(target, by)
        manager = todays_manager(row.employee)
        if manager is None:
            raise DomainError(
                _("You report to nobody today, so there is nobody to share it with. Tell HR if that is wrong.")
            )
        if row.shared_with_id != manager.pk:
            row.shared_with = manager
            row.save(update_fields=["shared_with"])
            page, about = f"growth-target {row.pk}", f"growth-target-{row.pk}"
            notify_of_page(NoticeKind.PLAN, account_of(manager), page=page, about=about, on=timezone.localdate())
    return row


def keep_to_oneself(*, target: Target, by: Any) -> Target:
    """Take it back: from now on nobody else reads any of it. Harmless when repeated."""
    with transaction.atomic():
        row = _own(target, by, ended=True)
        if row.shared_with_id is not None:
            _unshare(row)
            row.save(update_fields=["shared_with"])
    return row


def end_target(*, target: Target, ending: Ending, by: Any) -> Target:
    """End it; its goals stay with the person, and nobody else reads any of it. Harmless when repeated.

    Raises DomainError where it is called reached and the level is not held.
    """
    today = timezone.localdate()
    with transaction.atomic():
        row = _own(target, by, ended=True)
        if row.ended_on is not None:
            return row
        if ending == Ending.REACHED and not holds(row):
            raise DomainError(
                _("You do not hold %(level)s today. Leave the target, or keep it.") % {"level": row.level}
            )
        _unshare(row)
        row.ended_on, row.ending = today, ending
        row.save(update_fields=["shared_with", "ended_on", "ending"])
    return row


def holds(target: Target) -> bool:
    """Whether the person holds the level today, or the one that followed it: 1 to 4 queries."""
    at = of(target.employee, timezone.localdate(), gaps=False)
    place = place_of(at.atlas, target)[0]
    return place is not None and any(each.place is place for each in at.held if not each.tried_until)


def _own(target: Target, by: Any, *, ended: bool = False) -> Target:
    """The row, locked. Raises PermissionDenied for anybody but its person; DomainError where it ended meanwhile."""
    oneself(target.employee, by)
    row = Target.objects.select_for_update(of=("self",)).select_related("employee").get(pk=target.pk)
    if row.ended_on is not None and not ended:
        raise DomainError(_("This target has ended. Choose the level again to work towards it anew."))
    return row


def _unshare(row: Target) -> None:
    row.shared_with = None
    settle_page((NoticeKind.PLAN, NoticeKind.INFORMED), f"growth-target-{row.pk}")
