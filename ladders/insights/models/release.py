"""What everybody was shown, month by month."""

from __future__ import annotations

import msgspec
from django.db import models
from django.utils import timezone

from ..domain.answers import Answered


class Release(models.Model):
    """The figures that everybody sees from a day on. Kept, because the next one may not tell too much beside it."""

    day = models.DateField(unique=True)
    rows = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """The figures as plain data."""
        return msgspec.convert(self.rows, tuple[Answered, ...])
