"""The role that runs owns nothing, has the rights that are written here and no other, and cannot get any."""

from __future__ import annotations

from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from ladders.compensation.models import PayAccess
from ladders.core import table_rights
from ladders.core.audit import record
from ladders.core.models import AuditEntry, Organisation
from ladders.core.owner import owns_what_it_uses
from ladders.frameworks.models import Version

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not settings.DATABASE_OWNER, reason="one role does everything here: DATABASE_OWNER_URL is not set"
    ),
]

# Everything that the running role may do, other than with tables. Of functions: those that no trigger calls.
FUNCTIONS = {
    "_pgh_attach_context()",
    "_pgtrigger_should_ignore(name)",
    "core_analyze(regclass[])",
    "core_forget_words(bigint,text[],text)",
    "core_is_erased(bigint)",
    "moves_emptied(moves_moverequest,moves_moverequest)",
}
# Only added to, beside the histories, and why.
KEPT = {
    "core_auditentry": "the audit trail",
    "compensation_payaccess": "who looked at whose pay",
    "core_historylink": "the chain over all of these",
    "insights_shownpay": "which sums of pay were ever shown",
    "insights_shownsum": "which sums of pay were ever shown",
    "pghistory_context": "who made a change, and on which page",
}
# Not even added to.
READ_ONLY = {"django_migrations": "what was migrated is the owner's business"}


