"""How far somebody is on the way in."""

from __future__ import annotations

from enum import StrEnum


class InvitationState(StrEnum):
    """In the order in which HR looks at them."""

    NEW = "new"  # not invited yet
    INVITED = "invited"  # and the link works
    LATE = "late"  # invited, and the link has ended
    LOST = "lost"  # the mail did not get there
    SIGNED_IN = "signed_in"
    NO_ADDRESS = "no_address"
