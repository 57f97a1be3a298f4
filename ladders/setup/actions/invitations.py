"""Inviting people: a round is asked for, a job writes its invitations with their mails, and the mails leave by the way of all."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.invitation_actions import company_only
from accounts.invitation_links import digest_of, make_key
from accounts.invitation_models import LONGEST_LINE
from accounts.models import Invitation, InvitationRound, User
from ladders.core import audit
from ladders.core.access import may
from ladders.core.errors import DomainError, StaleError
from ladders.core.jobs import Progress, enqueue
from ladders.core.models import Job
from ladders.core.permissions import Permission
from ladders.core.single_rows import locked_row
from ladders.core.texts import single_line
from ladders.moves.models import Mail

from ..domain.selection import Selection
from ..models import LONGEST_DAYS, InvitationRule
from ..queries.invitees import preview, recipients

BATCH: Final = 500
JOB: Final = "setup.invite"
ASKING: Final = 7203152  # key of the lock under which rounds are asked for


def invite(*, selection: Selection, line: str, seen: str, by: Any) -> Job:
    """Ask for a round of what a preview showed (`seen`). Raises DomainError where nobody would get one, StaleError where it
    would be others by now.
    """
    if not may(by, Permission.INVITE_PEOPLE):
        raise DomainError(_("You invite nobody: that is for HR. Ask somebody there."))
    line = single_line(line)
    if len(line) > LONGEST_LINE:
        raise DomainError(_("Keep your line to %(n)s letters: the mail is short.") % {"n": LONGEST_LINE})
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASKING])
        days = InvitationRule.current()
        found = preview(by, selection, timezone.localdate(), timezone.now())
        if not found.number:
            raise DomainError(
                _("Nobody would get this mail: they have been invited, have signed in, or have no address.")
            )
        if found.seen != seen:
            raise StaleError(_("Meanwhile others would get this mail. Look at the new numbers, then send."))
        if _being_written(by, selection):
            raise DomainError(
                _("Invitations are on their way to some of these people. Wait until that is done, then look again.")
            )
        made = InvitationRound.objects.create(made_by=by, line=line, days=days, whom=selection.stored())
        said = ngettext("%(n)s person", "%(n)s people", found.number) % {"n": found.number}
        audit.record(
            by=by,
            verb="setup.invitations.asked",
            subject=said,
            subject_key=str(made.pk),
            detail={"departments": [None, ", ".join(selection.departments) or _("all")]},
        )
        title = ngettext("Invitation of %(n)s person", "Invitation of %(n)s people", found.number) % {"n": found.number}
        return enqueue(JOB, title=title, by=by, args={"round": str(made.pk)})


def _being_written(by: Any, selection: Selection) -> bool:
    """Whether a round that is not written to its end goes to some of the same people: 2 queries, and 1 for each such round."""
    today, now = timezone.localdate(), timezone.now()
    jobs = Job.objects.unfinished().filter(kind=JOB)
    rounds = InvitationRound.objects.filter(pk__in=[job.args["round"] for job in jobs]).select_related("made_by")
    mine = recipients(by, selection, today, now).order_by()
    return any(
        mine.filter(
            pk__in=recipients(made.made_by, Selection.read(made.whom), today, now).order_by().values("pk")
        ).exists()
        for made in rounds
        if made.made_by is not None
    )


def write_invitations(progress: Progress, round_id: UUID) -> int:
    """Write the invitations of a round with their mails, in batches; how many the round has. Harmless when repeated.

    Whom its author may invite is asked anew. A batch is whole or not there at all, so whoever goes on after a killed worker
    writes nobody twice.
    """
    made = InvitationRound.objects.select_related("made_by").get(pk=round_id)
    now = timezone.now()
    ids: list[int] = []
    if made.made_by is not None:
        people = recipients(made.made_by, Selection.read(made.whom), timezone.localdate(), now)
        people = people.exclude(Exists(_since(made).filter(user=OuterRef("user"))))
        ids = list(people.values_list("user", flat=True))
    already = made.invitations.count()
    total = already + len(ids)
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            progress.hold()
            _write(made, ids[start : start + BATCH])
        progress.tell(already + min(start + BATCH, len(ids)), total)
    return made.invitations.count()


def _write(made: InvitationRound, ids: list[int]) -> None:
    waiting = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True, last_login=None)
    locked = list(waiting.order_by("pk"))
    # Asked by itself, behind the lock: a statement that waits for one still sees the invitations from before it waited.
    invited = set(_since(made).filter(user__in=locked).values_list("user", flat=True))
    users = [user for user in locked if user.pk not in invited]
    now = timezone.now()
    open_ones = Invitation.objects.filter(user__in=users, used_at=None, superseded_at=None)
    open_ones.update(superseded_at=now)
    company, ends = company_only(), now + dt.timedelta(days=made.days)
    rows = []
    for user in users:
        row = Invitation(round=made, user=user, made_at=now, expires_at=ends)
        row.digest = "" if company else digest_of(make_key(row, user))
        rows.append(row)
    Invitation.objects.bulk_create(rows)
    Mail.objects.bulk_create(Mail(recipient=row.user, invitation=row, made_at=now, try_at=now) for row in rows)


def _since(made: InvitationRound) -> QuerySet[Invitation]:
    """Whoever was invited since the round was asked for: by itself, before a worker was killed, or by another beside it."""
    return Invitation.objects.filter(made_at__gte=made.made_at)


def set_days(*, days: int, by: Any) -> bool:
    """Say how long a first sign-in link works; False where it was so. Raises DomainError for a time out of bounds."""
    if not may(by, Permission.MANAGE_SETTINGS):
        raise DomainError(_("How long a link works is for whoever keeps the settings."))
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError(_("Choose between 1 and %(most)s days.") % {"most": LONGEST_DAYS})
    with transaction.atomic():
        row = locked_row(InvitationRule)
        if (before := row.days) == days:
            return False
        row.days = days
        row.save(update_fields=["days"])
        audit.record(
            by=by,
            verb="setup.invitation_days.changed",
            subject=_("first sign-in links"),
            detail=audit.changes({"days": before}, {"days": days}),
        )
    return True
