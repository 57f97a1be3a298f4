"""Writing the texts of letters."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import record
from ladders.core.errors import DomainError, StaleError
from ladders.core.permissions import Permission
from ladders.core.plain_words import refuse_words_of_loss

from ..domain.letters import NAMES, LetterKind, unknown_names
from ..models import LONGEST, LetterText
from ..queries.texts import text_of


def save_text(*, kind: LetterKind, text: str, seen: int, by: Any) -> bool:
    """Write the text of one kind of letter anew; letters that were printed stay as they are. Harmless when repeated.

    False where it is that text already. Raises DomainError for an empty text, a longer one than fits, and names that such
    a letter has not; StaleError where somebody has written it since revision `seen`.
    """
    require(by, Permission.EDIT_MOVE_POLICY)
    text = text.replace("\r\n", "\n").strip()
    check_text(kind, text)
    with transaction.atomic():
        row = LetterText.objects.select_for_update().filter(kind=kind).first()
        now = row.revision if row else 0
        if text == text_of(kind, row):
            return False
        if now != seen:
            raise StaleError(
                _("Somebody has changed this text meanwhile. Yours is still below; theirs stands beside it."), row
            )
        LetterText.objects.update_or_create(
            kind=kind, defaults={"text": text, "revision": now + 1, "changed_at": timezone.now()}
        )
        record(by=by, verb="letters.text.changed", subject=str(LetterText(kind=kind)), subject_key=kind.value)
    return True


def begin_again(*, kind: LetterKind, by: Any) -> None:
    """Go back to the text that Ladders begins with. Harmless when repeated."""
    require(by, Permission.EDIT_MOVE_POLICY)
    with transaction.atomic():
        gone, _rows = LetterText.objects.filter(kind=kind).delete()
        if gone:
            record(by=by, verb="letters.text.restored", subject=str(LetterText(kind=kind)), subject_key=kind.value)


def check_text(kind: LetterKind, text: str) -> None:
    """Raises DomainError for what cannot be the text of such a letter; the sentence says what to do."""
    if not text:
        raise DomainError(_("Write a text, or go back to the one that Ladders begins with."))
    if len(text) > LONGEST:
        raise DomainError(_("A letter has at most %(n)s characters. Shorten it.") % {"n": LONGEST})
    refuse_words_of_loss(text)
    if unknown := unknown_names(kind, text):
        named = ", ".join(f"{{{name}}}" for name in unknown)
        known = ", ".join(f"{{{name}}}" for name in NAMES[kind])
        raise DomainError(
            _("This letter does not know %(named)s. In braces it knows: %(known)s.") % {"named": named, "known": known}
        )
