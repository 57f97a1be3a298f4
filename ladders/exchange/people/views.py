"""People import in the browser: bring the file, see what would change, take it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..models import PeopleUpload, UploadState
from ..uploads.lifecycle import forget_kept
from .forms import PeopleCorrectionForm, PeopleUploadForm
from .jobs import have_applied, have_read_again, take_in
from .words import FIELD_WORDS, in_words

SAMPLE, MISSING = 50, 500  # people who are named on the page


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; below, what one brought lately."""
    form = PeopleUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = PeopleUploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["source"]
            upload = take_in(name=file.name or "file", content=file.read(), by=request.user)
            return redirect("people-upload", upload.pk)
    uploads = PeopleUpload.objects.visible_to(request.user).defer("content", "report")[:20]
    return render(request, "people/import.html", {"form": form, "uploads": uploads}, status=422 if form.errors else 200)


def _upload_or_404(request: HttpRequest, pk: UUID) -> PeopleUpload:
    rows = PeopleUpload.objects.visible_to(request.user).defer("content").select_related("job", "kept__by")
    found: PeopleUpload = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Permission.IMPORT_PEOPLE)
def upload_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is: being read, to be looked at, refused, or taken in."""
    return _page(request, _upload_or_404(request, pk))


def _page(request: HttpRequest, upload: PeopleUpload, sent: PeopleCorrectionForm | None = None) -> HttpResponse:
    report = upload.report
    kinds = (
        ("created", "created_people", SAMPLE, _("New")),
        ("updated", "updated_people", SAMPLE, _("Changed")),
        ("leavers", "leaving_people", SAMPLE, _("Left")),
        ("missing", "missing_people", MISSING, _("Missing from the file, and kept as they are")),
    )
    columns = [(each["heading"], FIELD_WORDS.get(each["field"])) for each in report.get("columns", ())]
    context = {
        "upload": upload,
        "report": report,
        "working": bool(upload.job and not upload.job.finished),
        "job": upload.job,
        "failed": bool(upload.job and upload.job.error),
        "groups": [
            (title, in_words(report[key][:most]), max(report[count] - most, 0), key == "missing_people")
            for count, key, most, title in kinds
            if report.get(key)
        ],
        "columns": columns,
        "correction": sent or _correction(request, upload),
        "correct_url": reverse("people-upload-correct", args=[upload.pk]),
        "forget_url": reverse("people-upload-forget", args=[upload.pk]),
        "nothing": not (report.get("created") or report.get("updated")),
    }
    return render(request, "people/upload.html", context, status=422 if sent else 200)


def _correction(request: HttpRequest, upload: PeopleUpload, *told: Any) -> PeopleCorrectionForm | None:
    """The form that corrects how the file was read; None where there is nothing to correct any more."""
    columns = upload.report.get("columns")
    if not columns or upload.state not in (UploadState.READY, UploadState.REFUSED):
        return None
    return PeopleCorrectionForm(columns, upload.mapping or {}, *told, report=upload.report, by=request.user)


@require_POST
@requires(Permission.IMPORT_PEOPLE)
def correct_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Read the file again as this person says."""
    upload = _upload_or_404(request, pk)
    form = _correction(request, upload, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, upload, form)
    return _read_again(request, upload, form.mapping if form else None)


@require_POST
@requires(Permission.IMPORT_PEOPLE)
def forget_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Forget what was kept for files of this shape, and read this one without it."""
    upload = _upload_or_404(request, pk)
    forget_kept(upload)
    return _read_again(request, upload, None)


def _read_again(request: HttpRequest, upload: PeopleUpload, mapping: dict[str, Any] | None) -> HttpResponseBase:
    try:
        have_read_again(upload=upload, mapping=mapping, by=request.user)
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("people-upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_PEOPLE)
def apply_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take the people in."""
    upload = _upload_or_404(request, pk)
    try:
        have_applied(upload=upload, by=request.user, sure=bool(request.POST.get("sure")))
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("people-upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_PEOPLE)
def discard_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw an upload away; people who came in stay."""
    _upload_or_404(request, pk).delete()
    messages.success(request, _("The upload was thrown away."))
    return redirect("import-people")
