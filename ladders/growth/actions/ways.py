"""Agreeing to be asked about a move one made, taking that back, asking and answering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.careers.actions.own import oneself
from ladders.core.errors import DomainError
from ladders.moves.actions.notices import notify_of_page, settle_page
from ladders.moves.domain.states import NoticeKind

from ..models import WalkedWay, WayQuestion
from ..queries.ways import moves_made
from .people import account_of, acting

ASKED, ANSWERED = KINDS = NoticeKind.PLAN, NoticeKind.INFORMED


def may_be_asked(*, level: UUID, by: Any) -> WalkedWay:
    """From now on whoever looks at that level finds this person's name and can ask. Harmless when repeated.

    Raises DomainError for a level that they have not moved to.
    """
    with transaction.atomic():
        person = oneself(acting(by), by)
        made = next((each for each in moves_made(person) if each.level_key == level), None)
        if made is None:
            raise DomainError(_("You have not moved to this level, so there is no move to be asked about."))
        fields = {name: getattr(made, name) for name in ("level", "from_key", "from_level", "moved_on")}
        return WalkedWay.objects.update_or_create(employee=person, level_key=level, defaults=fields)[0]


def ask_no_more(*, level: UUID, by: Any) -> None:
    """Take it back: nobody finds them there any more. What was asked before stays between the two. Harmless when repeated."""
    with transaction.atomic():
        WalkedWay.objects.filter(employee=oneself(acting(by), by), level_key=level).delete()


def ask(*, way: WalkedWay, text: str, by: Any) -> WayQuestion:
    """Ask somebody who agreed to it. They are told that something waits, not what.

    Raises PermissionDenied for oneself and where they agree no more, DomainError while an earlier question is open.
    """
    with transaction.atomic():
        me = acting(by)
        row = WalkedWay.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=way.pk).first()
        if row is None or row.employee_id == me.pk:
            raise PermissionDenied
        if not text.strip():
            raise DomainError(_("Write something first."))
        if WayQuestion.objects.filter(by=me, asked=row.employee_id, answered_at=None).exists():
            said = _("A question of yours to %(name)s is open. Wait for the answer, or take it back.")
            raise DomainError(said % {"name": row.employee})
        question = WayQuestion.objects.create(by=me, asked=row.employee, level=row.level, text=text.strip())
        notify_of_page(ASKED, account_of(row.employee), page=_page(question), about=_about(question))
    return question


def answer(*, question: WayQuestion, text: str, by: Any) -> WayQuestion:
    """The person who was asked answers; once more means in other words."""
    with transaction.atomic():
        row = _between(question, by)
        if row.asked_id != acting(by).pk:
            raise PermissionDenied
        if not text.strip():
            raise DomainError(_("Write something first."))
        first = row.answered_at is None
        row.answer, row.answered_at = text.strip(), row.answered_at or timezone.now()
        row.save(update_fields=["answer", "answered_at"])
        if first:
            settle_page((ASKED,), _about(row))
            notify_of_page(ANSWERED, account_of(row.by), page=_page(row), about=_about(row), on="answered")
    return row


def remove_question(*, question: WayQuestion, by: Any) -> None:
    """Either of the two takes it away, for both. Harmless when repeated."""
    with transaction.atomic():
        if WayQuestion.objects.filter(pk=question.pk).exists():
            row = _between(question, by)
            settle_page(KINDS, _about(row))
            row.delete()


def _between(question: WayQuestion, by: Any) -> WayQuestion:
    rows = WayQuestion.objects.visible_to(by).select_related("by__user", "asked__user")
    row = rows.select_for_update(of=("self",)).filter(pk=question.pk).first()
    if row is None:
        raise PermissionDenied
    return row


def _page(question: WayQuestion) -> str:
    return f"growth-ways#question-{question.pk}"


def _about(question: WayQuestion) -> str:
    return f"growth-way-{question.pk}"
