"""What notices say: never an amount nor a reason; in mail no name and no kind of move either.

Whoever looks at a phone or into a shared mailbox learns that something waits, and nothing else. In the product, those who
answer also read whom it concerns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.rows import address_of
from ladders.core.models import Organisation
from ladders.core.once import once
from ladders.core.permissions import Permission
from ladders.core.texts import single_line
from ladders.frameworks.labels import level_label

from ..domain.states import NEW_OWNER, RequestState
from ..domain.states import NoticeKind as N
from ..models import Mail, MoveRequest, Notice
from ..text.status import status_of
from .pages import matters_of
from .quick_mail import QuickMail
from .topics import CALLS, WAITING

SENTENCES: dict[N, Promise] = {
    N.PROPOSED: lazy("Somebody proposes something to you. Only you decide whether it goes on."),
    N.DUE: lazy("Somebody waits for your answer. The page says what it is about and what you can do."),
    N.OVERDUE: lazy("The day for it has passed, and the next step is yours."),
    N.PASSED_ON: lazy("Somebody else answers it now: the next in line."),
    N.HANDED_ON: lazy("Somebody else answers it, whom the one who was asked, or HR, has named."),
    N.MANAGER_CHANGED: lazy("You hear it first: your new manager is asked next. Until then you can withdraw it."),
    N.ANSWERED: lazy("It goes on with the next step."),
    N.OBJECTED: lazy("Somebody sees a difficulty. It is yours to judge."),
    N.APPROVED: lazy("Every step is answered."),
    N.DECLINED: lazy("The page says why, and what you can do now."),
    N.LOOK_AGAIN: lazy("Its author has answered and asks you to look again."),
    N.QUESTION: lazy("Somebody who answers would like to know something first."),
    N.ANSWER: lazy("What you have asked is answered."),
    N.DATE_OFFERED: lazy("Nothing changes until you agree."),
    N.DAY_REFUSED: lazy("What was agreed before stays. The page says what can be done now."),
    N.SCHEDULED: lazy("It takes effect on the day that was agreed."),
    N.IN_EFFECT: lazy("What was agreed holds from today on."),
    N.CHECKLIST: lazy("A few things are left to do."),
    N.STOPPED: lazy("Something has changed meanwhile. The page says what can be done."),
    N.WITHDRAWN: lazy("You need not do anything."),
    N.LAPSED: lazy("You need not do anything."),
    N.TRIAL_ENDING: lazy("There is time to talk about it before."),
    N.TRY_OUT_OVER: lazy("It ended on its day. The page says what can follow."),
    N.RIGHT_ENDING: lazy("Use it, let it end, or talk with HR about more time."),
    N.RIGHT_EXTENDED: lazy("The page says until when."),
    N.SECOND_PERSON: lazy("Somebody asks you to confirm or decline a change. The page says what and why."),
    N.SECOND_SAID: lazy("The page says by whom and how."),
    N.REMEDY: lazy("The page says what, and until when."),
    N.REMEDY_DUE: lazy("Its day comes near, or has passed. You are reminded until somebody has acted."),
    N.LEVEL_CHANGED: lazy("The page says what, since when and why, and whom to ask."),
    N.FOR_HR: lazy("The page says what it is about and until when it has to be answered."),
    N.FOR_HR_LATE: lazy("The day for it comes near, or has passed."),
    N.AGREEMENT: lazy("Nothing happens before you have agreed. You need give no reason if you do not."),
    N.INFORMED: lazy("The page has all of it."),
    N.YEARLY: lazy("The page says what it is, how you ask, and how long an answer may take."),
    N.TALK: lazy("The page says when, and with whom."),
    N.PLAN: lazy("The page says what it is, and who reads it."),
}
# To whoever looks after a request from now on, while nothing of it waits for them: told by the end of its key, too.
LOOKED_AFTER = (
    lazy("You look after a request from now on"),
    lazy("Whoever did so before cannot any more. Nothing waits for you today; the page says what comes next."),
)
# The same where a day is agreed on the way.
AGREED_EARLY = lazy("It takes effect on the day that was agreed, once everybody has answered.")
AGREED_WITHOUT_SEAT = lazy("It takes effect on the day that was agreed, once a vacant seat is confirmed.")
# A reminder before the day is another notice of the same kind, told by the end of its key.
SOON = "soon-"
BEFORE_THE_DAY = {
    N.DUE: (lazy("Your answer is due soon"), lazy("You were asked some days ago, and its day comes near.")),
    N.PROPOSED: (
        lazy("A proposal waits for your answer"),
        lazy("Please answer soon: its day comes near. Only you decide whether it goes on."),
    ),
    N.DATE_OFFERED: (
        lazy("A day that was proposed comes near"),
        lazy("It waits for your yes or no. Once the day has passed, another one has to be found."),
    ),
    N.APPROVED: (lazy("A day is to be named soon"), lazy("Every step is answered, and no day is agreed yet.")),
    N.TALK: (lazy("A date of yours is near"), lazy("The page says when, and with whom.")),
    N.INFORMED: (lazy("A day that you set yourself is near"), lazy("The page says for what. Nobody else is reminded.")),
    N.REMEDY_DUE: (
        lazy("A reason in a framework is to be looked at again soon"),
        lazy("The page of the framework shows the reason and its day."),
    ),
}
DATED = (N.DUE, N.OVERDUE, N.LOOK_AGAIN)
# What the author reads where somebody else is overdue: subject and sentence.
OTHERS_OVERDUE = (
    lazy("Your request still waits for an answer"),
    lazy("The day for the answer has passed. Whoever answers is reminded every week; you need do nothing."),
)


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as it is read. `path` leads to what it is about; empty where that is no longer this person's to see.

    `concerns`: person, kind of move and levels, for somebody else who may see the request; mails leave it out, and
    `state`: where the request stands today, with whom and until when.
    """

    pk: int
    subject: str
    sentence: str
    path: str
    on: dt.datetime
    due_on: dt.date | None = None
    read: bool = False
    concerns: str = ""
    state: str = ""
    waits: bool = False  # for the reader to do something; all else is news


