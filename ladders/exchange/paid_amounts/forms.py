"""The forms of bringing in what was paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.insights.domain.paid_kinds import Treatment, folded_kind
from ladders.insights.models.paid_amounts import TREATMENTS

from ..uploads.correction_form import AMOUNTS, ZEROS, CorrectionForm
from ..uploads.forms import PayrollFileForm
from .mapping import PaidField, text_of

FIRST_YEAR, LAST_YEAR = 1990, 2100


class PaidUploadForm(PayrollFileForm):
    """The file, and the calendar year that it is about."""

    year = forms.IntegerField(
        label=_("Calendar year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Rows of other years are left out, where the file has a column for the year."),
    )


FIELD_WORDS: dict[str, Any] = {
    PaidField.NUMBER.value: _("employee number"),
    PaidField.PAY.value: _("an amount of pay, of the kind that its heading names"),
    PaidField.KIND.value: _("kind of pay, a row for each"),
    PaidField.AMOUNT.value: _("amount of that kind"),
    PaidField.CURRENCY.value: _("currency"),
    PaidField.HOURS.value: _("paid hours of the year"),
    PaidField.ENTITY.value: _("legal entity that paid"),
    PaidField.YEAR.value: _("calendar year"),
}


class PaidCorrectionForm(CorrectionForm):
    """What each column means, what each kind of pay counts as, and what holds for all rows. `report` is that of the upload."""

    words = FIELD_WORDS
    manners = {
        "amounts": AMOUNTS,
        "zeros": ZEROS,
    }

    def __init__(self, report: dict[str, Any], mapping: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(report["columns"], mapping, *args, **kwargs)
        self.kinds: list[str] = [kind["name"] for kind in report.get("kinds", ())]
        for place, kind in enumerate(report.get("kinds", ())):
            self.fields[f"kind-{place}"] = forms.ChoiceField(
                label=_("“%(kind)s” counts as") % {"kind": kind["name"]},
                choices=[("", _("– say which –")), *TREATMENTS],
                required=False,
                initial=kind["counts_as"],
            )
            self.fields[f"rule-{place}"] = forms.CharField(
                label=_("“%(kind)s” is left out, because") % {"kind": kind["name"]},
                max_length=200,
                required=False,
                initial=kind["rule"],
                widget=forms.TextInput(attrs={"placeholder": _("only where it is left out")}),
            )
        constants = mapping.get("constants", {})
        self.ask_currency(constants)
        self.fields["constant-legal_entity"] = forms.CharField(
            label=_("Without a legal entity, it was paid by"),
            max_length=120,
            required=False,
            initial=constants.get("legal_entity", ""),
            widget=forms.TextInput(attrs={"placeholder": _("the person’s own")}),
        )
        self.style()

    def clean(self) -> dict[str, Any]:
        """What is left out has a rule."""
        data = super().clean()
        for place in range(len(self.kinds)):
            if data.get(f"kind-{place}") == Treatment.LEFT_OUT and not data.get(f"rule-{place}", "").strip():
                self.add_error(f"rule-{place}", _("Say by which rule, such as: refund of expenses."))
        return data

    def may_repeat(self, field: str) -> bool:
        """A wide file has a column for each kind."""
        return field == PaidField.PAY.value

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, over the mapping that there was. Of a valid form."""
        data = self.cleaned_data
        kinds = {folded_kind(name): to for name, to in self.before.get("kinds", {}).items()}
        for place, name in enumerate(self.kinds):
            if treatment := data[f"kind-{place}"]:
                kinds[folded_kind(name)] = text_of((Treatment(treatment), data[f"rule-{place}"].strip()))
        here = {name: data[f"constant-{name}"] for name in ("currency", "legal_entity")}
        constants = {name: text for name, text in (self.before.get("constants", {}) | here).items() if text}
        return super().mapping | {"kinds": kinds, "constants": constants}
