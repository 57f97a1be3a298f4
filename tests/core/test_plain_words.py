"""What HR writes for everybody calls a step back by its name."""

from __future__ import annotations

import pytest

from ladders.core.errors import DomainError
from ladders.core.plain_words import refuse_words_of_loss, words_of_loss


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your step back to S5", []),
        ("", []),
        ("A democratic vote, a demonstration, an upgrade of the grades", []),
        ("Terms of your Demotion", ["Demotion"]),
        ("DEMOTED twice: demoted, demotions, demoting", ["DEMOTED", "demoted", "demotions", "demoting"]),
        ("a downgrade, down-graded", ["downgrade", "down-graded"]),
        ("Ihre Herabstufung; zurückgestuft; die Rückstufung", ["Herabstufung", "zurückgestuft", "Rückstufung"]),
        ("votre rétrogradation", ["rétrogradation"]),
        ("la degradación, a despromoção", ["degradación", "despromoção"]),
    ],
)
def test_words_of_loss(text: str, found: list[str]) -> None:
    assert words_of_loss(text) == found
    if found:
        with pytest.raises(DomainError, match=f"Leave out “{found[0]}”"):
            refuse_words_of_loss(text)
    else:
        refuse_words_of_loss(text)
