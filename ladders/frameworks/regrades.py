"""Levels that people hold and that a publication gives another grade: what nobody but HR may decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.permissions import Permission

from .holders import holders
from .models import Level, Reorganisation, Successor, Version


@dataclass(frozen=True, slots=True)
class Regrade:
    """A level of the published version whose people would have another grade, and HR's decision on it, if there is one."""

    held: Level
    level: Level  # of the draft: the level itself, or its successor
    people: int
    decision: Reorganisation | None

    @property
    def before(self) -> str:
        """The grade's code now."""
        return self.held.grade.code if self.held.grade else ""

    @property
    def after(self) -> str:
        """The grade's code afterwards."""
        return self.level.grade.code if self.level.grade else ""

    @property
    def down(self) -> bool:
        """True where the people lose a grade."""
        return bool(self.held.grade and self.level.grade and self.level.grade.rank < self.held.grade.rank)

    @property
    def decided(self) -> bool:
        """True where HR's decision is about exactly this change: another successor or grade asks HR anew."""
        found = self.decision
        return found is not None and (found.successor_key, found.from_grade, found.to_grade) == (
            self.level.key,
            self.before,
            self.after,
        )

    @property
    def sentence(self) -> str:
        """What would happen to how many people."""
        text = ngettext(
            "%(count)s person holds %(code)s (grade %(before)s) and would be on %(next)s (grade %(after)s).",
            "%(count)s people hold %(code)s (grade %(before)s) and would be on %(next)s (grade %(after)s).",
            self.people,
        )
        return text % {
            "count": f"{self.people:,}",
            "code": f"{self.held.code} {self.held.title}",
            "before": self.before,
            "next": f"{self.level.code} {self.level.title}",
            "after": self.after,
        }

    def obstacle(self, today: dt.date) -> str:
        """What has to be done first; empty where it is."""
        if not self.decided:
            return f"{self.sentence} {_('HR has to decide on that first.')}"
        assert self.decision is not None
        if self.decision.told_on > today:
            return _("The people on %(code)s are told on %(day)s. It cannot be published before.") % {
                "code": self.held.code,
                "day": date_format(self.decision.told_on, "j F Y"),
            }
        return ""


def may_decide(user: Any) -> bool:
    """True for whoever places people in the whole organisation: HR."""
    return bool(user.holds(Permission.PLACE_PEOPLE) and user.reaches_all(Permission.PLACE_PEOPLE))


def regrades(version: Version, published: Version | None = None) -> tuple[Regrade, ...]:
    """The held levels that this draft gives another grade than `published` (by default looked up), in reading order: 3
    queries, and 3 more where grades differ.

    A level that has no grade on one of both sides is none of them: nobody has a grade to lose, or the draft is not ready.
    """
    published = published or version.framework.versions.published()
    if published is None:
        return ()
    levels = Level.objects.select_related("grade").order_by("track__position", "position")
    now = {level.key: level for level in levels.filter(version=version)}
    chosen = dict(Successor.objects.filter(version=version).values_list("removed_key", "level__key"))
    found: list[tuple[Level, Level]] = []
    for held in levels.filter(version=published):
        after = now.get(held.key) or now.get(chosen.get(held.key, held.key))
        if after and held.grade_id and after.grade_id and held.grade_id != after.grade_id:
            found.append((held, after))
    if not found:
        return ()
    people = holders([held.key for held, _after in found])
    decisions: dict[UUID, Reorganisation] = {
        row.level_key: row for row in Reorganisation.objects.filter(version=version).select_related("by")
    }
    return tuple(
        Regrade(held, after, people[held.key], decisions.get(held.key)) for held, after in found if people.get(held.key)
    )
