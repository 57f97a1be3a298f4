"""Bringing in what was paid, in the browser: the file, what it says, take it in. Sums by kind are shown, nobody's own amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.permissions import Permission
from ladders.insights.models.paid_amounts import TREATMENTS

from ..models import PaidUpload
from ..uploads.correction_form import CorrectionForm
from ..uploads.pages import UploadPages
from .forms import FIELD_WORDS, PaidCorrectionForm, PaidUploadForm
from .jobs import JOBS


class PaidUploadPages(UploadPages[PaidUpload]):
    """See `UploadPages`."""

    jobs = JOBS
    title = _("Import what was paid")
    home = ("fairness", _("Is it fair?"))
    start, start_template, template = "import-paid", "exchange/paid.html", "exchange/paid_upload.html"
    words = FIELD_WORDS

    def form(self, request: HttpRequest, *sent: Any) -> PaidUploadForm:
        """The file and its year."""
        return PaidUploadForm(*sent, initial={"year": timezone.localdate().year - 1})

    def take_in(self, data: dict[str, Any], *, by: Any) -> PaidUpload:
        """Keep the file and have it read."""
        file = data["source"]
        return JOBS.take_in(name=file.name or "file", content=file.read(), year=data["year"], by=by)

    def context(self, request: HttpRequest, upload: PaidUpload, sent: CorrectionForm | None) -> dict[str, Any]:
        """Counts, and the kinds of pay with their sums."""
        report, words = upload.report, dict(TREATMENTS)
        user: Any = request.user
        told_apart = user.reaches_all(Permission.VIEW_PAY)
        changing = ("created", "replaced") if told_apart else ("created", "replaced", "unchanged")
        return {
            "counts": _counts(upload, told_apart=told_apart),
            "changing": sum(report.get(name, 0) for name in changing),
            "kinds": [
                kind | {"counts_as": words.get(kind["counts_as"]), "total": Decimal(kind["total"])}
                for kind in report.get("kinds", ())
            ],
            "columns": self.columns(upload),
            "correction": sent or self.correction(request, upload),
        }

    def correction(self, request: HttpRequest, upload: PaidUpload, *sent: Any) -> PaidCorrectionForm | None:
        """The columns and the kinds of pay."""
        if not self.is_correctable(upload):
            return None
        return PaidCorrectionForm(upload.report, upload.mapping or {}, *sent)


def _counts(upload: PaidUpload, *, told_apart: bool) -> list[tuple[Any, int]]:
    """Words and numbers; none where the file has no rows.

    `told_apart`: with how many years would stay as they are. That answers a guess of somebody's amounts, so it is for whoever may
    open everybody's pay; others read how many are there.
    """
    report = upload.report
    if not report.get("rows"):
        return []
    there = report.get("replaced", 0) + report.get("unchanged", 0)
    report = report | {"there": there}
    apart = (("replaced", _("replaced")), ("unchanged", _("unchanged")))
    counted = (
        ("rows", _("rows")),
        ("created", _("new")),
        *(apart if told_apart else (("there", _("there already, replaced where the file differs")),)),
        ("without_hours", _("without paid hours")),
        ("missing", _("employed in %(year)s, not in the file") % {"year": upload.year}),
    )
    own = [(_("left out: your own"), report["own"])] if report.get("own") else []
    return [*((word, report.get(key, 0)) for key, word in counted), *own]


PAGES = PaidUploadPages()
