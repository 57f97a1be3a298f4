"""Who reports to whom, from when until when. A reorganisation keeps its past."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.history import tracked
from ladders.core.periods import PeriodQuerySet, ordered, overlap


class ReportingLineQuerySet(PeriodQuerySet):
    """Named states."""

    def visible_to(self, user: Any) -> ReportingLineQuerySet:
        """Those of the people whom this user may see."""
        return self.filter(employee__in=Employee.objects.visible_to(user))


@tracked()
class ReportingLine(models.Model):
    """A person reports to another from a date. It decides who is asked and who sees a team; never a grade or a band."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="reporting_lines")
    manager = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="team_lines")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReportingLineQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            ExclusionConstraint(
                name="reporting_line_no_overlap",
                expressions=[("employee", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the person reports to somebody already."),
            ),
            ordered("reporting_line_dates"),
            models.CheckConstraint(
                name="reporting_line_not_oneself",
                condition=~Q(employee=F("manager")),
                violation_error_message=_("Nobody reports to themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} → {self.manager}"
