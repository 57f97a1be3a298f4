"""Comparing versions: what is shown, to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Framework, Level, Version
from ladders.frameworks.queries import snapshot
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory, draft_framework
from tests.frameworks.published import force_published, publish_now, published
from tests.pages import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    snapshot.forget()
    yield
    snapshot.forget()


def edited(by: User) -> Version:
    """A published framework with a draft in which one of everything changed."""
    first = published(by)
    draft = start_draft(framework=first.framework, by=by)
    Level.objects.filter(version=draft, code="S5").update(title="Deep specialist")
    Level.objects.filter(version=draft, code="I6").delete()
    row = draft.expectation_set.get(level__code="P5", competency__name="Method")
    row.descriptor, row.proficiency = "Project 5 shows sound method.", 4
    row.save()
    draft.competency_set.filter(name="Teaching").update(name="Coaching")
    draft.track_set.filter(kind="project").update(tagline="a few other words")
    Version.objects.filter(pk=draft.pk).update(statement="Anew.")
    draft.refresh_from_db()
    return draft


def show(client: Client, address: str, status: int = 200) -> str:
    """The page's HTML."""
    answer = client.get(address)
    assert answer.status_code == status
    return squeezed(answer)


def words(html: str) -> str:
    """The words alone; added ones in [+ +], removed ones in [- -]."""
    for old, new in (("<ins>", "[+"), ("</ins>", "+]"), ("<del>", "[-"), ("</del>", "-]")):
        html = html.replace(old, new)
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0]).split())


def test_a_draft_is_compared_with_what_is_published(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    edited(hr)
    text = words(show(hr_client, "/frameworks/research/draft/changes/"))
    assert "From version 1 to version 2" in text
    assert "1 level removed · 1 level reworded" in text
    assert "S5 Deep specialist reworded Title" in text
    assert "[-Specialist 5-][+Deep specialist+]" in text
    assert "I6 Influence 6 removed" in text
    assert "P5 Project 5 Method reworded Proficiency: 2 Practising → 4 Advanced" in text
    assert "Project 5 shows [+sound +]method." in text
    assert "[-Teaching-][+Coaching+]" in text
    assert "a few [+other +]words" in text
    assert "Statement" in text
    assert "2 expectations came or went with the level" in text


def test_any_two_versions_in_either_direction(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    force_published(edited(hr), hr)
    text = words(show(employee_client, "/frameworks/research/compare/?from=1&to=2"))
    assert "[-Specialist 5-][+Deep specialist+]" in text
    assert words(show(employee_client, "/frameworks/research/compare/")) == text
    text = words(show(employee_client, "/frameworks/research/compare/?from=2&to=1"))
    assert "[-Deep specialist-][+Specialist 5+]" in text
    assert "I6 Influence 6 added" in text
    assert "1 level added" in text
    assert "One version, nothing to compare" in words(
        show(employee_client, "/frameworks/research/compare/?from=2&to=2")
    )


def test_a_level_on_another_grade_is_named_first(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    first = published(hr)
    draft = start_draft(framework=first.framework, by=hr)
    high, low = (Level.objects.get(version=draft, code=code) for code in ("S6", "S5"))
    Level.objects.filter(pk=low.pk).update(grade=high.grade, points=high.points)
    text = words(show(hr_client, "/frameworks/research/draft/changes/"))
    assert "Grades that change S5 Specialist 5 : grade 5 → 6" in text


def test_versions_alike_have_no_differences(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    first = published(hr)
    start_draft(framework=first.framework, by=hr)
    Framework.objects.filter(pk=first.framework_id).update(name="Discovery")
    text = words(show(hr_client, "/frameworks/research/draft/changes/"))
    assert "No differences" in text


def test_a_single_version_says_so(plan: FactorPlan, hr: User, hr_client: Client, employee_client: Client) -> None:
    published(hr)
    assert "This framework has a single version so far." in show(employee_client, "/frameworks/research/compare/")
    draft_framework(by=hr, name="Fresh")
    assert "Everything is new" in show(hr_client, "/frameworks/fresh/draft/changes/")


@pytest.mark.parametrize(
    "query", ["from=1&to=9", "from=9&to=1", "from=x", "to=-1", "to=1.5", "from=²", "to=" + "9" * 40]
)
def test_versions_that_are_not_there(plan: FactorPlan, hr: User, employee_client: Client, query: str) -> None:
    published(hr)
    show(employee_client, f"/frameworks/research/compare/?{query}", 404)
    show(employee_client, "/frameworks/nonsense/compare/", 404)


def test_an_employee_never_compares_with_a_draft(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    edited(hr)
    show(employee_client, "/frameworks/research/compare/?from=1&to=2", 404)
    show(employee_client, "/frameworks/research/draft/changes/", 403)
    html = show(employee_client, "/frameworks/research/compare/")
    assert "Version 2" not in html
    assert "Deep specialist" not in html


def test_texts_are_escaped_in_differences(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    draft = edited(hr)
    row = draft.expectation_set.get(level__code="P5", competency__name="Method")
    row.descriptor = "<script>alert(1)</script>"
    row.save()
    html = show(hr_client, "/frameworks/research/draft/changes/")
    assert "<script>alert" not in html
    assert "alert" in html


@pytest.mark.parametrize(("address", "expected"), [("compare/?from=1&to=2", 3), ("draft/changes/", 21)])
def test_queries(plan: FactorPlan, hr: User, hr_client: Client, address: str, expected: int) -> None:
    counted = []
    for name, degrees in (("Small", (4, 5)), ("Large", (3, 4, 5, 6, 7, 8))):
        first = published(hr, name, degrees=degrees, owner=EmployeeFactory.create())
        publish_now(start_draft(framework=first.framework, by=hr), hr)
        start_draft(framework=first.framework, by=hr)
        show(hr_client, f"/frameworks/{name.lower()}/{address}")
        with CaptureQueriesContext(connection) as captured:
            show(hr_client, f"/frameworks/{name.lower()}/{address}")
        counted.append(len(captured))
    assert counted == [expected, expected]