def told(notices: Iterable[Notice], user: Any, today: dt.date, *, mailed: bool = False) -> list[NoticeText]:
    """Notices as they are read by `user`: 1 query beside theirs, which should have `step` joined, and 1 for each kind of page of
    other rooms, which `mailed` ones say nothing of; none, and nothing of whom they concern, for those of `read_for_mails`."""
    rows = list(notices)
    if all(hasattr(row, "sees") for row in rows):
        return [_told(row, row.request if row.sees else None, user, concerns=False) for row in rows]  # type: ignore[attr-defined]
    visible = _visible_requests(rows, user, today)
    shown = [(row, visible.get(row.request_id) if row.request_id else None) for row in rows]
    texts = [
        replace(_told(row, request, user), state=status_of(request, today, user) if request else "")
        for row, request in shown
    ]
    if mailed:
        return texts
    matters = matters_of((row.page for row in rows if row.page), user)
    return [_with_matter(text, row.page, matters) for text, row in zip(texts, rows, strict=True)]


def _with_matter(text: NoticeText, page: str, matters: Mapping[str, str | None]) -> NoticeText:
    """What its page is about; no way to a page that is not this person's to open any more."""
    if page not in matters:
        return text
    return replace(text, concerns=matter) if (matter := matters[page]) is not None else replace(text, path="")


def _visible_requests(notices: list[Notice], user: Any, today: dt.date) -> dict[UUID, MoveRequest]:
    """Those of the requests that notices are about which this person can see today, with author and state: 1 query."""
    ids = [row.request_id for row in notices if row.request_id is not None]
    rows = (
        MoveRequest.objects.visible_to(user, today)
        .filter(pk__in=ids)
        .select_related("person", "from_level", "to_level", "owner", "placement")
    )
    levels = [f"{end}_level__{name}" for end in ("from", "to") for name in ("code", "title")]
    days = ("proposer", "stopped_at", "due_on", "offered_on", "agreed_on", "placement", "placement__ends_on")
    return {
        row.pk: row for row in rows.only("state", "kind", *days, "owner__name", "person__user", "person__name", *levels)
    }


