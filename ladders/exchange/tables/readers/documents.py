"""YAML, JSON and Markdown with YAML front matter into a long table, one row for each thing a document says."""

from __future__ import annotations

import re

from ladders.core.sentences import gettext as _
from ladders.exchange.round_trip.build import Returned
from ladders.exchange.round_trip.documents import from_document, is_ours

from ..entries import Entry, Value
from ..errors import ExchangeError
from ..sheets import Place, Problem, Table, warning
from .kinds import FileKind
from .markdown_tables import MarkdownTables, read_tables
from .nodes import YamlReader, read_json, refuse_big
from .outline import Outline
from .references import Joiner

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def read_document(
    name: str, text: str, kind: FileKind, *, ours: bool = False
) -> tuple[list[Table] | Returned, list[Problem]]:
    """The tables that a document amounts to (none if it describes no framework), and what was odd.

    `ours`: one that this product wrote comes back as a framework, exactly.
    Raises ExchangeError when the document is not valid.
    """
    if kind is FileKind.MARKDOWN:
        return _markdown(name, text, ours)
    values = values_of(name, text, kind)
    if ours and len(values) == 1 and is_ours(values[0]):
        returned = from_document(name, values[0])
        return returned, returned.problems
    table, problems = table_of(name, values)
    return [table], problems


def values_of(name: str, text: str, kind: FileKind) -> list[Value]:
    """The values of a JSON or YAML text: one, or one for each document in it. Raises ExchangeError where it is not valid."""
    return [read_json(name, text)] if kind is FileKind.JSON else YamlReader(name, text).read()


def table_of(name: str, values: list[Value]) -> tuple[Table, list[Problem]]:
    """The table that the values amount to, their references followed, and what was odd. Raises ExchangeError for none."""
    outline = Outline(name)
    joiner = Joiner(name)
    for value in values:
        _take(outline, joiner.join(value))
    table, problems = outline.table(), [*joiner.problems, *outline.problems]
    if nameless := outline.about_nameless():
        problems.append(nameless)
    if table.rows:
        return table, problems
    if nameless:
        raise ExchangeError(nameless.message, Place(name, row=nameless.row), of_frameworks=True)
    message = _(
        "%(name)s describes no framework: no levels, skills, competencies or topics were found in it. "
        "Compare it with the example in the guide, or send the framework as a table."
    ) % {"name": name}
    raise ExchangeError(message, Place(name), of_frameworks=True)


def _take(outline: Outline, value: Value) -> None:
    if isinstance(value, Entry):
        outline.root(value)
    elif isinstance(value, list):
        entries = [item for item in value if isinstance(item, Entry)]
        if entries and not any(outline.is_nested(entry) for entry in entries):
            outline.flat(entries)
        else:
            for entry in entries:
                outline.root(entry)


def _markdown(name: str, text: str, ours: bool) -> tuple[list[Table] | Returned, list[Problem]]:
    """The front matter if it holds topics, else the tables of the text; the rest is prose."""
    refuse_big(name, text)
    outline = Outline(name)
    fences = list(FENCE.finditer(text))
    if not fences or text[: fences[0].start()].strip():
        found = read_tables(name, text)
        if found.tables:
            return found.tables, _about_prose(name, found)
        note = _(
            "%(name)s has neither a table nor YAML front matter (topics between two lines of “---” at the "
            "top), so there was nothing to read. Put the ladder into a table with a heading row, or send it "
            "as a workbook."
        ) % {"name": name}
        return [], [warning(Place(name), note)]
    first = text.count("\n", 0, fences[0].end()) + 2
    end = fences[1].start() if len(fences) > 1 else len(text)
    front = text[fences[0].end() + 1 : end]
    values = YamlReader(name, front, first_line=first, inside="front matter").read()
    if ours and len(values) == 1 and is_ours(values[0]):
        returned = from_document(name, values[0], text)
        return returned, returned.problems
    for value in values:
        _take(outline, value)
    table = outline.table()
    if not table.rows:
        behind = fences[1].end() if len(fences) > 1 else len(text)
        found = read_tables(name, text[behind:], first_line=text.count("\n", 0, behind) + 1)
        if found.tables:
            return found.tables, _about_prose(name, found)
        note = _(
            "%(name)s has no topics in its front matter, so there was nothing to read. Add topics with "
            "levels, or send the framework as a table."
        ) % {"name": name}
        return [], [warning(Place(name, row=1), note)]
    return [table], outline.problems


def _about_prose(name: str, found: MarkdownTables) -> list[Problem]:
    """A word about the text beside the tables, which is not taken in."""
    if not found.prose:
        return []
    lines = "1 line" if found.prose == 1 else f"{found.prose} lines"
    note = _("Of %(name)s, the tables were read; the text around them (%(lines)s) was not taken in.") % {
        "name": name,
        "lines": lines,
    }
    return [warning(Place(name), note)]
