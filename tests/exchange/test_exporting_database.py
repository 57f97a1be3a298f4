"""Out of one framework and into another: the same levels on the same grades, in every format."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from accounts.models import User
from ladders.exchange.frameworks_in.apply import apply
from ladders.exchange.frameworks_in.pipeline import read
from ladders.exchange.frameworks_out.export_source import export
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.domain.shapes import EvaluationShape, GradingMethod, VersionShape
from ladders.frameworks.models import Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.frameworks.published import from_template

from .exports import by_place

pytestmark = pytest.mark.django_db


def content(version: Version) -> VersionShape:
    """What it says, whatever its keys and name are; a date of an evaluation is the day of the import."""
    shape = by_place(shape_of(version, evaluations=True))
    evaluations = {key: EvaluationShape(item.ratings, proposed=True) for key, item in shape.evaluations.items()}
    return replace(shape, framework="", owner="", evaluations=evaluations)


@pytest.mark.parametrize("format", Format)
def test_a_framework_moves_to_another_one(format: Format, plan: FactorPlan, hr: User) -> None:
    version = from_template("engineering", hr)

    name, data = export(version, format, private=True)
    [done] = apply(result=read([(name, data)]), name="Engineering elsewhere", by=hr)
    copy = done.version

    assert content(copy) == content(version)
    assert {level.method for level in shape_of(copy).levels} == {GradingMethod.EVALUATED}
    assert all(item.proposed for item in shape_of(copy, evaluations=True).evaluations.values())
    assert {level.key for level in shape_of(copy).levels}.isdisjoint(level.key for level in shape_of(version).levels)


@pytest.mark.parametrize("format", Format)
def test_a_slotted_grade_keeps_its_source(format: Format, plan: FactorPlan, hr: User) -> None:
    original = shape_of(from_template("design", hr))
    slotted = replace(
        original,
        tracks=tuple(
            replace(
                track,
                levels=tuple(
                    replace(
                        level,
                        method=GradingMethod.SLOTTED,
                        points=None,
                        source="Evaluated here",
                        due=dt.date(2030, 1, 1),
                    )
                    for level in track.levels
                ),
            )
            for track in original.tracks
        ),
    )
    version = create_framework(name="Slotted", by=hr, shape=slotted)

    name, data = export(version, format, private=True)
    [done] = apply(result=read([(name, data)]), name="Elsewhere", by=hr)
    copy = done.version

    told = [(level.grade, level.method, level.source) for level in shape_of(copy).levels]
    assert told == [(level.grade, GradingMethod.SLOTTED, "Evaluated here") for level in slotted.levels]
