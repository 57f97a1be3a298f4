"""Whoever is looked for among many is found by an index, and so is whoever is not there: no search reads everybody."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.employee_search import find, suggest, suggest_owners
from accounts.models import Employee, RoleGrant
from accounts.roles import Role
from ladders.careers.queries import holders
from ladders.compensation.models import PayPolicy
from ladders.compensation.queries.pay_positions import refresh
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.filters import FEW
from ladders.core.models import AuditEntry
from ladders.core.table_rights import analyze
from ladders.core.word_search import PENDING
from ladders.exchange.people.write import LONGER, TEAM_ENDS, TEAM_LONGER, TEAM_NEVER
from ladders.reporting.models import ReportingLine
from tests.factories import account
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
MANY = 6_000
LARGE = {
    *("accounts_employee", "accounts_user", "core_auditentry", "compensation_payaccess", "placements_placement"),
    *("reporting_reportingline", "reporting_reportinglineevent", "accounts_employeeevent", "compensation_payposition"),
}
PEOPLE = """
INSERT INTO accounts_user (password, stored_anew, email, name, sort_name, is_active, created_at)
SELECT '', '', 'person' || n || '@many.example', 'Person' || n || ' Surname' || n, 'surname' || n || ', person' || n, true, now()
FROM generate_series(1, %(many)s) n;
INSERT INTO accounts_employee
    (number, user_id, name, sort_name, legal_entity, department, job_title, location, country, contract, hired_on)
SELECT 'N' || n, u.id, u.name, u.sort_name, 'Many', 'Department ' || n %% 40, 'Worker', 'Here', 'DE', 'permanent', '2015-01-01'
FROM generate_series(1, %(many)s) n JOIN accounts_user u ON u.email = 'person' || n || '@many.example';
INSERT INTO core_auditentry (at, by_id, verb, area, subject, subject_key, detail, about, sealed)
SELECT now() - n * interval '1 minute', u.id, 'published', 'frameworks', 'Subject' || n, '', '{}', '', ''
FROM generate_series(1, %(many)s) n JOIN accounts_user u ON u.email = 'person' || n || '@many.example';
INSERT INTO compensation_payaccess (at, by_id, employee_id, kind)
SELECT now() - n * interval '1 minute', u.id, e.id, 'person'
FROM generate_series(1, %(many)s) n JOIN accounts_user u ON u.email = 'person' || n || '@many.example'
JOIN accounts_employee e ON e.user_id = u.id;
INSERT INTO placements_nolevel (employee_id, why, words, made_at, made_by_id)
SELECT e.id, 'framework', '', now(), e.user_id FROM accounts_employee e WHERE e.legal_entity = 'Many' AND e.id %% 4 = 0;
"""


@shared_rows
def crowd() -> Any:
    """Many people, each with an entry in every list that is searched, and somebody who may search all of them."""
    somebody = account(user__roles=[Role.HR_ADMIN, Role.COMPENSATION_ANALYST, Role.SYSTEM_ADMINISTRATOR])
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"many": MANY})
        analyze(
            cursor,
            "accounts_user",
            "accounts_employee",
            "core_auditentry",
            "compensation_payaccess",
            "placements_nolevel",
        )
    return somebody


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def read_whole(queries: CaptureQueriesContext, *, having: str = "SELECT") -> list[str]:
    """Which large tables a statement reads from end to end, row by row; of those statements alone that say `having`."""
    found = []
    for each in list(queries.captured_queries):
        sql = each["sql"] or ""
        if not sql.startswith("SELECT") or having not in sql or not any(f'"{name}"' in sql for name in LARGE):
            continue
        found += [f"{read}: {sql[-700:]}" for read in whole(sql)]
    return found


def whole(sql: str) -> list[str]:
    """Which large tables this statement, which is carried out, reads from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}".replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    [top] = json.loads(plan) if isinstance(plan, str) else plan
    found = []
    for node in nodes(top["Plan"]):
        passed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        rows = (node["Actual Rows"] + passed) * node["Actual Loops"]
        if node.get("Relation Name") in LARGE and rows >= MANY / 2:
            found.append(f"{node['Node Type']} of {node['Relation Name']}")
    return found


