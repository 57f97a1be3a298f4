"""English sentences in the code that no translation would find: texts outside the functions that mark them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

MARKING = {"django.utils.translation", "ladders.core.sentences"}
UNSEEN_CALLS = {"execute", "RunSQL", "compile", "NotImplementedError"}  # and whatever a logger says
SQL = re.compile(
    r"\b(?:(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|COPY|GRANT|REVOKE|LOCK|ALTER|SET LOCAL|EXISTS|CASE WHEN"
    r"|RAISE EXCEPTION)\b|OLD\.|NEW\.)"
)
CLASSES = re.compile(r"(btn|form-|input ).*")  # of elements, and what htmx listens for
WORD = re.compile(r"\{\}|[^\W\d_]{2,}(?:[’'][a-z]+)?")


def unmarked(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence that stands outside gettext."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = set(_marking_names(nodes))
    passed = {id(each) for each in _unseen(nodes, names)}
    for node in nodes:
        if id(node) not in passed and (text := _text(node)) and _is_sentence(text):
            yield node.lineno, text  # type: ignore[attr-defined]


def _marking_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """What the functions that mark texts are called in a module."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module in MARKING:
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.FunctionDef) and "gettext" in node.name:
            yield node.name


def _unseen(nodes: Iterable[ast.AST], names: set[str]) -> Iterator[ast.AST]:
    """Docstrings, what is marked, and what nobody reads in a page."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            logged = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "logger"
            if called in names or called in UNSEEN_CALLS or logged:
                for argument in [*node.args, *(each.value for each in node.keywords)]:
                    yield from ast.walk(argument)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_sentence(text: str) -> bool:
    """Four words and more, or two that end as sentences do."""
    if (
        "|" in text
        or "<" in text
        or SQL.search(text)
        or CLASSES.fullmatch(text)
        or not re.search(r"[^\W\d_] [^\W\d_{“(]", text)
    ):
        return False
    words = WORD.findall(text)
    plain = [word for word in words if word.islower()]
    return len(plain) >= 2 and (len(words) >= 4 or text.rstrip()[-1:] in ".?!")
