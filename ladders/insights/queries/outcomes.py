"""What happened, read from the requests in a few statements whatever their number. No person leaves this module."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.careers.domain.suppression import SMALLEST
from ladders.frameworks.domain.shapes import TrackKind

from ..domain.answers import ANSWERS, Answered, GroupPart, part

ANSWERED = """
WITH asked AS (
    SELECT kind,
        CASE WHEN state IN ('approved', 'scheduled', 'in_effect') THEN 'approved'
             WHEN state IN ('withdrawn', 'lapsed') THEN 'withdrawn'
             WHEN state = 'submitted' THEN 'open' ELSE state END AS answer,
        extract(epoch FROM answered_at - submitted_at) / 86400 AS days, steps, reminders
    FROM moves_moverequest LEFT JOIN (
        SELECT request_id, max(answered_at) AS answered_at,
            count(*) FILTER (WHERE outcome NOT IN ('', 'not_needed')) AS steps,
            sum(silences) + count(overdue_on) AS reminders
        FROM moves_step WHERE opened_on IS NOT NULL GROUP BY request_id
    ) AS way ON way.request_id = moves_moverequest.id
    WHERE submitted_at IS NOT NULL
    UNION ALL SELECT kind, answer, days, steps, reminders FROM moves_pastanswer  -- those that were let go of
)
SELECT kind,
    count(*) FILTER (WHERE answer = 'approved'), count(*) FILTER (WHERE answer = 'declined'),
    count(*) FILTER (WHERE answer = 'withdrawn'), count(*) FILTER (WHERE answer = 'open'),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
        FILTER (WHERE answer IN ('approved', 'declined')),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
        FILTER (WHERE answer IN ('approved', 'declined')),
    avg(steps) FILTER (WHERE answer IN ('approved', 'declined')),
    avg(reminders) FILTER (WHERE answer IN ('approved', 'declined'))
FROM asked GROUP BY kind
"""

# Each move that took effect, with what came of it. A year is counted by the calendar.
CAME_OF_IT = """
WITH moved AS (
    SELECT r.kind, r.agreed_on, r.person_id, t.kind AS track, e.left_on, s.penetration, s.compa_ratio,
        EXISTS (
            SELECT 1 FROM moves_moverequest later
            JOIN frameworks_level f ON f.id = later.from_level_id JOIN impact_grade fg ON fg.id = f.grade_id
            JOIN frameworks_level l ON l.id = later.to_level_id JOIN impact_grade lg ON lg.id = l.grade_id
            WHERE later.person_id = r.person_id AND later.state = 'in_effect' AND later.agreed_on > r.agreed_on
                AND later.kind <> 'try_out'
                AND lg.rank > fg.rank
        ) AS rose
    FROM moves_moverequest r
    JOIN accounts_employee e ON e.id = r.person_id
    JOIN frameworks_level l ON l.id = r.to_level_id JOIN frameworks_track t ON t.id = l.track_id
    LEFT JOIN compensation_payposition s ON s.employee_id = r.person_id
    WHERE r.state = 'in_effect' AND r.kind <> 'try_out' AND r.agreed_on <= %(day)s
)
"""
STAYED = """
    count(*) FILTER (WHERE agreed_on + interval '12 months' <= %(day)s),
    count(*) FILTER (WHERE agreed_on + interval '12 months' <= %(day)s
        AND (left_on IS NULL OR left_on >= agreed_on + interval '12 months')),
    count(*) FILTER (WHERE agreed_on + interval '24 months' <= %(day)s),
    count(*) FILTER (WHERE agreed_on + interval '24 months' <= %(day)s
        AND (left_on IS NULL OR left_on >= agreed_on + interval '24 months'))
"""


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of those whose move lies so far back: how many were still here 12 and 24 months after it; None: too few to say."""

    after_12: GroupPart | None
    after_24: GroupPart | None


@dataclass(frozen=True, slots=True)
class AfterStepBack:
    """What came of steps back. None: too few people to say. Position: medians of those who have one today."""

    people: int | None
    rose: GroupPart | None
    compa_ratio: float | None
    penetration: float | None  # 0.42 is 42 % of the way from minimum to maximum
    stayed: Stayed


@dataclass(frozen=True, slots=True)
class Retention:
    """Per kind of track that people moved to, and kind of move that they asked for (None: no move, but a level
    held a year ago or two)."""

    track: TrackKind
    kind: MoveKind | None
    stayed: Stayed


