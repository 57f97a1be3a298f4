"""What was built on a publication: each room that builds on levels says so when it starts (`apps.py`), and none knows the others.

    built_on.bring(lazy("Somebody was given a level."), placed_since)

While nothing was, a publication can be taken back on its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.functional import Promise

Question = Callable[[int, dt.datetime], bool]  # id of the framework, moment of the publication

_QUESTIONS: list[tuple[Promise, Question]] = []


def bring(words: Promise, question: Question) -> None:
    """From now on `question` is asked. `words`: a whole sentence that says what was built, and names nobody."""
    if all(asked is not question for _words, asked in _QUESTIONS):
        _QUESTIONS.append((words, question))


def built_on(framework: int, since: dt.datetime) -> list[str]:
    """What was built on the framework since that moment, a sentence for each kind: a query for each room or two."""
    return [str(words) for words, question in _QUESTIONS if question(framework, since)]
