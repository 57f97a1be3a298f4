"""What the names of groups say."""

from __future__ import annotations

import pytest

from ladders.exchange.frameworks_in.extract.wording import kind_of_group
from ladders.frameworks.domain.shapes import GroupKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Leadership without authority", GroupKind.INFLUENCE),
        ("LEADERSHIP BY INFLUENCE", GroupKind.INFLUENCE),
        ("Leading people", GroupKind.PEOPLE),
        ("People management", GroupKind.PEOPLE),
        ("Craft", GroupKind.GENERAL),
        ("Leadership", GroupKind.GENERAL),
        ("", GroupKind.GENERAL),
    ],
)
def test_a_group_is_known_by_its_name(name: str, kind: GroupKind) -> None:
    assert kind_of_group(name) == kind
