"""What a kept statement finds: the same as its queryset, to the last attribute of an instance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Model, Value
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from accounts.models import Employee, User
from ladders.compensation.models import PayPositionsMade
from ladders.core.statements import Statement
from ladders.reporting.models import ReportingLine
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)
Build = Callable[[int], Any]


def _all_of(found: Any) -> Any:
    """What an instance holds, with those joined to it and what Django knows of it."""
    if not isinstance(found, Model):
        return found
    fields = {name: _all_of(value) for name, value in found.__dict__.items() if name != "_state"}
    state = found._state
    joined = {name: _all_of(value) for name, value in state.fields_cache.items() if name not in ("employee", "line")}
    return type(found), fields, state.adding, state.db, joined


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: ReportingLine.objects.filter(employee=pk).select_related("manager__user", "employee__user"),
        lambda pk: ReportingLine.objects.filter(employee=pk).annotate(one=Value(1), since=F("starts_on")),
        lambda pk: Employee.objects.filter(pk=pk).select_related("user"),
        lambda pk: User.objects.filter(employee=pk).select_related("employee"),
        lambda pk: Employee.objects.filter(pk=pk).select_related("user").only("number", "user__email"),
        lambda pk: Employee.objects.filter(pk=pk).defer("name"),
        lambda pk: Employee.objects.filter(pk=pk).values_list("name", "weekly_hours"),
        lambda pk: Employee.objects.filter(pk=pk).values_list("name", flat=True),
        lambda pk: Employee.objects.filter(pk=pk).values_list("name", "user__email", named=True),
        lambda pk: Employee.objects.filter(pk=pk).extra(select={"twice": "2 * weekly_hours"}).values_list("twice"),
    ],
)
def test_rows_are_those_of_the_queryset(build: Build) -> None:
    boss = EmployeeFactory.create(name="Mia", user=None)
    person = EmployeeFactory.create(name="Ann", weekly_hours=Decimal("37.5"))
    ReportingLine.objects.create(employee=person, manager=boss, starts_on=DAY)
    found, usual = Statement(build, int)(person.pk), list(build(person.pk))
    assert len(found) == 1
    assert [_all_of(each) for each in found] == [_all_of(each) for each in usual]
    assert [type(each).__name__ for each in found] == [type(each).__name__ for each in usual]
    for each in usual:  # `named`
        assert getattr(found[0], "_fields", None) == getattr(each, "_fields", None)


def test_what_was_left_out_is_read_when_it_is_asked_for_and_an_instance_can_be_saved() -> None:
    person = EmployeeFactory.create(name="Ann")
    [found] = Statement(lambda pk: Employee.objects.filter(pk=pk).only("number"), int)(person.pk)
    with CaptureQueriesContext(connection) as queries:
        assert found.name == "Ann"
    assert len(queries) == 1
    found.name = "Anne"
    found.save()
    assert Employee.objects.get(pk=person.pk).name == "Anne"


def test_joined_rows_know_each_other_both_ways_where_there_is_one() -> None:
    person = EmployeeFactory.create()
    [found] = Statement(lambda pk: Employee.objects.filter(pk=pk).select_related("user"), int)(person.pk)
    with CaptureQueriesContext(connection) as queries:
        assert found.user is not None
        assert found.user.employee is found
    assert len(queries) == 0


def test_what_the_database_gives_is_changed_as_fields_want_it() -> None:
    totals = [["Here", "", "within", "EUR", 3, "0"]]
    PayPositionsMade.objects.update_or_create(pk=1, defaults={"totals": totals, "day": DAY})
    rows = Statement(lambda day: PayPositionsMade.objects.filter(day=day).values_list("totals", flat=True), dt.date)
    assert rows(DAY) == [totals]
    [found] = Statement(lambda day: PayPositionsMade.objects.filter(day=day), dt.date)(DAY)
    assert found.totals == totals


@contextmanager
def _listening(_monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def listens(**_said: Any) -> None: ...

    post_init.connect(listens, sender=Employee)
    try:
        yield
    finally:
        post_init.disconnect(listens, sender=Employee)


@contextmanager
def _made_by_itself(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as changed:
        changed.setattr(Employee, "__init__", lambda self, *values: Model.__init__(self, *values))
        yield


@contextmanager
def _read_by_itself(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as changed:
        changed.setattr(Employee, "from_db", classmethod(lambda cls, *given: Model.from_db(*given)))
        yield


@pytest.mark.parametrize("own", [_listening, _made_by_itself, _read_by_itself])
def test_a_model_that_does_something_when_it_is_made_is_refused(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = EmployeeFactory.create()
    with own(monkeypatch), pytest.raises(TypeError, match="Employee does something"):
        Statement(lambda pk: Employee.objects.filter(pk=pk), int)(person.pk)


def test_what_nobody_reads_so_far_is_refused() -> None:
    with pytest.raises(TypeError, match="no ValuesIterable"):
        Statement(lambda pk: Employee.objects.filter(pk=pk).values("name"), int)(1)


def test_as_many_values_are_given_as_were_said() -> None:
    statement = Statement(lambda pk, name: Employee.objects.filter(pk=pk, name=name), int, str)
    for values in [(1,), (1, "Ann", 2)]:
        with pytest.raises(TypeError, match=f"{len(values)} values, not 2"):
            statement(*values)
