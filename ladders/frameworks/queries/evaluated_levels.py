"""Reads levels with their evaluations, over one version or many, in three queries."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from ladders.core.access import may
from ladders.core.history import context_of
from ladders.core.permissions import Permission
from ladders.impact.domain.points import PlanShape
from ladders.impact.models import Grade

from ..domain.grading_status import EvaluatedLevel, GradingStatus
from ..domain.shapes import EvaluationShape, RatingShape, TrackKind
from ..enums import VersionState
from ..models import FactorRating, JobEvaluation, Level, Version
from .versions import level_shape

STANDINGS = {
    GradingStatus.CONFIRMED: _("Evaluated"),
    GradingStatus.PROPOSED: _("Proposed, not yet confirmed"),
    GradingStatus.UNFINISHED: _("Unfinished"),
    GradingStatus.SLOTTED: _("Slotted, not yet evaluated"),
    GradingStatus.NONE: _("Not graded yet"),
}


def evaluated_levels(versions: QuerySet[Version]) -> list[EvaluatedLevel]:
    """All levels of `versions` with their evaluations, by framework, version, track and rung: 3 queries."""
    ids = versions.order_by().values("pk")
    ratings: dict[int, dict[UUID, RatingShape]] = {}
    for evaluation_id, factor, degree, why in FactorRating.objects.filter(version__in=ids).values_list(
        "evaluation_id", "factor", "degree", "rationale"
    ):
        ratings.setdefault(evaluation_id, {})[factor] = RatingShape(degree, why)
    evaluations = {
        item.level_id: EvaluationShape(
            ratings.get(item.pk, {}), tuple(item.evaluators), item.note, item.evaluated_on, item.proposed
        )
        for item in JobEvaluation.objects.filter(version__in=ids)
    }
    levels = Level.objects.filter(version__in=ids).select_related("grade", "track", "version__framework")
    return [
        EvaluatedLevel(
            version=level.version_id,
            framework=level.version.framework.name,
            slug=level.version.framework.slug,
            number=level.version.number,
            state=level.version.state,
            track=level.track.key,
            track_name=level.track.name,
            kind=TrackKind(level.track.kind),
            level=level_shape(level),
            evaluation=evaluations.get(level.pk),
        )
        for level in levels.order_by(
            "version__framework__name", "version__number", "track__position", "track_id", "position", "pk"
        )
    ]


def readable_versions(user: Any, *, drafts: bool) -> QuerySet[Version]:
    """The published versions; with `drafts`, the draft instead of it wherever there is one that the user may see."""
    published = Version.objects.filter(state=VersionState.PUBLISHED)
    if not drafts:
        return published
    seen = drafts_of(user)
    replaced = seen.filter(framework=OuterRef("framework"))
    return (published.filter(~Exists(replaced)) | seen).order_by()


def drafts_of(user: Any) -> QuerySet[Version]:
    """The drafts that `user` may evaluate or edit."""
    if may(user, Permission.EVALUATE_LEVEL) or may(user, Permission.EDIT_FRAMEWORK):
        return Version.objects.filter(state=VersionState.DRAFT)
    return Version.objects.visible_to(user).filter(state=VersionState.DRAFT)


def history_of(level: Level, plan: PlanShape) -> list[dict[str, Any]]:
    """What happened to the level's evaluation and grade in this draft, latest first: 5 queries.

    One entry per transaction: `{"at", "by", "factors": [(name, before, after, why)], "proposed", "grading"}`.
    """
    names = {factor.key: factor.name for factor in plan.factors}
    evaluations = _events("JobEvaluation", level_id=level.pk)
    ratings = _events("FactorRating", evaluation_id__in={event.pgh_obj_id for event in evaluations})
    rows = _events("Level", pgh_obj_id=level.pk)
    codes = dict(Grade.objects.values_list("pk", "code"))
    degrees: dict[UUID, int] = {}
    before: tuple[Any, ...] = ("", None, None)
    entries: list[dict[str, Any]] = []
    everything = sorted([*evaluations, *ratings, *rows], key=lambda event: (event.pgh_created_at, event.pgh_id))
    for at, group in itertools.groupby(everything, key=lambda event: event.pgh_created_at):
        entry: dict[str, Any] = {"at": at, "by": None, "factors": [], "state": "", "grading": None}
        for event in group:
            entry["by"] = context_of(event).get("user") or entry["by"]
            gone = event.pgh_label == "delete"
            if hasattr(event, "factor"):
                now = None if gone else event.degree
                if degrees.get(event.factor) != now:
                    name = names.get(event.factor, _("a factor of an earlier plan"))
                    entry["factors"].append((name, degrees.get(event.factor), now, "" if gone else event.rationale))
                degrees.pop(event.factor, None) if now is None else degrees.update({event.factor: now})
            elif hasattr(event, "evaluators"):
                entry["state"] = "cleared" if gone else "proposed" if event.proposed else "confirmed"
                entry["evaluators"] = event.evaluators
            else:
                state = (event.method, event.points, event.grade_id)
                if state != before and not gone:
                    entry["grading"] = {
                        "method": event.method,
                        "points": event.points,
                        "source": event.source,
                        "grade": codes.get(event.grade_id, "–"),
                    }
                    before = state
        if entry["factors"] or entry["state"] or entry["grading"]:
            entries.append(entry)
    users = {entry["by"] for entry in entries if entry["by"]}
    known = {str(user.pk): str(user) for user in get_user_model().objects.filter(pk__in=users)} if users else {}
    for entry in entries:
        entry["by"] = known.get(str(entry["by"]), "")
    return entries[::-1]


def _events(model: str, **which: Any) -> list[Any]:
    """Rows of a model's history; deletes carry what the row was."""
    events = apps.get_model("frameworks", f"{model}Event").objects
    return list(events.filter(**which).select_related("pgh_context"))
