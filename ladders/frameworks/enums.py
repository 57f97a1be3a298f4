"""Choices of this room and the table of legal transitions. The plain kinds live in `shapes`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .domain.shapes import GradingMethod, GroupKind, TrackKind

# In the order people should meet them: management is one among equals and never first.
TRACK_KINDS = [
    (TrackKind.SHARED.value, _("Shared start")),
    (TrackKind.SPECIALIST.value, _("Specialist")),
    (TrackKind.PROJECT.value, _("Project leadership")),
    (TrackKind.INFLUENCE.value, _("Influence and innovation")),
    (TrackKind.MANAGEMENT.value, _("Management")),
]
GROUP_KINDS = [
    (GroupKind.GENERAL.value, _("General")),
    (GroupKind.INFLUENCE.value, _("Leadership by influence")),
    (GroupKind.PEOPLE.value, _("Leading people")),
]
GRADING_METHODS = [
    (GradingMethod.NONE.value, _("Not graded yet")),
    (GradingMethod.EVALUATED.value, _("Evaluated")),
    (GradingMethod.SLOTTED.value, _("Slotted")),
]


class VersionState(models.TextChoices):
    """A version is edited as a draft, read once published, and kept when its successor takes over."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")
