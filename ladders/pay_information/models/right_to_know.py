"""Where figures of small groups go instead, by country, and who was told of the right in a year."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee


class Recipient(models.TextChoices):
    """Who alone may have figures that tell what one person is paid (Article 12(3))."""

    REPRESENTATIVES = "representatives", _("the employees’ representatives")
    INSPECTORATE = "inspectorate", _("the labour inspectorate")
    EQUALITY_BODY = "equality_body", _("the equality body")


class SmallGroupRecipient(models.Model):
    """One country's, or, with no country, what holds where nothing else is said."""

    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^([A-Z]{2})?$", _("Two capital letters, such as DE."))],
    )
    recipient = models.CharField(_("the figures go to"), max_length=20, choices=Recipient.choices)
    name = models.CharField(_("name"), max_length=200, blank=True)
    contact = models.CharField(_("how to reach them"), max_length=300, blank=True)

    class Meta:
        ordering = ["country"]
        constraints = [
            models.CheckConstraint(
                name="pay_information_recipient_known", condition=Q(recipient__in=[each.value for each in Recipient])
            )
        ]

    def __str__(self) -> str:
        return self.country or "EU"


class YearlyNoticeQuerySet(models.QuerySet["YearlyNotice"]):
    """Whose they are."""

    def visible_to(self, user: Any) -> YearlyNoticeQuerySet:
        """One's own."""
        return self.filter(employee__user=user) if getattr(user, "is_authenticated", False) else self.none()


class YearlyNotice(models.Model):
    """Somebody was told of their right to know, once in a calendar year (Article 7(3))."""

    id = models.BigAutoField(primary_key=True)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField(default=timezone.now)

    objects = YearlyNoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "year"], name="pay_information_told_once")]
        indexes = [models.Index(fields=["year"], name="pay_information_told_in")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.year}"
