"""The field for links to learn from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ladders.core.sentences import spoken
from ladders.frameworks.domain.links import read_links, text_of


class LinksField(forms.CharField):
    """A link on each line, as people write them; what comes out is the text that is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Where to learn it"),
            required=False,
            max_length=9_000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("A link on each line: a title, its https:// address, a note if you like."),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The links as they are kept. Raises ValidationError with a sentence for each line that is none."""
        found, refused = read_links(super().clean(value))
        if refused:
            raise forms.ValidationError([spoken(each.sentence, gettext, ngettext) for each in refused])
        return text_of(found)
