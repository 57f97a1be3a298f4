"""How far somebody is on the way in."""

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _


class InvitationState(Labelled):
    """In the order in which HR looks at them."""

    NEW = "new", _("Not invited yet")
    INVITED = "invited", _("Invited")  # and the link works
    LATE = "late", _("Link has run out")  # invited, and the link has ended
    LOST = "lost", _("Mail came back")  # the mail did not get there
    SIGNED_IN = "signed_in", _("Signed in")
    NO_ADDRESS = "no_address", _("Without an address")
