"""The tables of a Markdown text, each under the heading it stands below. Rows keep the lines that a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..sheets import Table, clean, make_table, one_line

RULE = re.compile(r"\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?")
CELL_END = re.compile(r"(?<!\\)\|")
HEADING = re.compile(r"#{1,6}\s+(?P<text>\S.*)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")  # no sign that opens another inside: linear
STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<text>(?:(?!\1).)+)(?<=\S)\1")  # no mark inside: linear
SLANTED = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])(?P<text>[^*_\n]*?[^\s*_])\1(?![\w*_])")
CODE_SPAN = re.compile(r"`([^`]+)`")
TAG = re.compile(r"</?(b|i|em|strong|sup|sub|span|p|u)\b[^<>]*>", re.IGNORECASE)
FENCE = re.compile(r"\s*(```|~~~)")


@dataclass
class MarkdownTables:
    """What a Markdown text amounts to: its tables, and whether it says something beside them."""

    tables: list[Table] = field(default_factory=list)
    prose: int = 0  # lines of text outside tables and headings


def read_tables(name: str, text: str, *, first_line: int = 1) -> MarkdownTables:
    """All tables of a text whose first line has this number; several are known by the headings above them."""
    lines = text.split("\n")
    found = MarkdownTables()
    blocks: list[tuple[str, list[tuple[int, list[str]]]]] = []
    heading, index, fenced = "", 0, False
    while index < len(lines):
        line = lines[index].strip()
        fenced ^= bool(FENCE.match(line))
        titled = HEADING.fullmatch(line)
        if not fenced and index + 1 < len(lines) and _heads_table(line, lines[index + 1].strip()):
            rows = [(first_line + index, _cells(line))]
            index += 2
            while index < len(lines) and "|" in lines[index] and lines[index].strip():
                rows.append((first_line + index, _cells(lines[index].strip())))
                index += 1
            blocks.append((heading, rows))
            continue
        if titled and not fenced:
            heading = one_line(_plain(_without_end(titled["text"])))
        elif line:
            found.prose += 1
        index += 1
    used: dict[str, int] = {}
    for title, rows in blocks:
        sheet = title if len(blocks) > 1 else ""
        used[sheet] = used.get(sheet, 0) + 1
        if used[sheet] > 1:
            sheet = f"{sheet} {used[sheet]}".strip()
        found.tables.append(make_table(name, sheet, rows))
    return found


def _heads_table(line: str, below: str) -> bool:
    """Whether a line is the heading row of a table: the line below it rules off as many columns."""
    return "|" in line and "-" in below and bool(RULE.fullmatch(below)) and len(_cells(line)) == len(_cells(below))


def _without_end(heading: str) -> str:
    """A heading without the marks that may close it: `Craft ##` is Craft, and `C#` is itself."""
    text = heading.rstrip("#")
    return text.rstrip() if text[-1:].isspace() else heading


def _cells(line: str) -> list[str]:
    """The cells of a row, as texts without Markdown's marks."""
    inner = line[1:] if line.startswith("|") else line
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [clean(_plain(cell)) for cell in CELL_END.split(inner)]


def _plain(text: str) -> str:
    """A cell's text: emphasis, links and code marks go, `<br>` is a new line, and escaped signs are the signs."""
    text = BREAK.sub("\n", text.strip())
    text = LINK.sub(lambda match: match["text"], text)
    for pattern in (STRONG, SLANTED):
        text = pattern.sub(lambda match: match["text"], text)
    text = TAG.sub("", CODE_SPAN.sub(r"\1", text))
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|>~-])", r"\1", text)
