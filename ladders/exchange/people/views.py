"""People import in the browser: bring the file, see what would change, take it in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import PeopleUpload
from ..uploads.correction_form import CorrectionForm
from ..uploads.pages import UploadPages
from .forms import PeopleCorrectionForm, PeopleUploadForm
from .into_management import left_by_file
from .jobs import JOBS
from .words import FIELD_WORDS, in_words

SAMPLE, MISSING = 50, 500  # people who are named on the page
COUNTED = {
    "rows": gettext_lazy("rows"),
    "created": gettext_lazy("new"),
    "updated": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "leavers": gettext_lazy("left"),
    "missing": gettext_lazy("missing"),
}


class PeopleUploadPages(UploadPages[PeopleUpload]):
    """See `UploadPages`."""

    jobs = JOBS
    title = gettext_lazy("Import people")
    home = ("people", gettext_lazy("People"))
    start, start_template, template = "import-people", "exchange/people.html", "exchange/people_upload.html"
    words = FIELD_WORDS

    def form(self, request: HttpRequest, *sent: Any) -> PeopleUploadForm:
        """The file."""
        return PeopleUploadForm(*sent)

    def take_in(self, data: dict[str, Any], *, by: Any) -> PeopleUpload:
        """Keep the file and have it read."""
        file = data["source"]
        return JOBS.take_in(name=file.name or "file", content=file.read(), by=by)

    def context(self, request: HttpRequest, upload: PeopleUpload, sent: CorrectionForm | None) -> dict[str, Any]:
        """Counts, and people by what becomes of them."""
        report = upload.report
        kinds = (
            ("created", "created_people", SAMPLE, _("New")),
            ("updated", "updated_people", SAMPLE, _("Changed")),
            ("leavers", "leaving_people", SAMPLE, _("Left")),
            ("missing", "missing_people", MISSING, _("Missing from the file, and kept as they are")),
        )
        return {
            "counts": [(word, report.get(key, 0)) for key, word in COUNTED.items()],
            "changing": report.get("created", 0) + report.get("updated", 0),
            "groups": [
                (title, in_words(report[key][:most]), max(report[count] - most, 0), key == "missing_people")
                for count, key, most, title in kinds
                if report.get(key)
            ],
            "into_management": left_by_file(report, timezone.localdate()) if self.is_correctable(upload) else [],
            "columns": self.columns(upload),
            "correction": sent or self.correction(request, upload),
        }

    def correction(self, request: HttpRequest, upload: PeopleUpload, *sent: Any) -> PeopleCorrectionForm | None:
        """The columns, and the managers and levels that nobody knows."""
        if not self.is_correctable(upload):
            return None
        report = upload.report
        return PeopleCorrectionForm(report["columns"], upload.mapping or {}, *sent, report=report, by=request.user)


PAGES = PeopleUploadPages()
