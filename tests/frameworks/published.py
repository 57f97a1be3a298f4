"""Published frameworks and readers for tests of the reading pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from ladders.frameworks.actions.frameworks import create_framework, start_draft
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.default_texts import default_scale
from ladders.frameworks.domain.shapes import VersionShape
from ladders.frameworks.library import template_shape
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.queries.versions import plan_in_force as plan_shape_in_force
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory, small_shape


def plan_in_force() -> FactorPlan:
    """The plan fixture's plan."""
    plan = FactorPlan.objects.with_parts().in_force()
    assert plan is not None
    return plan


def publish_now(version: Version, by: User) -> Version:
    """Publish a draft as it is."""
    return publish(version=version, seen=Version.objects.get(pk=version.pk).revision, by=by)


def force_published(draft: Version, by: User) -> Version:
    """Publish a draft that the checks would stop, for tests of what readers then see."""
    now = timezone.now()
    Version.objects.filter(framework=draft.framework, state="published").update(state="retired", retired_at=now)
    draft.state, draft.published_at, draft.published_by, draft.plan = "published", now, by, plan_in_force()
    draft.save()
    return draft


def published(
    by: User,
    name: str = "Research",
    *,
    degrees: tuple[int, ...] = (4, 5),
    owner: Employee | None = None,
    **changes: Any,
) -> Version:
    """A published framework of nine levels (or more, by `degrees`), with the fields of the version in `changes`."""
    shape: VersionShape = replace(small_shape(plan_in_force(), degrees=degrees, name=name), scale=default_scale())
    owner = owner or EmployeeFactory.create(name="Olga Wner")
    version = create_framework(name=name, by=by, shape=shape, owner=owner, owner_title="Head of research")
    if changes:
        Version.objects.filter(pk=version.pk).update(**changes)
    return publish_now(version, by)


def from_template(slug: str, by: User) -> Version:
    """The draft of a new framework from a template, with its name."""
    _plan, plan = plan_shape_in_force()
    return create_framework(name=slug.title(), by=by, shape=template_shape(slug, plan))


def secret_draft(framework: Framework, by: User, word: str = "Zebrafish") -> Version:
    """A draft that says `word` in every place where readers could come across it."""
    draft = start_draft(framework=framework, by=by)
    Version.objects.filter(pk=draft.pk).update(summary=word, statement=word, note=word)
    draft.level_set.update(title=word, summary=word, scope=word)
    draft.track_set.update(name=word, tagline=word, purpose=word)
    draft.competency_set.update(name=word, description=word)
    draft.expectation_set.update(descriptor=word, examples=word)
    draft.refresh_from_db()
    return draft
