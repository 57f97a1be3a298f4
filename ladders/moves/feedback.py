"""What colleagues wrote that can be shown with a request, without knowing feedback: from the room above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Employee
from ladders.core.providers import Provider


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """What a colleague wrote and agreed to be shown with requests; `about`: the competencies it is on."""

    pk: int
    giver: Employee
    on: dt.date
    about: str
    level: str
    text: str


@Provider
def feedback_for_requests(person_id: int) -> Sequence[GivenFeedback]:
    """What this person may show with a request of theirs, latest first: nothing, where no room knows. 1 query at most."""
    return ()
