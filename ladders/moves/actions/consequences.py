"""What an earlier move arranged for the days to come, and a later move ends."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from ladders.compensation.models import PayProtection
from ladders.frameworks.models import Level

from ..models import FollowUp, MoveRequest
from ..states import RequestState


def end_consequences(row: MoveRequest, there: Level, on: dt.date) -> None:
    """A move takes effect on that day: what earlier moves of the person had still to bring is over. Every move runs this.

    Trials and talks about them end with the level they were about; so does the note on a right that this move uses up.
    Steps of pay of an earlier move end where the person comes back to the grade they left then, or above it: pay belongs to
    that level again. Where the grade stays below, what was promised in writing goes on. A promise in force on the day is
    kept to its end, whatever follows.
    """
    earlier = MoveRequest.objects.filter(person=row.person, state=RequestState.IN_EFFECT).exclude(pk=row.pk)
    for move in earlier.select_related("from_level__grade"):
        todo = Q(what="trial")
        if row.uses_right_id is not None and hasattr(move, "right") and move.right.pk == row.uses_right_id:
            todo |= Q(what="right")
        if _back_at(there, move.from_level):
            todo |= Q(what__regex=r"^pay_\d+$", due_on__gte=on)  # the steps; a salary to look at stays
            _end_steps_of_pay(move, on)
        FollowUp.objects.filter(todo, request=move, done_at=None).delete()


def _back_at(there: Level, left: Level) -> bool:
    """Whether the level is worth as much as the one that was left, or more."""
    return there.grade is not None and left.grade is not None and there.grade.rank >= left.grade.rank


def _end_steps_of_pay(move: MoveRequest, on: dt.date) -> None:
    """Promises for later days do not come to be, and the one in force says what follows now."""
    promised = PayProtection.objects.select_for_update().filter(
        employee=move.person, promised_by=move.pk, ends_on__gte=on
    )
    if promised.filter(starts_on__gte=on).delete()[0]:
        promised.update(follows=_("Pay then lies in the band of the level held."))
