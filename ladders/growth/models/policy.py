"""The organisation's rule about talks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked


class TalkRhythm(models.TextChoices):
    """How often manager and employee are to talk about growing."""

    OFF = "off", _("No rule: whoever wants to talk, talks, and nobody counts")
    HALF_YEARLY = "half_yearly", _("Once in six months")
    YEARLY = "yearly", _("Once a year")


MONTHS = {TalkRhythm.HALF_YEARLY: 6, TalkRhythm.YEARLY: 12}  # that may lie between two talks


@tracked()
class GrowthPolicy(models.Model):
    """One row. `since`: the day from which the rule counts, so that nobody is late on the day it is made."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    talks = models.CharField(
        _("how often people talk with their manager about growing"),
        max_length=11,
        choices=TalkRhythm.choices,
        default=TalkRhythm.OFF,
        help_text=_(
            "With a rule, managers see which talks are due, and HR sees how many took place: never what was said."
        ),
    )
    since = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name_plural = "growth policy"
        constraints = [models.CheckConstraint(name="growth_policy_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "Growth policy"

    @classmethod
    def current(cls) -> GrowthPolicy:
        """The one row; the defaults where nothing was set yet."""
        return cls.objects.filter(pk=1).first() or cls()

    @property
    def months(self) -> int | None:
        """How many months may lie between two talks; None without a rule."""
        return MONTHS.get(TalkRhythm(self.talks))
