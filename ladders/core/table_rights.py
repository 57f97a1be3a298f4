"""What the running role may do with each table, as the models declare it, and how the owner grants it.

Everything may be read and added to. History, the audit trail and what else is declared `append_only` may not be changed or
taken out; nothing may be emptied (TRUNCATE), and nobody but the owner changes tables, triggers or rights.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from .history import added_to_only

ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
ADDED_TO = frozenset({"SELECT", "INSERT"})
# Tables that no model stands for.
PLAIN = {"core_cache": ALL, "django_migrations": frozenset({"SELECT"})}

# Every function in our schema that belongs to no extension: its name with arguments, and whether a trigger calls it.
OUR_FUNCTIONS = """
    SELECT p.oid::regprocedure::text, p.prorettype = 'trigger'::regtype FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def declared() -> dict[str, frozenset[str]]:
    """Each table with what the running role may do with its rows."""
    tables = {
        model._meta.db_table: ADDED_TO if added_to_only(model) else ALL
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return tables | PLAIN


# As pgtrigger makes it, any role may have triggers ignored by setting a variable. Each trigger it installs makes it anew.
IGNORE_NOTHING = """
    CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql AS $$ BEGIN RETURN FALSE; END $$
"""


# A trigger that compares old rows with new is planned once in a session, for as many rows as there are then. Planned for one, it
# would compare thousands each with each ever after.
COMPARING = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc LIKE '%JOIN new_values%'
"""


def finish_triggers() -> None:
    """No trigger can be ignored any more, and history of many rows at once is as quick. Run as the owner, after migrating."""
    with connection.cursor() as cursor:
        cursor.execute(IGNORE_NOTHING)
        cursor.execute(COMPARING)
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SET enable_nestloop = off")


def grant(role: str) -> None:
    """Give the running role what is declared and take everything else, in one step. Run as the owner, after migrating."""
    quote = connection.ops.quote_name
    to = quote(role)
    wanted: dict[frozenset[str], list[str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table, rights in declared().items():
            if table in there:
                wanted.setdefault(rights, []).append(quote(table))
        cursor.execute(f"REVOKE ALL ON SCHEMA public FROM {to}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {to}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}")
        for rights, tables in wanted.items():
            cursor.execute(f"GRANT {', '.join(sorted(rights))} ON {', '.join(sorted(tables))} TO {to}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {to}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}")
        cursor.execute(OUR_FUNCTIONS)
        for function, by_trigger in cursor.fetchall():
            # A trigger runs its function whoever may; nobody else has anything to do with it.
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {to}")
            if not by_trigger:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {to}")


def withhold() -> None:
    """Take from the owner, too, what nobody does: one role for everything would have to give itself the right first."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        tables = sorted(quote(table) for table, rights in declared().items() if rights == ADDED_TO and table in there)
        if tables:
            cursor.execute(f"REVOKE UPDATE, DELETE ON {', '.join(tables)} FROM CURRENT_USER")


GRANTED = """
    SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND r.rolname = current_user AND c.relowner <> r.oid
"""


def differ() -> bool:
    """True when there is an owner, and the role of this connection has other rights on tables than are declared. One query."""
    if not settings.DATABASE_OWNER:
        return False
    granted: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(GRANTED)
        for table, right in cursor.fetchall():
            granted.setdefault(table, set()).add(right)
    return granted != declared()


def analyze(cursor: Any, *tables: str) -> None:
    """Have the planner learn what these tables hold now. Only their owner may, so a function of the owner's does it."""
    cursor.execute("SELECT core_analyze(VARIADIC %s::regclass[])", [list(tables)])
