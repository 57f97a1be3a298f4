"""A version as a workbook that a person would gladly edit and send back: a sheet for each track, and what they share."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ladders.exchange.frameworks_in.merge.fingerprints import fingerprints
from ladders.frameworks.domain.shapes import (
    ExpectationShape,
    GradingMethod,
    GroupKind,
    LevelShape,
    TrackKind,
    TrackShape,
)

from . import layout
from .formats import HIDDEN_SHEET, WORKBOOK, grade_source
from .layout import Aspect
from .paper import Paper, new_book
from .source import ExportSource

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
MAX_STEPS = 20  # of proficiency that can be chosen from a list
MORE_ROWS = 60  # below the last competency, lists to choose from are there for new ones, too
WIDTHS = {Aspect.DESCRIPTOR: 46, Aspect.PROFICIENCY: 15, Aspect.BUILDS: 11, Aspect.EXAMPLES: 34, Aspect.LINKS: 34}
Guide = Sequence[tuple[str, str]]


def to_xlsx(source: ExportSource, guide: Guide) -> bytes:
    """The workbook. `guide` is what its first sheet says: pairs of heading and text, in the reader's language.

    Raises DomainError where a text is longer than a cell can hold.
    """
    book = new_book(source.shape.framework)
    _readme(Paper(book, layout.README), source, guide)
    _framework(Paper(book, layout.FRAMEWORK), source)
    _competencies(Paper(book, layout.COMPETENCIES), source)
    names = sheet_names([track.name for track in source.shape.tracks])
    for track, name in zip(source.shape.tracks, names, strict=True):
        _track(Paper(book, name), source, track)
    if source.shape.evaluations:
        _evaluation(Paper(book, layout.EVALUATION), source)
    _hidden(book, source)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that a workbook allows: at most 31 characters, without some signs, each once whatever its case."""
    taken = {name.casefold() for name in (*layout.OWN_SHEETS, HIDDEN_SHEET, "History")}
    result = []
    for name in names:
        # Characters beyond the first plane count twice for Excel.
        plain = " ".join(FORBIDDEN.sub(" ", name).split()).strip("'")
        plain = "".join(sign for sign in plain if sign <= "\uffff") or "Track"
        free, number = plain[:31].strip(" '"), 2
        while free.casefold() in taken or not free:
            free = f"{plain[: 31 - len(str(number)) - 1].strip(' ')} {number}"
            number += 1
        taken.add(free.casefold())
        result.append(free)
    return result


def _readme(paper: Paper, source: ExportSource, guide: Guide) -> None:
    paper.widths([3, 26, 92])
    paper.put(2, 2, source.shape.framework, "title")
    for row, (heading, text) in enumerate(guide, start=4):
        paper.put(row, 2, heading, "name")
        paper.put(row, 3, text)
    paper.printed()


