"""What the forms of the lattice editor share: looks, and the choice between two people's texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from ladders.core.inputs import plain_helper
from ladders.frameworks.domain.text_merge import Merge, merge

MINE, THEIRS = "mine", "theirs"
LONGEST = 10_000  # characters of a text; every page of a draft reads all of them


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people wrote differently: the field with mine, their text, and which was chosen so far."""

    field: forms.BoundField
    theirs: str
    chosen: str


class EditForm(forms.Form):
    """A form that can show what somebody else saved meanwhile and let the person choose, field by field.

    `seen` is the state the person began with. Beside each field in `choosable` the page carries what it said then
    (`base-<field>`), so that changes of two people to different fields are put together without asking.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    choosable: ClassVar[tuple[str, ...]] = ()
    helper = plain_helper()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self.status = 200  # of the page that shows the form again, once `settle` has nothing to save
        self.together = False  # whether `settle` took in what somebody else had changed

    def clean(self) -> dict[str, Any]:
        """Every conflict shown has to be decided."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.shown_conflicts:
            if self.data.get(f"use_{name}") not in (MINE, THEIRS):
                self.add_error(name, _("Choose one of the two texts."))
        return cleaned

    @property
    def shown_conflicts(self) -> list[str]:
        """The fields that the page asked to choose about."""
        names = self.data.getlist("conflict") if hasattr(self.data, "getlist") else []
        return [name for name in self.choosable if name in names]

    def settle(self, theirs: Mapping[str, Any], now: object) -> dict[str, Any] | None:
        """What to save of a form that was sent: what was written, put together with `theirs`, which is there `now`.

        None where something is wrong, or where two people wrote the same field: the form then asks which text it is to be.
        """
        if not self.is_valid():
            self._show(self.shown_conflicts, theirs)
            self.status = 422
            return None
        if self.cleaned_data["seen"] == str(now):
            return self.values(theirs)
        merged = self.clash(theirs, now)
        if merged.conflicts:
            self.status = 409
            return None
        self.together = bool(merged.kept)
        return merged.values

    def values(self, theirs: Mapping[str, Any]) -> dict[str, Any]:
        """What to save: mine, or theirs where the person chose theirs."""
        return {name: theirs[name] if self._chose_theirs(name) else self.cleaned_data[name] for name in self.choosable}

    def clash(self, theirs: Mapping[str, Any], seen: object) -> Merge:
        """Take in what somebody else saved: merge, and turn the form into a choice where both wrote something.

        `seen` is the state that is there now. Fields that only they changed take their value.
        """
        merged = merge(self._base(), self.values(theirs), theirs)
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in self.choosable:
            data[f"base-{name}"] = raw = self.raw(name, theirs[name])
            if name in merged.kept:
                data[name] = raw
        data["seen"] = str(seen)
        self.data = data
        self._show(merged.conflicts, theirs)
        return merged

    def raw(self, name: str, value: Any) -> str:
        """A value as the field's input holds it."""
        return "" if value is None else str(value)

    def written(self, name: str, value: Any) -> str:
        """A value as a person reads it: a choice by its label."""
        choices = getattr(self.fields[name], "choices", None) or ()
        raw = self.raw(name, value)
        return {str(key): str(text) for key, text in choices}.get(raw, raw)

    @property
    def base_values(self) -> list[tuple[str, str]]:
        """Name and value of the hidden inputs that tell what the person began with."""
        if self.is_bound:
            return [(f"base-{name}", self.data.get(f"base-{name}", "")) for name in self.choosable]
        return [
            (f"base-{name}", self.raw(name, self.get_initial_for_field(self.fields[name], name)))
            for name in self.choosable
        ]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The visible fields that nobody has to choose about."""
        chosen = {conflict.field.name for conflict in self.conflicts}
        return [field for field in self.visible_fields() if field.name not in chosen]

    def _chose_theirs(self, name: str) -> bool:
        return name in self.shown_conflicts and self.data.get(f"use_{name}") == THEIRS

    def _base(self) -> dict[str, Any]:
        base = {}
        for name in self.choosable:
            if (raw := self.data.get(f"base-{name}")) is not None:
                try:
                    base[name] = self.fields[name].clean(raw)
                except ValidationError:
                    base[name] = raw
        return base

    def _show(self, names: Any, theirs: Mapping[str, Any]) -> None:
        for name in names:
            if isinstance(self.fields[name].widget, forms.TextInput) and isinstance(self.fields[name], OneLine):
                # Room to see the whole line beside the other one.
                self.fields[name].widget = forms.Textarea(attrs={"rows": 3})
        self.conflicts = [
            Conflict(self[name], self.written(name, theirs[name]), self.data.get(f"use_{name}", "")) for name in names
        ]


class OneLine(forms.CharField):
    """A text without line breaks: runs of white space become one space."""

    def clean(self, value: Any) -> str:
        """The text, tidied."""
        return str(super().clean(" ".join(str(value or "").split())))


class Paragraphs(forms.CharField):
    """A text of several lines, with plain line ends whatever the browser sends."""

    def __init__(self, *, rows: int = 4, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **kwargs)

    def clean(self, value: Any) -> str:
        """The text, tidied."""
        return str(super().clean(str(value or "").replace("\r\n", "\n").strip()))
