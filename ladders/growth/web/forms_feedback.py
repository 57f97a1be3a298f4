"""Input about feedback: asking for it, and giving it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employee
from ladders.careers.web.forms import colleague_named
from ladders.core.inputs import day_input, plain_helper

from ..actions.feedback_asking import LONGEST_AHEAD, MOST_COLLEAGUES, MOST_COMPETENCIES
from ..models import Feedback, Readers
from ..queries.feedback import Subject
from .feedback_words import reader_words

LONG = 8000
USUAL_DAYS = 14


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-control"})


class AskFeedbackForm(forms.Form):
    """On what, of whom, until when, and who is to read it."""

    competencies = forms.MultipleChoiceField(
        label=gettext_lazy("On what"), required=False, widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        required=False,
        max_length=2000,
        widget=_area(3),
        help_text=gettext_lazy("What would you like to know? One question about something they saw is answered best."),
    )
    readers = forms.TypedChoiceField(
        label=gettext_lazy("Who is to read it"),
        coerce=lambda value: Readers(int(value)),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "They see this before they write, and may choose fewer readers. Afterwards nobody else reads it without "
            "their yes."
        ),
    )
    due_on = forms.DateField(label=gettext_lazy("Until when"), widget=day_input())

    def __init__(
        self, *args: Any, subject: Subject, me: Employee, manager: Employee | None, chosen: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "due_on": timezone.localdate() + dt.timedelta(days=USUAL_DAYS),
            "competencies": [chosen] if chosen else [],
        }
        competencies = self.fields["competencies"]
        competencies.choices = [(str(each.key), each.name) for each in subject.competencies]  # type: ignore[attr-defined]
        competencies.help_text = _("Of %(level)s. At most %(n)s.") % {"level": subject.level, "n": MOST_COMPETENCIES}
        words = reader_words(me, manager, own=True)
        self.fields["readers"].choices = [(each.value, words[each]) for each in Readers]  # type: ignore[attr-defined]
        names = []
        for number in range(1, MOST_COLLEAGUES + 1):
            names.append(f"colleague_{number}")
            self.fields[names[-1]] = forms.CharField(
                label=_("Colleague") if number == 1 else _("Colleague %(n)s") % {"n": number},
                required=number == 1,
                max_length=254,
            )
        whom = Fieldset(_("Whom you ask: their full name as it is written here, or their email address"), *names)
        self.helper = plain_helper(Layout("competencies", "question", whom, "readers", "due_on"))

    def clean(self) -> dict[str, Any]:
        """Who is meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["colleagues"] = []
        for number in range(1, MOST_COLLEAGUES + 1):
            text = data.get(f"colleague_{number}", "").strip()
            if text:
                try:
                    data["colleagues"].append(colleague_named(text))
                except forms.ValidationError as error:
                    self.add_error(f"colleague_{number}", error)
        return data

    def clean_due_on(self) -> dt.date:
        """A day that leaves time, and is not forgotten."""
        day: dt.date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today <= day <= today + dt.timedelta(days=LONGEST_AHEAD):
            raise forms.ValidationError(_("Choose a day from today on, within %(n)s days.") % {"n": LONGEST_AHEAD})
        return day

    def clean_competencies(self) -> list[UUID]:
        """Few are answered better."""
        chosen: list[str] = self.cleaned_data["competencies"]
        if len(chosen) > MOST_COMPETENCIES:
            raise forms.ValidationError(_("Choose at most %(n)s.") % {"n": MOST_COMPETENCIES})
        return [UUID(each) for each in chosen]


class GiveFeedbackForm(forms.Form):
    """What somebody writes, and who reads it: at most those who were asked for."""

    text = forms.CharField(
        label=gettext_lazy("What you saw"),
        max_length=LONG,
        widget=_area(8),
        help_text=gettext_lazy(
            "What happened, what it led to, what you would like more of. It is no score and no vote."
        ),
    )
    readers = forms.TypedChoiceField(
        label=gettext_lazy("Who reads it"), coerce=lambda value: Readers(int(value)), widget=forms.RadioSelect
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": feedback.text or "", "readers": feedback.readers, "seen": feedback.revision}
        words = reader_words(feedback.ask.by, feedback.manager)
        choices = [(each.value, words[each]) for each in Readers if each <= feedback.readers]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]
