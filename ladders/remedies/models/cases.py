"""A gap that has to be explained or remedied, and all that is done about it. Nothing here closes by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.choices import choices_of
from ladders.core.history import tracked
from ladders.core.permissions import Permission
from ladders.pay_reports.models import Report, ReportCategory
from ladders.pay_reports.queries.own_lines import USUAL, few_of_category, few_people, own_categories

from ..domain.states import TRANSITIONS, CaseState, Criterion, Ground, MeasuredOn

PERSON: Any = settings.AUTH_USER_MODEL
_STEPS = " OR ".join(
    f"OLD.state = '{here}' AND NEW.state IN ({', '.join(repr(str(there)) for there in after)})"
    for here, after in TRANSITIONS.items()
)


def _by(**more: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", **more)


def _all_or_none(name: str, *fields: str) -> models.CheckConstraint:
    none, every = ({f"{field}__isnull": empty for field in fields} for empty in (True, False))
    return models.CheckConstraint(name=name, condition=Q(**none) | Q(**every))


class CaseQuerySet(models.QuerySet["RemedyCase"]):
    """Named states."""

    def visible_to(self, user: Any, permission: Permission = Permission.VIEW_PAY_EQUITY) -> CaseQuerySet:
        """Of the reports whose every figure this user may see; none by default. Nobody sees one who is counted in its category,
        where few people stand behind a gap in it, and does not see everybody's pay."""
        rows = self.filter(category__report__in=Report.objects.analysed_by(user, permission).values("pk"))
        if not getattr(user, "is_authenticated", False) or user.reaches_all(Permission.VIEW_PAY):
            return rows
        smallest = Coalesce(OuterRef("category__report__smallest_group"), USUAL)
        categories = Q(pk=OuterRef("category")) | Q(pk=OuterRef("latest"))
        few = Q(Exists(ReportCategory.objects.filter(categories, few_of_category())))
        plans = apps.get_model("remedies", "RemedyPlan").objects
        for later in (Measurement.objects.exclude(total_percent=None), plans.exclude(gap_before=None)):
            few |= Q(Exists(later.filter(few_people(smallest), case=OuterRef("pk"))))
        return rows.exclude(few & Q(Exists(own_categories(user).filter(categories))))

    def shared_with(self, user: Any) -> CaseQuerySet:
        """Those that employees' representatives assess, or assessed, with the employer, of the entities they stand for."""
        joint = self.filter(Q(state=CaseState.JOINT) | Q(joint__isnull=False))
        return joint.filter(category__report__in=Report.objects.represented_by(user).values("pk"))

    def unfinished(self) -> CaseQuerySet:
        """Whatever is not closed."""
        return self.exclude(state=CaseState.CLOSED)


