"""How a field writes a level ("Engineering · S5 Senior engineer"), and reads it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.frameworks.enums import VersionState
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level


def open_levels() -> list[Level]:
    """Levels that people can be placed on, by framework, track and order: 1 query."""
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED)
    rows = rows.select_related("grade", "version__framework", "track")
    return list(rows.order_by("version__framework__name", "track__position", "position"))


def label(level: Level) -> str:
    """The level as a field shows it."""
    return f"{level.version.framework.name} · {level_label(level)}"


class LevelField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A level of a published framework, grouped by framework."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Level.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__framework")
        kwargs.setdefault("label", _("Level"))
        super().__init__(rows.order_by("version__framework__name", "track__position", "position"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Framework, code and title."""
        return label(obj)
