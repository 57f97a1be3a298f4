"""Tables of history beside tracked ones, and the triggers that write them, as of the first release.

A literal copy of what was right then, for every room: it must not change when the code does, nor when migrations follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING

LINK = {"db_constraint": False, "on_delete": DO_NOTHING}  # what is pointed to may be gone


def histories(
    app: str, tables: Iterable[Any], *names: str, without: Mapping[str, Iterable[str]] | None = None, who: bool = True
) -> list[migrations.CreateModel]:
    """A table of history for each of those `names` that are among `tables`.

    `without` names the fields of a table that its history must not hold. Without `who` it does not say who made a change.
    """
    made = {table.name: list(table.fields) for table in tables if isinstance(table, migrations.CreateModel)}
    for later in tables:
        if isinstance(later, migrations.AddField):
            made[later.model_name].append((later.name, later.field))
    found = []
    for name in names:
        fields: list[tuple[str, models.Field[Any, Any]]] = [
            ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
            ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
            ("pgh_label", models.TextField(help_text="The event label.")),
            ("pgh_obj", models.ForeignKey(f"{app}.{name.lower()}", related_name="events", **LINK)),
        ]
        if who:
            fields.append(("pgh_context", models.ForeignKey("pghistory.context", null=True, related_name="+", **LINK)))
        left_out = set((without or {}).get(name, ()))
        fields += [(each, _plain(field)) for each, field in made[name] if each not in left_out]
        found.append(migrations.CreateModel(f"{name}Event", fields, options={"abstract": False}))
    return found


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The same column without keys, uniqueness and indexes of its own."""
    _name, _path, given, named = field.deconstruct()
    for own in ("db_index", "primary_key", "unique"):
        named.pop(own, None)
    if isinstance(field, models.ForeignKey):
        return models.ForeignKey(**named | LINK | {"related_name": "+", "related_query_name": "+"})
    if isinstance(field, models.BigAutoField):
        return models.BigIntegerField()
    if isinstance(field, models.SlugField):
        named["db_index"] = False
    return type(field)(*given, **named)


def triggers(tables: Iterable[Any]) -> migrations.RunSQL:
    """One step that installs what the tables declare: history and guards."""
    declared = (
        each
        for table in tables
        if isinstance(table, migrations.CreateModel)
        for each in table.options.get("triggers", ())
    )
    return migrations.RunSQL([each.install_sql for each in declared], migrations.RunSQL.noop)
