"""What somebody does who is asked for feedback: write, correct, decline, take back, and say who reads it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError, StaleError
from ladders.moves.actions.notices import settle_page

from ..models import Feedback, Readers
from .feedback_asking import KINDS, about, tell
from .people import acting


def give_feedback(*, feedback: Feedback, text: str, readers: Readers, seen: int, by: Any) -> Feedback:
    """Write it, for at most the readers who were asked for; until it is read, say it in other words.

    Raises DomainError once it is read or its day has passed, StaleError where it changed since revision `seen`.
    """
    with transaction.atomic():
        row = _own(feedback, by)
        first = row.written_at is None
        if first and row.ask.due_on < timezone.localdate():
            raise DomainError(_("Its day has passed. %(name)s can ask you again.") % {"name": row.ask.by})
        if row.read_at is not None:
            raise DomainError(
                _("%(name)s has read it: it stays as it is. You can take it back for some days.") % {"name": row.ask.by}
            )
        if row.revision != seen:
            raise StaleError(_("You wrote it meanwhile, in another tab perhaps. Compare, then send it."), row)
        if not text.strip():
            raise DomainError(_("Write something first."))
        if readers > row.readers:
            raise DomainError(_("Choose among the readers who were asked for."))
        row.text, row.readers, row.declined_at = text.strip(), readers, None
        row.written_at = row.written_at or timezone.now()
        _narrowed(row)
        row.revision += 1
        row.save()
        settle_page(KINDS, about(row))
        if first:
            tell(row, row.ask.by, f"given-{row.revision}")
    return row


def decline(*, feedback: Feedback, by: Any) -> Feedback:
    """Say no, without a reason: nobody is told, and who asked sees no answer. Harmless when repeated."""
    with transaction.atomic():
        row = _own(feedback, by)
        if row.written_at is not None:
            raise DomainError(_("You have written something. Take it back instead."))
        row.declined_at = row.declined_at or timezone.now()
        row.save(update_fields=["declined_at"])
        settle_page(KINDS, about(row))
    return row


def take_back(*, feedback: Feedback, by: Any) -> Feedback:
    """Take it back within some days: nobody reads it any more, and it looks as if there was no answer. Harmless when repeated.

    Raises DomainError after these days. What was sent with a request before stays there.
    """
    with transaction.atomic():
        row = _own(feedback, by)
        until = row.may_take_back_until
        if until is None:
            return row
        if until < timezone.localdate():
            raise DomainError(_("The days in which you could take it back are over."))
        row.text, row.written_at, row.read_at, row.talk = "", None, None, None
        row.wider_readers = row.wider_manager = None
        row.declined_at = timezone.now()
        row.revision += 1
        row.save()
        settle_page(KINDS, f"growth-feedback-to-{row.ask_id}:{row.ask.by.user_id}:{row.pk}")
    return row


def choose_fewer_readers(*, feedback: Feedback, readers: Readers, by: Any) -> Feedback:
    """Let fewer people read it, at any time. Harmless when repeated; raises DomainError for more."""
    with transaction.atomic():
        row = _own(feedback, by)
        if row.written_at is None or readers > row.readers:
            raise DomainError(_("Choose among those who read it now."))
        row.readers = readers
        _narrowed(row)
        row.save()
    return row


def answer_wider(*, feedback: Feedback, agreed: str, by: Any) -> Feedback:
    """Say whether the readers whom who asked would like may read it, too. Harmless when repeated.

    `agreed` is the `wider_mark` that the giver has read, and "" is a no. Raises DomainError where others are asked for by now.
    """
    with transaction.atomic():
        row = _own(feedback, by)
        if row.wider_readers is None:
            return row
        if agreed and agreed != row.wider_mark:
            raise DomainError(
                _("%(name)s asks for other readers than a moment ago. Read who they are, then answer.")
                % {"name": row.ask.by}
            )
        if agreed:
            row.readers, row.manager, row.widened_at = row.wider_readers, row.wider_manager, timezone.now()
            row.talk = row.talk if row.talk and row.talk.manager_id == row.manager_id else None
        row.wider_readers = row.wider_manager = None
        row.save()
        settle_page(KINDS, about(row))
    return row


def _narrowed(row: Feedback) -> None:
    """What is not agreed to falls away: a talk it was brought to, and readers who were asked for."""
    row.wider_readers = row.wider_manager = None
    if row.readers < Readers.MANAGER:
        row.talk = row.manager = None


def _own(feedback: Feedback, by: Any) -> Feedback:
    """The row, locked. Raises PermissionDenied for anybody but its giver, or once who asked has left."""
    acting(by)
    rows = Feedback.objects.visible_to(by).filter(giver__user=by, pk=feedback.pk)
    row = rows.select_related("ask__by__user", "talk").select_for_update(of=("self",)).first()
    if row is None:
        raise PermissionDenied
    return row
