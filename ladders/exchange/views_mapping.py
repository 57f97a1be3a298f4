"""The page on which a person corrects what tables were understood to mean."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import requires
from ladders.core.permissions import Permission

from .models import Upload
from .work import have_read_again


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_FRAMEWORK)
def mapping_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    return redirect("upload", upload.pk)


@require_POST
@requires(Permission.IMPORT_FRAMEWORK)
def guess_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Leave the kept mapping aside and guess anew."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    have_read_again(upload=upload, by=request.user, mapping=None, kept=None, unkept=True, corrected=False)
    return redirect("upload", upload.pk)
