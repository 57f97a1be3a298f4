"""A report as a file: JSON with its schema, and a workbook."""

from __future__ import annotations

import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ladders.core.xlsx import XLSX

from ..queries.document import document_of
from .pages import read_by
from .workbook import workbook_of

SCHEMA = Path(__file__).parent.parent / "schema" / "pay-report-1.schema.json"


@require_safe
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader may see of a report, by the schema."""
    report, reader = read_by(request, pk)
    body = json.dumps(document_of(report, reader), ensure_ascii=False, indent=2)
    return _file(body.encode(), "application/json", f"pay-report-{report.year}-{report.pk}.json")


@require_safe
def as_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader may see of a report, as sheets."""
    report, reader = read_by(request, pk)
    return _file(workbook_of(document_of(report, reader)), XLSX, f"pay-report-{report.year}-{report.pk}.xlsx")


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The schema of the JSON file."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
