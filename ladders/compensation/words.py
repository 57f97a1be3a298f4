"""What this room's pure findings are called, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .domain.bands import Wrong

_WRONG: dict[Wrong, Promise] = {
    Wrong.NOT_POSITIVE: _("the minimum has to be more than nothing."),
    Wrong.MIDPOINT_BELOW_MINIMUM: _("the midpoint lies below the minimum."),
    Wrong.MAXIMUM_BELOW_MIDPOINT: _("the maximum lies below the midpoint."),
    Wrong.TOO_LARGE: _("the amounts are larger than can be kept."),
}


def wrong_sentence(wrong: Wrong) -> str:
    """The end of a sentence that begins with the grade."""
    return str(_WRONG[wrong])
