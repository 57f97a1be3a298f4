"""What somebody asked about pay, and what they were answered. Neither has a history: asking is nobody else's business."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, reach_of
from ladders.core.permissions import Permission
from ladders.core.private import SealedTextField
from ladders.insights.models import CategoryDecision, PaidYear


class InformationState(models.TextChoices):
    """Where a request is."""

    WAITING = "waiting", _("Waits for the person to agree")
    OPEN = "open", _("Waits for HR’s answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back")
    DECLINED = "declined", _("Not agreed to")


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    """Named states, and whose they are."""

    def visible_to(self, user: Any) -> InformationRequestQuerySet:
        """One's own, those one represents somebody in, and those that one answers; nobody else's."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        found = InformationRequest.objects
        theirs = Q(pk__in=found.represented_by(user).values("pk")) | Q(pk__in=found.answered_by(user).values("pk"))
        return self.filter(Q(employee__user=user) | theirs)

    def of(self, user: Any) -> InformationRequestQuerySet:
        """About this person, whoever asked."""
        return self.filter(employee__user=user)

    def represented_by(self, user: Any) -> InformationRequestQuerySet:
        """About people in whose name this user asked, or who chose them to read the answer, too: as long as a role reaches
        these people."""
        return self.filter(reach_of(user, Permission.REPRESENT_EMPLOYEES, "employee"), representative=user)

    def read_by(self, user: Any) -> InformationRequestQuerySet:
        """Those whose answer is for this user: one's own, and of people whom one represents in it."""
        return self.of(user) | self.represented_by(user)

    def answered_by(self, user: Any) -> InformationRequestQuerySet:
        """Those of people in the reach of a role that answers; never one's own, nor what the person has not agreed to."""
        reach = reach_of(user, Permission.ANSWER_PAY_REQUESTS, "employee")
        of_others = Q(employee__user=None) | ~Q(employee__user=user)
        unconcerned = Q(representative=None) | ~Q(representative=user)
        return self.filter(reach, of_others, unconcerned, asked_on__isnull=False)

    def to_answer(self, user: Any) -> InformationRequestQuerySet:
        """What waits for an answer of this user's. No query but those of roles."""
        return self.answered_by(user).open().exclude(pk__in=InformationRequest.objects.for_another(user).values("pk"))

    def for_another(self, user: Any) -> InformationRequestQuerySet:
        """What this user entered and somebody else answers: the averages are of people whom their role does not reach, and one
        person could read them with nobody having asked. No query but those of roles.

        Compared are all whom the employer paid who paid the person last, or the whole group's ("") where the decision about
        categories that holds at the end of its newest year (see `category_decision`) says that the group sets pay.
        """
        if not getattr(user, "is_authenticated", False) or user.reaches_all(Permission.ANSWER_PAY_REQUESTS):
            return self.none()
        last = PaidYear.objects.filter(employee=OuterRef("employee")).order_by("-year", "legal_entity")
        year = PaidYear.objects.filter(legal_entity=OuterRef(OuterRef("payer"))).order_by("-year").values("year")[:1]
        decided = CategoryDecision.objects.filter(
            Q(legal_entity=OuterRef("payer")) | Q(legal_entity=""), decided_on__year__lte=Subquery(year)
        ).order_by("-legal_entity")
        whole = [scope for scope in user.scopes(Permission.ANSWER_PAY_REQUESTS) if not scope.departments]
        return (
            self.filter(recorded_by=user)
            .alias(payer=Coalesce(Subquery(last.values("legal_entity")[:1]), F("employee__legal_entity")))
            .alias(compared=Coalesce(Subquery(decided.values("legal_entity")[:1]), F("payer")))
            .exclude(compared__in=[name for scope in whole for name in scope.legal_entities if name])
        )

    def open(self) -> InformationRequestQuerySet:
        """HR has to answer them."""
        return self.filter(state=InformationState.OPEN)


class InformationRequest(models.Model):
    """Somebody's level and pay and the averages beside it, asked for by themselves or, where they agree, a representative."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    # Asks in the person's name, or reads the answer, too, since the person wants that.
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_representative = models.BooleanField(default=False)
    question = SealedTextField("pay information", blank=True)  # what is to be explained besides
    # HR entered what was received outside of the product: from whom, where it was not the person themselves.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    through = SealedTextField("pay information", blank=True)
    reason = SealedTextField("pay information", blank=True)  # why HR took out what it had entered; the person reads it
    state = models.CharField(max_length=10, choices=InformationState.choices, default=InformationState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    asked_on = models.DateField(null=True)  # received, or agreed to: the time to answer runs from here
    due_on = models.DateField(null=True)
    months = models.PositiveSmallIntegerField(null=True)  # to answer, by the rules of the country on that day
    closed_at = models.DateTimeField(null=True)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        triggers = [
            pgtrigger.Protect(
                name="closed_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__closed_at__isnull=False)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(state="open"), name="pay_information_one_open_request"
            ),
            models.UniqueConstraint(
                fields=["employee", "representative"], condition=Q(state="waiting"), name="pay_information_asked_once"
            ),
            models.CheckConstraint(
                name="pay_information_clock",
                condition=Q(state__in=["waiting", "declined", "withdrawn"])
                | Q(asked_on__isnull=False, due_on__isnull=False, months__isnull=False),
            ),
            models.CheckConstraint(
                name="pay_information_closed",
                condition=Q(state__in=["waiting", "open"], closed_at=None)
                | Q(state__in=["answered", "withdrawn", "declined"], closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pay_information_for_others",
                condition=Q(by_representative=False) | Q(representative__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="pay_information_due", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never whose: this reaches logs

    def is_late(self, today: dt.date) -> bool:
        """True where the day for the answer has passed."""
        return self.state == InformationState.OPEN and self.due_on is not None and self.due_on < today


def trail_mark(pk: Any) -> str:
    """Under which key the audit trail keeps what it holds of a request (`audit.record(under=…)`)."""
    return f"pay_information:{pk}"


class InformationAnswer(models.Model):
    """What was sent: figures and facts as plain data, HR's own words, and a digest of both. It never changes."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.CASCADE, primary_key=True, related_name="answer"
    )
    content = models.JSONField()  # see `domain/content.py`
    words = models.TextField(blank=True)
    # Figures of groups that are too small, for those who may have them alone; never shown to the person.
    withheld = SealedTextField("pay information", blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256 of content and words

    class Meta:
        triggers = [pgtrigger.Protect(name="sent_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.request_id)
