"""What the database refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from ladders.frameworks.models import (
    BulkGrading,
    Consultation,
    Level,
    ParityReason,
    Reorganisation,
    Successor,
    Track,
    Version,
)
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework

pytestmark = pytest.mark.django_db

CHILDREN = [
    model
    for model in apps.get_app_config("frameworks").get_models()
    if model._meta.model_name not in ("framework", "version", "searchentry", "takenback")
    and not str(model._meta.model_name).endswith("event")
]


def _published(hr: User) -> Version:
    version = draft_framework(by=hr)
    Consultation.objects.create(version=version, body="Works council", held_on=timezone.localdate(), outcome="Agreed")
    ParityReason.objects.create(
        version=version, finding="x", sentence="x", reason="x", review_on=timezone.localdate(), by=hr
    )
    BulkGrading.objects.create(version=version, way="sheet", by=hr, levels=[])
    level = Level.objects.filter(version=version)[0]
    Successor.objects.create(version=version, removed_key=level.key, removed_code="X", removed_title="X", level=level)
    Reorganisation.objects.create(
        version=version,
        level_key=level.key,
        successor_key=level.key,
        from_grade="5",
        to_grade="6",
        reason="x",
        pay_rule="band",
        told_on=timezone.localdate(),
        by=hr,
    )
    _set_state(version, hr)
    return version


def _set_state(version: Version, by: User) -> None:
    version.state, version.published_at, version.published_by = "published", timezone.now(), by
    version.save()


@pytest.mark.parametrize("model", CHILDREN, ids=lambda model: model._meta.model_name)
def test_rows_of_a_published_version_are_frozen(model: Any, plan: FactorPlan, hr: User) -> None:
    version = _published(hr)
    row = model.objects.filter(version=version)[0]
    rows = model.objects.filter(pk=row.pk)
    changes: list[Callable[[], object]] = [lambda: rows.update(version=version), lambda: rows._raw_delete("default")]
    for change in changes:
        with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
            change()
    assert model.objects.filter(version=version, pk=row.pk).exists()


def test_nothing_is_added_to_a_published_version(plan: FactorPlan, hr: User) -> None:
    version = _published(hr)
    for row in (
        Track(version=version, kind="specialist", name="One more"),
        Consultation(version=version, body="Union", held_on=timezone.localdate(), outcome="None"),
    ):
        with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
            row.save()


def test_rows_cannot_be_moved_out_of_a_published_version(plan: FactorPlan, hr: User) -> None:
    version, other = _published(hr), draft_framework(by=hr, name="Other")
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        Level.objects.filter(version=version).update(version=other)


def test_a_published_version_keeps_its_own_columns_and_cannot_be_deleted(plan: FactorPlan, hr: User) -> None:
    version = _published(hr)
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(statement="Something else")
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        Version.objects.filter(pk=version.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="cannot go from published to draft"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(state="draft", published_at=None, published_by=None)
    Version.objects.filter(pk=version.pk).update(state="retired", retired_at=timezone.now())
    assert Version.objects.get(pk=version.pk).state == "retired"


def test_a_version_is_born_a_draft(plan: FactorPlan, hr: User) -> None:
    framework = draft_framework(by=hr).framework
    with pytest.raises(IntegrityError, match="born a draft"), transaction.atomic():
        Version.objects.create(
            framework=framework, number=2, state="published", published_at=timezone.now(), published_by=hr
        )


def test_history_can_be_added_to_but_not_changed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.role_table_grants "
            "WHERE grantee = current_user AND privilege_type IN ('UPDATE', 'DELETE') AND table_name LIKE %s",
            ["%event"],
        )
        changeable = {name for (name,) in cursor.fetchall()}
    ours = {m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}
    assert len(ours) > 15
    assert changeable & ours == set()
