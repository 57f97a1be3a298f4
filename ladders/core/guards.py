"""Rows that may never change again, kept so by the database (DESIGN §4).

A parent row (a framework version, a factor plan) has a state; while it is "draft" its children may be written, afterwards
nothing may. One trigger function serves every table: it locks the parents `FOR SHARE`, so that a publication in
another transaction either waits for this write or is seen by it.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION core_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent text := TG_ARGV[0];   -- table of the parent
    link text := TG_ARGV[1];     -- column that points to it
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %1$I AS id FROM new_rows', link)
        WHEN 'DELETE' THEN format('SELECT %1$I AS id FROM old_rows', link)
        ELSE format('SELECT %1$I AS id FROM new_rows UNION SELECT %1$I FROM old_rows', link) END;
    frozen bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM %I WHERE id IN (%s) ORDER BY id FOR SHARE) AS locked', parent, rows)
        INTO frozen;
    EXECUTE format('SELECT id FROM %I WHERE id IN (%s) AND state <> ''draft'' LIMIT 1', parent, rows) INTO frozen;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION '% of % % is frozen', TG_TABLE_NAME, parent, frozen
            USING ERRCODE = 'check_violation', CONSTRAINT = parent || '_frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
"""


def install_function() -> migrations.RunSQL:
    """The migration step that creates the shared trigger function."""
    return migrations.RunSQL(FUNCTION, "DROP FUNCTION IF EXISTS core_refuse_frozen()")


def freeze_children(parent: str, *tables: str, link: str) -> migrations.RunSQL:
    """A migration step: rows of `tables` change only while the row of `parent` they point to with `link` is a draft."""
    create: list[Any] = []
    drop: list[Any] = []
    for table in tables:
        for operation, rows in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "NEW TABLE AS new_rows OLD TABLE AS old_rows"),
            ("DELETE", "OLD TABLE AS old_rows"),
        ):
            name = f"{table}_frozen_{operation.lower()}"
            create.append(
                f'CREATE TRIGGER "{name}" AFTER {operation} ON "{table}" REFERENCING {rows} '
                f"FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen('{parent}', '{link}')"
            )
            drop.append(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
    return migrations.RunSQL(create, drop)


def freeze_parent(table: str, transitions: dict[str, tuple[str, ...]], movable: tuple[str, ...]) -> migrations.RunSQL:
    """A migration step: a row of `table` that is no draft keeps all columns but `state` and `movable`, cannot be deleted,
    and `state` follows `transitions` (from → possible states). A row is born a draft.
    """
    allowed = " OR ".join(
        f"(OLD.state = '{old}' AND NEW.state IN ({', '.join(repr(s) for s in new)}))"
        for old, new in transitions.items()
    )
    kept = " - ".join(["to_jsonb({row})", "'state'", *(f"'{column}'" for column in movable)])
    function = f"""
CREATE OR REPLACE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a row of {table} is born a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_born_draft', TABLE = '{table}';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION '{table} % is frozen', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_frozen', TABLE = '{table}';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.state <> OLD.state AND NOT ({allowed}) THEN
        RAISE EXCEPTION '{table} % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_transition', TABLE = '{table}';
    END IF;
    IF OLD.state <> 'draft' AND {kept.format(row="NEW")} <> {kept.format(row="OLD")} THEN
        RAISE EXCEPTION '{table} % is frozen', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_frozen', TABLE = '{table}';
    END IF;
    RETURN NEW;
END $$;
"""
    trigger = (
        f"CREATE TRIGGER {table}_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
    )
    return migrations.RunSQL(
        [function, trigger], [f"DROP TRIGGER IF EXISTS {table}_guard ON {table}", f"DROP FUNCTION {table}_guard()"]
    )
