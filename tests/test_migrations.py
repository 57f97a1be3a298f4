"""What migrations build is what the models say: tables, constraints, indexes, triggers, rights; and they stand alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings

from .database import owners_connection

OURS = ("accounts", "ladders")
# A column's own type has to be named; everything else in a migration is literal, tables of history in a module of its own.
MAY_IMPORT = {"ladders.core.private", "ladders.core.migrations._history"}
# Tables that are only added to beside the histories.
ADDED_TO_ONLY = {
    "core_auditentry",
    "compensation_payaccess",
    "core_historylink",
    "insights_shownpay",
    "insights_shownsum",
    "pghistory_context",
}

COLUMNS = """
    SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision, numeric_scale, is_nullable,
           collation_name, is_identity
    FROM information_schema.columns WHERE table_schema = %s
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, contype::text, CASE WHEN contype IN ('c', 'u', 'x') THEN conname END,
           pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = %s::regnamespace
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = %s"


def _seen(owner: Any, sql: str, schema: str, tables: set[str]) -> set[tuple[str, ...]]:
    """Rows about these tables, without the schema and the hashes in names that Django makes up."""
    with owner.cursor() as cursor:
        cursor.execute(sql, [schema])
        rows = [tuple(re.sub(rf"(?<![a-z_]){schema}\.", "", str(value)) for value in row) for row in cursor.fetchall()]
    return {
        tuple(re.sub(r"_[0-9a-f]{8}(?=_|\b)", "", value) for value in row)
        for row in rows
        if row[0].removeprefix(f"{schema}.") in tables
    }


@pytest.mark.django_db(transaction=False)
def test_tables_are_as_the_models_say() -> None:
    models = [
        model
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in OURS
        for model in config.get_models(include_auto_created=True)
    ]
    tables = {model._meta.db_table for model in models}
    with owners_connection() as owner:
        with owner.cursor() as cursor:
            cursor.execute("CREATE SCHEMA made_from_models")
            cursor.execute("SET LOCAL search_path = made_from_models, public")
        with owner.schema_editor(atomic=False) as editor:
            for model in models:  # which makes the tables between two models, too
                if not model._meta.auto_created:
                    editor.create_model(model)
        made = {sql: _seen(owner, sql, "made_from_models", tables) for sql in (COLUMNS, CONSTRAINTS, INDEXES)}
        with owner.cursor() as cursor:
            cursor.execute("SET LOCAL search_path = public")
        migrated = {sql: _seen(owner, sql, "public", tables) for sql in (COLUMNS, CONSTRAINTS, INDEXES)}
    assert len(made[COLUMNS]) > 1000
    assert migrated[COLUMNS] == made[COLUMNS]
    assert migrated[INDEXES] == made[INDEXES]
    assert made[CONSTRAINTS] - migrated[CONSTRAINTS] == set()
    # One rule is more than a model can say: Django knows no interval of months.
    more = {row[2] for row in migrated[CONSTRAINTS] - made[CONSTRAINTS]}
    assert more == {"compensation_exception_24_months"}


@pytest.mark.django_db
def test_triggers_of_models_are_installed_as_they_are_declared() -> None:
    declared = pgtrigger.registered()
    ours = [(model, trigger) for model, trigger in declared if model.__module__.split(".")[0] in OURS]
    assert len(ours) > 100
    # The comment of a trigger holds the hash of what it was made from.
    assert {trigger.get_installation_status(model)[0] for model, trigger in ours} == {"INSTALLED"}


@pytest.mark.django_db
def test_history_and_audit_are_only_added_to() -> None:
    events = {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model.__module__.split(".")[0] in OURS
    }
    # The owner, too: where one role does everything, it has to give itself the right first.
    with owners_connection() as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND NOT has_table_privilege(oid, 'UPDATE') AND NOT has_table_privilege(oid, 'DELETE')"
        )
        kept = {row[0] for row in cursor.fetchall()}
    assert len(events) > 30
    assert kept == events | ADDED_TO_ONLY


def _migrations() -> list[Path]:
    return [
        path
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in OURS
        for path in Path(config.path, "migrations").glob("0*.py")
    ]


def test_no_migration_imports_what_may_change() -> None:
    found = set()
    for path in _migrations():
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {
                f"{path.relative_to(settings.BASE_DIR)}: {name}"
                for name in names
                if name.split(".")[0] in OURS and name not in MAY_IMPORT
            }
    assert found == set()
