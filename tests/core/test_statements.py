"""Statements that are put together once: the same rows as the queryset, whatever is asked, on any connection."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pghistory
import pytest
from django.db import connection
from django.db.models import F, Q, Value
from django.test.utils import CaptureQueriesContext

from accounts.models import Employee, RoleGrant
from accounts.roles import Role
from ladders.core.conditions import one_of
from ladders.core.models import Job
from ladders.core.statements import Statement, rows_of
from ladders.moves.models import Step
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


def working(name: str, day: dt.date) -> Any:
    return Employee.objects.filter(Q(left_on=None) | Q(left_on__gte=day), name=name).order_by("number")


def test_each_question_gets_its_own_rows_and_nothing_of_the_last() -> None:
    ann = EmployeeFactory.create(name="Ann", number="1", left_on=dt.date(2026, 3, 1), hired_on=None)
    bob = EmployeeFactory.create(name="Bob", number="2")
    built = []

    def build(name: str, day: dt.date) -> Any:
        built.append(name)
        return working(name, day)

    statement = Statement(build, str, dt.date)
    for name, day, found in [
        ("Ann", DAY, [ann]),
        ("Bob", DAY, [bob]),
        ("Ann", DAY + dt.timedelta(days=1), []),
        ("O'Hara'; DROP TABLE x; --%s", DAY, []),
        ("Ann", DAY, [ann]),
    ]:
        with CaptureQueriesContext(connection) as queries:
            assert statement(name, day) == found == list(working(name, day))
        assert len(queries) == 2
    assert statement.one("Ann", DAY) == ann
    assert statement.one("Nobody", DAY) is None
    assert len(built) == 1


def test_a_value_within_an_array_is_filled_in_too() -> None:
    grant = {"role": Role.HR_ADMIN, "user": account()}
    here = RoleGrant.objects.create(**grant, departments=["Lab", "Works"])
    statement = Statement(lambda place: RoleGrant.objects.filter(departments__contains=[place]), str)
    assert [statement("Lab"), statement("Works"), statement("Office")] == [[here], [here], []]
    numbers = Statement(lambda pk: Step.objects.filter(Q(among__contains=[pk]) | Q(decider=pk)), int)
    numbers(5)
    assert numbers.made is not None
    sent: list[Any] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert numbers(7) == []
    assert sent == [(7, 7)]


def test_a_list_is_one_value_whatever_it_holds() -> None:
    ann, bob, cleo = (EmployeeFactory.create(name=name) for name in ("Ann", "Bob", "Cleo"))

    def build(ids: list[int], name: str) -> Any:
        return Employee.objects.filter(one_of("pk", ids)).exclude(name=name).order_by("name")

    statement = Statement(build, list[int], str)
    for ids, name, found in [
        ([ann.pk, cleo.pk], "", [ann, cleo]),
        ([bob.pk], "", [bob]),
        ([ann.pk, bob.pk, cleo.pk], "Bob", [ann, cleo]),
        ([0], "", []),
        (list(range(ann.pk - 300, ann.pk + 1)), "", [ann]),
    ]:
        assert statement(ids, name) == found == list(build(ids, name)) == list(
            Employee.objects.filter(pk__in=ids).exclude(name=name).order_by("name")
        )  # fmt: skip
    job = Job.objects.create(kind="x", title="X")
    by_key = Statement(lambda keys: Job.objects.filter(one_of("pk", keys)), list[uuid.UUID])
    assert by_key([job.pk, uuid.uuid4()]) == [job]
    assert by_key([uuid.uuid4()]) == []
    with pytest.raises(ValueError, match="do not reach"):
        Statement(lambda ids: Employee.objects.filter(pk__in=ids), list[int])([ann.pk])


def test_joined_annotated_and_prefetched_rows_come_as_usual() -> None:
    manager, person = EmployeeFactory.create(name="Mia"), EmployeeFactory.create(name="Ann")
    line = ReportingLine.objects.create(employee=person, manager=manager, starts_on=DAY)

    def build(pk: int) -> Any:
        rows = ReportingLine.objects.filter(employee=pk).select_related("manager__user")
        return rows.annotate(since=F("starts_on"), one=Value(1)).prefetch_related("employee__shares")

    [found] = Statement(build, int)(person.pk)
    with CaptureQueriesContext(connection) as queries:
        assert (found.pk, found.manager.name, found.manager.user, found.since, found.one) == (
            line.pk, "Mia", manager.user, DAY, 1
        )  # fmt: skip
        assert list(found.employee.shares.all()) == []
    assert len(queries) == 0
    names = Statement(lambda pk: Employee.objects.filter(pk=pk).values_list("name", "number"), int)
    assert names(person.pk) == [("Ann", person.number)]


def test_the_server_plans_it_once_and_ordinary_statements_stay_as_they_are() -> None:
    ann = EmployeeFactory.create(name="Ann", number="77")
    statement = Statement(working, str, dt.date)
    for _round in range(6):
        assert statement("Ann", DAY) == [ann]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [row[0] for row in cursor.fetchall()]
    assert len([each for each in planned if '"accounts_employee"."name" = $' in each]) == 1
    assert type(connection.connection.cursor()).__name__ != "ServerBindingCursor"


def test_a_statement_whose_best_plan_hangs_on_the_values_is_planned_each_time() -> None:
    ann = EmployeeFactory.create(name="Ann", number="77")
    statement = Statement(working, str, dt.date, planned_once=False)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        connection.connection._prepared.clear()
        for _round in range(6):
            assert statement("Ann", DAY) == [ann]
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


def test_a_statement_in_sql_is_planned_once_too() -> None:
    two, one = (EmployeeFactory.create(number=number, hired_on=DAY) for number in "21")
    sql = (
        "SELECT e.number FROM accounts_employee e WHERE e.id = ANY(%(ids)s) AND e.hired_on <= %(day)s ORDER BY e.number"
    )
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    for _each in range(5):
        assert rows_of(sql, {"ids": [two.pk, one.pk], "day": DAY}) == [("1",), ("2",)]
        assert rows_of(sql, {"ids": [two.pk], "day": DAY}) == [("2",)]
        assert rows_of(sql, {"ids": [], "day": DAY}) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%e.id = ANY($1)%%'")
        assert cursor.fetchall()


@pytest.mark.parametrize("sql", ["SELECT %s::int", "\n WITH one AS (SELECT %s::int AS n) SELECT n FROM one"])
def test_a_statement_in_sql_is_asked_where_something_is_written_too(sql: str) -> None:
    with pghistory.context(user=1, url="/"):
        assert [rows_of(sql, [number]) for number in range(5)] == [[(number,)] for number in range(5)]
    assert [rows_of(sql, [number]) for number in range(5)] == [[(number,)] for number in range(5)]


def test_a_value_that_does_not_reach_the_statement_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="do not reach"):
        Statement(lambda name, day: working(name, DAY), str, dt.date)("Ann", DAY)
    with pytest.raises(ValueError, match="do not reach"):
        Statement(lambda name: Employee.objects.filter(name__icontains=name), str)("Ann")


@pytest.mark.parametrize(("departments", "kept"), [([], True), (["Lab"], False)])
@pytest.mark.parametrize(
    ("page", "part"), [("/pay/log/", 'FROM "compensation_payaccess"'), ("/", "HAVING count(*) > 0")]
)
def test_what_a_limited_reach_reads_is_planned_for_its_people(
    departments: list[str], kept: bool, page: str, part: str
) -> None:
    """The plan that suits a department of thousands would walk through everybody's rows for one of a handful."""
    user = account(user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=user).update(departments=departments)
    client = signed_in(user)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        connection.connection._prepared.clear()
        for _turn in range(5):
            assert client.get(page).status_code == 200
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE position(%s IN statement) > 0", [part])
        assert bool(cursor.fetchone()[0]) is kept


