"""From figures to a published report: explaining, asking the representatives, their opinion, signing, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.form_actions import carry_out
from ladders.core.models import Job
from ladders.core.percentages import percent_text

from ..actions import publication as actions
from ..actions.background import have_consulted, have_published
from ..actions.drafts import why_not_in
from ..domain.questions import category_key
from ..models import Report, ReportState
from ..queries.readers import reader_of
from .drafts import nothing_to_do, to_work, written_by
from .forms import ConsultForm, ExplainForm, OpenForm, OpinionForm, SignForm

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _done_by_form(
    request: HttpRequest,
    report: Report,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    said: str,
    words: dict[str, Any],
    why_not: str = "",
) -> HttpResponseBase:
    """Show a form of one deed; sent and right, do it and go to the report, or to the work that it began.

    `words`: title, lede, button and what waits for a second person. `why_not`: said in place of a form that would be refused.
    """
    if why_not and request.method != "POST":
        return nothing_to_do(request, report, words["title"], why_not)
    if done := carry_out(form, act):
        if isinstance(done.result, Job):
            return to_work(request, report, done.result)
        messages.success(request, said)
        return redirect("pay-report", report.pk)
    context = {"form": form, "report": report} | words
    return render(request, "pay_reports/deed.html", context, status=422 if form.errors else 200)


@BOTH
def explain(request: HttpRequest, pk: int, category: int) -> HttpResponseBase:
    """Say what the gap of a category comes from."""
    report = written_by(request, pk)
    row = get_object_or_404(report.categories, pk=category)
    if not reader_of(report, request.user).sees(category_key(row.name), report.chosen.basis):
        raise Http404  # they are counted among few people there, and the percentage stands on this page
    lede = _(
        "Women and men in this category differ by %(percent)s. Name objective reasons that hold for both sexes alike."
    )
    if request.POST.get("text", "").strip():
        said = _("The explanation is saved. It is published with the report as it is written.")
    else:
        said = _("There is no explanation of this category now. One is needed before anybody signs.")
    return _done_by_form(
        request,
        report,
        ExplainForm(request.POST or None, initial={"text": row.explanation}),
        lambda data: actions.explain_category(category=row, text=data["text"], by=request.user),
        said,
        {
            "title": _("Explain category %(category)s") % {"category": row.name},
            "lede": lede % {"percent": percent_text(row.total_percent)},
            "button": _("Save the explanation"),
        },
        why_not_in(report),
    )


@BOTH
def consult(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask the representatives for their opinion: in the background, or with a reason of a second person's."""
    report = written_by(request, pk)

    def ask(data: dict[str, Any]) -> object:
        if data["because"].strip():
            return actions.consult(report=report, small_groups_because=data["because"], by=request.user)
        return have_consulted(report=report, by=request.user)

    return _done_by_form(
        request,
        report,
        ConsultForm(request.POST or None),
        ask,
        _("The representatives can read the report now, and write their opinion."),
        {
            "title": _("Ask the representatives"),
            "lede": _(
                "They read methods and percentages, no amounts, and write an opinion that is published with the report."
            ),
            "button": _("Ask for their opinion"),
            "approvals": actions.small_groups_waiting(report, request.user),
        },
        actions.why_not_consult(report),
    )


@BOTH
def opinion(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A representative's opinion, as long as the report is not signed."""
    user: Any = request.user
    report = get_object_or_404(Report.objects.visible_to(user).represented_by(user), pk=pk)
    own = report.opinions.filter(by=user).first()
    initial = {"body": own.body, "text": own.text} if own else None
    return _done_by_form(
        request,
        report,
        OpinionForm(request.POST or None, initial=initial),
        lambda data: actions.write_opinion(report=report, body=data["body"], text=data["text"], by=request.user),
        _("Your opinion stands with the report. You can change it until the report is signed."),
        {
            "title": _("Opinion of the employees’ representatives"),
            "lede": _("It is published with the report, word for word, without your name."),
            "button": _("Save the opinion"),
        },
        actions.why_no_opinion(report),
    )


@BOTH
def sign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Confirm the figures, as a second person."""
    report = written_by(request, pk)
    why = actions.why_not_sign(report, request.user)
    return _done_by_form(
        request,
        report,
        SignForm(request.POST or None),
        lambda data: actions.sign(report=report, signed_as=data["signed_as"], by=request.user),
        _("The report is signed. Nothing in it changes any more unless it is opened again."),
        {
            "title": _("Sign the report"),
            "lede": _(
                "With your name you confirm that the figures are right and the methods are those that are printed."
            ),
            "button": _("Sign the report"),
        },
        why or " ".join(actions.missing_before_signing(report)),
    )


@BOTH
def open_again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make a signed report a draft again."""
    report = written_by(request, pk)
    return _done_by_form(
        request,
        report,
        OpenForm(request.POST or None),
        lambda data: actions.open_again(report=report, reason=data["reason"], by=request.user),
        _("The report is a draft again. It has to be signed anew."),
        {
            "title": _("Open the report again"),
            "lede": _("The signature is taken off. Everything can be changed, and somebody signs anew."),
            "button": _("Open it again"),
        },
        why_not_in(report, ReportState.SIGNED),
    )


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let everybody here read a signed report, once the background work has decided what of it gives nobody away."""
    report = written_by(request, pk)
    job = have_published(report=report, by=request.user)
    if job is not None:
        return to_work(request, report, job)
    messages.success(request, _("The report is published. Everybody here can read it, and it never changes."))
    return redirect("pay-report", pk)
