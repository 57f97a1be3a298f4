"""Input of this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core.inputs import day_input

from ..actions.goals import GoalWords
from ..models import Goal, GrowthPolicy, Talk, TalkPart

LONG = 4000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-control"})


class GoalForm(forms.Form):
    """What somebody wants to grow."""

    what = forms.CharField(
        label=gettext_lazy("What I want to grow"),
        max_length=LONG,
        widget=_area(3),
        help_text=gettext_lazy("In your own words, as you would say it to a friend."),
    )
    due_on = forms.DateField(label=gettext_lazy("By when"), required=False, widget=day_input())
    shows = forms.CharField(
        label=gettext_lazy("How it will show"),
        required=False,
        max_length=LONG,
        widget=_area(2),
        help_text=gettext_lazy("What you and others will notice."),
    )
    helps = forms.CharField(
        label=gettext_lazy("Who or what helps"),
        required=False,
        max_length=LONG,
        widget=_area(2),
        help_text=gettext_lazy("A colleague, a task, time, a course."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, goal: Goal | None = None, suggests: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day_before = goal.due_on if goal else None
        if goal is not None:
            self.initial = {name: getattr(goal, name) or "" for name in ("what", "shows", "helps")}
            self.initial |= {"due_on": goal.due_on, "seen": goal.revision}
        if suggests:
            self.fields["what"].label = _("What could grow")
            self.fields["what"].help_text = _("A suggestion: it is theirs to take up, change or set aside.")

    def clean_due_on(self) -> dt.date | None:
        """A new day lies ahead; one that has come meanwhile may stay."""
        day: dt.date | None = self.cleaned_data["due_on"]
        if day is not None and day != self.day_before and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose today or a later one, or none."))
        return day

    @property
    def words(self) -> GoalWords:
        """What was written."""
        data = self.cleaned_data
        return GoalWords(data["what"], data["shows"], data["helps"], data["due_on"])


class RemarkForm(forms.Form):
    """A question or an answer about a goal."""

    text = forms.CharField(label=gettext_lazy("Ask or answer"), max_length=LONG, widget=_area(2))


class QuestionForm(forms.Form):
    """A question to somebody who walked that way, or the answer."""

    text = forms.CharField(label=gettext_lazy("What would you like to know?"), max_length=LONG, widget=_area(4))


class TalkForm(forms.Form):
    """When and where."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    at = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Empty: some time on that day."),
    )
    place = forms.CharField(label=gettext_lazy("Where"), required=False, max_length=120)

    def __init__(self, *args: Any, talk: Talk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if talk is not None:
            self.initial = {"on": talk.on, "at": talk.at, "place": talk.place}


class HeldForm(forms.Form):
    """On which day a talk took place."""

    on = forms.DateField(label=gettext_lazy("It took place on"), widget=day_input())


class EntryForm(forms.Form):
    """A point, a note, or something agreed."""

    part = forms.ChoiceField(choices=TalkPart.choices, widget=forms.HiddenInput)
    text = forms.CharField(max_length=LONG, widget=_area(2))


class PrivateNoteForm(forms.Form):
    """What one keeps to oneself."""

    text = forms.CharField(label=gettext_lazy("Only for you"), required=False, max_length=LONG * 2, widget=_area(4))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RhythmForm(forms.ModelForm):  # type: ignore[type-arg]
    """The rule about talks; `actions.policy.change_rhythm` saves it."""

    class Meta:
        model = GrowthPolicy
        fields = ["talks"]
        widgets = {"talks": forms.RadioSelect}
