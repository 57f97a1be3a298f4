"""Salary import in the browser: bring the file, see what would change, take it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.permissions import Permission

from ..models import SalaryUpload, UploadState
from ..uploads.correction_form import CorrectionForm
from ..uploads.pages import UploadPages
from .forms import FIELD_WORDS, SalaryCorrectionForm, SalaryUploadForm
from .jobs import JOBS
from .write import FULL_TIME

CHANGES = {"first": _("first salary"), "raised": _("raised"), "lowered": _("lowered"), "other": _("other terms")}


class SalaryUploadPages(UploadPages[SalaryUpload]):
    """See `UploadPages`. Whose pay is shown stands in the log."""

    jobs = JOBS
    title = _("Import salaries")
    home = ("pay-list", _("Pay"))
    start, start_template, template = "import-salaries", "exchange/salaries.html", "exchange/salary_upload.html"
    words = FIELD_WORDS

    def form(self, request: HttpRequest, *sent: Any) -> SalaryUploadForm:
        """The file, and what a full-time week is."""
        return SalaryUploadForm(*sent, initial=None if sent else {"full_time_hours": _usual_hours(request)})

    def take_in(self, data: dict[str, Any], *, by: Any) -> SalaryUpload:
        """Keep the file and have it read."""
        file, hours = data["source"], data["full_time_hours"]
        return JOBS.take_in(name=file.name or "file", content=file.read(), full_time_hours=hours, by=by)

    def context(self, request: HttpRequest, upload: SalaryUpload, sent: CorrectionForm | None) -> dict[str, Any]:
        """Counts, and the steps that change most."""
        report = upload.report
        return {
            "steps": _steps(request, report.get("steps", ())) if upload.state == UploadState.READY else [],
            "changing": sum(report.get(key, 0) for key in CHANGES),
            "counts": _counts(upload),
            "columns": self.columns(upload),
            "correction": sent or self.correction(request, upload),
        }

    def correction(self, request: HttpRequest, upload: SalaryUpload, *sent: Any) -> SalaryCorrectionForm | None:
        """The columns, their first texts only where those are about people whose pay this person may see."""
        if not self.is_correctable(upload):
            return None
        report = upload.report
        if not _all_in_reach(request, report["columns"]):
            report = report | {"columns": [each | {"samples": []} for each in report["columns"]]}
        return SalaryCorrectionForm(report, upload.mapping or {}, *sent)


def _counts(upload: SalaryUpload) -> list[tuple[Any, int]]:
    """Words and numbers; none where the file has no rows."""
    report = upload.report
    if not report.get("rows"):
        return []
    written = {"created": _("new"), "replaced": _("replaced")} if upload.state == UploadState.APPLIED else {}
    return [
        (_("rows"), report["rows"]),
        *((word, report[key]) for key, word in CHANGES.items() if report.get(key)),
        *((word, report.get(key, 0)) for key, word in written.items()),
        (_("unchanged"), report.get("unchanged", 0)),
    ]


def _usual_hours(request: HttpRequest) -> Decimal:
    """The weekly hours that most people in reach work: 1 query. A proposal, which the person can change."""
    people = Employee.objects.within(request.user, Permission.EDIT_PAY).filter(left_on=None, weekly_hours__isnull=False)
    usual = people.values("weekly_hours").annotate(people=Count("pk")).order_by("-people", "-weekly_hours").first()
    hours = (usual["weekly_hours"] if usual else None) or FULL_TIME
    return Decimal(format(hours.normalize(), "f"))  # 40, not 40.00


def _all_in_reach(request: HttpRequest, columns: list[dict[str, Any]]) -> bool:
    """Whether the first rows of the file are about nobody whose pay this person may not see (any more): 1 query."""
    texts = {text for each in columns for text in each.get("samples", ())}
    theirs = people_whose_pay(request.user).values("pk")
    return not Employee.objects.filter(number__in=texts).exclude(pk__in=theirs).exists()


def _steps(request: HttpRequest, kept: Any) -> list[dict[str, Any]]:
    """The steps about people whose pay this person may see now, with names and amounts; the log says that they saw them."""
    people = people_whose_pay(request.user).filter(pk__in=[step["employee"] for step in kept]).in_bulk()
    steps = [
        {
            "person": people[step["employee"]],
            "row": step["row"],
            "from": parse_date(step["from"]),
            "before": _paid(step["before"]),
            "after": _paid(step["after"]),
            "percent": step["percent"],
            "steep": step["steep"],
        }
        for step in kept
        if step["employee"] in people
    ]
    seen(by=request.user, employees=list(people), kind=AccessKind.LIST)
    return steps


def _paid(kept: dict[str, str] | None) -> dict[str, Any] | None:
    return kept and kept | {"annual": Decimal(kept["annual"]), "amount": Decimal(kept["amount"])}


PAGES = SalaryUploadPages()
