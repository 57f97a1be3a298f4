"""How long before a day people are reminded, for the whole organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from ladders.core.access import requires
from ladders.core.form_actions import tell_saved
from ladders.core.permissions import Permission

from ..actions.rules import FIELDS, change_rules
from ..models import ReminderRules


class ReminderForm(forms.ModelForm):  # type: ignore[type-arg]
    """Days before each kind of day."""

    class Meta:
        model = ReminderRules
        fields = list(FIELDS)
        labels: ClassVar[dict[str, Any]] = {
            "steps": lazy("Days before the answer to a request or proposal is due, or a day is to be agreed"),
            "talks": lazy("Days before a talk"),
            "goals": lazy("Days before the day that somebody set for a goal"),
            "answers": lazy("Days before an answer on the right to know is due"),
            "reviews": lazy("Days before a reason in a framework is to be looked at again"),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def reminder_rules(request: HttpRequest) -> HttpResponseBase:
    """So many days before each kind of day; 0 for no reminder."""
    form = ReminderForm(request.POST or None, instance=ReminderRules.current())
    if request.method == "POST" and form.is_valid():
        changed = change_rules(days=form.cleaned_data, by=request.user)
        tell_saved(request, _("The reminders are saved."), changed=changed)
        return redirect("reminder-rules")
    return render(request, "dates/rules.html", {"form": form}, status=422 if form.errors else 200)
