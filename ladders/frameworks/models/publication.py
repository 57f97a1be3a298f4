"""What belongs to a publication: reasons, successors, consultations, and what search finds."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.core.word_search import PENDING

from .structure import Level
from .versions import Version


@tracked()
class ParityReason(models.Model):
    """The owner's written reason for publishing a track thinner or lower than management, and when to look again."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parity_reasons")
    finding = models.CharField(max_length=200)  # the finding's stable key
    sentence = models.TextField()  # the finding as it was answered
    reason = models.TextField(_("reason"))
    review_on = models.DateField(_("look at it again on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "finding"], name="frameworks_reason_once"),
            models.CheckConstraint(name="frameworks_reason_written", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.finding


@tracked()
class Successor(models.Model):
    """Where people on a removed level belong: stored with the version that no longer has the level."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="successors")
    removed_key = models.UUIDField()
    removed_code = models.CharField(max_length=24)
    removed_title = models.CharField(max_length=120)
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["removed_code"]
        constraints = [models.UniqueConstraint(fields=["version", "removed_key"], name="frameworks_successor_once")]

    def __str__(self) -> str:
        return f"{self.removed_code} → {self.level}"


class ReorganisationPayRule(models.TextChoices):
    """What a reorganisation does to the pay of those who lose a grade."""

    PROTECT = "protect", _("Pay is protected until a day")
    BAND = "band", _("Pay stays as it is; the new grade’s band counts from then on")


@tracked()
class Reorganisation(models.Model):
    """HR's decision that a publication gives the people on a level another grade: why, what becomes of pay, told when.

    `level_key` is the level they hold, `successor_key` the one they hold afterwards (the same, where it was graded anew).
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reorganisations")
    level_key = models.UUIDField()
    successor_key = models.UUIDField()
    from_grade = models.CharField(max_length=24)
    to_grade = models.CharField(max_length=24)
    reason = models.TextField(_("reason"), help_text=_("Everybody who holds the level can read it."))
    pay_rule = models.CharField(_("pay"), max_length=10, choices=ReorganisationPayRule.choices)
    protected_until = models.DateField(_("protected until"), null=True, blank=True)
    told_on = models.DateField(
        _("people are told on"), help_text=_("By letter or in a talk. It cannot be published before this day.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "level_key"], name="frameworks_reorganisation_once"),
            models.CheckConstraint(
                name="frameworks_reorganisation_words",
                condition=~Q(reason="") & ~Q(from_grade=F("to_grade")),
            ),
            models.CheckConstraint(
                name="frameworks_reorganisation_pay",
                condition=Q(pay_rule="protect", protected_until__isnull=False)
                | Q(pay_rule="band", protected_until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_grade} → {self.to_grade}"


@tracked()
class Consultation(models.Model):
    """A consultation on a version: with which body, when, and what came of it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="consultations")
    body = models.CharField(_("body"), max_length=120, help_text=_("Works council, union, staff forum."))
    held_on = models.DateField(_("date"))
    outcome = models.TextField(_("outcome"))

    class Meta:
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.body}, {self.held_on}"


class SearchEntry(models.Model):
    """What full-text search finds: one row per level and per competency of every published version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=12)  # level, competency
    key = models.UUIDField()
    code = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200)
    context = models.CharField(max_length=200, blank=True)  # track and grade, or group
    body = models.TextField()
    vector = models.GeneratedField(
        expression=SearchVector(F("code"), F("title"), weight="A", config="english")
        + SearchVector(F("body"), weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [GinIndex(fields=["vector"], name="frameworks_search_vector", gin_pending_list_limit=PENDING)]

    def __str__(self) -> str:
        return self.title


class TakenBack(models.Model):
    """A publication that was taken back on its day. The version itself stays as it was published, and is retired.

    `again`: the version that brought the content of the one before into force again; None where there was none. It is written
    when the version is frozen already, and never changed.
    """

    taken = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="taken_back")
    again = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, related_name="brought_back")
    reason = models.TextField(_("reason"), help_text=_("Readers of the framework see it."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "publications taken back"
        constraints = [models.CheckConstraint(name="frameworks_taken_back_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.taken}"
