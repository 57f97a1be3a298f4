"""Levels that can only be taken where a seat is vacant.

Vacancies belong to the organisation and come and go, so they stand beside the frozen versions, under the key that a
level keeps through all of them.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.frameworks.models import Framework


class SeatQuerySet(models.QuerySet["Seat"]):
    """Named states."""

    def visible_to(self, user: Any) -> SeatQuerySet:
        """Every employee may know which levels need a vacant seat: it is shown with the level. Nobody else."""
        return self.all() if getattr(user, "is_authenticated", False) and user.is_active else self.none()


@tracked()
class Seat(models.Model):
    """A level needs a vacant seat. It is shown with the level and never hides it."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="seats")
    level_key = models.UUIDField(unique=True, editable=False)
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("What is known: “two seats, one opens in March”. Everybody can read it."),
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "id"]

    def __str__(self) -> str:
        return self.note or str(self.level_key)
