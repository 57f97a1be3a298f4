"""Invitations in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..domain.progress import InvitationState as S
from ..domain.selection import Whom

STATES: Final[dict[str, Promise]] = {
    S.NEW.value: _("Not invited yet"),
    S.INVITED.value: _("Invited"),
    S.LATE.value: _("Link has run out"),
    S.LOST.value: _("Mail came back"),
    S.SIGNED_IN.value: _("Signed in"),
    S.NO_ADDRESS.value: _("Without an address"),
}
WHOM: Final[dict[str, Promise]] = {
    Whom.NEW.value: _("Everybody who was not invited yet"),
    Whom.AGAIN.value: _("Everybody who was invited and has not signed in: they get a new link, the old one ends"),
    Whom.CHOSEN.value: _("The people I have selected"),
}
