"""Reading, guessing and mapping know nothing of Django or the database: only what writes does."""

from __future__ import annotations

import ast
from pathlib import Path

import ladders.exchange

ROOM = Path(ladders.exchange.__file__).parent
HOUSE = ROOM.parents[1]
# All pure.
ALLOWED = {
    "ladders.core.amounts",
    "ladders.core.errors",
    "ladders.core.labels",
    "ladders.core.own_files",
    "ladders.core.sentences",
    "ladders.frameworks.labels",
    "ladders.frameworks.domain.links",
    "ladders.frameworks.domain.shapes",
    "ladders.impact.domain.points",
}
FOREIGN = {"django", "accounts", "celery", "psycopg", "ladders"}


def files_of(module: Path, node: ast.ImportFrom) -> set[Path]:
    """The files behind `from module import names`: the module's own, or those of the names that are modules."""
    places = [module, *(module / alias.name for alias in node.names)]
    found = {each for place in places for each in (place.with_suffix(".py"), place / "__init__.py")}
    return {each for each in found if each.exists()}


def imports_of(path: Path) -> tuple[set[str], set[Path]]:
    """Names of foreign modules that a module imports, and the files of this room that it imports."""
    foreign: set[str] = set()
    own: set[Path] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            foreign |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            module = node.module or ""
            if module.startswith("ladders.exchange"):
                own |= files_of(HOUSE.joinpath(*module.split(".")), node)
            else:
                foreign.add(module)
        elif isinstance(node, ast.ImportFrom):
            base = path.parents[node.level - 1]
            own |= files_of(base.joinpath(*node.module.split(".")) if node.module else base, node)
    return foreign, own


def test_nothing_behind_pipeline_and_comparison_imports_django() -> None:
    todo, seen, foreign = (
        [ROOM / "frameworks_in/pipeline.py", ROOM / "frameworks_in/merge/comparison.py"],
        set[Path](),
        set[str](),
    )
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
    folder = ROOM / "tables/readers/workbook_process"
    for path in folder.glob("*.py"):
        foreign, own = imports_of(path)
        assert {each.parent for each in own} <= {folder}
        assert "ladders" not in {name.split(".")[0] for name in foreign}


def test_nothing_but_the_reading_process_takes_workbooks_apart() -> None:
    parsers = {"zipfile", "xml", "python_calamine", "openpyxl"}
    inside = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        if parsers & {name.split(".")[0] for name in imports_of(path)[0]}
    }
    writers = {each for each in inside if each.startswith("frameworks_out/")}  # they write files and read none
    assert {each.rpartition("/")[0] for each in inside - writers} == {"tables/readers/workbook_process"}
