"""The verbs that the product records in the audit trail, read from its source: calls of `record` and of what wraps it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from django.conf import settings

Function = ast.FunctionDef | None


@dataclass(frozen=True)
class Call:
    """A call, the function it stands in and the room of its file."""

    node: ast.Call
    inside: Function
    room: str
    file: Path

    @property
    def name(self) -> str:
        """What is called, without its module."""
        return self.node.func.attr if isinstance(self.node.func, ast.Attribute) else getattr(self.node.func, "id", "")


@cache
def calls() -> dict[str, list[Call]]:
    """All calls in the product, by what is called."""
    root = Path(settings.BASE_DIR)
    found: dict[str, list[Call]] = defaultdict(list)
    for file in (*root.glob("accounts/**/*.py"), *root.glob("ladders/**/*.py")):
        place = file.relative_to(root).parts
        todo: list[tuple[ast.AST, Function]] = [(ast.parse(file.read_text()), None)]
        while todo:
            node, inside = todo.pop()
            if isinstance(node, ast.Call):
                call = Call(node, inside, place[0] if place[0] == "accounts" else place[1], file)
                found[call.name].append(call)
            inside = node if isinstance(node, ast.FunctionDef) else inside
            todo += [(child, inside) for child in ast.iter_child_nodes(node)]
    return found


def recorded_verbs() -> tuple[set[str], set[str]]:
    """The verbs, and where one could not be worked out."""
    found: set[str] = set()
    unread: set[str] = set()
    for call in (each for name in ("record", "record_many", "SealedEntry") for each in calls()[name]):
        verb = next((each.value for each in call.node.keywords if each.arg == "verb"), None)
        if verb is not None:
            for text in _texts(verb, call):
                (unread if "?" in text else found).add(text if "?" not in text else f"{call.room}: {ast.unparse(verb)}")
    return found, unread


def _texts(value: ast.expr, call: Call) -> set[str]:
    """All texts that the expression may be; with “?” where it cannot be told."""
    match value:
        case ast.Constant():
            return {str(value.value)}
        case ast.IfExp():
            return _texts(value.body, call) | _texts(value.orelse, call)
        case ast.FormattedValue():
            return _texts(value.value, call)
        case ast.JoinedStr():
            return {"".join(parts) for parts in product(*(_texts(part, call) for part in value.values))}
        case ast.Name() if call.inside is not None:
            return _named(value.id, call, call.inside) or {"?"}
    return {"?"}


def _named(name: str, call: Call, inside: ast.FunctionDef) -> set[str]:
    """What is given for a parameter by those who call the function, or assigned to the name in it."""
    params = [each.arg for each in (*inside.args.posonlyargs, *inside.args.args, *inside.args.kwonlyargs)]
    found: set[str] = set()
    private = inside.name.startswith("_")
    if name in params:
        for other in calls()[inside.name]:
            if (other.file if private else other.room) == (call.file if private else call.room):
                for given in _given(name, params.index(name), other.node):
                    found |= _texts(given, other)
        return found
    for node in ast.walk(inside):
        if isinstance(node, ast.Assign):
            for value in _assigned(name, node.targets[0], node.value):
                found |= _texts(value, call)
    return found


def _assigned(name: str, to: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """What the name gets: alone, or beside others."""
    match to, value:
        case ast.Name(id=own), _ if own == name:
            yield value
        case ast.Tuple(), ast.IfExp():
            yield from _assigned(name, to, value.body)
            yield from _assigned(name, to, value.orelse)
        case ast.Tuple(), ast.Tuple():
            for target, each in zip(to.elts, value.elts, strict=True):
                yield from _assigned(name, target, each)


def _given(name: str, place: int, node: ast.Call) -> Iterator[ast.expr]:
    yield from (each.value for each in node.keywords if each.arg == name)
    yield from node.args[place : place + 1]


def recorded_names() -> set[str]:
    """The names that details have where the source writes them out, each with before and after."""
    found: set[str] = set()
    writers = {
        id(call.inside): call.inside
        for named in calls().values()
        for call in named
        if call.inside is not None and _records(call)
    }
    for function in writers.values():
        for node in ast.walk(function):
            match node:
                case ast.Dict():
                    pairs = zip(node.keys, node.values, strict=True)
                    found |= {str(key.value) for key, value in pairs if isinstance(key, ast.Constant) and _pair(value)}
                case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(name)))]) if _pair(node.value):
                    found.add(name)
                case ast.Call(func=ast.Name(id="_record")):
                    found |= {each.arg for each in node.keywords if each.arg and _pair(each.value)}
    return found


def _records(call: Call) -> bool:
    return call.name in ("record", "record_many", "_record", "trace") or "detail" in {
        each.arg for each in call.node.keywords
    }


def _pair(value: ast.expr) -> bool:
    return isinstance(value, ast.List) and len(value.elts) == 2
