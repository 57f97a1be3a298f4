"""The audit trail: who changed what, when, in words HR can filter.

Nothing in it is ever changed, so it holds no text about a person that could be read for ever: an entry about somebody is sealed
under their key (`ladders.core.person_keys`), and who did it is an account's number, whose name is looked up when it is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils.translation import gettext as _

from .models import AuditEntry
from .person_keys import mark_of, seal, unseal
from .providers import Provider

MARK = re.compile(r"accounts\.(?:employee|user):\d+")  # of somebody else in a detail: their name of today is shown

_COPY = "COPY core_auditentry (at, by_id, verb, area, subject, subject_key, detail, about, sealed) FROM STDIN"


def record(
    *,
    by: Any,
    verb: str,
    subject: str,
    subject_key: str = "",
    detail: dict[str, Any] | None = None,
    about: Any = None,
    under: Any = None,
) -> AuditEntry:
    """Write one entry in the transaction of the change it tells of.

    `verb` is "thing.done" with the room before it: "frameworks.level.renamed". `by` is None for the system's own
    changes. `detail` maps a field's name to `[before, after]`; private texts do not belong in it. `about` is the employee or
    account that it is about (or their mark): subject and detail are then sealed under their key. Somebody else stands in a
    detail by their mark (`person_keys.mark_of`), so that their name is not kept. `under`: the thing under whose key all of it
    is sealed, who did it included, so that it can be let go of with that thing.
    """
    entry = _entry(by, verb, subject, subject_key, detail or {})
    if (kept := _together.get()) is not None and about is not None:
        kept.append((entry, about))
        return entry
    if under is not None:
        _seal_under([(entry, under)])
    elif about is not None:
        _seal([(entry, about)])
    entry.save(force_insert=True)
    return entry


_together: ContextVar[list[tuple[AuditEntry, Any]] | None] = ContextVar("audit_together", default=None)


@contextmanager
def recorded_together() -> Iterator[None]:
    """Entries about people within are written at its end, in order: 2 to 4 queries; none of them where it ends in an error.

    Within another one, they are written with that one's.
    """
    around, mine = _together.get(), list[tuple[AuditEntry, Any]]()
    token = _together.set(mine)
    try:
        yield
    finally:
        _together.reset(token)
    if around is not None:
        around.extend(mine)
    elif mine:
        _seal(mine)
        AuditEntry.objects.bulk_create([entry for entry, _person in mine], batch_size=1000)


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry that is sealed under the key of a thing, who did it included."""

    by: Any
    verb: str
    subject: str
    subject_key: str
    under: Any


def record_under(told: Sequence[SealedEntry]) -> None:
    """Write entries, each sealed under the key of its thing: 2 to 4 queries, however many."""
    made = [(_entry(each.by, each.verb, each.subject, each.subject_key, {}), each.under) for each in told]
    _seal_under(made)
    AuditEntry.objects.bulk_create([entry for entry, _thing in made], batch_size=1000)


def record_many(*, by: Any, verb: str, entries: Iterable[tuple[Any, str, dict[str, Any]]]) -> None:
    """Write what happened to many people alike, each with an entry of its own: (person, its key, detail). Few queries."""
    made = [(_entry(by, verb, str(person), key, detail), person) for person, key, detail in entries]
    _seal(made)
    AuditEntry.objects.bulk_create([entry for entry, _person in made], batch_size=1000)


def record_file(*, by: Any, verb: str, entries: Iterable[tuple[str, str, str, dict[str, Any]]]) -> int:
    """The same by one COPY, for what a file changed of very many: (mark, name, key, detail) each; how many that were."""
    number = 0
    rest = iter(entries)
    while several := list(islice(rest, 5000)):
        made = [(_entry(by, verb, name, key, detail), mark) for mark, name, key, detail in several]
        _seal(made)
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row, _mark in made:
                copy.write_row(
                    (row.at, by.pk if by else None, row.verb, row.area, row.subject, row.subject_key,
                     json.dumps(row.detail), row.about, row.sealed)
                )  # fmt: skip
        number += len(made)
    return number


