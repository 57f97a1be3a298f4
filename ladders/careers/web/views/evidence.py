"""My evidence: notes on impact, written, changed, deleted and brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.actions import evidence as actions
from ladders.careers.models import Evidence, Impact, Thing
from ladders.careers.models.evidence import KEPT_DAYS
from ladders.careers.queries.sharing import seen_by
from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import carry_out, told_refusals
from ladders.core.lists.views import page_of

from ..forms import EvidenceForm
from .access import own, sent_again

PAGE = 50


@require_safe
@own
def evidence(request: HttpRequest, person: Employee) -> HttpResponse:
    """The notes, latest first: 4 queries beside those of session and user."""
    impact = request.GET.get("impact", "")
    notes = Evidence.objects.filter(employee=person)
    kept = notes.kept()
    if impact in Impact.values:
        kept = kept.filter(impacts__contains=[impact])
    context = page_of(request, kept, PAGE, ("-happened_on", "-pk")) | {
        "deleted": list(notes.deleted()),
        "days": KEPT_DAYS,
        "seen_by": seen_by(person, Thing.EVIDENCE, timezone.localdate()),
        "impacts": Impact.choices,
        "impact": impact if impact in Impact.values else "",
    }
    return render(request, "careers/evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def evidence_new(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """Write a note."""
    form = EvidenceForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    if carry_out(form, lambda _data: actions.write_evidence(employee=person, by=request.user, **_written(form))):
        messages.success(request, _("Your evidence is kept. It stays with you through every move."))
        return redirect("evidence")
    return _form(request, form, _("New evidence"))


@require_http_methods(["GET", "HEAD", "POST"])
@own
def evidence_edit(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Write a note anew; a stale save is told, with both texts."""
    note = get_object_or_404(Evidence.objects.filter(employee=person), pk=pk)
    values = {name: getattr(note, name) for name in ("happened_on", "title", "text", "impacts")}
    form = EvidenceForm(request.POST or None, initial=values | {"seen": note.revision})
    current = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_evidence(
                evidence=note, seen=form.cleaned_data["seen"] or 0, by=request.user, **_written(form)
            )
        except StaleError as error:
            current = error.current
            assert isinstance(current, Evidence)
            form = EvidenceForm(sent_again(request, current.revision))
            form.add_error(None, error.sentence)
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Your evidence is kept."))
            return redirect("evidence")
    return _form(request, form, _("Change evidence"), note=note, current=current)


def _written(form: EvidenceForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("happened_on", "title", "text", "impacts")}


def _form(request: HttpRequest, form: EvidenceForm, title: str, **more: Any) -> HttpResponse:
    status = 409 if more.get("current") else 422 if form.errors else 200
    return render(request, "careers/evidence_form.html", {"form": form, "title": title, **more}, status=status)


@require_POST
@own
def evidence_delete(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Delete a note; it can be brought back for a while."""
    note = get_object_or_404(Evidence.objects.filter(employee=person), pk=pk)
    actions.delete_evidence(evidence=note, by=request.user)
    messages.success(request, _("The note is deleted. You can bring it back below."))
    return redirect("evidence")


@require_POST
@own
def evidence_restore(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Bring a note back."""
    note = get_object_or_404(Evidence.objects.filter(employee=person), pk=pk)
    actions.restore_evidence(evidence=note, by=request.user)
    messages.success(request, _("The note is back."))
    return redirect("evidence")


@require_POST
@own
def evidence_erase(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Delete for good what was deleted."""
    note = get_object_or_404(Evidence.objects.filter(employee=person), pk=pk)
    with told_refusals(request):
        actions.erase_evidence(evidence=note, by=request.user)
        messages.success(request, _("The note is gone for good."))
    return redirect("evidence")
