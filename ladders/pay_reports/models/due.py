"""Which report each employer owes next, as it was worked out last: that counts the whole staff, and Home only looks it up."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import models
from django.db.models import Exists, OuterRef

from ladders.core.permissions import Permission
from ladders.insights.models.pay_sums import entities_in_whole

from .reports import Report, ReportState

AHEAD: Final = dt.timedelta(days=183)  # so long before its day a report is called due


class OwedReportQuerySet(models.QuerySet["OwedReport"]):
    """Named states."""

    def visible_to(self, user: Any) -> OwedReportQuerySet:
        """Of the employers all of whose people the user's role for equal pay reaches."""
        entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY)
        return self.all() if entities is None else self.filter(legal_entity__in=entities)

    def due(self, day: dt.date) -> OwedReportQuerySet:
        """Due within half a year, or late, and not published."""
        published = Report.objects.filter(
            legal_entity=OuterRef("legal_entity"), year=OuterRef("year"), state=ReportState.PUBLISHED
        )
        return self.filter(~Exists(published), due_on__lte=day + AHEAD)


class OwedReport(models.Model):
    """The next report of one employer. Rows are made and taken out by `actions.owed_reports` alone."""

    legal_entity = models.CharField(max_length=120, primary_key=True)
    employees = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    certain = models.BooleanField()  # False: somebody still has to check the rules

    objects = OwedReportQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "legal_entity"]

    def __str__(self) -> str:
        return f"{self.legal_entity} {self.year}"
