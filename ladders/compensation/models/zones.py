"""Pay zones, the locations that belong to them, and the organisation's rules about pay."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.core.once import known
from ladders.core.permissions import Permission
from ladders.core.statements import Statement


class Objective(models.TextChoices):
    """What may justify a difference in pay: the criteria of Directive (EU) 2023/970, article 4(4), and what its courts accept."""

    SKILLS = "skills", _("Skills")
    EFFORT = "effort", _("Effort")
    RESPONSIBILITY = "responsibility", _("Responsibility")
    WORKING_CONDITIONS = "working_conditions", _("Working conditions")
    LABOUR_MARKET = "labour_market", _("Shortage on the labour market")
    AGREEMENT = "agreement", _("Law or collective agreement")


class BandVisibility(models.TextChoices):
    """Whom the lattice and the level pages show pay bands. Whoever may see all bands always sees them."""

    EVERYONE = "everyone", _("Everyone")
    NEAR = "near", _("Each person, for their own grade and the ones next to it")
    HR = "hr", _("Only who looks after pay")


class ShownToBandReaders(models.QuerySet[Any]):
    """Rows about the structure of pay: for whoever may see all bands, and nobody else."""

    def visible_to(self, user: Any) -> Any:
        """Nothing by default."""
        if not getattr(user, "is_authenticated", False) or not user.has_perm(Permission.VIEW_BANDS):
            return self.none()
        return self.all()


@tracked()
class PayZone(models.Model):
    """Where the same bands hold, in one currency."""

    code = models.CharField(
        _("code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", _("Letters, digits, dots and dashes."))],
        help_text=_("Short, as files name it: DE-N."),
    )
    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
        help_text=_("Three letters, such as EUR. All bands of the zone are in it."),
    )

    objects = ShownToBandReaders.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Upper("code"),
                name="compensation_zone_code",
                violation_error_message=_("A zone of this code exists already."),
            ),
            models.CheckConstraint(name="compensation_zone_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ZoneLocation(models.Model):
    """A location, as the HR system calls it, belongs to one zone."""

    zone = models.ForeignKey(PayZone, on_delete=models.CASCADE, related_name="locations")
    location = models.CharField(_("location"), max_length=120)

    objects = ShownToBandReaders.as_manager()

    class Meta:
        ordering = ["location"]
        constraints = [
            models.UniqueConstraint(
                fields=["location"],
                name="compensation_location_once",
                violation_error_message=_("This location belongs to a zone already."),
            )
        ]

    def __str__(self) -> str:
        return self.location


@tracked()
class PayPolicy(models.Model):
    """The organisation's rules about pay: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    band_visibility = models.CharField(
        _("who sees pay bands on the lattice"),
        max_length=10,
        choices=BandVisibility.choices,
        default=BandVisibility.HR,
    )
    second_approver = models.BooleanField(
        _("a second person approves changes of the structure of pay"),
        default=False,
        help_text=_(
            "Of zones, bands, supplements, exceptions and pay protections, and raises from a plan, taken back, too: "
            "whoever asks cannot approve it alone."
        ),
    )
    managers_see_pay = models.BooleanField(
        _("managers see the pay of the people who report to them"),
        default=False,
    )
    remind_days = models.PositiveSmallIntegerField(
        _("days before an exception ends that we write about it"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    progression = models.TextField(_("criteria for pay progression"), blank=True)

    class Meta:
        verbose_name_plural = "pay policy"
        constraints = [models.CheckConstraint(name="compensation_policy_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "Pay policy"

    @classmethod
    def current(cls) -> PayPolicy:
        """The one row; the defaults where nothing was set yet."""
        kept = known(cls)
        if 1 not in kept:
            kept[1] = _stored.one() or cls()
        found: PayPolicy = kept[1]
        return found


_stored = Statement(lambda: PayPolicy.objects.filter(pk=1))


class BandStamp(models.Model):
    """Counts every change of what bands show: one row, counted by the database itself. Kept pages carry the count."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="compensation_stamp_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.revision)