def _told(row: Notice, request: MoveRequest | None, user: Any, *, concerns: bool = True) -> NoticeText:
    kind = N(row.kind)
    waits = kind in WAITING
    path = ""
    if row.right_id:
        path = f"{reverse('my-moves')}#rights"
    elif row.decision_id:
        path = reverse("notice-change", args=[row.pk])
    elif row.approval_id:
        path = reverse("approval", args=[row.approval_id])
    elif row.page:
        path = reverse("notice-open", args=[row.pk])  # a mail shows an address that tells nothing
    elif request is not None:
        path = _address_of_moves()(row.request_id)
    subject: Promise | str = kind.label
    sentence = SENTENCES[kind]
    if row.key.rpartition(":")[2].startswith(SOON):
        subject, sentence = BEFORE_THE_DAY.get(kind, (subject, sentence))
        waits = waits or kind == N.APPROVED  # whoever looks after it is to name the day
    if kind == N.INFORMED and row.request_id and row.key.rpartition(":")[2].startswith(NEW_OWNER):
        subject, sentence = LOOKED_AFTER
    if kind == N.OVERDUE and request and request.person.user_id == user.pk and row.step_id is not None:
        subject, sentence = OTHERS_OVERDUE
        waits = False
    if kind == N.SCHEDULED and request and request.state == RequestState.SUBMITTED:
        sentence = AGREED_EARLY
    elif kind == N.SCHEDULED and request and request.state == RequestState.APPROVED:
        sentence = AGREED_WITHOUT_SEAT
    dated = waits and kind in DATED and request is not None
    due_on = row.step.due_on if dated and row.step and row.step.answered_at is None else None
    whom = _concerns(request) if concerns and request and request.person.user_id != user.pk else ""
    read = row.read_at is not None
    return NoticeText(row.pk, str(subject), str(sentence), path, row.created_at, due_on, read, whom, waits=waits)


@cache
def _address_of_moves() -> Callable[[object], str]:
    return address_of("move", UUID)


def _concerns(request: MoveRequest) -> str:
    levels = f"{level_label(request.from_level)} → {level_label(request.to_level)}"
    return f"{request.person.name} · {request.get_kind_display()} · {levels}"


def worth_telling(notices: list[Notice], user: Any, today: dt.date) -> list[Notice]:
    """Those that still say something: not read in the product meanwhile, and nothing that somebody else does now. 2 queries, or
    none for notices that were read with what is true of them (see `read_for_mails`).

    An author hears of an answer that is late though others give it.
    """
    unread = [row for row in notices if row.read_at is None]
    if all(hasattr(row, "waits") for row in unread):
        return [row for row in unread if row.kind not in CALLS or row.waits or _late(row, user, today)]  # type: ignore[attr-defined]
    calls = [row.request_id for row in unread if row.kind in CALLS and row.request_id is not None]
    waiting: set[UUID] = set()
    if calls:
        waits = MoveRequest.objects.waiting_for(user, today).filter(pk__in=calls)
        waiting = set(waits.values_list("pk", flat=True))
        late = {row.request_id for row in unread if row.kind == N.OVERDUE and row.request_id} - waiting
        if late:
            unfinished = MoveRequest.objects.unfinished().filter(pk__in=late, due_on__lt=today)
            mine = Q(person__user=user, state=RequestState.SUBMITTED)
            next_mine = Q(owner=user, state__in=[RequestState.DRAFT, RequestState.APPROVED])
            waiting |= set(unfinished.filter(mine | next_mine).values_list("pk", flat=True))
    return [row for row in unread if row.kind not in CALLS or row.request_id in waiting]


def _late(row: Notice, user: Any, today: dt.date) -> bool:
    """An answer that is late is told to the author, and whoever has to do the next thing hears of that."""
    request = row.request
    if row.kind != N.OVERDUE or request is None or request.due_on is None or request.due_on >= today:
        return False
    if request.state == RequestState.SUBMITTED:
        return bool(request.person.user_id == user.pk)
    return bool(request.owner_id == user.pk and request.state in (RequestState.DRAFT, RequestState.APPROVED))


def read_for_mails(mails: Sequence[Mail], today: dt.date) -> dict[UUID, list[Notice]]:
    """Mail id → its notices in order, each with whether its recipient sees the request and is waited for: 1 query, whatever the
    number of mails. Of who handles moves by a role neither is known here: `told` and `worth_telling` ask for each of them.
    """
    requests = MoveRequest.objects.filter(pk=OuterRef("request")).order_by()
    rows = Notice.objects.filter(mail__in=mails).select_related("step", "request__person").only(*MAILED).order_by("id")
    plain = {mail.recipient_id for mail in mails if not mail.recipient.holds(Permission.HANDLE_MOVES)}
    joined = rows.filter(recipient__in=plain).annotate(
        sees=Exists(requests.visible_to_recipient(today)), waits=Exists(requests.waiting_for_recipient(today))
    )
    others = rows.exclude(recipient__in=plain) if len(plain) < len({mail.recipient_id for mail in mails}) else ()
    found: dict[UUID, list[Notice]] = {mail.pk: [] for mail in mails}
    for row in (*joined, *others):
        assert row.mail_id is not None
        found[row.mail_id].append(row)
    return found


