"""When somebody who decides is away. No reason is asked for or kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.history import tracked
from ladders.core.periods import PeriodQuerySet, ordered, overlap
from ladders.core.permissions import Permission


class AbsenceQuerySet(PeriodQuerySet):
    """Named states."""

    def visible_to(self, user: Any) -> AbsenceQuerySet:
        """One's own, and those of the people whose moves a role handles."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        within = Employee.objects.within(user, Permission.HANDLE_MOVES)
        return self.filter(Q(employee__user=user) | Q(employee__in=within.values("pk")))

    def not_over(self, day: Any) -> AbsenceQuerySet:
        """Those that last on that day, or begin later."""
        return self.filter(ends_on__gte=day)


@tracked()
class Absence(models.Model):
    """A person is away: from, until (both included), and who stands in, if anybody was named."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    stand_in = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stand-in")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            ExclusionConstraint(
                name="moves_absence_no_overlap",
                expressions=[("employee", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the person is away already."),
            ),
            ordered("moves_absence_dates"),
            models.CheckConstraint(
                name="moves_absence_stand_in", condition=Q(stand_in=None) | ~Q(stand_in=F("employee"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.starts_on} – {self.ends_on}"
