"""Taking a publication back on its day: what would happen, what stands in the way, and the reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from ladders.core.form_actions import told_refusals
from ladders.core.permissions import Permission
from ladders.frameworks.actions.take_back import look_back, take_back
from ladders.frameworks.models import Framework, Version

from .base import editable_framework_or_404


class TakeBackForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=lazy("Why it is taken back"),
        max_length=2000,
        help_text=lazy("Readers of the framework see it above the lattice."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "aria-describedby": "id_reason_helptext"}),
        error_messages={"required": lazy("Write why it is taken back: readers of the framework will see it.")},
    )


@require_http_methods(["GET", "POST"])
def take_back_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The page. A POST takes the version back that the person looked at."""
    framework = editable_framework_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    if request.method == "GET":
        return _page(request, framework, TakeBackForm())
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _page(request, framework, form, status=422)
    number = request.POST.get("number", "")
    version = Version.objects.filter(
        framework=framework, number=int(number) if number.isdecimal() and len(number) < 9 else -1
    ).first()
    if version is None or version.is_draft:
        messages.warning(request, _("Nothing is in force that could be taken back."))
        return _page(request, framework, form, status=409)
    with told_refusals(request, messages.WARNING):
        draft = take_back(version=version, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request,
            _("Version %(number)s is taken back. What it said is the draft of version %(draft)s.")
            % {"number": version.number, "draft": draft.number},
        )
        return redirect("draft", slug)
    return _page(request, framework, form, status=409)


def _page(request: HttpRequest, framework: Framework, form: TakeBackForm, *, status: int = 200) -> HttpResponse:
    look = look_back(framework, request.user)
    context = {"framework": framework, "look": look, "form": form}
    return render(request, "frameworks/publishing/take_back.html", context, status=status)
