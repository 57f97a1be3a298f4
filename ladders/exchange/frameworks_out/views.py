"""Taking a framework along: a page that says what each format is good for, the files, and the schema of the JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ladders.core.access import may
from ladders.core.form_actions import told_refusals
from ladders.core.permissions import Permission
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Version
from ladders.frameworks.web.views.base import draft_context

from .export_source import export
from .formats.formats import Format

SCHEMA = Path(__file__).parent / "schema" / "framework-1.schema.json"
DRAFT = "draft"
OFFERS = [
    (
        Format.XLSX,
        gettext_lazy("Excel workbook"),
        gettext_lazy("To edit together and send back: a sheet for each track, with lists to choose from."),
    ),
    (
        Format.CSV,
        gettext_lazy("CSV table"),
        gettext_lazy("To analyse: one long table, a row for each level and competency."),
    ),
    (
        Format.JSON,
        gettext_lazy("JSON"),
        gettext_lazy("To keep or to move elsewhere: everything, with keys and evaluations, in a published form."),
    ),
    (
        Format.MARKDOWN,
        gettext_lazy("Markdown"),
        gettext_lazy("For a wiki or a repository: a page to read, with everything in its head to take back in."),
    ),
]


@dataclass(frozen=True, slots=True)
class OfferedFormat:
    """A format on the page."""

    format: Format
    name: str
    use: str
    url: str


@require_safe
def export_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The formats to choose from; with `format`, the file. `version` is a number or `draft`, else the published one.

    3 queries with session and user for the page and, while the version is kept, for a file; 19 for the first file.
    """
    versions = list(
        Version.objects.visible_to(request.user)
        .filter(framework__slug=slug)
        .select_related("framework__owner")
        .order_by("-number")
    )
    version = _chosen(versions, request.GET.get("version", ""))
    if "format" in request.GET:
        return _file(request, version, request.GET["format"])
    name = DRAFT if version.is_draft else str(version.number)
    here = reverse("export", args=[slug])
    return render(
        request,
        "exchange/export.html",
        draft_context(
            version,
            others=[(other, DRAFT if other.is_draft else other.number) for other in versions if other != version],
            offers=[
                OfferedFormat(f, str(title), str(use), f"{here}?version={name}&format={f}") for f, title, use in OFFERS
            ],
            may_import=may(request.user, Permission.IMPORT_FRAMEWORK),
        ),
    )


def _chosen(versions: list[Version], wanted: str) -> Version:
    """The version asked for. Raises Http404 for what is not there, or not for this person."""
    if wanted == DRAFT:
        found = [version for version in versions if version.is_draft]
    elif wanted:
        found = [version for version in versions if str(version.number) == wanted]
    else:
        found = [version for version in versions if version.state == VersionState.PUBLISHED] or versions
    if not found:
        raise Http404(_("There is no such version."))
    return found[0]


def _file(request: HttpRequest, version: Version, wanted: str) -> HttpResponseBase:
    try:
        format = Format(wanted)
    except ValueError:
        raise Http404(_("There is no such format.")) from None
    private = any(
        may(request.user, verb, version.framework) for verb in (Permission.EDIT_FRAMEWORK, Permission.EVALUATE_LEVEL)
    )
    with told_refusals(request, messages.WARNING):
        name, content = export(version, format, private=private)
        return HttpResponse(
            content,
            content_type=format.content_type,
            headers={
                "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
                "Cache-Control": "no-store, private",
                "X-Content-Type-Options": "nosniff",
            },
        )
    page = reverse("export", args=[version.framework.slug])
    return redirect(f"{page}?version={DRAFT if version.is_draft else version.number}")


@require_safe
def schema(request: HttpRequest) -> HttpResponseBase:
    """The JSON Schema of an export as JSON: no query beside session and user."""
    return HttpResponse(_schema(), content_type="application/schema+json")


@cache
def _schema() -> bytes:
    return SCHEMA.read_bytes()
