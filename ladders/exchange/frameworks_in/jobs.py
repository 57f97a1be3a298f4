"""The background work of imports: reading files, and writing what was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.core.models import Job
from ladders.core.permissions import Permission
from ladders.frameworks.models import Framework, Version

from ..grades_in.jobs import keep_columns
from ..models import KeptMapping, Upload, UploadedFile, UploadState
from ..tables.samples import sample_of
from ..tables.sheets import Table
from ..uploads.lifecycle import check_owner, lock_to_read_again, outcome_of, reading_failed, writing_failed
from ..uploads.translation import in_words, said
from .apply import Applied, Planned, apply, plan_all
from .baseline import plain, remembered_now
from .kept_preview import chosen_parts, write_preview
from .level_rows import tables_of_levels
from .mapping.table_mapping import Mapping
from .pipeline import Result, read
from .saved_mappings import keep, offered
from .target import aim
from .web.reports import applied_report, codes_report, report_of

READ, APPLY = "exchange.read", "exchange.apply"


def take_in(*, files: list[tuple[str, bytes]], by: Any, name: str = "", where: tuple[str, ...] = ()) -> Upload:
    """Keep the files and have them read in the background. Without a `name`, the files say what they are called."""
    with transaction.atomic():
        upload = Upload.objects.create(owner=by, name=name, aimed=bool(name), where=list(where))
        UploadedFile.objects.bulk_create(
            UploadedFile(upload=upload, name=file, content=content, position=position)
            for position, (file, content) in enumerate(files)
        )
        upload.job = _enqueue_reading(upload, by)
        upload.save(update_fields=["job"])
        return upload


def have_read_again(*, upload: Upload, by: Any, **changed: Any) -> None:
    """Have the files read once more, with other fields of the upload: its mapping, its target. Raises DomainError while it
    is being read, and from when it is written on."""
    with transaction.atomic():
        row = lock_to_read_again(upload)
        for name, value in changed.items():
            setattr(row, name, value)
        row.state = UploadState.READING
        row.job = _enqueue_reading(row, by)
        row.save(update_fields=["state", "job", *changed])


def have_applied(*, upload: Upload, by: Any) -> None:
    """Have the upload written in the background. Harmless when clicked twice."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.state not in (UploadState.READING, UploadState.READY, UploadState.REFUSED):
            return
        if row.state != UploadState.READY:
            raise DomainError(_("These files cannot be taken in as they are."))
        row.state = UploadState.APPLYING
        title = _("Import of %(name)s") % {"name": row.name}
        row.job = enqueue(APPLY, title=title, by=by, args={"upload": str(row.pk)})
        row.save(update_fields=["state", "job"])


def _enqueue_reading(upload: Upload, by: Any) -> Job:
    names = list(upload.files.values_list("name", flat=True))
    files = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    return enqueue(READ, title=_("Reading %(files)s") % {"files": files}, by=by, args={"upload": str(upload.pk)})


def result_of(upload: Upload, progress: Progress | None = None) -> Result:
    """Read the upload's files: with its mapping, else with one that was kept for such files, else with a guess."""
    mapping = Mapping.from_json(upload.mapping) if upload.mapping and (upload.corrected or upload.kept_id) else None

    def met(tables: list[Table]) -> Mapping | None:
        if progress:
            rows = sum(len(table.rows) for table in tables)
            note = ngettext("%(rows)s row read", "%(rows)s rows read", rows) % {"rows": f"{rows:,}"}
            progress.tell(1, 3, note, at_least_every=0)
        if mapping is not None or upload.unkept or upload.state == UploadState.APPLYING:
            return None  # what is written is what was previewed, whatever was kept since
        upload.kept = offered(tables, upload.owner)
        return Mapping.from_json(upload.kept.mapping) if upload.kept else None

    return read(_files(upload, progress), mapping, upload.where, ours=not upload.where, met=met)


def _files(upload: Upload, progress: Progress | None) -> Iterator[tuple[str, bytes]]:
    """The files, one at a time in memory."""
    ids = list(upload.files.values_list("pk", flat=True))
    for number, pk in enumerate(ids, start=1):
        file = UploadedFile.objects.get(pk=pk)
        if progress:
            told = {"file": file.name, "number": number, "of": len(ids)}
            note = _("Reading %(file)s (%(number)s of %(of)s)") if len(ids) > 1 else _("Reading %(file)s")
            progress.tell(0, 3, note % told, at_least_every=0)
        yield file.name, bytes(file.content)


