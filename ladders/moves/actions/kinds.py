"""Which kind of move leads from the level that somebody holds to another one."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind, Rung, kind_of
from ladders.core.errors import DomainError
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level
from ladders.placements.queries import levels_on

from ..models import ReturnRight
from ..queries.return_rights import rights_held


def rung(level: Level) -> Rung:
    """The level's place. Raises DomainError where it has no grade yet."""
    if level.grade is None:
        raise DomainError(
            _(
                "%(level)s is not evaluated yet, so nobody can move from or to it. Ask the framework’s owner when it will be."
            )
            % {"level": level}
        )
    track = level.track
    return Rung(level.key, track.key, TrackKind(track.kind), level.version.framework_id, level.grade.rank)


def kind_for(
    person: Employee,
    there: Level,
    today: dt.date,
    *,
    here: Level | None = None,
    may_return: bool = True,
    trying: bool = False,
) -> tuple[MoveKind, Level, ReturnRight | None]:
    """The kind of the move, the level held now, and the right of return it would use. Raises DomainError where there is none.

    `here`: that level, where it was read already. `may_return`: False where it is known that there is no right. `trying`: the
    level is tried out beside the one held, which needs no grade.
    """
    here = here or levels_on(today, [person.pk]).get(person.pk)
    if here is None:
        raise DomainError(_("You hold no level yet. HR places you on one first."))
    if here.key == there.key:
        raise DomainError(_("You hold this level already. Choose another one."))
    if trying:
        return MoveKind.TRY_OUT, here, None
    right = rights_held(person, today).get(there.key) if may_return else None
    kind = kind_of(rung(here), rung(there), rights=[there.key] if right else [])
    return kind, here, right if kind == MoveKind.RETURN else None
