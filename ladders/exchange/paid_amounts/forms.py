"""The forms of bringing in what was paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ladders.insights.domain.paid_kinds import Treatment, folded_kind
from ladders.insights.models.paid_amounts import TREATMENTS

from ..tables.amount_signs import MINUS, PLUS
from ..uploads.correction_form import AMOUNTS, IGNORE, ZEROS, CorrectionForm
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
    PaidField.SIGN.value: _("whether the amount is added or taken away"),
}
# What a column of numbers can be that is nothing yet: pay of a kind at once, or none.
PAY = PaidField.PAY.value
ASKED: list[tuple[str, Any]] = [
    ("", _("– say which –")),
    *((f"{PAY}:{value}", format_lazy(_("pay: {kind}"), kind=text)) for value, text in TREATMENTS),
    (IGNORE, _("not pay: left out")),
    *((value, text) for value, text in FIELD_WORDS.items() if value != PAY),
]
SIGNS: list[tuple[str, Any]] = [("", _("– say which –")), (PLUS, _("added")), (MINUS, _("taken away"))]


class PaidCorrectionForm(CorrectionForm):
    """What each column means, what each kind of pay counts as, and what holds for all rows. `report` is that of the upload."""

    words = FIELD_WORDS
    manners = {
        "amounts": AMOUNTS,
        "zeros": ZEROS,
    }

    def __init__(self, report: dict[str, Any], mapping: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(report["columns"], mapping, *args, **kwargs)
        for place, column in enumerate(self.asked.values()):
            if column.get("asked"):
                asked = {"required": True, "choices": ASKED, "initial": "", "label": column["heading"]}
                self.fields[f"column-{place}"] = forms.ChoiceField(**asked)
        self.signs: list[str] = [each["word"] for each in report.get("signs", ())]
        for place, word in enumerate(self.signs):
            self.ask(
                f"sign-{place}",
                _("An amount beside “%(word)s” is") % {"word": word},
                SIGNS,
                report["signs"][place]["means"],
            )
        self.kinds: list[str] = [kind["name"] for kind in report.get("kinds", ())]
        for place, kind in enumerate(report.get("kinds", ())):
            self.ask(
                f"kind-{place}",
                _("“%(kind)s” counts as") % {"kind": kind["name"]},
                [("", _("– say which –")), *TREATMENTS],
                kind["counts_as"],
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
        return field.startswith(PAY)

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, over the mapping that there was. Of a valid form."""
        data = self.cleaned_data
        kinds = {folded_kind(name): to for name, to in self.before.get("kinds", {}).items()}
        for place, name in enumerate(self.kinds):
            if treatment := data[f"kind-{place}"]:
                kinds[folded_kind(name)] = text_of((Treatment(treatment), data[f"rule-{place}"].strip()))
        said = super().mapping
        for heading, to in said["columns"].items():
            field, _colon, treatment = to.partition(":")
            said["columns"][heading] = field
            if treatment and treatment != Treatment.LEFT_OUT:  # by which rule is asked next
                kinds[folded_kind(heading)] = treatment
        signs = {word: data[f"sign-{place}"] for place, word in enumerate(self.signs) if data[f"sign-{place}"]}
        here = {name: data[f"constant-{name}"] for name in ("currency", "legal_entity")}
        constants = {name: text for name, text in (self.before.get("constants", {}) | here).items() if text}
        return said | {"kinds": kinds, "constants": constants, "signs": self.before.get("signs", {}) | signs}
