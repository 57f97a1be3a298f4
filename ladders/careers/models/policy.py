"""The organisation's rules about careers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.core.statements import Statement


class Counting(models.TextChoices):
    """Which assessment counts for gaps. The two are never averaged."""

    MANAGER_FIRST = "manager_first", _("The manager’s where there is one, else one’s own")
    MANAGER = "manager", _("The manager’s")
    SELF = "self", _("One’s own")


@tracked()
class CareerPolicy(models.Model):
    """The organisation's rules about careers: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    counting = models.CharField(
        _("which assessment counts for gaps"),
        max_length=13,
        choices=Counting.choices,
        default=Counting.MANAGER_FIRST,
        help_text=_("Both are always shown side by side. Nothing is averaged."),
    )

    class Meta:
        verbose_name_plural = "career policy"
        constraints = [models.CheckConstraint(name="careers_policy_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "Career policy"

    @classmethod
    def current(cls) -> CareerPolicy:
        """The one row; the defaults where nothing was set yet."""
        return _stored.one() or cls()


_stored = Statement(lambda: CareerPolicy.objects.filter(pk=1))
