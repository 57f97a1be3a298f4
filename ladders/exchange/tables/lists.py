"""Long lists in sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ladders.core.sentences import gettext as _


def first_of(texts: Sequence[str], most: int, joint: str = ", ") -> str:
    """The first of them, and how many more there are: `a, b and 3 more`, or with another joint `a; b, and 3 more`."""
    told, rest = joint.join(texts[:most]), len(texts) - most
    if rest <= 0:
        return told
    template = _("%(texts)s and %(count)s more") if joint == ", " else _("%(texts)s, and %(count)s more")
    return template % {"texts": told, "count": rest}
