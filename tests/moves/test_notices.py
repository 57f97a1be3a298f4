"""Being told: the list in the product, choices, digests, and mail that goes out once and says nothing to a bystander."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.moves.actions import dates, drafts, withdrawals
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import Mail, MoveRequest, Notice
from ladders.moves.models.mails import Ending, NoticeSetting
from ladders.moves.notifications import mail_outbox
from ladders.moves.notifications.pages import matters_of
from ladders.moves.notifications.text import SENTENCES, told
from ladders.moves.notifications.topics import KINDS_OF, SORT_OF, USUAL, Topic
from ladders.moves.text.status import status_of
from tests.conftest import signed_in
from tests.pages import assert_clean, squeezed

from .company import Company

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
EARLY = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)


@pytest.fixture
def row(firm: Company) -> MoveRequest:
    """Pia's step back; Mia is asked."""
    return firm.asked("S5", timezone.localdate())


def notice(row: MoveRequest, kind: NoticeKind, to: User, key: str = "", at: dt.datetime = NOON) -> Notice:
    """One notice."""
    return Notice.objects.create(recipient=to, kind=kind, request=row, key=f"{kind}-{to.pk}-{key}", created_at=at)


def test_every_kind_has_its_words_and_its_sort() -> None:
    assert set(SORT_OF) == set(NoticeKind) == set(SENTENCES)
    assert sum(map(len, KINDS_OF.values())) == len(NoticeKind)
    assert set(USUAL) == set(Topic)


def test_a_mail_leads_to_the_page_and_says_nothing_else(firm: Company, row: MoveRequest) -> None:
    assert mail_outbox.run() == 1
    (sent,) = mail.outbox
    (kept,) = Mail.objects.all()
    assert (sent.to, sent.subject) == ([firm.user("mia").email], "Ladders: Your answer is asked for")
    assert sent.extra_headers["Message-ID"] == f"<{kept.pk}@localhost>"
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    address = f"{settings.SITE_URL}/moves/requests/{row.pk}/"
    for text in (sent.body, html):
        assert address in text
        assert "Hello Mia Nager," in text
        assert "1 thing waits for you in" in text
        for secret in ("Pia", "Otto", "S5", "Specialist", "step", "Step", "back", "110", "€"):
            assert secret not in text.replace(address, ""), secret
    assert (kept.ending, kept.attempts, kept.lease) == (Ending.SENT, 1, None)
    assert mail_outbox.run() == 0
    assert len(mail.outbox) == 1


def test_no_subject_or_sentence_names_a_kind_of_move() -> None:
    told = " ".join(map(str, [*(kind.label for kind in NoticeKind), *SENTENCES.values()])).lower()
    for word in ("promot", "lateral", "diagonal", "step back", "return to", "demot", "salary", "pay "):
        assert word not in told


def test_several_at_once_come_in_one_mail(row: MoveRequest, firm: Company) -> None:
    notice(row, NoticeKind.QUESTION, firm.user("pia"))
    notice(row, NoticeKind.ANSWERED, firm.user("pia"))
    assert mail_outbox.run() == 2
    assert sorted((sent.to[0], sent.subject) for sent in mail.outbox) == sorted(
        [
            (firm.user("mia").email, "Ladders: Your answer is asked for"),
            (firm.user("pia").email, "Ladders: 2 notices for you"),
        ]
    )


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([NoticeKind.QUESTION], "1 thing waits for you in Ladders at Ladders, since 3 March 2026."),
        (
            [NoticeKind.QUESTION, NoticeKind.DATE_OFFERED],
            "2 things wait for you in Ladders at Ladders, the first since 3 March 2026.",
        ),
        ([NoticeKind.PLAN], "1 thing waits for you in Ladders at Ladders, since 3 March 2026."),
        ([NoticeKind.PASSED_ON], "There is 1 piece of news for you in Ladders at Ladders, of 3 March 2026."),
        (
            [NoticeKind.PASSED_ON, NoticeKind.APPROVED],
            "There are 2 pieces of news for you in Ladders at Ladders, the first of 3 March 2026.",
        ),
        (
            [NoticeKind.QUESTION, NoticeKind.APPROVED],
            "1 thing waits for you in Ladders at Ladders, since 3 March 2026. Beside it, there is 1 piece of news.",
        ),
    ],
)
def test_a_mail_tells_what_waits_from_what_is_news(
    kinds: list[NoticeKind], said: str, row: MoveRequest, firm: Company
) -> None:
    for kind in kinds:
        notice(row, kind, firm.user("pia"), kind)
    mail_outbox.run()
    (sent,) = [each for each in mail.outbox if each.to == [firm.user("pia").email]]
    assert sent.body.splitlines()[2] == said.replace("3 March 2026", f"{NOON:%-d %B %Y}")


