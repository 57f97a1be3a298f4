"""What the database promises, asked after each fault."""

from __future__ import annotations

from typing import Final

from .site import Site


def assert_sound(demo: Site) -> None:
    """What the database promises still holds, and no work was given up or is held by nobody."""
    for what, sql in PROMISES.items():
        assert demo.value(f"SELECT count(*) FROM ({sql}) AS found") == 0, what
    demo.until(
        lambda: demo.value("SELECT count(*) FROM core_job WHERE state IN ('waiting', 'running')") == 0, "the work"
    )
    assert demo.value("SELECT string_agg(title || ': ' || error, '; ') FROM core_job WHERE state = 'failed'") is None


PROMISES: Final = {
    "constraints are proven": "SELECT 1 FROM pg_constraint WHERE NOT convalidated",
    "indexes are whole": "SELECT 1 FROM pg_index WHERE NOT indisvalid",
    "triggers are on": "SELECT 1 FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'",
    "one published version": """SELECT framework_id FROM frameworks_version WHERE state = 'published'
        GROUP BY framework_id HAVING count(*) > 1""",
    "one level at a time": """SELECT 1 FROM placements_placement a JOIN placements_placement b
        ON a.employee_id = b.employee_id AND a.id < b.id AND a."primary" AND b."primary"
        AND daterange(a.starts_on, a.ends_on, '[]') && daterange(b.starts_on, b.ends_on, '[]')""",
    "what is in effect has its placement": """SELECT 1 FROM moves_moverequest r
        LEFT JOIN placements_placement p ON p.id = r.placement_id WHERE r.state = 'in_effect' AND p.id IS NULL""",
    "a move takes effect once": """SELECT placement_id FROM moves_moverequest WHERE placement_id IS NOT NULL
        GROUP BY placement_id HAVING count(*) > 1""",
    "one address, one mail a day": """SELECT recipient_id, digest_on FROM moves_mail WHERE digest_on IS NOT NULL
        GROUP BY recipient_id, digest_on HAVING count(*) > 1""",
}
