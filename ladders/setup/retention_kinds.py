"""How long this room keeps what."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, InvitationRound
from ladders.core.retention import RetainedRows, RetentionKind


def _empty_rounds() -> QuerySet[InvitationRound]:
    """Rounds of which no invitation is left."""
    return InvitationRound.objects.filter(~Exists(Invitation.objects.filter(round=OuterRef("pk"))))


INVITATIONS = RetentionKind(
    name="invitations",
    title=_("Invitations"),
    about=_("Who was invited when, and the line that was written to them. Whether somebody has signed in stays known."),
    tables=(
        RetainedRows(lambda: Invitation.objects.all(), "made_at"),
        RetainedRows(_empty_rounds, "made_at"),
    ),
    usual=12,
    least=1,
    most=60,
)
