"""Mail from notices: written down first, then sent under a lease, so that each goes out once whoever is killed when.

Two steps, both safe to run at any time and by several at once. `collect` decides for each notice whether a mail tells it
and writes the mail's row in the same transaction: a notice is in one mail at most. `send` takes one mail after the other:
claim it (committed before anything leaves), hand it to the mail server, note that it was taken.

Killed before the server has taken it, the lease runs out and another sends it. Killed between the server's "taken" and
our note of it, nobody can know; it is sent again under the same Message-ID (docs/decisions/0021-mail-goes-out-once.md).

Many at once: notices are settled thousands at a time in two statements; mails are claimed and read some hundred at a time, sent
over one connection (`mail_link.py`), and each is noted by itself before it is tried and when it was taken.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.backends import has_left, user_of
from ladders.core.conditions import nothing
from ladders.core.once import read_once

from ..domain.states import NoticeKind
from ..models import Mail, Notice, NoticeSetting
from ..models.mails import Ending
from .former_address import former_message
from .invitation import invitation_message
from .mail_link import LinkEnded, MailLink, ServerAway
from .text import headers_of, message, read_for_mails, worth_telling
from .topics import KINDS_OF, SORT_OF, USUAL, Channel, Topic

logger = logging.getLogger(__name__)

LEASE: Final = dt.timedelta(seconds=settings.MAIL_LEASE_SECONDS)
DIGEST_HOUR: Final = 8  # local time: what came until then is in that day's mail
BATCH: Final = 5000  # notices that are settled at once
CLAIMED: Final = 100  # mails that are claimed and read at once
ATTEMPTS: Final = 12
COLLECTING: Final = 7203141  # key of the lock under which notices are collected


def run(now: dt.datetime | None = None) -> int:
    """Collect and send what is due; returns how many mails the server has taken."""
    while collect(now) >= BATCH:
        pass
    return send(now)


def collect(now: dt.datetime | None = None) -> int:
    """Write mails for notices that wait; returns how many notices were settled. Whoever comes second at a time does nothing."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [COLLECTING])
            if not cursor.fetchone()[0]:
                return 0
        daily = _daily()
        rows = Notice.objects.unsettled().filter(created_at__lte=now)
        rows = rows.only("id", "recipient", "kind", "read_at").order_by("recipient_id", "id")
        found = _batch(rows.exclude(daily))
        _settle(found, _ways({row.recipient_id for row in found}), now)
        if local.hour >= DIGEST_HOUR:
            today = local.date()
            had = Mail.objects.filter(recipient=OuterRef("recipient"), digest_on=today)
            digests = _batch(rows.filter(daily).exclude(Exists(had)))
            _digest(digests, today, now)
            found += digests
    return len(found)


def _batch(rows: QuerySet[Notice]) -> list[Notice]:
    """Notices to settle now, by recipient; with all of the last one's, so that nobody gets a second mail for the rest."""
    found = list(rows[:BATCH])
    if len(found) == BATCH:
        found += rows.filter(recipient=found[-1].recipient_id, id__gt=found[-1].pk)
    return found


def _daily() -> Q:
    """Notices that their recipient reads once a day."""
    found = nothing()
    for sort, kinds in KINDS_OF.items():
        rows = NoticeSetting.objects.filter(user=OuterRef("recipient"), sort=sort)
        usual = USUAL[sort] == Channel.DAILY
        chosen = ~Q(Exists(rows.exclude(way=Channel.DAILY))) if usual else Q(Exists(rows.filter(way=Channel.DAILY)))
        found |= chosen & Q(kind__in=kinds)
    return found


def _ways(users: set[int]) -> dict[tuple[int, str], str]:
    rows = NoticeSetting.objects.filter(user__in=users)
    return {(row.user_id, row.sort): row.way for row in rows}


def way_of(ways: dict[tuple[int, str], str], user: int, sort: Topic) -> str:
    """How this person is told."""
    return ways.get((user, sort.value), USUAL[sort].value)


def _settle(rows: list[Notice], ways: dict[tuple[int, str], str], now: dt.datetime) -> None:
    """One mail for each person with all that is to be told at once; nothing for what is told in the product alone."""
    mails: dict[int, Mail] = {}
    for row in rows:
        way = way_of(ways, row.recipient_id, SORT_OF[NoticeKind(row.kind)])
        if way == Channel.AT_ONCE and row.read_at is None:
            row.mail = mails.setdefault(row.recipient_id, Mail(recipient_id=row.recipient_id, made_at=now, try_at=now))
    _write(rows, list(mails.values()), now)


def _write(rows: Sequence[Notice], mails: Sequence[Mail], now: dt.datetime) -> None:
    """Write the mails, and note of the notices that they are settled, and by which mail: 2 statements for thousands."""
    Mail.objects.bulk_create(mails)
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [now, [row.pk for row in rows], [row.mail_id for row in rows]])


SETTLE: Final = """
    UPDATE moves_notice AS notice SET settled_at = %s, mail_id = settled.mail
    FROM unnest(%s::bigint[], %s::uuid[]) AS settled(id, mail) WHERE notice.id = settled.id
"""


def _digest(rows: list[Notice], today: dt.date, now: dt.datetime) -> None:
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for row in rows:
        if row.read_at is None:
            by_person[row.recipient_id].append(row)
    mails = {pk: Mail(recipient_id=pk, digest_on=today, made_at=now, try_at=now) for pk in by_person}
    for pk, theirs in by_person.items():
        for row in theirs:
            row.mail = mails[pk]
    _write(rows, list(mails.values()), now)


