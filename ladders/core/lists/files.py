"""Lists as workbooks: asked for, made in the background, fetched by whoever asked, gone after some days."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..audit import record
from ..errors import DomainError
from ..jobs import Progress, enqueue, job
from ..models import Job
from ..permissions import Permission
from ..providers import Provider
from ..replica import caught_up
from ..xlsx import Cell, write_table
from .kinds import ListKind, Sheet, list_kind
from .models import ListFile
from .page import LONGEST, PLAIN, SORT, columns_of, kept_of, places_of

MAKE = "core.list-file"


@Provider
def read_without_role(user: Any, day: dt.date) -> Collection[int]:
    """Ids of the people of whom the user reads more on that day than their roles say: nobody, where no room knows. 1 query."""
    return ()


def rights_of(user: Any) -> str:
    """What roles and lines let somebody read today, in a few letters: the same while nothing of it changes. 2 or 3 queries."""
    verbs = [verb for verb in Permission if user.holds(verb)]
    reach = {
        verb: sorted([sorted(scope.legal_entities), sorted(scope.departments)] for scope in user.scopes(verb))
        for verb in verbs
    }
    rights = [reach, sorted(read_without_role(user, timezone.localdate()))]
    return hashlib.sha256(json.dumps(rights, sort_keys=True).encode()).hexdigest()


def ask_for_file(*, kind: ListKind, query: QueryDict, every_column: bool, by: Any) -> ListFile:
    """Have a list made as a workbook, as `query` shows it. Raises DomainError for whoever may not."""
    if not kind.taken_by(by):
        raise DomainError(_("You may not take this list with you."))
    kept = kept_of(kind, query).urlencode()
    if len(kept) > LONGEST:
        raise DomainError(_("So much can’t be asked for at once. Choose less, then export again."))
    key = uuid.uuid4()
    with transaction.atomic():
        people: Any = get_user_model()._default_manager
        people.select_for_update(no_key=True).get(pk=by.pk)
        same = {"owner": by, "list": kind.name, "query": kept, "every_column": every_column, "rights": rights_of(by)}
        twice = ListFile.objects.defer("content").filter(**same, job__in=Job.objects.unfinished()).first()
        if twice is not None:
            return twice  # pressed again while it is being made
        title = _("%(list)s as a workbook") % {"list": kind.title}
        work = enqueue(MAKE, title=title, by=by, args={"file": str(key)})
        return ListFile.objects.create(pk=key, job=work, **same)


@job(MAKE, template="core/_list_file.html")
def make_file(progress: Progress, *, file: str) -> dict[str, Any]:
    """Write it. Run again it is made anew, and noted once."""
    row = ListFile.objects.filter(pk=file).defer("content").first()
    people: Any = get_user_model()._default_manager
    owner = people.filter(pk=row.owner_id, is_active=True).first() if row else None
    kind = list_kind(row.list) if row else None
    if row is None or owner is None or kind is None or not kind.sheet or not may_have(row, owner):
        raise DomainError(_("Your rights have changed since you asked. Open the list and export it again."))
    query = QueryDict(row.query)
    with tempfile.TemporaryFile() as out:
        written, sheet = caught_up(lambda: _write(out, row, owner, kind, query, progress))
        out.seek(0)
        content = out.read()
    with transaction.atomic():
        progress.hold()
        row.content, row.rows, row.name = content, written.number, f"{sheet.name}.xlsx"
        row.save(update_fields=["content", "rows", "name"])
        if sheet.taken:
            sheet.taken()
        detail = {"rows": [None, written.number], **({"day": [None, query["on"]]} if query.get("on") else {})}
        record(by=owner, verb="core.list.exported", subject=str(kind.title), subject_key=kind.name, detail=detail)
        back = f"{reverse(kind.address)}?{row.query or f'{PLAIN}=1'}"
        outcome = {"file": reverse("list-file", args=[row.pk]), "rows": written.number, "back": back}
        progress.complete(outcome)
    return outcome


def _write(
    out: IO[bytes], row: ListFile, owner: Any, kind: ListKind, query: QueryDict, progress: Progress
) -> tuple[_Counted, Sheet]:
    """Write the workbook, in place of one half written; returns how many rows that were, and what the kind says of it."""
    assert kind.sheet is not None
    out.seek(0)
    out.truncate()
    sheet = kind.sheet(owner, query, kind.order(query.get(SORT, ""), owner))
    columns = columns_of(kind, query, owner)
    written = _Counted(sheet.rows, progress, sheet.total)
    headings = list(sheet.headings.values())
    rows: Iterable[Sequence[Cell]] = written
    if not row.every_column:
        places = places_of(sheet.headings, columns)
        headings, rows = [headings[place] for place in places], ([each[place] for place in places] for each in written)
    write_table(out, sheet.title, headings, rows)
    return written, sheet


class _Counted:
    """Rows, with the job told how many there were."""

    def __init__(self, rows: Iterator[Sequence[Cell]], progress: Progress, total: int | None) -> None:
        self.rows, self.progress, self.total, self.number = rows, progress, total, 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self.rows:
            yield row
            self.number += 1
            if not self.number % 1000:
                self.progress.tell(self.number, self.total)


def may_have(file: ListFile, user: Any) -> bool:
    """True where this person asked for it, may still take such lists, and reaches what they reached then."""
    kind = list_kind(file.list)
    return bool(kind and file.owner_id == user.pk and kind.taken_by(user) and file.rights == rights_of(user))
