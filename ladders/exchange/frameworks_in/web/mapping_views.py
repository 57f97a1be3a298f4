"""The page on which a person corrects what tables were understood to mean."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ladders.core.access import requires
from ladders.core.form_actions import told_refusals
from ladders.core.permissions import Permission
from ladders.exchange.models import Upload, UploadState
from ladders.exchange.tables.samples import table_of
from ladders.exchange.tables.sheets import is_number
from ladders.frameworks.queries.versions import plan_in_force

from ..jobs import have_read_again
from ..mapping.corrections import FormPlace, corrected, settled
from ..mapping.table_mapping import Mapping, Orientation
from .mapping_page import MOST_LEVELS, frameworks_shown, name_of, roles_of, sheet_of, tracks_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_FRAMEWORK)
def mapping_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show what was understood; keep what is corrected, and have the files read again with it."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user).select_related("job"), pk=pk)
    if not _correctable(upload):
        return redirect("upload", upload.pk)
    if request.method == "POST":
        return _correct(request, upload)
    place = FormPlace(_index(request.GET.get("sheet")), _index(request.GET.get("framework")))
    return render(request, "exchange/mapping.html", _context(upload, place))


def _correctable(upload: Upload) -> bool:
    working = upload.job is not None and not upload.job.finished
    return (
        bool(upload.sample and upload.mapping)
        and not working
        and upload.state in (UploadState.READY, UploadState.REFUSED)
    )


def _index(text: str | None) -> int:
    return int(text) if text and is_number(text) else 0


def _mapping(upload: Upload) -> Mapping:
    """As a person has corrected it so far."""
    return Mapping.from_json(upload.correction or upload.mapping)


def _context(upload: Upload, place: FormPlace) -> dict[str, Any]:
    mapping = _mapping(upload)
    place = FormPlace(min(place.sheet, len(mapping.sheets) - 1), place.framework)
    sample = upload.sample[place.sheet]
    tracks, levels = tracks_of(mapping, place)
    factors = [factor.code for factor in plan_in_force()[1].factors]
    return {
        "upload": upload,
        "place": place,
        "sheets": [
            (index, name_of(plan), plan.orientation is Orientation.SKIP, index == place.sheet)
            for index, plan in enumerate(mapping.sheets)
        ],
        "sheet": sheet_of(mapping.sheets[place.sheet], sample, table_of(sample), factors),
        "sheet_roles": roles_of(mapping),
        "frameworks": frameworks_shown(mapping, place),
        "tracks": tracks,
        "too_many": levels > MOST_LEVELS,
        "levels": levels,
        "stale": mapping.sheets != Mapping.from_json(upload.mapping).sheets,
        "scale": list(enumerate(mapping.scale))[::-1],
        "placeholders": "\n".join(mapping.placeholders),
        "changed": upload.correction is not None,
    }


def _correct(request: HttpRequest, upload: Upload) -> HttpResponseBase:
    place = FormPlace(_index(request.POST.get("sheet")), _index(request.POST.get("framework-shown")))
    tables = [table_of(sample) for sample in upload.sample]
    mapping = corrected(_mapping(upload), tables, place, request.POST.dict())
    do = request.POST.get("do", "")
    if do == "read":
        return _read(request, upload, mapping)
    if do == "reset":
        Upload.objects.filter(pk=upload.pk).update(correction=None)
    else:
        Upload.objects.filter(pk=upload.pk).update(correction=mapping.to_json())
    word, _sep, number = do.partition(":")
    sheet = _index(number) if word == "sheet" else place.sheet
    framework = _index(number) if word == "framework" else place.framework
    address = reverse("upload-mapping", args=[upload.pk])
    spot = {
        "up": "tracks",
        "down": "tracks",
        "left": "tracks",
        "right": "tracks",
        "framework": "tracks",
        "move": "tracks",
    }
    spot |= {"higher": "words", "lower": "words"}
    return HttpResponseRedirect(f"{address}?sheet={sheet}&framework={framework}#{spot.get(word, 'sheet')}")


def _read(request: HttpRequest, upload: Upload, mapping: Mapping) -> HttpResponseBase:
    """Read again with the corrected mapping."""
    mapping = settled(mapping, Mapping.from_json(upload.mapping))
    if all(plan.orientation is Orientation.SKIP for plan in mapping.sheets):
        messages.warning(
            request, _("Every sheet is left out, so there is nothing to take in. Say how one is laid out.")
        )
        Upload.objects.filter(pk=upload.pk).update(correction=mapping.to_json())
        return _go(request, reverse("upload-mapping", args=[upload.pk]))
    with told_refusals(request, messages.WARNING):
        have_read_again(upload=upload, by=request.user, mapping=mapping.to_json(), corrected=True)
    return _go(request, reverse("upload", args=[upload.pk]))


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also from within htmx."""
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else HttpResponseRedirect(address)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def guess_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Leave a kept or corrected mapping aside and guess anew."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    with told_refusals(request, messages.WARNING):
        have_read_again(upload=upload, by=request.user, mapping=None, kept=None, unkept=True, corrected=False)
    return redirect("upload", upload.pk)
