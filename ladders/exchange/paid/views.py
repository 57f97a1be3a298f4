"""Bringing in what was paid, in the browser: the file, what it says, take it in. Sums by kind are shown, nobody's own amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.insights.models.paid import TREATMENTS

from ..models import PaidUpload, UploadState
from ..uploads.lifecycle import forget_kept
from .forms import FIELD_WORDS, PaidCorrectionForm, PaidUploadForm
from .jobs import have_applied, have_read_again, keep


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_EQUITY)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose the file and its year; below, what one brought lately."""
    form = PaidUploadForm(initial={"year": timezone.localdate().year - 1})
    if request.method == "POST":
        form = PaidUploadForm(request.POST, request.FILES)
        if form.is_valid():
            source, year = form.cleaned_data["source"], form.cleaned_data["year"]
            upload = keep(name=source.name or "file", content=source.read(), year=year, by=request.user)
            return redirect("paid-upload", upload.pk)
    uploads = PaidUpload.objects.visible_to(request.user).defer("content", "report")[:20]
    context = {"form": form, "uploads": uploads}
    return render(request, "exchange/paid.html", context, status=422 if form.errors else 200)


def _upload_or_404(request: HttpRequest, pk: UUID) -> PaidUpload:
    rows = PaidUpload.objects.visible_to(request.user).defer("content").select_related("job", "kept__by")
    found: PaidUpload = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Permission.EDIT_PAY_EQUITY)
def upload_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is: being read, to be looked at, refused, or taken in."""
    return _page(request, _upload_or_404(request, pk))


def _page(request: HttpRequest, upload: PaidUpload, sent: PaidCorrectionForm | None = None) -> HttpResponse:
    report, words = upload.report, dict(TREATMENTS)
    context = {
        "upload": upload,
        "report": report,
        "working": bool(upload.job and not upload.job.finished),
        "job": upload.job,
        "failed": bool(upload.job and upload.job.error),
        "changing": report.get("created", 0) + report.get("replaced", 0),
        "kinds": [
            kind | {"counts_as": words.get(kind["counts_as"]), "total": Decimal(kind["total"])}
            for kind in report.get("kinds", ())
        ],
        "columns": [(each["heading"], FIELD_WORDS.get(each["field"])) for each in report.get("columns", ())],
        "correction": sent or _correction(upload),
        "correct_url": reverse("paid-upload-correct", args=[upload.pk]),
        "forget_url": reverse("paid-upload-forget", args=[upload.pk]),
    }
    return render(request, "exchange/paid_upload.html", context, status=422 if sent else 200)


def _correction(upload: PaidUpload, *sent: Any) -> PaidCorrectionForm | None:
    """The form that corrects how the file was read; None where there is nothing to correct any more."""
    if not upload.report.get("columns") or upload.state not in (UploadState.READY, UploadState.REFUSED):
        return None
    return PaidCorrectionForm(upload.report, upload.mapping or {}, *sent)


@require_POST
@requires(Permission.EDIT_PAY_EQUITY)
def correct_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Read the file again as this person says."""
    upload = _upload_or_404(request, pk)
    form = _correction(upload, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, upload, form)
    return _read_again(request, upload, form.mapping if form else None)


@require_POST
@requires(Permission.EDIT_PAY_EQUITY)
def forget_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Forget what was kept for files of this shape, and read this one without it."""
    upload = _upload_or_404(request, pk)
    forget_kept(upload)
    return _read_again(request, upload, None)


def _read_again(request: HttpRequest, upload: PaidUpload, mapping: dict[str, Any] | None) -> HttpResponseBase:
    try:
        have_read_again(upload=upload, mapping=mapping, by=request.user)
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("paid-upload", upload.pk)


@require_POST
@requires(Permission.EDIT_PAY_EQUITY)
def apply_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take it in."""
    upload = _upload_or_404(request, pk)
    try:
        have_applied(upload=upload, by=request.user, sure=bool(request.POST.get("sure")))
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("paid-upload", upload.pk)


@require_POST
@requires(Permission.EDIT_PAY_EQUITY)
def discard_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw an upload away; what came in stays."""
    _upload_or_404(request, pk).delete()
    messages.success(request, _("The upload was thrown away."))
    return redirect("import-paid")
