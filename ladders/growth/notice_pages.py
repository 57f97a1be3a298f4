"""What the pages about plans, talks and feedback are about, for whoever may open them: 1 query each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.formats import date_format

from ladders.moves.notifications import pages

from .models import Feedback, FeedbackAsk, Talk, Target, WayQuestion

QUESTION = "question-"


def _targets(user: Any, keys: Collection[str]) -> dict[str, str]:
    rows = Target.objects.visible_to(user).filter(pk__in=keys).select_related("employee")
    return {
        str(row.pk): row.level if row.employee.user_id == user.pk else f"{row.employee.name} · {row.level}"
        for row in rows
    }


def _talks(user: Any, keys: Collection[str]) -> dict[str, str]:
    rows = Talk.objects.visible_to(user).filter(pk__in=keys).select_related("employee", "manager")
    return {
        str(row.pk): f"{(row.manager if row.employee.user_id == user.pk else row.employee).name} · "
        f"{date_format(row.on, 'j F Y')}"
        for row in rows
    }


def _given(user: Any, keys: Collection[str]) -> dict[str, str]:
    rows = Feedback.objects.visible_to(user).filter(giver__user=user, pk__in=keys)
    return {str(pk): f"{name} · {level}" for pk, name, level in rows.values_list("pk", "ask__by__name", "ask__level")}


def _asked(user: Any, keys: Collection[str]) -> dict[str, str]:
    rows = FeedbackAsk.objects.visible_to(user).filter(pk__in=keys)
    return {str(pk): level for pk, level in rows.values_list("pk", "level")}


def _questions(user: Any, keys: Collection[str]) -> dict[str, str]:
    """By the part of the page that each has."""
    ids = [pk for pk in (key.removeprefix(QUESTION) for key in keys) if pk.isdecimal()]
    rows = WayQuestion.objects.visible_to(user).filter(pk__in=ids).select_related("by", "asked")
    return {
        f"{QUESTION}{row.pk}": f"{(row.asked if row.by.user_id == user.pk else row.by).name} · {row.level}"
        for row in rows
    }


def bring() -> None:
    """Let notices say it."""
    for page, matters in (
        ("growth-target", _targets),
        ("talk", _talks),
        ("feedback-give", _given),
        ("feedback-asked", _asked),
        ("growth-ways", _questions),
    ):
        pages.bring(page, matters)
