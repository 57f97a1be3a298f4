"""A version as one long table: what each row describes stands on it, everything that names it stands there too.

First the framework, its groups and competencies, then each track, level, and what the level asks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from ladders.core.errors import DomainError
from ladders.core.sentences import gettext as _
from ladders.exchange.frameworks_in.mapping.fields import EXPORT_HEADINGS, RATING_HEADING, RATIONALE_HEADING, Field
from ladders.exchange.tables.limits import MAX_CELL_LENGTH
from ladders.frameworks.domain.shapes import (
    CompetencyShape,
    ExpectationShape,
    GradingMethod,
    GroupShape,
    LevelShape,
    StepShape,
)

from .formats import grade_source
from .source import ExportSource
from .texts import neutral

COLUMNS: Final = (
    Field.FRAMEWORK,
    Field.TRACK,
    Field.TRACK_KIND,
    Field.LEVEL_NUMBER,
    Field.LEVEL_CODE,
    Field.LEVEL_TITLE,
    Field.GRADE,
    Field.GRADE_SOURCE,
    Field.GROUP,
    Field.COMPETENCY,
    Field.PROFICIENCY,
    Field.BUILDS,
    Field.DESCRIPTOR,
    Field.EXAMPLES,
    Field.LINKS,
    Field.LEVEL_SUMMARY,
    Field.LEVEL_SCOPE,
    Field.TRACK_TAGLINE,
    Field.TRACK_PURPOSE,
    Field.GROUP_KIND,
    Field.COMPETENCY_DESCRIPTION,
    Field.FRAMEWORK_SUMMARY,
    Field.STATEMENT,
    Field.SCALE,
)
Cells = dict[str, str]


def to_csv(source: ExportSource) -> bytes:
    """UTF-8 with the mark by which Excel knows it. Raises DomainError for what a row could not name.

    A cell that a spreadsheet would run begins with an apostrophe, which comes off when the file is read.
    """
    _refuse_twins(source)
    headings = [EXPORT_HEADINGS[field] for field in COLUMNS]
    for code in source.factors.values():
        headings += [RATING_HEADING + code, RATIONALE_HEADING + code]
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headings)
    for cells in _rows(source):
        row = [neutral(cells.get(heading, "")) for heading in headings]
        _refuse_long(row, headings, cells)
        writer.writerow(row)
    return out.getvalue().encode()


def _rows(source: ExportSource) -> Iterator[Cells]:
    shape = source.shape
    named = {EXPORT_HEADINGS[Field.FRAMEWORK]: shape.framework}
    yield named | _cells(
        {
            Field.FRAMEWORK_SUMMARY: shape.summary,
            Field.STATEMENT: shape.statement,
            Field.SCALE: "\n".join(_step(step) for step in shape.scale),
        }
    )
    for group in shape.groups:
        yield named | _cells({Field.GROUP: group.name, Field.GROUP_KIND: group.kind.value})
        for item in source.by_group[group.key]:
            described = {Field.COMPETENCY_DESCRIPTION: item.description, Field.LINKS: item.links}
            yield named | _competency(group, item) | _cells(described)
    for track in shape.tracks:
        inside = named | _cells({Field.TRACK: track.name, Field.TRACK_KIND: track.kind.value})
        yield inside | _cells({Field.TRACK_TAGLINE: track.tagline, Field.TRACK_PURPOSE: track.purpose})
        for number, level in enumerate(track.levels, start=1):
            yield from _level(source, inside, number, level)


def _level(source: ExportSource, inside: Cells, number: int, level: LevelShape) -> Iterator[Cells]:
    groups = source.shape.group_by_key
    evaluated = level.method is GradingMethod.EVALUATED
    named = inside | _cells(
        {
            Field.LEVEL_NUMBER: str(number),
            Field.LEVEL_CODE: level.code,
            Field.LEVEL_TITLE: level.title,
            Field.GRADE: level.grade or "",
            Field.GRADE_SOURCE: grade_source(evaluated=evaluated, points=level.points, source=level.source),
        }
    )
    ratings = {
        heading + code: text
        for code, rating in source.ratings(level.key).items()
        for heading, text in ((RATING_HEADING, str(rating.degree)), (RATIONALE_HEADING, rating.rationale))
    }
    yield named | _cells({Field.LEVEL_SUMMARY: level.summary, Field.LEVEL_SCOPE: level.scope}) | ratings
    for item, text in source.asked(level.key):
        yield named | _competency(groups[item.group], item) | _expectation(text)


def _competency(group: GroupShape, item: CompetencyShape) -> Cells:
    return _cells({Field.GROUP: group.name, Field.COMPETENCY: item.name})


def _expectation(text: ExpectationShape) -> Cells:
    return _cells(
        {
            Field.PROFICIENCY: "" if text.proficiency is None else str(text.proficiency),
            Field.BUILDS: "yes" if text.builds_on else "no",
            Field.DESCRIPTOR: text.descriptor,
            Field.EXAMPLES: text.examples,
            Field.LINKS: text.links,
        }
    )


def _cells(values: dict[Field, str]) -> Cells:
    return {EXPORT_HEADINGS[field]: text for field, text in values.items()}


def _step(step: StepShape) -> str:
    """A step in one line; the first colon without a backslash parts name and description."""
    name, text = (part.replace("\\", "\\\\").replace("\n", "\\n") for part in (step.name, step.description))
    return f"{name.replace(':', chr(92) + ':')}: {text}" if text else name.replace(":", "\\:")


def _refuse_twins(source: ExportSource) -> None:
    """Rows are told apart by names, so two of a name cannot go out in this format."""
    shape = source.shape
    named: list[tuple[str, str]] = [("tracks", track.name) for track in shape.tracks]
    named += [("competency groups", group.name) for group in shape.groups]
    named += [(f"competencies of “{group.name}”", item.name) for group, item in source.competencies]
    seen: set[tuple[str, str]] = set()
    for what, name in named:
        if (what, name) in seen:
            raise DomainError(
                _(
                    "Two %(what)s are called “%(name)s”, and a csv could not tell them apart. Give one of them "
                    "another name, or export as JSON or Excel."
                )
                % {"what": what, "name": name}
            )
        seen.add((what, name))


def _refuse_long(row: list[str], headings: list[str], cells: Cells) -> None:
    """A spreadsheet would cut it off without a word."""
    for heading, cell in zip(headings, row, strict=True):
        if len(cell) > MAX_CELL_LENGTH:
            where = " ".join(
                filter(
                    None,
                    (
                        cells.get(EXPORT_HEADINGS[Field.LEVEL_CODE], ""),
                        cells.get(EXPORT_HEADINGS[Field.COMPETENCY], ""),
                    ),
                )
            )
            raise DomainError(
                _(
                    "%(heading)s%(where)s has %(count)s characters, and a cell holds %(most)s. Shorten "
                    "it, or export as JSON or Markdown."
                )
                % {
                    "heading": heading,
                    "where": f" of {where}" if where else "",
                    "count": f"{len(cell):,}",
                    "most": f"{MAX_CELL_LENGTH:,}",
                }
            )