@tracked()
class RemedyCase(models.Model):
    """One category of one legal entity whose gap reached the threshold in a published report.

    `category` is the one that opened it; `latest` the same category of a later report that reached it again meanwhile.
    `gap_percent` is that of the opening report. `follows` is an earlier, closed case about the same category.
    """

    category = models.OneToOneField(ReportCategory, on_delete=models.PROTECT, related_name="remedy_case")
    latest = models.ForeignKey(ReportCategory, on_delete=models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    legal_entity = models.CharField(_("legal entity"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    name = models.CharField(_("category"), max_length=120)
    gap_percent = models.DecimalField(_("gap then"), max_digits=16, decimal_places=4)
    threshold_percent = models.DecimalField(_("threshold in percent"), max_digits=4, decimal_places=2)
    state = models.CharField(_("state"), max_length=8, choices=choices_of(CaseState), default=CaseState.OPEN.value)
    opened_on = models.DateField(_("opened on"))
    remedy_until = models.DateField(_("to be remedied until"))
    reopened_at = models.DateTimeField(null=True, editable=False)  # the last time
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = _by(null=True, editable=False)
    ground = models.CharField(_("on what ground"), max_length=9, choices=choices_of(Ground), blank=True)
    closed_reason = models.TextField(_("why it is closed"), blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["remedy_until", "id"]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=f"""
                    IF NOT ({_STEPS}) THEN
                        RAISE EXCEPTION 'case % cannot go from % to %', OLD.id, OLD.state, NEW.state
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'remedies_case_transition';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="born_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="open"),
                func="""
                    RAISE EXCEPTION 'a case is born open'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'remedies_case_born_open';
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "name"], condition=~Q(state="closed"), name="remedies_case_one_unfinished"
            ),
            models.CheckConstraint(name="remedies_case_state", condition=Q(state__in=list(map(str, CaseState)))),
            models.CheckConstraint(
                name="remedies_case_closed",
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & Q(ground__in=["below", "justified"])
                & ~Q(closed_reason="")
                | ~Q(state="closed") & Q(closed_at=None, closed_by=None, ground="", closed_reason=""),
            ),
            models.CheckConstraint(name="remedies_case_until", condition=Q(remedy_until__gt=F("opened_on"))),
        ]
        indexes = [models.Index(fields=["state", "remedy_until"], name="remedies_case_due")]

    def __str__(self) -> str:
        return str(_("Category %(name)s, %(entity)s") % {"name": self.name, "entity": self.entity_name})

    @property
    def entity_name(self) -> str:
        """The legal entity; where files named none, that it is the employer."""
        return self.category.report.entity_name

    @property
    def closed(self) -> bool:
        """True where nothing is left to do."""
        return self.state == CaseState.CLOSED

    @property
    def report(self) -> Report:
        """The one that opened it."""
        return self.category.report

    @property
    def smallest_group(self) -> int:
        """People of each sex in the smallest group that the report shows."""
        return self.report.smallest_group or 5

    def reasons_that_count(self) -> models.QuerySet[Justification]:
        """Justifications accepted since the case was last opened again and since the last report that reached the threshold.

        An older one explained another gap, or was doubted. 1 query, and 2 for the later report.
        """
        since = [self.reopened_at, self.latest.report.published_at if self.latest else None]
        after = max((at for at in since if at is not None), default=None)
        accepted = self.justifications.filter(accepted=True)
        return accepted if after is None else accepted.filter(decided_at__gt=after)

    def late(self, today: dt.date) -> bool:
        """True where the day passed and the case is still open: the law then asks for a joint assessment."""
        return not self.closed and self.remedy_until < today


@tracked()
class Justification(models.Model):
    """One reason for the gap, by a criterion. Another person accepts it or not, and says why."""

    case = models.ForeignKey(RemedyCase, on_delete=models.PROTECT, related_name="justifications")
    criterion = models.CharField(_("criterion"), max_length=14, choices=choices_of(Criterion))
    text = models.TextField(_("how it explains the gap"))
    evidence = models.TextField(_("evidence"))
    by = _by()
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted = models.BooleanField(null=True)
    decided_by = _by(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="remedies_reason_text", condition=~Q(text="") & ~Q(evidence="")),
            _all_or_none("remedies_reason_decided", "accepted", "decided_by", "decided_at"),
            models.CheckConstraint(
                name="remedies_reason_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")) & ~Q(decided_reason=""),
                violation_error_message=_("Whoever wrote a justification does not accept it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_criterion_display())


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Named states."""

    def to_do(self) -> MeasureQuerySet:
        """Neither done nor dropped, of a case that is not closed."""
        return self.filter(ended_at=None).exclude(case__state=CaseState.CLOSED)


@tracked()
class Measure(models.Model):
    """Something to be done, by somebody until a day. It ends done or dropped, with a note."""

    case = models.ForeignKey(RemedyCase, on_delete=models.PROTECT, related_name="measures")
    text = models.CharField(_("what is done"), max_length=300)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom"))
    due_on = models.DateField(_("until"))
    by = _by()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    done = models.BooleanField(null=True)  # False: dropped
    ended_at = models.DateTimeField(null=True)
    ended_by = _by(null=True)
    note = models.TextField(_("what came of it"), blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(name="remedies_measure_text", condition=~Q(text="")),
            _all_or_none("remedies_measure_ended", "done", "ended_at", "ended_by"),
            models.CheckConstraint(name="remedies_measure_note", condition=Q(done=None) | ~Q(note="")),
        ]
        indexes = [models.Index(fields=["due_on"], name="remedies_measure_due", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return self.text


class Measurement(models.Model):
    """The gap measured again, by the method of the report, on the newest figures. Percentages None: `note` says why."""

    case = models.ForeignKey(RemedyCase, on_delete=models.PROTECT, related_name="measurements")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = _by()
    year = models.PositiveSmallIntegerField(_("year"))
    on = models.CharField(_("measured on"), max_length=5, choices=choices_of(MeasuredOn))
    women = models.PositiveIntegerField()
    men = models.PositiveIntegerField()
    total_percent = models.DecimalField(_("gap"), max_digits=16, decimal_places=4, null=True)
    basic_percent = models.DecimalField(_("gap in basic pay"), max_digits=16, decimal_places=4, null=True)
    variable_percent = models.DecimalField(_("gap in variable pay"), max_digits=16, decimal_places=4, null=True)
    note = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        triggers = [pgtrigger.Protect(name="unchanging", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(name="remedies_measured_on", condition=Q(on__in=list(map(str, MeasuredOn)))),
            models.CheckConstraint(name="remedies_measured_gap", condition=Q(total_percent=None) ^ Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.on}"

    def below(self, threshold: Any) -> bool:
        """True where there is a gap and it is under the threshold, whoever is paid less."""
        return self.total_percent is not None and abs(self.total_percent) < threshold


@tracked()
class JointAssessment(models.Model):
    """What employer and employees' representatives found together (Article 10(2)). Written until the case closes."""

    case = models.OneToOneField(RemedyCase, on_delete=models.PROTECT, related_name="joint")
    representatives = models.CharField(
        _("with which representatives"), max_length=300, help_text=_("Names, and whom they represent.")
    )
    held_on = models.DateField(_("first held on"))
    reasons = models.TextField(
        _("reasons for the differences, on which both sides agree or do not"),
        help_text=_("Objective, gender-neutral criteria, if any, as established together."),
    )
    leave = models.TextField(
        _("raises after leave"),
        blank=True,
        help_text=_("How many women and men got a raise after maternity, paternity, parental or carers’ leave."),
    )
    measures = models.TextField(_("measures agreed"), blank=True)
    earlier = models.TextField(_("how earlier measures worked"), blank=True)
    by = _by()
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="remedies_joint_text", condition=~Q(representatives="") & ~Q(reasons=""))
        ]

    def __str__(self) -> str:
        return self.representatives
