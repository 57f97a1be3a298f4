"""Texts that a new framework begins with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .domain.shapes import StepShape


def default_scale() -> tuple[StepShape, ...]:
    """The five steps of proficiency a framework starts with; each can be renamed."""
    return (
        StepShape(1, str(_("Learning")), str(_("Knows the basics and applies them with guidance."))),
        StepShape(2, str(_("Practising")), str(_("Applies it alone in familiar situations."))),
        StepShape(3, str(_("Proficient")), str(_("Applies it well in most situations and adapts it."))),
        StepShape(4, str(_("Advanced")), str(_("Handles hard and unusual cases; others ask for advice."))),
        StepShape(5, str(_("Leading")), str(_("Sets the standard and moves the field forward here."))),
    )