def _entry(by: Any, verb: str, subject: str, subject_key: str, detail: dict[str, Any]) -> AuditEntry:
    area, _, rest = verb.partition(".")
    return AuditEntry(
        by=by, verb=rest or area, area=area, subject=subject[:200], subject_key=subject_key, detail=detail
    )


def _seal_under(entries: list[tuple[AuditEntry, Any]]) -> None:
    marks = [mark_of(thing) for _entry, thing in entries]
    texts = [
        json.dumps({"subject": entry.subject, "detail": entry.detail, "by": entry.by.pk if entry.by else None})
        for entry, _thing in entries
    ]
    for (entry, _thing), mark, sealed in zip(entries, marks, seal(list(zip(marks, texts, strict=True))), strict=True):
        entry.about, entry.by, entry.subject, entry.detail, entry.sealed = mark, None, "", {}, sealed


def _seal(entries: list[tuple[AuditEntry, Any]]) -> None:
    marks = [mark_of(person) for _entry, person in entries]
    texts = [json.dumps({"subject": entry.subject, "detail": entry.detail}) for entry, _person in entries]
    for (entry, _person), mark, sealed in zip(entries, marks, seal(list(zip(marks, texts, strict=True))), strict=True):
        entry.about, entry.sealed, entry.subject, entry.detail = mark, sealed, "", {}


@Provider
def called_now(marks: set[str]) -> dict[str, str]:
    """What the things with these marks are called today."""
    return {}


@Provider
def marks_matching(words: str) -> list[str]:
    """The marks of people whose names hold words beginning so."""
    return []


def opened(entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """The entries with what is sealed in them, and `by_name`, who did it, by today's name: at most 4 queries.

    What is about somebody whose data was erased has the pseudonym for its subject, and no detail.
    """
    found = list(entries)
    sealed = [entry for entry in found if entry.about]
    lost: set[str] = set()
    for entry, text in zip(sealed, unseal((entry.about, entry.sealed) for entry in sealed), strict=True):
        if text is None:
            lost.add(entry.about)
        else:
            told = json.loads(text)
            entry.subject, entry.detail = told["subject"], told["detail"]
            entry.by_id = told.get("by", entry.by_id)
    people: Any = get_user_model()._default_manager
    names = {person.pk: str(person) for person in people.filter(pk__in={entry.by_id for entry in found} - {None})}
    marks = lost | {mark for entry in found for mark in _marks([entry.subject, entry.detail])}
    called = called_now(marks) if marks else {}
    for entry in found:
        entry.subject, entry.detail = called.get(entry.subject, entry.subject), _named(entry.detail, called)
        entry.by_name = names.get(entry.by_id, _("A former account")) if entry.by_id else ""
        if entry.about in lost:
            person = MARK.fullmatch(entry.about)
            gone = _("somebody whose data was erased") if person else _("something that was let go of since")
            entry.subject = called.get(entry.about, gone)
            entry.by_name = entry.by_name if person or entry.by_id else _("Somebody")
    return found


def _marks(value: Any) -> set[str]:
    """The marks of people that stand in a detail in place of their names."""
    if isinstance(value, dict | list):
        return {mark for each in (value.values() if isinstance(value, dict) else value) for mark in _marks(each)}
    return {value} if isinstance(value, str) and MARK.fullmatch(value) else set()


def _named(value: Any, called: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _named(each, called) for key, each in value.items()}
    if isinstance(value, list):
        return [_named(each, called) for each in value]
    return called.get(value, value) if isinstance(value, str) else value


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ: `{"title": [before, after]}`, values as text."""
    return {
        name: [_plain(before.get(name)), _plain(value)] for name, value in after.items() if before.get(name) != value
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
