"""People, locked until the transaction ends: what is written about one of them waits for the other."""

from __future__ import annotations

from collections.abc import Collection

from ladders.core.once import known

from .models import Employee


def locked_person(pk: int) -> Employee:
    """The person as they are now, locked; others may point to them meanwhile: 1 query, none behind `lock_people`."""
    held: Employee | None = known(lock_people).get(pk)
    return held or Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def lock_people(people: Collection[int]) -> set[int]:
    """Lock those whom nobody else holds, for this transaction, which is a scope of its own (see `read_once`): 1 query.

    Returns their ids. `locked_person` finds them.
    """
    rows = Employee.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).select_related("user")
    known(lock_people).update({row.pk: row for row in rows.filter(pk__in=people).order_by("pk")})
    return set(known(lock_people))
