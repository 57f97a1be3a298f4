"""How many people a publication asks for more than their assessments show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.frameworks.holders_provider import Raised
from ladders.placements.models import Placement
from ladders.placements.queries import successors

from ..domain.suppression import SMALLEST
from ..models import Thing
from ..models.sharing import people_who_show
from .proficiencies import proficiencies_of


def gaps_ahead(user: Any, raised: Mapping[UUID, Sequence[Raised]]) -> str:
    """One sentence about the gaps that people would have and do not have today: at most 5 queries.

    `raised`: level key → of what more is asked. Only who holds the level today, by the assessments that count.
    Exact for whoever may read every one of these assessments. For others people are counted in fives, and a group that is
    nearly nobody or nearly everybody is not told apart: they choose what is asked, and could try it out step by step.
    """
    if not raised:
        return ""
    asked = {level: {item.key: item for item in items} for level, items in raised.items()}
    assessed, behind = _compared(asked)
    if not assessed:
        return _("Nobody on these levels is assessed in what is raised, so nobody can say who would have a gap.")
    people = len(assessed)
    if people_who_show(user, Thing.ASSESSMENT, timezone.localdate()).filter(pk__in=assessed).count() == people:
        return _exactly(len(behind), people)
    return _roughly(len(behind), people)


def _compared(asked: Mapping[UUID, Mapping[UUID, Raised]]) -> tuple[set[int], set[int]]:
    """Who is assessed in something that is raised for them, and who gets a gap by it."""
    ends = {key: end for key, end in successors().items() if end in asked and key not in asked} | {
        key: key for key in asked
    }
    held: dict[int, set[UUID]] = {}
    placed = Placement.objects.lasting().on(timezone.localdate()).filter(level_key__in=list(ends)).order_by()
    for person, key in placed.values_list("employee", "level_key"):
        held.setdefault(person, set()).add(ends[key])
    assessed: set[int] = set()
    behind: set[int] = set()
    for person, shown in proficiencies_of(held).items():
        for item in (item for level in held[person] for item in asked[level].values() if item.key in shown):
            assessed.add(person)
            if (item.before or 0) <= shown[item.key] < item.after:
                behind.add(person)
    return assessed, behind


def _exactly(behind: int, people: int) -> str:
    return ngettext(
        "One person on these levels is assessed in what is raised: %(behind)s would have a new gap.",
        "%(people)s people on these levels are assessed in what is raised: %(behind)s would have a new gap.",
        people,
    ) % {"people": people, "behind": behind}


def _roughly(behind: int, people: int) -> str:
    if people < SMALLEST:
        return _("Too few people on these levels are assessed to say how many would have a gap.")
    counted = _("About %(people)s people on these levels are assessed in what is raised.") % {
        "people": _in_fives(people)
    }
    if behind < SMALLEST:
        return _("%(counted)s Few or none of them would have a new gap.") % {"counted": counted}
    if people - behind < SMALLEST:
        return _("%(counted)s Nearly all of them would have a new gap.") % {"counted": counted}
    return _("%(counted)s About %(behind)s of them would have a new gap.") % {
        "counted": counted,
        "behind": _in_fives(behind),
    }


def _in_fives(people: int) -> int:
    return people - people % SMALLEST