def rows(sql: str, *values: str) -> list[tuple[object, ...]]:
    """What a query of the running role gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def expected(table: str) -> set[str]:
    """What the running role may do with that table."""
    history = {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and not model._meta.abstract
    }
    if table in READ_ONLY:
        return {"SELECT"}
    return {"SELECT", "INSERT"} | (set() if table in KEPT or table in history else {"UPDATE", "DELETE"})


def test_every_right_on_every_table_is_expected() -> None:
    found: dict[str, set[str]] = {}
    every = "'SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER'"
    if int(str(rows("SHOW server_version_num")[0][0])) >= 170000:
        every += ",'MAINTAIN'"
    for table, right, may in rows(
        "SELECT c.relname, p, has_table_privilege(c.oid, p) OR has_table_privilege(c.oid, p || ' WITH GRANT OPTION') "
        f"FROM pg_class c, unnest(ARRAY[{every}]) p "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    ):
        found.setdefault(str(table), set())
        if may:
            found[str(table)].add(str(right))
    assert len(found) > 100
    assert found == {table: expected(table) for table in found}
    assert {table: set(given) for table, given in table_rights.declared().items()} == found
    # No right on a column goes beyond those on its table.
    assert (
        rows("SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid > 16384")
        == []
    )


def test_every_right_on_sequences_functions_schemas_and_the_database_is_expected() -> None:
    sequences = rows(
        "SELECT c.relname, p FROM pg_class c, unnest(ARRAY['USAGE','SELECT','UPDATE']) p WHERE c.relkind = 'S' "
        "AND c.relnamespace = 'public'::regnamespace AND has_sequence_privilege(c.oid, p)"
    )
    assert {right for _name, right in sequences} == {"USAGE", "SELECT"}
    functions = {str(name) for name, _ in rows(table_rights.OUR_FUNCTIONS)}
    may = {name for name in functions if rows("SELECT has_function_privilege(%s::regprocedure, 'EXECUTE')", name)[0][0]}
    assert may == FUNCTIONS
    assert len(functions) > 100
    schemas = rows(
        "SELECT n.nspname, p FROM pg_namespace n, unnest(ARRAY['USAGE','CREATE']) p "
        "WHERE has_schema_privilege(n.oid, p) AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'",
    )
    assert schemas == [("public", "USAGE")]
    # Imports use temporary tables.
    database = rows(
        "SELECT p FROM unnest(ARRAY['CREATE','CONNECT','TEMPORARY']) p WHERE has_database_privilege(current_database(), p)"
    )
    assert database == [("CONNECT",), ("TEMPORARY",)]


def test_it_owns_nothing_and_is_nobody_special() -> None:
    assert rows("SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')") == []
    assert rows("SELECT proname FROM pg_proc WHERE pg_has_role(current_user, proowner, 'MEMBER')") == []
    assert rows("SELECT datname FROM pg_database WHERE pg_has_role(current_user, datdba, 'MEMBER')") == []
    assert rows(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, False, False)]
    assert (
        rows(
            "SELECT r.rolname FROM pg_roles r WHERE r.rolname <> current_user AND pg_has_role(current_user, r.oid, 'MEMBER')"
        )
        == []
    )
    assert not owns_what_it_uses()


ATTACKS = [
    "TRUNCATE core_auditentry",
    "TRUNCATE core_organisationevent",
    "TRUNCATE pghistory_context",
    "TRUNCATE frameworks_version CASCADE",
    "TRUNCATE core_job",
    "UPDATE core_auditentry SET subject = 'nobody'",
    "DELETE FROM core_auditentry",
    "UPDATE core_organisationevent SET name = 'x'",
    "DELETE FROM core_organisationevent",
    "UPDATE pghistory_context SET metadata = '{}'",
    "DELETE FROM pghistory_context",
    "SELECT * FROM pghistory_context FOR UPDATE",
    "INSERT INTO pghistory_context (id, created_at, updated_at, metadata) SELECT id, now(), now(), '{}' FROM pghistory_context "
    "ON CONFLICT (id) DO UPDATE SET metadata = '{}'",
    "MERGE INTO core_auditentry a USING core_auditentry b ON a.id = b.id WHEN MATCHED THEN DELETE",
    "ALTER TABLE frameworks_version DISABLE TRIGGER ALL",
    "ALTER TABLE frameworks_version DISABLE TRIGGER frameworks_version_guard",
    "ALTER TABLE core_auditentry RENAME TO gone",
    "ALTER TABLE core_auditentry OWNER TO CURRENT_USER",
    "DROP TRIGGER frameworks_version_guard ON frameworks_version",
    "DROP TABLE core_auditentry",
    "DROP TABLE pghistory_context CASCADE",
    "DROP FUNCTION core_refuse_frozen() CASCADE",
    "DROP SCHEMA public CASCADE",
    "DROP OWNED BY {owner}",
    "REASSIGN OWNED BY {owner} TO CURRENT_USER",
    "CREATE OR REPLACE FUNCTION core_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "CREATE TRIGGER quiet BEFORE INSERT ON core_auditentry FOR EACH ROW EXECUTE FUNCTION core_refuse_frozen()",
    "CREATE TABLE public.mine ()",
    "CREATE RULE quiet AS ON INSERT TO core_auditentry DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "SELECT set_config('session_replication_role', 'replica', false)",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "GRANT {owner} TO CURRENT_USER",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE {owner} PASSWORD 'mine'",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT ALL ON TABLES TO CURRENT_USER",
    "SELECT pg_read_file('PG_VERSION')",
    "COPY core_auditentry TO PROGRAM 'cat'",
]


@pytest.mark.parametrize("statement", ATTACKS)
def test_the_running_role_is_refused(statement: str) -> None:
    record(by=None, verb="core.tried", subject="S")
    Organisation.objects.update_or_create(defaults={"name": "Kept"})
    owner = connection.ops.quote_name(settings.DATABASE_OWNER["USER"])
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be|must have|not a member|may"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.replace("{owner}", owner))
    assert AuditEntry.objects.filter(verb="tried").exclude(subject="nobody").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "GRANT ALL ON core_auditentry TO CURRENT_USER",
        "GRANT TRUNCATE, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO CURRENT_USER",
        "GRANT CREATE ON SCHEMA public TO CURRENT_USER",
    ],
)
def test_it_can_grant_itself_nothing(statement: str) -> None:
    """PostgreSQL answers some of these with a warning and does nothing."""
    before = rows("SELECT oid, relacl::text FROM pg_class ORDER BY 1")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError:
        pass
    assert rows("SELECT oid, relacl::text FROM pg_class ORDER BY 1") == before
    assert not table_rights.differ()


def test_the_first_word_on_who_made_a_change_stays() -> None:
    with pghistory.context(user=7, url="/first/") as context:
        Organisation.objects.update_or_create(defaults={"name": "One"})
        pghistory.context(user=8, url="/second/")
        Organisation.objects.update(name="Two")
    kept = pghistory.models.Context.objects.get(pk=context.id)
    assert kept.metadata == {"user": 7, "url": "/first/"}


def test_no_variable_switches_a_trigger_off() -> None:
    history: Any = apps.get_model("core", "OrganisationEvent")
    Organisation.objects.update_or_create(defaults={"name": "One"})
    before = history.objects.count()
    names = [str(name) for (name,) in rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")]
    rows("SELECT set_config('pgtrigger.ignore', %s, true)", "{" + ",".join(names) + "}")
    Organisation.objects.update(name="Unseen")
    assert history.objects.count() == before + 1


def test_what_is_added_to_only_is_declared_where_the_model_is() -> None:
    assert {model._meta.db_table for model in (AuditEntry, PayAccess)} <= set(KEPT)
    assert table_rights.declared()[Version._meta.db_table] == table_rights.ALL


def test_migrating_without_the_owner_says_which_role_is_missing(settings: Any) -> None:
    settings.DATABASE_OWNER = {}
    with pytest.raises(CommandError, match=r"“\w+” may not change tables\. Set DATABASE_OWNER_URL"):
        call_command("migrate", "privacy", "zero", verbosity=0)  # nothing builds on it, so there is little to plan


def test_history_of_many_rows_is_planned_for_many_though_one_was_written_first() -> None:
    found = rows(
        "SELECT proname, proconfig FROM pg_proc WHERE prosrc LIKE '%JOIN new_values%' "
        "AND pronamespace = 'public'::regnamespace"
    )
    assert len(found) > 50
    assert {name for name, settings in found if settings != ["enable_nestloop=off"]} == set()
