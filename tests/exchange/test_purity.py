"""Reading, guessing and mapping know nothing of Django or the database: only what writes does."""

from __future__ import annotations

import ast
from pathlib import Path

import ladders.exchange.pipeline

ROOM = Path(ladders.exchange.pipeline.__file__).parent
# All pure.
ALLOWED = {
    "ladders.core.amounts",
    "ladders.core.errors",
    "ladders.frameworks.labels",
    "ladders.frameworks.shapes",
    "ladders.impact.points",
}
FOREIGN = {"django", "accounts", "celery", "psycopg", "ladders"}


def imports_of(path: Path) -> tuple[set[str], set[Path]]:
    """Names of foreign modules that a module imports, and the files of this room that it imports."""
    foreign: set[str] = set()
    own: set[Path] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            foreign |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            foreign.add(node.module or "")
        elif isinstance(node, ast.ImportFrom):
            base = path.parents[node.level - 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            for name in names:
                own |= {found for found in (base / f"{name}.py", base / name / "__init__.py") if found.exists()}
    return foreign, own


def test_nothing_behind_pipeline_and_comparison_imports_django() -> None:
    todo, seen, foreign = [ROOM / "pipeline.py", ROOM / "comparing.py"], set[Path](), set[str]()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            names, own = imports_of(path)
            foreign |= names
            todo.extend(own)
    assert len(seen) > 25
    assert {name for name in foreign if name.split(".")[0] in FOREIGN} == ALLOWED


def test_the_reading_process_imports_nothing_of_the_project() -> None:
    foreign, own = imports_of(ROOM / "readers" / "workbook_process.py")
    assert own == set()
    assert "ladders" not in {name.split(".")[0] for name in foreign}