@job(READ, failed=reading_failed(Upload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Read the files, compare them with where they go, and keep the preview; nothing else is written."""
    row = Upload.objects.select_related("owner", "target", "kept").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was read."))
    check_owner(row, Permission.IMPORT_FRAMEWORK)
    result = result_of(row, progress)
    data = result.to_json()
    note = ngettext(
        "%(count)s expectation found, compared with what is there",
        "%(count)s expectations found, compared with what is there",
        data["expectations"],
    ) % {"count": f"{data['expectations']:,}"}
    progress.tell(2, 3, note, at_least_every=0)
    aim(row, result)
    report = in_words(report_of(result))
    planned: list[Planned] = []
    if not result.errors:
        try:
            planned = plan_all(result=result, name=row.name, by=row.owner, target=row.target)
        except DomainError as error:
            report["hindrance"] = said(error)
    with transaction.atomic():
        progress.hold()
        now = Upload.objects.select_for_update().filter(pk=row.pk).first()
        if now is None:
            raise DomainError(_("The upload was thrown away before it was read."))
        if now.state != UploadState.READING:  # a late reading must not open again what is being written
            return {"url": reverse("upload", args=[row.pk])}
        report["counts"] = write_preview(now, planned, result.left_out)
        report["aims"] = [_aim_report(item, result) for item in planned]
        now.report, now.name, now.target, now.kept = report, row.name, row.target, row.kept
        now.mapping = result.mapping.to_json() if result.tables else None
        now.sample = sample_of(result.tables)
        now.correction = None
        now.state = UploadState.REFUSED if result.errors else UploadState.READY
        fields = ("report", "name", "target", "kept", "mapping", "sample", "correction", "state")
        now.save(update_fields=fields)
    progress.tell(3, 3)
    return {"url": reverse("upload", args=[row.pk])} | outcome_of(refused=bool(result.errors))


def _aim_report(planned: Planned, result: Result) -> dict[str, Any]:
    framework = planned.framework
    return {
        "name": planned.name,
        "slug": framework.slug if framework else "",
        "counts": planned.comparison.plan.counts,
        "clashes": in_words(planned.comparison.clashes()),
        "made_up": codes_report(planned.comparison, result),
    }


@job(APPLY, failed=writing_failed(Upload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write the drafts, all or none, exactly once."""
    progress.tell(0, 1, _("Writing the draft"))
    brought = Upload.objects.select_related("owner", "target", "kept").filter(pk=upload).first()
    # Reading may take minutes: before the transaction, which the database would end when it idles so long.
    result = result_of(brought) if brought is not None and brought.state == UploadState.APPLYING else None
    who = {"user": brought.owner_id if brought else None, "url": f"job/{progress.job_id}"}
    with pghistory.context(**who) as history, transaction.atomic():
        uploads = Upload.objects.select_for_update(of=("self",)).select_related("owner", "target")
        row = uploads.filter(pk=upload).first()
        if row is None:
            raise DomainError(_("The upload was thrown away before it was written."))
        check_owner(row, Permission.IMPORT_FRAMEWORK)
        if row.state != UploadState.APPLYING or result is None:
            return {"url": reverse("upload", args=[row.pk])}
        done = apply(result=result, name=row.name, by=row.owner, target=row.target, chosen=chosen_parts(row))
        progress.hold()
        frameworks = [item.version.framework for item in done]
        row.frameworks.set(frameworks)
        _keep_mapping(row, frameworks)
        written = [pair for pair in zip(done, result.draft.frameworks, strict=True) if pair[0].written]
        tables = [(item.version, tables_of_levels(result.tables, result.mapping, draft)) for item, draft in written]
        keep_columns(drafts=tables, upload=row)
        row.report["applied"] = [applied_report(item, result) for item in done]
        row.state, row.history, row.applied_at = UploadState.APPLIED, history.id, timezone.now()
        row.before = {"drafts": _drafts(done)}
        row.sample = []  # of all sheets, also of those that say something about people
        row.save(update_fields=["report", "state", "history", "applied_at", "before", "sample"])
        row.files.all().delete()
    progress.tell(1, 1)
    return {"url": reverse("upload", args=[row.pk])}


def _drafts(done: list[Applied]) -> list[dict[str, Any]]:
    """What is needed to take it back: each draft that was written, as this import left it. 2 queries."""
    written = [each for each in done if each.written]
    left = dict(Version.objects.filter(pk__in=[each.version.pk for each in written]).values_list("pk", "revision"))
    remembered = remembered_now([each.version.framework_id for each in written])
    return [
        {
            "framework": each.version.framework_id,
            "version": each.version.pk,
            "name": each.version.framework.name,
            "revision": left[each.version.pk],
            "began": each.began,
            "baseline": plain(each.memory),
            "remembered": remembered[each.version.framework_id],
        }
        for each in written
    ]


def _keep_mapping(upload: Upload, frameworks: list[Framework]) -> None:
    if upload.corrected:
        keep(upload, frameworks)
    elif upload.kept_id:
        KeptMapping.objects.filter(pk=upload.kept_id).update(used_at=timezone.now())
