"""A version as a document: JSON with everything, and the plain tree that Markdown begins with.

Both have the form of the framework templates that come with the product. `schema/framework-1.schema.json` describes it.
"""

from __future__ import annotations

import json
from typing import Any

from ladders.frameworks.domain.shapes import EvaluationShape, ExpectationShape, GradingMethod, LevelShape, RatingShape

from .formats import SCHEMA
from .source import ExportSource


def to_json(source: ExportSource) -> bytes:
    """The complete document, as people can read and compare it."""
    return (json.dumps(document(source), ensure_ascii=False, indent=2) + "\n").encode()


def document(source: ExportSource) -> dict[str, Any]:
    """Everything the version says, with the keys of its parts."""
    shape = source.shape
    return {
        **_head(source, published=source.published.isoformat() if source.published else None),
        "groups": [
            {
                "key": str(group.key),
                "name": group.name,
                "kind": group.kind.value,
                "competencies": [
                    {"key": str(item.key), "name": item.name, "description": item.description, "links": item.links}
                    for item in source.by_group[group.key]
                ],
            }
            for group in shape.groups
        ],
        "tracks": [
            {
                "key": str(track.key),
                "kind": track.kind.value,
                "name": track.name,
                "tagline": track.tagline,
                "purpose": track.purpose,
                "levels": [_level(source, level) for level in track.levels],
            }
            for track in shape.tracks
        ],
    }


def tree(source: ExportSource) -> dict[str, Any]:
    """The same without keys and without what is blank, expectations by the name of their competency."""
    shape, names = source.shape, source.unique_names()
    return {
        **_head(source),
        "groups": [
            {
                "name": group.name,
                "kind": group.kind.value,
                "competencies": [
                    _filled({"name": item.name, "description": item.description, "links": item.links})
                    for item in source.by_group[group.key]
                ],
            }
            for group in shape.groups
        ],
        "tracks": [
            {
                "kind": track.kind.value,
                "name": track.name,
                **_filled({"tagline": track.tagline, "purpose": track.purpose}),
                "levels": [
                    _filled(
                        {
                            **_texts(level),
                            **_grade(level),
                            "ratings": {code: _plain_rating(r) for code, r in source.ratings(level.key).items()},
                            "expectations": {
                                names[item.key]: _filled({**_asked(text), "builds": text.builds_on or None})
                                for item, text in source.asked(level.key)
                            },
                        }
                    )
                    for level in track.levels
                ],
            }
            for track in shape.tracks
        ],
    }


def _head(source: ExportSource, **more: Any) -> dict[str, Any]:
    shape = source.shape
    return {
        "$schema": SCHEMA,
        "name": shape.framework,
        "summary": shape.summary,
        "statement": shape.statement,
        "origin": {
            "framework": source.slug,
            "version": shape.number,
            "state": str(shape.state),
            "revision": source.revision,
            "plan": source.plan.number,
            "owner": shape.owner,
            **more,
            "note": source.note,
        },
        "scale": [{"name": step.name, "description": step.description} for step in shape.scale],
    }


def _level(source: ExportSource, level: LevelShape) -> dict[str, Any]:
    evaluation = source.shape.evaluations.get(level.key)
    return {
        "key": str(level.key),
        **_texts(level),
        "grade": level.grade,
        "method": level.method.value,
        "points": level.points,
        "source": level.source,
        "due": level.due.isoformat() if level.due else None,
        "ratings": {
            code: {"degree": rating.degree, "why": rating.rationale}
            for code, rating in source.ratings(level.key).items()
        },
        "evaluation": _evaluation(evaluation) if evaluation else None,
        "expectations": [
            {
                "competency": str(item.key),
                "name": item.name,
                **_asked(text),
                "builds": text.builds_on,
            }
            for item, text in source.asked(level.key)
        ],
    }


def _evaluation(evaluation: EvaluationShape) -> dict[str, Any]:
    return {
        "on": evaluation.on.isoformat() if evaluation.on else None,
        "evaluators": list(evaluation.evaluators),
        "note": evaluation.note,
        "confirmed": not evaluation.proposed,
    }


def _texts(level: LevelShape) -> dict[str, Any]:
    return {"code": level.code, "title": level.title, "summary": level.summary, "scope": level.scope}


def _asked(text: ExpectationShape) -> dict[str, Any]:
    return {
        "proficiency": text.proficiency,
        "descriptor": text.descriptor,
        "examples": text.examples,
        "links": text.links,
    }


def _plain_rating(rating: RatingShape) -> dict[str, Any]:
    return {"degree": rating.degree, **_filled({"why": rating.rationale})}


def _grade(level: LevelShape) -> dict[str, Any]:
    if level.method is GradingMethod.NONE:
        return {}
    return {"grade": level.grade, "method": level.method.value, "points": level.points, "source": level.source}


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in ("", None, {})}