def test_a_day_to_be_named_soon_waits_for_whoever_names_it(row: MoveRequest, firm: Company) -> None:
    owner = firm.user("hana")
    notice(row, NoticeKind.APPROVED, owner, ":soon-2026-04-01")
    (text,) = told(Notice.objects.filter(recipient=owner).select_related("step"), owner, NOON.date())
    assert (text.subject, text.waits) == ("A day is to be named soon", True)


@pytest.mark.parametrize("way", ["at_once", "daily"])
def test_more_than_is_settled_at_once_is_still_one_mail_for_each_person(
    firm: Company, row: MoveRequest, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_outbox, "BATCH", 3)
    Notice.objects.all().delete()
    people = [firm.user(name) for name in ("pia", "mia")]
    for user in people:
        for topic in Topic:
            NoticeSetting.objects.update_or_create(user=user, sort=topic, defaults={"way": way})
    for number in range(4):
        for user in people:
            notice(row, NoticeKind.ANSWERED, user, str(number))
    assert mail_outbox.run(NOON) == len(people)
    assert sorted(len(kept.notices.all()) for kept in Mail.objects.all()) == [4, 4]
    assert not Notice.objects.unsettled().exists()


@pytest.mark.parametrize(("way", "sent"), [("at_once", 1), ("daily", 0), ("product", 0)])
def test_everybody_is_told_as_they_choose(firm: Company, row: MoveRequest, way: str, sent: int) -> None:
    mia = signed_in(firm.user("mia"))
    page = mia.get(reverse("notice-settings"))
    assert_clean(page)
    choices = {sort.value: USUAL[sort].value for sort in Topic} | {"asked": way}
    assert mia.post(reverse("notice-settings"), choices).status_code == 302
    assert mia.post(reverse("notice-settings"), choices | {"asked": "pigeon"}).status_code == 422
    assert NoticeSetting.objects.get(user=firm.user("mia"), sort="asked").way == way
    Notice.objects.update(created_at=EARLY)
    assert mail_outbox.run(EARLY) == sent  # too early in the day for a digest
    assert Notice.objects.get().settled_at is not None or way == "daily"


def test_a_digest_goes_out_once_a_day_with_what_is_unread(firm: Company, row: MoveRequest) -> None:
    mia = firm.user("mia")
    Notice.objects.all().delete()
    NoticeSetting.objects.create(user=mia, sort="talk", way="daily")
    first = notice(row, NoticeKind.ANSWER, mia, "1", EARLY)
    read = notice(row, NoticeKind.ANSWER, mia, "2", EARLY)
    Notice.objects.filter(pk=read.pk).update(read_at=EARLY)
    assert (mail_outbox.run(EARLY), mail_outbox.run(NOON), mail_outbox.run(NOON)) == (0, 1, 0)
    later = notice(row, NoticeKind.ANSWER, mia, "3", NOON)
    evening, tomorrow = NOON + dt.timedelta(hours=6), NOON + dt.timedelta(days=1)
    assert (mail_outbox.run(evening), mail_outbox.run(tomorrow)) == (0, 1)
    assert [sent.subject for sent in mail.outbox] == ["Ladders: Your question is answered"] * 2
    digests = Mail.objects.order_by("digest_on").values_list("digest_on", "notices")
    assert list(digests) == [(NOON.date(), first.pk), (tomorrow.date(), later.pk)]


