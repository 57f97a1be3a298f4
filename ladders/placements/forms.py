"""Input of this room."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import LevelField
from .models import NoLevelReason


def _today() -> dt.date:
    return timezone.localdate()


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlaceForm(forms.Form):
    """A first level."""

    level = LevelField()
    starts_on = forms.DateField(label=_("From"), initial=_today, widget=DayInput())


class ChangeForm(forms.Form):
    """Another level, by the employer."""

    level = LevelField(label=_("New level"))
    starts_on = forms.DateField(label=_("From"), initial=_today, widget=DayInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A reorganisation, say. It stays with the change, and the person can read it."),
    )


class SecondForm(forms.Form):
    """A second, partial level."""

    level = LevelField(label=_("Second level"))
    share = forms.IntegerField(label=_("Share in per cent"), min_value=1, max_value=50, initial=40)
    starts_on = forms.DateField(label=_("From"), initial=_today, widget=DayInput())
    ends_on = forms.DateField(label=_("Until, if known"), required=False, widget=DayInput())


class EndForm(forms.Form):
    """The last day of a placement."""

    last_day = forms.DateField(label=_("Last day"), initial=_today, widget=DayInput())


class BulkForm(forms.Form):
    """From when the unplaced hold what was chosen for them."""

    starts_on = forms.DateField(label=_("From"), initial=_today, widget=DayInput())


class CorrectForm(forms.Form):
    """What was entered wrongly, as it should have been."""

    level = LevelField(label=_("Right level"))
    starts_on = forms.DateField(label=_("Held since"), widget=DayInput())
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays with the level, and the person can read it."),
    )


class RemoveForm(forms.Form):
    """A level that was entered by mistake, and what was wrong."""

    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays in the audit."),
    )


class WithdrawForm(forms.Form):
    """Nothing to fill in: which one is told beside it."""


class NoLevelForm(forms.Form):
    """Why somebody holds no level on purpose."""

    why = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *NoLevelReason.choices])
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=200,
        help_text=_("Needed for another reason. Each person reads the reason on their own page, these words included."),
    )
    review_on = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=DayInput(),
        help_text=_("From that day on they are among the people without a level again. Empty: until they are placed."),
    )

    def clean(self) -> None:
        """Another reason is said in words."""
        if self.cleaned_data.get("why") == NoLevelReason.OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _("Say which other reason it is: the person reads it."))
        day = self.cleaned_data.get("review_on")
        if day and day <= _today():
            self.add_error("review_on", _("Choose a day after today."))
