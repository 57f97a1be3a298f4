"""A faster `migrate` for databases that begin empty, as those of the demo, of tests and of new installations do.

For each step Django draws anew every model that is related to the one that changes, and here nearly all are related to
people: two hundred tables were drawn two hundred times. Nothing refers to a table that is made just now, so drawing it alone
is enough; columns and constraints that are added one after the other are drawn once, after the last.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, CreateModel, Migration
from django.db.migrations.state import ProjectState

TOGETHER = (CreateModel, AddField, AddConstraint)


@contextmanager
def drawn_once() -> Iterator[None]:
    """Inside, migrations draw neighbouring operations of one kind together, and run them one by one as ever."""
    plain: Any = Migration.apply

    def apply(
        self: Migration, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        for kind, found in groupby(self.operations, key=type):
            operations = list(found)
            if kind in TOGETHER and not collect_sql:
                _run_together(self.app_label, operations, project_state, schema_editor)
            else:
                part: Any = copy.copy(self)
                part.operations = operations
                project_state = plain(part, project_state, schema_editor, collect_sql)
        return project_state

    Migration.apply = apply  # type: ignore[method-assign]
    try:
        yield
    finally:
        Migration.apply = plain  # type: ignore[method-assign]


def _run_together(
    label: str, operations: list[Any], state: ProjectState, schema_editor: BaseDatabaseSchemaEditor
) -> None:
    before = state.clone()
    drawn = state.__dict__.pop("apps", None)  # what is not drawn is not drawn anew
    for operation in operations:
        operation.state_forwards(label, state)
    if drawn is not None and isinstance(operations[0], CreateModel):
        drawn.render_multiple([state.models[label, operation.name_lower] for operation in operations])
        state.__dict__["apps"] = drawn
    for operation in operations:
        operation.database_forwards(label, schema_editor, before, state)
