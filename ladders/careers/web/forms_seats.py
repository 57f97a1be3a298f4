"""Input about seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.labels import level_label

from ..domain.published_index import Chart
from ..models import Seat


class SeatForm(forms.ModelForm):  # type: ignore[type-arg]
    """A level of the published version, and what is known of its seats."""

    level = forms.TypedChoiceField(label=_("Level"))

    class Meta:
        model = Seat
        fields = ["note"]

    field_order = ["level", "note"]

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.TypedChoiceField)
        level.choices = [
            (track.name, [(str(item.key), level_label(item)) for item in track.levels])
            for track in ordered(chart.shape.tracks)
            if track.levels
        ]


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of several seats."""

    class Meta:
        model = Seat
        fields = ["note"]
