"""A whole organisation of any size, with every constraint on, made by the database from a seed: the same rows on every run.

Who works here (each with an account), on which level, below whom; five years of pay, what is shared, who looked at whose pay,
what was asked for and how it was answered, and the audit trail of all that. Teams of eight, and twelve frameworks to read.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Employee, User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.models import PayZone, ZoneLocation
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.table_rights import analyze
from ladders.frameworks.models import Framework, Version
from ladders.impact.models import Grade
from ladders.moves.models import MoveRequest
from ladders.moves.queries.draft_terms import in_order, terms_now
from ladders.moves.queries.requests import policy_for
from tests.exchange.crowd import FIRST, LAST

from .data import publish_framework
from .processor import Stopwatch

FRAMEWORKS = 12
TABLES = (
    "accounts_user", "accounts_employee", "placements_placement", "reporting_reportingline", "compensation_salary",
    "compensation_payaccess", "compensation_payposition", "insights_recordedsex", "careers_share", "moves_moverequest",
    "moves_step", "moves_notice", "core_auditentry", "placements_placementevent", "compensation_salaryevent",
)  # fmt: skip

# n: who; every statement takes `count` and what `Made` says.
STATEMENTS = (
    """
    INSERT INTO accounts_user (password, stored_anew, email, name, sort_name, is_active, created_at)
    SELECT '', '', 'o' || n || '@example.org', first || ' ' || last || ' ' || n, lower(last || ' ' || n || ', ' || first), true,
        '2020-01-01'
    FROM (SELECT n, (%(first)s::text[])[n %% 20 + 1] AS first, (%(last)s::text[])[n * 7 %% 18 + 1] AS last
        FROM generate_series(1, %(count)s) n) named
    """,
    """
    INSERT INTO accounts_employee (number, user_id, name, sort_name, legal_entity, department, job_title, location, country,
        contract, weekly_hours, hired_on)
    SELECT 'O' || lpad(n::text, 6, '0'), u.id, u.name, u.sort_name, (%(entities)s::text[])[n %% 3 + 1],
        'Department ' || n %% %(departments)s, '', 'Here', 'DE', 'permanent', 40, DATE '2015-01-01' + n %% 1800
    FROM generate_series(1, %(count)s) n JOIN accounts_user u ON u.email = 'o' || n || '@example.org'
    """,
    # One in fifty has no level yet.
    """
    INSERT INTO placements_placement (employee_id, framework_id, version_id, level_id, level_key, starts_on, "primary", share,
        source, reason, created_at)
    SELECT e.id, %(framework)s, %(version)s, l.id, l.key, DATE '2020-01-01', true, 100, 'import', '', '2020-01-01'
    FROM (SELECT *, substr(number, 2)::int AS n FROM accounts_employee WHERE number LIKE 'O%%') e
    JOIN (SELECT id, key, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS all_levels
        FROM frameworks_level WHERE version_id = %(version)s) l ON l.at = e.n / 7 %% l.all_levels
    WHERE e.n %% 50 <> 0
    """,
    """
    INSERT INTO reporting_reportingline (employee_id, manager_id, starts_on, created_at)
    SELECT e.id, m.id, DATE '2020-01-01', '2020-01-01' FROM accounts_employee e
    JOIN accounts_employee m ON m.number = 'O' || lpad((substr(e.number, 2)::int / 8)::text, 6, '0')
    WHERE e.number LIKE 'O%%'
    """,
    """
    INSERT INTO compensation_salary (employee_id, starts_on, ends_on, amount, currency, basis, fte, source, created_at)
    SELECT e.id, make_date(y, 1, 1), CASE WHEN y < 2026 THEN make_date(y, 12, 31) END,
        round(b.minimum * (0.97 + e.id %% 500 * 0.0008) * (1 + (y - 2026) * 0.02), 2), 'EUR', 'year', 1, 'import', '2020-01-01'
    FROM generate_series(2022, 2026) y, accounts_employee e JOIN placements_placement p ON p.employee_id = e.id
    JOIN frameworks_level l ON l.id = p.level_id
    JOIN compensation_band b ON b.grade_id = l.grade_id AND b.zone_id = %(zone)s WHERE e.number LIKE 'O%%'
    """,
    """
    INSERT INTO insights_recordedsex (employee_id, sex, said_at)
    SELECT id, CASE WHEN id %% 5 < 2 THEN 'woman' ELSE 'man' END, '2020-01-01' FROM accounts_employee WHERE number LIKE 'O%%'
    """,
    """
    INSERT INTO careers_share (employee_id, what, audience, created_at)
    SELECT e.id, what, audience, '2020-01-01' FROM accounts_employee e,
        (VALUES ('moves', 'hr'), ('seasons', 'hr'), ('moves', 'manager')) shared (what, audience)
    WHERE e.number LIKE 'O%%' AND e.id %% 3 = 0
    """,
    # What a fifth asked for: a quarter waits for an answer, a quarter was declined, the rest withdrawn.
    """
    INSERT INTO moves_moverequest (id, person_id, kind, framework_id, from_level_id, from_key, to_level_id, to_key, state,
        first_ear, evidence, created_at, owner_id, due_on, stopped_why)
    SELECT md5('request' || e.id)::uuid, e.id, 'lateral', p.framework_id, p.level_id, p.level_key, other.id, other.key,
        'draft', 'manager', '[]', now() - (e.id %% 300) * interval '1 day', coalesce(m.user_id, e.user_id), current_date + 10, ''
    FROM accounts_employee e
    JOIN placements_placement p ON p.employee_id = e.id
    JOIN frameworks_level l ON l.id = p.level_id
    JOIN LATERAL (SELECT id, key FROM frameworks_level o WHERE o.version_id = p.version_id AND o.id <> l.id
        AND o.grade_id IS NOT DISTINCT FROM l.grade_id LIMIT 1) other ON true
    LEFT JOIN reporting_reportingline r ON r.employee_id = e.id LEFT JOIN accounts_employee m ON m.id = r.manager_id
    WHERE e.number LIKE 'O%%' AND substr(e.number, 2)::int %% 5 = 0
    """,
    """
    UPDATE moves_moverequest r SET state = 'submitted', policy = %(policy)s, terms = %(terms)s, submitted_at = r.created_at,
        submitted_by_id = e.user_id
    FROM accounts_employee e WHERE e.id = r.person_id AND e.number LIKE 'O%%'
    """,
    """
    INSERT INTO moves_step (request_id, position, deed, who, days, weeks, added, opened_on, due_on, decider_id, via, among, sees,
        silences, outcome, reason, would_change)
    SELECT r.id, 1, 'approve', 'current_manager', 10, 0, false, r.created_at::date, r.created_at::date + 14, r.owner_id,
        'role', '{}', true, 0, '', '', ''
    FROM moves_moverequest r JOIN accounts_employee e ON e.id = r.person_id WHERE e.number LIKE 'O%%'
    """,
    """
    UPDATE moves_step s SET answered_at = r.created_at + r.days * interval '1 day', answered_by_id = r.owner_id,
        outcome = 'declined', reason = 'Not yet.', would_change = 'A year in the level.'
    FROM (SELECT r.*, e.id %% 20 + 1 AS days, substr(e.number, 2)::int / 5 %% 4 AS fate FROM moves_moverequest r
        JOIN accounts_employee e ON e.id = r.person_id WHERE e.number LIKE 'O%%') r
    WHERE s.request_id = r.id AND r.fate = 1
    """,
    """
    UPDATE moves_moverequest r SET state = CASE e.fate WHEN 1 THEN 'declined' ELSE 'withdrawn' END,
        closed_at = r.created_at + interval '21 days', declined_step_id = CASE WHEN e.fate = 1 THEN s.id END
    FROM (SELECT *, substr(number, 2)::int / 5 %% 4 AS fate FROM accounts_employee WHERE number LIKE 'O%%') e, moves_step s
    WHERE e.id = r.person_id AND s.request_id = r.id AND e.fate > 0
    """,
    """
    INSERT INTO moves_notice (recipient_id, kind, request_id, page, key, created_at, read_at, settled_at)
    SELECT r.owner_id, 'due', r.id, '', 'due:' || r.id, r.created_at,
        CASE WHEN r.state <> 'submitted' THEN r.closed_at END, r.created_at + interval '1 hour'
    FROM moves_moverequest r JOIN accounts_employee e ON e.id = r.person_id WHERE e.number LIKE 'O%%'
    """,
    """
    INSERT INTO core_auditentry (at, by_id, verb, area, subject, subject_key, detail, about, sealed)
    SELECT now() - (n * 20 + each) * interval '1 second', u.id,
        (ARRAY['published', 'level.renamed', 'zone.changed', 'import.read'])[each %% 4 + 1],
        (ARRAY['frameworks', 'frameworks', 'compensation', 'exchange'])[each %% 4 + 1],
        (ARRAY['Engineering', 'Level ', 'Zone ', 'File '])[each %% 4 + 1] || ' ' || n, n::text, '{}', '', NULL
    FROM generate_series(1, %(count)s) n JOIN accounts_user u ON u.email = 'o' || n || '@example.org',
        generate_series(1, %(kept)s) each
    """,
    """
    INSERT INTO compensation_payaccess (at, by_id, employee_id, kind)
    SELECT now() - (e.id %% 997 * 1000 + each) * interval '1 minute', u.id, e.id, 'person'
    FROM accounts_employee e JOIN accounts_user u ON u.email = 'o' || (substr(e.number, 2)::int / 8 + 1) || '@example.org',
        generate_series(1, %(kept)s) each
    WHERE e.number LIKE 'O%%'
    """,
)
ENTITIES = ["Example GmbH", "Example Ireland Ltd", "Example Lda"]


def build(count: int, *, by: User, kept: int = 10) -> None:
    """So many people and what they leave behind; `kept`: entries of the audit trail and looks at pay for each of them."""
    version = Version.objects.filter(state="published").order_by("pk")[0]
    owner = Employee.objects.get(name="Ada Accountable")
    for number in range(Framework.objects.count(), FRAMEWORKS):
        publish_framework(f"Framework {number + 1}", owner=owner, by=by)
    values: dict[str, Any] = {
        "count": count, "kept": kept, "first": FIRST, "last": LAST, "entities": ENTITIES, "framework": version.framework_id,
        "version": version.pk, "zone": _zone().pk,
        "departments": max(min(count // 100, 40), 8),  # each fills more than a page of a list, as far as there are so many people
    }  # fmt: skip
    watch = Stopwatch("organisation")
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            if "%(terms)s" in statement:
                values |= _frozen()
            cursor.execute(statement, values)
            table = statement.split()[2 if "INSERT" in statement else 1]
            analyze(cursor, table)
            watch.lap(table)
        analyze(cursor, *TABLES)
    refresh()
    watch.lap("pay positions")


def _frozen() -> dict[str, str]:
    """Rules and terms as one of the requests would freeze them today: all of them have these."""
    row = MoveRequest.objects.select_related("person", "from_level", "to_level", "framework")[0]
    rules = in_order(policy_for(MoveKind(row.kind), row.framework_id), hr_first=False)
    terms = terms_now(row, timezone.localdate())
    return {"policy": json.dumps(rules.to_json()), "terms": json.dumps(terms.to_json())}


def _zone() -> PayZone:
    zone = PayZone.objects.create(code="PAY", name="Pay", currency="EUR")
    ZoneLocation.objects.create(zone=zone, location="Here")
    for grade in Grade.objects.all():
        low = 20_000 + 12_000 * grade.rank
        zone.bands.create(
            grade=grade, starts_on="2020-01-01", minimum=low, midpoint=low * 12 // 10, maximum=low * 14 // 10
        )
    return zone
