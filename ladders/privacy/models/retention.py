"""How long the organisation keeps what, where it differs from what is usual."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RetentionTime(models.Model):
    """The time of one kind; without a row it is the usual one. Every change is an entry of the audit trail."""

    kind = models.CharField(max_length=40, primary_key=True)
    amount = models.PositiveSmallIntegerField()  # days or months, as the kind counts

    class Meta:
        constraints = [models.CheckConstraint(name="privacy_retention_some_time", condition=Q(amount__gte=1))]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount}"
