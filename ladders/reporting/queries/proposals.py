"""Levels that are proposed for people without one: by title, by who has that title already, and where asked for by pay."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Employee
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.compensation.queries.pay_fits import fitting_grades
from ladders.core.permissions import Permission
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level
from ladders.placements.domain.level_evidence import Confidence, Evidence, Weighed, weigh
from ladders.placements.domain.proposals import Candidate
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels

from .people import PeopleFilter
from .unplaced_people import UnplacedGroup, members

Place = tuple[str, str]  # title and department
MOST_PAY = 5000  # people whose pay is looked at for one page


@dataclass(frozen=True, slots=True)
class Proposed:
    """A level that is proposed, as a field writes it, how sure it is, and why, in words. `doubt`: what pay says against it."""

    level: str
    confidence: Confidence
    why: str
    doubt: str = ""

    @property
    def sure(self) -> bool:
        """Whether it is filled in already."""
        return self.confidence == Confidence.CLEAR


class Proposals:
    """Proposals for the titles and departments of one page. 3 queries, and 4 more with pay."""

    def __init__(self, user: Any, levels: Mapping[str, Level], places: Iterable[Place], day: dt.date) -> None:
        self.user, self.day, self.levels = user, day, levels
        self.labels = {level.pk: text for text, level in levels.items()}
        self.by_id = {level.pk: level for level in levels.values()}
        self.candidates = [
            Candidate(
                level.pk,
                level.version.framework.name,
                level.title,
                level.track.kind == TrackKind.MANAGEMENT,
                level.grade.code if level.grade else "",
            )
            for level in levels.values()
        ]
        self.held = self._held({title for title, _department in places if title})
        self.fits: dict[int, list[str]] = {}

    def _held(self, titles: Collection[str]) -> dict[Place, Counter[int]]:
        """Title and department → level of today → how many people in reach hold it: 2 queries."""
        reach = Employee.objects.within(self.user, Permission.PLACE_PEOPLE)
        rows = Placement.objects.primary().on(self.day).filter(employee__in=reach, employee__job_title__in=titles)
        counted = rows.order_by().values_list("employee__job_title", "employee__department", "level_key")
        found = list(counted.annotate(people=Count("pk")))
        now = current_levels({key for _title, _department, key, _people in found}) if found else {}
        held: dict[Place, Counter[int]] = {}
        for title, department, key, people in found:
            if key in now:
                held.setdefault((title, department), Counter())[now[key][0].pk] += people
        return held

    def look_at_pay(self, employees: Collection[int]) -> None:
        """Have the pay of these people count, as far as the user may see it; the log says that they saw it. 3 queries."""
        found = fitting_grades(self.user, list(employees)[:MOST_PAY], self.day)
        seen(by=self.user, employees=found, kind=AccessKind.LIST)
        self.fits |= found

    def of(self, title: str, department: str, employees: Collection[int] = ()) -> Proposed | None:
        """The level that is proposed for these people, who have this title in this department."""
        here = self.held.get((title, department))
        held = here or sum((each for (name, _part), each in self.held.items() if name == title), Counter[int]())
        paid: Counter[str] = Counter()
        known = [self.fits[each] for each in employees if each in self.fits]
        for grades in known:
            paid.update(grades)
        found = weigh(title, department, self.candidates, Evidence(held, bool(here), paid, len(known)))
        return self._proposed(found) if found else None

    def outside(self, level: Level, employee: int) -> str:
        """What stands out about this person's pay on that level, in words; "" where nothing does or nobody may know."""
        grades = self.fits.get(employee)
        if grades is None or level.grade is None or level.grade.code in grades:
            return ""
        return _pay_of(grades)

    def _proposed(self, found: Weighed) -> Proposed:
        why = [each for each in (self._people(found), self._title(found), self._pay(found)) if each]
        doubt = ""
        if found.doubted:
            said = _("pay of only %(n)s of %(of)s stands in the band of grade %(grade)s")
            doubt = said % {"n": found.within, "of": found.known, "grade": found.grade}
        return Proposed(self.labels[found.id], found.confidence, "; ".join(why), doubt)

    def _people(self, found: Weighed) -> str:
        if not found.held:
            return ""
        said = ngettext(
            "same title as %(count)s person on %(code)s", "same title as %(count)s people on %(code)s", found.held
        ) % {"count": found.held, "code": self.by_id[found.id].code}
        if found.here:
            said = _("%(said)s in this department") % {"said": said}
        others = found.holders - found.held
        if others:
            said += " " + _("(%(n)s on other levels)") % {"n": others}
        return said

    def _title(self, found: Weighed) -> str:
        if found.other is not None:
            return _("though level %(level)s has the same title") % {"level": level_label(self.by_id[found.other])}
        if found.title is None:
            return _("the department names the framework") if found.by_pay else ""
        words = _(" and ").join(f"“{word}”" for word in found.title.shared)
        if found.title.sure and found.title.by_department:
            return _("same title, in the framework that the department names")
        if found.title.sure:
            return _("same title")
        return _("both titles say %(words)s") % {"words": words}

    def _pay(self, found: Weighed) -> str:
        if not found.known or found.doubted:
            return ""
        if found.known == found.within == 1:
            return _("pay stands in the band of grade %(grade)s") % {"grade": found.grade}
        said = _("pay of %(n)s of %(of)s stands in the band of grade %(grade)s")
        return said % {"n": found.within, "of": found.known, "grade": found.grade}


def _pay_of(grades: list[str]) -> str:
    if not grades:
        return _("pay stands in no band of the zone")
    if len(grades) == 1:
        return _("pay stands in the band of grade %(grade)s") % {"grade": grades[0]}
    return _("pay stands in the bands of grades %(first)s to %(last)s") % {"first": grades[0], "last": grades[-1]}


def people_by_group(
    user: Any, asked: PeopleFilter, day: dt.date, groups: Collection[UnplacedGroup]
) -> dict[Place, list[int]]:
    """Title and department → ids of the people, for the groups of a page: 1 query."""
    found = members(user, asked, day, list(groups))
    return {
        (group.title, group.department): [each.pk for each in people]
        for group, people in found.items()
        if isinstance(group, UnplacedGroup)
    }
