"""Reading, guessing and mapping know nothing of Django or the database: only what writes does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ladders.exchange.pipeline

ROOM = Path(ladders.exchange.pipeline.__file__).parent
PURE = ["columns", "draft", "drafting", "errors", "extracting", "fields", "filtering", "grids", "guessing", "headings", "levels", "limits", "mapping", "matrices", "naming", "pipeline", "placeholders", "planning", "records", "rows", "sheets", "wording", "words"]  # fmt: skip
FILES = [*(ROOM / f"{name}.py" for name in PURE), *sorted((ROOM / "readers").glob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_django(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in imported if name.split(".")[0] in {"django", "accounts", "celery", "psycopg"}}
    allowed = ("ladders.core.errors", "ladders.frameworks.shapes")
    assert {name for name in imported if name.startswith("ladders.")} <= set(allowed)


def test_the_reading_process_imports_nothing_of_the_project() -> None:
    text = (ROOM / "readers" / "workbook_process.py").read_text()
    assert "ladders" not in text
    assert "from ." not in text
