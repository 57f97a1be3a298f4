"""The figures of a report as rows, and the people they were made of. They are frozen with the report."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ladders.insights.domain.pay_gap.choices import Basis, VariablePopulation
from ladders.insights.domain.pay_gap.gaps import Measure

from .reports import Report, ReportCategory

BASES = [(Basis.ANNUAL.value, _("of the year")), (Basis.HOURLY.value, _("of an hour"))]
MEASURES = [(Measure.MEAN.value, _("mean")), (Measure.MEDIAN.value, _("median"))]
POPULATIONS = [(VariablePopulation.ALL.value, _("everybody")), (VariablePopulation.RECIPIENTS.value, _("recipients"))]


class PayPart(models.TextChoices):
    """What of pay is compared."""

    TOTAL = "total", _("pay")
    BASIC = "basic", _("basic pay")
    VARIABLE = "variable", _("complementary or variable pay")


class ReportFigure(models.Model):
    """One gap: `letter` of Article 9(1) (a to d, g), on one basis, of one part of pay. `percent` None: `note` says why.

    Amounts are in the report's currency, of the year or of an hour. `left_out`: reason → how many people.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    category = models.ForeignKey(
        ReportCategory, on_delete=models.CASCADE, null=True, blank=True, related_name="figures"
    )
    letter = models.CharField(max_length=1)
    basis = models.CharField(max_length=10, choices=BASES)
    part = models.CharField(max_length=10, choices=PayPart.choices)
    measure = models.CharField(max_length=8, choices=MEASURES)
    population = models.CharField(max_length=10, choices=POPULATIONS)
    women = models.PositiveIntegerField()
    men = models.PositiveIntegerField()
    women_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    men_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    percent = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    note = models.CharField(max_length=16, blank=True)
    left_out = models.JSONField(default=dict)

    class Meta:
        ordering = ["basis", "letter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "category", "letter", "basis", "part", "population"],
                name="pay_reports_figure_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter}, {self.basis}"


class ReportReceiving(models.Model):
    """Figure e: how many women and men receive complementary or variable pay."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="receiving")
    basis = models.CharField(max_length=10, choices=BASES)
    women_receiving = models.PositiveIntegerField()
    women = models.PositiveIntegerField()
    men_receiving = models.PositiveIntegerField()
    men = models.PositiveIntegerField()
    women_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    men_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)

    class Meta:
        ordering = ["basis"]
        verbose_name_plural = "report receiving"
        constraints = [models.UniqueConstraint(fields=["report", "basis"], name="pay_reports_receiving_once")]

    def __str__(self) -> str:
        return f"e, {self.basis}"


class ReportQuarter(models.Model):
    """Figure f: one quarter of pay, from the lowest (1) to the highest (4). Edges share people, hence parts."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="quarters")
    basis = models.CharField(max_length=10, choices=BASES)
    place = models.PositiveSmallIntegerField()
    women = models.DecimalField(max_digits=14, decimal_places=4)
    men = models.DecimalField(max_digits=14, decimal_places=4)
    others = models.DecimalField(max_digits=14, decimal_places=4)
    women_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)

    class Meta:
        ordering = ["basis", "place"]
        constraints = [models.UniqueConstraint(fields=["report", "basis", "place"], name="pay_reports_quarter_once")]

    def __str__(self) -> str:
        return f"f {self.place}, {self.basis}"


class ReportPeople(models.Model):
    """Whom the figures of one basis count, side by side: employee, whether a woman, category (its place; −1: none), pay.

    Only women and men. Small groups are decided from it, later than the figures and without reading payroll again; the
    employees are numbers, after an erasure those of a pseudonym. It is shown to nobody.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="counted")
    basis = models.CharField(max_length=10, choices=BASES)
    employees = ArrayField(models.BigIntegerField())
    women = ArrayField(models.BooleanField())
    places = ArrayField(models.IntegerField())
    basic = ArrayField(models.FloatField())
    variable = ArrayField(models.FloatField())

    class Meta:
        ordering = ["basis"]
        verbose_name_plural = "report people"
        constraints = [models.UniqueConstraint(fields=["report", "basis"], name="pay_reports_people_once")]

    def __str__(self) -> str:
        return self.basis
