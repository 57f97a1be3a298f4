"""How a field writes a level ("Engineering · S5 Senior engineer"), and reads it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ladders.core.once import known, once
from ladders.core.templatetags.components import options
from ladders.frameworks.enums import VersionState
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level

from .queries import current_levels


@once
def open_levels() -> list[Level]:
    """Levels that people can be placed on, by framework, track and order: 1 query."""
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED)
    rows = rows.select_related("grade", "version__framework", "track")
    found = list(rows.order_by("version__framework__name", "track__position", "position"))
    known(current_levels).update({level.key: (level, False) for level in found})
    return found


def label(level: Level) -> str:
    """The level as a field shows it."""
    return f"{level.version.framework.name} · {level_label(level)}"


def levels_called(text: str, levels: Mapping[str, Level]) -> list[str]:
    """The labels in `levels` that somebody may have meant: as a field shows a level, by code and title, or by one of them."""
    if text in levels:
        return [text]
    meant = text.casefold()
    return [
        name
        for name, level in levels.items()
        if meant in (called.casefold() for called in (name, level_label(level), level.code, level.title))
    ]


class LevelSelect(forms.Select):
    """Hundreds of levels, written without a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field with its options."""
        chosen = next(iter(self.format_value(value)), "")
        choices = [(str(each), text) for each, text in self.choices]
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, attributes, options(choices, chosen))


class _OpenLevels(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices of every such field on a page, read once."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for level in open_levels():
            yield self.choice(level)


class LevelField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A level of a published framework, framework by framework."""

    iterator = _OpenLevels
    widget = LevelSelect

    def __init__(self, **kwargs: Any) -> None:
        rows = Level.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__framework")
        kwargs.setdefault("label", _("Level"))
        super().__init__(rows.order_by("version__framework__name", "track__position", "position"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Framework, code and title."""
        return label(obj)
