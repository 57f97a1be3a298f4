"""Input about people's pay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.core.choices import FilterChoice
from ladders.core.inputs import day_input
from ladders.core.statements import Statement
from ladders.frameworks.models import Framework

from ..models import STANDINGS, PayProtection, PayZone, Salary
from ..queries.pay_list import ENDING, OTHERS
from .amount_field import AmountField


class SalaryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody is paid from a date."""

    amount = AmountField(label=_("Amount"), help_text=_("What is really paid, at the hours that are worked."))

    class Meta:
        model = Salary
        fields = ["starts_on", "amount", "currency", "basis", "fte", "full_time_hours"]
        widgets = {"starts_on": day_input()}
        help_texts = {
            "currency": _("Three capital letters, such as EUR."),
            "fte": _("1 is full time, 0.4 is two days of five."),
            "full_time_hours": _("Only for pay by the hour."),
        }

    def clean_currency(self) -> str:
        """Capital letters."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """Pay by the hour needs the hours."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("basis") == "hour" and not data.get("full_time_hours") and "full_time_hours" not in self.errors:
            self.add_error("full_time_hours", _("Pay by the hour needs the weekly hours of full-time work."))
        if (amount := data.get("amount")) is not None and amount <= 0:
            self.add_error("amount", _("A salary is more than 0."))
        return data


class ProtectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A promise about somebody's pay."""

    amount = AmountField(label=_("Protected pay"), help_text=_("Of a full-time year."))

    class Meta:
        model = PayProtection
        fields = ["starts_on", "ends_on", "amount", "currency", "follows", "reason"]
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def clean_currency(self) -> str:
        """Capital letters."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """The dates have to be in order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first: check the two dates."))
        if (amount := data.get("amount")) is not None and amount <= 0:
            self.add_error("amount", _("Protected pay is more than 0."))
        return data


class RemovalForm(forms.Form):
    """Why something that was entered goes again."""

    reason = forms.CharField(label=_("Why it was wrong"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CriteriaForm(forms.Form):
    """What pay progression depends on."""

    progression = forms.CharField(
        label=_("Criteria for pay progression"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What moves pay within a band, and when it is looked at. Everybody reads it beside every band."),
    )


_frameworks = Statement(lambda: Framework.objects.order_by("name").values_list("slug", "name"))
_zones = Statement(lambda: PayZone.objects.order_by("name").values_list("code", "name"))


class PayFilter(forms.Form):
    """What the list of pay can be narrowed to."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    show = FilterChoice(label=_("Show"), required=False)
    framework = FilterChoice(label=_("Framework"), required=False)
    zone = FilterChoice(label=_("Pay zone"), required=False)
    department = forms.CharField(label=_("Department"), required=False, max_length=120)
    on = forms.DateField(label=_("As of"), required=False, widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "show": [
                ("", _("All findings")),
                (OTHERS, _("Findings that need a look")),
                *STANDINGS,
                (ENDING, _("Protection or exception running out")),
                ("all", _("Everybody")),
            ],
            "framework": [("", _("All")), *_frameworks()],
            "zone": [("", _("All")), *_zones()],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values
        for field in self.fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if select else "form-control"
