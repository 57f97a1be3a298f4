"""Input of pay equity: what a kind counts as, who does work of equal value, what a country asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from ladders.core.amounts import without_zeros
from ladders.core.countries import countries_in
from ladders.core.inputs import day_input, plain_helper
from ladders.impact.models import Grade

from ..domain.paid_kinds import Treatment
from ..models import DIRECTIVE, CountryRules
from ..models.paid_amounts import TREATMENTS

NOT_CHOSEN: Final = "-"  # of the countries, where "" is the Directive


def country_names() -> dict[str, str]:
    """Code → name of every country, by name, in the reader's language."""
    return countries_in(to_locale(get_language() or "en"))


class KindForm(forms.Form):
    """What a kind of pay counts as."""

    helper = plain_helper()
    treatment = forms.ChoiceField(label=_("Counts as"), choices=TREATMENTS, widget=forms.RadioSelect)
    rule = forms.CharField(
        label=_("Left out, because"),
        required=False,
        max_length=200,
        help_text=_("Only where it is left out. The rule stands in every report, such as: refund of expenses."),
    )

    def clean(self) -> dict[str, Any]:
        """What is left out has a rule."""
        data = super().clean() or self.cleaned_data
        if data.get("treatment") == Treatment.LEFT_OUT and not data.get("rule", "").strip():
            self.add_error("rule", _("Say by which rule it is left out."))
        return data


class CategoryForm(forms.Form):
    """A decision: date, reason, opinion, and a category for each grade that is not one by itself."""

    decided_on = forms.DateField(
        label=_("Holds from"),
        widget=day_input("short-date"),
        help_text=_(
            "For reports whose day of the snapshot is this one or later. For a report on last year, take its first day."
        ),
    )
    reason = forms.CharField(
        label=_("Why these people do work of equal value"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reason stands in every report that is made by this decision."),
    )
    opinion = forms.CharField(
        label=_("What the employees’ representatives say"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in those reports, too. Empty: they were not asked."),
    )

    def __init__(self, *args: Any, grades: list[Grade], named: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grades = grades
        for grade in grades:
            self.fields[f"grade-{grade.pk}"] = forms.CharField(
                label=_("Category of grade %(code)s") % {"code": grade.code},
                required=False,
                max_length=80,
                initial=named.get(grade.pk, ""),
                widget=forms.TextInput(attrs={"placeholder": grade.code, "class": "form-control"}),
            )
        self.helper = plain_helper()

    @property
    def rows(self) -> list[tuple[Grade, Any]]:
        """Each grade with its field."""
        return [(grade, self[f"grade-{grade.pk}"]) for grade in self.grades]

    def content(self) -> dict[str, Any]:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        named = {grade: name for grade in self.grades if (name := data[f"grade-{grade.pk}"].strip())}
        return {name: data[name] for name in ("decided_on", "reason", "opinion")} | {"grades": named}


class CountryRulesForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What a country asks for in one period."""

    class Meta:
        model = CountryRules
        fields = [
            "country",
            "starts_on",
            "ends_on",
            "threshold_percent",
            "smallest_group",
            "remedy_months",
            "answer_months",
            "yearly_from",
            "triennial_from",
            "reports_begin_on",
            "later_below",
            "later_begin_on",
            "mostly_women_percent",
            "source",
            "certain",
        ]
        labels = {
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "threshold_percent": _("Gap in a category that has to be explained, in percent"),
            "smallest_group": _("Smallest group of each sex that is shown"),
            "remedy_months": _("Months to remedy a gap without a reason"),
            "answer_months": _("Months to answer an employee’s request"),
            "yearly_from": _("A report is due every year from so many employees"),
            "triennial_from": _("A report is due every three years from so many employees"),
            "reports_begin_on": _("A report is due for the first time on"),
            "later_below": _("Reports begin later below so many employees"),
            "later_begin_on": _("Theirs is due for the first time on"),
            "mostly_women_percent": _("Share of women from which a level is held mostly by women, in percent"),
            "source": _("Where these numbers stand"),
            "certain": _("These numbers are certain"),
        }
        help_texts = {
            "ends_on": _("Empty: until other rules begin."),
            "reports_begin_on": _("From then on it falls due on this day of a year. Empty: Ladders names no day."),
            "certain": _("Leave it out where somebody still has to check them: every page that uses them says so."),
        }
        widgets = {
            "source": forms.Textarea(attrs={"rows": 3}),
            **dict.fromkeys(("starts_on", "ends_on", "reports_begin_on", "later_begin_on"), day_input("short-date")),
        }

    def __init__(self, *args: Any, chosen: bool = True, **kwargs: Any) -> None:
        """`chosen`: the country is known already; else the form begins with none, lest the Directive be meant by mistake."""
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        for name in ("threshold_percent", "mostly_women_percent"):
            self.initial[name] = without_zeros(self.initial.get(name))
        if self.instance.pk:
            del self.fields["country"]
            return
        named: list[tuple[str, Any]] = [] if chosen else [(NOT_CHOSEN, _("Choose a country"))]
        named.append((DIRECTIVE, _("Directive (EU) 2023/970, where a country has no rules of its own")))
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=[*named, *country_names().items()]
        )
        if not chosen:
            self.initial["country"] = NOT_CHOSEN

    def clean_country(self) -> str:
        """The code, empty for the Directive."""
        country = str(self.cleaned_data["country"])
        if country == NOT_CHOSEN:
            raise forms.ValidationError(_("Choose the country, or the Directive."))
        return country

    def _post_clean(self) -> None:
        """The action checks the whole row, beside the country's other periods: here it would see them too early."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
