"""Salary import in the browser: bring the file, see what would change, take it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..models import SalaryUpload, UploadState
from ..uploads.lifecycle import forget_kept
from .forms import FIELD_WORDS, SalaryCorrectionForm, SalaryUploadForm
from .jobs import have_applied, have_read_again, keep
from .write import FULL_TIME


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; below, what one brought lately."""
    form = SalaryUploadForm(initial={"full_time_hours": _usual_hours(request)})
    if request.method == "POST":
        form = SalaryUploadForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            upload = keep(
                name=data["source"].name or "file",
                content=data["source"].read(),
                full_time_hours=data["full_time_hours"],
                by=request.user,
            )
            return redirect("salary-upload", upload.pk)
    uploads = SalaryUpload.objects.visible_to(request.user).defer("content", "report")[:20]
    context = {"form": form, "uploads": uploads}
    return render(request, "exchange/salaries.html", context, status=422 if form.errors else 200)


def _usual_hours(request: HttpRequest) -> Decimal:
    """The weekly hours that most people in reach work: 1 query. A proposal, which the person can change."""
    people = Employee.objects.within(request.user, Permission.EDIT_PAY).filter(left_on=None, weekly_hours__isnull=False)
    usual = people.values("weekly_hours").annotate(people=Count("pk")).order_by("-people", "-weekly_hours").first()
    hours = (usual["weekly_hours"] if usual else None) or FULL_TIME
    return Decimal(format(hours.normalize(), "f"))  # 40, not 40.00


def _upload_or_404(request: HttpRequest, pk: UUID) -> SalaryUpload:
    rows = SalaryUpload.objects.visible_to(request.user).defer("content").select_related("job", "kept__by")
    found: SalaryUpload = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Permission.EDIT_PAY)
def upload_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is: being read, to be looked at, refused, or taken in. Whose pay is shown stands in the log."""
    return _page(request, _upload_or_404(request, pk))


def _page(request: HttpRequest, upload: SalaryUpload, sent: SalaryCorrectionForm | None = None) -> HttpResponse:
    report = upload.report
    steps = _steps(request, report.get("steps", ())) if upload.state == UploadState.READY else []
    counted = (
        ("first", _("first salary")),
        ("raised", _("raised")),
        ("lowered", _("lowered")),
        ("other", _("other terms")),
    )
    context = {
        "upload": upload,
        "report": report,
        "working": bool(upload.job and not upload.job.finished),
        "job": upload.job,
        "failed": bool(upload.job and upload.job.error),
        "steps": steps,
        "changing": sum(report.get(key, 0) for key, _word in counted),
        "counts": [(word, report[key]) for key, word in counted if report.get(key)],
        "columns": [(each["heading"], FIELD_WORDS.get(each["field"])) for each in report.get("columns", ())],
        "correction": sent or _correction(request, upload),
        "correct_url": reverse("salary-upload-correct", args=[upload.pk]),
        "forget_url": reverse("salary-upload-forget", args=[upload.pk]),
    }
    return render(request, "exchange/salary_upload.html", context, status=422 if sent else 200)


def _correction(request: HttpRequest, upload: SalaryUpload, *sent: Any) -> SalaryCorrectionForm | None:
    """The form that corrects how the file was read; None where there is nothing to correct any more."""
    report = upload.report
    if not report.get("columns") or upload.state not in (UploadState.READY, UploadState.REFUSED):
        return None
    if not _all_in_reach(request, report["columns"]):
        report = report | {"columns": [each | {"samples": []} for each in report["columns"]]}
    return SalaryCorrectionForm(report, upload.mapping or {}, *sent)


def _all_in_reach(request: HttpRequest, columns: list[dict[str, Any]]) -> bool:
    """Whether the first rows of the file are about nobody whose pay this person may not see (any more): 1 query."""
    texts = {text for each in columns for text in each.get("samples", ())}
    theirs = people_whose_pay(request.user).values("pk")
    return not Employee.objects.filter(number__in=texts).exclude(pk__in=theirs).exists()


@require_POST
@requires(Permission.EDIT_PAY)
def correct_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Read the file again as this person says."""
    upload = _upload_or_404(request, pk)
    form = _correction(request, upload, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, upload, form)
    return _read_again(request, upload, form.mapping if form else None)


@require_POST
@requires(Permission.EDIT_PAY)
def forget_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Forget what was kept for files of this shape, and read this one without it."""
    upload = _upload_or_404(request, pk)
    forget_kept(upload)
    return _read_again(request, upload, None)


def _read_again(request: HttpRequest, upload: SalaryUpload, mapping: dict[str, Any] | None) -> HttpResponseBase:
    try:
        have_read_again(upload=upload, mapping=mapping, by=request.user)
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("salary-upload", upload.pk)


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


@require_POST
@requires(Permission.EDIT_PAY)
def apply_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take the salaries in."""
    upload = _upload_or_404(request, pk)
    try:
        have_applied(upload=upload, by=request.user, sure=bool(request.POST.get("sure")))
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("salary-upload", upload.pk)


@require_POST
@requires(Permission.EDIT_PAY)
def discard_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw an upload away; salaries that came in stay."""
    _upload_or_404(request, pk).delete()
    messages.success(request, _("The upload was thrown away."))
    return redirect("import-salaries")
