"""Background jobs with progress, the audit trail, and the organisation's settings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .history import append_only, tracked
from .private import SealedTextField
from .texts import single_line
from .word_search import PENDING

LATE = dt.timedelta(seconds=settings.JOB_LATE_SECONDS)  # how long work may wait before people are told that it does


class JobState(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped with an error")


class JobQuerySet(models.QuerySet["Job"]):
    """Named states."""

    def visible_to(self, user: Any) -> JobQuerySet:
        """A person's own jobs; nobody sees what others uploaded."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def unfinished(self) -> JobQuerySet:
        """Waiting or running."""
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def failed_unseen(self) -> JobQuerySet:
        """Stopped with an error that their owner has not opened yet."""
        return self.filter(state=JobState.FAILED, seen_at=None)

    def abandoned(self, now: dt.datetime, missed: dt.timedelta) -> JobQuerySet:
        """Not taken within `missed` of the last time it was handed over, or taken by a worker whose lease ran out."""
        late = Q(handed_over_at__lt=now - missed) | Q(handed_over_at=None, created_at__lt=now - missed)
        return self.filter(late, Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now))

    def unattended(self, now: dt.datetime) -> JobQuerySet:
        """Due for longer than any worker that is alive would leave them: never begun, or left by a worker that died."""
        due = Value(now, models.DateTimeField()) - Value(LATE, models.DurationField())  # `now` is filled in later, too
        return self.filter(
            Q(state=JobState.WAITING, created_at__lt=due) | Q(state=JobState.RUNNING, lease_until__lt=due)
        )

    def attended(self, now: dt.datetime) -> JobQuerySet:
        """In the hands of a worker that is alive."""
        return self.filter(state=JobState.RUNNING, lease_until__gte=now)


TAKE_BACK_WITHIN = dt.timedelta(days=7)  # of a batch, after it was made


class BatchQuerySet(models.QuerySet["Batch"]):
    """Named states."""

    def of(self, user: int, since: dt.datetime, *kinds: str) -> BatchQuerySet:
        """What somebody did to several at once since then and has not taken back, latest first."""
        recent = self.filter(made_by=user, taken_back_at=None, made_at__gte=since)
        return recent.filter(kind__in=kinds, count__gt=0).order_by("-made_at")


class Batch(models.Model):
    """Something done to several rows at once, so that it can be taken back at once: see `core.batches`.

    `before` is what the kind needs for that: numbers of rows and what stood there, no private text.
    """

    kind = models.CharField(max_length=40, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    count = models.PositiveIntegerField(default=0, editable=False)
    before = models.JSONField(default=dict, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["made_by", "-made_at"], name="core_batch_of")]

    def __str__(self) -> str:
        return f"{self.made_by}, {self.made_at:%Y-%m-%d %H:%M}"


class Job(models.Model):
    """Work that outlives a request: written with the work's own transaction, handed to Celery on commit.

    `args` holds identifiers, never content or private text. `outcome` is what the page shows at the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)  # what is being done now
    outcome = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)  # who holds it: a worker that lost its lease can no longer write
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True)
    held_up_at = models.DateTimeField(null=True)  # since when this attempt meets rows that somebody else holds
    finished_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when its owner opened its page after it had ended

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="core_job_lease_pair",
                condition=Q(lease=None, lease_until=None) | Q(lease__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="core_job_running_has_lease", condition=~Q(state=JobState.RUNNING) | Q(lease__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"], name="core_job_unfinished", condition=Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["owner", "-created_at"], name="core_job_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def finished(self) -> bool:
        """True when nothing more will happen."""
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def state_word(self) -> str:
        """How it stands, for pages: work that ended well, and what it worked on was refused, is not “Done”."""
        refused = self.state == JobState.DONE and self.outcome.get("refused")
        return gettext("Refused: needs a look") if refused else self.get_state_display()

    @property
    def waits_since(self) -> dt.datetime | None:
        """Since when no worker has had it in hand, where that is too long to be a queue; None while all is well."""
        since = {JobState.WAITING: self.created_at, JobState.RUNNING: self.lease_until}.get(JobState(self.state))
        return since if since and since < timezone.now() - LATE else None

    @property
    def percent(self) -> int | None:
        """0..100, or None while the amount of work is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else None


@append_only(at="at", replaceable=("subject", "subject_key", "detail.reason"))
class AuditEntry(models.Model):
    """One change by one person, in a sentence. What exactly changed stands in the history tables.

    What is about a person is sealed: `about` is the mark of their key, `sealed` holds subject and detail, whose own columns are
    empty then. Read entries through `audit.opened`.
    """

    by_name = ""  # of whoever did it, by today's name, where `audit.opened` has looked; empty: the system itself

    at = models.DateTimeField(default=timezone.now, db_index=True)
    # No constraint: to check one, the database would lock rows of a table that nobody may change, and refuse to delete
    # anybody at all. The entry stays when the account goes.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    verb = models.CharField(max_length=60)  # "level.renamed"
    area = models.CharField(max_length=30)  # "frameworks"
    subject = models.CharField(max_length=200)  # "Engineering · S6 Staff engineer"
    subject_key = models.CharField(max_length=64, blank=True)  # a framework's slug, a plan's number
    detail = models.JSONField(default=dict)  # {"title": ["before", "after"]}
    about = models.CharField(max_length=60, blank=True)  # "accounts.employee:12"
    sealed = models.BinaryField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["area", "subject_key", "-at"], name="core_audit_subject"),
            models.Index(fields=["by", "-at"], name="core_audit_by"),
            models.Index(fields=["about", "-at"], name="core_audit_about", condition=~Q(about="")),
            GinIndex(SearchVector("subject", config="simple"), name="core_audit_words", gin_pending_list_limit=PENDING),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class ApprovalState(models.TextChoices):
    """Where something that needs a second person is."""

    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired: nobody answered in time")


