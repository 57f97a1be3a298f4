"""What people are paid today, summed up by level and sex: kept, so that nobody has to read everybody before a signature."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.roles import PERMISSIONS_OF
from ladders.core.permissions import Permission


def _people() -> models.PositiveIntegerField[Any, Any]:
    return models.PositiveIntegerField(default=0)


def _pay() -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=24, decimal_places=2, default=Decimal(0))


class PaySumQuerySet(models.QuerySet[Any]):
    """Whose sums may be read."""

    def visible_to(self, user: Any) -> PaySumQuerySet:
        """Of the legal entities in which the user may see everybody's pay and everybody's recorded sex; none by default."""
        entities = entities_in_whole(user, Permission.VIEW_PAY_EQUITY, Permission.VIEW_PAY)
        return self.all() if entities is None else self.filter(legal_entity__in=entities)


def entities_in_whole(user: Any, *verbs: Permission) -> frozenset[str] | None:
    """The legal entities for all of whose people the user's roles carry each of these verbs; None: for everybody.

    At most one query, for the grants, once per request and user; none where a role without limits carries them.
    """
    found: frozenset[str] | None = None
    for verb in verbs:
        if not getattr(user, "is_authenticated", False) or not user.holds(verb):
            return frozenset()
        if any(verb in PERMISSIONS_OF[role] for role in user.roles - user.scoped_roles) or user.reaches_all(verb):
            continue
        whole = (scope.legal_entities for scope in user.scopes(verb) if not scope.departments)
        own = frozenset(entity for entities in whole for entity in entities)
        found = own if found is None else found & own
    return found


class _Sums(models.Model):
    """People who hold one level under one grade, at one legal entity, and are paid in one currency: how many women, men and
    others, and what they are paid together for a full-time year.

    Made by triggers alone, in the transaction that writes a pay position or a recorded sex, one after the other.
    """

    id = models.BigAutoField(primary_key=True)
    legal_entity = models.CharField(max_length=120, blank=True)
    level_key = models.UUIDField()
    grade_code = models.CharField(max_length=12, blank=True)  # blank: the level has none, and may get one
    currency = models.CharField(max_length=3)
    women = _people()
    women_pay = _pay()
    men = _people()
    men_pay = _pay()
    others = _people()  # neither, or not stated
    others_pay = _pay()

    objects = PaySumQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.legal_entity}, {self.grade_code}"  # no sums: this reaches logs


class PaySum(_Sums):
    """All who are alike in level, grade, entity and currency."""

    class Meta:
        db_table_comment = "Sums of pay by recorded sex. Read by pay equity alone."
        constraints = [
            models.UniqueConstraint(
                fields=["grade_code", "legal_entity", "level_key", "currency"], name="insights_pay_sum_once"
            ),
            models.CheckConstraint(
                name="insights_pay_sum_of_somebody", condition=Q(women__gt=0) | Q(men__gt=0) | Q(others__gt=0)
            ),
        ]


class BandSum(_Sums):
    """The same by place in the band, so that whoever is below another minimum is found without reading people.

    `step`: pay in quarters of a percent of the minimum, rounded down (400: at the minimum). Whoever has no range in the
    currency they are paid in is on step 0 of a minimum of 0.
    """

    zone_code = models.CharField(max_length=12, blank=True)  # blank: none, or one of another currency
    framework = models.BigIntegerField()
    minimum = models.DecimalField(
        max_digits=16, decimal_places=2
    )  # as positions have it: with exception and supplement
    supplement = models.DecimalField(max_digits=5, decimal_places=2)
    excepted = models.BooleanField()
    step = models.BigIntegerField()

    class Meta:
        db_table_comment = "Sums of pay by recorded sex. Read by pay equity alone."
        indexes = [models.Index(fields=["zone_code", "step"], name="insights_band_sum_step")]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "level_key", "zone_code", "step", "legal_entity", "grade_code", "currency", "framework", "minimum",
                    "supplement", "excepted",
                ],
                name="insights_band_sum_once",
            ),
            models.CheckConstraint(
                name="insights_band_sum_of_somebody", condition=Q(women__gt=0) | Q(men__gt=0) | Q(others__gt=0)
            ),
        ]  # fmt: skip