def answered() -> tuple[Answered, ...]:
    """How every kind of move was answered so far, try-outs apart: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED)
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    none = (0,) * len(ANSWERS) + (None,) * 4
    rows = {kind: found.get(kind.value, none) for kind in MOVES}
    return tuple(
        Answered(kind, tuple(row[:4]), *(None if value is None else float(value) for value in row[4:]))
        for kind, row in rows.items()
    )


def after_step_back(day: dt.date) -> AfterStepBack:
    """What came of the steps back that took effect until that day: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{CAME_OF_IT} SELECT count(DISTINCT person_id), count(DISTINCT person_id) FILTER (WHERE rose), "
            "count(compa_ratio), "
            "percentile_cont(0.5) WITHIN GROUP (ORDER BY compa_ratio), "
            f"percentile_cont(0.5) WITHIN GROUP (ORDER BY penetration), {STAYED} FROM moved WHERE kind = 'step_back'",
            {"day": day},
        )
        people, rose, placed, compa, penetration, *stayed = cursor.fetchone()
    enough = placed >= SMALLEST
    return AfterStepBack(
        people if people >= SMALLEST else None,
        part(rose, people),
        float(compa) if enough and compa is not None else None,
        float(penetration) if enough and penetration is not None else None,
        _stayed(stayed),
    )


def retention(day: dt.date) -> tuple[Retention, ...]:
    """Who is still here after 12 and 24 months, by track moved to and kind of move, and without a move: 2 queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{CAME_OF_IT} SELECT track, kind, {STAYED} FROM moved GROUP BY track, kind ORDER BY track, kind",
            {"day": day},
        )
        moved = [(track, kind, stayed) for track, kind, *stayed in cursor.fetchall()]
        cursor.execute(_UNMOVED, {"day": day})
        unmoved = [(track, None, stayed) for track, *stayed in cursor.fetchall()]
    kinds = list(MOVES)
    tracks = list(TrackKind)
    rows = [
        Retention(TrackKind(track), MoveKind(kind) if kind else None, _stayed(stayed))
        for track, kind, stayed in (*moved, *unmoved)
    ]
    shown = [row for row in rows if row.stayed.after_12 or row.stayed.after_24]
    return tuple(
        sorted(shown, key=lambda row: (tracks.index(row.track), kinds.index(row.kind) if row.kind else len(kinds)))
    )


# Who held a level 12 (24) months ago and has not moved since then: are they still here? Whom the company itself gave another
# grade or another kind of track has moved as well, though nobody asked; a level of equal worth on such a track is no move.
_UNMOVED = """
SELECT t.kind, sum(then_12), sum(here_12), sum(then_24), sum(here_24) FROM (
    SELECT p.level_id, count(*) FILTER (WHERE b.months = 12) AS then_12,
        count(*) FILTER (WHERE b.months = 12 AND (e.left_on IS NULL OR e.left_on >= %(day)s)) AS here_12,
        count(*) FILTER (WHERE b.months = 24) AS then_24,
        count(*) FILTER (WHERE b.months = 24 AND (e.left_on IS NULL OR e.left_on >= %(day)s)) AS here_24
    FROM (VALUES (12), (24)) AS b(months)
    JOIN placements_placement p ON p."primary" AND p.starts_on <= %(day)s - make_interval(months => b.months)
        AND (p.ends_on IS NULL OR p.ends_on >= %(day)s - make_interval(months => b.months))
    JOIN accounts_employee e ON e.id = p.employee_id
        AND (e.left_on IS NULL OR e.left_on >= %(day)s - make_interval(months => b.months))
    WHERE NOT EXISTS (
        SELECT 1 FROM moves_moverequest r WHERE r.person_id = p.employee_id AND r.state = 'in_effect'
            AND r.kind <> 'try_out' AND r.agreed_on > %(day)s - make_interval(months => b.months))
        AND NOT EXISTS (
            SELECT 1 FROM placements_placement n
            JOIN frameworks_level nl ON nl.id = n.level_id JOIN frameworks_track nt ON nt.id = nl.track_id
            JOIN frameworks_level pl ON pl.id = p.level_id JOIN frameworks_track pt ON pt.id = pl.track_id
            WHERE n.employee_id = p.employee_id AND n."primary" AND n.starts_on > p.starts_on
                AND n.starts_on > %(day)s - make_interval(months => b.months) AND n.starts_on <= %(day)s
                AND n.level_key <> p.level_key AND (nt.kind <> pt.kind OR nl.grade_id IS DISTINCT FROM pl.grade_id))
    GROUP BY p.level_id
) AS held JOIN frameworks_level l ON l.id = held.level_id JOIN frameworks_track t ON t.id = l.track_id
GROUP BY t.kind
"""


def _stayed(counts: list[int]) -> Stayed:
    whole_12, stayed_12, whole_24, stayed_24 = (int(count or 0) for count in counts)
    return Stayed(part(stayed_12, whole_12), part(stayed_24, whole_24))