class Approval(models.Model):
    """Something that one person asks for and another confirms; it is done when it is confirmed, and not before.

    `kind` says what it is (see `ladders.core.approvals.kinds`), `key` of what, so that one waits at a time. `payload` is what is
    done then, `shown` what people read: lines of [what, before, after]. `about` is the employee it is about, if there is one;
    none of the employees `concerned` and the accounts `barred` may confirm it. That two people answer, the database sees to.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    shown = models.JSONField(default=list)
    about = models.BigIntegerField(null=True)
    concerned = ArrayField(models.BigIntegerField(), default=list)
    barred = ArrayField(models.BigIntegerField(), default=list)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], name="core_approval_one_waits", condition=Q(state="waiting")
            ),
            models.CheckConstraint(name="core_approval_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="core_approval_decided",
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | Q(~Q(state="waiting"), decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="core_approval_two_people",
                condition=~Q(state="confirmed") | Q(Q(decided_by__isnull=False), ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="core_approval_decline_reason", condition=~Q(state="declined") | ~Q(decision="")
            ),
        ]
        indexes = [models.Index(fields=["kind", "-id"], name="core_approval_kind")]

    def __str__(self) -> str:
        return self.subject

    @property
    def waiting(self) -> bool:
        """True while somebody can confirm it."""
        return self.state == ApprovalState.WAITING and self.expires_at > timezone.now()

    @property
    def state_word(self) -> str:
        """Where it is, also before the hourly run has noticed that its day has passed."""
        return str(self.get_state_display() if self.waiting or self.decided_at else ApprovalState.EXPIRED.label)


class PersonKey(models.Model):
    """The key under which tables that are only added to hold what is said of one person (see `person_keys`). Thrown away it is
    empty, and stays so: the database refuses anything else."""

    about = models.CharField(max_length=60, primary_key=True)  # "accounts.employee:12"
    key = SealedTextField("person key")
    made_at = models.DateTimeField(default=timezone.now)
    thrown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_personkey_thrown",
                condition=Q(thrown_at=None) & ~Q(key=b"") | Q(thrown_at__isnull=False, key=b""),
            )
        ]

    def __str__(self) -> str:
        return self.about


@tracked()
class Organisation(models.Model):
    """The organisation's own settings: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name of the organisation"), max_length=120, default="Ladders")
    second_publisher = models.BooleanField(
        _("a second person confirms a publication"),
        default=False,
        help_text=_("Whoever asks for a publication cannot confirm it alone."),
    )
    evaluation_days = models.PositiveSmallIntegerField(
        _("days to evaluate a slotted level"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(1095)],
        help_text=_("When a level gets its grade from another source, its own evaluation is due after so many days."),
    )

    class Meta:
        verbose_name_plural = "organisation"
        constraints = [models.CheckConstraint(name="core_organisation_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The name begins the subjects of mails, which are one line."""
        self.name = single_line(self.name)

    @property
    def is_named(self) -> bool:
        """Whether somebody has given it its name."""
        return self.name != Organisation().name

    @classmethod
    def current(cls) -> Organisation:
        """The one row; the defaults where nothing was set yet."""
        return cls.objects.filter(pk=1).first() or cls()


@append_only()
class HistoryLink(models.Model):
    """What one table that is only added to held of one day, chained to the link before (see `history_chain.py`).

    An empty `table` closes a day. `turn` counts up where texts of that day were replaced by an erasure.
    """

    day = models.DateField()  # in UTC
    table = models.CharField(max_length=63, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    columns = models.JSONField(default=list)  # what the digest covers, in this order
    rows = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256, hexadecimal: of the rows without what may be replaced
    texts = models.CharField(max_length=64, blank=True)  # of the salt and the whole rows
    hash = models.CharField(max_length=64)  # of the former link's hash and everything above
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["day", "table", "turn"], name="core_history_link_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.table}"

    @property
    def short(self) -> str:
        """The beginning of the hash, for people to write down."""
        return " ".join(self.hash[place : place + 4] for place in range(0, 16, 4))


class HistorySalt(models.Model):
    """What the digest of a link's texts began with. An erasure throws it away: then nobody can guess what was written."""

    link = models.OneToOneField(
        HistoryLink, on_delete=models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False
    )
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"salt of {self.link_id}"


class Heartbeat(models.Model):
    """When a process that nobody looks at last said that it is alive, by the database's clock (see `heartbeats.py`).

    `holder`: of the schedulers, the one whose turn it is; empty where it has given the turn back.
    """

    part = models.CharField(max_length=10, primary_key=True)
    at = models.DateTimeField()
    holder = models.CharField(max_length=64, db_default="")

    def __str__(self) -> str:
        return self.part
