"""Categories of workers: who does equal work or work of equal value. A decision never changes; a later one replaces it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.impact.models import Grade


class PaySettingSource(models.TextChoices):
    """Who sets pay, so that people can be compared beyond one employer (Article 19 of the Directive)."""

    ENTITY = "entity", _("one legal entity")
    GROUP = "group", _("the whole group")


def _unchanging() -> list[pgtrigger.Protect]:
    return [pgtrigger.Protect(name="unchanging", operation=pgtrigger.Update | pgtrigger.Delete)]


class CategoryDecision(models.Model):
    """What the categories are for one source of pay, from a day on. A grade that it does not name is a category by itself."""

    source = models.CharField(_("pay is set by"), max_length=8, choices=PaySettingSource.choices)
    legal_entity = models.CharField(_("legal entity"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    opinion = models.TextField(
        _("opinion of the employees’ representatives"), blank=True, help_text=_("Empty: they were not asked.")
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-decided_on", "-id"]
        triggers = _unchanging()
        constraints = [
            models.CheckConstraint(
                name="insights_category_source",
                condition=Q(source="group", legal_entity="") | Q(source="entity") & ~Q(legal_entity=""),
                violation_error_message=_("Name the legal entity, or decide for the whole group."),
            ),
            models.CheckConstraint(name="insights_category_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.legal_entity or self.source}, {self.decided_on}"


class CategoryGrade(models.Model):
    """A grade that a decision puts into a category with others."""

    decision = models.ForeignKey(CategoryDecision, on_delete=models.PROTECT, related_name="grades")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("category"), max_length=80)

    class Meta:
        ordering = ["name", "grade_id"]
        triggers = _unchanging()
        constraints = [
            models.UniqueConstraint(fields=["decision", "grade"], name="insights_category_grade_once"),
            models.CheckConstraint(name="insights_category_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
