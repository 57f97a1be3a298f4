"""Erasing what is known of somebody: what holds it back, the question, the waiting time, the proof."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.core.access import requires
from ladders.core.permissions import Permission

from ..actions.erasure_requests import WAITS, ask, cancel, holds
from ..models import Erasure, ErasureState
from ..tables import TABLES, Fate


class ErasureForm(forms.Form):
    """Why, and the number written once more: nobody erases somebody by a slip."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text=gettext_lazy("It stays with the proof. Name nobody in it."),
    )
    employee_number = forms.CharField(
        label=gettext_lazy("Write the employee number once more"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, person: Employee, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_employee_number(self) -> str:
        """The same number."""
        if self.cleaned_data["employee_number"] != self.person.number:
            raise forms.ValidationError(_("This is another number. Look whether it is the person you mean."))
        return self.person.number


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ERASE_PEOPLE)
def person_erase(request: HttpRequest, employee_id: int) -> HttpResponseBase:
    """Everything about one person's erasure. Asking takes a sign-in of a moment ago."""
    person = get_object_or_404(Employee.objects.within(request.user, Permission.ERASE_PEOPLE), pk=employee_id)
    answer: HttpResponseBase = reauthentication_required(_erase)(request, person=person)
    return answer


def _erase(request: HttpRequest, *, person: Employee) -> HttpResponseBase:
    erasure = Erasure.objects.visible_to(request.user).filter(employee=person).first()
    form = ErasureForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask(person=person, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It is asked for. It is done in a week, and can be called off until then."))
        return redirect("person-erase", person.pk)
    context = {
        "person": person,
        "erasure": erasure if erasure and erasure.state != ErasureState.CANCELLED else None,
        "holds": holds(person, timezone.localdate()),
        "form": form,
        "days": WAITS.days,
        "going": [
            each.title for each in TABLES if each.fate is Fate.DELETED and each.model.startswith(("careers", "moves"))
        ],
        "staying": [each.title for each in TABLES if each.fate is not Fate.DELETED],
    }
    return render(request, "privacy/erase.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.ERASE_PEOPLE)
def erasure_cancel(request: HttpRequest, employee_id: int) -> HttpResponseBase:
    """Call it off."""
    person = get_object_or_404(Employee.objects.within(request.user, Permission.ERASE_PEOPLE), pk=employee_id)
    erasure = Erasure.objects.filter(employee=person).first()
    if erasure is not None:
        cancel(erasure=erasure, by=request.user)
        messages.success(request, _("It is called off. Nothing was erased."))
    return redirect("person-erase", person.pk)
