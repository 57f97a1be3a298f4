"""Input about zones, bands, supplements and exceptions. Errors stand at the field they are about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ladders.core.inputs import choose_the_only, day_input, plain_helper
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Framework, Level

from ..actions.deviations import latest_end
from ..domain.bands import STEPS, Figures, GradeName, Wrong
from ..models import MarketSupplement, Objective, PayPolicy, PayZone
from ..money import amount
from .amount_field import AmountField, typed_amount

_LINE = re.compile(r"^\s*(\S+)[\s:;]+(.+?)\s*$")


# The field at which an error stands.
AT_FAULT = {
    Wrong.NOT_POSITIVE: "minimum",
    Wrong.MIDPOINT_BELOW_MINIMUM: "midpoint",
    Wrong.MAXIMUM_BELOW_MIDPOINT: "maximum",
    Wrong.TOO_LARGE: "maximum",
}


class ZoneForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A pay zone and its locations, one per line."""

    locations = forms.CharField(
        label=_("Locations"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One per line, as the HR system calls them."),
    )

    class Meta:
        model = PayZone
        fields = ["name", "code", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        if self.instance.pk:
            names = self.instance.locations.values_list("location", flat=True)
            self.fields["locations"].initial = "\n".join(names)

    def clean_currency(self) -> str:
        """Capitals, whatever was typed."""
        return str(self.cleaned_data["currency"]).upper()

    def clean_locations(self) -> list[str]:
        """The lines that say something."""
        names = [line.strip() for line in self.cleaned_data["locations"].splitlines() if line.strip()]
        if any(len(name) > 120 for name in names):
            raise ValidationError(_t("A location has at most 120 characters."))
        return names


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """The rules about pay."""

    helper = plain_helper()

    class Meta:
        model = PayPolicy
        fields = ["band_visibility", "second_approver", "managers_see_pay", "remind_days"]
        widgets = {"band_visibility": forms.RadioSelect}


class FromForm(forms.Form):
    """From which day, and what for."""

    starts_on = forms.DateField(label=_("In force from"), widget=day_input("short-date"))
    note = forms.CharField(label=_("What for"), max_length=200, required=False)

    def __init__(self, *args: Any, today: dt.date, past: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.past = today, past
        self.helper = plain_helper()

    def clean_starts_on(self) -> dt.date:
        """Today or later: days that are over keep their figures."""
        day: dt.date = self.cleaned_data["starts_on"]
        if day < self.today and not self.past and not self.data.get("reason", "").strip():
            said = _t("Days that are over keep their figures. Choose today or a later day.")
            if "reason" in self.fields:
                said = _t(
                    "Days that are over keep their figures. Choose today or a later day, or say why they were wrong."
                )
            raise ValidationError(said)
        return day


class StructureForm(FromForm):
    """All bands of a zone: three amounts per grade. A grade without any has no band."""

    reason = forms.CharField(
        label=_("Why days that are over were wrong"),
        max_length=2000,
        required=False,
        help_text=_(
            "Only for corrections: with a day in the past, the figures change from that day until the next change."
        ),
    )

    def __init__(self, *args: Any, grades: Iterable[GradeName], figures: dict[str, Figures], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grades = list(grades)
        for grade in self.grades:
            own = figures.get(grade.code)
            for name, label in (("minimum", _t("Minimum")), ("midpoint", _t("Midpoint")), ("maximum", _t("Maximum"))):
                field = AmountField(label=f"{label}, {_t('grade')} {grade.code}", required=False)
                field.initial = getattr(own, name) if own else None
                self.fields[f"{name}-{grade.code}"] = field

    def clean(self) -> dict[str, Any]:
        """Three amounts or none; minimum, midpoint and maximum rise."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.figures: dict[str, Figures] = {}
        for grade in self.grades:
            names = [f"{part}-{grade.code}" for part in ("minimum", "midpoint", "maximum")]
            if any(name in self.errors for name in names):
                continue
            values = [data.get(name) for name in names]
            if all(value is None for value in values):
                continue
            missing = [name for name, value in zip(names, values, strict=True) if value is None]
            for name in missing:
                self.add_error(name, _t("Write all three amounts."))
            if missing:
                continue
            own = Figures(*(value for value in values if value is not None))
            if own.wrong:
                sentence = own.wrong[0].label
                self.add_error(f"{AT_FAULT[own.wrong[0]]}-{grade.code}", sentence[:1].upper() + sentence[1:])
                continue
            self.figures[grade.code] = own
        return data

    def cells(self, code: str) -> list[Any]:
        """The three fields of a grade."""
        return [self[f"{part}-{code}"] for part in ("minimum", "midpoint", "maximum")]


class RoundedForm(FromForm):
    """What all ways of restructuring ask for."""

    rounded_to = forms.ChoiceField(label=_("Rounded to"), choices=[(str(step), amount(step)) for step in STEPS])

    def clean_rounded_to(self) -> Decimal:
        """The step as an amount."""
        return Decimal(self.cleaned_data["rounded_to"])


class AdjustForm(RoundedForm):
    """All bands by a percentage."""

    percent = forms.DecimalField(
        label=_("Percent"), max_digits=5, decimal_places=2, min_value=Decimal(-50), max_value=Decimal(100)
    )
    field_order = ["percent", "rounded_to", "starts_on", "note"]


class MarketForm(RoundedForm):
    """Midpoints of the market by grade; minimum and maximum follow in proportion."""

    table = forms.CharField(
        label=_("Midpoints of the market"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One grade per line, as a table sheet pastes them: the grade, then the amount. 6 104,000"),
    )
    aim = forms.DecimalField(
        label=_("Aim, in per cent of the market"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(50),
        max_value=Decimal(200),
        initial=Decimal(100),
    )
    field_order = ["table", "aim", "rounded_to", "starts_on", "note"]

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = set(codes)

    def clean_table(self) -> dict[str, Decimal]:
        """Grade code → amount."""
        found: dict[str, Decimal] = {}
        for number, line in enumerate(self.cleaned_data["table"].splitlines(), start=1):
            if not line.strip():
                continue
            match = _LINE.match(line)
            if match is None or match[1] not in self.codes:
                raise ValidationError(_t("Line %(n)s: begin with a grade that has a band here.") % {"n": number})
            if match[1] in found:
                raise ValidationError(
                    _t("Line %(n)s: grade %(code)s stands above already.") % {"n": number, "code": match[1]}
                )
            try:
                found[match[1]] = typed_amount(match[2])
            except ValidationError:
                raise ValidationError(_t("Line %(n)s: write an amount such as 104,000.") % {"n": number}) from None
            if not found[match[1]]:
                raise ValidationError(_t("Line %(n)s: the amount has to be more than nothing.") % {"n": number})
        return found


class CopyForm(RoundedForm):
    """The bands of another zone, times a factor."""

    source = forms.ModelChoiceField(label=_("Copy from"), queryset=PayZone.objects.none())
    factor = forms.DecimalField(
        label=_("Factor"),
        max_digits=8,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        max_value=Decimal(1000),
        initial=Decimal(1),
        help_text=_("It also brings another currency's amounts to this zone's: no rate is assumed."),
    )
    field_order = ["source", "factor", "rounded_to", "starts_on", "note"]

    def __init__(self, *args: Any, zone: PayZone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = PayZone.objects.exclude(pk=zone.pk)  # type: ignore[attr-defined]
        choose_the_only(self, "source")


class SupplementForm(forms.ModelForm):  # type: ignore[type-arg]
    """A market supplement."""

    class Meta:
        model = MarketSupplement
        fields = ["framework", "zone", "percent", "starts_on", "ends_on", "criterion", "evidence", "review_on"]
        widgets = {
            "starts_on": day_input("short-date"),
            "ends_on": day_input("short-date"),
            "review_on": day_input("short-date"),
            "evidence": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.fields["framework"].queryset = Framework.objects.published().order_by("name")  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in ("framework", "zone", "percent", "starts_on"):
                del self.fields[name]
        else:
            choose_the_only(self, "framework", "zone")


class ExceptionForm(forms.Form):
    """One level deviates."""

    level = forms.ChoiceField(label=_("Level"))
    zone = forms.ModelChoiceField(label=_("Pay zone"), queryset=PayZone.objects.all())
    minimum = AmountField(label=_("Minimum"))
    midpoint = AmountField(label=_("Midpoint"))
    maximum = AmountField(label=_("Maximum"))
    starts_on = forms.DateField(label=_("From"), widget=day_input("short-date"))
    ends_on = forms.DateField(
        label=_("Until"),
        widget=day_input("short-date"),
        help_text=_("At most 24 months; it can be renewed before it ends."),
    )
    criterion = forms.ChoiceField(label=_("Objective criterion"), choices=[("", "–"), *Objective.choices])
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        rows = Level.objects.filter(version__state="published", grade__isnull=False)
        self.levels = {
            str(level.key): level
            for level in rows.select_related("version__framework", "grade").order_by(
                "version__framework__name", "grade__rank", "code"
            )
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, level in self.levels.items():
            groups.setdefault(level.version.framework.name, []).append((key, level_label(level)))
        self.fields["level"].choices = [("", "–"), *groups.items()]  # type: ignore[attr-defined]
        choose_the_only(self, "zone")

    def clean(self) -> dict[str, Any]:
        """Dates and amounts in order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end:
            if end < start:
                self.add_error("ends_on", _t("The last day lies before the first."))
            elif end > latest_end(start):
                self.add_error("ends_on", _t("An exception lasts 24 months at most."))
        amounts = [data.get(name) for name in ("minimum", "midpoint", "maximum")]
        if all(value is not None for value in amounts):
            figures = Figures(*(value for value in amounts if value is not None))
            if figures.wrong:
                sentence = figures.wrong[0].label
                self.add_error(AT_FAULT[figures.wrong[0]], sentence[:1].upper() + sentence[1:])
        return data

    def figures(self) -> Figures:
        """The three amounts of a valid form."""
        return Figures(*(self.cleaned_data[name] for name in ("minimum", "midpoint", "maximum")))


class DayForm(forms.Form):
    """The day to look at."""

    on = forms.DateField(label=_("As of"), required=False, widget=day_input("short-date"))
