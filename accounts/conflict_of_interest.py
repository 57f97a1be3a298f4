"""Nobody decides about their own level, manager, pay or roles, whichever way the write comes.

A write about one person calls `refuse_own` with whoever acts. One about many (a file, people placed together, the raises of a
plan) asks the same of all of them, row by row or in its query: that row is left out, or the whole is refused. Roles belong to
the account, which is compared itself. `by` None is a command on the server without `--by`: the operator, who is nobody's
colleague here, also not of those without an account, and leaves the name “system” in the audit trail.
"""

from __future__ import annotations

from typing import Any

from ladders.core.errors import DomainError

from .models import Employee


def is_own(person: Employee, by: Any) -> bool:
    """True where `by` is that person."""
    return by is not None and person.user_id is not None and person.user_id == by.pk


def refuse_own(person: Employee, by: Any, sentence: str) -> None:
    """Raises DomainError with `sentence`, which names the cure, where `by` would decide about themselves."""
    if is_own(person, by):
        raise DomainError(sentence)
