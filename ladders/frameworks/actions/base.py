"""What every edit of a draft does: lock it, refuse what is frozen, count the edit, leave a trace."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core import audit
from ladders.core.errors import DomainError, StaleError
from ladders.core.once import known

from ..models import Version

HOLD = (
    "SELECT id FROM frameworks_framework WHERE %(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s) ORDER BY id FOR KEY SHARE"
)

# The count has to be known before a row of the person is looked at, so that frameworks are always locked first.
HOLD_AND = """
    WITH held AS MATERIALIZED (SELECT id FROM frameworks_framework ORDER BY id FOR KEY SHARE)
    SELECT id FROM accounts_employee WHERE id = %(person)s AND (SELECT count(*) FROM held) >= 0 FOR NO KEY UPDATE
"""


def hold_versions(frameworks: Collection[int] | None = None) -> None:
    """No version of these frameworks (ids; None: of any) is published until this transaction ends; others may hold at once.

    For whoever gives somebody a level: what a publication does to the people on a level was decided by counting them.
    Taken before a person is locked: every writer takes plan, framework, version, person, placement in this order. 1 query, none
    behind `hold_versions_of_all`.
    """
    if frameworks is not None and known(hold_versions_of_all).keys() >= set(frameworks):
        return
    with connection.cursor() as cursor:
        cursor.execute(HOLD, {"ids": None if frameworks is None else list(frameworks)})


def hold_versions_of_all(frameworks: Collection[int]) -> None:
    """The same for several actions in one transaction, which is a scope of its own (see `read_once`). 1 query."""
    hold_versions(frameworks)
    known(hold_versions_of_all).update(dict.fromkeys(frameworks, True))


def hold_versions_and(person: Employee) -> None:
    """The same of all frameworks, and behind it the person: nobody else gives them a level until this transaction ends. 1 query.

    They may be pointed to meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD_AND, {"person": person.pk})


@contextmanager
def editing(version_id: int) -> Iterator[Version]:
    """A transaction that holds the draft: nobody else edits or publishes it meanwhile. Counts one edit at the end.

    Raises DomainError where the version is no draft (any more) or is gone.
    """
    with transaction.atomic():
        version = (
            Version.objects.select_for_update(of=("self",)).select_related("framework").filter(pk=version_id).first()
        )
        if version is None:
            raise DomainError(_("This draft is no longer there: somebody discarded it. Nothing was saved."))
        if not version.is_draft:
            raise DomainError(
                _(
                    "This version has been published meanwhile and no longer changes. Start a new draft to go on editing."
                )
            )
        yield version
        Version.objects.filter(pk=version.pk).update(revision=F("revision") + 1)


def trace(version: Version, *, by: Any, verb: str, subject: str, detail: dict[str, Any] | None = None) -> None:
    """An audit entry about a part of the version: the framework's name stands before the subject."""
    audit.record(
        by=by,
        verb=f"frameworks.{verb}",
        subject=f"{version.framework.name} · {subject}",
        subject_key=version.framework.slug,
        detail=detail,
    )


def check_seen(row: Any, seen: int | None, what: str) -> None:
    """Refuse to overwrite what the editor has not seen. `seen` is the revision on their page; None skips the check."""
    if seen is not None and row.revision != seen:
        raise StaleError(
            _("%(what)s was changed by somebody else while you were editing. Compare both and choose.")
            % {"what": what},
            current=row,
        )


def renumber(rows: Sequence[Any]) -> None:
    """Number levels or tracks by their order in the list."""
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            type(row)._default_manager.filter(pk=row.pk).update(position=position)
