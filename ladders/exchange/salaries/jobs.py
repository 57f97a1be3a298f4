"""The background work of salary imports in the browser: look first, write when told to. Titles and arguments of jobs, which
more people read, hold no amounts; files and previews go as soon as nobody needs them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.compensation.queries.pay_positions import refresh
from ladders.core.jobs import Progress, job
from ladders.core.permissions import Permission

from ..models import SalaryUpload, TableKind
from ..uploads.jobs import Plan, UploadJobs
from ..uploads.lifecycle import reading_failed, writing_failed
from .parse import Salaries, SalaryMapping, read_salaries
from .previews import preview_of
from .write import look, take_in

READ, APPLY = "exchange.salaries.read", "exchange.salaries.apply"
JOBS: Final = UploadJobs(
    SalaryUpload,
    TableKind.SALARIES,
    "salary-upload",
    Permission.EDIT_PAY,
    READ,
    APPLY,
    title=lazy("Salaries from %(file)s"),
    doubtful=lazy("Some of these salaries look wrong. Look at them, and say that they are meant."),
)


@job(READ, failed=reading_failed(SalaryUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the preview; nothing else is written."""

    def plan(row: SalaryUpload, read: Salaries) -> Plan:
        refresh()  # whether a salary fits its band is told from where people stand today
        found = look(read, by=row.owner, full_time_hours=row.full_time_hours)
        return Plan(preview_of(found), found.problems.refused, found.columns)

    def words(read: Salaries) -> str:
        return _("Comparing the salaries: %(n)s") % {"n": f"{len(read.rows):,}"}

    return JOBS.look(progress, upload, read=partial(_read, first=True), words=words, plan=plan)


@job(APPLY, failed=writing_failed(SalaryUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write the salaries, all or none, exactly once."""

    def write(row: SalaryUpload, read: Salaries, source: str) -> Plan:
        done = take_in(read, by=row.owner, full_time_hours=row.full_time_hours, source=source)
        refused = done.problems.refused
        # What was guessed was looked at before, and names amounts: nothing of it stays.
        return Plan(preview_of(done) if refused else done.report() | {"problems": []}, refused, done.columns)

    def words(read: Salaries) -> str:
        return _("Writing the salaries: %(n)s") % {"n": f"{len(read.rows):,}"}

    answer = JOBS.write_once(progress, upload, read=partial(_read, first=False), words=words, write=write)
    refresh()  # so that whoever opens the list of pay next does not wait for it
    return answer


def _read(row: SalaryUpload, *, first: bool) -> Salaries:
    return JOBS.read_file(row, read_salaries, SalaryMapping.from_data, first=first)
