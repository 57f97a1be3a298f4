"""Import pages: bring files, see what they would do and where, choose, and have it written."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import requires
from ladders.core.form_actions import told_refusals
from ladders.core.kept_home import MOST
from ladders.core.permissions import Permission
from ladders.exchange.models import PreviewEntry, Upload, UploadState
from ladders.exchange.tables.limits import MAX_BYTES, MAX_TOTAL_BYTES

from ...take_back.actions import have_taken_back
from ...take_back.kinds import TAKE_BACKS
from ...take_back.pages import back_context
from ..jobs import have_applied, have_read_again, take_in
from .forms import NEW, AimForm, UploadForm
from .labels import summed
from .preview import apply_label, named_tree, preview_of

RECENT = 20
LIMITS = {
    "most": MAX_BYTES,
    "most_together": MAX_TOTAL_BYTES,
    "most_megabytes": MAX_BYTES // 2**20,
    "most_megabytes_together": MAX_TOTAL_BYTES // 2**20,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_FRAMEWORK)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose files; below, what one brought lately."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        files = [(file.name or "file", file.read()) for file in form.cleaned_data["sources"]]
        name = " ".join(form.cleaned_data["name"].split())
        return redirect("upload", take_in(files=files, by=request.user, name=name).pk)
    uploads = Upload.objects.visible_to(request.user).defer("mapping", "correction", "sample", "report")
    narrowed = request.GET.get("show") == "ready"
    if narrowed:
        uploads = uploads.filter(state=UploadState.READY)
    return render(
        request,
        "exchange/import.html",
        {"form": form, "uploads": uploads[: MOST if narrowed else RECENT], "narrowed": narrowed, **LIMITS},
        status=422 if form.is_bound and form.errors else 200,
    )


@require_http_methods(["GET", "HEAD"])
@requires(Permission.IMPORT_FRAMEWORK)
def upload_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the upload is: being read, to be looked at, refused, or in the draft."""
    return _upload_page(request, get_object_or_404(_uploads(request), pk=pk))


def _uploads(request: HttpRequest) -> QuerySet[Upload]:
    return Upload.objects.visible_to(request.user).select_related("job", "target", "kept__framework")


def _upload_page(request: HttpRequest, upload: Upload, form: AimForm | None = None) -> HttpResponse:
    working = bool(upload.job and not upload.job.finished)
    report = upload.report
    ready = upload.state == UploadState.READY and not working
    aims = report.get("aims", [])
    if form is None and ready and report.get("frameworks", 0) <= 1:
        where = upload.target.slug if upload.target else next((aim["slug"] for aim in aims if aim["slug"]), NEW)
        form = AimForm(user=request.user, initial={"where": where, "name": upload.name})
    context = {
        "upload": upload,
        "report": report,
        "working": working,
        "ready": ready,
        "job": upload.job,
        "failed": bool(upload.job and upload.job.error),
        "aims": aims,
        "merges": any(aim["slug"] for aim in aims),
        "aim_form": form,
        "tree": named_tree(report),
        "preview": None if working else preview_of(upload, request.GET.get("show", ""), request.GET.get("page", "")),
        "apply_label": apply_label(upload),
        **back_context("upload", upload, request.user),
        "applied": [(done, summed(done["counts"])) for done in report.get("applied", ())],
    }
    return render(request, "exchange/upload.html", context, status=422 if form and form.errors else 200)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def aim_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Say where it goes; what that would do is worked out anew."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    form = AimForm(request.POST, user=request.user)
    if not form.is_valid():
        return _upload_page(request, upload, form)
    target = form.target
    name = target.name if target else form.cleaned_data["name"]
    with told_refusals(request, messages.WARNING):
        have_read_again(upload=upload, by=request.user, target=target, name=name, aimed=True)
    return redirect("upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def choices_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Keep what is chosen on a page of the list."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    if upload.state == UploadState.READY:
        _choose(upload, request.POST)
        if not request.headers.get("HX-Request"):
            messages.success(request, _("Your choices are kept. Nothing is written yet."))
    address = reverse("upload", args=[upload.pk])
    query = QueryDict(mutable=True)
    query.update({key: request.POST[key] for key in ("show", "page") if request.POST.get(key)})
    return redirect(f"{address}?{query.urlencode()}#list")


def _choose(upload: Upload, data: QueryDict) -> None:
    entries = PreviewEntry.objects.filter(upload=upload, choosable=True)
    everything = data.get("all")
    if everything in ("file", "draft"):
        entries.filter(verdict=data.get("show", "")).update(chosen=everything == "file")
        return
    told = {
        int(key[1:]): value for key, value in data.items() if key[:1] == "e" and key[1:].isdecimal() and len(key) < 18
    }
    for chosen in (True, False):
        keys = [key for key, value in told.items() if (value == "file") is chosen]
        entries.filter(pk__in=keys).exclude(chosen=chosen).update(chosen=chosen)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def apply_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Have it written, with what is chosen on the page."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    with told_refusals(request, messages.WARNING):
        if upload.state == UploadState.READY:
            _choose(upload, request.POST)
        have_applied(upload=upload, by=request.user)
    return redirect("upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def take_back_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Have the drafts put back as they were before."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    with told_refusals(request, messages.WARNING):
        have_taken_back(TAKE_BACKS["upload"], upload=upload, by=request.user)
    return redirect("upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def discard_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw an upload away; drafts that came of it stay."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    upload.delete()
    messages.success(request, _("The upload was thrown away."))
    return redirect("import")
