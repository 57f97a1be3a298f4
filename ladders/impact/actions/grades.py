"""Writes of the grades of a draft plan. A grade keeps its identity through all plans; its range belongs to one plan."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

from ..models import FactorPlan, Grade, GradeRange
from .base import check_mark, editing_plan, mark_of_ranges, trace


def change_grades(*, plan_id: int, grades: Mapping[str, tuple[str, int]], seen: str | None, by: Any) -> bool:
    """Titles and first points of all grades together: code → (title, first points), in the order of the scale.

    False where they are those already. Raises DomainError where the points do not rise: a grade ends where the next begins.
    """
    with editing_plan(plan_id) as plan:
        ranges = _ranges(plan)
        check_mark(mark_of_ranges(ranges), seen, _("The scale of grades"))
        wanted = [grades.get(item.grade.code, (item.title, item.points_from)) for item in ranges]
        firsts = [points for _title, points in wanted]
        if any(above <= below for below, above in pairwise(firsts)):
            raise DomainError(_("Every grade begins at more points than the one below it."))
        detail: dict[str, Any] = {}
        for item, (title, points) in zip(ranges, wanted, strict=True):
            if (item.title, item.points_from) != (title, points):
                detail[item.grade.code] = [f"{item.title}, {item.points_from}", f"{title}, {points}"]
        _write(ranges, wanted)
        if detail:
            trace(plan, by=by, verb="grades.changed", detail=detail)
    return bool(detail)


def add_grade(*, plan_id: int, code: str, title: str, points_from: int, by: Any) -> GradeRange:
    """A grade between, above or below the others: its first points say where. It takes its range from the one around it.

    A code that an earlier plan had means the same grade again, and so has to keep its place on the scale.
    """
    with editing_plan(plan_id) as plan:
        ranges = _ranges(plan)
        if any(item.grade.code.casefold() == code.casefold() for item in ranges):
            raise DomainError(_("The plan has a grade %(code)s already. Choose another code.") % {"code": code})
        if any(item.points_from == points_from for item in ranges):
            raise DomainError(
                _("Another grade begins at %(points)s points already. Choose other points.") % {"points": points_from}
            )
        grade = Grade.objects.filter(code=code).first()
        if grade is not None:
            placed = [
                item for item in ranges if item.grade.ranges.exclude(plan=plan).exists()
            ]  # others have no place yet
            below = [item.grade.rank for item in placed if item.points_from < points_from]
            above = [item.grade.rank for item in placed if item.points_from > points_from]
            if any(rank > grade.rank for rank in below) or any(rank < grade.rank for rank in above):
                raise DomainError(
                    _(
                        "Grade %(code)s was in an earlier plan at another place of the scale. Choose another code, so "
                        "that a grade means the same for ever."
                    )
                    % {"code": code}
                )
        else:
            highest = Grade.objects.aggregate(highest=Max("rank"))["highest"] or 0
            grade = Grade.objects.create(code=code, rank=highest + 1)  # its place on the scale follows on activation
        item = GradeRange.objects.create(plan=plan, grade=grade, title=title, points_from=points_from)
        trace(plan, by=by, verb="grade.added", subject=title, detail={"points_from": [None, points_from]})
        return item


def remove_grade(*, plan_id: int, code: str, by: Any) -> str:
    """Take a grade out of this plan; returns its title. Its points fall to the grade below, or above for the lowest.

    Levels of the removed grade show in the preview; a level slotted on it keeps the plan from being activated.
    """
    with editing_plan(plan_id) as plan:
        ranges = _ranges(plan)
        place = next((n for n, item in enumerate(ranges) if item.grade.code == code), None)
        if place is None:
            raise DomainError(_("This grade is no longer in the plan."))
        if len(ranges) == 1:
            raise DomainError(_("A plan needs at least one grade."))
        gone = ranges[place]
        GradeRange.objects.filter(pk=gone.pk).delete()
        if place == 0:  # the scale still begins where it began
            GradeRange.objects.filter(pk=ranges[1].pk).update(points_from=gone.points_from)
        forget_unused(gone.grade)
        trace(plan, by=by, verb="grade.removed", subject=gone.title, detail={"points_from": [gone.points_from, None]})
        return gone.title


def forget_unused(grade: Grade) -> None:
    """Delete a grade that no plan has; one that some level holds stays known, outside every plan."""
    if not grade.ranges.exists():
        try:
            with transaction.atomic():
                grade.delete()
        except (ProtectedError, IntegrityError):
            pass


def settle_ranks(plan: FactorPlan) -> None:
    """Give the grades of `plan` ranks in the order of their points; grades of earlier plans keep their neighbours."""
    in_plan = [item.grade_id for item in _ranges(plan)]
    others = [pk for pk in Grade.objects.order_by("rank").values_list("pk", flat=True) if pk not in in_plan]
    known = dict(Grade.objects.values_list("pk", "rank"))
    order: list[int] = list(in_plan)
    for pk in others:  # after the last grade that stood below it
        below = [n for n, other in enumerate(order) if known[other] < known[pk]]
        order.insert(below[-1] + 1 if below else 0, pk)
    with transaction.atomic():  # the ranks are compared when the transaction ends, so they may cross meanwhile
        for rank, pk in enumerate(order, start=1):
            if known[pk] != rank:
                Grade.objects.filter(pk=pk).update(rank=rank)


def _ranges(plan: FactorPlan) -> list[GradeRange]:
    return list(plan.ranges.select_related("grade"))


def _write(ranges: list[GradeRange], wanted: list[tuple[str, int]]) -> None:
    """Both scales rise, so there is always one row whose new place is free; nothing is ever at two places."""
    waiting = {item.pk: (item, title, points) for item, (title, points) in zip(ranges, wanted, strict=True)}
    taken = {item.points_from: item.pk for item in ranges}
    while waiting:
        free = [pk for pk, (_item, _title, points) in waiting.items() if taken.get(points, pk) == pk]
        for pk in free:
            item, title, points = waiting.pop(pk)
            taken.pop(item.points_from, None)
            taken[points] = pk
            if (item.title, item.points_from) != (title, points):
                GradeRange.objects.filter(pk=pk).update(title=title, points_from=points)
