"""The demo's invitations: most people have come, some links have run out, a few mails came back, new colleagues wait."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.invitation_links import digest_of
from accounts.models import Invitation, InvitationRound, Role, User
from ladders.moves.models import Mail
from ladders.moves.models.mails import Ending
from ladders.setup.domain.selection import Selection, Whom

from . import signins

FIRST, AGAIN, DAYS = 60, 2, 7  # the rounds, in days before today; how long their links work


def load_invitations() -> None:
    """Two rounds to whoever worked here then. Everybody whom a visitor can be has signed in."""
    now = timezone.now()
    hr = User.objects.filter(grants__role=Role.HR_ADMIN).earliest("pk")
    first, again = (
        _round(hr, now - dt.timedelta(days=FIRST), Whom.NEW),
        _round(hr, now - dt.timedelta(days=AGAIN), Whom.AGAIN),
    )
    day = timezone.localdate(first.made_at)
    people = User.objects.filter(is_active=True, employee__hired_on__lte=day, employee__left_on=None).order_by("pk")
    visitors = {person.email for person in signins()}
    signed_in: list[User] = []
    rows: list[Invitation] = []
    lost: set[int] = set()
    for number, user in enumerate(people):
        row = _invitation(first, user)
        rows.append(row)
        if number % 10 < 8 or user.email in visitors:
            row.used_at = user.last_login = row.made_at + dt.timedelta(days=number % DAYS, hours=number % 9)
            signed_in.append(user)
        elif number % 50 == 9:
            lost.add(user.pk)
        elif number % 10 == 9:
            row.superseded_at = again.made_at
            rows.append(_invitation(again, user))
    User.objects.bulk_update(signed_in, ["last_login"], batch_size=1000)
    Invitation.objects.bulk_create(rows, batch_size=1000)
    Mail.objects.bulk_create(
        (
            Mail(
                recipient=row.user,
                invitation=row,
                made_at=row.made_at,
                try_at=row.made_at,
                attempts=1,
                ended_at=row.made_at + dt.timedelta(minutes=1),
                ending=Ending.REFUSED if row.user.pk in lost else Ending.SENT,
            )
            for row in rows
        ),
        batch_size=1000,
    )


def _round(by: User, at: dt.datetime, whom: Whom) -> InvitationRound:
    return InvitationRound.objects.create(made_by=by, made_at=at, days=DAYS, whom=Selection(whom).stored())


def _invitation(made: InvitationRound, user: User) -> Invitation:
    """One whose link nobody has: the digest fits no key."""
    row = Invitation(
        round=made, user=user, made_at=made.made_at, expires_at=made.made_at + dt.timedelta(days=made.days)
    )
    row.digest = digest_of(f"demo {row.pk}")
    return row
