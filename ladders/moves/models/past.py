"""What is remembered of requests that were let go of."""

from __future__ import annotations

from django.db import models


class PastAnswer(models.Model):
    """How one request was answered. Nobody is in it, and no day: only so that figures of all requests stay true."""

    kind = models.CharField(max_length=10)
    answer = models.CharField(max_length=10)  # declined, or withdrawn
    days = models.IntegerField(null=True)  # from asking to the last answer
    steps = models.PositiveSmallIntegerField()
    reminders = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"
