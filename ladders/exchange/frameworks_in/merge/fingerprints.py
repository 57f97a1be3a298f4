"""What a version says, as short fingerprints part by part: two of them tell what changed, without the texts themselves.

A workbook carries those of the version it was made from. With them, whoever takes it back knows for each part whether
the file changed it, the draft did meanwhile, or both; and nothing that was deleted before the file was passed on stays
hidden in it.

Parts are named by the keys that everything keeps: `framework/summary`, `track/<key>/name`, `level/<key>/title`,
`level/<key>/grade`, `group/<key>/kind`, `competency/<key>/description`, `cell/<level>/<competency>/descriptor`, and orders:
`order/tracks`, `order/levels/<track>`, `order/competencies/<group>` …
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from uuid import UUID

from ladders.frameworks.domain.shapes import LEVEL_TEXTS, GradingMethod, VersionShape

LENGTH = 16  # hexadecimal digits; 64 bits, so that two texts of one part never meet


def fingerprints(shape: VersionShape) -> dict[str, str]:
    """Name of the part → fingerprint of what it says; blank parts have none."""
    return fingerprints_of(parts(shape))


def fingerprints_of(said: Iterable[tuple[str, tuple[object, ...]]]) -> dict[str, str]:
    """The same from pairs of name and values."""
    return {name: digest(values) for name, values in said if any(value not in ("", None) for value in values)}


def parts(shape: VersionShape) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Name of the part → what it says, in the version's order."""
    yield "framework/name", (shape.framework,)
    for name in ("summary", "statement"):
        yield f"framework/{name}", (getattr(shape, name),)
    yield "framework/scale", tuple(part for step in shape.scale for part in (step.name, step.description))
    yield "order/tracks", _keys(track.key for track in shape.tracks)
    for track in shape.tracks:
        for name in ("kind", "name", "tagline", "purpose"):
            yield f"track/{track.key}/{name}", (str(getattr(track, name)),)
        yield f"order/levels/{track.key}", _keys(level.key for level in track.levels)
        for level in track.levels:
            for name in LEVEL_TEXTS:
                yield f"level/{level.key}/{name}", (getattr(level, name),)
            yield f"level/{level.key}/track", (track.key,)
            slotted = level.method is GradingMethod.SLOTTED
            yield f"level/{level.key}/grade", (level.grade,)
            yield f"level/{level.key}/source", (level.source if slotted else level.points,)
    yield "order/groups", _keys(group.key for group in shape.groups)
    for group in shape.groups:
        yield f"group/{group.key}/name", (group.name,)
        yield f"group/{group.key}/kind", (group.kind.value,)
        inside = _keys(item.key for item in shape.competencies if item.group == group.key)
        yield f"order/competencies/{group.key}", inside
    for item in shape.competencies:
        yield f"competency/{item.key}/name", (item.name,)
        yield f"competency/{item.key}/description", (item.description,)
        yield f"competency/{item.key}/links", (item.links,)
        yield f"competency/{item.key}/group", (item.group,)
    for (level_key, competency), text in shape.expectations.items():
        cell = f"cell/{level_key}/{competency}"
        yield f"{cell}/proficiency", (text.proficiency,)
        yield f"{cell}/builds", ("yes" if text.builds_on else "",)
        yield f"{cell}/descriptor", (text.descriptor,)
        yield f"{cell}/examples", (text.examples,)
        yield f"{cell}/links", (text.links,)
    for level_key, evaluation in shape.evaluations.items():
        rated = tuple(
            part
            for factor, rating in sorted(evaluation.ratings.items())
            for part in (factor, rating.degree, rating.rationale)
        )
        yield f"ratings/{level_key}", rated


def _keys(keys: Iterable[UUID]) -> tuple[object, ...]:
    return tuple(keys)


def digest(values: tuple[object, ...]) -> str:
    """The fingerprint of what one part says."""
    whole = hashlib.sha256()
    for value in values:
        text = "" if value is None else str(value)
        whole.update(f"{len(text)}:{text}".encode())
    return whole.hexdigest()[:LENGTH]
