"""The framework templates that come with the product, written by hand, as YAML files beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from ladders.core.own_files import read_yaml
from ladders.impact.domain.points import PlanShape

from .default_texts import default_scale
from .domain.shapes import (
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GroupKind,
    GroupShape,
    LevelShape,
    RatingShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)

FOLDER = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Template:
    """A template as the list of templates shows it."""

    slug: str
    name: str
    summary: str
    tracks: int
    levels: int
    competencies: int


@cache
def templates() -> tuple[Template, ...]:
    """All templates, by name."""
    found = []
    for path in FOLDER.glob("*.yaml"):
        content = read_yaml(path)
        found.append(
            Template(
                slug=path.stem,
                name=content["name"],
                summary=content.get("summary", ""),
                tracks=sum(track["kind"] != "shared" for track in content["tracks"]),  # the shared start is no choice
                levels=sum(len(track["levels"]) for track in content["tracks"]),
                competencies=sum(len(group["competencies"]) for group in content["groups"]),
            )
        )
    return tuple(sorted(found, key=lambda template: template.name))


@cache
def template_statements() -> frozenset[str]:
    """What the templates state of themselves."""
    return frozenset(str(read_yaml(path).get("statement", "")).strip() for path in FOLDER.glob("*.yaml")) - {""}


def template_shape(slug: str, plan: PlanShape) -> VersionShape:
    """The template `slug` as a version with new keys. Raises KeyError for an unknown one."""
    if slug not in {template.slug for template in templates()}:
        raise KeyError(slug)
    return to_shape(read_yaml(FOLDER / f"{slug}.yaml"), plan)


def to_shape(content: dict[str, Any], plan: PlanShape, *, proposed: bool = True) -> VersionShape:
    """A parsed template file as plain data. Its ratings are proposals until somebody here confirms them."""
    factors = {factor.code: factor.key for factor in plan.factors}
    groups, competencies = [], []
    keys: dict[str, UUID] = {}
    for item in content["groups"]:
        group = GroupShape(uuid4(), item["name"], GroupKind(item.get("kind", "general")))
        groups.append(group)
        for entry in item["competencies"]:
            keys[entry["name"]] = uuid4()
            texts = (entry.get(name, "").strip() for name in ("description", "links"))
            competencies.append(CompetencyShape(keys[entry["name"]], entry["name"], group.key, *texts))
    tracks, expectations, evaluations = [], {}, {}
    for item in content["tracks"]:
        levels = []
        for entry in item["levels"]:
            key = uuid4()
            levels.append(
                LevelShape(
                    key,
                    str(entry["code"]),
                    entry["title"],
                    entry.get("summary", "").strip(),
                    entry.get("scope", "").strip(),
                )
            )
            if ratings := _ratings(entry, factors):
                evaluations[key] = EvaluationShape(ratings, proposed=proposed)
            for name, text in (entry.get("expectations") or {}).items():
                expectations[(key, keys[name])] = _expectation(text)
        tracks.append(
            TrackShape(
                uuid4(),
                TrackKind(item["kind"]),
                item["name"],
                tuple(levels),
                item.get("tagline", ""),
                item.get("purpose", "").strip(),
            )
        )
    scale = tuple(
        StepShape(number, step["name"], step.get("description", ""))
        for number, step in enumerate(content.get("scale") or (), start=1)
    )
    return VersionShape(
        framework=content["name"],
        number=1,
        state="draft",
        summary=content.get("summary", "").strip(),
        statement=(content.get("statement") or "").strip(),
        scale=scale or default_scale(),
        tracks=tuple(tracks),
        groups=tuple(groups),
        competencies=tuple(competencies),
        expectations=expectations,
        evaluations=evaluations,
    )


def _ratings(entry: dict[str, Any], factors: dict[str, UUID]) -> dict[UUID, RatingShape]:
    """Those of a level's ratings whose factors the plan has."""
    return {
        factors[code]: RatingShape(rating["degree"], rating.get("why", "").strip())
        for code, rating in (entry.get("ratings") or {}).items()
        if code in factors
    }


def _expectation(text: dict[str, Any]) -> ExpectationShape:
    return ExpectationShape(
        text.get("proficiency"),
        text.get("descriptor", "").strip(),
        text.get("examples", "").strip(),
        bool(text.get("builds", False)),
        text.get("links", "").strip(),
    )
