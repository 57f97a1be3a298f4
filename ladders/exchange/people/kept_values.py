"""What an import of people changes and no history holds: names, titles, addresses, and the words beside a level that goes.

Kept with the upload for as long as it can be taken back, and never in the history or the audit trail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import Employee, User
from ladders.placements.models import Placement

from .shapes import PeoplePlan

PERSON = ("name", "sort_name", "job_title")
ACCOUNT = ("email", "name", "sort_name")
Values = dict[int, list[Any]]


@contextmanager
def keeping(made: PeoplePlan) -> Iterator[None]:
    """What is written inside leaves in `made.before` these values before and after, as plain data: 6 queries."""
    people, accounts, leaving = _touched(made)
    before = _people(people), _accounts(accounts), _words(leaving)
    yield
    there = set(Placement.objects.filter(pk__in=before[2]).values_list("pk", flat=True))
    made.before = {
        "people": _differing(before[0], _people(people)),
        "accounts": _differing(before[1], _accounts(accounts)),
        "placements": {str(pk): words for pk, words in before[2].items() if pk not in there},
    }


def _touched(made: PeoplePlan) -> tuple[set[int], set[int], set[int]]:
    people, accounts, leaving = set(), {each.user for each in made.given_up if each.user}, set()
    for change in made.updated:
        known = change.known
        if known is None:
            continue
        if "name" in change.fields or "job_title" in change.fields:
            people.add(known.id)
        if known.user and (change.email or "name" in change.fields):
            accounts.add(known.user)
        if change.last_day_changes:
            leaving.add(known.id)
    return people, accounts, leaving


def _people(ids: Collection[int]) -> Values:
    return {pk: values for pk, *values in Employee.objects.filter(pk__in=ids).values_list("pk", *PERSON)}


def _accounts(ids: Collection[int]) -> Values:
    return {pk: values for pk, *values in User.objects.filter(pk__in=ids).values_list("pk", *ACCOUNT)}


def _words(employees: Collection[int]) -> Values:
    rows = Placement.objects.filter(employee__in=employees)
    return {pk: values for pk, *values in rows.values_list("pk", "reason", "batch_id") if any(values)}


def _differing(before: Values, after: Values) -> dict[str, list[list[Any]]]:
    return {str(pk): [values, after[pk]] for pk, values in before.items() if pk in after and after[pk] != values}
