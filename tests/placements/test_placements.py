"""Giving, changing and ending levels."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core.audit import opened
from ladders.core.batches import latest, take_back
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Batch
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.actions.batches import place_many
from ladders.placements.domain.proposals import Candidate, Proposal, propose
from ladders.placements.models import Placement, Source
from ladders.placements.queries import held, level_words_on, levels_on
from tests.factories import EmployeeFactory, account, hr_admin
from tests.frameworks.published import force_published, publish_now, published
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


def level(version: Version, code: str) -> Level:
    return Level.objects.select_related("version").get(version=version, code=code)


def rows(person: Employee) -> list[tuple[Any, ...]]:
    found = person.placements.order_by("starts_on", "-primary")
    return list(found.values_list("level__code", "starts_on", "ends_on", "primary", "share", "source"))


def test_a_first_level_then_a_change_with_a_reason_keeps_the_past(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    later = dt.date(2026, 9, 1)
    placements.change(employee=person, level=level(version, "P6"), starts_on=later, reason="New department", by=hr)
    assert rows(person) == [
        ("S5", DAY, dt.date(2026, 8, 31), True, 100, Source.HR),
        ("P6", later, None, True, 100, Source.EMPLOYER),
    ]
    assert [levels_on(day)[person.pk].code for day in (DAY, dt.date(2026, 8, 31), later)] == ["S5", "S5", "P6"]
    assert levels_on(dt.date(2026, 2, 28)) == {}
    verbs = AuditEntry.objects.filter(area="placements").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["person.placed", "person.changed"]


def test_a_change_needs_a_reason_and_a_later_day(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    for reason, day, code in (
        (" ", DAY + dt.timedelta(1), "S6"),
        ("why", DAY, "S6"),
        ("why", DAY + dt.timedelta(1), "S5"),
    ):
        with pytest.raises(DomainError):
            placements.change(employee=person, level=level(version, code), starts_on=day, reason=reason, by=hr)
    with pytest.raises(DomainError):
        placements.place(employee=person, level=level(version, "S6"), starts_on=DAY, by=hr)
    assert rows(person) == [("S5", DAY, None, True, 100, Source.HR)]


def test_a_second_level_takes_a_part_and_does_not_decide(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    second = placements.add_second(employee=person, level=level(version, "M5"), share=40, starts_on=DAY, by=hr)
    assert levels_on(DAY)[person.pk].code == "S5"
    with pytest.raises(DomainError):
        placements.add_second(employee=person, level=level(version, "P5"), share=40, starts_on=DAY, by=hr)
    with pytest.raises(DomainError):
        placements.add_second(employee=person, level=level(version, "P5"), share=60, starts_on=DAY, by=hr)
    placements.end(placement=second, last_day=dt.date(2026, 6, 30), by=hr)
    placements.end(placement=second, last_day=dt.date(2026, 6, 30), by=hr)
    assert rows(person)[1] == ("M5", DAY, dt.date(2026, 6, 30), False, 40, Source.HR)
    assert AuditEntry.objects.filter(verb="person.ended").count() == 1


def test_only_in_the_reach_of_the_role(version: Version, hr: User, employee: User) -> None:
    person = EmployeeFactory.create(department="Lab")
    scoped = account(user__roles=[Role.HR_ADMIN])
    scoped.grants.update(departments=["Office"])
    for who in (User.objects.get(pk=scoped.pk), employee):
        with pytest.raises(PermissionDenied):
            placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=who)
    assert rows(person) == []
    scoped.grants.update(departments=["Lab"])
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=User.objects.get(pk=scoped.pk))
    assert len(rows(person)) == 1


def test_several_at_once_are_all_placed_or_nobody(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    placements.place(employee=two, level=level(version, "S5"), starts_on=DAY, by=hr)
    with pytest.raises(DomainError):
        place_many(choices={one.pk: level(version, "S5"), two.pk: level(version, "S6")}, starts_on=DAY, by=hr)
    assert rows(one) == []
    assert place_many(choices={one.pk: level(version, "S5")}, starts_on=DAY, by=hr).placements.count() == 1


def test_a_new_version_moves_no_one_and_shows_the_level_then_and_now(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    before = rows(person)
    draft = start_draft(framework=version.framework, by=hr)
    draft.level_set.filter(code="S5").update(title="Principal thinker", code="S5X")
    publish_now(draft, hr)
    assert rows(person) == before
    (shown,) = held(Placement.objects.select_related("level__grade"))
    assert shown.now is not None
    assert (shown.then.code, shown.now.code, shown.now.title, shown.changed, shown.moved) == (
        "S5",
        "S5X",
        "Principal thinker",
        True,
        False,
    )
    assert levels_on(DAY)[person.pk].code == "S5X"


def test_a_level_in_words_is_the_level_as_it_is_now_a_removed_one_as_it_was(version: Version, hr: User) -> None:
    stays, lost, nobody = EmployeeFactory.create_batch(3)
    for person, code in ((stays, "S5"), (lost, "S6")):
        placements.place(employee=person, level=level(version, code), starts_on=DAY, by=hr)
    draft = start_draft(framework=version.framework, by=hr)
    draft.level_set.filter(code="S5").update(title="Principal thinker", code="S5X")
    draft.level_set.filter(code="S6").delete()
    force_published(draft, hr)
    everybody = [stays.pk, lost.pk, nobody.pk]
    found = level_words_on(DAY, everybody)
    assert {pk: words.code for pk, words in found.items()} == {stays.pk: "S5X", lost.pk: "S6"}
    for pk, usual in levels_on(DAY, everybody).items():
        grade = usual.grade and usual.grade.code
        assert found[pk] == (usual.key, usual.code, usual.title, grade, usual.version.framework.name)
    assert level_words_on(DAY - dt.timedelta(1), everybody) == {}


def test_placing_on_a_draft_is_refused(version: Version, hr: User) -> None:
    draft = start_draft(framework=version.framework, by=hr)
    with pytest.raises(DomainError):
        placements.place(employee=EmployeeFactory.create(), level=level(draft, "S5"), starts_on=DAY, by=hr)


periods = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20) | st.none()), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(spans=periods)
def test_the_database_refuses_exactly_the_primary_placements_that_overlap(spans: list[tuple[int, int | None]]) -> None:
    with transaction.atomic():
        version = Version.objects.filter(state="published").first() or _version()
        target, person = level(version, "S5"), EmployeeFactory.create()
        kept: list[tuple[int, int]] = []
        for start, length in spans:
            last = 10**6 if length is None else start + length
            free = all(last < other[0] or other[1] < start for other in kept)
            ends = None if length is None else DAY + dt.timedelta(last)
            try:
                with transaction.atomic():
                    Placement.objects.create(
                        employee=person,
                        framework_id=version.framework_id,
                        version=version,
                        level=target,
                        level_key=target.key,
                        starts_on=DAY + dt.timedelta(start),
                        ends_on=ends,
                    )
                accepted = True
            except IntegrityError:
                accepted = False
            assert accepted == free
            kept += [(start, last)] if free else []
        transaction.set_rollback(True)


def _version() -> Version:
    from ladders.impact.library import install_default_plan
    from tests.factories import hr_admin

    install_default_plan()
    return published(hr_admin())


def test_proposals_come_from_the_title_and_the_department_decides_between_frameworks() -> None:
    levels = [
        Candidate(1, "Engineering", "Engineer"),
        Candidate(2, "Engineering", "Senior engineer"),
        Candidate(3, "Sales", "Senior engineer"),
        Candidate(4, "Engineering", "Engineering manager", management=True),
    ]
    assert propose("Senior Engineer", "Sales", levels) == Proposal(3, True, ("Senior", "Engineer"), True)
    assert propose("Senior Engineer", "Engineering", levels) == Proposal(2, True, ("Senior", "Engineer"), True)
    assert propose("Engineer", "", levels) == Proposal(1, True, ("Engineer",))
    assert propose("", "Engineering", levels) is None
    assert propose("Gardener", "Engineering", levels) is None
    # Two frameworks have it, and nothing decides between them.
    assert propose("Senior Engineer", "Office", levels) == Proposal(2, False, ("Senior", "Engineer"))
    # Alike is not the same.
    assert propose("Cloud Engineer", "Engineering", levels) == Proposal(1, False, ("Engineer",))


@pytest.mark.parametrize("title", ["Production manager", "Senior manager", "Manager", "Senior", "Head of Production"])
def test_a_rank_or_role_alone_says_nothing_about_the_work(title: str) -> None:
    levels = [
        Candidate(1, "Engineering", "Engineering manager", management=True),
        Candidate(2, "Engineering", "Senior engineer"),
        Candidate(3, "Engineering", "Head of engineering", management=True),
    ]
    assert propose(title, "Production", levels) is None
    assert propose(f"{title} 4", "Production", [Candidate(1, "Engineering", "Engineer 4")]) is None
    assert propose("Senior 4", "", [Candidate(1, "Engineering", "Senior 4")]) == Proposal(1, True, ("Senior", "4"))


def test_management_is_proposed_only_where_the_title_says_it() -> None:
    levels = [Candidate(1, "Engineering", "Engineering manager", management=True)]
    assert propose("Engineering", "Engineering", levels) is None
    assert propose("Engineering Manager", "", levels) == Proposal(1, True, ("Engineering", "Manager"))


def test_nobody_changes_their_own_level(version: Version, hr: User) -> None:
    own = Employee.objects.get(user=hr)
    s5, s6, later = level(version, "S5"), level(version, "S6"), DAY + dt.timedelta(days=30)
    another = hr_admin()
    placed = placements.place(employee=own, level=s5, starts_on=DAY, by=another)
    before = rows(own)
    for write in (
        lambda: placements.place(employee=own, level=s6, starts_on=later, by=hr),
        lambda: place_many(choices={own.pk: s6}, starts_on=later, by=hr),
        lambda: placements.change(employee=own, level=s6, starts_on=later, reason="I think so", by=hr),
        lambda: placements.correct(placement=placed, level=s6, starts_on=DAY, reason="I think so", by=hr),
        lambda: placements.add_second(employee=own, level=s6, share=40, starts_on=later, by=hr),
        lambda: placements.end(placement=placed, last_day=later, by=hr),
        lambda: placements.withdraw(placement=placed, today=DAY - dt.timedelta(days=1), by=hr),
    ):
        with pytest.raises(DomainError, match="their own level"):
            write()
    assert rows(own) == before
    placements.change(employee=own, level=s6, starts_on=later, reason="Agreed with the board", by=another)
    assert rows(own)[-1][0] == "S6"


def test_a_batch_is_taken_back_at_once_but_nobody_on_whom_something_was_built(version: Version, hr: User) -> None:
    people = [EmployeeFactory.create(name=f"Person {number}") for number in range(4)]
    target, other = level(version, "S5"), level(version, "S6")
    batch = place_many(choices={each.pk: target for each in people}, starts_on=DAY, by=hr)
    placements.change(employee=people[0], level=other, starts_on=DAY + dt.timedelta(days=9), reason="New team", by=hr)
    done = take_back(batch=batch, by=hr)
    assert (done.count, done.kept) == (3, ("Person 0",))
    assert [each.placements.count() for each in people] == [2, 0, 0, 0]
    assert take_back(batch=batch, by=hr).count == 0
    said = AuditEntry.objects.filter(verb="person.unplaced")
    assert sorted(entry.subject for entry in opened(said)) == ["Person 1", "Person 2", "Person 3"]


def test_a_batch_is_taken_back_within_reach_and_within_a_week(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create(department="Lab"), EmployeeFactory.create(department="Office")
    batch = place_many(choices={each.pk: level(version, "S5") for each in (one, two)}, starts_on=DAY, by=hr)
    scoped = account(user__roles=[Role.HR_ADMIN])
    scoped.grants.update(departments=["Lab"])
    with pytest.raises(DomainError, match="outside your reach"):
        take_back(batch=batch, by=User.objects.get(pk=scoped.pk))
    Batch.objects.filter(pk=batch.pk).update(made_at=timezone.now() - dt.timedelta(days=6, hours=23))
    assert [each.pk for each, _said in latest(hr, "placements.placed")] == [batch.pk]
    Batch.objects.filter(pk=batch.pk).update(made_at=timezone.now() - dt.timedelta(days=7, seconds=1))
    assert not latest(hr, "placements.placed")  # what the page offers is what can be done
    with pytest.raises(DomainError, match="more than a week ago"):
        take_back(batch=batch, by=hr)
    assert Placement.objects.count() == 2


def test_with_a_removed_level_goes_what_was_held_beside_it_and_no_more(version: Version, hr: User) -> None:
    person, month = EmployeeFactory.create(), dt.timedelta(days=30)
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(
        employee=person, level=level(version, "P5"), share=20, starts_on=DAY + month, ends_on=DAY + 5 * month, by=hr
    )
    wrong = placements.change(
        employee=person, level=level(version, "S6"), starts_on=DAY + 3 * month, reason="Split", by=hr
    )
    placements.add_second(employee=person, level=level(version, "M5"), share=20, starts_on=DAY + 6 * month, by=hr)
    placements.remove(placement=wrong, reason="Wrong", by=hr)
    until = DAY + 3 * month - dt.timedelta(days=1)
    assert [row[:4] for row in rows(person)] == [("S5", DAY, until, True), ("P5", DAY + month, until, False)]


def test_a_level_entered_by_mistake_is_removed_with_a_reason(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    first = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(employee=person, level=level(version, "S6"), share=20, starts_on=DAY, by=hr)
    with pytest.raises(DomainError, match="Say what was wrong"):
        placements.remove(placement=first, reason=" ", by=hr)
    placements.remove(placement=first, reason="Another person of that name", by=hr)
    assert person.placements.count() == 0
    [entry] = opened(AuditEntry.objects.filter(verb="person.unplaced"))
    assert entry.detail["reason"] == [None, "Another person of that name"]
    Placement.objects.filter(pk=first.pk).delete()
    again = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    Placement.objects.filter(pk=again.pk).update(source=Source.MOVE)
    with pytest.raises(DomainError, match="A request decided this"):
        placements.remove(placement=again, reason="Wrong", by=hr)