def _framework(paper: Paper, source: ExportSource) -> None:
    """The framework's own texts, the proficiency scale, and the tracks in their order."""
    shape = source.shape
    paper.widths([0, 26, 30, 34, 70])
    paper.put(1, 1, layout.FRAMEWORK, "mark")
    paper.hide_row(1)
    texts = ((layout.NAME, "Name", shape.framework), (layout.SUMMARY, "Summary", shape.summary))
    for row, (mark, label, text) in enumerate((*texts, (layout.STATEMENT, "Statement", shape.statement)), start=2):
        paper.put(row, 1, mark, "mark")
        paper.put(row, 2, label, "label")
        paper.put(row, 3, text, "name" if mark == layout.NAME else "text")
        paper.sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)
        paper.sheet.row_dimensions[row].height = 15 * (1 + sum(1 + len(line) // 120 for line in text.split("\n")))
    row = 6
    paper.put(row, 1, layout.STEPS, "mark")
    paper.row(row, ["Proficiency, lowest first", "Name", "Description"], "head", first=2)
    for number, step in enumerate(shape.scale, start=1):
        row += 1
        paper.put(row, 1, layout.STEP, "mark")
        paper.row(row, [str(number), step.name, step.description], first=2)
    row += 2
    paper.put(row, 1, layout.TRACKS, "mark")
    paper.row(row, ["Track", "Kind", "In a few words", "Purpose"], "head", first=2)
    first = row + 1
    for row, track in enumerate(shape.tracks, start=first):
        paper.put(row, 1, f"{layout.TRACK}{track.key}", "mark")
        paper.put(row, 2, track.name, "name")
        paper.row(row, [track.kind.value, track.tagline, track.purpose], first=3)
    paper.choices(f"C{first}:C{row + MORE_ROWS}", f'"{",".join(TrackKind)}"')
    paper.printed()


def _competencies(paper: Paper, source: ExportSource) -> None:
    """A row for each group, and below it one for each of its competencies."""
    paper.widths([0, 30, 34, 14, 80, 50])
    paper.put(1, 1, layout.COMPETENCIES, "mark")
    paper.hide_row(1)
    paper.row(
        2, ["Group", "Competency", "Kind of group", "What it is", layout.ASPECT_HEADINGS[Aspect.LINKS]], "head", first=2
    )
    row = 2
    for group in source.shape.groups:
        row += 1
        paper.put(row, 1, f"{layout.GROUP}{group.key}", "mark")
        paper.row(row, [group.name, "", group.kind.value, "", ""], "subhead", first=2)
        for item in source.by_group[group.key]:
            row += 1
            paper.put(row, 1, f"{layout.COMPETENCY}{item.key}", "mark")
            paper.row(row, ["", item.name, "", item.description, item.links], first=2)
    paper.choices(f"D3:D{row + MORE_ROWS}", f'"{",".join(GroupKind)}"')
    paper.freeze(3, 4)
    paper.printed(title_rows="2:2")


def _track(paper: Paper, source: ExportSource, track: TrackShape) -> None:
    """Competencies down, levels across; a level has a column for each aspect, one for links only where there are any."""
    paper.put(1, 1, f"{layout.TRACK}{track.key}", "mark")
    paper.hide_row(1)
    shown = _aspects_in_use(source, track)
    aspects = [aspect for aspect in Aspect if aspect is not Aspect.LINKS or aspect in shown]
    widths: list[float] = [0, 20, 26]
    columns: dict[tuple[LevelShape, Aspect], int] = {}
    for level in track.levels:
        for aspect in aspects:
            columns[level, aspect] = len(widths) + 1
            widths.append(WIDTHS[aspect])
    paper.widths(widths)
    for (level, aspect), column in columns.items():
        paper.put(1, column, f"{layout.LEVEL}{level.key}:{aspect}", "mark")
        if aspect in (Aspect.BUILDS, Aspect.EXAMPLES):
            paper.fold(column, away=aspect not in shown)
    row = 1
    for mark, label, texts, look in _level_rows(track):
        row += 1
        paper.put(row, 1, mark, "mark")
        paper.row(row, ["", label], look if look != "text" else "label", first=2)
        for (level, aspect), column in columns.items():
            if mark == layout.ASPECTS:
                paper.put(row, column, layout.ASPECT_HEADINGS[aspect], look)
            elif aspect is Aspect.DESCRIPTOR:
                paper.put(row, column, texts[level.key], look)
            elif look == "head":
                paper.put(row, column, "", look)
    first = row + 1
    for row, (group, item) in enumerate(source.competencies, start=first):
        paper.put(row, 1, f"{layout.COMPETENCY}{item.key}", "mark")
        paper.put(row, 2, group.name, "label")
        paper.put(row, 3, item.name, "name")
        for (level, aspect), column in columns.items():
            text = source.shape.expectations.get((level.key, item.key))
            paper.put(row, column, _cell(source, text, aspect) if text else "")
    _choices(source, paper, columns, first, row + MORE_ROWS)
    paper.freeze(5, 4)
    paper.printed(title_rows="2:4")


def _level_rows(track: TrackShape) -> Iterator[tuple[str, str, dict[UUID, str], str]]:
    """The rows that describe levels: mark, label, text by level, look. Code and title come first and stay in view."""
    rows = layout.LEVEL_ROWS
    yield layout.TITLE, rows[layout.TITLE], {level.key: level.title for level in track.levels}, "head"
    yield layout.CODE, rows[layout.CODE], {level.key: level.code for level in track.levels}, "head"
    yield layout.ASPECTS, "Competency", {}, "subhead"
    yield layout.SUMMARY, rows[layout.SUMMARY], {level.key: level.summary for level in track.levels}, "text"
    yield layout.SCOPE, rows[layout.SCOPE], {level.key: level.scope for level in track.levels}, "text"
    yield layout.GRADE, rows[layout.GRADE], {level.key: level.grade or "" for level in track.levels}, "text"
    told = {
        level.key: grade_source(
            evaluated=level.method is GradingMethod.EVALUATED, points=level.points, source=level.source
        )
        for level in track.levels
    }
    yield layout.SOURCE, rows[layout.SOURCE], told, "text"


def _aspects_in_use(source: ExportSource, track: TrackShape) -> set[Aspect]:
    """The aspects that some level of the track says something in; the others begin folded away."""
    texts = [text for level in track.levels for _, text in source.asked(level.key)]
    used = {Aspect.DESCRIPTOR, Aspect.PROFICIENCY}
    used |= {Aspect.BUILDS} if any(text.builds_on for text in texts) else set()
    used |= {Aspect.EXAMPLES} if any(text.examples for text in texts) else set()
    return used | ({Aspect.LINKS} if any(text.links for text in texts) else set())


def _cell(source: ExportSource, text: ExpectationShape, aspect: Aspect) -> str:
    if aspect is Aspect.PROFICIENCY:
        return _step_label(source, text.proficiency) if text.proficiency is not None else ""
    if aspect is Aspect.BUILDS:
        return "yes" if text.builds_on else ""
    if aspect is Aspect.LINKS:
        return text.links
    return text.descriptor if aspect is Aspect.DESCRIPTOR else text.examples


def _step_label(source: ExportSource, number: int) -> str:
    return " ".join(f"{number} {source.step_names.get(number, '')}".split())


def _choices(
    source: ExportSource, paper: Paper, columns: dict[tuple[LevelShape, Aspect], int], first: int, last: int
) -> None:
    """Lists to choose from: the steps of proficiency (kept on the hidden sheet), and yes."""
    steps = min(len(source.shape.scale), MAX_STEPS)
    lists = {Aspect.PROFICIENCY: f"'{HIDDEN_SHEET}'!$D$1:$D${steps}" if steps else "", Aspect.BUILDS: '"yes"'}
    for aspect, listed in lists.items():
        letters = [get_column_letter(column) for (_, one), column in columns.items() if one is aspect]
        if letters and listed:
            paper.choices(" ".join(f"{letter}{first}:{letter}{last}" for letter in letters), listed)


def _evaluation(paper: Paper, source: ExportSource) -> None:
    """A row for each level: the degree of each factor and why."""
    paper.put(1, 1, layout.EVALUATION, "mark")
    paper.hide_row(1)
    paper.row(2, ["Code", "Title"], "head", first=2)
    widths: list[float] = [0, 9, 28]
    for position, factor in enumerate(source.plan.factors):
        column = 4 + 2 * position
        paper.put(1, column, f"{layout.DEGREE}{factor.code}", "mark")
        paper.put(1, column + 1, f"{layout.WHY}{factor.code}", "mark")
        paper.row(2, [f"{factor.name}: degree", f"{factor.name}: why"], "head", first=column)
        widths += [11, 44]
    paper.widths(widths)
    for row, level in enumerate(source.shape.levels, start=3):
        paper.put(row, 1, f"{layout.LEVEL}{level.key}", "mark")
        paper.put(row, 2, level.code, "name")
        paper.put(row, 3, level.title, "label")
        ratings = source.ratings(level.key)
        for position, factor in enumerate(source.plan.factors):
            rating = ratings.get(factor.code)
            texts = [str(rating.degree), rating.rationale] if rating else ["", ""]
            paper.row(row, texts, first=4 + 2 * position)
    paper.freeze(3, 4)
    paper.printed(title_rows="2:2")


def _hidden(book: Workbook, source: ExportSource) -> None:
    """What makes the workbook known again, and what everything said when it was written."""
    paper = Paper(book, HIDDEN_SHEET)
    shape = source.shape
    facts = (source.slug, str(shape.number), shape.state, str(source.revision))
    paper.put(1, 1, WORKBOOK, "mark")
    for row, (name, fact) in enumerate(zip(("slug", "version", "state", "revision"), facts, strict=True), start=2):
        paper.row(row, [name, fact], "mark")
    for row, (name, digest) in enumerate(fingerprints(shape).items(), start=6):
        paper.row(row, [name, digest], "mark")
    for row, step in enumerate(shape.scale[:MAX_STEPS], start=1):
        paper.put(row, 4, _step_label(source, step.number), "mark")
    paper.sheet.sheet_state = "hidden"
