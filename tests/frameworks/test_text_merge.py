"""Putting two people's changes together."""

from __future__ import annotations

import pytest

from ladders.frameworks.domain.text_merge import Merge, merge

BASE = {"title": "Old", "scope": "Old"}


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"title": "Old", "scope": "Old"}, BASE, Merge({"title": "Old", "scope": "Old"}, (), ())),
        ({"title": "Mine", "scope": "Old"}, BASE, Merge({"title": "Mine", "scope": "Old"}, (), ())),
        (BASE, {"title": "Theirs", "scope": "Old"}, Merge({"title": "Theirs", "scope": "Old"}, (), ("title",))),
        (
            {"title": "Mine", "scope": "Old"},
            {"title": "Theirs", "scope": "New"},
            Merge({"title": "Mine", "scope": "New"}, ("title",), ("scope",)),
        ),
        (
            {"title": "Same", "scope": "Old"},
            {"title": "Same", "scope": "Old"},
            Merge({"title": "Same", "scope": "Old"}, (), ()),
        ),
    ],
)
def test_only_what_both_changed_differently_has_to_be_chosen(
    mine: dict[str, str], theirs: dict[str, str], expected: Merge
) -> None:
    assert merge(BASE, mine, theirs) == expected


def test_without_a_beginning_every_difference_has_to_be_chosen() -> None:
    assert merge(None, BASE, {"title": "Theirs", "scope": "Old"}) == Merge(BASE, ("title",), ())
