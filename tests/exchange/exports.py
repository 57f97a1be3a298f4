"""Versions to send out and take back in, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid5

from ladders.exchange.frameworks_in.build.to_version import shape_from
from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.exchange.frameworks_out.formats.source import ExportSource, source_from
from ladders.exchange.frameworks_out.formats.write import write
from ladders.frameworks.domain.shapes import EvaluationShape, GradingMethod, LevelShape, VersionShape
from ladders.impact.domain.points import DegreeShape, FactorShape, PlanShape
from tests.frameworks.versions import GRADES, NAMESPACE

CODES = ("complexity", "contribution", "influence", "autonomy", "demands")
DUE = dt.date(2027, 1, 31)
GUIDE = (("What this is", "One sheet for each track."),)
PLAN = PlanShape(
    tuple(
        FactorShape(
            uuid5(NAMESPACE, code),
            code,
            code.capitalize(),
            Decimal(20),
            tuple(DegreeShape(n, n * 100) for n in range(9)),
        )
        for code in CODES
    ),
    tuple(replace(grade, rank=rank) for rank, grade in enumerate(GRADES, start=1)),
    3,
)


def source(shape: VersionShape, *, private: bool = True, revision: int = 7) -> ExportSource:
    """The shape, ready to go out."""
    return source_from(shape, PLAN, slug="engineering", revision=revision, private=private)


def sent(shape: VersionShape, format: Format) -> bytes:
    """The file."""
    return write(source(shape), format, GUIDE)


def received(data: bytes, format: Format) -> Result:
    """What the way in makes of the file."""
    return read([(f"framework.{format.suffix}", data)])


def back(result: Result) -> VersionShape:
    """The version in what came in, with the file's keys."""
    [framework] = result.draft.frameworks
    return shape_from(framework, name=framework.name, plan=PLAN, scale=(), statement="", due=DUE, keep=True)


def expected(shape: VersionShape, format: Format) -> VersionShape:
    """What the format carries of the version: see `exporting.formats`. Keys are named by what they stand for."""
    shape = replace(source(shape).shape, number=1, state="draft", owner="")
    if format is not Format.JSON:
        shape = replace(
            shape,
            tracks=tuple(replace(track, levels=tuple(map(_without_due, track.levels))) for track in shape.tracks),
            evaluations={
                key: EvaluationShape(item.ratings, proposed=True)
                for key, item in shape.evaluations.items()
                if item.ratings
            },
        )
    return shape if format in (Format.JSON, Format.XLSX) else by_place(shape)


def got(shape: VersionShape, format: Format) -> VersionShape:
    """What came back, to be compared with `expected`."""
    return shape if format in (Format.JSON, Format.XLSX) else by_place(shape)


def _without_due(level: LevelShape) -> LevelShape:
    return replace(level, due=DUE if level.method is GradingMethod.SLOTTED else None)


def by_place(shape: VersionShape) -> VersionShape:
    """The version with keys that only tell the place: what formats without keys have in common."""
    keys: dict[UUID, UUID] = {}
    for kind, found in (
        ("track", [part.key for part in shape.tracks]),
        ("level", [part.key for part in shape.levels]),
        ("group", [part.key for part in shape.groups]),
        ("competency", [part.key for part in shape.competencies]),
    ):
        keys.update({key: uuid5(NAMESPACE, f"{kind} {place}") for place, key in enumerate(found)})
    return renamed(shape, keys)


def renamed(shape: VersionShape, keys: Mapping[UUID, UUID]) -> VersionShape:
    """The version with other keys."""
    return replace(
        shape,
        tracks=tuple(
            replace(
                track,
                key=keys[track.key],
                levels=tuple(replace(level, key=keys[level.key]) for level in track.levels),
            )
            for track in shape.tracks
        ),
        groups=tuple(replace(group, key=keys[group.key]) for group in shape.groups),
        competencies=tuple(replace(item, key=keys[item.key], group=keys[item.group]) for item in shape.competencies),
        expectations={(keys[level], keys[item]): text for (level, item), text in shape.expectations.items()},
        evaluations={keys[level]: item for level, item in shape.evaluations.items()},
    )
