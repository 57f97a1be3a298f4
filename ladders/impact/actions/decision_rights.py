"""Writes of the decision rights of a draft plan. They come into force with the plan, as grades do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

from ..domain.decision_rights import RightShape, right_key, rights_of, stored_rights
from ..models import FactorPlan, GradeRange
from ..track_kinds import track_kinds
from .base import editing_plan, trace

MOST_RIGHTS = 20  # of one grade: more is nothing that anybody reads


def add_right(*, plan_id: int, code: str, name: str, kinds: Sequence[str] = (), by: Any) -> RightShape:
    """A right of everybody on the grade. `kinds` limits it to some kinds of track; all of them, or none, is every track."""
    known = [value for value, _label in track_kinds()]
    limited = tuple(kind for kind in known if kind in kinds)
    with editing_plan(plan_id) as plan:
        item = _range(plan, code)
        rights = rights_of(item.rights)
        right = RightShape(" ".join(name.split())[:120], () if len(limited) == len(known) else limited)
        if not right.name:
            raise DomainError(_("Say what people on this grade may decide."))
        if any(other.key == right.key for other in rights):
            raise DomainError(
                _("Grade %(code)s has the right “%(right)s” already.") % {"code": code, "right": right.name}
            )
        if len(rights) >= MOST_RIGHTS:
            raise DomainError(_("A grade has at most %(most)s rights.") % {"most": MOST_RIGHTS})
        GradeRange.objects.filter(pk=item.pk).update(rights=stored_rights([*rights, right]))
        detail = {"tracks": [None, ", ".join(right.kinds)]} if right.kinds else None
        trace(plan, by=by, verb="right.added", subject=f"{code}: {right.name}", detail=detail)
        return right


def remove_right(*, plan_id: int, code: str, name: str, by: Any) -> None:
    """Take a right off its grade. Harmless where it is gone already."""
    with editing_plan(plan_id) as plan:
        item = _range(plan, code)
        rights = rights_of(item.rights)
        kept = [right for right in rights if right.key != right_key(name)]
        if len(kept) < len(rights):
            GradeRange.objects.filter(pk=item.pk).update(rights=stored_rights(kept))
            trace(plan, by=by, verb="right.removed", subject=f"{code}: {name}")


def _range(plan: FactorPlan, code: str) -> GradeRange:
    item = GradeRange.objects.filter(plan=plan, grade__code=code).first()
    if item is None:
        raise DomainError(_("This grade is no longer in the plan."))
    return item
