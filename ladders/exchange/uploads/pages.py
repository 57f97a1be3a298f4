"""The pages of an upload of people or pay, one life for all kinds: bring the file, look at what it would do, say what its
columns mean, take it in, or throw it away. A kind says its model, its words and what it shows; see `people.views`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.core.access import requires
from ladders.core.form_actions import told_refusals
from ladders.core.kept_home import MOST

from ..models import UploadState
from ..take_back.actions import have_taken_back
from ..take_back.kinds import TAKE_BACKS
from ..take_back.pages import back_context
from .correction_form import CorrectionForm
from .jobs import Own, UploadJobs
from .lifecycle import forget_kept

RECENT = 20


class UploadPages(ABC, Generic[Own]):
    """Both pages of a kind of upload, and what is done from them. Addresses of what is done begin with that of the page."""

    jobs: UploadJobs[Own]
    title: ClassVar[Any]  # of the page where files are brought
    home: ClassVar[tuple[str, Any]]  # name and words of the page above it
    start: ClassVar[str]  # name of its address
    start_template: ClassVar[str]
    template: ClassVar[str]
    words: ClassVar[dict[str, Any]]  # what a column can mean → its name
    related: ClassVar[tuple[str, ...]] = ("job", "kept__by")
    hindered: ClassVar[int] = messages.WARNING  # how a sentence is shown that says why it cannot be taken in

    @abstractmethod
    def form(self, request: HttpRequest, *sent: Any) -> forms.Form:
        """The form that takes a file in; `sent` are data and files."""

    @abstractmethod
    def take_in(self, data: dict[str, Any], *, by: Any) -> Own:
        """Keep the file of a valid form and have it read."""

    @abstractmethod
    def correction(self, request: HttpRequest, upload: Own, *sent: Any) -> CorrectionForm | None:
        """The form that corrects how the file was read; None where there is nothing to correct (any more)."""

    @abstractmethod
    def context(self, request: HttpRequest, upload: Own, sent: CorrectionForm | None) -> dict[str, Any]:
        """What the page shows of this kind alone, and `correction`: what was `sent`, else the form as it stands."""

    def apply(self, request: HttpRequest, upload: Own, *, sure: bool) -> None:
        """Take it in. Raises DomainError for what cannot be taken in."""
        self.jobs.have_written(upload=upload, by=request.user, sure=sure)

    def start_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page where files are brought shows beside form and uploads."""
        return {}

    def listed(self, uploads: QuerySet[Any]) -> QuerySet[Any]:
        """The uploads with what their list shows of them."""
        return uploads

    def read_as_corrected(self, request: HttpRequest, upload: Own, form: CorrectionForm | None) -> HttpResponseBase:
        """Read the file again as a valid `form` says; where there is none, with a guess."""
        return self.read_again(request, upload, form.mapping if form else None)

    def read_again(
        self, request: HttpRequest, upload: Own, mapping: dict[str, Any] | None, **changed: Any
    ) -> HttpResponseBase:
        """With what a person said, or (None) with a guess; `changed` are other fields of the upload."""
        with told_refusals(request, messages.WARNING):
            self.jobs.read_again(upload=upload, mapping=mapping, by=request.user, **changed)
        return redirect(self.jobs.page, upload.pk)

    def is_correctable(self, upload: Own) -> bool:
        """Whether it has columns, and what they mean can still be said."""
        return bool(upload.report.get("columns")) and upload.state in (UploadState.READY, UploadState.REFUSED)

    def columns(self, upload: Own) -> list[tuple[str, Any]]:
        """Each heading, and the words for what its column means (None: left out)."""
        return [(each["heading"], self.words.get(each["field"])) for each in upload.report.get("columns", ())]

    def urls(self, prefix: str) -> list[URLPattern]:
        """The addresses, all below `prefix`."""
        posted = {
            "apply": self._apply_view,
            "correct": self._correct_view,
            "forget": self._forget_view,
            "discard": self._discard_view,
        }
        page = self.jobs.page
        if page in TAKE_BACKS:
            posted["take-back"] = self._take_back_view
        guarded = requires(self.jobs.verb)
        return [
            path(prefix, require_http_methods(["GET", "HEAD", "POST"])(guarded(self._start_view)), name=self.start),
            path(f"{prefix}<uuid:pk>/", require_safe(guarded(self._upload_view)), name=page),
            *(
                path(f"{prefix}<uuid:pk>/{name}/", require_POST(guarded(view)), name=f"{page}-{name}")
                for name, view in posted.items()
            ),
        ]

    def _start_view(self, request: HttpRequest) -> HttpResponseBase:
        """Choose the file; below, what one brought lately."""
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.form(request, *sent)
        if sent and form.is_valid():
            return redirect(self.jobs.page, self.take_in(form.cleaned_data, by=request.user).pk)
        uploads = self._own(request).defer("content", "report")
        narrowed = request.GET.get("show") == "ready"
        if narrowed:
            uploads = uploads.filter(state=UploadState.READY)
        listed = self.listed(uploads)[: MOST if narrowed else RECENT]
        context = {"pages": self, "form": form, "uploads": listed, "narrowed": narrowed, **self.start_context(request)}
        return render(request, self.start_template, context, status=422 if form.errors else 200)

    def _upload_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """How far it is: being read, to be looked at, refused, or taken in."""
        return self._page(request, self._upload_or_404(request, pk))

    def _correct_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Read the file again as this person says."""
        upload = self._upload_or_404(request, pk)
        form = self.correction(request, upload, request.POST)
        if form is not None and not form.is_valid():
            return self._page(request, upload, form)
        return self.read_as_corrected(request, upload, form)

    def _forget_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Forget what was kept for files of this shape, and read this one without it."""
        upload = self._upload_or_404(request, pk)
        forget_kept(upload)
        return self.read_again(request, upload, None)

    def _apply_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Take it in."""
        upload = self._upload_or_404(request, pk)
        with told_refusals(request, self.hindered):
            self.apply(request, upload, sure=bool(request.POST.get("sure")))
        return redirect(self.jobs.page, upload.pk)

    def _take_back_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Put back what it wrote."""
        upload = self._upload_or_404(request, pk)
        with told_refusals(request, messages.WARNING):
            have_taken_back(TAKE_BACKS[self.jobs.page], upload=upload, by=request.user)
        return redirect(self.jobs.page, upload.pk)

    def _discard_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Throw an upload away; what came in stays."""
        self._upload_or_404(request, pk).delete()
        messages.success(request, _("The upload was thrown away."))
        return redirect(self.start)

    def _own(self, request: HttpRequest) -> Any:
        rows: Any = self.jobs.model._default_manager
        return rows.visible_to(request.user)

    def _upload_or_404(self, request: HttpRequest, pk: UUID) -> Own:
        found: Own = get_object_or_404(self._own(request).defer("content").select_related(*self.related), pk=pk)
        return found

    def _page(self, request: HttpRequest, upload: Own, sent: CorrectionForm | None = None) -> HttpResponse:
        page = self.jobs.page
        context = {
            "pages": self,
            "upload": upload,
            "report": upload.report,
            "working": bool(upload.job and not upload.job.finished),
            "job": upload.job,
            "failed": bool(upload.job and upload.job.error),
            **{f"{name}_url": reverse(f"{page}-{name}", args=[upload.pk]) for name in ("apply", "correct", "forget")},
            "discard_url": reverse(f"{page}-discard", args=[upload.pk]),
            **back_context(page, upload, request.user),
            **self.context(request, upload, sent),
        }
        return render(request, self.template, context, status=422 if sent else 200)
