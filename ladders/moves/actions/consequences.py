"""What an earlier move arranged for the days to come, and a later move ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ladders.compensation.models import PayProtection
from ladders.core.once import known
from ladders.frameworks.models import Level
from ladders.placements.queries import levels_on

from ..domain.states import RequestState
from ..domain.workdays import ONE_DAY
from ..models import FollowUp, MoveRequest
from .try_outs import end_left_behind, end_with_level

STEPS = Q(what__regex=r"^pay_\d+$")  # a salary to look at ("pay_changed") is no step


def end_consequences(row: MoveRequest, there: Level, on: dt.date) -> None:
    """A move takes effect on that day: what earlier moves of the person had still to bring is over. Every move runs this.

    A try-out ends with the level beside which it was agreed.
    Trials and talks about them end with the level they were about; so does the note on a right that this move uses up.
    Steps of pay of an earlier move end where the person comes back to the grade they left then, or above it: pay belongs to
    that level again. Where the grade stays below, what was promised in writing goes on. A promise in force on the day is
    kept to its end, whatever follows.
    """
    end_with_level(row.person, on - ONE_DAY, row.agreed_by)
    for move in earlier_moves(row):
        _end(move, there, on)
        if row.uses_right_id is not None and hasattr(move, "right") and move.right.pk == row.uses_right_id:
            FollowUp.objects.filter(request=move, what="right", done_at=None).delete()


def earlier_moves(row: MoveRequest) -> list[MoveRequest]:
    """The other moves of the person that took effect: 1 query, none where it is known that none has anything left to end."""
    if known(earlier_moves).get(row.person_id) is False:
        return []
    rows = MoveRequest.objects.filter(person=row.person_id, state=RequestState.IN_EFFECT).exclude(pk=row.pk)
    return list(rows.select_related("from_level__grade"))


def read_earlier_moves(people: Collection[int]) -> None:
    """Whose earlier moves have still something to bring, for this scope (see `read_once`): 1 query."""
    promises = PayProtection.objects.filter(employee=OuterRef("person"), promised_by=OuterRef("pk"))
    rows = MoveRequest.objects.filter(person__in=people, state=RequestState.IN_EFFECT)
    rows = rows.filter(Exists(_open_items()) | Exists(promises))
    moved = set(rows.values_list("person", flat=True))
    known(earlier_moves).update({pk: pk in moved for pk in people})


def left_to_end(row: MoveRequest) -> bool:
    """Whether a move of this person ends something of an earlier one, as far as `read_earlier_moves` knows."""
    return row.uses_right_id is not None or bool(known(earlier_moves)[row.person_id])


def _open_items() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(STEPS | Q(what="trial"), request=OuterRef("pk"), done_at=None)


def end_consequences_of_ended(today: dt.date) -> int:
    """The same for moves whose level ended in another way: a change by the employer, a correction, a publication, a last day.

    Returns how many moves were looked at. Harmless when repeated: 3 queries, and a few for each.
    """
    promises = PayProtection.objects.filter(promised_by=OuterRef("pk"), starts_on__gt=today)
    rows = MoveRequest.objects.filter(state=RequestState.IN_EFFECT, placement__ends_on__lt=today)
    rows = rows.filter(Exists(_open_items()) | Exists(promises))
    found = list(rows.moves().select_related("person", "from_level__grade"))
    held = levels_on(today, {move.person_id for move in found}) if found else {}
    for move in found:
        with transaction.atomic():
            left = move.person.left_on
            _end(move, held.get(move.person_id), today, left=left is not None and left < today)
    return len(found) + end_left_behind(today)


def _end(move: MoveRequest, there: Level | None, on: dt.date, *, left: bool = False) -> None:
    """`left`: the person works here no more, so that no pay is left to change."""
    todo = Q(what="trial")
    if left or (there is not None and _back_at(there, move.from_level)):
        todo |= STEPS & Q(due_on__gte=on)
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
