"""Import pages: bring files, see what they were understood to mean, make the draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.enums import TRACK_KINDS

from .forms import ApplyForm, UploadForm
from .models import Upload, UploadState
from .work import have_applied, take_in


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_FRAMEWORK)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose files; below, what one brought lately."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        files = [(file.name or "file", file.read()) for file in form.cleaned_data["sources"]]
        upload = take_in(name=form.cleaned_data["name"], files=files, by=request.user)
        return redirect("upload", upload.pk)
    uploads = Upload.objects.visible_to(request.user)[:20]
    return render(
        request,
        "exchange/import.html",
        {"form": form, "uploads": uploads},
        status=422 if form.is_bound and form.errors else 200,
    )


@require_http_methods(["GET", "HEAD"])
@requires(Permission.IMPORT_FRAMEWORK)
def upload_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the upload is: being read, to be looked at, refused, or a draft."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user).select_related("job"), pk=pk)
    return _upload_page(request, upload)


def _upload_page(
    request: HttpRequest, upload: Upload, form: ApplyForm | None = None, status: int = 200
) -> HttpResponse:
    working = bool(upload.job and not upload.job.finished)
    return render(
        request,
        "exchange/upload.html",
        {
            "upload": upload,
            "report": _named(upload.report),
            "working": working,
            "job": upload.job,
            "failed": bool(upload.job and upload.job.error),
            "form": form or ApplyForm(initial={"name": upload.name}),
            "frameworks": upload.frameworks.all() if upload.state == UploadState.APPLIED else (),
        },
        status=status,
    )


def _named(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the kinds of tracks in words."""
    names = dict(TRACK_KINDS)
    for framework in report.get("tree", ()):
        for track in framework["tracks"]:
            track["kind_name"] = names.get(track["kind"], "")
    return report


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def apply_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Make the draft."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _upload_page(request, upload, form, 422)
    try:
        have_applied(upload=upload, name=form.cleaned_data["name"], by=request.user)
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def discard_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw an upload away; drafts that came of it stay."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    upload.delete()
    messages.success(request, _("The upload was thrown away."))
    return redirect("import")
