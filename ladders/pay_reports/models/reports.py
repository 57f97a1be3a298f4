"""A report on equal pay of one legal entity and year, with its categories of workers. Published, it never changes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import reach_of
from ladders.core.conditions import nothing
from ladders.core.permissions import Permission
from ladders.insights.domain.adjusted_gap.pay_model import Worth
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.models import CategoryDecision, PaidYear

from ..domain.choices import choices_from_data

WORTHS = [(Worth.POINTS.value, _("the points of the level")), (Worth.GRADE.value, _("its grade"))]
PERSON: Any = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    """A report goes from draft to signed to published; a signed one can be opened again, a published one never.

    While the background work decides what of it may be shown, it is being published; where that comes to nothing, signed again.
    """

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    PUBLISHING = "publishing", _("Being published")
    PUBLISHED = "published", _("Published")


class ReportQuerySet(models.QuerySet["Report"]):
    """Who reads which."""

    def analysed_by(self, user: Any, permission: Permission = Permission.VIEW_PAY_EQUITY) -> ReportQuerySet:
        """Those of which somebody sees every figure: whose role reaches everybody whom the entity paid in the year."""
        if not getattr(user, "is_authenticated", False) or not user.holds(permission):
            return self.filter(nothing())
        if user.reaches_all(permission):
            return self.all()
        paid = PaidYear.objects.filter(year=OuterRef("year"), legal_entity=OuterRef("legal_entity"))
        outside = paid.exclude(reach_of(user, permission, "employee"))
        return self.filter(Exists(paid), ~Exists(outside))

    def represented_by(self, user: Any) -> ReportQuerySet:
        """Those of the legal entities whose whole staff somebody stands for: some departments of it are not enough."""
        verb = Permission.REPRESENT_EMPLOYEES
        if not getattr(user, "is_authenticated", False) or not user.holds(verb):
            return self.filter(nothing())
        if user.reaches_all(verb):
            return self.all()
        entities = [each for grant in user.scopes(verb) if not grant.departments for each in grant.legal_entities]
        return self.filter(legal_entity__in=entities)

    def at_work(self, user: Any) -> ReportQuerySet:
        """Those that this user writes and nobody has published yet."""
        return self.analysed_by(user, Permission.EDIT_PAY_EQUITY).exclude(state=ReportState.PUBLISHED)

    def asks_opinion_of(self, user: Any) -> ReportQuerySet:
        """Drafts about which this user is asked as a representative, and has written no opinion yet."""
        asked = self.represented_by(user).filter(state=ReportState.DRAFT, consulted_at__isnull=False)
        return asked.exclude(opinions__by=user)

    def visible_to(self, user: Any) -> ReportQuerySet:
        """All published ones to everybody here; drafts to analysts, and to those who represent its people once they are asked."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        seen = Q(state=ReportState.PUBLISHED) | Q(pk__in=self.analysed_by(user).values("pk"))
        seen |= Q(consulted_at__isnull=False, pk__in=self.represented_by(user).values("pk"))
        return self.filter(seen)


