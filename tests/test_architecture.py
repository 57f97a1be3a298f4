"""The picture of the rooms in docs/architecture.md is the one that the imports draw, and no module outgrows its place."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tests import rooms_picture

ROOT = rooms_picture.ROOT
MODULES = [
    path for room in ("ladders", "accounts") for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
]


class Told(NamedTuple):
    """What is looked for in a module."""

    functions: dict[str, int]  # name → lines of the longest so called
    classes: set[str]
    strings: list[str]


@cache
def told_by(path: Path) -> Told:
    """Read once for all tests that look at it; the trees themselves would fill hundreds of megabytes."""
    told = Told({}, set(), [])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            told.functions[node.name] = max(lines, told.functions.get(node.name, 0))
        elif isinstance(node, ast.ClassDef):
            told.classes.add(node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            told.strings.append(node.value)
    return told


TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def test_the_picture_of_the_rooms_is_what_the_imports_draw() -> None:
    assert rooms_picture.PICTURE.read_text(encoding="utf-8") == rooms_picture.draw(), (
        "Draw it anew: python -m tests.rooms_picture"
    )


def test_every_place_that_the_pages_name_exists() -> None:
    """And the first of them stays two pages long."""
    house, rooms = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("architecture.md", "rooms.md"))
    assert len(house.split()) < 1800
    page = house + rooms
    named = re.findall(r"`((?:ladders|accounts|templates|static|tests|docs)/[\w/.]*)`", page)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_module_is_longer_than_a_reader_holds() -> None:
    assert [str(path.relative_to(ROOT)) for path in MODULES if len(path.read_text().splitlines()) > 400] == []


def test_no_function_is_longer_than_a_screen() -> None:
    functions = ((path, *each) for path in MODULES for each in told_by(path).functions.items())
    assert [f"{path.relative_to(ROOT)}: {name}" for path, name, lines in functions if lines > 60] == []


def test_a_class_name_stands_for_one_thing() -> None:
    places: dict[str, set[Path]] = {}
    for path in MODULES:
        for name in told_by(path).classes - {"Meta", "Command"}:
            places.setdefault(name, set()).add(path)
    shared = {name for name, paths in places.items() if len(paths) > 1}
    assert len(shared) <= 0.05 * len(places), sorted(shared)


# Nouns that end like one, and what is called so on its pages.
NOUNS = {"grading", "mapping", "reading", "reporting", "routing", "sharing", "wording"}
PARTICIPLE = re.compile(
    "[a-z]+(ed|ing)|built|chosen|done|drawn|found|given|gone|held|kept|known|left|made|paid|said|seen|sent|shown|spoken|told|unsent"
)


def test_no_module_is_named_by_a_participle_alone() -> None:
    """A module is called by the thing it holds: `chosen_raises`, not `chosen`."""
    names = {part.removesuffix(".py") for path in MODULES for part in path.relative_to(ROOT).parts}
    assert {name for name in names if PARTICIPLE.fullmatch(name)} - NOUNS == set()


def test_every_template_knows_every_tag_and_each_name_is_one_of_them() -> None:
    """None is loaded but those of the sign-in library; Django's own `i18n` would take the place of `kept_texts`."""
    loaded = {
        name
        for path in TEMPLATES
        for line in re.findall(r"{% load (.*?) %}", path.read_text())
        for name in line.split()
    }
    assert loaded == {"allauth", "socialaccount"}
    ours = [import_module(name).register for name in settings.LIBRARIES if name.startswith("ladders.")]
    assert len(ours) > 10
    for kind in ("tags", "filters"):
        names = Counter(name for library in ours for name in getattr(library, kind))
        assert [name for name, times in names.items() if times > 1] == []


# From the lowest room up, as in the contract of imports. SQL names no table of a room above its own.
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
ROOMS = [layer.removeprefix("ladders.") for layer in reversed(LAYERS)]
TABLE = re.compile(rf'\b(?:FROM|JOIN|UPDATE|INTO|COPY|TABLE|ONLY)\s+"?({"|".join(ROOMS)})_[a-z]')
# A file of 100,000 people is planned and written by COPY and one statement a table.
SQL_ELSEWHERE = {
    "exchange": {"people/store.py", "people/write.py"},
    "frameworks": {"actions/base.py"},  # locks a person behind the frameworks, in one statement
}


def test_sql_reads_tables_of_its_own_room_and_of_those_below_it() -> None:
    """Tables of other rooms are named in `queries/` alone, where a change of a table is looked for, and never upwards."""
    found: list[str] = []
    named = 0
    for path in MODULES:
        inside = path.relative_to(ROOT / ("accounts" if path.is_relative_to(ROOT / "accounts") else "ladders")).parts
        room, place = ("accounts", inside) if path.is_relative_to(ROOT / "accounts") else (inside[0], inside[1:])
        if room not in ROOMS:
            continue
        for owner in {name for text in told_by(path).strings for name in TABLE.findall(text)} - {room}:
            named += 1
            above = ROOMS.index(owner) > ROOMS.index(room) or (room, owner) == ("impact", "accounts")
            if above or not (place[0] in {"queries", "queries.py"} or "/".join(place) in SQL_ELSEWHERE.get(room, ())):
                found.append(f"{path.relative_to(ROOT)}: {owner}")
    assert named > 10
    assert found == []


def test_no_template_line_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 120
    ]
    assert long == []


def test_no_tag_of_a_template_is_broken_over_lines() -> None:
    """Django takes such a tag for text, and readers see its braces, or follow a link with them."""
    broken = re.compile(r"\{\{(?:(?!\}\}).)*$|\{%(?:(?!%\}).)*$", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path in TEMPLATES
        for tag in broken.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_text_that_keeps_its_white_space_gets_none_from_the_template() -> None:
    """A text area, and what the style sheets show with its line breaks, begin and end with the text itself."""
    styles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static" / "css").glob("*.css"))
    kept = set(re.findall(r"\.([\w-]+)\s*\{[^}]*white-space: pre(?!-wrap-)", styles)) - {"moves-said"}
    assert {"grid-text", "reading-wording", "moves-private", "way-said"} <= kept
    names = "|".join(sorted(kept))
    padded = re.compile(
        rf'class="[^"<>]*(?<![\w-])(?:{names})(?![\w-])[^"<>]*"[^<>]*>\s|<textarea[^<]*>\s+\{{\{{|\}}\}}\s+</textarea>'
    )
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if padded.search(path.read_text(encoding="utf-8"))]
    assert found == []
