"""What the employees’ representatives say of a report. It is published with it, word for word."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Report


class ReportOpinion(models.Model):
    """One representative's; they may write it anew until the report is signed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(_("for whom"), max_length=120, help_text=_("Such as: works council of the Leeds plant."))
    text = models.TextField(_("opinion"))
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "by"], name="pay_reports_opinion_once"),
            models.CheckConstraint(name="pay_reports_opinion_text", condition=~Q(text="") & ~Q(body="")),
        ]

    def __str__(self) -> str:
        return self.body
