"""Input of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ladders.core.errors import DomainError

from ..actions.texts import check_text
from ..domain.letters import LetterKind
from ..models import LONGEST


class LetterTextForm(forms.Form):
    """The text of one kind of letter."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_(
            "Markdown. Names in braces are filled in; a paragraph that names something which a letter has not is left out."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_text(self) -> str:
        """With names that the letter knows."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        try:
            check_text(self.kind, text)
        except DomainError as refused:
            raise ValidationError(refused.sentence) from refused
        return text
