"""Histories and the access log are added to only; what standpoints depend on leaves a mark when it changes."""

from django.db import migrations

from ladders.core.history import append_only

# Table → the column that names the person; an empty one means that everybody may be concerned.
WATCHED = {
    "compensation_salary": "employee_id",
    "compensation_payprotection": "employee_id",
    "placements_placement": "employee_id",
    "accounts_employee": "id",
    "compensation_band": "",
    "compensation_bandexception": "",
    "compensation_marketsupplement": "",
    "compensation_payzone": "",
    "compensation_zonelocation": "",
    "impact_grade": "",
}
# Above so many people at once it is cheaper to look at everybody.
TOUCH = """
CREATE OR REPLACE FUNCTION compensation_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    link text := TG_ARGV[0];
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %1$I AS id FROM new_rows', link)
        WHEN 'DELETE' THEN format('SELECT %1$I AS id FROM old_rows', link)
        ELSE format('SELECT %1$I AS id FROM new_rows UNION SELECT %1$I FROM old_rows', link) END;
    several bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM (%s) AS changed LIMIT 1001) AS few', rows) INTO several;
    IF several > 1000 THEN
        INSERT INTO compensation_touched (employee_id) VALUES (NULL);
    ELSIF several > 0 THEN
        EXECUTE format('INSERT INTO compensation_touched (employee_id) SELECT DISTINCT id FROM (%s) AS changed', rows);
    END IF;
    RETURN NULL;
END $$;
"""
TOUCH_ALL = """
CREATE OR REPLACE FUNCTION compensation_touch_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO compensation_touched (employee_id) VALUES (NULL);
    RETURN NULL;
END $$;
"""


def _triggers() -> list[str]:
    found = []
    for table, link in WATCHED.items():
        for operation, rows in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "NEW TABLE AS new_rows OLD TABLE AS old_rows"),
            ("DELETE", "OLD TABLE AS old_rows"),
        ):
            call = f"compensation_touch('{link}')" if link else "compensation_touch_all()"
            seen = f" REFERENCING {rows}" if link else ""
            found.append(
                f'CREATE TRIGGER "{table}_touch_{operation.lower()}" AFTER {operation} ON "{table}"{seen} '
                f"FOR EACH STATEMENT EXECUTE FUNCTION {call}"
            )
    # Drafts are edited all day and concern nobody's pay; what becomes published does.
    found.append(
        "CREATE TRIGGER frameworks_version_touch AFTER UPDATE OF state ON frameworks_version "
        "FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION compensation_touch_all()"
    )
    return found


def _gone() -> list[str]:
    return [
        f'DROP TRIGGER IF EXISTS "{table}_touch_{operation}" ON "{table}"'
        for table in WATCHED
        for operation in ("insert", "update", "delete")
    ] + ["DROP TRIGGER IF EXISTS frameworks_version_touch ON frameworks_version"]


class Migration(migrations.Migration):
    dependencies = [
        ("compensation", "0003_salaries"),
        ("placements", "0002_append_only"),
        ("accounts", "0004_people_scopes"),
        ("frameworks", "0003_guards"),
    ]

    operations = [
        append_only("compensation_salaryevent", "compensation_payprotectionevent", "compensation_payaccess"),
        migrations.RunSQL(
            [TOUCH, TOUCH_ALL],
            ["DROP FUNCTION IF EXISTS compensation_touch()", "DROP FUNCTION IF EXISTS compensation_touch_all()"],
        ),
        migrations.RunSQL(_triggers(), _gone()),
        migrations.RunSQL(
            "INSERT INTO compensation_standpointsmade (id, totals) VALUES (1, '[]') ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
