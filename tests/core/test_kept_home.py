"""What counts the lines of Home is put together once for all who may see the same, and finds what it would if made for each."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

import pytest
from django.db.models import QuerySet, Value
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from accounts.scopes import Scope
from accounts.stand_in import ReaderKind, kind_of
from ladders.core import home
from ladders.core.home import Line, Part
from ladders.core.kept_home import ACCOUNT, DAY, NOW, asking_nothing, question_of
from ladders.core.statements import NOBODY
from tests.home_rows import fill
from tests.route_kinds import LOCAL_HR, SIGNED_IN
from tests.shared_rows import shared_rows
from tests.world import World, build

KIND = ReaderKind(frozenset(), employed=True, leads=False)


@shared_rows
def world() -> World:
    """One of everything, and of what Home counts besides."""
    found = build()
    fill(found)
    return found


def reader(world: World, who: str) -> User:
    """As pages have them: with what sign-in reads."""
    from accounts.backends import SignInBackend

    found = SignInBackend().get_user(world.people[who].pk)
    assert found is not None
    return found


@pytest.mark.parametrize("who", sorted(SIGNED_IN))
def test_it_is_the_statement_that_would_be_made_for_each(world: World, who: str) -> None:
    """On days of many months, so that nothing counts months, weeks or years from the mark."""
    user = reader(world, who)
    assert kind_of(user) is not None
    for ahead in (0, 31, 59, 90, 151, 212, 366, 400):
        now = timezone.now() + dt.timedelta(days=ahead)
        day = timezone.localdate(now)
        lines, question = home._lines_of(user, day, now)
        made = home._given(user, day, now)
        assert {number: (line.part, line.url, line.when) for number, line in lines.items()} == {
            number: (line.part, line.url, line.when) for number, line in made.items()
        }
        assert (question.sql, question.values) == (question_of(made).sql, question_of(made).values)


@pytest.mark.parametrize("roles", [(), *((role,) for role in Role), *combinations(Role, 2)], ids=" and ".join)
def test_it_is_kept_for_everybody_whose_roles_reach_all(db: None, roles: tuple[Role, ...]) -> None:
    for employed, leads in ((True, True), (True, False), (False, False)):
        assert home._kept(ReaderKind(frozenset(roles), employed, leads)) is not None


def test_what_cannot_be_kept_is_made_each_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lines(user: Any, day: dt.date, now: dt.datetime) -> list[Line]:
        return [Line(Part.TURN, Employee.objects.filter(hired_on__lt=timezone.localdate()), str, "/")]

    monkeypatch.setattr(home, "_lines", {0: lines})
    home._kept.cache_clear()
    try:
        user, day = reader(world, "employee"), timezone.localdate()
        assert home._lines_of(user, day, timezone.now())[1].values[0] == day
    finally:
        home._kept.cache_clear()


def test_each_of_a_kind_gets_their_own(world: World) -> None:
    """One statement, two people: the notices of each, and of none of the other."""
    now, day = timezone.now(), timezone.localdate()
    people = [reader(world, who) for who in sorted(SIGNED_IN)]
    for user in people:
        question = home._lines_of(user, day, now)[1]
        others = {other.pk for other in people} - {user.pk}
        assert user.pk in question.values
        assert not others & {value for value in question.values if type(value) is int and value > 1000}


def test_whoever_reaches_some_people_only_is_kept_by_whom_they_reach(world: World) -> None:
    kind = kind_of(reader(world, LOCAL_HR))
    assert kind is not None
    assert kind.scopes
    RoleGrant.objects.filter(user=world.people[LOCAL_HR]).update(departments=["Sales"])
    assert kind_of(reader(world, LOCAL_HR)) != kind


BESIDE: list[set[Scope]] = [set(), {Scope(Role.HR_ADMIN)}, {Scope(Role.COMPENSATION_ANALYST, ("Example GmbH",))}]
REACHES = [(["Example GmbH"], []), ([], ["Elsewhere"]), (["Example GmbH", "Example Ltd"], ["Elsewhere", "Here"])]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_it_is_kept_for_whoever_reaches_some_people_only(db: None, role: Role) -> None:
    for entities, departments in REACHES:
        scopes = {Scope(role, tuple(entities), tuple(departments))}
        for others in BESIDE:
            held = frozenset(scopes | others)
            roles = frozenset(scope.role for scope in held)
            if len(roles) == len(held):
                assert home._kept(ReaderKind(roles, employed=True, leads=True, scopes=held)) is not None


def _question(rows: QuerySet[Any]) -> Any:
    return question_of({1: Line(Part.TURN, rows, str, "/")}).checked()


def test_days_ids_and_moments_are_filled_in_wherever_they_stand() -> None:
    rows = Employee.objects.filter(user=ACCOUNT, hired_on__gt=DAY - dt.timedelta(days=3)).filter(
        user__last_login__lt=NOW + dt.timedelta(hours=2), number=Value(f"of {ACCOUNT}"), pk__in=[ACCOUNT, 7]
    )
    now = dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC)
    found = _question(rows).filled(55, None, dt.date(2026, 3, 29), now).values
    assert found[:5] == [55, dt.date(2026, 3, 26), now + dt.timedelta(hours=2), "of 55", 55] or set(found) >= {
        *(55, 7, "of 55"),
        *(dt.date(2026, 3, 26), now + dt.timedelta(hours=2)),
    }


@pytest.mark.parametrize(
    "stays",
    [
        {"hired_on": dt.date(2026, 3, 1)},
        {"user__last_login": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)},
        {"pk": NOBODY},
        {"pk": ACCOUNT + 1},
    ],
)
def test_what_would_stay_as_it_is_now_is_refused(stays: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="would stay as they are now"):
        _question(Employee.objects.filter(**stays))


def test_what_is_asked_meanwhile_is_refused(db: None) -> None:
    with asking_nothing(), pytest.raises(ValueError, match="asks while it is put together"):
        Employee.objects.exists()
    assert not Employee.objects.exists()


def test_a_stand_in_knows_no_more_than_its_kind(db: None) -> None:
    found = ReaderKind(frozenset({Role.HR_ADMIN}), employed=True, leads=True).reader(5, 6)
    assert (found.pk, found.employee.pk, found.roles, getattr(found, "leads", None)) == (
        5,
        6,
        frozenset({Role.HR_ADMIN}),
        True,
    )
    assert getattr(ReaderKind(frozenset(), employed=False, leads=False).reader(5, 6), "employee", None) is None
    with pytest.raises(Employee.DoesNotExist):
        assert found.employee.name
