"""Input of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.invitation_models import LONGEST_LINE
from ladders.core.choices import choices_of

from ..domain.selection import MOST_CHOSEN, Selection, Whom
from ..models import InvitationRule


class InviteForm(forms.Form):
    """To whom a round goes, and what is written to them."""

    whom = forms.ChoiceField(
        label=_("Who gets it"),
        choices=choices_of(Whom),
        initial=Whom.NEW.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who gets it.")},
    )
    departments = forms.MultipleChoiceField(
        label=_("Departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Narrow “everybody” to these. None chosen: all."),
    )
    people = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.MultipleHiddenInput)
    line = forms.CharField(
        label=_("A line of your own"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "It stands in the mail with your name. Whoever sees the mailbox reads it, so nothing about anybody’s work."
        ),
    )

    def __init__(self, *args: Any, departments: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].choices = [(name, name) for name in departments]  # type: ignore[attr-defined]
        sent = self.data.getlist("people") if self.is_bound else []  # type: ignore[attr-defined]
        ids = [text for text in sent[:MOST_CHOSEN] if text.isascii() and text.isdigit() and len(text) < 19]
        self.fields["people"].choices = [(text, text) for text in ids]  # type: ignore[attr-defined]
        if not ids:
            whom = self.fields["whom"]
            whom.choices = choices_of(each for each in Whom if each is not Whom.CHOSEN)  # type: ignore[attr-defined]

    def selection(self) -> Selection:
        """Of a valid form."""
        data = self.cleaned_data
        whom = Whom(data["whom"])
        if whom == Whom.CHOSEN:
            return Selection(whom, (), tuple(sorted(set(data["people"]))))
        return Selection(whom, tuple(data["departments"]), ())


class DaysForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long a first sign-in link works."""

    class Meta:
        model = InvitationRule
        fields = ["days"]
