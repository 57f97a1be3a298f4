"""Whether somebody wishes to lead people: their own word, dated."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.private import SealedTextField

from .sharing import ShownQuerySet, Thing


class WishAnswer(models.TextChoices):
    """The three answers. Any may change at any time, and none is better than another."""

    YES = "yes", _("Yes, I would like to lead people")
    NOT_NOW = "not_now", _("Not now")
    NO = "no", _("No, my way lies elsewhere")


class WishQuerySet(ShownQuerySet):
    """Wishes of people."""

    thing = Thing.WISH


class LeadWish(models.Model):
    """An answer of a day; the latest one holds. The note is sealed."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(_("do you wish to lead people?"), max_length=7, choices=WishAnswer.choices)
    note = SealedTextField("lead wish", blank=True)
    recorded_on = models.DateField(default=timezone.localdate)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_on", "-id"]
        verbose_name_plural = "wishes to lead"

    def __str__(self) -> str:
        return self.answer
