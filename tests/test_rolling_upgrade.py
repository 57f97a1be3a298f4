"""Which changes of tables an old process survives, and which not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.state import ProjectState

from tests.rolling_upgrade import look, main

BEFORE = migrations.CreateModel(
    "Thing", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=50, null=True))]
)
INDEX = models.Index(fields=["name"], name="thing_name")
CHECK: Any = models.CheckConstraint(condition=models.Q(name="x"), name="thing_x")


def said(operation: Any, **more: Any) -> list[str]:
    """What is said about a migration with this one operation."""
    state = ProjectState()
    BEFORE.state_forwards("room", state)
    migration = type("Migration", (migrations.Migration,), {"operations": [operation], **more})("0002_x", "room")
    return look(migration, state)


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.RemoveField("thing", "name"), "still reads it"),
        (migrations.DeleteModel("Thing"), "still reads it"),
        (migrations.RenameField("thing", "name", "title"), "knows the old name"),
        (migrations.AddField("thing", "size", models.IntegerField(default=0)), "inserts rows without it"),
        (migrations.AlterField("thing", "name", models.CharField(max_length=50)), "writes NULL"),
        (migrations.AlterField("thing", "name", models.CharField(max_length=10, null=True)), "shorter"),
        (migrations.AlterField("thing", "name", models.IntegerField(null=True)), "another type"),
        (migrations.AddConstraint("thing", CHECK), "may write what it refuses"),
        (migrations.AddIndex("thing", INDEX), "AddIndexConcurrently"),
        (migrations.RunSQL("ALTER TABLE room_thing DROP COLUMN name"), "changes what is there"),
        (migrations.SeparateDatabaseAndState([migrations.RemoveField("thing", "name")]), "still reads it"),
    ],
)
def test_what_an_old_process_would_stumble_over_is_named_with_the_way_round(operation: Any, why: str) -> None:
    [sentence] = said(operation)
    assert sentence.startswith("room.0002_x: ")
    assert why in sentence
    assert said(operation, after_release="1.4 uses it no more") == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "size", models.IntegerField(null=True)),
        migrations.AddField("thing", "size", models.IntegerField(db_default=0)),
        migrations.AlterField("thing", "name", models.CharField(max_length=80, null=True)),
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        AddIndexConcurrently("thing", INDEX),
        migrations.RunSQL("UPDATE room_thing SET name = 'x' WHERE name IS NULL"),
    ],
)
def test_what_an_old_process_survives_passes(operation: Any) -> None:
    assert said(operation) == []


def test_the_migrations_of_today_pass() -> None:
    assert main() == 0
