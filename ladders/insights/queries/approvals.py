"""What is known of answered requests for a higher grade: how long their authors held their level, and what they lacked."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from ..domain.ladder_parity.approval import Asked

# Assessments as they stood when the request was sent, by the organisation's setting of which side counts. Of a competency that
# was assessed by both sides the manager's word counts, where both do. Whoever was assessed in nothing that the level asks for
# says nothing about gaps, and is left out.
ANSWERED_RISES = """
SELECT extract(epoch FROM r.submitted_at - held.since) / 31557600, known.gaps, r.state <> 'declined'
FROM moves_moverequest r
JOIN frameworks_level f ON f.id = r.from_level_id JOIN impact_grade fg ON fg.id = f.grade_id
JOIN frameworks_level t ON t.id = r.to_level_id JOIN impact_grade tg ON tg.id = t.grade_id AND tg.rank > fg.rank
CROSS JOIN LATERAL (
    SELECT max(p.starts_on)::timestamptz AS since FROM placements_placement p
    WHERE p.employee_id = r.person_id AND p."primary" AND p.starts_on <= r.submitted_at
) AS held
CROSS JOIN LATERAL (
    SELECT count(*) AS assessed, count(*) FILTER (WHERE shown.proficiency < x.proficiency) AS gaps
    FROM frameworks_expectation x JOIN frameworks_competency c ON c.id = x.competency_id
    CROSS JOIN LATERAL (
        SELECT a.proficiency FROM careers_assessment a JOIN careers_assessmentsheet s ON s.id = a.sheet_id
        WHERE s.employee_id = r.person_id AND a.competency = c.key AND a.assessed_on <= r.submitted_at
            AND (a.replaced_at IS NULL OR a.replaced_at > r.submitted_at)
            AND NOT EXISTS (
                SELECT 1 FROM careers_careerpolicy rule
                WHERE rule.counting = CASE s.side WHEN 'self' THEN 'manager' ELSE 'self' END
            )
        ORDER BY s.side, a.id LIMIT 1
    ) AS shown
    WHERE x.level_id = r.to_level_id AND x.proficiency IS NOT NULL
) AS known
WHERE r.kind <> 'try_out' AND r.state IN ('approved', 'scheduled', 'in_effect', 'declined')
    AND r.submitted_at >= %(first)s AND held.since IS NOT NULL AND known.assessed > 0
"""


def answered_rises(first: dt.date) -> list[Asked]:
    """Of every request for a higher grade that was sent on that day or later, and approved or declined: 1 query. No names."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED_RISES, {"first": first})
        return [Asked(float(years), float(gaps), bool(approved)) for years, gaps, approved in cursor.fetchall()]
