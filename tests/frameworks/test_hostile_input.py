"""What no browser sends and what two people do within one moment: a sentence or a page, never an error of ours."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Competency, CompetencyGroup, Expectation, JobEvaluation, Level, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.domain.headcount import LONGEST, find
from ladders.impact.library import install_default_plan
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import draft_framework, hr_admin


def _url(name: str, level: Level) -> str:
    return reverse(name, args=[level.version.framework.slug, level.key])


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["--1", "9" * 5000, "x", ""])
def test_an_evaluation_is_not_cleared_by_whoever_names_no_state_of_it(
    plan: FactorPlan, hr: User, hr_client: Client, seen: str
) -> None:
    level = Level.objects.get(version=draft_framework(by=hr), code="S6")
    assert hr_client.post(_url("level-evaluation-clear", level), {"seen": seen}).status_code == 409
    assert JobEvaluation.objects.filter(level=level).count() == 1


@pytest.mark.django_db
def test_a_degree_of_five_thousand_digits_is_no_degree(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    level = Level.objects.get(version=draft_framework(by=hr), code="S6")
    page = hr_client.post(_url("level-evaluation", level), {"seen": "0", "degree_complexity": "9" * 5000})
    assert page.status_code == 422


@pytest.mark.django_db
def test_calibration_links_to_levels_whose_code_fits_no_address(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    version = draft_framework(by=hr)
    Level.objects.filter(version=version, code="S6").update(code="S/6")
    publish(version=version, seen=version.revision, by=hr)
    key = Level.objects.get(version=version, code="S/6").key
    page = hr_client.get(reverse("calibration"))
    urls = [row["url"] for row in page.context["rows"] if row["at"].level.code in ("S/6", "S5")]
    assert sorted(urls) == sorted([reverse("level", args=["research", key]), reverse("level", args=["research", "S5"])])
    assert [hr_client.get(url).status_code for url in urls] == [200, 200]


@pytest.mark.django_db
def test_a_text_longer_than_a_book_chapter_is_refused_at_its_field(
    plan: FactorPlan, hr: User, hr_client: Client
) -> None:
    level = Level.objects.get(version=draft_framework(by=hr), code="S6")
    page = hr_client.post(
        _url("level-edit", level),
        {"seen": level.revision, "code": "S6", "title": "T", "scope": "a " * 6_000, "track": str(level.track.key)},
    )
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["scope"]


def test_the_headcount_check_reads_as_much_of_a_text_as_is_shown() -> None:
    text = "word " * (LONGEST // 5)
    assert find(text + "manages a team of 8") == ()
    assert len(find("manages a team of 8 " + text * 50)) == 1


@pytest.mark.django_db
def test_a_draft_is_read_whole_while_somebody_adds_to_it(plan: FactorPlan, hr: User) -> None:
    version = draft_framework(by=hr)
    before = shape_of(version)
    done: list[str] = []

    def add(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Just before competencies or expectations are read, somebody else's edit is there."""
        for table in ("frameworks_competency", "frameworks_expectation"):
            if f'FROM "{table}"' in sql and table not in done:
                done.append(table)
                group = CompetencyGroup.objects.create(version=version, key=uuid4(), name=f"New {table}", position=9)
                item = Competency.objects.create(version=version, group=group, name=f"New {table}", position=9)
                level = Level.objects.get(version=version, code="S6")
                Expectation.objects.create(version=version, level=level, competency=item, descriptor="New")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(add):
        shape = shape_of(version)

    assert done == ["frameworks_competency", "frameworks_expectation"]
    assert (shape.groups, shape.competencies, shape.expectations) == (
        before.groups,
        before.competencies,
        before.expectations,
    )


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_for_another_persons_edit_gets_a_sentence() -> None:
    install_default_plan()
    hr = hr_admin()
    level = Level.objects.get(version=draft_framework(by=hr), code="S6")
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Version.objects.select_for_update().get(pk=level.version_id)
                held.set()
                free.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        page = signed_in(hr).post(_url("level-delete", level))
    finally:
        free.set()
        thread.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    assert page.status_code == 409
    assert (
        "Somebody else is saving the same thing at this moment. Nothing was changed. Try again."
        in page.content.decode()
    )
    assert Level.objects.filter(pk=level.pk).exists()
