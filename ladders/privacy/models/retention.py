"""How long the organisation keeps what, where it differs from what is usual."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RetentionTime(models.Model):
    """The time of one kind; without a row it is the usual one. Every change is an entry of the audit trail.

    What is known of leavers is kept by country: kinds `leavers:DE`, and `leavers:` for all countries without one.
    """

    kind = models.CharField(max_length=40, primary_key=True)
    amount = models.PositiveSmallIntegerField()  # days or months, as the kind counts; of leavers years

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_retention_some_time", condition=Q(amount__gte=1) | Q(kind__startswith="leavers:")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount}"
