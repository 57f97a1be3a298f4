"""Draws the rooms and what imports what: `python -m tests.rooms_picture` writes docs/img/rooms.svg."""

from __future__ import annotations

import tomllib
from collections import Counter
from html import escape
from importlib import import_module
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "img" / "rooms.svg"
ROW, BOX, LEFT, TOP = 56, 40, 16, 16
TEXT = 660  # width of a box
STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1f2937 } .name { font-weight: 600 } .says { font-size: 12px }
  .box { fill: #f8fafc; stroke: #94a3b8 } .arc { fill: none; stroke: #0f766e; stroke-opacity: .5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e5e7eb } .box { fill: #1e293b; stroke: #64748b } .arc { stroke: #5eead4 }
  }"""


def rooms() -> list[str]:
    """The rooms from the highest to the lowest, as the import contract in pyproject.toml has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    return [room for room in layers if room != "ladders.urls"]


def count_imports(names: list[str]) -> Counter[tuple[str, str]]:
    """How many modules' imports lead from one room to another: (from, to) → number."""
    graph = grimp.build_graph("ladders", "accounts", cache_dir=None)
    found: Counter[tuple[str, str]] = Counter()

    def room_of(module: str) -> str | None:
        return next((room for room in names if module == room or module.startswith(f"{room}.")), None)

    for module in graph.modules:
        here = room_of(module)
        for target in graph.find_modules_directly_imported_by(module):
            there = room_of(target)
            if here and there and here != there:
                found[here, there] += 1
    return found


def draw() -> str:
    """The picture as SVG: a box for each room with what it is for, and an arc for each way that imports go."""
    names = rooms()
    edges = count_imports(names)
    middle = {room: TOP + ROW * index + BOX / 2 for index, room in enumerate(names)}
    reach = max(names.index(b) - names.index(a) for a, b in edges)
    width, height = LEFT + TEXT + 28 * reach + 40, TOP * 2 + ROW * len(names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="The rooms, each above what it imports">',
        f"<style>{STYLE}</style>",
    ]
    for (a, b), number in sorted(edges.items()):
        bulge = 28 * (names.index(b) - names.index(a)) + 24
        x = LEFT + TEXT
        parts.append(
            f'<path class="arc" stroke-width="{_width(number)}" d="M {x} {middle[a] + 6:g} '
            f'C {x + bulge} {middle[a] + 6:g} {x + bulge} {middle[b] - 6:g} {x} {middle[b] - 6:g}">'
            f"<title>{a} imports {b}</title></path>"
        )
    for room in names:
        y = middle[room] - BOX / 2
        says = (import_module(room).__doc__ or "").strip().splitlines()[0]
        parts += [
            f'<rect class="box" x="{LEFT}" y="{y:g}" width="{TEXT}" height="{BOX}" rx="6"/>',
            f'<text class="name" x="{LEFT + 12}" y="{y + 17:g}">{room.removeprefix("ladders.")}</text>',
            f'<text class="says" x="{LEFT + 12}" y="{y + 33:g}">{escape(_shortened(says))}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _width(imports: int) -> int:
    """Three strengths, so that the picture changes when the house does and not with every import."""
    return 1 + (imports > 12) + (imports > 60)


def _shortened(text: str, length: int = 92) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(",:") + " …"


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