# What a mail is written from; a request's terms and its like are larger than all of these together.
MAILED: Final = (
    *("recipient", "kind", "key", "page", "created_at", "read_at", "mail", "right", "decision", "approval"),
    *(
        "request__state",
        "request__due_on",
        "request__owner",
        "request__person__user",
        "step__due_on",
        "step__answered_at",
    ),
)


def message(mail: Mail, notices: list[Notice], today: dt.date) -> QuickMail:
    """The mail, text and HTML: at most 2 queries. It names organisation and recipient, so that nobody takes it for phishing;
    how many things wait and since when; and nothing of the matter. Its Message-ID and date are the same in every attempt."""
    items = told(notices, mail.recipient, today, mailed=True)
    organisation = _organisation()
    site, notices_path = settings.SITE_URL.rstrip("/"), reverse("notices")
    context = {
        "items": [
            {
                "subject": item.subject,
                "sentence": f"{item.sentence} {_until(item.due_on)}" if item.due_on else item.sentence,
                "address": f"{site}{item.path or notices_path}",
            }
            for item in items
        ],
        "name": mail.recipient.name,
        "how_many": _how_many(items, organisation),
        "settings": f"{site}{reverse('notice-settings')}",
        "daily": mail.digest_on is not None,
    }
    found = QuickMail(
        f"{organisation}: {subject(items)}",
        render_to_string("emails/notices.txt", context),
        to=[mail.recipient.email],
        headers=headers_of(mail),
    )
    found.attach_alternative(render_to_string("emails/notices.html", context), "text/html")
    return found


def _until(day: dt.date) -> str:
    return gettext("Please answer by %(day)s.") % {"day": date_format(day, "j F Y")}


def _how_many(items: list[NoticeText], organisation: str) -> str:
    """How many things wait for the recipient, how many are news, and since when."""
    waits = [item.on for item in items if item.waits]
    news = [item.on for item in items if not item.waits]
    said = []
    if waits:
        text = ngettext(
            "%(n)s thing waits for you in Ladders at %(organisation)s, since %(day)s.",
            "%(n)s things wait for you in Ladders at %(organisation)s, the first since %(day)s.",
            len(waits),
        )
        said.append(text % {"n": len(waits), "organisation": organisation, "day": _day_of(waits)})
    if news and waits:
        text = ngettext(
            "Beside it, there is %(n)s piece of news.", "Beside it, there are %(n)s pieces of news.", len(news)
        )
        said.append(text % {"n": len(news)})
    elif news:
        text = ngettext(
            "There is %(n)s piece of news for you in Ladders at %(organisation)s, of %(day)s.",
            "There are %(n)s pieces of news for you in Ladders at %(organisation)s, the first of %(day)s.",
            len(news),
        )
        said.append(text % {"n": len(news), "organisation": organisation, "day": _day_of(news)})
    return " ".join(said)


def _day_of(moments: list[dt.datetime]) -> str:
    return date_format(timezone.localtime(min(moments)), "j F Y")


@once
def _organisation() -> str:
    return single_line(Organisation.current().name)


def headers_of(mail: Mail) -> dict[str, str]:
    """The same in every attempt, so that a mail that was sent twice is read once."""
    return {
        "Message-ID": f"<{mail.pk}@{domain()}>",
        "Date": rfc_date(mail.made_at),
        "Auto-Submitted": "auto-generated",
    }


def subject(items: list[NoticeText]) -> str:
    """The one notice in words, or how many there are; several of the same words count as one subject."""
    subjects = {item.subject for item in items}
    if len(subjects) == 1:
        return subjects.pop()
    return ngettext("%(n)s notice for you", "%(n)s notices for you", len(items)) % {"n": len(items)}


def domain() -> str:
    """The host that people know this server by."""
    return settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"


def rfc_date(value: dt.datetime) -> str:
    """As mail writes it."""
    from email.utils import format_datetime

    return format_datetime(value.astimezone(dt.UTC))
