"""Test data without surprises: nothing random, nothing that a test did not ask for."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.frameworks.actions.frameworks import create_framework
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
from ladders.impact.models import FactorPlan


class UserFactory(DjangoModelFactory[User]):
    """A signed-up person; `roles=[Role.HR_ADMIN]` grants roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def roles(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Grant the roles asked for."""
        for role in extracted or ():
            RoleGrant.objects.create(user=self, role=role)


class EmployeeFactory(DjangoModelFactory[Employee]):
    """Somebody who works here, with a sign-in."""

    class Meta:
        model = Employee

    number = factory.Sequence(lambda n: f"E{n:05}")
    name = factory.Sequence(lambda n: f"Person {n}")
    user = factory.SubFactory(UserFactory, name=factory.SelfAttribute("..name"))


def account(**fields: Any) -> User:
    """The sign-in of somebody who works here; takes what EmployeeFactory takes."""
    user = EmployeeFactory.create(**fields).user
    assert user is not None
    return user


def hr_admin(**fields: Any) -> User:
    """An HR admin."""
    return UserFactory.create(roles=[Role.HR_ADMIN], **fields)


KINDS = {"S": TrackKind.SPECIALIST, "P": TrackKind.PROJECT, "I": TrackKind.INFLUENCE, "M": TrackKind.MANAGEMENT}


def small_shape(plan: FactorPlan, *, degrees: tuple[int, ...] = (4, 5), name: str = "Research") -> VersionShape:
    """A framework that passes the parity check: an entry level, four tracks with a level per degree.

    Every factor of a level gets the same degree, so under the default plan degree 4 is grade 5 (430 points) and
    degree 5 is grade 6 (560 points); the entry level has degree 3: grade 3 (310 points).
    """
    from uuid import NAMESPACE_URL, uuid5

    def key(text: str) -> Any:
        return uuid5(NAMESPACE_URL, f"{name}:{text}")

    factors = [factor.key for factor in plan.factors.all()]
    groups = (
        GroupShape(key("craft"), "Craft"),
        GroupShape(key("influence"), "Leadership without authority", GroupKind.INFLUENCE),
        GroupShape(key("people"), "Leading people", GroupKind.PEOPLE),
    )
    competencies = (
        CompetencyShape(key("method"), "Method", key("craft"), "Choosing how to find out."),
        CompetencyShape(key("teaching"), "Teaching", key("influence"), "Passing on what one knows."),
        CompetencyShape(key("growing"), "Growing people", key("people"), "Helping others to grow."),
    )
    expectations, evaluations = {}, {}

    def level(code: str, title: str, degree: int, kind: TrackKind) -> LevelShape:
        identity = key(code)
        evaluations[identity] = EvaluationShape(
            {f: RatingShape(degree, f"Because of {code}") for f in factors}, ("Ada",)
        )
        for item in competencies:
            if item.group != key("people") or kind == TrackKind.MANAGEMENT:
                expectations[(identity, item.key)] = ExpectationShape(degree - 2, f"{title} shows {item.name.lower()}.")
        return LevelShape(identity, code, title, f"What a {title.lower()} does")

    tracks = [
        TrackShape(
            key("shared"),
            TrackKind.SHARED,
            "Shared start",
            (level("E3", "Researcher", 3, TrackKind.SHARED),),
            "begin here",
        )
    ]
    for letter, kind in KINDS.items():
        rungs = tuple(
            level(f"{letter}{degree + 1}", f"{kind.value.capitalize()} {degree + 1}", degree, kind)
            for degree in degrees
        )
        tracks.append(TrackShape(key(letter), kind, f"{kind.value.capitalize()} track", rungs, "a few words"))
    return VersionShape(
        name,
        1,
        "draft",
        tracks=tuple(tracks),
        groups=groups,
        competencies=competencies,
        expectations=expectations,
        evaluations=evaluations,
    )


def draft_framework(
    *,
    by: User | None = None,
    name: str = "Research",
    owner: Employee | None = None,
    degrees: tuple[int, ...] = (4, 5),
) -> Version:
    """A framework with a complete draft that can be published as it is. Needs the `plan` fixture's default plan."""
    from dataclasses import replace

    from ladders.frameworks.default_texts import default_scale

    plan = FactorPlan.objects.with_parts().in_force()
    assert plan is not None
    shape = replace(small_shape(plan, name=name, degrees=degrees), scale=default_scale())
    return create_framework(name=name, by=by or hr_admin(), shape=shape, owner=owner or EmployeeFactory.create())
