"""Bands from a file in the browser: bring it, look at everything that would happen, correct how it was read, take it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.compensation.actions.changes import current_stamp
from ladders.compensation.models import PayPolicy, PayZone
from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..models import BandUpload, UploadState
from ..uploads.lifecycle import forget_kept
from .forms import FIELD_WORDS, BandCorrectionForm, BandsForm
from .jobs import have_applied, have_read_again, look, take_in
from .write import BandPlan


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; below, what one brought lately."""
    form = BandsForm(request.POST or None, request.FILES or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = data["file"]
        upload = take_in(
            name=file.name or "file",
            content=file.read(),
            zone=data["zone"],
            starts_on=data["starts_on"],
            by=request.user,
        )
        return redirect("band-upload", upload.pk)
    uploads = BandUpload.objects.visible_to(request.user).defer("content", "report").select_related("zone")[:20]
    context = {"form": form, "zones": PayZone.objects.exists(), "uploads": uploads}
    return render(request, "exchange/bands.html", context, status=422 if form.errors else 200)


def _upload_or_404(request: HttpRequest, pk: UUID) -> BandUpload:
    rows = (
        BandUpload.objects.visible_to(request.user).defer("content").select_related("owner", "zone", "kept__by", "job")
    )
    found: BandUpload = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Permission.EDIT_BANDS)
def upload_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is: being read, what would happen now, or taken in."""
    upload = _upload_or_404(request, pk)
    return _page(request, upload, _plan(upload))


def _plan(upload: BandUpload) -> BandPlan | str | None:
    """What would happen now, or the sentence that says why nothing can; None where it is being read, could not be, or is
    taken in."""
    if upload.state not in (UploadState.READY, UploadState.REFUSED) or not upload.report:
        return None
    try:
        return look(upload)
    except DomainError as error:
        return error.sentence


def _page(
    request: HttpRequest, upload: BandUpload, plan: BandPlan | str | None, sent: BandCorrectionForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "upload": upload,
        "hindrance": plan if isinstance(plan, str) else "",
        "working": bool(upload.job and not upload.job.finished),
        "job": upload.job,
        "failed": bool(upload.job and upload.job.error),
    }
    if isinstance(plan, BandPlan):
        context |= {
            "plan": plan,
            "parts": [
                (each, [(code, row, now, row.figures != now) for code, (row, now) in each.bands.items()])
                for each in plan.all
            ],
            "changed": sum(len(each.changed) for each in plan.all),
            "bands": sum(len(each.bands) for each in plan.all),
            "count": sum(each.rows for each in plan.all),
            "proposals": any(each.proposals for each in plan.all),
            "doubts": [sentence for each in plan.all for sentence in each.doubts],
            "second": PayPolicy.current().second_approver,
            "stamp": current_stamp(),
            "columns": [(each.heading, FIELD_WORDS.get(each.field or "", each.field)) for each in plan.columns],
            "correction": sent or (BandCorrectionForm(plan, upload) if plan.columns else None),
            "correct_url": reverse("band-upload-correct", args=[upload.pk]),
            "forget_url": reverse("band-upload-forget", args=[upload.pk]),
        }
    return render(request, "exchange/band_upload.html", context, status=422 if sent else 200)


@require_POST
@requires(Permission.EDIT_BANDS)
def correct_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Read the file again as this person says."""
    upload = _upload_or_404(request, pk)
    plan = _plan(upload)
    if not isinstance(plan, BandPlan):
        return redirect("band-upload", upload.pk)
    form = BandCorrectionForm(plan, upload, request.POST)
    if not form.is_valid():
        return _page(request, upload, plan, form)
    data = form.cleaned_data
    return _again(request, upload, form.mapping, zone=data["zone"], starts_on=data["starts_on"])


@require_POST
@requires(Permission.EDIT_BANDS)
def forget_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Forget what was kept for files of this shape, and read this one without it."""
    upload = _upload_or_404(request, pk)
    forget_kept(upload)
    return _again(request, upload, None)


def _again(
    request: HttpRequest, upload: BandUpload, mapping: dict[str, Any] | None, **changed: Any
) -> HttpResponseBase:
    try:
        have_read_again(upload=upload, mapping=mapping, by=request.user, **changed)
    except DomainError as error:
        messages.warning(request, error.sentence)
    return redirect("band-upload", upload.pk)


@require_POST
@requires(Permission.EDIT_BANDS)
def apply_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take the bands in."""
    upload = _upload_or_404(request, pk)
    sure = bool(request.POST.get("sure"))
    try:
        plan = have_applied(upload, by=request.user, stamp=request.POST.get("stamp", ""), sure=sure)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect("band-upload", upload.pk)
    if plan is None:
        return redirect("zone", upload.zone.code)
    changed, proposed = sum(len(each.changed) for each in plan.all), sum(len(each.proposals) for each in plan.all)
    messages.success(request, _taken_in(changed, proposed))
    return redirect("zone", plan.zone.code) if plan.zone and not plan.further else redirect("bands")


def _taken_in(bands: int, exceptions: int) -> str:
    said = ngettext("%(n)s band is taken in.", "%(n)s bands are taken in.", bands) % {"n": bands}
    if not exceptions:
        return said
    more = ngettext("%(n)s exception is proposed.", "%(n)s exceptions are proposed.", exceptions) % {"n": exceptions}
    return f"{said} {more}"


@require_POST
@requires(Permission.EDIT_BANDS)
def discard_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw an upload away; bands that came in stay."""
    _upload_or_404(request, pk).delete()
    messages.success(request, _("The upload was thrown away."))
    return redirect("import-bands")
