"""Input of this room."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import LevelField


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
