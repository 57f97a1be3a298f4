"""The forms of a level: its texts, its grade from a source, and both for a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.core.inputs import day_input
from ladders.frameworks.domain.shapes import LEVEL_TEXTS
from ladders.frameworks.models import Track
from ladders.impact.domain.points import GradeShape

from .base import EditForm, OneLine, Paragraphs

SOURCE_HELP = _("Hay, Mercer, collective agreement, committee.")


class LevelForm(EditForm):
    """Texts and track of a level."""

    choosable: ClassVar[tuple[str, ...]] = (*LEVEL_TEXTS, "track")

    code = OneLine(label=_("Code"), max_length=24, help_text=_("Short and unique in the framework: S6."))
    title = OneLine(label=_("Title"), max_length=120)
    summary = OneLine(
        label=_("In one line"),
        max_length=200,
        required=False,
        help_text=_("On the card; up to 70 characters read best."),
    )
    scope = Paragraphs(label=_("Scope"), required=False, rows=5, help_text=_("What this level answers for."))
    track = forms.TypedChoiceField(label=_("Track"), coerce=UUID)

    def __init__(self, *args: Any, tracks: Iterable[Track], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track"].choices = [(str(track.key), track.name) for track in tracks]  # type: ignore[attr-defined]


def grade_choices(grades: Sequence[GradeShape], empty: Any) -> list[tuple[str, Any]]:
    """The grades as people read them, the highest first as on the lattice, after a choice that says `empty`."""
    return [
        ("", empty),
        *(
            (grade.code, _("Grade %(code)s · %(title)s") % {"code": grade.code, "title": grade.title})
            for grade in reversed(grades)
        ),
    ]


class GradeFields(forms.Form):
    """A grade from a source, until the level is evaluated."""

    grade = forms.ChoiceField(label=_("Grade"), required=False)
    source = OneLine(label=_("Source of the grade"), max_length=120, required=False, help_text=SOURCE_HELP)
    due = forms.DateField(
        label=_("Evaluation due"),
        required=False,
        widget=day_input(),
        help_text=_("By then it is evaluated here, like the others."),
    )

    def clean(self) -> dict[str, Any]:
        """A grade says where it is from."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("grade") and not cleaned.get("source"):
            self.add_error(
                "source", _("Say where the grade is from: Hay, Mercer, a collective agreement, a committee.")
            )
        return cleaned


class NewLevelForm(LevelForm, GradeFields):
    """A new level, with a grade if one is known already."""

    choosable: ClassVar[tuple[str, ...]] = ()  # nobody else can have written what is new
    field_order = [*LEVEL_TEXTS, "track", "grade", "source", "due"]

    def __init__(self, *args: Any, grades: Sequence[GradeShape], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        track: Any = self.fields["track"]
        track.choices = [("", _("Choose a track")), *track.choices]
        self.fields["grade"].choices = grade_choices(grades, _("Not yet: it waits below the lattice"))  # type: ignore[attr-defined]
        self.fields["grade"].help_text = _(
            "Evaluate the level later, or give it the grade it has from another source now."
        )


class SlotForm(GradeFields, EditForm):
    """The grade of one level, from a source."""

    track = forms.TypedChoiceField(
        label=_("Track"), coerce=UUID, widget=forms.HiddenInput, required=False, empty_value=None
    )
    field_order = ["grade", "source", "due"]

    def __init__(
        self, *args: Any, grades: Sequence[GradeShape], tracks: Iterable[Track], due: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = grade_choices(grades, _("Choose a grade"))  # type: ignore[attr-defined]
        self.fields["grade"].required = True
        self.fields["source"].required = True
        self.fields["due"].initial = due
        self.fields["track"].choices = [("", ""), *((str(track.key), track.name) for track in tracks)]  # type: ignore[attr-defined]
