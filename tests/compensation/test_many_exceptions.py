"""Several band exceptions ended or renewed at once, with a second person where one alone would need one, and taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.actions.deviations import approve_exception, end_exception, latest_end, propose_exception
from ladders.compensation.actions.many_exceptions import name_of, renew_exceptions
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import BandException, PayZone
from ladders.core.approvals.actions import confirm
from ladders.core.approvals.deeds import AskedSecondPerson
from ladders.core.models import Approval, ApprovalState, AuditEntry, Batch
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.moves.notifications import mail_outbox
from tests.compensation.money_data import SIX, bands, policy, zone
from tests.core.test_several import confirmed, undo
from tests.factories import account, draft_framework
from tests.list_files import fetched, rows_of
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST = TODAY + dt.timedelta(days=100)
SOON = TODAY + dt.timedelta(days=10)
PAGE, SEVERAL = "/bands/exceptions/", "/bands/exceptions/several/"


@shared_rows
def place(plan: FactorPlan) -> PayZone:
    made = zone()
    bands(made, {"6": SIX})
    return made


@shared_rows
def holding(place: PayZone, hr: User) -> list[BandException]:
    """Three approved exceptions of one framework; the last of them ends before the others."""
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    version = Version.objects.get(pk=draft.pk)
    rows = []
    for level, last in zip(version.level_set.order_by("pk")[:3], (LAST, LAST, TODAY + dt.timedelta(5)), strict=True):
        row = propose_exception(
            framework=version.framework,
            level_key=level.key,
            zone=place,
            starts_on=TODAY,
            ends_on=last,
            figures=Figures(D(90_000), D(95_000), D(99_000)),
            reason="Nobody to be found",
            criterion="labour_market",
            by=account(user__roles=[Role.COMPENSATION_ANALYST]),
        )
        rows.append(approve_exception(exception=row, by=hr))
    return rows


def ends() -> list[dt.date]:
    return list(BandException.objects.order_by("pk").values_list("ends_on", flat=True))


def test_several_end_on_a_day_and_last_again_with_one_entry_each(
    holding: list[BandException], hr_client: Client
) -> None:
    policy(second_approver=False)
    page = hr_client.get(PAGE)
    assert page.content.decode().count("data-select-row") == 3
    sent = {"do": "end", "row": [row.pk for row in holding]}
    asked, done = confirmed(hr_client, SEVERAL, sent, ends_on=str(SOON))
    assert "why" not in asked.context["form"].fields
    assert "You ended 2 band exceptions." in done.content.decode()
    assert ends() == [SOON, SOON, TODAY + dt.timedelta(5)]
    entry = AuditEntry.objects.get(verb="exceptions.ended")
    assert (len(entry.detail["exceptions"][1]), entry.detail["until"]) == (2, [None, str(SOON)])
    assert "Taken back for 2." in undo(hr_client, done)
    assert ends() == [LAST, LAST, TODAY + dt.timedelta(5)]
    assert AuditEntry.objects.filter(verb="exceptions.end_taken_back").count() == 1
    own = AuditEntry.objects.filter(area="compensation", subject_key=holding[0].framework.slug)
    verbs = ("exception.ended", "exception.lasts_again")
    assert [own.filter(verb=verb).count() for verb in verbs] == [2, 2]
    assert own.filter(verb=verbs[1]).latest("pk").detail == {"until": [str(SOON), str(LAST)]}
    assert own.filter(verb=verbs[0]).latest("pk").detail == {"until": [str(LAST), str(SOON)]}


def test_all_of_them_or_those_that_end_soon_are_had_as_a_workbook(
    holding: list[BandException], hr_client: Client
) -> None:
    page = hr_client.get(PAGE).content.decode()
    assert 'action="/lists/exceptions/file/' in page
    rows = rows_of(fetched(hr_client, "exceptions", every=False))
    assert rows[0][:5] == ("Level", "Title", "Framework", "Pay zone", "Minimum")
    assert [(row[0], row[4], row[9].date(), row[11]) for row in rows[1:]] == [
        (each.level_code, 90_000, each.ends_on, "Approved")
        for each in sorted(holding, key=lambda each: (each.ends_on, each.level_code))
    ]
    assert len(rows_of(fetched(hr_client, "exceptions", "state=soon"))) == 2


def test_a_second_person_confirms_each_end_and_what_waits_is_withdrawn(
    holding: list[BandException], hr_client: Client
) -> None:
    policy(second_approver=True)
    second = account(user__roles=[Role.HR_ADMIN])
    sent = {"do": "end", "row": [row.pk for row in holding[:2]]}
    _asked, refused = confirmed(hr_client, SEVERAL, sent, ends_on=str(SOON))
    assert refused.status_code == 422  # a second person reads why
    assert (Approval.objects.count(), ends()[:2]) == (0, [LAST, LAST])
    _asked, done = confirmed(hr_client, SEVERAL, sent, ends_on=str(SOON), why="Hired")
    assert "You asked for the end of 2 band exceptions" in done.content.decode()
    assert ends()[:2] == [LAST, LAST]
    mail_outbox.run()
    assert [sent.subject for sent in mail.outbox if sent.to == [second.email]] == [
        "Ladders: A second person is needed"
    ]  # one mail, however many are asked for
    first, other = Approval.objects.order_by("pk")
    assert [(line[1], line[2]) for line in first.shown] == [(f"{LAST:%-d %B %Y}", f"{SOON:%-d %B %Y}")]
    confirm(approval=first, by=second)
    said = undo(hr_client, done)
    assert "Taken back for 1." in said
    assert first.subject in said  # confirmed: it stays
    other.refresh_from_db()
    assert (other.state, ends()[:2]) == (ApprovalState.WITHDRAWN, [SOON, LAST])


def test_what_ended_by_one_person_is_not_undone_once_two_are_needed(
    holding: list[BandException], hr_client: Client
) -> None:
    policy(second_approver=False)
    sent = {"do": "end", "row": [row.pk for row in holding]}
    _asked, done = confirmed(hr_client, SEVERAL, sent, ends_on=str(SOON))
    policy(second_approver=True)
    assert "A second person confirms changes of pay by now." in undo(hr_client, done)
    assert ends()[:2] == [SOON, SOON]


def test_several_are_proposed_for_longer_with_one_reason_and_the_proposals_taken_back(
    holding: list[BandException], hr: User, hr_client: Client
) -> None:
    policy(second_approver=True)
    sent = {"do": "renew", "row": [row.pk for row in holding]}
    until = LAST + dt.timedelta(days=200)
    _asked, refused = confirmed(hr_client, SEVERAL, sent, ends_on=str(TODAY + dt.timedelta(2000)), reason="Still")
    assert "A renewal lasts 24 months at most." in refused.content.decode()
    _asked, done = confirmed(hr_client, SEVERAL, sent, ends_on=str(until), reason="Still nobody")
    renewals = list(BandException.objects.filter(renews__isnull=False).order_by("pk"))
    assert [(row.state, row.reason, row.ends_on, row.proposed_by) for row in renewals] == [
        ("proposed", "Still nobody", until, hr)
    ] * 3
    with pytest.raises(Exception, match="second person"):
        approve_exception(exception=renewals[0], by=hr)
    approve_exception(exception=renewals[0], by=account(user__roles=[Role.HR_ADMIN]))
    said = undo(hr_client, done)
    assert "Taken back for 2." in said
    assert AuditEntry.objects.filter(verb="exception.proposal_taken_back").count() == 2
    assert list(BandException.objects.filter(renews__isnull=False)) == [renewals[0]]
    assert len(AuditEntry.objects.get(verb="exceptions.renewed").detail["exceptions"][1]) == 3


def test_what_stands_in_the_way_of_one_is_said_with_its_name(
    holding: list[BandException], hr: User, hr_client: Client
) -> None:
    policy(second_approver=True)
    account(user__roles=[Role.HR_ADMIN])
    first, second, _third = holding
    with pytest.raises(AskedSecondPerson):
        end_exception(exception=second, ends_on=SOON, by=hr, why="Hired")
    sent = {"do": "end", "row": [first.pk, second.pk]}
    _asked, refused = confirmed(hr_client, SEVERAL, sent, ends_on=str(SOON), why="Hired")
    said = refused.content.decode()
    assert f"{name_of(second)}: A change of this waits for a second person already." in said
    assert (Approval.objects.count(), ends()[:2]) == (1, [LAST, LAST])
    BandException.objects.filter(pk=first.pk).update(level_key=uuid4())
    sent = {"do": "renew", "row": [first.pk, second.pk]}
    until = str(LAST + dt.timedelta(days=200))
    _asked, refused = confirmed(hr_client, SEVERAL, sent, ends_on=until, reason="Still")
    assert f"{name_of(first)}: The framework has no such level now." in refused.content.decode()
    assert not BandException.objects.filter(renews__isnull=False).exists()


def test_renewing_locks_all_zones_in_one_order_before_anything_is_proposed(
    holding: list[BandException], hr: User
) -> None:
    """Two people with the same zones in another order would wait for each other otherwise."""
    until = LAST + dt.timedelta(days=200)
    with CaptureQueriesContext(connection) as asked:
        renew_exceptions(exceptions=holding[::-1], ends_on=until, reason="Still", by=hr)
    sent = [query["sql"] for query in asked]
    zones = [sql for sql in sent if 'FROM "compensation_payzone"' in sql and "FOR NO KEY UPDATE" in sql]
    assert 'ORDER BY "compensation_payzone"."id" ASC' in zones[0]
    proposed = next(sql for sql in sent if sql.startswith('INSERT INTO "compensation_bandexception"'))
    assert sent.index(zones[0]) < sent.index(proposed)


def test_who_reads_bands_alone_does_nothing_to_them(holding: list[BandException]) -> None:
    client = Client()
    client.force_login(account(user__roles=[Role.EMPLOYEE_REPRESENTATIVE]))
    assert "data-select-row" not in client.get(PAGE).content.decode()
    client.post(SEVERAL, {"do": "end", "row": [holding[0].pk]})
    assert (ends()[:2], Batch.objects.count()) == ([LAST, LAST], 0)


def test_where_none_is_selected_none_is_called_unfit(holding: list[BandException], client: Client, hr: User) -> None:
    client.force_login(hr)
    for do in ("end", "renew"):
        page = client.post(SEVERAL, {"do": do}, follow=True).content.decode()
        assert "Select at least one row that you may change." in page
        assert "Only an approved exception" not in page
    over = {"starts_on": TODAY - dt.timedelta(days=2), "ends_on": TODAY - dt.timedelta(days=1)}
    BandException.objects.filter(pk=holding[0].pk).update(**over)
    page = client.post(SEVERAL, {"do": "end", "row": holding[0].pk}, follow=True).content.decode()
    assert "Only an approved exception that holds today can end." in page


def test_the_page_that_asks_says_when_each_ends_and_which_days_there_are(
    holding: list[BandException], hr_client: Client
) -> None:
    rows = [row.pk for row in holding]
    ends_by = f"{LAST:%-d %B %Y}"
    page = hr_client.post(SEVERAL, {"do": "end", "row": rows}, follow=True)
    assert sorted(page.context["names"]) == [
        f"{name_of(holding[0])}, until {ends_by}",
        f"{name_of(holding[1])}, until {ends_by}",
        f"{name_of(holding[2])}, until {TODAY + dt.timedelta(5):%-d %B %Y}",
    ]
    assert days_of(page) == (TODAY, LAST)
    assert f"From {TODAY:%-d %B %Y} to {ends_by}." in page.content.decode()
    page = hr_client.post(SEVERAL, {"do": "renew", "row": rows}, follow=True)
    first, last = LAST + dt.timedelta(1), latest_end(TODAY + dt.timedelta(6))
    assert days_of(page) == (first, last)
    many = {"do": "renew", "row": rows}
    assert confirmed(hr_client, SEVERAL, many, ends_on=str(last + dt.timedelta(1)), reason="x")[1].status_code == 422
    assert confirmed(hr_client, SEVERAL, many, ends_on=str(last), reason="x")[1].status_code == 200
    single = hr_client.get(f"{PAGE}{rows[0]}/").content.decode()
    assert f'min="{first}"' in single


def days_of(page: Any) -> tuple[dt.date, dt.date]:
    found = page.context["form"].fields["ends_on"].widget.attrs
    return dt.date.fromisoformat(found["min"]), dt.date.fromisoformat(found["max"])