class Report(models.Model):
    """One edition. What the law asked for (`threshold_percent`, `smallest_group`, …) is kept as it was when it was worked out.

    `former` is the published edition of the same year and entity that this one replaces. Everything below `currency` is None or
    empty until the figures are there.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    legal_entity = models.CharField(_("legal entity"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    day = models.DateField(_("day of the snapshot"))
    choices = models.JSONField(default=dict)  # answers to the questions of `Choices`, by name
    worth = models.CharField(_("work counts as equal by"), max_length=6, choices=WORTHS, default=Worth.POINTS.value)
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    former = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    why_again = models.TextField(_("why there is a later edition"), blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    methods_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The latest background work for it: figures, asking, publication. No link, since finished work is let go of.
    job = models.UUIDField(null=True, blank=True)

    currency = models.CharField(_("currency"), max_length=3, blank=True)
    people = models.PositiveIntegerField(_("people paid"), default=0)
    left_out = models.JSONField(default=dict)  # of the chosen basis: reason → how many
    decision = models.ForeignKey(CategoryDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    threshold_percent = models.DecimalField(_("threshold in percent"), max_digits=4, decimal_places=2, null=True)
    smallest_group = models.PositiveSmallIntegerField(_("smallest group that is shown"), null=True)
    mostly_women_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    rules_source = models.TextField(_("source of the rules"), blank=True)
    rules_certain = models.BooleanField(default=True)
    findings = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # adjusted gap, tracks, odds, equal value
    computed_at = models.DateTimeField(null=True, blank=True)

    consulted_at = models.DateTimeField(null=True, blank=True)
    consulted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consulted_reason = models.TextField(blank=True)  # why representatives see small groups, too; empty: they do not
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.CharField(_("signed as"), max_length=120, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "legal_entity", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "legal_entity"],
                name="pay_reports_one_open",
                condition=~Q(state="published"),
                violation_error_message=_("Somebody is at work on a report of this year already."),
            ),
            models.CheckConstraint(
                name="pay_reports_consulted",
                condition=Q(consulted_at=None, consulted_by=None)
                | Q(consulted_at__isnull=False, computed_at__isnull=False) & Q(consulted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="pay_reports_signed",
                condition=Q(state="draft", signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False, computed_at__isnull=False)
                & ~Q(state="draft")
                & ~Q(signed_by=F("made_by"))
                & (Q(methods_by=None) | ~Q(signed_by=F("methods_by"))),
                violation_error_message=_("Whoever made a report or chose its methods does not sign it."),
            ),
            models.CheckConstraint(
                name="pay_reports_published",
                condition=Q(state="published", published_at__isnull=False, published_by__isnull=False)
                | ~Q(state="published") & Q(published_at=None, published_by=None),
            ),
            models.CheckConstraint(
                name="pay_reports_again",
                condition=Q(former=None) | ~Q(why_again=""),
                violation_error_message=_("Say why there is a later edition."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.entity_name}"

    @property
    def entity_name(self) -> str:
        """The legal entity; where files named none, that it is the employer."""
        return self.legal_entity or gettext("the employer")

    @property
    def chosen(self) -> Choices:
        """The answers as the methods take them."""
        return choices_from_data(self.choices)

    @property
    def draft(self) -> bool:
        """True while figures and texts can change."""
        return self.state == ReportState.DRAFT

    @property
    def signed(self) -> bool:
        """True between signature and publication, while nothing of the latter is under way."""
        return self.state == ReportState.SIGNED

    @property
    def published(self) -> bool:
        """True once everybody may read it, and nothing changes any more."""
        return self.state == ReportState.PUBLISHED

    @property
    def source(self) -> str:
        """What the ledger of shown pay calls these figures: made again, they are others."""
        made = self.computed_at.isoformat() if self.computed_at else "none"
        return f"pay_reports.report:{self.pk}:{made}"


class ReportCategory(models.Model):
    """A category of workers in a report (figure g). Percentages are on the chosen basis; None: there is none, `note` says why.

    `reached`: the average pay of women and men differs by the threshold or more, whoever is paid less.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="categories")
    place = models.PositiveIntegerField()
    name = models.CharField(_("category"), max_length=120)
    women = models.PositiveIntegerField(_("women"))
    men = models.PositiveIntegerField(_("men"))
    total_percent = models.DecimalField(_("gap"), max_digits=16, decimal_places=4, null=True)
    basic_percent = models.DecimalField(_("gap in basic pay"), max_digits=16, decimal_places=4, null=True)
    variable_percent = models.DecimalField(_("gap in variable pay"), max_digits=16, decimal_places=4, null=True)
    note = models.CharField(max_length=16, blank=True)
    reached = models.BooleanField(_("reaches the threshold"))
    explanation = models.TextField(_("explanation"), blank=True)
    explained_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        verbose_name_plural = "report categories"
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="pay_reports_category_once"),
            models.CheckConstraint(
                name="pay_reports_explained",
                condition=Q(explanation="") | Q(explained_by__isnull=False, explained_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
