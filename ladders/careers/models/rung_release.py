"""What everybody was shown of how many people hold which grade on which track, month by month."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from ladders.frameworks.models import Framework


class RungRelease(models.Model):
    """A framework's counts for a month. Kept, because the next ones may not tell too much beside them. `counts`: "track
    grade" → people, before small numbers are kept back."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()  # the first of the month
    counts = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["framework", "day"], name="careers_rungrelease_once")]

    def __str__(self) -> str:
        return f"{self.framework} {self.day}"
