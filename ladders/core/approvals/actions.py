"""Asking, confirming, declining, withdrawing; what nobody answers expires. Each is in the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access import may
from ..audit import record
from ..errors import DomainError
from ..models import Approval, ApprovalState
from ..person_keys import mark_of
from .apart import refuse_same_hands
from .kinds import APPROVAL_KINDS, Payload, tell_decided, tell_waiting
from .queries import concerned_by, could_confirm, may_confirm

WAITS = dt.timedelta(days=14)
Line = tuple[str, str, str]  # what, before, after: as people read it


def nobody_else_text() -> str:
    """What somebody is told who is the only one: the fact and the cure."""
    return _(
        "Nobody else here could confirm this, and one person alone is not enough. Whoever runs the server makes a second HR"
        " admin with “manage.py make_hr_admin ADDRESS”; then ask again. Whoever changed within 30 days how you sign in, or you"
        " how they do, does not count."
    )


def ask(
    *,
    kind: str,
    key: str,
    subject: str,
    payload: Payload,
    shown: Sequence[Line],
    reason: str,
    by: Any,
    about: int | None = None,
) -> Approval:
    """Ask a second person. Nothing is done yet. Raises DomainError without a reason, where nobody else could confirm, or
    where the same thing waits already."""
    if not reason.strip():
        raise DomainError(_("A second person has to confirm this. Write for them why it is needed."))
    people = could_confirm(kind, by, payload, about)
    if not people:
        raise DomainError(nobody_else_text())
    now = timezone.now()
    with transaction.atomic():
        expire(now)
        try:
            with transaction.atomic():
                row = Approval.objects.create(
                    kind=kind,
                    key=key,
                    subject=subject[:200],
                    payload=payload,
                    shown=[list(line) for line in shown],
                    about=about,
                    concerned=sorted(concerned_by(APPROVAL_KINDS[kind], payload, about)),
                    barred=sorted(APPROVAL_KINDS[kind].barred(payload)),
                    reason=reason.strip()[:2000],
                    asked_by=by,
                    asked_at=now,
                    expires_at=now + WAITS,
                )
        except IntegrityError as error:
            if "one_waits" not in str(error):
                raise
            raise DomainError(
                _("A change of this waits for a second person already. It is confirmed, declined or withdrawn first.")
            ) from error
        _tell("asked", row, by, payload)
        tell_waiting(row, people)
    return row


def confirm(*, approval: Approval, by: Any) -> Approval:
    """Do what was asked for. Harmless when repeated.

    Raises PermissionDenied for whoever may not confirm, DomainError where it no longer waits, where whoever asked no longer
    may, or where it cannot be done any more: then it stays, and nothing was changed.
    """
    with transaction.atomic():
        row = _locked(approval)
        if row.state == ApprovalState.CONFIRMED:
            return row
        _check_waiting(row)
        refuse_same_hands(by, row.asked_by, _("You asked for this, so somebody else has to confirm it."))
        if not may_confirm(by, row):
            raise PermissionDenied
        kind = APPROVAL_KINDS[row.kind]
        if not row.asked_by.is_active or not may(row.asked_by, kind.asks):
            raise DomainError(_("%(who)s may no longer ask for this. Decline it.") % {"who": row.asked_by})
        payload = row.payload
        _close(row, ApprovalState.CONFIRMED, "", by)
        kind.carry_out(payload, by)
    return row


def decline(*, approval: Approval, reason: str, by: Any) -> Approval:
    """Say no, with a reason. Nothing changes. Harmless when repeated."""
    if not reason.strip():
        raise DomainError(_("Say why: whoever asked will read it."))
    with transaction.atomic():
        row = _locked(approval)
        if row.state == ApprovalState.DECLINED:
            return row
        _check_waiting(row)
        if not may_confirm(by, row):
            raise PermissionDenied
        _close(row, ApprovalState.DECLINED, reason.strip()[:2000], by)
    return row


def withdraw(*, approval: Approval, by: Any) -> Approval:
    """Take back what one has asked for. Harmless when repeated."""
    with transaction.atomic():
        row = _locked(approval)
        if row.asked_by_id != by.pk:
            raise PermissionDenied
        if row.state == ApprovalState.WITHDRAWN:
            return row
        _check_waiting(row)
        _close(row, ApprovalState.WITHDRAWN, "", by)
    return row


def withdraw_those(asked: Collection[int], *, by: Any) -> tuple[int, list[str]]:
    """Take back what of these (ids) still waits: how many those were, and what of them was confirmed already."""
    withdrawn = 0
    confirmed = []
    for approval in Approval.objects.filter(pk__in=asked):
        if approval.state == ApprovalState.WAITING:
            withdraw(approval=approval, by=by)
            withdrawn += 1
        elif approval.state == ApprovalState.CONFIRMED:
            confirmed.append(approval.subject)
    return withdrawn, confirmed


def expire(now: dt.datetime | None = None) -> int:
    """Close what nobody answered in time; returns how many that were. Safe to run at any time, by several."""
    rows = Approval.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=ApprovalState.WAITING, expires_at__lte=now or timezone.now()
    )
    with transaction.atomic():
        found = list(rows)
        for row in found:
            _close(row, ApprovalState.EXPIRED, "", None)
    return len(found)


def _locked(approval: Approval) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related("asked_by")
    return rows.get(pk=approval.pk)


def _check_waiting(row: Approval) -> None:
    if not row.waiting:
        raise DomainError(_("This no longer waits: %(state)s.") % {"state": row.state_word.lower()})


def _close(row: Approval, state: ApprovalState, decision: str, by: Any) -> None:
    row.state, row.decision, row.decided_by, row.decided_at = state, decision, by, timezone.now()
    payload = row.payload
    row.payload, row.concerned, row.barred = {}, [], []  # it is over; what people read of it stays in `shown`
    row.save()
    _tell(state.value, row, by, payload)
    tell_decided(row)


def _tell(what: str, row: Approval, by: Any, payload: Payload) -> None:
    """Into the audit trail: what, about whom and why; no amounts, since more people read it than may see pay."""
    detail: dict[str, list[Any]] = {"what": [None, str(APPROVAL_KINDS[row.kind].title)]}
    if row.state == ApprovalState.WAITING:
        detail["reason"] = [None, row.reason]
    else:
        detail["asked by"] = [None, mark_of(row.asked_by)]
    if row.decision:
        detail["reason"] = [None, row.decision]
    whose = payload.get("user")  # of a role
    about = (row.about and f"accounts.employee:{row.about}") or (whose and f"accounts.user:{whose}")
    record(
        by=by,
        verb=f"core.approval.{what}",
        subject=row.subject,
        subject_key=str(row.pk),
        detail=detail,
        about=about or None,
    )
