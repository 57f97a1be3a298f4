"""What somebody asks for, and how it stands. Who may change what, and when, is kept by the database, too."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, reach_of
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.domain.position import Basis, Salaried
from ladders.core.choices import choices_of
from ladders.core.conditions import nothing
from ladders.core.history import tracked
from ladders.core.permissions import Permission
from ladders.frameworks.models import Framework, Level
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine

from ..domain.enums import Decider
from ..domain.policy import PolicyShape
from ..domain.states import FINISHED, OPEN, UNFINISHED, FirstEar, RequestState, Via

LOOK_AGAIN = dt.timedelta(days=30)  # for answering a decline
KEEP_SEEING = dt.timedelta(days=14)  # who was asked in vain still finds the request, to read how it ended


def pair(name: str, *fields: str) -> models.CheckConstraint:
    """A constraint: these fields are all set or all empty."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    return models.CheckConstraint(name=name, condition=none | Q(**{f"{field}__isnull": False for field in fields}))


class RequestQuerySet(models.QuerySet["MoveRequest"]):
    """Named states."""

    def open(self) -> RequestQuerySet:
        """Sent, and neither finished nor in effect."""
        return self.filter(state__in=OPEN)

    def with_day_offered(self) -> RequestQuerySet:
        """A day that somebody can still agree to: what was declined keeps its own, since it may be looked at again."""
        return self.open().filter(stopped_at=None, offered_on__isnull=False)

    def unfinished(self) -> RequestQuerySet:
        """Drafts and what is open."""
        return self.filter(state__in=UNFINISHED)

    def moves(self) -> RequestQuerySet:
        """Those that lead to another level: without try-outs."""
        return self.exclude(kind=MoveKind.TRY_OUT)

    def visible_to(self, user: Any, day: dt.date | None = None, since: dt.datetime | None = None) -> RequestQuerySet:
        """Nothing, but: one's own; a proposal one has made, until it is accepted; those in whose opened steps one is asked,
        for as long as that is so; and of the people whose moves a role handles, once their author lets HR hear of it.

        A former manager, and whoever was asked in their place, sees nothing from the day on which somebody else is the
        manager, whatever was opened for them; nor does anybody in HR whose role no longer reaches the person. `since`:
        `KEEP_SEEING` ago, for a statement that is kept.
        """
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        day = day or timezone.localdate()
        mine = Q(person__user=user) | Q(proposer=user, submitted_at=None)
        heard = Q(hr_hears_at__isnull=False) & reach_of(user, Permission.HANDLE_MOVES, "person")
        return self.filter(mine | heard | Exists(self._asked(user, day, since)))

    def visible_to_account(self, account: int, day: dt.date, since: dt.datetime) -> RequestQuerySet:
        """What `visible_to` finds for an account whose roles handle nobody's moves. `since`: `KEEP_SEEING` ago."""
        mine = Q(person__user=account) | Q(proposer=account, submitted_at=None)
        return self.filter(mine | Exists(self._asked_of(account, day, since, nothing())))

    def visible_to_recipient(self, day: dt.date) -> RequestQuerySet:
        """Within the rows of notices: what `visible_to` gives each one's recipient, who is active and handles nobody's moves."""
        who = OuterRef("recipient")
        mine = Q(person__user=who) | Q(proposer=who, submitted_at=None)
        return self.filter(mine | Exists(self._asked_of(OuterRef(who), day, timezone.now() - KEEP_SEEING, nothing())))

    def proposals(self) -> RequestQuerySet:
        """What a manager has proposed and the person has neither sent nor turned down."""
        return self.filter(state=RequestState.DRAFT, proposer__isnull=False, submitted_at=None)

    def waiting_for_recipient(self, day: dt.date) -> RequestQuerySet:
        """The same of `waiting_for`."""
        who = OuterRef(OuterRef("recipient"))
        asked = self._asked_of(who, day, timezone.now() - KEEP_SEEING, nothing()).filter(answered_at=None)
        return self.filter(Exists(asked), state=RequestState.SUBMITTED)

    def waiting_for(self, user: Any, day: dt.date | None = None, since: dt.datetime | None = None) -> RequestQuerySet:
        """Those of which a step is open that this user can answer. `since`: as `visible_to` has it."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        asked = self._asked(user, day or timezone.localdate(), since).filter(answered_at=None)
        return self.filter(Exists(asked), state=RequestState.SUBMITTED)

    def _asked(self, user: Any, day: dt.date, since: dt.datetime | None = None) -> models.QuerySet[Any]:
        reach = reach_of(user, Permission.HANDLE_MOVES, "request__person")
        return self._asked_of(user.pk, day, since or timezone.now() - KEEP_SEEING, reach)

    def waiting_for_account(self, account: int, day: dt.date, since: dt.datetime, reach: Q) -> RequestQuerySet:
        """What `waiting_for` finds for an account whose roles handle moves within `reach`. `since`: `KEEP_SEEING` ago."""
        asked = self._asked_of(account, day, since, reach).filter(answered_at=None)
        return self.filter(Exists(asked), state=RequestState.SUBMITTED)

    def _asked_of(self, account: Any, day: dt.date, since: dt.datetime, reach: Q) -> models.QuerySet[Any]:
        from .steps import Step

        lines = ReportingLine.objects.on(day).filter(employee=OuterRef("request__person"), manager=OuterRef("manager"))
        former = Q(who=Decider.CURRENT_MANAGER, manager__isnull=False) & ~Q(via=Via.HR) & ~Exists(lines)
        for_hr = Q(who=Decider.HR) | Q(via=Via.HR)
        steps = Step.objects.filter(request=OuterRef("pk"), opened_on__isnull=False, sees=True)
        recent = Q(request__closed_at=None) | Q(request__closed_at__gte=since)
        asked = Q(decider=account) | (Q(among__contains=[account]) & recent)
        return steps.filter(asked).exclude(former).filter(~for_hr | reach)


# What was asked, by whom and for what never changes once it is sent, so history needs none of it: when a request that came
# to nothing is let go of, nobody can tell any more what it was.
ASKED = [
    "person",
    "proposer",
    "kind",
    "framework",
    "from_level",
    "from_key",
    "to_level",
    "to_key",
    "wished_on",
    "first_ear",
    "months",
    "share",
]


# A draft is its author's alone: it leaves no trace. Nor does the history of a request say whose it is, or who did something in
# it: it stays for ever, while a request that came to nothing is let go of.
WHO = ["submitted_by", "owner", "agreed_by", "offered_by", "seat_by", "closed_by"]


@tracked(exclude=[*ASKED, *WHO, "policy", "terms", "evidence", "stopped_why"], once="submitted_at", who=False)
class MoveRequest(models.Model):
    """A person asks for another level. Born a draft; the rules and terms are frozen with it when it is sent.

    `proposer` is the manager who proposed it, and empty where the person started it. `owner` is who has to do the next
    thing by `due_on`. `policy` is a `PolicyShape` as JSON; `terms` what was shown before sending.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="move_requests")
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind of move"), max_length=10, choices=choices_of(MoveKind))
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    from_level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")  # the row as it was then
    from_key = models.UUIDField(editable=False)
    to_level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    to_key = models.UUIDField(editable=False)
    state = models.CharField(max_length=10, choices=choices_of(RequestState), default=RequestState.DRAFT.value)
    wished_on = models.DateField(_("from when"), null=True, blank=True)  # empty: after the last answer
    first_ear = models.CharField(
        _("who hears first"), max_length=10, choices=choices_of(FirstEar), default=FirstEar.MANAGER.value
    )
    # Of a try-out: for how many months, and at which share of working time in per cent.
    months = models.PositiveSmallIntegerField(_("for how many months"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(_("share of working time in per cent"), null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)  # [{"asked": …, "given": …}], in the order of the rules
    policy = models.JSONField(null=True, editable=False)
    terms = models.JSONField(null=True, editable=False)
    uses_right = models.ForeignKey(
        "moves.ReturnRight", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # From here on: what may change after it was sent.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    due_on = models.DateField(null=True, editable=False)
    hr_hears_at = models.DateTimeField(null=True, editable=False)
    receiving = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )  # the receiving manager of the terms, or whom HR named; empty: found when the step opens
    agreed_on = models.DateField(null=True, editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    offered_on = models.DateField(null=True, editable=False)  # another day, until the other side agrees
    offered_at = models.DateTimeField(null=True, editable=False)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    seat_at = models.DateTimeField(null=True, editable=False)  # the receiving side confirmed a seat
    seat_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    declined_step = models.ForeignKey(
        "moves.Step", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    looked_again_at = models.DateTimeField(null=True, editable=False)  # its author asked HR to look again: once
    stopped_at = models.DateTimeField(null=True, editable=False)  # cannot go on as it is: `stopped_why` says what to do
    stopped_why = models.CharField(max_length=300, blank=True, editable=False)
    placement = models.OneToOneField(
        Placement, on_delete=models.PROTECT, null=True, editable=False, related_name="move_request"
    )
    trial_until = models.DateField(null=True, editable=False)
    trial_told_on = models.DateField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(  # empty: nobody's click; it came into effect, or its author has left
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=OPEN), name="moves_request_one_open"),
            models.UniqueConstraint(
                fields=["person", "proposer", "to_key"],
                condition=Q(state="draft") & ~Q(kind="try_out"),
                nulls_distinct=False,
                name="moves_request_one_draft",
            ),
            models.UniqueConstraint(
                fields=["person", "to_key"],
                condition=Q(state="draft", kind="try_out"),
                name="moves_request_one_draft_trying",
            ),
            models.CheckConstraint(
                name="moves_request_try_out",
                condition=Q(kind="try_out", months__gte=1, months__lte=12, share__gte=1, share__lte=50)
                | Q(~Q(kind="try_out"), months=None, share=None),
            ),
            models.CheckConstraint(name="moves_request_state", condition=Q(state__in=list(map(str, RequestState)))),
            models.CheckConstraint(name="moves_request_kind", condition=Q(kind__in=list(map(str, MoveKind)))),
            models.CheckConstraint(name="moves_request_elsewhere", condition=~Q(from_key=models.F("to_key"))),
            # Only the person starts a step back, a diagonal move or a return.
            models.CheckConstraint(
                name="moves_request_proposed", condition=Q(proposer=None) | Q(kind__in=["promotion", "lateral"])
            ),
            models.CheckConstraint(name="moves_request_due", condition=Q(state__in=FINISHED) | Q(due_on__isnull=False)),
            models.CheckConstraint(
                name="moves_request_frozen_terms",
                condition=Q(state__in=["draft", "withdrawn", "lapsed"])
                | Q(submitted_at__isnull=False, policy__isnull=False, terms__isnull=False),
            ),
            models.CheckConstraint(
                name="moves_request_closed",
                condition=Q(state__in=FINISHED, closed_at__isnull=False)
                | Q(state__in=UNFINISHED, closed_at=None, closed_by=None),
            ),
            models.CheckConstraint(
                name="moves_request_declined", condition=~Q(state="declined") | Q(declined_step__isnull=False)
            ),
            models.CheckConstraint(
                name="moves_request_day",
                condition=~Q(state__in=["scheduled", "in_effect"]) | Q(agreed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="moves_request_effect",
                condition=Q(state="in_effect", placement__isnull=False) | Q(~Q(state="in_effect"), placement=None),
            ),
            models.CheckConstraint(
                name="moves_request_stopped",
                condition=Q(stopped_at=None, stopped_why="") | (Q(stopped_at__isnull=False) & ~Q(stopped_why="")),
            ),
            pair("moves_request_submitted_pair", "submitted_at", "submitted_by"),
            pair("moves_request_agreed_pair", "agreed_on", "agreed_at", "agreed_by"),
            pair("moves_request_offered_pair", "offered_on", "offered_at", "offered_by"),
            pair("moves_request_seat_pair", "seat_at", "seat_by"),
        ]
        indexes = [
            models.Index(fields=["agreed_on"], name="moves_request_scheduled", condition=Q(state="scheduled")),
            models.Index(fields=["due_on"], name="moves_request_unfinished", condition=Q(state__in=UNFINISHED)),
            models.Index(fields=["owner", "due_on"], name="moves_request_owner"),
            models.Index(fields=["hr_hears_at", "id"], name="moves_request_heard"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.to_level}"

    @property
    def rules(self) -> PolicyShape:
        """The rules it was sent under. Raises ValueError on a draft, which has none yet."""
        if self.policy is None:
            raise ValueError("A draft has no frozen rules.")
        return PolicyShape.from_json(self.policy)

    @property
    def is_open(self) -> bool:
        """Sent, and neither finished nor in effect."""
        return self.state in OPEN

    @property
    def day_offered(self) -> dt.date | None:
        """The day that somebody can still agree to, as `with_day_offered`."""
        return self.offered_on if self.is_open and self.stopped_at is None else None

    @property
    def look_again_until(self) -> dt.date | None:
        """The last day for answering a decline; None where there is none, or it was answered already."""
        if self.state != RequestState.DECLINED or self.looked_again_at is not None or self.closed_at is None:
            return None
        return timezone.localdate(self.closed_at) + LOOK_AGAIN

    @property
    def finished(self) -> bool:
        """Nothing more will happen, unless its author asks to look again."""
        return self.state in FINISHED


@tracked()
class NewSalary(models.Model):
    """The salary that HR confirmed with a request; it starts on the day of the move."""

    request = models.OneToOneField(MoveRequest, on_delete=models.PROTECT, related_name="new_salary")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    basis = models.CharField(_("for"), max_length=8)
    fte = models.DecimalField(_("full-time equivalent"), max_digits=10, decimal_places=9)
    full_time_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    seen = models.CharField(max_length=80, blank=True, editable=False)  # the mark of the salary then in force

    class Meta:
        verbose_name_plural = "new salaries"
        constraints = [
            models.CheckConstraint(name="moves_newsalary_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="moves_newsalary_fte", condition=Q(fte__gt=0, fte__lte=1)),
            models.CheckConstraint(name="moves_newsalary_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
        ]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def pay(self) -> Salaried:
        """The amount for its period, at its share."""
        return Salaried(self.amount, self.currency, Basis(self.basis), self.fte, self.full_time_hours)


@tracked()
class FollowUp(models.Model):
    """One thing for HR to do after a move has taken effect. `what` names it; the words are in `checklist`."""

    request = models.ForeignKey(MoveRequest, on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=30)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "what"], name="moves_followup_once"),
            pair("moves_followup_done_pair", "done_at", "done_by"),
        ]

    def __str__(self) -> str:
        return self.what
