"""Try-outs that are under way or over, each with its number of queries."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.once import once
from ladders.placements.queries import last_day_held

from ..domain.states import OPEN, RequestState
from ..domain.workdays import ONE_DAY
from ..models import MoveRequest

# Those that have begun: each has a placement, whose last day is theirs.
TRY_OUTS = MoveRequest.objects.filter(kind=MoveKind.TRY_OUT, state=RequestState.IN_EFFECT).order_by("pk")


@once
def running_of(person: Employee, level: UUID, today: dt.date) -> MoveRequest | None:
    """The person's try-out of that level that runs today: 1 query."""
    rows = TRY_OUTS.filter(person=person, to_key=level, placement__ends_on__gte=today)
    return rows.select_related("placement").first()


@once
def level_until(person: Employee, today: dt.date) -> dt.date | None:
    """The last day of the level beside which the person would try another one, as far as it is known: its own, the person's, or
    the day before an agreed move. 2 queries."""
    moved = MoveRequest.objects.moves().filter(person=person, state=RequestState.SCHEDULED, agreed_on__gt=today)
    days = [day - ONE_DAY for day in moved.values_list("agreed_on", flat=True) if day is not None]
    last = last_day_held(person, today)
    return min(days + ([last] if last else []), default=None)


def running(row: MoveRequest, today: dt.date) -> bool:
    """True for a try-out that has begun and runs today; needs `placement` joined."""
    if row.kind != MoveKind.TRY_OUT or row.state != RequestState.IN_EFFECT or row.placement is None:
        return False
    return row.placement.ends_on is None or row.placement.ends_on >= today


def what_follows(row: MoveRequest, today: dt.date) -> dict[str, object]:
    """For the person whose try-out it is: the last day if they go back today, whether it can be made longer, and what can be
    asked for. 3 queries."""
    runs = running(row, today)
    once_only = row.follows_id is not None or not row.rules.longer_months
    longer = runs and not once_only and not MoveRequest.objects.filter(follows=row, state__in=OPEN).exists()
    last = row.placement.ends_on if row.placement else None
    ends = level_until(row.person, today) if longer else None
    longer = longer and (ends is None or last is None or last < ends)
    back_on = today + dt.timedelta(weeks=row.rules.notice_weeks)
    return {
        "runs": runs,
        "longer": longer and row.rules.longer_months,
        "back_on": min(back_on, last) if last else back_on,
        "earlier": last is None or back_on < last,
        "ask_move": True,
    }


@once
def tried(person: Employee, level: UUID) -> list[MoveRequest]:
    """The person's try-outs of that level, the latest first: 1 query."""
    rows = TRY_OUTS.filter(person=person, to_key=level).select_related("placement", "to_level")
    return list(rows.order_by("-agreed_on"))
