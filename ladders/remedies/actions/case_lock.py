"""Every write begins here: the case, locked, for somebody who may."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core.access import require
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..domain.states import CaseState, can_go
from ..models import RemedyCase

CLOSED = gettext_lazy("This case is closed. Open it again first, with a reason.")


def locked(case: RemedyCase, by: Any, *, unfinished: bool = True) -> RemedyCase:
    """The case, locked. Raises PermissionDenied for whoever may not write about it, DomainError where it is closed already."""
    require(by, Permission.EDIT_PAY_EQUITY)
    rows = RemedyCase.objects.visible_to(by, Permission.EDIT_PAY_EQUITY).filter(pk=case.pk)
    if not rows.exists():
        raise PermissionDenied
    row = RemedyCase.objects.select_for_update(of=("self",)).select_related("category__report").get(pk=case.pk)
    if unfinished and row.closed:
        raise DomainError(CLOSED)
    return row


def go(case: RemedyCase, there: CaseState) -> None:
    """Move a locked case on, unsaved. Raises DomainError where the table of states has no such step."""
    if not can_go(case.state, there):
        said = {"here": case.get_state_display(), "there": there.label}
        raise DomainError(_("A case cannot go from “%(here)s” to “%(there)s”.") % said)
    case.state = there.value


def required(text: str, sentence: str) -> str:
    """The text without what stands around it. Raises DomainError with the sentence where nothing is written."""
    if not text.strip():
        raise DomainError(sentence)
    return text.strip()


def log(case: RemedyCase, verb: str, by: Any, **detail: Any) -> None:
    """An entry of the audit trail about a case. No amount and no gap is in it: more people read it, and groups may be small."""
    record(
        by=by,
        verb=f"remedies.{verb}",
        subject=str(case),
        subject_key=str(case.pk),
        detail={name: value if isinstance(value, list) else [None, value] for name, value in detail.items()},
    )
