"""Input of this room."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ladders.core.choices import choices_of
from ladders.core.inputs import day_input, plain_helper
from ladders.insights.domain.adjusted_gap.pay_model import Worth
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.models import CountryRules
from ladders.insights.queries.country_rules import countries_of, every_country_of
from ladders.insights.text.methods import QUESTIONS
from ladders.insights.web.forms import country_names

from ..domain.choices import ANSWERS
from ..models import Report
from ..models.reports import WORTHS
from ..queries.offered_years import OfferedYear
from ..text.questions import CHANGES, WORTH_CHANGES, WORTH_QUESTION

WHERE_THEY_WORK: Final = "-"  # of the countries, where "" is the Directive


def country_codes() -> list[str]:
    """Of every country with rules of its own: 1 query."""
    rows = CountryRules.objects.exclude(country="").order_by("country")
    return list(rows.values_list("country", flat=True).distinct())


def country_choices(codes: list[str]) -> list[tuple[str, str]]:
    """Where the employer's people work, the Directive itself, and these countries with rules of their own."""
    names = country_names()
    named = ((code, names.get(code, code)) for code in codes)
    return [
        (WHERE_THEY_WORK, _t("the one where the employer’s people work")),
        ("", _t("none of its own: the numbers of the Directive")),
        *named,
    ]


class StartForm(forms.Form):
    """Of which year and employer; only what was brought in, and is in the reach of the role, is offered."""

    paid = forms.ChoiceField(label=_("Year and employer"))
    country = forms.ChoiceField(
        label=_("Country whose rules hold"),
        required=False,
        initial=WHERE_THEY_WORK,
        help_text=_(
            "They say from which gap on a category has to be explained, and how small a group may be shown. Where people work in "
            "several countries with other rules, you choose one."
        ),
    )
    day = forms.DateField(
        label=_("Day of the snapshot"),
        required=False,
        widget=day_input(),
        help_text=_("The categories are those of this day. Empty: the last day of the year."),
    )
    why_again = forms.CharField(
        label=_("Why there is a later edition"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where a report of that year is published already."),
    )

    def __init__(self, offered: list[OfferedYear], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {each.key: each for each in offered if each.whole}
        paid: Any = self.fields["paid"]
        paid.choices = [(key, _offer(each)) for key, each in self.offered.items()]
        country: Any = self.fields["country"]
        self.codes = country_codes()
        country.choices = country_choices(self.codes)
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        """Where rules differ between the countries in which people work, somebody says which hold."""
        data = super().clean() or self.cleaned_data
        if data.get("country") == WHERE_THEY_WORK and data.get("paid"):
            entity = self.chosen.legal_entity
            found = every_country_of(entity, timezone.localdate())
            if len({code if code in self.codes else "" for code in found}) > 1:
                names = country_names()
                sentence = _t(
                    "People of %(entity)s work in several countries with other rules: %(countries)s. Choose the country whose "
                    "rules hold."
                )
                countries = ", ".join(names.get(code, code) for code in found)
                self.add_error("country", sentence % {"entity": entity or _t("the employer"), "countries": countries})
        return data

    @property
    def chosen(self) -> OfferedYear:
        """The year and employer of a valid form."""
        return self.offered[self.cleaned_data["paid"]]

    @property
    def country_chosen(self) -> str:
        """The country whose rules hold; "" for the Directive, also where the employer's country has none of its own."""
        country = str(self.cleaned_data["country"])
        if country != WHERE_THEY_WORK:
            return country
        entity = self.chosen.legal_entity
        country = countries_of([entity], timezone.localdate()).get(entity, "")
        return country if country in self.codes else ""


def _offer(each: OfferedYear) -> str:
    said = {"year": each.year, "entity": each.legal_entity or _t("the employer"), "people": each.people}
    return _t("%(year)s, %(entity)s: %(people)s people were paid") % said


class MethodsForm(forms.Form):
    """Each question that the Directive leaves open, with the default and what another answer changes."""

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual, chosen = Choices(), report.chosen
        for each in fields(Choices):
            self.fields[each.name] = forms.ChoiceField(
                label=str(QUESTIONS[each.name]),
                choices=choices_of(ANSWERS[each.name]),
                initial=getattr(chosen, each.name).value,
                widget=forms.RadioSelect,
                help_text=_help(getattr(usual, each.name).label, str(CHANGES[each.name])),
            )
        self.fields["worth"] = forms.ChoiceField(
            label=WORTH_QUESTION,
            choices=WORTHS,
            initial=report.worth,
            widget=forms.RadioSelect,
            help_text=_help(str(dict(WORTHS)[Worth.POINTS.value]), str(WORTH_CHANGES)),
        )
        self.helper = plain_helper()

    @property
    def answers(self) -> tuple[Choices, Worth]:
        """What a valid form says."""
        values = {name: kind(self.cleaned_data[name]) for name, kind in ANSWERS.items()}
        return Choices(**values), Worth(self.cleaned_data["worth"])


def _help(usual: str, changes: str) -> str:
    return _t("Usual here: %(usual)s. %(changes)s") % {"usual": usual, "changes": changes}


class _DeedForm(forms.Form):
    """A few fields; the template brings the button."""

    helper = plain_helper()


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ExplainForm(_DeedForm):
    """What a gap comes from."""

    text = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=6000,
        widget=_lines(7),
        help_text=_("Everybody who sees the category reads it, so it names nobody. Empty takes it back."),
    )


class ConsultForm(_DeedForm):
    """Whether representatives see small groups, too."""

    because = forms.CharField(
        label=_("Why they also see groups that are too small for everybody else"),
        required=False,
        max_length=2000,
        widget=_lines(3),
        help_text=_(
            "Empty: they see what everybody may see. Article 12(3) lets a country open small groups to them alone. With a "
            "reason, a second person confirms it first."
        ),
    )


class OpinionForm(_DeedForm):
    """What a representative says."""

    body = forms.CharField(
        label=_("For whom"), max_length=120, help_text=_("Such as: works council of the Leeds plant.")
    )
    text = forms.CharField(label=_("Opinion"), max_length=12000, widget=_lines(10))


class SignForm(_DeedForm):
    """In which office somebody signs."""

    signed_as = forms.CharField(label=_("You sign as"), max_length=120, help_text=_("Such as: managing director."))


class OpenForm(_DeedForm):
    """Why a signed report is opened again."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=_lines(3))
