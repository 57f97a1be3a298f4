"""How a field writes a level ("Engineering · S5 Senior engineer"), and reads it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from ladders.core.once import known, once
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


class _OpenLevels(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices of every such field on a page, read once."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for level in open_levels():
            yield self.choice(level)


class LevelField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A level of a published framework, grouped by framework."""

    iterator = _OpenLevels

    def __init__(self, **kwargs: Any) -> None:
        rows = Level.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__framework")
        kwargs.setdefault("label", _("Level"))
        super().__init__(rows.order_by("version__framework__name", "track__position", "position"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Framework, code and title."""
        return label(obj)
