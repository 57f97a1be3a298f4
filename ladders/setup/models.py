"""What this room keeps: steps that were skipped, and how long a first sign-in link lives. How far a step is stands nowhere."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

USUAL_DAYS: Final = 7
LONGEST_DAYS: Final = 30


class SkippedStep(models.Model):
    """A step that this organisation does without, for now."""

    step = models.CharField(max_length=12, primary_key=True)  # a value of `domain.steps.Step`
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.step


class InvitationRule(models.Model):
    """One row, or none while the usual days hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    days = models.PositiveSmallIntegerField(
        _("days for which a first sign-in link works"),
        default=USUAL_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)],
        help_text=_("Counted from the day on which it is sent. Links that are on their way keep theirs."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="setup_rule_one_row", condition=Q(id=1)),
            models.CheckConstraint(name="setup_rule_days", condition=Q(days__gte=1, days__lte=LONGEST_DAYS)),
        ]

    def __str__(self) -> str:
        return str(self.days)

    @classmethod
    def current(cls) -> int:
        """The days that hold: 1 query."""
        return cls.objects.filter(pk=1).values_list("days", flat=True).first() or USUAL_DAYS
