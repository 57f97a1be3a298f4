"""Forms of publishing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.inputs import day_input
from ladders.frameworks.models import Consultation, Level, ParityReason, Reorganisation, ReorganisationPayRule

LONGEST = 4_000  # characters of a reason or an outcome: about a page


def limit(form: Any, *names: str, longest: int = LONGEST) -> None:
    """Texts of a model have no end of their own; a page does."""
    for name in names:
        form.fields[name].validators.append(MaxLengthValidator(longest))
        form.fields[name].widget.attrs["maxlength"] = longest


class FindingReasonForm(forms.ModelForm):  # type: ignore[type-arg]
    """The owner's reason for a finding."""

    class Meta:
        model = ParityReason
        fields = ["reason", "review_on"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3}), "review_on": day_input()}
        help_texts = {
            "reason": _("Readers of the framework see it."),
            "review_on": _("By then the reason is given again, or the gap is closed."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self, "reason")

    def clean_review_on(self) -> dt.date:
        """A day to come."""
        day: dt.date = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today."))
        return day


class ConsultationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which body was consulted, when, with what outcome."""

    class Meta:
        model = Consultation
        fields = ["body", "held_on", "outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3}), "held_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self, "outcome")

    def clean_held_on(self) -> dt.date:
        """A consultation that has an outcome has been held."""
        day: dt.date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Record the consultation when it has been held."))
        return day


class LevelChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A level with its grade: another grade is another matter."""

    def label_from_instance(self, obj: Any) -> str:
        """ "S5 Senior (grade 6)"."""
        return _("%(level)s (grade %(grade)s)") % {"level": obj, "grade": obj.grade.code} if obj.grade else str(obj)


class SuccessorForm(forms.Form):
    """Which level of the draft succeeds a removed one."""

    level = LevelChoice(
        Level.objects.none(), to_field_name="key", label=_("Succeeded by"), empty_label=_("Choose a level")
    )

    def __init__(self, *args: Any, levels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = levels  # type: ignore[attr-defined]


class ReorganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """HR's decision on the people of a level that gets another grade. Without a grade to lose, pay is no question."""

    class Meta:
        model = Reorganisation
        fields = ["reason", "pay_rule", "protected_until", "told_on"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "protected_until": day_input(),
            "told_on": day_input(),
        }

    def __init__(self, *args: Any, down: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self, "reason")
        if not down:
            del self.fields["pay_rule"], self.fields["protected_until"]

    def clean(self) -> dict[str, Any]:
        """Protected pay has an end."""
        data = super().clean() or self.cleaned_data
        if data.get("pay_rule") == ReorganisationPayRule.PROTECT and "protected_until" not in self.errors:
            day = data.get("protected_until")
            if day is None or day <= timezone.localdate():
                self.add_error("protected_until", _("Until when is pay protected? Choose a day after today."))
        else:
            data["protected_until"] = None
        return data
