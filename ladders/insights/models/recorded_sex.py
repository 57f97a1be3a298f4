"""Sex as it is recorded for pay reporting, in a table of its own that only pay equity reads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.choices import choices_of
from ladders.core.permissions import Permission

from ..domain.pay_gap.people import Sex

SEX_CHOICES = choices_of(Sex)


class RecordedSexQuerySet(models.QuerySet["RecordedSex"]):
    """Whose it may be read."""

    def visible_to(self, user: Any) -> RecordedSexQuerySet:
        """Of the people for whom a role carries the pay equity verb; nobody without such a role, oneself included."""
        return self.filter(employee__in=Employee.objects.within(user, Permission.VIEW_PAY_EQUITY))


class RecordedSex(models.Model):
    """One person's. It has no history on purpose, and no other table, page, search or export holds it."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sex = models.CharField(max_length=10, choices=SEX_CHOICES)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecordedSexQuerySet.as_manager()

    class Meta:
        db_table_comment = "Sex as recorded for pay reporting. Read by pay equity alone; no history."
        constraints = [
            models.CheckConstraint(
                name="insights_sex_known", condition=models.Q(sex__in=[value for value, _label in SEX_CHOICES])
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}"  # never the sex: this reaches logs


class UnknownSexWord(models.Model):
    """A word for sex in the last people file that nobody has said the meaning of: how many rows have it, never whose."""

    word = models.CharField(_("word"), max_length=80, unique=True)
    people = models.PositiveIntegerField(_("people"))
    source = models.CharField(_("file"), max_length=255)
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-people", "word"]

    def __str__(self) -> str:
        return self.word
