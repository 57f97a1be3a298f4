"""Reads of several tables, each with its number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.conditions import everything, one_of
from ladders.core.once import known, once, within_scope
from ladders.core.statements import FEW, Statement
from ladders.frameworks.enums import VersionState
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level, Successor

from .models import NoLevel, Placement


@dataclass(frozen=True, slots=True)
class HeldLevel:
    """A level that somebody holds: the row as it was when they were placed, and the row as it is now."""

    placement: Placement
    then: Level
    now: Level | None  # None: the published version has no such level and names no successor
    moved: bool  # True: the level of then was removed, and `now` is its successor
    followed_on: dt.date | None = None  # where it moved: the day on which the successor took over

    @property
    def level(self) -> Level:
        """What counts today: the level as it is now, else as it was."""
        return self.now or self.then

    @property
    def since(self) -> dt.date:
        """Since when the level that counts today is held: not before it followed the one that was removed."""
        return level_since(self.placement.starts_on, self.followed_on)

    @property
    def changed(self) -> bool:
        """True when the level reads or counts differently now."""
        before, after = self.then, self.level
        return self.now is None or (before.code, before.title, before.grade_id, before.points) != (
            after.code,
            after.title,
            after.grade_id,
            after.points,
        )


def current_levels(keys: Collection[UUID]) -> dict[UUID, tuple[Level, bool]]:
    """Level key → its row in the published version, or its successor's (then True): 1 to 3 queries.

    Keys of levels that were removed without a successor, and of frameworks without a published version, are missing. None for
    levels that were read already (see `read_once`).
    """
    read: dict[UUID, tuple[Level, bool] | None] = known(current_levels)
    if new := set(keys) - set(read):
        rows = _published_levels(list(new)) if len(new) <= FEW else list(_published(Q(key__in=new)))
        found = {row.key: (row, False) for row in rows}
        if gone := new - set(found):
            found |= _successors(gone)
        read.update({key: found.get(key) for key in new})
    return {key: level for key in keys if (level := read[key]) is not None}


def _published(wanted: Q) -> QuerySet[Level]:
    rows = Level.objects.filter(wanted, version__state=VersionState.PUBLISHED)
    return rows.select_related("grade", "track", "version__framework")


_published_levels = Statement(lambda keys: _published(one_of("key", keys)), list[UUID])


def _successors(gone: set[UUID]) -> dict[UUID, tuple[Level, bool]]:
    ends = {key: end for key, end in successors().items() if key in gone}
    by_key = {row.key: row for row in _published(Q(key__in=set(ends.values())))}
    return {key: (by_key[end], True) for key, end in ends.items() if end in by_key}


def successors() -> dict[UUID, UUID]:
    """Key of a removed level → key of the level where its people belong, through all versions up to now: 1 query.

    A level that a later version has again has no successor any more: its people are on it.
    """
    rows = _steps()
    next_of = dict(rows.values_list("removed_key", "level__key"))  # the newest version speaks last
    return {key: _end(key, next_of) for key in next_of}


def _steps() -> QuerySet[Successor]:
    """What followed levels that are still removed, the oldest first."""
    again = Level.objects.filter(version__state=VersionState.PUBLISHED, key=OuterRef("removed_key"))
    rows = Successor.objects.exclude(version__state=VersionState.DRAFT).exclude(Exists(again))
    return rows.order_by("version__number")


def _end(key: UUID, next_of: dict[UUID, UUID]) -> UUID:
    seen = {key}
    while (following := next_of.get(key)) and following not in seen:
        seen.add(following)
        key = following
    return key


def held(placements: Iterable[Placement]) -> list[HeldLevel]:
    """The placements with their levels then and now; 1 to 5 queries beside that of `placements`.

    `placements` should have `level__grade`, `level__track` and `version__framework` joined.
    """
    rows = list(placements)
    now = current_levels({row.level_key for row in rows}) if rows else {}
    moved = {key for key, (_level, followed) in now.items() if followed}
    days = followed_on(moved) if moved else {}
    found = []
    for row in rows:
        level, followed = now.get(row.level_key, (None, False))
        found.append(HeldLevel(row, row.level, level, followed, days.get(row.level_key)))
    return found


def level_since(starts_on: dt.date, followed: dt.date | None) -> dt.date:
    """Since when somebody placed on `starts_on` holds the level that counts today, which took over on `followed`, if it did."""
    return max(starts_on, followed) if followed else starts_on


def followed_on(gone: Collection[UUID]) -> dict[UUID, dt.date]:
    """Removed level → the day on which the level that its people hold now took over, the last of several: 1 query."""
    rows = _steps()
    steps = {
        key: (after, at) for key, after, at in rows.values_list("removed_key", "level__key", "version__published_at")
    }
    found = {}
    for first in gone:
        key, seen = first, {first}
        while key in steps:
            key, at = steps[key]
            found[first] = timezone.localdate(at)
            if key in seen:
                break
            seen.add(key)
    return found


def levels_on(day: dt.date, employees: Collection[int] | QuerySet[Any, Any] | None = None) -> dict[int, Level]:
    """Employee id → the level of the primary placement on that day, as it is now (else as it was): 2 to 5 queries.

    Each level is read once, however many people hold it. Very many people are given as a query of their ids.
    """
    if isinstance(employees, QuerySet):
        rows = _read(day, employees)
    else:
        rows = _placed(day, None if employees is None else frozenset(employees))
    now = current_levels({key for _employee, key, _level in rows})
    lost = {level for _employee, key, level in rows if key not in now}
    as_was = Level.objects.select_related("grade", "track", "version__framework").in_bulk(lost) if lost else {}
    return {employee: now[key][0] if key in now else as_was[level] for employee, key, level in rows}


class LevelWords(NamedTuple):
    """What a list says of a level, as it is now."""

    key: UUID
    code: str
    title: str
    grade: str | None
    framework: str


_published_words: Statement[Any] = Statement(
    lambda keys: Level.objects.filter(one_of("key", keys), version__state=VersionState.PUBLISHED).values_list(
        "key", "code", "title", "grade__code", "version__framework__name"
    ),
    list[UUID],
)


def level_words_on(day: dt.date, employees: Collection[int]) -> dict[int, LevelWords]:
    """As `levels_on` for up to `FEW` employees, in words alone: 2 queries, and up to 5 where a level was removed."""
    if not (rows := _placed(day, frozenset(employees))):
        return {}
    now = {row[0]: LevelWords(*row) for row in _published_words(list({key for _employee, key, _level in rows}))}
    found = {employee: now[key] for employee, key, _level in rows if key in now}
    gone = {row[0] for row in rows} - found.keys()
    for employee, level in levels_on(day, gone).items() if gone else ():
        grade = level.grade.code if level.grade else None
        found[employee] = LevelWords(level.key, level.code, level.title, grade, level.version.framework.name)
    return found


def second_words(held: Mapping[int, tuple[UUID, int]]) -> dict[int, str]:
    """Employee id → key of a second level and its share → “I5, 40 %”, by the level as it is now: 1 to 3 queries, none for nobody.
    A level that was removed without one to follow is left out."""
    now = current_levels({key for key, _share in held.values()}) if held else {}
    return {
        employee: _("%(level)s, %(share)d %%") % {"level": level_label(now[key][0]), "share": share}
        for employee, (key, share) in held.items()
        if key in now
    }


@once
def _placed(day: dt.date, employees: frozenset[int] | None) -> list[tuple[int, UUID, int]]:
    """Employee, key and id of the level of each primary placement on that day: 1 query."""
    return _read(day, employees)


def _read(day: dt.date, employees: Any) -> list[tuple[int, UUID, int]]:
    if isinstance(employees, frozenset) and 0 < len(employees) <= FEW:
        return _placed_on(day, list(employees))
    return list(_held_on(day, everything() if employees is None else Q(employee__in=employees)))


def _held_on(day: dt.date, whose: Q) -> QuerySet[Placement, tuple[int, UUID, int]]:
    rows = Placement.objects.primary().on(day).filter(whose)
    return rows.values_list("employee_id", "level_key", "level_id")


_placed_on = Statement(lambda day, people: _held_on(day, one_of("employee", people)), dt.date, list[int])


def read_levels(day: dt.date, employees: Collection[int]) -> None:
    """Read the levels of several people at once, for `levels_on` and `held_beside` of each in this scope (see `read_once`):
    2 to 5 queries."""
    rows = _placed(day, frozenset(employees))
    held = {row[0]: [row] for row in rows}
    known(_placed).update({((day, frozenset({pk})),): held.get(pk, []) for pk in employees})
    current_levels({key for _employee, key, _level in rows})


def _read_beside(person: int, level: UUID, day: dt.date) -> None:
    """Read both at once, for this scope (see `read_once`), where both are published and neither was read before."""
    held = Placement.objects.primary().on(day).filter(employee=person)
    placed, levels = known(_placed), known(current_levels)
    place = ((day, frozenset({person})),)
    if place in placed or level in levels:
        return
    both = Level.objects.filter(
        Q(key=level) | Q(key__in=held.values("level_key")), version__state=VersionState.PUBLISHED
    )
    both = both.annotate(held_key=Subquery(held.values("level_key")[:1]), held_pk=Subquery(held.values("level_id")[:1]))
    rows = list(both.select_related("grade", "track", "version__framework"))
    levels.update({row.key: (row, False) for row in rows})
    if rows:
        placed[place] = [(person, rows[0].held_key, rows[0].held_pk)] if rows[0].held_key else []


@within_scope
def held_beside(person: int, level: UUID, day: dt.date) -> tuple[Level | None, Level | None]:
    """The level that somebody holds on that day and another one, both as they are now (the held one else as it was): 1
    query, up to 6 where one was removed. None: they hold none; the other one is not published."""
    _read_beside(person, level, day)
    row = next(((key, pk) for _employee, key, pk in _placed(day, frozenset({person}))), None)
    now = current_levels({level, row[0]} if row else {level})
    there = now[level][0] if level in now else None
    if row is None or row[0] in now:
        return (now[row[0]][0] if row else None), there
    return Level.objects.select_related("grade", "track", "version__framework").get(pk=row[1]), there


def last_day_held(person: Employee, day: dt.date) -> dt.date | None:
    """The last day on which somebody holds the first level that they hold on `day`, as far as it is known; None without an
    end, or where they hold none: 1 query."""
    until: dt.date | None = None
    rows = Placement.objects.primary().filter(employee=person).exclude(ends_on__lt=day).order_by("starts_on")
    held: UUID | None = None
    for key, first, last in rows.values_list("level_key", "starts_on", "ends_on"):
        if held is None and first <= day:
            held, until = key, last
        elif until is not None and (held, until + dt.timedelta(days=1)) == (key, first):
            until = last  # the same level, entered in two parts
        else:
            break
    return min((each for each in (until, person.left_on) if each), default=None) if held else None


def no_level_of(employee: int, day: dt.date) -> NoLevel | None:
    """Why somebody holds no level on purpose on that day; None where that was not said: 1 query."""
    return NoLevel.objects.on(day).filter(employee=employee).first()


def said_of_no_level(employee: int, day: dt.date, today: dt.date) -> tuple[NoLevel | None, bool]:
    """Why no level was held on purpose as that stood on `day`, with who said it; and whether it holds `today`: 1 query."""
    same = {"pk": OuterRef("pk")}
    stood, holds = (Exists(each.filter(**same)) for each in (NoLevel.objects.standing(day), NoLevel.objects.on(today)))
    said = NoLevel.objects.filter(employee=employee).select_related("made_by")
    rows: list[Any] = list(said.annotate(stood=stood, holds=holds))
    return next((row for row in rows if row.stood), None), any(row.holds for row in rows)


def on_purpose_among(employees: Iterable[int], day: dt.date) -> set[int]:
    """Ids of those of them who hold no level on purpose on that day: 1 query, none for nobody."""
    ids = list(employees)
    return set(NoLevel.objects.on(day).filter(employee__in=ids).values_list("employee", flat=True)) if ids else set()


def look_again(employees: Collection[int], day: dt.date) -> dict[int, NoLevel]:
    """Employee id → why no level was held on purpose, of those whose day to look at that again has come: 1 query."""
    rows = NoLevel.objects.standing(day).filter(employee__in=employees, review_on__lte=day)
    return {row.employee_id: row for row in rows}


def holders_today(keys: Collection[UUID]) -> dict[UUID, int]:
    """Level key → how many people hold it today, as primary or second level, try-outs apart: 2 queries, none without keys.

    Who was placed on a level that was removed since counts on the level that followed it.
    """
    if not keys:
        return {}
    asked = set(keys)
    now = {key: end for key, end in successors().items() if end in asked and key not in asked}
    rows = Placement.objects.lasting().on(timezone.localdate()).filter(level_key__in=[*asked, *now]).order_by()
    people: dict[UUID, set[int]] = {}
    for key, person in rows.values_list("level_key", "employee") if now else ():
        people.setdefault(now.get(key, key), set()).add(person)
    if now:
        return {key: len(found) for key, found in people.items()}
    return dict(rows.values_list("level_key").annotate(people=Count("employee", distinct=True)))


def with_followed(keys: Collection[UUID]) -> set[UUID]:
    """These levels, and the removed ones whose people belong to them now: 1 query."""
    asked = set(keys)
    return asked | {key for key, end in successors().items() if end in asked}


def people_to_come(keys: Collection[UUID]) -> dict[UUID, set[int]]:
    """Level key → employee ids of those who do not hold it today and will by what is planned: 3 queries, none without keys.

    Who is planned for a level that was removed since counts on the level that followed it.
    """
    if not keys:
        return {}
    asked, today = set(keys), timezone.localdate()
    now = {key: end for key, end in successors().items() if end in asked and key not in asked}
    rows = Placement.objects.lasting().filter(level_key__in=[*asked, *now]).order_by()
    here = {(now.get(key, key), person) for key, person in rows.on(today).values_list("level_key", "employee")}
    found: dict[UUID, set[int]] = {}
    for key, person in rows.filter(starts_on__gt=today).values_list("level_key", "employee"):
        if (end := now.get(key, key), person) not in here:
            found.setdefault(end, set()).add(person)
    return found


def people_on(keys: Collection[UUID], only: int | None = None) -> set[int]:
    """Ids of those who hold one of these levels, today or from a later day on, or of `only` this person: 2 queries, none without
    keys."""
    if not keys:
        return set()
    rows = Placement.objects.lasting().filter(level_key__in=with_followed(keys))
    rows = rows.exclude(ends_on__lt=timezone.localdate())
    if only is not None:
        rows = rows.filter(employee=only)
    return set(rows.values_list("employee_id", flat=True))


def placed_since(framework: int, since: dt.datetime) -> bool:
    """True where somebody was given a level of the framework after that moment, or what they hold was changed: 2 queries.

    What was given since and taken away again is as if it had not been, such as several people placed by mistake.
    """
    changed = apps.get_model("placements", "PlacementEvent")._default_manager
    events = changed.filter(framework=framework, pgh_created_at__gte=since)
    made = events.filter(pgh_label="insert", pgh_obj_id=OuterRef("pgh_obj_id"))
    there = Placement.objects.filter(pk=OuterRef("pgh_obj_id"))
    return (
        Placement.objects.filter(framework=framework, created_at__gte=since).exists()
        or events.exclude(Exists(made) & ~Exists(there)).exists()
    )
