"""The ledger of pay: which sums of whose pay were shown to whom, on any page, in any file, edition or answer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.history import append_only


class Audience(models.TextChoices):
    """Who can read it. Representatives are employees, too: they see both. Analysts see everything and need no ledger."""

    EMPLOYEES = "employees", _("employees")
    REPRESENTATIVES = "representatives", _("employees’ representatives")


def _numbers(field: models.Field) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(field, default=list, blank=True)


@append_only()
class ShownPay(models.Model):
    """One edition that was shown: a report, an answer. `basis` says what the amounts are: of a year or of an hour.

    What everybody in it was paid is kept beside it, in the order of `people`, since a later edition must not give away what
    this one said together with others. `people` are numbers of employees: after an erasure a pseudonym's.
    """

    audience = models.CharField(max_length=16, choices=Audience.choices)
    source = models.CharField(max_length=80)  # what showed it, such as "pay_reports.report:12"
    basis = models.CharField(max_length=10)
    # Shown although groups are small, by the decision of a person: nothing can protect it any more.
    open = models.BooleanField(default=False)
    people = _numbers(models.BigIntegerField())
    basic = _numbers(models.FloatField())
    variable = _numbers(models.FloatField())
    shown_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "shown pay"
        indexes = [models.Index(fields=["source", "audience"], name="insights_shown_source")]
        constraints = [
            models.CheckConstraint(name="insights_shown_audience", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(name="insights_shown_open", condition=Q(open=False) | Q(audience="representatives")),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.audience}, {self.basis}"  # never amounts: this reaches logs


@append_only()
class ShownSum(models.Model):
    """One line of it: what its women together and its men together are paid. `parts`: basic and variable pay, too."""

    # Without a constraint, which would lock a row of a table that nobody may change: both are only ever added to.
    shown = models.ForeignKey(ShownPay, on_delete=models.PROTECT, related_name="sums", db_constraint=False)
    key = models.CharField(max_length=120)
    women = _numbers(models.BigIntegerField())
    men = _numbers(models.BigIntegerField())
    parts = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["shown", "key"], name="insights_sum_once")]

    def __str__(self) -> str:
        return self.key
