"""Bands from a file in the browser: upload, look at everything that would happen, confirm.

Such files are small, so they are read at once. What was uploaded travels with the preview, sealed for the person who
uploaded it: what is confirmed is what was looked at.
"""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ladders.compensation.actions.changes import current_stamp
from ladders.compensation.forms_bands import day_input, plain_helper
from ladders.compensation.models import PayPolicy, PayZone
from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from .applying import BandPlan, import_bands
from .reading import BandMapping

LARGEST = 1024 * 1024
SALT = "exchange.bands"
HOURS = 2


class BandsForm(forms.Form):
    """A file, and what it is for."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("csv, tsv, xlsx, ods, JSON or YAML; at most 1 MB.")
    )
    zone = forms.ModelChoiceField(label=gettext_lazy("Pay zone"), queryset=PayZone.objects.all(), to_field_name="code")
    starts_on = forms.DateField(label=gettext_lazy("In force from"), widget=day_input())
    mapping = forms.CharField(
        label=gettext_lazy("Mapping"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy(
            'Optional, as JSON: which grade a label, group or level means, and whether amounts are per month. {"grades": '
            '{"EN-ENG-01": "5"}, "basis": "month"}'
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean_file(self) -> Any:
        """Within the bound."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 1 MB. Use the command import_bands for it."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_BANDS)
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Upload and preview; with the sealed upload of a preview, write it."""
    if "sealed" in request.POST:
        return _confirm(request)
    form = BandsForm(request.POST or None, request.FILES or None, initial={"starts_on": timezone.localdate()})
    context: dict[str, Any] = {"form": form, "zones": PayZone.objects.exists()}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = {
            "name": data["file"].name,
            "content": base64.b64encode(data["file"].read()).decode(),
            "zone": data["zone"].code,
            "from": data["starts_on"].isoformat(),
            "mapping": data["mapping"],
            "by": request.user.pk,
            "stamp": current_stamp(),
        }
        try:
            plan = _run(asked, request.user, dry_run=True)
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            context |= {
                "plan": plan,
                "rows": [(code, row, now, row.figures != now) for code, (row, now) in plan.bands.items()],
                "second": PayPolicy.current().second_approver,
                "sealed": "" if plan.problems.refused else signing.dumps(asked, salt=SALT, compress=True),
            }
    refused = bool(form.errors) or ("plan" in context and context["plan"].problems.refused)
    return render(request, "exchange/bands.html", context, status=422 if refused else 200)


def _confirm(request: HttpRequest) -> HttpResponseBase:
    try:
        asked = signing.loads(request.POST["sealed"], salt=SALT, max_age=HOURS * 3600)
        if asked["by"] != request.user.pk:
            raise signing.BadSignature
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Upload the file again."))
        return redirect("import-bands")
    if asked["stamp"] != current_stamp():
        messages.error(
            request, _("Bands have changed since this preview. Upload the file again to see what would happen now.")
        )
        return redirect("import-bands")
    try:
        plan = _run(asked, request.user, sure=bool(request.POST.get("sure")))
        if plan.problems.refused:
            messages.warning(request, _("Some of these bands look wrong. Look at them, and say that they are meant."))
            return redirect("import-bands")
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect("import-bands")
    said = _("%(bands)s bands are taken in, and %(exceptions)s exceptions are proposed.")
    messages.success(request, said % {"bands": len(plan.changed), "exceptions": len(plan.proposals)})
    return redirect("zone", asked["zone"])


def _run(asked: dict[str, Any], by: Any, *, dry_run: bool = False, sure: bool = True) -> BandPlan:
    return import_bands(
        files=[(asked["name"], base64.b64decode(asked["content"]))],
        by=by,
        zone=asked["zone"],
        starts_on=dt.date.fromisoformat(asked["from"]),
        mapping=BandMapping.from_json(asked["mapping"], _("you wrote")) if asked["mapping"].strip() else None,
        dry_run=dry_run,
        sure=sure,
    )