ADDRESSES = [
    "/people/?q={}",
    "/pay/people/?q={}",
    "/pay/log/?q={}",
    "/audit/?subject={}",
    "/audit/?who={}",
    "/roles/?q={}",
    "/moves/requests/?q={}",
    "/moves/checklists/?q={}",
    "/people/unplaced/?q={}",
    "/people/?state=on_purpose&q={}",
    "/people/leads/?q={}",
    "/people/invitations/?q={}",
    "/information/requests/?q={}",
    "/search/quick/?q={}",
    "/search/?q={}",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("words", ["surname77", "N77", "nobody", "N9999999", "subject77", "person77@many.example"])
def test_no_list_reads_everybody_to_find_somebody(crowd: Any, address: str, words: str) -> None:
    client = Client()
    client.force_login(crowd)
    client.get(address.format("warm"))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address.format(words)).status_code == 200
    assert read_whole(queries) == []


def test_of_a_level_that_very_many_hold_a_page_is_read(crowd: Any) -> None:
    level, today = uuid4(), timezone.localdate()
    refresh(today)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE compensation_payposition SET level_key = %s WHERE employee_id %% 40 = 0", [level])
        analyze(cursor, "compensation_payposition")
    with CaptureQueriesContext(connection) as queries:
        found = holders._first(level, today)
    assert (len(found), [row.name for row in found]) == (51, sorted(row.name for row in found))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {queries.captured_queries[0]['sql']}")
        [top] = cursor.fetchone()[0]
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in nodes(top["Plan"])) < 51 * 10


