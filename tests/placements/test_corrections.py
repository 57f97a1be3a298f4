"""What was entered wrongly is put right, what was planned is withdrawn; second levels follow the first; removed levels."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.exchange.people.write import import_people
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.models import Version
from ladders.placements.actions import placements
from ladders.placements.actions.batches import place_many
from ladders.placements.models import Placement, Source
from ladders.placements.queries import current_levels, holders_today
from tests.factories import EmployeeFactory, account
from tests.frameworks.published import force_published
from tests.placements.test_placements import DAY, level, rows, version

__all__ = ["version"]
pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
JULY = dt.date(2026, 7, 1)
MAY = dt.date(2026, 5, 1)


@pytest.fixture
def person(version: Version, hr: User) -> Employee:
    """S5 from March on, S6 from July on."""
    someone: Employee = EmployeeFactory.create()
    placements.place(employee=someone, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.change(employee=someone, level=level(version, "S6"), starts_on=JULY, reason="Sites are joined", by=hr)
    return someone


def latest(person: Employee) -> Placement:
    found: Placement = person.placements.primary().order_by("-starts_on")[0]
    return found


def short(person: Employee) -> list[tuple[Any, ...]]:
    return [row[:3] for row in rows(person)]


def test_a_wrong_entry_is_put_right_and_the_one_before_ends_with_it(
    version: Version, hr: User, person: Employee
) -> None:
    for day in (MAY, dt.date(2026, 8, 1), JULY):
        placements.correct(placement=latest(person), level=level(version, "P6"), starts_on=day, reason="Typo", by=hr)
        assert short(person) == [("S5", DAY, day - ONE), ("P6", day, None)]
    assert (latest(person).source, latest(person).reason) == (Source.EMPLOYER, "Typo")
    [entry] = opened([AuditEntry.objects.filter(verb="person.corrected").latest("id")])
    assert entry.detail["since"] == ["2026-08-01", "2026-07-01"]
    events = latest(person).events.values_list("level__code", flat=True)  # type: ignore[attr-defined]
    assert {"S6", "P6"} <= set(events)
    before = AuditEntry.objects.count()
    placements.correct(placement=latest(person), level=level(version, "P6"), starts_on=JULY, reason="Typo", by=hr)
    assert AuditEntry.objects.count() == before


def test_a_correction_is_refused_where_it_cannot_be(version: Version, hr: User, person: Employee) -> None:
    before = rows(person)
    for level_code, day, reason in (("P6", DAY, "Typo"), ("P6", DAY - ONE, "Typo"), ("P6", MAY, " ")):
        with pytest.raises(DomainError):
            placements.correct(
                placement=latest(person), level=level(version, level_code), starts_on=day, reason=reason, by=hr
            )
    first = person.placements.get(starts_on=DAY)
    with pytest.raises(DomainError):  # it would reach into the one after it
        placements.correct(placement=first, level=level(version, "P5"), starts_on=JULY + ONE, reason="Typo", by=hr)
    Placement.objects.filter(pk=latest(person).pk).update(source=Source.MOVE)
    with pytest.raises(DomainError):
        placements.correct(placement=latest(person), level=level(version, "P6"), starts_on=MAY, reason="Typo", by=hr)
    with pytest.raises(PermissionDenied):
        placements.correct(
            placement=first, level=level(version, "P5"), starts_on=MAY, reason="Typo", by=account(user__roles=[])
        )
    assert [row[:5] for row in rows(person)] == [row[:5] for row in before]


def test_a_slip_in_the_year_is_told(version: Version, hr: User, person: Employee) -> None:
    first = person.placements.get(starts_on=DAY)
    with pytest.raises(DomainError, match="in the year 1: check it"):
        placements.correct(placement=first, level=level(version, "P5"), starts_on=dt.date.min, reason="Typo", by=hr)
    first.refresh_from_db()
    assert first.starts_on == DAY


def test_what_was_planned_is_withdrawn_and_the_level_before_goes_on(hr: User, person: Employee) -> None:
    planned = latest(person)
    with pytest.raises(DomainError):
        placements.withdraw(placement=planned, today=JULY, by=hr)
    placements.withdraw(placement=planned, today=DAY, by=hr)
    placements.withdraw(placement=planned, today=DAY, by=hr)
    assert short(person) == [("S5", DAY, None)]
    assert AuditEntry.objects.filter(verb="person.withdrawn").count() == 1


def test_a_second_level_stays_within_the_first(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(employee=person, level=level(version, "M5"), share=40, starts_on=DAY, by=hr)
    with pytest.raises(DomainError):
        placements.change(employee=person, level=level(version, "M5"), starts_on=MAY, reason="Joined", by=hr)
    placements.change(employee=person, level=level(version, "S6"), starts_on=MAY, reason="Joined", by=hr)
    assert [row[:2] for row in rows(person)] == [("S5", DAY), ("M5", DAY), ("S6", MAY)]
    placements.end(placement=latest(person), last_day=JULY, by=hr)
    assert short(person)[1:] == [("M5", DAY, JULY), ("S6", MAY, JULY)]
    with pytest.raises(DomainError):
        placements.add_second(
            employee=person, level=level(version, "P5"), share=40, starts_on=MAY, ends_on=JULY + ONE, by=hr
        )


def test_nobody_holds_a_level_beyond_the_last_day(version: Version, hr: User) -> None:
    person = EmployeeFactory.create(left_on=JULY)
    placement = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    with pytest.raises(DomainError):
        placements.end(placement=placement, last_day=JULY + ONE, by=hr)
    with pytest.raises(DomainError):
        place_many(choices={person.pk: level(version, "S5")}, starts_on=JULY + ONE, by=hr)
    assert short(person) == [("S5", DAY, JULY)]


def test_many_are_placed_with_few_queries_and_an_entry_each(
    version: Version, hr: User, django_assert_max_num_queries: Any
) -> None:
    people = EmployeeFactory.create_batch(30)
    target = level(version, "S5")
    with django_assert_max_num_queries(14):
        assert place_many(choices={each.pk: target for each in people}, starts_on=DAY, by=hr).placements.count() == 30
    assert Placement.objects.filter(level_key=target.key, source=Source.HR).count() == 30
    assert AuditEntry.objects.filter(verb="person.placed", subject_key=str(people[3].pk)).count() == 1
    scoped = account(user__roles=[Role.HR_ADMIN])
    scoped.grants.update(departments=["Office"])
    other = EmployeeFactory.create(department="Lab")
    with pytest.raises(PermissionDenied):
        place_many(choices={other.pk: target}, starts_on=DAY, by=User.objects.get(pk=scoped.pk))


def test_a_removed_level_counts_and_is_read_where_its_people_belong(version: Version, hr: User) -> None:
    person = EmployeeFactory.create(number="K1")
    old, kept = level(version, "E3"), level(version, "S5")
    placements.place(employee=person, level=old, starts_on=DAY, by=hr)
    draft = start_draft(framework=version.framework, by=hr)
    delete_level(version_id=draft.pk, key=old.key, by=hr)
    set_successor(version=draft, removed=old.key, level=kept.key, by=hr)
    force_published(draft, hr)  # as it was possible once, without asking anybody
    assert current_levels({old.key})[old.key][0].code == "S5"
    today = holders_today([kept.key])
    assert today == {kept.key: 1}
    before = rows(person)
    for code in ("E3", "S5"):
        text = f"number,name,framework,level\nK1,{person.name},Research,{code}\n"
        made = import_people(files=[("people.csv", text.encode())], by=hr, today=MAY)
        told = [problem.message.partition(" on ")[0] for problem in made.problems.listed]
        assert (told, made.changes) == (["people.csv: “E3” was followed by S5"] if code == "E3" else [], [])
    assert rows(person) == before


def test_a_move_onto_the_level_held_in_part_makes_it_whole(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(employee=person, level=level(version, "M5"), share=40, starts_on=DAY, by=hr)
    placements.move(employee=person, level=level(version, "M5"), starts_on=MAY, by=hr)
    assert [(*row[:3], row[3]) for row in rows(person)] == [
        ("S5", DAY, MAY - ONE, True),
        ("M5", DAY, MAY - ONE, False),
        ("M5", MAY, None, True),
    ]
