"""What the law of a country asks for from a day on: numbers with their source, kept by HR. The product gives no legal advice."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.core.periods import PeriodQuerySet, ordered, overlap

from ..domain.report_due import ReportingRules

DIRECTIVE = ""  # the country of the rules that hold where a country has none of its own


@tracked()
class CountryRules(models.Model):
    """One country (two letters; DIRECTIVE: Directive (EU) 2023/970 itself) and period. Not certain: to be checked first."""

    country = models.CharField(_("country"), max_length=2, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    threshold_percent = models.DecimalField(
        _("gap in a category that has to be explained, in percent"), max_digits=4, decimal_places=2
    )
    smallest_group = models.PositiveSmallIntegerField(_("smallest group of each sex that is shown"))
    remedy_months = models.PositiveSmallIntegerField(_("months to remedy a gap without a reason"))
    answer_months = models.PositiveSmallIntegerField(_("months to answer an employee’s request"))
    yearly_from = models.PositiveIntegerField(_("employees from which a report is due every year"))
    triennial_from = models.PositiveIntegerField(_("employees from which a report is due every three years"))
    reports_begin_on = models.DateField(_("first day on which a report is due"), null=True, blank=True)
    later_below = models.PositiveIntegerField(_("employees below which reports begin later"), null=True, blank=True)
    later_begin_on = models.DateField(_("first day on which their report is due"), null=True, blank=True)
    mostly_women_percent = models.DecimalField(
        _("share of women from which a level is held mostly by women, in percent"), max_digits=5, decimal_places=2
    )
    source = models.TextField(_("source"))
    certain = models.BooleanField(_("certain"), default=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["country", "-starts_on"]
        verbose_name_plural = "country rules"
        constraints = [
            ExclusionConstraint(
                name="insights_rules_no_overlap",
                expressions=[("country", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the country has other rules already."),
            ),
            ordered("insights_rules_dates"),
            models.CheckConstraint(
                name="insights_rules_numbers",
                condition=Q(
                    threshold_percent__gt=0,
                    smallest_group__gte=2,
                    remedy_months__gte=1,
                    answer_months__gte=1,
                    yearly_from__gte=models.F("triennial_from"),
                    mostly_women_percent__gt=50,
                    mostly_women_percent__lte=100,
                ),
                violation_error_message=_("One of these numbers cannot be: check them."),
            ),
            models.CheckConstraint(
                name="insights_rules_later",
                condition=Q(later_below=None, later_begin_on=None)
                | Q(later_below__isnull=False, later_begin_on__gte=models.F("reports_begin_on")),
                violation_error_message=_(
                    "Where reports of smaller employers begin later, say below how many employees, and a day that is not before "
                    "the first day of all."
                ),
            ),
            models.CheckConstraint(
                name="insights_rules_source",
                condition=~Q(source=""),
                violation_error_message=_("Say where these numbers stand."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country or 'EU'}, {self.starts_on}"

    @property
    def reporting(self) -> ReportingRules:
        """What decides when reports are due."""
        return ReportingRules(
            self.yearly_from, self.triennial_from, self.reports_begin_on, self.later_below, self.later_begin_on
        )
