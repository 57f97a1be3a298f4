"""How a decision right is shown."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from ..domain.decision_rights import RightShape
from ..track_kinds import track_kinds

register = template.Library()


@register.filter
def right_words(right: RightShape) -> str:
    """The right; with the kinds of track that have it, where not every track has."""
    if not right.kinds:
        return right.name
    kinds = ", ".join(str(label) for value, label in track_kinds() if value in right.kinds)
    return _("%(right)s (only %(kinds)s)") % {"right": right.name, "kinds": kinds}


@register.filter
def held_on(rights: tuple[RightShape, ...], kind: str) -> list[RightShape]:
    """Those that a level of that kind of track has."""
    return [right for right in rights if right.held_by(kind)]


@register.filter
def not_held_on(rights: tuple[RightShape, ...], kind: str) -> list[RightShape]:
    """Those that other tracks have on the same grade, and a level of that kind of track has not."""
    return [right for right in rights if not right.held_by(kind)]
