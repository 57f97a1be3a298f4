"""What is new about equal pay after a change, in sentences."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ladders.core.percentages import percent_number
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import TRACK_KINDS

from ..domain.pay_preview import Category, CategoryFigures, falls_behind, reaches, shown

# In the order in which people meet them; levels of all tracks are on none.
TRACKS = {kind: label for kind, label in TRACK_KINDS if kind != TrackKind.SHARED}


def category_name(category: Category) -> str:
    """ "Category 6 · Nordlicht GmbH · EUR"."""
    name = _("Category %(name)s") % {"name": category.name}
    source = _("whole group") if category.entity is None else category.entity
    return " · ".join(filter(None, (name, source, category.currency)))


def women_beside_men(women: int, men: int) -> str:
    """Who is compared in a category, and how many there would be."""
    return _women_beside_men(women, men, get_language())


@lru_cache(1024)
def _women_beside_men(women: int, men: int, _language: str | None) -> str:
    return _("women beside men: %(women)s, %(men)s") % {
        "women": ngettext("%(n)s woman", "%(n)s women", women) % {"n": women},
        "men": ngettext("%(n)s man", "%(n)s men", men) % {"n": men},
    }


def beside_the_others(track: str) -> str:
    """Who is compared where tracks are."""
    return _("%(track)s beside the other tracks") % {"track": TRACKS[track]}


def too_few(smallest: int) -> str:
    """Why there is no figure."""
    return _("fewer than %(n)s on a side") % {"n": smallest}


def flags(category: Category, before: CategoryFigures, after: CategoryFigures, limit: Decimal) -> list[str]:
    """What would be new: a gap that has to be explained, from `limit` percent on, and tracks that fall behind by as much."""
    found = []
    if reaches(after.gap, limit) and not reaches(before.gap, limit):
        found.append(
            _("%(category)s: the gap would be %(gap)s %%. From %(limit)s %% on it has to be explained.")
            % {
                "category": category_name(category),
                "gap": percent_number(shown(after.gap), None),
                "limit": percent_number(limit, None),
            }
        )
    for kind, gap in after.tracks.items():
        if falls_behind(gap, limit) and not falls_behind(before.tracks.get(kind), limit):
            found.append(
                _("%(category)s: the track “%(track)s” would fall behind the others, by %(gap)s %%.")
                % {"category": category_name(category), "track": TRACKS[kind], "gap": percent_number(shown(gap), None)}
            )
    return found


def mended(category: Category, before: CategoryFigures, after: CategoryFigures, limit: Decimal) -> list[str]:
    """What would be over, likewise."""
    found = []
    if after.gap is not None and reaches(before.gap, limit) and not reaches(after.gap, limit):
        found.append(
            _("%(category)s: the gap would no longer reach %(limit)s %%.")
            % {"category": category_name(category), "limit": percent_number(limit, None)}
        )
    for kind, gap in after.tracks.items():
        if gap is not None and falls_behind(before.tracks.get(kind), limit) and not falls_behind(gap, limit):
            found.append(
                _("%(category)s: the track “%(track)s” would no longer be behind the others by %(limit)s %%.")
                % {"category": category_name(category), "track": TRACKS[kind], "limit": percent_number(limit, None)}
            )
    return found
