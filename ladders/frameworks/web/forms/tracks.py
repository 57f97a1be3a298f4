"""The form of a track."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.frameworks.enums import TRACK_KINDS

from .base import EditForm, OneLine, Paragraphs

# Nothing is chosen beforehand, and management stands last.
KIND_CHOICES = [("", _("Choose what this track grows")), *TRACK_KINDS]


class TrackForm(EditForm):
    """What a track is and is called."""

    choosable: ClassVar[tuple[str, ...]] = ("kind", "name", "tagline", "purpose")

    name = OneLine(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    tagline = OneLine(
        label=_("In a few words"), max_length=80, required=False, help_text=_("Below the name: “depth and mastery”.")
    )
    purpose = Paragraphs(label=_("What this track is for"), required=False, rows=3)