def test_the_server_compiles_no_statement() -> None:
    # Compiling is done anew each time one is asked, and takes longer than the answer.
    assert rows_of("SELECT current_setting('jit')", []) == [("off",)]


@pytest.mark.parametrize("kind", [int, dt.date, dt.datetime])
def test_what_is_made_of_one_argument_is_not_taken_for_the_next(kind: type) -> None:
    step: Any = 1 if kind is int else dt.timedelta(days=1)
    field = {int: "pk", dt.date: "hired_on", dt.datetime: "user__last_login"}[kind]
    made = Statement(
        lambda first, second: (
            Employee.objects.filter(**{field: first})
            .exclude(**{field: first + step})
            .filter(**{f"{field}__lt": second})
        ),
        kind,
        kind,
    )
    with pytest.raises(ValueError, match="would stay"):
        made(5, 6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (
            "SELECT %(one)s::int + %(other)s::int * %(one)s::int, '%%' || %(said)s::text",
            {"other": 5, "one": 2, "said": "%s"},
        ),
        ("WITH n AS (SELECT %(ids)s::bigint[] AS ids) SELECT ids, 7 %% 4 FROM n", {"ids": [1, 2], "more": 3}),
        ("SELECT %s::int - %s::int, 'a%%b', %s::text", [5, 3, "%(one)s $1"]),
        ("SELECT 'a%b'", []),
        ("SELECT '%%(d)s' || %s", ["x"]),
    ],
)
def test_a_statement_in_sql_finds_the_same_with_its_places_numbered_once(sql: str, values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        alone = cursor.fetchall()
    for _time in range(5):  # the server prepares it meanwhile
        assert rows_of(sql, values) == alone


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ended_meanwhile_is_replaced_before_a_statement_goes_over_it() -> None:
    person = EmployeeFactory.create()
    named = Statement(lambda pk: Employee.objects.filter(pk=pk).values_list("name", flat=True), int)
    used: Any = connection
    for _time in range(2):
        used.ensure_connection()
        used.connection.close()
        used.health_check_enabled, used.health_check_done = True, False  # as when a request begins
        assert named(person.pk) == [person.name]
        used.connection.close()
        used.health_check_enabled, used.health_check_done = True, False
        assert rows_of("SELECT name FROM accounts_employee WHERE id = %s", [person.pk]) == [(person.name,)]
