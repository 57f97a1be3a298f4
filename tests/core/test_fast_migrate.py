"""Migrations that draw neighbouring operations together leave the tables and the models that single steps leave."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, models
from django.db.migrations import AddConstraint, AddField, CreateModel, Migration, RunPython
from django.db.migrations.state import ProjectState

from ladders.core.fast_migrate import drawn_once
from tests.database import owners_connection

SEEN: list[str] = []


def _fields(**more: models.Field[Any, Any]) -> list[tuple[str, models.Field[Any, Any]]]:
    return [("id", models.BigAutoField(primary_key=True)), *more.items()]


def _look(apps: Any, editor: Any) -> None:
    SEEN.extend(sorted(each.name for each in apps.get_model("core", "Hill")._meta.get_fields()))


class Hills(Migration):
    """Two tables, the second of the first; then two columns and two rules."""

    operations = [
        CreateModel("Hill", _fields(height=models.IntegerField())),
        CreateModel("Path", _fields(hill=models.ForeignKey("core.Hill", models.CASCADE, related_name="paths"))),
        AddField("Hill", "easiest", models.ForeignKey("core.Path", models.CASCADE, null=True, related_name="easy")),
        AddField("Path", "length", models.IntegerField(default=1)),
        AddConstraint("Hill", models.CheckConstraint(condition=models.Q(height__gt=0), name="hill_high")),
        AddConstraint("Path", models.CheckConstraint(condition=models.Q(length__gt=0), name="path_long")),
        RunPython(_look),
    ]


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("drawn", [False, True], ids=["nothing drawn before", "models drawn before"])
def test_tables_and_models_are_those_of_single_steps(drawn: bool) -> None:
    SEEN.clear()
    state, steps = ProjectState(), ProjectState()
    if drawn:
        assert state.apps is not None
    plain = Migration.apply
    with owners_connection() as owner:
        with owner.schema_editor(atomic=False) as editor, drawn_once():
            state = Hills("0001", "core").apply(state, editor)
        assert Migration.apply is plain
        for operation in Hills.operations:
            operation.state_forwards("core", steps)
        assert state == steps
        assert SEEN == ["easiest", "height", "id", "paths"]
        with owner.cursor() as cursor:
            cursor.execute("INSERT INTO core_hill (height) VALUES (3) RETURNING id")
            cursor.execute("INSERT INTO core_path (hill_id, length) VALUES (%s, 2)", cursor.fetchone())
            with pytest.raises(IntegrityError, match="path_long"):
                cursor.execute("INSERT INTO core_path (hill_id, length) VALUES (1, 0)")
