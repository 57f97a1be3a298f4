"""Numbers that have to be worked out before they can be counted with: made in the background, read by Home and its lists."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class KeptNumber(models.Model):
    """What was worked out of one row: `what` says which number, `of` is the row's id, `revision` its state at that time."""

    what = models.CharField(max_length=30)
    of = models.BigIntegerField()
    revision = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["what", "of"], name="core_kept_number_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.of}: {self.number}"
