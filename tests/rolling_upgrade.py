"""`make check`: a process of the former release goes on working while a migration runs and afterwards, until it is replaced.

Looked at is every migration but the first of a room. What an old process would stumble over is named with the way round it,
which takes two releases: first no code uses the thing, then it goes. A migration of that second release says so:
`after_release = "1.4 uses it no more"` in its class.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Any

import django

OURS = ("accounts", "ladders.")
CHANGING = re.compile(r"\b(ALTER\s+TABLE|DROP|RENAME|TRUNCATE|LOCK|REVOKE)\b", re.IGNORECASE)
GONE = "an old process still reads it. Take it out of the code first; let it go in the release after"
NAMED = "an old process knows the old name. Add the new one, copy, and let the old one go in the release after"


def complaints(operation: Any, app: str, state: Any) -> Iterator[str]:
    """What an old process would not survive in this operation; `state` is the one before it."""
    kind = type(operation).__name__
    name = getattr(operation, "name", "") or getattr(operation, "old_name", "")
    model = getattr(operation, "model_name", "")
    where = f"{kind} {model}.{name}" if model else f"{kind} {name}"
    match kind:
        case "RemoveField" | "DeleteModel":
            yield f"{where}: {GONE}"
        case "RenameField" | "RenameModel" | "AlterModelTable":
            yield f"{where}: {NAMED}"
        case "AddField":
            field = operation.field
            stored = not field.many_to_many
            if stored and not field.null and not field.has_db_default():
                yield f"{where}: an old process inserts rows without it. Give it db_default, or null=True at first"
        case "AlterField":
            yield from _altered(where, _field_before(state, app, model, name), operation.field)
        case "AddConstraint":
            yield f"{where}: an old process may write what it refuses. Have the code keep to it first"
        case "AddIndex":
            yield f"{where}: nobody writes meanwhile. Use AddIndexConcurrently, with atomic = False"
        case "RunSQL":
            sql = operation.sql if isinstance(operation.sql, str) else " ".join(map(str, operation.sql))
            if CHANGING.search(sql):
                yield f"{where}: it changes what is there. Say in after_release why an old process survives it"
        case "SeparateDatabaseAndState":
            for each in operation.database_operations:
                yield from complaints(each, app, state)


def _field_before(state: Any, app: str, model: str, name: str) -> Any:
    return state.models[app, model.lower()].fields[name] if state else None


def _altered(where: str, before: Any, after: Any) -> Iterator[str]:
    if before is None:
        return
    if before.null and not after.null and not after.has_db_default():
        yield f"{where}: an old process writes NULL. Give it db_default, and fill it first"
    if before.get_internal_type() != after.get_internal_type():
        yield f"{where}: another type. Add a second column, copy, and let the old one go in the release after"
    elif (after.max_length or 0) < (before.max_length or 0):
        yield f"{where}: shorter than what an old process writes"


def look(migration: Any, state: Any) -> list[str]:
    """All complaints about one migration; none where it says why it may (`after_release`). `state` is changed on the way."""
    said = []
    for operation in migration.operations:
        said += list(complaints(operation, migration.app_label, state))
        if state is not None:
            operation.state_forwards(migration.app_label, state)
    if said and not getattr(migration, "after_release", ""):
        return [f"{migration.app_label}.{migration.name}: {each}" for each in said]
    return []


def main() -> int:
    """Look at all migrations of ours, without a database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ladders.settings")
    django.setup()
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    said = []
    for key, migration in sorted(loader.disk_migrations.items()):
        if key[0] in ours and not migration.initial:
            said += look(migration, loader.project_state(key, at_end=False).clone())
    sys.stdout.write("".join(f"{each}\n" for each in said))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
