"""Ways of grading many levels at once: patterns, lists, pay ranges, the neighbouring track."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.inputs import day_input
from ladders.frameworks.domain.grade_patterns import GradeLine, column_named, read_lines, unused
from ladders.frameworks.domain.grade_proposals import Wish, by_list, by_neighbour, by_patterns, by_ranges
from ladders.frameworks.domain.grading_status import EvaluatedLevel
from ladders.frameworks.domain.pay_ranges import read_ranges
from ladders.frameworks.models import GradingWay
from ladders.impact.domain.points import PlanShape

from .base import OneLine
from .levels import SOURCE_HELP

Bands = Mapping[str, tuple[Decimal, Decimal, Decimal]]


class GradeAllForm(forms.Form):
    """What every way asks: where grades are from, until when levels are evaluated, whether grades there are give way."""

    way: ClassVar[GradingWay]

    replace = forms.BooleanField(
        label=lazy("Replace grades that levels have already"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(
        self, *args: Any, levels: Sequence[EvaluatedLevel], plan: PlanShape, bands: Bands, due: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.levels, self.plan, self.bands, self.due = levels, plan, bands, due
        for name, field in self.fields.items():
            if name != "replace":
                field.widget.attrs.setdefault("class", "form-control")

    def of_interest(self) -> Sequence[EvaluatedLevel]:
        """The levels that the preview lists."""
        return self.levels

    def wishes(self) -> tuple[dict[UUID, Wish], list[str]]:
        """Level → what is asked for it; and what was written that no level answers to."""
        raise NotImplementedError


class _Slots(GradeAllForm):
    """Grades that are given, from a source."""

    source = OneLine(label=lazy("Source of the grade"), max_length=120, required=False, help_text=SOURCE_HELP)
    due_on = forms.DateField(
        label=lazy("Evaluation due"),
        required=False,
        widget=day_input("form-control short-date"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = self.due
        self.fields["source"].widget.attrs["class"] = "form-control"


def _lines(rows: int, placeholder: Any) -> forms.Textarea:
    return forms.Textarea(
        attrs={"rows": rows, "class": "form-control grading-mono", "placeholder": placeholder, "spellcheck": "false"}
    )


class PatternForm(_Slots):
    """Patterns on code or title."""

    way = GradingWay.PATTERN
    field_order = ["lines", "source", "due_on", "replace"]
    lines = forms.CharField(
        label=lazy("Patterns, one per line"),
        max_length=20_000,
        widget=_lines(6, "IC{n} → {n+3}\nM{n} → {n+5}\nIC9 → 10"),
    )

    def wishes(self) -> tuple[dict[UUID, Wish], list[str]]:
        """See above."""
        lines = read_lines(self.cleaned_data["lines"])
        idle = unused(lines, [(at.level.code, at.level.title) for at in self.levels])
        unreadable = [line for line in lines if not line.readable]
        return by_patterns(self.levels, lines, self.plan), [_unread(line) for line in unreadable] + [
            line.text for line in idle
        ]


def _unread(line: GradeLine) -> str:
    return _("%(line)s (line %(n)s cannot be read)") % {"line": line.text, "n": line.number}


class ListForm(_Slots):
    """A table of two columns: level and grade."""

    way = GradingWay.LIST
    field_order = ["lines", "column", "source", "due_on", "replace"]
    lines = forms.CharField(
        label=lazy("Code or title, and grade"), max_length=300_000, strip=False, widget=_lines(10, "S5\t5\nS6\t6")
    )
    column = OneLine(
        label=lazy("Column with the grade"),
        max_length=80,
        required=False,
        help_text=lazy("Its heading or its number. Empty: the second one."),
    )

    def clean(self) -> dict[str, Any]:
        """A column that is there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "lines" in data and "column" in data:
            try:
                data["rows"] = column_named(data["lines"], data["column"].strip())
            except LookupError:
                self.add_error("column", _("No column has this heading or number. The first line holds the headings."))
        return data

    def wishes(self) -> tuple[dict[UUID, Wish], list[str]]:
        """See above."""
        return by_list(self.levels, self.cleaned_data["rows"], self.plan)


class BandForm(_Slots):
    """What levels are paid, against the bands of the grades."""

    way = GradingWay.BANDS
    field_order = ["lines", "source", "due_on", "replace"]
    lines = forms.CharField(
        label=lazy("Code or title, and what it is paid a year: from and to, or one amount"),
        max_length=60_000,
        strip=False,
        widget=_lines(10, "S5 62000 78000\nS6 74000 – 92000\nS7 88000"),
    )

    def wishes(self) -> tuple[dict[UUID, Wish], list[str]]:
        """See above."""
        names = [f"{level.code} {level.title}" for at in self.levels if (level := at.level)]
        names += [name for at in self.levels for name in (at.level.code, at.level.title)]
        return by_ranges(self.levels, read_ranges(self.cleaned_data["lines"], names), self.bands)


class NeighbourForm(GradeAllForm):
    """One track as another at the same height."""

    way = GradingWay.NEIGHBOUR
    field_order = ["track", "beside", "shift", "reason", "replace"]
    track = forms.TypedChoiceField(label=lazy("Grade the levels of"), coerce=UUID)
    beside = forms.TypedChoiceField(label=lazy("as those of"), coerce=UUID)
    shift = forms.IntegerField(
        label=lazy("Begin this many levels higher"),
        min_value=-20,
        max_value=20,
        initial=0,
        help_text=lazy("0: the first level of one stands beside the first of the other."),
    )
    reason = OneLine(
        label=lazy("Reason that is written to each degree"),
        max_length=200,
        required=False,
        help_text=lazy("Without one, it says which level the degree was copied from."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tracks = {str(at.track): at.track_name for at in self.levels}
        for name in ("track", "beside"):
            self.fields[name].choices = [("", lazy("Choose a track")), *tracks.items()]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["shift"].widget.attrs["class"] = "form-control impact-short"

    def clean(self) -> dict[str, Any]:
        """No track is its own neighbour."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("track") and data.get("track") == data.get("beside"):
            self.add_error("beside", _("Choose another track than the one that is graded."))
        return data

    def of_interest(self) -> Sequence[EvaluatedLevel]:
        """Those of the track."""
        return [at for at in self.levels if at.track == self.cleaned_data["track"]]

    def wishes(self) -> tuple[dict[UUID, Wish], list[str]]:
        """See above."""
        data = self.cleaned_data

        def reason(beside: str) -> str:
            return data["reason"] or _("As %s, at the same height of the neighbouring track.") % beside

        return by_neighbour(
            self.levels, self.plan, track=data["track"], beside=data["beside"], shift=data["shift"], reason=reason
        ), []


FORMS: dict[str, type[GradeAllForm]] = {
    form.way.value: form for form in (PatternForm, ListForm, BandForm, NeighbourForm)
}
