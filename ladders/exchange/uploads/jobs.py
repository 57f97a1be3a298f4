"""The background work that uploads of people and pay have in common: look first, write when told to. Each kind says what it
reads and what it writes; when it may be read again and written is said here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue
from ladders.core.permissions import Permission

from ..models import OwnUpload, TableKind, UploadState
from ..tables.column_samples import ColumnRead
from ..tables.many_rows import without_collections
from ..tables.sheets import Table
from .kept_columns import keep, offered
from .lifecycle import check_owner, outcome_of, read_again
from .translation import in_words

Own = TypeVar("Own", bound=OwnUpload)
Read = TypeVar("Read")
Meaning = TypeVar("Meaning")


class Plan(NamedTuple):
    """What writing a file would do, or did: the report that the page shows, whether all was refused, and its columns."""

    report: dict[str, Any]
    refused: bool
    columns: Iterable[ColumnRead]


@dataclass(frozen=True, slots=True)
class UploadJobs(Generic[Own]):
    """The work on one kind of upload: its model, its names for what columns mean, the name of its page's address, the verb that
    its owner needs to bring it and still has to have when it is read and written, and the kinds of job that do so.

    `title` is that of writing it, with the name of the file; `doubtful` is said where something looks wrong. A kind that is
    written at once has none of the last three.
    """

    model: type[Own]
    table: TableKind
    page: str
    verb: Permission
    read: str
    write: str = ""
    title: Promise | str = ""
    doubtful: Promise | str = ""

    def take_in(self, *, name: str, content: bytes, by: Any, **own: Any) -> Own:
        """Keep the file and have it read in the background. `own` are the fields of this kind alone."""
        with transaction.atomic():
            upload: Own = self._rows.create(owner=by, name=name[:255], content=content, **own)
            args = {"upload": str(upload.pk)}
            upload.job = enqueue(self.read, title=_("Reading %(file)s") % {"file": name}, by=by, args=args)
            upload.save(update_fields=["job"])
            return upload

    def read_again(self, *, upload: Own, mapping: dict[str, Any] | None, by: Any, **changed: Any) -> None:
        """See `lifecycle.read_again`; `changed` are other fields of the upload."""
        with transaction.atomic():
            read_again(self.read, upload=upload, mapping=mapping, by=by)
            if changed:
                self._rows.filter(pk=upload.pk).update(**changed)

    def have_written(self, *, upload: Own, by: Any, sure: bool = True) -> None:
        """Have it written in the background; what looks wrong only when `sure`. Harmless when clicked twice.

        Raises DomainError for what cannot be written, and for what looks wrong.
        """
        with transaction.atomic():
            row = self._rows.defer("content").select_for_update().get(pk=upload.pk)
            if row.state not in (UploadState.READING, UploadState.READY, UploadState.REFUSED):
                return
            if row.state != UploadState.READY:
                raise DomainError(_("This file cannot be taken in as it is."))
            if row.report.get("doubts") and not sure:
                raise DomainError(str(self.doubtful))
            row.state = UploadState.APPLYING
            title = str(self.title) % {"file": row.name}
            row.job = enqueue(self.write, title=title, by=by, args={"upload": str(row.pk)})
            row.save(update_fields=["state", "job"])

    def look(
        self,
        progress: Progress,
        pk: str,
        *,
        read: Callable[[Own], Read],
        words: Callable[[Read], str],
        plan: Callable[[Own, Read], Plan],
    ) -> dict[str, Any]:
        """Read an upload, `plan` what it would do and keep that; what the job answers. `words` say what is being compared."""
        row = self.row_to_read(pk)
        progress.tell(0, 2, _("Reading the file"), at_least_every=0)
        found = read(row)
        progress.tell(1, 2, words(found), at_least_every=0)
        report, refused, columns = plan(row, found)
        done = self.keep_reading(progress, row, report=report, refused=refused, columns=columns)
        progress.tell(2, 2)
        return done

    def write_once(
        self,
        progress: Progress,
        pk: str,
        *,
        read: Callable[[Own], Read],
        words: Callable[[Read], str],
        write: Callable[[Own, Read, str], Plan],
    ) -> dict[str, Any]:
        """Read an upload again and `write` it, all or nothing, exactly once; what the job answers.

        `write` gets the locked upload, what was read, and the address that tells where it came from.
        """
        row = self.row_to_write(pk, locked=False)
        if row is None:
            return self.outcome(pk)
        progress.tell(0, 2, _("Reading the file"), at_least_every=0)
        found = read(row)
        progress.tell(1, 2, words(found), at_least_every=0)
        source = self.outcome(pk)["url"]
        with pghistory.context(user=row.owner_id, url=source) as history, transaction.atomic():
            row = self.row_to_write(pk, locked=True)
            if row is None:
                return self.outcome(pk)
            with without_collections():
                report, refused, columns = write(row, found, source)
            progress.hold()
            done = self.keep_writing(row, report=report, refused=refused, columns=columns, history=history.id)
        progress.tell(2, 2)
        return done

    def row_to_read(self, pk: str, *related: str) -> Own:
        """The upload with its owner, and what else is `related`.

        Raises DomainError where it was thrown away, and where its owner has lost the role meanwhile.
        """
        row: Own | None = self._rows.select_related("owner", *related).filter(pk=pk).first()
        if row is None:
            raise DomainError(_("The upload was thrown away before it was read."))
        check_owner(row, self.verb)
        return row

    def offered(self, row: Own, tables: Sequence[Table]) -> dict[str, Any] | None:
        """What was said of such a file before; the upload is read with it from now on."""
        row.kept = offered(self.table, tables)
        row.mapping = row.kept and row.kept.mapping
        return row.mapping or None

    def read_file(self, row: Own, read: Callable[..., Read], meaning: Callable[[Any], Meaning], *, first: bool) -> Read:
        """`read` with the file, with what a person said of it, and with what was said of such files before, which counts
        for the `first` reading alone: what is written is what was looked at."""

        def said() -> Meaning | None:
            return meaning(row.mapping) if row.mapping else None

        def offer(tables: list[Table]) -> Meaning | None:
            self.offered(row, tables)
            return said()

        with without_collections():
            return read([(row.name, bytes(row.content))], said(), offer=offer if first else None)

    def keep_reading(
        self, progress: Progress, row: Own, *, report: dict[str, Any], refused: bool, columns: Iterable[ColumnRead]
    ) -> dict[str, Any]:
        """Keep what was read; what the job answers. Nothing where this worker lost the job.

        Only of what still waits for it: a late reading must not open again what is being written.
        """
        with transaction.atomic():
            progress.hold()
            state = UploadState.REFUSED if refused else UploadState.READY
            waiting = self._rows.filter(pk=row.pk, state=UploadState.READING)
            waiting.update(report=in_words(report), state=state, mapping=row.mapping, kept=row.kept)
            if refused:  # who mends the file and brings it again need not say it twice
                keep(self.table, row, [column.heading for column in columns])
        return self.outcome(row.pk, refused=refused)

    def row_to_write(self, pk: str, *, locked: bool) -> Own | None:
        """The upload with its owner; None where it does not wait to be written. Raises DomainError as `row_to_read` does."""
        rows = self._rows.select_for_update(of=("self",)) if locked else self._rows.all()
        row: Own | None = rows.select_related("owner").filter(pk=pk).first()
        if row is None:
            raise DomainError(_("The upload was thrown away before it was written."))
        if row.state != UploadState.APPLYING:
            return None
        check_owner(row, self.verb)
        return row

    def keep_writing(
        self,
        row: Own,
        *,
        report: dict[str, Any],
        refused: bool,
        columns: Iterable[ColumnRead],
        history: UUID,
        before: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Keep what came of writing the locked `row`; what the job answers. What was refused can be read again in another
        way, so its content stays. For `history` and `before` see `models.TakenIn`."""
        row.state, row.report = UploadState.REFUSED if refused else UploadState.APPLIED, in_words(report)
        if not refused:
            row.content = b""
            row.history, row.before, row.applied_at = history, before or {}, timezone.now()
            keep(self.table, row, [column.heading for column in columns])
        row.save(update_fields=["report", "state", "content", "history", "before", "applied_at"])
        return self.outcome(row.pk, refused=refused)

    def outcome(self, pk: Any, *, refused: bool = False) -> dict[str, Any]:
        """What a job answers: the address of the upload, and where that is so, that it was refused."""
        return {"url": reverse(self.page, args=[pk])} | outcome_of(refused=refused)

    @property
    def _rows(self) -> Any:
        return self.model._default_manager
