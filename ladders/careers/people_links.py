"""What the list of people and a person's page show of careers, for whoever may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level
from ladders.placements.models import Placement
from ladders.reporting.career_links import Link
from ladders.reporting.queries.lines import is_manager_of

from .domain.dead_ends import only_management_next
from .domain.published_index import PublishedIndex
from .queries.continuity import LeftBehind, left_for_management
from .queries.published_cache import published_atlas
from .queries.sharing import Thing, things_shown

# By level and language, of each atlas for as long as that is kept: these words must not hold on to one that no longer counts.
_ways: WeakKeyDictionary[PublishedIndex, dict[tuple[UUID, str | None], str]] = WeakKeyDictionary()


def ways_up(user: Any, levels: Collection[UUID]) -> Mapping[UUID, str] | None:
    """How many levels are possible further up from each of these, and whether all of them are management: 1 query
    at most.

    None for whoever does not look after dead ends.
    """
    if not user.holds(Permission.VIEW_DEAD_ENDS):
        return None
    if not levels:
        return {}
    atlas, language = published_atlas(), get_language()
    said = _ways.setdefault(atlas, {})
    return {key: said.get((key, language)) or said.setdefault((key, language), _way_up(atlas, key)) for key in levels}


def _way_up(atlas: PublishedIndex, key: UUID) -> str:
    place = atlas.places.get(key)
    if place is None:
        return _("no longer published")
    if place.rank is None:
        return _("not evaluated yet")
    if only_management_next(atlas, place):
        return _("management only")
    count = len([each for each in atlas.offers[key] if each.change > 0])
    return ngettext("%(n)s level", "%(n)s levels", count) % {"n": count} if count else _("highest level")


def links_of(user: Any, person: Employee, day: dt.date) -> list[Link]:
    """One's own pages, or what the person shows this reader on that day: none, or 8 queries and those for the roles."""
    if person.user_id == user.pk:
        return [
            Link(_("My path"), reverse("my-path")),
            Link(_("Seasons"), reverse("seasons")),
            Link(_("Who sees what about me"), reverse("sharing")),
        ]
    me = getattr(user, "employee", None)
    found = []
    if me is not None and is_manager_of(me, person, day):
        found.append(Link(_("In my team"), reverse("team-member", args=[person.pk])))
    things = things_shown(user, person, day)
    if things:
        only = things == {Thing.ASSESSMENT}
        label = _("Assessment") if only else _("What is shared with you")
        found.append(Link(label, reverse("shared", args=[person.pk])))
    if Thing.MOVES in things:
        found.append(Link(_("Possible moves and gaps"), reverse("shared-moves", args=[person.pk])))
    return found


def left_behind(person: Employee, level: Level, day: dt.date) -> LeftBehind | None:
    """Where the level is one of management and the one held on that day is not: at most 7 queries."""
    if level.track.kind != TrackKind.MANAGEMENT:
        return None
    here = Placement.objects.primary().on(day).filter(employee=person).values_list("level_key", flat=True).first()
    return left_for_management([person.pk], here, level.key, day) if here else None
