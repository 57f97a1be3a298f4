"""What is measured: a framework of four tracks with eight levels each and 24 competencies, every text written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.models import Employee, User
from accounts.session_store import SessionStore
from ladders.compensation.models import Band, BandVisibility, PayPolicy, PayZone, ZoneLocation
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.default_texts import default_scale
from ladders.frameworks.domain.shapes import (
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GroupKind,
    GroupShape,
    LevelShape,
    RatingShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from ladders.frameworks.models import Version
from ladders.impact.domain.points import PlanShape
from ladders.impact.library import install_default_plan
from ladders.impact.models import Grade
from tests.factories import EmployeeFactory, hr_admin

TRACKS = {
    "S": (TrackKind.SPECIALIST, "Specialist"),
    "P": (TrackKind.PROJECT, "Project leadership"),
    "I": (TrackKind.INFLUENCE, "Influence and innovation"),
    "M": (TrackKind.MANAGEMENT, "Management"),
}
GROUPS = (
    ("Craft", GroupKind.GENERAL, 8),
    ("Delivery", GroupKind.GENERAL, 6),
    ("Leadership without authority", GroupKind.INFLUENCE, 6),
    ("Leading people", GroupKind.PEOPLE, 4),
)
SENTENCE = (
    "Chooses among several approaches to {what}, explains the choice to those it concerns, and sees it through until it "
    "holds in daily work without further help."
)


def framework_shape(plan: PlanShape) -> VersionShape:
    """Four tracks, eight levels each, 24 competencies; every level evaluated, every expectation written."""
    groups, competencies = [], []
    for name, group_kind, count in GROUPS:
        group = GroupShape(uuid4(), name, group_kind)
        groups.append(group)
        competencies += [
            CompetencyShape(uuid4(), f"{name} {number}", group.key, f"What {name.lower()} {number} means here.")
            for number in range(1, count + 1)
        ]
    expectations: dict[tuple[UUID, UUID], ExpectationShape] = {}
    evaluations: dict[UUID, EvaluationShape] = {}
    tracks = []
    for letter, (kind, name) in TRACKS.items():
        levels = []
        for rung in range(1, 9):
            key = uuid4()
            levels.append(
                LevelShape(
                    key,
                    f"{letter}{rung}",
                    f"{name} {rung}",
                    f"Takes on what level {rung} of this track is there for",
                    SENTENCE.format(what="the work of the whole area"),
                )
            )
            evaluations[key] = EvaluationShape(
                {factor.key: RatingShape(rung, "As the anchor says.") for factor in plan.factors}, ("Committee",)
            )
            for item in competencies:
                if item.group == groups[-1].key and kind != TrackKind.MANAGEMENT:
                    continue  # leading people is asked of management alone
                step = max(1, round(rung * 5 / 8))
                expectations[key, item.key] = ExpectationShape(step, SENTENCE.format(what=item.name.lower()))
        tracks.append(TrackShape(uuid4(), kind, name, tuple(levels), "three or four words", SENTENCE.format(what=name)))
    return VersionShape(
        "Engineering",
        1,
        "draft",
        summary=SENTENCE.format(what="engineering"),
        scale=default_scale(),
        tracks=tuple(tracks),
        groups=tuple(groups),
        competencies=tuple(competencies),
        expectations=expectations,
        evaluations=evaluations,
    )


def load() -> User:
    """Publish the framework and return an employee who may read it."""
    install_default_plan()
    hr = hr_admin()
    owner = EmployeeFactory.create(name="Ada Accountable")
    publish_framework("Engineering", owner=owner, by=hr)
    reader = EmployeeFactory.create(name="Emil Ployee", location="Lübeck")
    _bands()
    assert reader.user is not None
    return reader.user


def publish_framework(name: str, *, owner: Employee, by: User) -> None:
    """One more framework of that size, published."""
    shape = replace(framework_shape(install_default_plan().shape()), statement="Management is one path among equals.")
    version = create_framework(name=name, by=by, shape=shape, owner=owner, owner_title="Head of engineering")
    publish(version=version, seen=Version.objects.get(pk=version.pk).revision, by=by)


def _bands() -> None:
    """Every grade has a band where the reader works, and everybody may see it: the page at its fullest."""
    zone = PayZone.objects.create(code="DE", name="Germany", currency="EUR")
    ZoneLocation.objects.create(zone=zone, location="Lübeck")
    PayPolicy.objects.update_or_create(pk=1, defaults={"band_visibility": BandVisibility.EVERYONE})
    for grade in Grade.objects.all():
        low = 20_000 + 12_000 * grade.rank
        figures = {"minimum": low, "midpoint": low * 12 // 10, "maximum": low * 14 // 10}
        Band.objects.create(zone=zone, grade=grade, starts_on=dt.date(2025, 1, 1), **figures)


def session_of(user: User) -> str:
    """The cookie of a browser in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.SignInBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