def test_what_is_over_or_read_calls_for_no_mail(firm: Company, row: MoveRequest) -> None:
    assert mail_outbox.collect() == 1
    withdrawals.withdraw(request=row, by=firm.user("pia"), today=timezone.localdate())
    assert mail_outbox.send() == 0
    assert (Mail.objects.get().ending, mail.outbox) == (Ending.EMPTY, [])


def test_who_has_left_gets_no_mail(firm: Company, row: MoveRequest) -> None:
    firm.mia.left_on = timezone.localdate() - dt.timedelta(days=1)
    firm.mia.save()
    assert mail_outbox.run() == 0
    assert mail.outbox == []


def test_a_mail_that_somebody_holds_is_left_alone_until_the_lease_ends(firm: Company, row: MoveRequest) -> None:
    mail_outbox.collect()
    [held] = mail_outbox.claim_many(most=1)
    assert mail_outbox.send() == 0
    later = timezone.now() + mail_outbox.LEASE + dt.timedelta(seconds=1)
    assert mail_outbox.send(later) == 1
    assert mail_outbox._send(held, None) is False  # whoever comes back after that sends nothing
    assert len(mail.outbox) == 1
    assert Mail.objects.get().attempts == 1  # whoever only held it has not tried it


class Refusing:
    """A mail server that says no in its own way."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send_messages(self, _messages: Any) -> None:
        """No."""
        raise self.error


def test_a_mail_that_is_refused_for_good_is_not_tried_again(firm: Company, row: MoveRequest) -> None:
    import smtplib

    mail_outbox.collect()
    [held] = mail_outbox.claim_many(most=1)
    address = firm.user("mia").email
    mail_outbox._send(held, Refusing(smtplib.SMTPRecipientsRefused({address: (550, b"no such user")})))
    kept = Mail.objects.get()
    assert (kept.ending, kept.lease) == (Ending.REFUSED, None)


def test_a_mail_that_is_refused_for_now_is_tried_later_and_not_for_ever(firm: Company, row: MoveRequest) -> None:
    import smtplib

    mail_outbox.collect()
    now = timezone.now()
    for _attempt in range(mail_outbox.ATTEMPTS):
        [held] = mail_outbox.claim_many(now, 1)
        mail_outbox._send(held, Refusing(smtplib.SMTPDataError(451, b"busy")))
        now += dt.timedelta(days=2)
    kept = Mail.objects.get()
    assert (kept.ending, kept.attempts) == (Ending.FAILED, mail_outbox.ATTEMPTS)
    assert Notice.objects.get().read_at is None  # it still stands in the product


def test_the_masthead_counts_and_opening_the_request_reads(firm: Company, row: MoveRequest) -> None:
    mia = signed_in(firm.user("mia"))
    page = mia.get(reverse("notices"))
    assert_clean(page)
    assert "1 unread notice" in page.content.decode()
    assert mia.get(reverse("move", args=[row.pk])).status_code == 200
    page = mia.get(reverse("notices"))
    assert "unread notice" not in page.content.decode()
    assert "unread notice" not in mia.get(reverse("my-pay")).content.decode()


def test_notices_are_ones_own_and_a_lost_request_is_no_link(firm: Company, row: MoveRequest) -> None:
    assert list(Notice.objects.visible_to(firm.user("otto"))) == []
    notice(row, NoticeKind.WITHDRAWN, firm.user("otto"))
    page = signed_in(firm.user("otto")).get(reverse("notices")).content.decode()
    assert "nothing is left to do" in page
    assert str(row.pk) not in page
    signed_in(firm.user("otto")).post(reverse("notices-read"))
    assert Notice.objects.get(recipient=firm.user("mia")).read_at is None
    assert Notice.objects.get(recipient=firm.user("otto")).read_at is not None


def test_the_list_asks_as_often_for_one_as_for_many(
    firm: Company, row: MoveRequest, django_assert_num_queries: Any
) -> None:
    mia = signed_in(firm.user("mia"))
    with django_assert_num_queries(6):
        mia.get(reverse("notices"))
    for number in range(40):
        notice(row, NoticeKind.ANSWER, firm.user("mia"), str(number))
    with django_assert_num_queries(6):
        mia.get(reverse("notices"))


def test_who_answers_reads_whom_a_notice_concerns_and_no_mail_does(firm: Company, row: MoveRequest) -> None:
    about = f"{row.person.name} · Step back · {row.from_level.code}"
    page = squeezed(signed_in(firm.user("mia")).get(reverse("notices")))
    assert about in page
    assert f"→ {row.to_level.code}" in page
    notice(row, NoticeKind.ANSWERED, firm.user("pia"))
    assert "Step back ·" not in squeezed(signed_in(firm.user("pia")).get(reverse("notices")))
    Mail.objects.all().delete()
    notice(row, NoticeKind.DUE, firm.user("otto"))
    notice(row, NoticeKind.WITHDRAWN, firm.user("otto"))
    assert "Step back ·" not in squeezed(signed_in(firm.user("otto")).get(reverse("notices")))


def test_the_list_goes_by_when_it_was_told_whatever_was_written_first(firm: Company, row: MoveRequest) -> None:
    """What is brought from elsewhere, or written late, stands on its day."""
    pia = firm.user("pia")
    Notice.objects.filter(recipient=pia).delete()
    for day in (3, 5, 4):
        notice(row, NoticeKind.ANSWERED, pia, key=str(day), at=NOON.replace(day=day))
    client = signed_in(pia)
    assert [each.on.day for each in client.get(reverse("notices")).context["rows"]] == [5, 4, 3]
    assert [each.on.day for each in client.get(reverse("notices"), {"sort": "when"}).context["rows"]] == [3, 4, 5]


def test_a_proposal_says_whose_turn_it_is_and_until_when(firm: Company) -> None:
    """It is stored as a draft; nobody who reads it would call it one."""
    row = drafts.propose(person=firm.pia, level=firm.level("P6"), by=firm.user("mia"), today=timezone.localdate())
    assert row.due_on is not None
    said = f"With you until {row.due_on:%-d %B %Y}"
    page = squeezed(signed_in(firm.user("pia")).get(reverse("notices")))
    assert (said in page, "Draft" in page) == (True, False)
    late, overdue = row.due_on + dt.timedelta(1), f"overdue since {row.due_on:%-d %B %Y}"
    assert status_of(row, late, firm.user("mia")) == f"With Pia Person, {overdue}"
    assert status_of(row, late, firm.user("pia")) == f"With you, {overdue}"


def test_nobody_reads_their_own_name_where_it_is_their_turn(firm: Company) -> None:
    today = timezone.localdate()
    row = firm.asked("S5", today)
    mia, pia, day = firm.user("mia"), firm.user("pia"), f"{row.due_on:%-d %B %Y}"
    assert [status_of(row, today, reader) for reader in (mia, pia, None)] == [
        f"With you until {day}",
        f"With Mia Nager until {day}",
        f"With Mia Nager until {day}",
    ]
    row.state = "approved"
    assert [status_of(row, today, reader) for reader in (mia, pia)] == [
        "Approved; you agree the day",
        "Approved; Mia Nager agrees the day",
    ]


def test_the_page_says_you_to_whoever_has_the_next_word(firm: Company) -> None:
    today = timezone.localdate()
    row = firm.asked("S5", today)
    dates.offer_day(request=row, on=today + dt.timedelta(days=50), by=firm.user("mia"), today=today)
    pages = {who: signed_in(firm.user(who)).get(reverse("move", args=[row.pk])) for who in ("mia", "pia")}
    assert "You offer another day" in squeezed(pages["mia"])
    assert "Mia Nager offers another day" in squeezed(pages["pia"])
    assert [str(pages[who].context["waits_for"]) for who in ("mia", "pia")] == ["you", "Mia Nager"]
    assert "Seen by: you, Mia Nager" in squeezed(signed_in(firm.user("pia")).get(reverse("my-moves")))


def test_a_notice_of_a_whole_page_keeps_its_link_beside_one_of_a_part(employee: User) -> None:
    assert matters_of(["remedy-assessments", "remedy-assessments#case-1"], employee) == {
        "remedy-assessments#case-1": None
    }
