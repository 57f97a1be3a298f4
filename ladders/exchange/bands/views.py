"""Bands from a file in the browser: bring it, look at everything that would happen, correct how it was read, take it in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ladders.compensation.actions.changes import current_stamp
from ladders.compensation.actions.second_person import needed
from ladders.compensation.models import BandChange, ChangeState, PayPolicy, PayZone
from ladders.core.errors import DomainError
from ladders.core.put_back import written_by

from ..models import BandUpload, UploadState
from ..uploads.correction_form import CorrectionForm
from ..uploads.pages import UploadPages
from ..uploads.translation import in_words, said
from .forms import FIELD_WORDS, BandCorrectionForm, BandsForm
from .jobs import JOBS, have_applied, look
from .write import BandPlan


class BandUploadPages(UploadPages[BandUpload]):
    """See `UploadPages`. What is seen is what would happen now; it is written at once."""

    jobs = JOBS
    title = _("Import bands")
    home = ("bands", _("Bands"))
    start, start_template, template = "import-bands", "exchange/bands.html", "exchange/band_upload.html"
    words = FIELD_WORDS
    related = ("owner", "zone", "kept__by", "job")
    hindered = messages.ERROR

    def form(self, request: HttpRequest, *sent: Any) -> BandsForm:
        """The file, its zone and its day."""
        return BandsForm(*sent, initial={"starts_on": timezone.localdate()})

    def start_context(self, request: HttpRequest) -> dict[str, Any]:
        """Whether there is a zone to bring bands for."""
        return {"zones": PayZone.objects.exists()}

    def listed(self, uploads: QuerySet[Any]) -> QuerySet[Any]:
        """With their zones."""
        return uploads.select_related("zone")

    def take_in(self, data: dict[str, Any], *, by: Any) -> BandUpload:
        """Keep the file and have it read."""
        file = data["file"]
        own = {"zone": data["zone"], "starts_on": data["starts_on"]}
        return JOBS.take_in(name=file.name or "file", content=file.read(), by=by, **own)

    def context(self, request: HttpRequest, upload: BandUpload, sent: CorrectionForm | None) -> dict[str, Any]:
        """Every band that would change, and every row that differs from its grade."""
        plan = _plan(upload)
        if not isinstance(plan, BandPlan):
            return {"hindrance": plan or "", "not_in_force": _not_in_force(upload)}
        return {
            "hindrance": "",
            "plan": plan,
            "parts": [
                (each, [(code, row, now, row.figures != now) for code, (row, now) in each.bands.items()])
                for each in plan.all
            ],
            "changed": sum(len(each.changed) for each in plan.all),
            "bands": sum(len(each.bands) for each in plan.all),
            "count": sum(each.rows for each in plan.all),
            "proposals": any(each.proposals for each in plan.all),
            "problems": in_words([problem.to_report() for problem in plan.problems.listed]),
            "doubts": in_words([sentence for each in plan.all for sentence in each.doubts]),
            "second": PayPolicy.current().second_approver,
            "stamp": current_stamp(),
            "columns": [(each.heading, FIELD_WORDS.get(each.field or "", each.field)) for each in plan.columns],
            "correction": sent or (BandCorrectionForm(plan, upload) if plan.columns else None),
        }

    def correction(self, request: HttpRequest, upload: BandUpload, *sent: Any) -> BandCorrectionForm | None:
        """Columns, labels, zone and day; None where nothing can be read from the file."""
        plan = _plan(upload)
        return BandCorrectionForm(plan, upload, *sent) if isinstance(plan, BandPlan) else None

    def read_as_corrected(
        self, request: HttpRequest, upload: BandUpload, form: CorrectionForm | None
    ) -> HttpResponseBase:
        """Also for another zone and day."""
        if form is None:
            return redirect(JOBS.page, upload.pk)
        data = form.cleaned_data
        return self.read_again(request, upload, form.mapping, zone=data["zone"], starts_on=data["starts_on"])

    def apply(self, request: HttpRequest, upload: BandUpload, *, sure: bool) -> None:
        """Take the bands in; its page leads to them, and can take them back."""
        plan = have_applied(upload, by=request.user, stamp=request.POST.get("stamp", ""), sure=sure)
        if plan is not None:
            proposed = sum(len(each.proposals) for each in plan.all)
            messages.success(request, _taken_in(sum(len(each.changed) for each in plan.all), proposed))


def _plan(upload: BandUpload) -> BandPlan | str | None:
    """What would happen now, or the sentence that says why nothing can; None where it is being read, could not be, or is
    taken in."""
    if upload.state not in (UploadState.READY, UploadState.REFUSED) or not upload.report:
        return None
    try:
        return look(upload)
    except DomainError as error:
        return said(error)


def _not_in_force(upload: BandUpload) -> list[BandChange]:
    """What the import asked for and nobody has approved: it waits, or was declined or withdrawn. At most 2 queries."""
    if upload.state != UploadState.APPLIED or upload.history is None:
        return []
    asked = BandChange.objects.filter(pk__in=written_by(BandChange, upload.history).made)
    return list(asked.exclude(state=ChangeState.SCHEDULED).select_related("zone").order_by("zone__name"))


def _taken_in(bands: int, exceptions: int) -> str:
    if needed():
        told = ngettext("%(n)s band waits for a second person.", "%(n)s bands wait for a second person.", bands)
    else:
        told = ngettext("%(n)s band is taken in.", "%(n)s bands are taken in.", bands)
    told %= {"n": bands}
    if not exceptions:
        return told
    more = ngettext("%(n)s exception is proposed.", "%(n)s exceptions are proposed.", exceptions) % {"n": exceptions}
    return f"{told} {more}"


PAGES = BandUploadPages()
