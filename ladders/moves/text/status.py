"""Where a request is, in a few words, and who has the next one: as its reader is told, who is “you” where it is their turn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from ladders.careers.domain.move_kinds import MoveKind

from ..domain.states import RequestState
from ..models import MoveRequest
from . import try_outs
from .days import day, with_whom


def waits_for(row: MoveRequest, reader: Any) -> object:
    """Who has to do the next thing, as that reader is told: the person, where the other side offers them a day and nothing else
    is open."""
    persons = row.state == RequestState.APPROVED and row.offered_on and row.offered_by_id != row.person.user_id
    if reader.pk == (row.person.user_id if persons else row.owner_id):
        return _("you")
    return row.person if persons else row.owner


def status_of(row: MoveRequest, today: dt.date, reader: Any) -> str:
    """Where it is, in a few words; with whom and until when, where somebody has to act. Whoever reads it about themselves is
    called “you”; `reader` is None where it is written for nobody in particular, as in a workbook."""
    account = reader.pk if reader is not None else None
    if row.stopped_at is not None:
        return _("Cannot go on as it is")
    match RequestState(row.state):
        case RequestState.DRAFT if row.proposer_id is not None:  # a proposal, and that person's to answer
            return with_whom(row.person, row.due_on, today, own=account is not None and row.person.user_id == account)
        case RequestState.SUBMITTED:
            return with_whom(row.owner, row.due_on, today, own=row.owner_id == account)
        case RequestState.APPROVED if row.offered_on is not None:
            return _("Approved; %(day)s is offered and waits for a yes") % {"day": day(row.offered_on)}
        case RequestState.APPROVED if row.agreed_on is not None and row.agreed_on >= today:
            return _("Approved; a vacant seat is still to be confirmed")  # with a seat it would be scheduled
        case RequestState.APPROVED if row.owner_id == account:
            return _("Approved; you agree the day")
        case RequestState.APPROVED:
            return _("Approved; %(who)s agrees the day") % {"who": row.owner}
        case RequestState.SCHEDULED | RequestState.IN_EFFECT if row.kind == MoveKind.TRY_OUT:
            return try_outs.status(row.agreed_on, row.placement.ends_on if row.placement else None, today)
        case RequestState.SCHEDULED if row.agreed_on:
            return _("Takes effect on %(day)s") % {"day": day(row.agreed_on)}
        case RequestState.IN_EFFECT if row.agreed_on:
            return _("Took effect on %(day)s") % {"day": day(row.agreed_on)}
        case _:
            return row.get_state_display()
