"""What stands above a framework is true of its tracks, unless somebody wrote it themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.models import User
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.library import template_shape, template_statements
from ladders.frameworks.models import Version
from ladders.frameworks.statements import derived_statement, statement_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.frameworks.published import plan_in_force, publish_now
from tests.frameworks.versions import track, version

EQUAL = (
    "Management is one path among equals. Every track in this framework is evaluated on the same factors and paid by the "
    "same grades. Every track reaches grade 7. Nobody needs to lead people in order to grow. Moving across, stepping "
    "back and returning are ordinary moves."
)


def test_equal_tracks_are_called_equal() -> None:
    assert derived_statement(version(track("S", ["S5", "S6", "S7"]), track("M", ["M5", "M6", "M7"]))) == EQUAL


def test_a_track_that_ends_lower_is_named() -> None:
    said = derived_statement(version(track("S", ["S5", "S6", "S7"]), track("M", ["M6", "M7", "M8"])))
    assert "equals" not in said
    assert "Up to grade 8: Management. Up to grade 7: Specialist." in said


def test_management_alone_promises_nothing_about_others() -> None:
    assert derived_statement(version(track("M", ["M5", "M6"]))) == "Stepping back and returning are ordinary moves."
    assert derived_statement(version()) == ""


@pytest.mark.django_db
def test_an_own_statement_stays_and_a_templates_only_while_it_is_true(plan: FactorPlan) -> None:
    said = template_shape("engineering", plan_in_force().shape()).statement
    assert said in template_statements()
    even = [track(letter, [f"{letter}5", f"{letter}6"]) for letter in "SPIM"]
    assert statement_of(version(*even, statement=said)) == said
    lower = version(track("S", ["S5"]), *even[1:], statement=said)
    assert "Up to grade 5: Specialist." in statement_of(lower)
    assert statement_of(replace(lower, statement="Ours")) == "Ours"


@pytest.mark.django_db
def test_what_is_derived_is_published_and_derived_anew(plan: FactorPlan, hr: User) -> None:
    draft = draft_framework(by=hr)
    assert draft.statement == ""
    first = publish_now(draft, hr)
    assert "Every track reaches grade 6." in Version.objects.get(pk=first.pk).statement
    second = start_draft(framework=first.framework, by=hr)
    assert second.statement == ""
    Version.objects.filter(pk=second.pk).update(statement="Ours")
    publish_now(second, hr)
    assert start_draft(framework=first.framework, by=hr).statement == "Ours"
