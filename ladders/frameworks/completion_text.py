"""How counts of written expectations read, wherever they are shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .domain.figures import Completion


def tally(completion: Completion) -> str:
    """ "✓ 24/24", "19/24 written"."""
    counts = {"written": completion.written, "expected": completion.expected}
    return (_("✓ %(written)s/%(expected)s") if completion.complete else _("%(written)s/%(expected)s written")) % counts
