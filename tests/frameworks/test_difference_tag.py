"""Two texts laid over each other, as a template shows them."""

from __future__ import annotations

import pytest

from ladders.frameworks.domain.wordings import differences
from ladders.frameworks.templatetags.wordings import difference


@pytest.mark.parametrize(
    ("side", "shown"),
    [
        ("", "Leads <del>a team</del><ins>two teams</ins>, &amp;\nhelps."),
        ("before", "Leads <mark>a team</mark>, &amp;\nhelps."),
        ("after", "Leads <mark>two teams</mark>, &amp;\nhelps."),
    ],
)
def test_a_difference_has_the_white_space_of_its_texts_alone(side: str, shown: str) -> None:
    segments = differences("Leads a team, &\nhelps.", "Leads two teams, &\nhelps.")
    assert difference(segments, side) == shown