def test_what_waits_to_be_sorted_into_an_index_of_words_is_little(crowd: Any) -> None:
    """Every search reads all of it: by the server's own setting 4 MB, which takes longer than the search."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_am a ON a.oid = c.relam AND a.amname = 'gin' "
            "WHERE NOT coalesce(c.reloptions @> %s, false)",
            [[f"gin_pending_list_limit={PENDING}"]],
        )
        assert cursor.fetchall() == []


COMMON = """
INSERT INTO core_auditentry (at, by_id, verb, area, subject, subject_key, detail, about, sealed)
SELECT now() - n * interval '1 second', NULL, 'published', 'frameworks', 'Common ' || n, '', '{}', '', ''
FROM generate_series(1, %s) n
"""


def test_entries_are_not_gathered_for_a_word_that_very_many_bear(crowd: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COMMON, [MANY])
        analyze(cursor, "core_auditentry")
    client = Client()
    client.force_login(crowd)
    for words, gathered in (("common", False), ("subject77", True)):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/audit/?subject={words}")
        assert any(f"LIMIT {FEW + 1}" in each["sql"] for each in queries) is gathered
        shown = [entry.subject for entry, *_rest in answer.context["rows"]]
        assert shown[:2] == (["Subject77", "Subject770"] if gathered else ["Common 1", "Common 2"])
        assert len(shown) == (11 if gathered else 50)


@pytest.mark.parametrize("address", ["/audit/?who={}", "/pay/log/?q={}"])
@pytest.mark.parametrize(("words", "many"), [("surname77", False), ("surname", True), ("nobody", False)])
def test_whose_lines_are_looked_for_is_read_straight_from_the_index(
    crowd: Any, address: str, words: str, many: bool
) -> None:
    client = Client()
    client.force_login(crowd)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address.format(words))
    asked = [each["sql"] or "" for each in queries if "to_tsquery" in (each["sql"] or "")]
    assert len(asked) == 1 + many  # then walked by it
    assert not any("ANY(ARRAY" in sql for sql in asked)  # nobody is looked up a second time
    assert "ORDER BY" not in asked[0]
    assert len(answer.context["rows"]) == {"surname77": 11, "surname": 50, "nobody": 0}[words]


@pytest.mark.parametrize("words", ["surname77", "n77", "Person77 Sur", "zz", "nobody at all"])
def test_no_suggestion_reads_everybody(crowd: Any, words: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = [len(suggest(words)), len(suggest_owners(words)), len(find(words))]
    assert read_whole(queries) == []
    assert (found[0] > 0) == (words not in ("zz", "nobody at all"))


ORDERED = [
    *(("/people/", order) for order in ("name", "number", "department", "entity", "title", "location")),
    *(
        ("/pay/people/?show=all", order)
        for order in ("name", "department", "level", "zone", "compa", "penetration", "gap")
    ),
    ("/audit/", "when"),
    *(("/people/invitations/", order) for order in ("name", "department")),
]


@pytest.mark.parametrize(("address", "order"), ORDERED)
@pytest.mark.parametrize("way", ["", "-"])
def test_no_list_sorts_everybody(crowd: Any, address: str, order: str, way: str) -> None:
    """Every heading leads to an order of an index: a page is read, not the list; behind a row, too."""
    client = Client()
    client.force_login(crowd)
    client.get("/pay/people/")  # pay positions are made
    with connection.cursor() as cursor:
        analyze(cursor, "compensation_payposition")
    sorted_ = f"{address}{'&' if '?' in address else '?'}sort={way}{order}"
    key = {"/audit/": "before"}.get(address, "after")
    for page in (sorted_, f"{sorted_}&{key}={middle(address)}"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert read_whole(queries, having="ORDER BY") == []


def middle(address: str) -> int:
    """A row somewhere in the list."""
    table = AuditEntry if address == "/audit/" else Employee
    return table.objects.order_by("pk").values_list("pk", flat=True)[MANY // 2]


LINES = """
INSERT INTO reporting_reportingline (employee_id, manager_id, starts_on, ends_on, created_at)
SELECT e.id, m.id, '2015-01-01', '2027-06-30', now() FROM generate_series(2, %(many)s) n
JOIN accounts_employee e ON e.number = 'N' || n JOIN accounts_employee m ON m.number = 'N' || (n + 8) / 10;
UPDATE reporting_reportingline SET ends_on = '2026-12-31';
CREATE TEMPORARY TABLE last_days (id bigint PRIMARY KEY, old date, new date) ON COMMIT DROP;
INSERT INTO last_days SELECT id, '2026-12-31', NULL FROM accounts_employee WHERE number = 'N77';
"""


def test_a_last_day_that_moves_reads_the_lines_of_that_person_alone(crowd: Any) -> None:
    """Also in the history, which tells what end a line had of its own."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"many": MANY})
        analyze(
            cursor, "reporting_reportingline", "reporting_reportinglineevent", "accounts_employeeevent", "last_days"
        )
    table = "reporting_reportingline"
    for statement in (LONGER.format(table=table, may_grow="TRUE", alike=""), TEAM_LONGER, TEAM_NEVER, TEAM_ENDS):
        assert whole(statement) == [], statement
    assert str(ReportingLine.objects.get(employee__number="N77").ends_on) == "2027-06-30"
    assert str(ReportingLine.objects.get(employee__number="N78").ends_on) == "2026-12-31"


@pytest.mark.parametrize("roles", [[], [Role.HR_ADMIN]])
def test_whose_pay_a_manager_sees_reads_team_and_reach_alone(crowd: Any, roles: list[Role]) -> None:
    """Somebody with a team, and with or without HR of some departments."""
    manager = account(user__roles=roles)
    RoleGrant.objects.filter(user=manager).update(departments=["Department 3"])
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": True})
    team = list(Employee.objects.filter(number__in=["N1", "N2"]))
    for person in team:
        ReportingLine.objects.create(employee=person, manager=manager.employee, starts_on=dt.date(2020, 1, 1))
    with CaptureQueriesContext(connection) as queries:
        seen = list(people_whose_pay(manager))
    assert read_whole(queries) == []
    client = Client()
    client.force_login(manager)
    refresh()
    with connection.cursor() as cursor:
        analyze(cursor, "compensation_payposition")
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert read_whole(queries) == []  # counts of Home among them
    assert set(team) | {manager.employee} <= set(seen)
    assert len(seen) == 3 + (MANY // 40 if roles else 0)