def send(now: dt.datetime | None = None) -> int:
    """Send every mail that waits over one connection; returns how many the mail server has taken."""
    sent = 0
    link = MailLink()
    try:
        while mails := claim_many(now):
            with read_once():
                told = read_for_mails([mail for mail in mails if not mail.former_address], timezone.localdate())
                for place, mail in enumerate(mails):
                    try:
                        link.open()
                        if mail.attempts >= ATTEMPTS:
                            _end(mail, Ending.FAILED)
                            continue
                        sent += _send(mail, link, told.get(mail.pk))
                    except ServerAway:
                        logger.warning("The mail server does not answer; mail waits until it does.")
                        _give_back(mails[place:])
                        return sent
    finally:
        link.close()
    return sent


def claim_many(now: dt.datetime | None = None, most: int = CLAIMED) -> list[Mail]:
    """The next mails that nobody holds, under a fresh lease, committed before anything leaves: 3 queries."""
    now = now or timezone.now()
    with transaction.atomic():
        rows = Mail.objects.waiting(now).select_for_update(of=("self",), skip_locked=True)
        rows = rows.select_related("recipient__employee", "invitation__round__made_by")
        rows = rows.prefetch_related("recipient__grants")
        mails = list(rows.order_by("try_at", "id")[:most])
        lease, until = uuid.uuid4(), now + LEASE
        for mail in mails:
            mail.lease, mail.lease_until = lease, until
        Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(lease=lease, lease_until=until)
    return mails


def _give_back(mails: Sequence[Mail]) -> None:
    """Nobody holds them any more; they were not tried."""
    rows = Mail.objects.filter(pk__in=[mail.pk for mail in mails], lease=mails[0].lease, ended_at=None)
    rows.update(lease=None, lease_until=None)


def _send(mail: Mail, link: Any, notices: list[Notice] | None = None) -> bool:
    """Send one, if it is still ours; `notices`: those of the mail, where they were read already."""
    today = timezone.localdate()
    # Counted before it is tried: not even a mail that kills its worker is tried for ever. Whoever was held up so long that the
    # lease ran out sends nothing: another one does.
    if not _noted(TRIED, mail, timezone.now() + LEASE):
        return False
    mail.attempts += 1
    begun = time.monotonic()
    try:
        written = _written(mail, today, notices)
        if written is None:
            _end(mail, Ending.EMPTY)
            return False
        if time.monotonic() - begun > LEASE.total_seconds() / 2 and not _holding(mail).exists():
            return False
        try:
            link.send_messages([written])
        except LinkEnded:  # no fault of this mail: the same attempt goes on over a new connection
            if not _holding(mail).update(lease_until=timezone.now() + LEASE):
                return False
            link.send_messages([written])
    except ServerAway:
        _holding(mail).update(attempts=F("attempts") - 1)
        raise
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
        if _for_good(refused):
            logger.warning("The mail server refused mail %s", mail.pk)
            _end(mail, Ending.REFUSED)
        else:
            _later(mail)
        return False
    except Exception:
        logger.exception("Mail %s could not be sent", mail.pk)
        _later(mail)
        return False
    _end(mail, Ending.SENT)
    return True


def _written(mail: Mail, today: dt.date, notices: list[Notice] | None) -> EmailMessage | None:
    """The mail as it leaves; None where nothing is left to say."""
    user = mail.recipient
    if not user.is_active or has_left(user):
        return None
    if mail.former_address:
        # Whose it is by now, theirs again or somebody else's, need not hear that it opens nothing.
        return None if user_of(mail.former_address) else former_message(mail, headers_of(mail))
    if mail.invitation is not None:
        return invitation_message(mail, mail.invitation, headers_of(mail))
    rows = read_for_mails([mail], today)[mail.pk] if notices is None else notices
    rows = rows if user.email else []
    rows = worth_telling(rows, user, today) if rows else []
    return message(mail, rows, today) if rows else None


def _for_good(refused: smtplib.SMTPException) -> bool:
    codes = [refused.smtp_code] if isinstance(refused, smtplib.SMTPDataError) else []
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in refused.recipients.values()]
    return bool(codes) and all(500 <= code < 600 for code in codes)


def _holding(mail: Mail) -> Any:
    return Mail.objects.filter(pk=mail.pk, lease=mail.lease, ended_at=None)


def _noted(statement: str, mail: Mail, *values: Any) -> bool:
    """Write that of a mail; whether it was still ours. In SQL, since each mail asks for two of them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, mail.pk, mail.lease])
        return bool(cursor.rowcount)


TRIED: Final = """
    UPDATE moves_mail SET attempts = attempts + 1, lease_until = %s WHERE id = %s AND lease = %s AND ended_at IS NULL
"""
ENDED: Final = """
    UPDATE moves_mail SET ended_at = %s, ending = %s, lease = NULL, lease_until = NULL, former_address = ''
    WHERE id = %s AND lease = %s AND ended_at IS NULL
"""


def _end(mail: Mail, ending: Ending) -> None:
    _noted(ENDED, mail, timezone.now(), ending.value)


def _later(mail: Mail) -> None:
    """Try again after a while that doubles, from a minute to about a day; in the end the list in the product has to do."""
    if mail.attempts >= ATTEMPTS:
        _end(mail, Ending.FAILED)
        return
    wait = dt.timedelta(minutes=2 ** (mail.attempts - 1))
    _holding(mail).update(try_at=timezone.now() + wait, lease=None, lease_until=None)
