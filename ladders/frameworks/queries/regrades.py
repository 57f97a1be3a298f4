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

from ..holders_provider import coming, holders
from ..labels import level_label
from ..models import Level, Reorganisation, Successor, Version


@dataclass(frozen=True, slots=True)
class Regrade:
    """A level of the published version whose people would have another grade, and HR's decision on it, if there is one."""

    held: Level
    level: Level  # of the draft: the level itself, or its successor
    people: int  # who hold it today
    decision: Reorganisation | None
    coming: int = 0  # who will hold it from a later day on, by what is planned or agreed

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
        said = text % {
            "count": f"{self.people:,}",
            "code": level_label(self.held),
            "before": self.before,
            "next": level_label(self.level),
            "after": self.after,
        }
        if not self.coming:
            return said
        later = ngettext(
            "%(count)s more will hold it from a later day on.",
            "%(count)s more will hold it from a later day on.",
            self.coming,
        )
        return f"{said} {later % {'count': f'{self.coming:,}'}}"

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
        if self.decision.protected_until is not None and self.decision.protected_until <= today:
            return _(
                "Pay of the people on %(code)s was to be protected until %(day)s, which has passed. HR decides anew."
            ) % {
                "code": self.held.code,
                "day": date_format(self.decision.protected_until, "j F Y"),
            }
        return ""


def may_decide(user: Any) -> bool:
    """True for whoever places people in the whole organisation: HR."""
    return bool(user.holds(Permission.PLACE_PEOPLE) and user.reaches_all(Permission.PLACE_PEOPLE))


def regrades(version: Version, published: Version | None = None) -> tuple[Regrade, ...]:
    """The held levels that this draft gives another grade than `published` (by default looked up), in reading order: 4
    queries, 2 more where levels come back, and 3 more and those of `coming` where grades differ.

    Whoever will hold one from a later day on, by a planned change or an agreed move, counts: their grade changes as well.
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
    found += _returning(version, published, now)
    if not found:
        return ()
    keys = [held.key for held, _after in found]
    people, later = holders(keys), coming(keys)
    decisions: dict[UUID, Reorganisation] = {
        row.level_key: row for row in Reorganisation.objects.filter(version=version).select_related("by")
    }
    return tuple(
        Regrade(held, after, people.get(held.key, 0), decisions.get(held.key), later.get(held.key, 0))
        for held, after in found
        if people.get(held.key) or later.get(held.key)
    )


def _returning(version: Version, published: Version, now: dict[UUID, Level]) -> list[tuple[Level, Level]]:
    """Levels that were removed once and come back with another grade: who was on them then would be so again.

    The level held is the one as it was removed, with the grade of the level that its people belong to today.
    """
    rows = Successor.objects.filter(version__framework=version.framework_id).exclude(version=version)
    next_of = dict(rows.order_by("version__number").values_list("removed_key", "level__key"))
    back = [key for key in now if key in next_of]
    if not back:
        return []
    here = {level.key: level for level in Level.objects.filter(version=published).select_related("grade")}
    then = Level.objects.filter(version__framework=version.framework_id, key__in=back).exclude(version=version)
    found = []
    for held in {level.key: level for level in then.order_by("version__number")}.values():
        end, seen = held.key, {held.key}
        while end not in here and (following := next_of.get(end)) and following not in seen:
            seen.add(following)
            end = following
        today = here.get(end)
        if end == held.key or today is None or today.grade_id is None or now[held.key].grade_id is None:
            continue
        if today.grade_id != now[held.key].grade_id:
            held.grade = today.grade
            found.append((held, now[held.key]))
    return found
