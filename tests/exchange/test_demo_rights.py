"""Each step back of the demo, each trial and each move into management that took effect carries its right of return."""

from __future__ import annotations

import pytest

from ladders.demo import loader
from ladders.growth.models import Talk
from ladders.moves.domain.terms import MoveTerms, redated
from ladders.moves.models import MoveRequest, ReturnRight
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def loaded() -> bool:
    """The demo with its many people."""
    return loader.load()


def test_what_the_terms_promise_is_written(loaded: bool) -> None:
    assert loaded
    promised = {}
    for row in MoveRequest.objects.filter(state="in_effect"):
        assert row.agreed_on is not None
        right = redated(MoveTerms.from_json(row.terms), row.agreed_on).right
        if right is not None:
            promised[row.pk] = right.until
    assert dict(ReturnRight.objects.values_list("request", "until")) == promised
    back = MoveRequest.objects.filter(state="in_effect", kind="step_back")
    assert back.count() > 5
    assert not back.filter(right=None).exists()
    used = ReturnRight.objects.exclude(used_at=None).select_related("used_by", "request")
    assert used.exists()
    assert {each.used_by.kind for each in used if each.used_by} == {"return"}
    assert all(each.used_by and each.used_by.to_key in each.levels for each in used)
    returns = MoveRequest.objects.filter(kind="return")
    assert returns.count() >= 10
    assert not returns.filter(uses_right=None).exists()
    assert not returns.filter(state="declined").exists()


def test_talks_of_the_demo_that_are_ahead_are_on_days_of_work(loaded: bool) -> None:
    assert {talk.on.weekday() for talk in Talk.objects.ahead()} <= set(range(5))
