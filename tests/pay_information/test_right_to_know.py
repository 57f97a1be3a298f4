"""Asked, drafted, checked, sent, read; what small groups tell nobody; and that asking is nobody else's business."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.insights.models import PaidAmount
from ladders.moves.models import Notice
from ladders.moves.notifications import mail_outbox
from ladders.pay_information.actions.reminders import remind, tell_right
from ladders.pay_information.actions.requests import agree, ask, ask_for, send, withdraw
from ladders.pay_information.models import InformationAnswer, InformationRequest, YearlyNotice
from ladders.privacy.actions.retention import let_go
from ladders.privacy.queries.mentions import Words, mentions
from ladders.privacy.queries.personal_data import everything_about
from ladders.privacy.tables import TABLES
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.pages import squeezed

from .company import Payroll, user_of

pytestmark = pytest.mark.django_db


def sent(row: InformationRequest, hr: Client, **more: Any) -> Any:
    """HR opens the draft, and sends it as it is."""
    address = reverse("pay-information-request", args=[row.pk])
    page = hr.get(address)
    seen = page.context["form"]["seen"].value()
    return hr.post(address, {"seen": seen, "words": "Ask me if anything is unclear.", **more})


def test_somebody_asks_hr_checks_and_sends_and_they_read_it(payroll: Payroll) -> None:
    anna, hr = signed_in(user_of(payroll.anna)), signed_in(payroll.hr)
    assert "Ask, or read an answer" in squeezed(anna.get(reverse("my-pay")))
    page = squeezed(anna.get(reverse("pay-information")))
    assert "HR answers within 2 months" in page
    assert anna.post(reverse("pay-information"), {"question": "Why are Ben’s averages higher?"}).status_code == 302
    row = InformationRequest.objects.get()
    due = row.due_on
    assert due is not None
    assert due > timezone.localdate() + dt.timedelta(days=58)
    assert "due by" in squeezed(anna.get(reverse("pay-information")))
    listed = squeezed(hr.get(reverse("pay-information-requests")))
    assert payroll.anna.name in listed
    draft = squeezed(hr.get(reverse("pay-information-request", args=[row.pk])))
    for text in ("€50,500", "€58,500", "€31.56", "€36.56", "Why are Ben’s averages higher?", "€48,000"):
        assert text in draft, text
    assert payroll.anna.pk in set(apps.get_model("compensation.PayAccess").objects.values_list("employee", flat=True))
    assert sent(row, hr).status_code == 302
    answer = squeezed(anna.get(reverse("pay-information-answer", args=[row.pk])))
    for text in ("S6", "€48,000", "€50,500", "€58,500", "Ask me if anything is unclear.", "Hana Ruiz"):
        assert text in answer, text
    assert "read the answer of" in squeezed(anna.get(reverse("pay-information"))).lower()
    assert Notice.objects.filter(recipient=user_of(payroll.anna), kind="informed").count() == 1
    assert not Notice.objects.filter(kind="for_hr", read_at=None).exists()
    ended = squeezed(hr.get(reverse("pay-information-requests"), {"state": "ended"}))
    assert "· Hana Ruiz</span>" in ended  # beside the day: how it ended, and by whom
    # It stays as it was sent, whatever happens.
    with pytest.raises(DatabaseError), transaction.atomic():
        InformationAnswer.objects.update(words="Other")
    with pytest.raises(DatabaseError), transaction.atomic():
        InformationRequest.objects.update(state="withdrawn")
    PaidAmount.objects.update(amount=1)
    assert "€50,500" in squeezed(anna.get(reverse("pay-information-answer", args=[row.pk])))


def test_a_small_group_is_told_to_nobody_but_whom_the_country_names(payroll: Payroll) -> None:
    hr, own = signed_in(payroll.hr), signed_in(user_of(payroll.few))
    assert hr.post(
        reverse("pay-information-rules"),
        {"country": "", "recipient": "equality_body", "name": "Equality Office", "contact": "Room 7"},
    ).status_code == 302  # fmt: skip
    row = ask(by=user_of(payroll.few))
    refused = sent(row, hr)
    assert (refused.status_code, row.__class__.objects.get().state) == (422, "open")
    assert "Write to whom you hand the figures" in squeezed(refused)
    handed = squeezed(hr.get(reverse("pay-information-withheld", args=[row.pk])))
    assert "€41,333" in handed
    assert "stand behind each average" not in handed  # fewer do: that is why they are handed over
    assert sent(row, hr, handed_to="Ms Body, 29 November").status_code == 302
    answer = own.get(reverse("pay-information-answer", args=[row.pk]))
    page = squeezed(answer)
    for text in ("the equality body (Equality Office)", "Ms Body, 29 November", "Room 7", "€40,000"):
        assert text in page, text
    stored = json.dumps(InformationAnswer.objects.get().content)
    data = json.dumps(everything_about(payroll.few))
    for canary in ("41333", "41,333"):
        assert canary not in answer.content.decode()
        assert canary not in stored
        assert canary not in data
    with connection.cursor() as cursor:  # sealed in the database, too
        cursor.execute("SELECT a::text FROM pay_information_informationanswer a")
        assert "41333" not in cursor.fetchone()[0]
    assert "€41,333" in squeezed(hr.get(reverse("pay-information-withheld", args=[row.pk])))
    assert own.get(reverse("pay-information-withheld", args=[row.pk])).status_code == 403


def test_hr_of_one_department_answers_there_and_sees_no_figures_of_few(payroll: Payroll) -> None:
    Employee.objects.filter(name="Few 1").update(department="Yard")
    lab = account(name="Lab HR", department="Lab")
    RoleGrant.objects.create(user=lab, role=Role.HR_ADMIN, departments=["Lab"])
    row, client = ask(by=user_of(payroll.few)), signed_in(lab)
    draft = client.get(reverse("pay-information-request", args=[row.pk]))
    refused = client.get(reverse("pay-information-withheld", args=[row.pk]))
    assert (draft.status_code, refused.status_code) == (200, 403)
    for answer in (draft, refused):
        assert "41,333" not in answer.content.decode()
    other = ask(by=user_of(payroll.anna))
    assert "€58,500" in squeezed(client.get(reverse("pay-information-request", args=[other.pk])))


def test_who_is_chosen_reads_the_answer_too(payroll: Payroll) -> None:
    anna, helper = signed_in(user_of(payroll.anna)), signed_in(payroll.helper)
    asked = anna.post(reverse("pay-information"), {"representative": str(payroll.helper.pk), "question": ""})
    assert asked.status_code == 302
    row = InformationRequest.objects.get()
    assert helper.get(reverse("pay-information-answer", args=[row.pk])).status_code == 404  # not answered yet
    assert sent(row, signed_in(payroll.hr)).status_code == 302
    assert "€50,500" in squeezed(helper.get(reverse("pay-information-answer", args=[row.pk])))
    assert Notice.objects.filter(recipient=payroll.helper, kind="informed").count() == 1
    other = signed_in(user_of(payroll.women[1]))
    chosen = {"representative": str(payroll.manager.pk)}
    assert other.post(reverse("pay-information"), chosen).status_code == 422
    assert InformationRequest.objects.count() == 1


def test_who_represents_a_person_no_more_reads_nothing_of_theirs(payroll: Payroll) -> None:
    helper, hr = signed_in(payroll.helper), signed_in(payroll.hr)
    grant = RoleGrant.objects.get(user=payroll.helper)
    people = [user_of(each) for each in payroll.women[:3]]
    read, chosen = (ask(by=user, representative=payroll.helper) for user in people[:2])
    asked = ask_for(person=payroll.women[2], by=payroll.helper)
    sent(read, hr)
    answer = reverse("pay-information-answer", args=[read.pk])
    assert "Rep Resent reads this answer, too." in squeezed(signed_in(people[0]).get(answer))
    assert helper.get(answer).status_code == 200
    told = Notice.objects.get(recipient=payroll.helper, kind="informed")
    opened = reverse("notice-open", args=[told.pk])
    assert opened in helper.get(reverse("notices")).content.decode()
    RoleGrant.objects.filter(pk=grant.pk).update(departments=["Yard"])  # still a representative, of others
    assert helper.get(answer).status_code == 404
    assert opened not in helper.get(reverse("notices")).content.decode()
    listed = helper.get(reverse("pay-information-for-others"))
    assert (listed.status_code, list(listed.context["rows"])) == (200, [])
    assert not InformationRequest.objects.visible_to(User.objects.get(pk=payroll.helper.pk)).exists()
    assert "Rep Resent no longer represents you and does not read the answer" in squeezed(
        signed_in(people[0]).get(answer)
    )
    # Agreed to after that, it is one's own request; sent after that, the answer is the person's alone.
    own = signed_in(people[2])
    assert "Rep Resent no longer represents you" in squeezed(own.get(reverse("pay-information")))
    agreed = own.post(reverse("pay-information-agree", args=[asked.pk]), {"agrees": "yes"}, follow=True)
    assert "Rep Resent no longer represents you" in squeezed(agreed)
    page = squeezed(hr.get(reverse("pay-information-request", args=[chosen.pk])))
    assert "reads it, too" not in page
    for row in (asked, chosen):
        assert sent(row, hr).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.representative, row.by_representative) == ("answered", None, False)
    assert Notice.objects.filter(recipient=payroll.helper, kind="informed").count() == 1
    assert "Beside you, only HR" in squeezed(own.get(reverse("pay-information-answer", args=[asked.pk])))
    RoleGrant.objects.filter(pk=grant.pk).update(departments=[])
    assert helper.get(reverse("pay-information-answer", args=[chosen.pk])).status_code == 404


def test_the_ledger_gives_everybody_of_a_category_the_same_answer(payroll: Payroll) -> None:
    from ladders.insights.models import ShownPay

    for person in (*payroll.women[:2], payroll.men[0]):
        row = ask(by=user_of(person))
        assert "€58,500" in squeezed(signed_in(payroll.hr).get(reverse("pay-information-request", args=[row.pk])))
        send(request=row, seen=_seen(row), by=payroll.hr)
    assert sorted(ShownPay.objects.values_list("basis", flat=True)) == ["annual", "hourly"]  # looking writes nothing
    # One woman more would be told apart by two editions of the average: the second one is kept back.
    leaver = payroll.women[5]
    PaidAmount.objects.filter(paid_year__employee=leaver).delete()
    row = ask(by=user_of(payroll.women[3]))
    page = signed_in(payroll.hr).get(reverse("pay-information-request", args=[row.pk]))
    assert page.context["withheld"] is True


def test_asking_is_nobody_elses_business(payroll: Payroll) -> None:
    signed_in(user_of(payroll.anna)).post(reverse("pay-information"), {"question": "Secretword"})
    row = InformationRequest.objects.get()
    local = account(name="Local", department="Elsewhere")
    RoleGrant.objects.create(user=local, role=Role.HR_ADMIN, departments=["Elsewhere"])
    equity = account(user__roles=[Role.PAY_EQUITY_ANALYST])
    others = [payroll.manager, local, equity, payroll.helper, user_of(payroll.women[1])]
    for other in others:
        assert not InformationRequest.objects.visible_to(other).exists()
        client = signed_in(other)
        for name in ("pay-information-answer", "pay-information-request", "pay-information-withheld"):
            assert client.get(reverse(name, args=[row.pk])).status_code in (403, 404)
        for name in ("pay-information-withdraw", "pay-information-agree"):
            assert client.post(reverse(name, args=[row.pk])).status_code == 404
        with pytest.raises(DomainError, match=r"does not reach this person|You asked|does not wait"):
            send(request=row, seen="", by=other)
        assert not Notice.objects.filter(recipient=other).exists()
    assert InformationRequest.objects.get().state == "open"
    assert payroll.anna.name not in squeezed(signed_in(local).get(reverse("pay-information-requests")))
    assert InformationRequest.objects.visible_to(payroll.hr).exists()
    mail_outbox.run()
    assert {sent_mail.to[0] for sent_mail in mail.outbox} <= {
        user.email for user in User.objects.filter(grants__role=Role.HR_ADMIN)
    }
    for sent_mail in mail.outbox:
        for word in ("Anna", "Secretword", "information", str(row.pk), " pay"):
            assert word not in f"{sent_mail.subject} {sent_mail.body}", word
    urls = [context.metadata.get("url", "") for context in pghistory.models.Context.objects.all()]
    assert not [url for url in urls if "information" in str(url).replace("[information]", "")]
    assert mentions(Words("Secretword", "", "")) == {}


def test_hr_never_answers_her_own_and_nobody_twice(payroll: Payroll) -> None:
    hana = payroll.hr
    Employee.objects.filter(user=hana).update(legal_entity="One")
    row = ask(by=hana)
    client = signed_in(hana)
    assert client.get(reverse("pay-information-request", args=[row.pk])).status_code == 404
    assert not InformationRequest.objects.answered_by(hana).exists()
    with pytest.raises(DomainError, match="somebody else in HR"):
        send(request=row, seen="", by=hana)
    assert not Notice.objects.filter(recipient=hana, kind="for_hr").exists()
    with pytest.raises(DomainError, match="asked already"):
        ask(by=hana)
    founder = signed_in(User.objects.get(name="Founder"))
    assert sent(row, founder, words="You hold no level yet.").status_code == 302
    with pytest.raises(DomainError, match="does not wait"):
        send(request=row, seen="", by=User.objects.get(name="Founder"))


def test_what_changed_since_hr_looked_is_looked_at_again(payroll: Payroll) -> None:
    row, hr = ask(by=user_of(payroll.anna)), signed_in(payroll.hr)
    address = reverse("pay-information-request", args=[row.pk])
    seen = hr.get(address).context["form"]["seen"].value()
    PaidAmount.objects.filter(paid_year__employee=payroll.anna).update(amount=54_000)
    again = hr.post(address, {"seen": seen})
    assert again.status_code == 422
    assert "changed since you looked" in squeezed(again)
    assert "€51,500" in squeezed(again)
    assert hr.post(address, {"seen": again.context["form"]["seen"].value()}).status_code == 302


def test_a_representative_asks_for_who_agrees(payroll: Payroll) -> None:
    helper, anna = signed_in(payroll.helper), signed_in(user_of(payroll.anna))
    address = reverse("pay-information-for-others")
    assert helper.post(address, {"person": payroll.anna.name}).status_code == 302
    row = InformationRequest.objects.get()
    assert not InformationRequest.objects.answered_by(payroll.hr).exists()
    assert not AuditEntry.objects.filter(area="pay_information").exists()
    assert not Notice.objects.filter(kind="for_hr").exists()
    assert helper.post(address, {"person": payroll.anna.name}).status_code == 422
    assert "Do you agree?" in squeezed(anna.get(reverse("pay-information")))
    anna.post(reverse("pay-information-agree", args=[row.pk]), {"agrees": "yes"})
    row.refresh_from_db()
    assert (row.state, row.months) == ("open", 2)
    assert sent(row, signed_in(payroll.hr)).status_code == 302
    read = squeezed(helper.get(reverse("pay-information-answer", args=[row.pk])))
    assert "€50,500" in read
    assert "Anna 0: level" in read
    other = ask_for(person=payroll.women[1], by=payroll.helper)
    declined = agree(request=other, agrees=False, by=user_of(payroll.women[1]))
    assert declined.state == "declined"
    assert not InformationRequest.objects.answered_by(payroll.hr).filter(pk=other.pk).exists()
    with pytest.raises(DomainError, match="Only the person"):
        agree(request=other, agrees=True, by=payroll.helper)
    with pytest.raises(DomainError, match="do not represent"):
        ask_for(person=payroll.women[2], by=payroll.manager)


def test_hr_is_reminded_and_everybody_is_told_once_a_year(payroll: Payroll) -> None:
    row = ask(by=user_of(payroll.anna))
    assert row.due_on is not None
    late = Notice.objects.filter(kind="for_hr_late", recipient=payroll.hr)
    assert remind(row.due_on - dt.timedelta(days=15)) == 0
    for days, told in ((-14, 1), (-13, 1), (1, 2), (8, 3), (9, 3)):
        remind(row.due_on + dt.timedelta(days=days))
        remind(row.due_on + dt.timedelta(days=days))
        assert late.count() == told, days
    gone = EmployeeFactory.create(left_on=dt.date(2026, 1, 1))
    number = Employee.objects.count() - 1
    assert tell_right(dt.date(2026, 7, 1)) == number
    assert tell_right(dt.date(2026, 12, 31)) == 0
    newcomer = EmployeeFactory.create(hired_on=dt.date(2026, 8, 1))
    assert tell_right(dt.date(2026, 8, 2)) == 1
    assert tell_right(dt.date(2027, 1, 1)) == number + 1
    assert list(YearlyNotice.objects.filter(employee=newcomer).values_list("year", flat=True)) == [2026, 2027]
    assert not YearlyNotice.objects.filter(employee=gone).exists()
    assert Notice.objects.filter(kind="yearly", recipient=newcomer.user).count() == 2
    assert tell_right(dt.date(2026, 1, 1)) == 0  # before the law holds


@pytest.mark.parametrize("ahead", [0, 3, 7, 10, 60])
def test_other_days_ahead_silence_no_later_week(payroll: Payroll, ahead: int) -> None:
    row = ask(by=user_of(payroll.anna))
    assert row.due_on is not None
    late = Notice.objects.filter(kind="for_hr_late", recipient=payroll.hr)
    for days in range(-14, 1):
        remind(row.due_on + dt.timedelta(days=days))
    assert late.count() == 3  # two weeks before, a week before, on the day
    for week in (1, 2, 3):
        remind(row.due_on + dt.timedelta(days=7 * week), dt.timedelta(days=ahead))
        assert late.count() == 3 + week


def test_no_days_ahead_are_no_reminder_until_the_answer_is_late(payroll: Payroll) -> None:
    row = ask(by=user_of(payroll.anna))
    assert row.due_on is not None
    late = Notice.objects.filter(kind="for_hr_late", recipient=payroll.hr)
    none = dt.timedelta()
    for days, told in ((-1, 0), (0, 0), (1, 1), (2, 1), (7, 2)):
        assert remind(row.due_on + dt.timedelta(days=days), none) == (days > 0)
        assert late.count() == told, days


def test_pages_ask_as_much_for_one_as_for_thirty(payroll: Payroll, django_assert_max_num_queries: Any) -> None:
    hr, own = signed_in(payroll.hr), signed_in(user_of(payroll.anna))
    row = ask(by=user_of(payroll.anna))
    with django_assert_max_num_queries(8):
        hr.get(reverse("pay-information-requests"))
    with django_assert_max_num_queries(11):
        own.get(reverse("pay-information"))
    with django_assert_max_num_queries(22):
        hr.get(reverse("pay-information-request", args=[row.pk]))
    for person in [*payroll.women[1:], *payroll.men]:
        done = ask(by=user_of(person))
        send(request=done, seen=_seen(done), by=payroll.hr)
    for person in payroll.men:
        ask(by=user_of(person))
    with django_assert_max_num_queries(8):
        assert hr.get(reverse("pay-information-requests")).status_code == 200


def _seen(row: InformationRequest) -> str:
    from ladders.core.canonical import digest_of
    from ladders.pay_information.queries.drafts import draft_answer

    return digest_of(draft_answer(row, timezone.localdate()).content)


def test_erasing_takes_requests_and_answers(payroll: Payroll) -> None:
    row = ask(by=user_of(payroll.anna), question="Secretword")
    send(request=row, seen=_seen(row), words="Kept", by=payroll.hr)
    told = json.dumps(everything_about(payroll.anna))
    assert "Secretword" in told
    assert "Kept" in told
    for each in reversed([table for table in TABLES if table.model.startswith("pay_information.")]):
        each.rows(payroll.anna).delete()
    assert not InformationAnswer.objects.exists()
    assert not InformationRequest.objects.exists()


def test_when_a_request_has_had_its_time_nobody_can_tell_whose_it_was(payroll: Payroll) -> None:
    row = ask(by=user_of(payroll.anna))
    withdraw(request=row, by=user_of(payroll.anna))
    entries = AuditEntry.objects.filter(area="pay_information")
    assert [(each.by_name, each.subject) for each in opened(entries)] == [(payroll.anna.name, payroll.anna.name)] * 2
    assert "pay_information" in json.dumps(everything_about(payroll.anna))
    assert let_go(timezone.now() + dt.timedelta(days=365 * 5)) == {"pay_information": 1}
    for each in opened(entries.all()):
        assert (each.by_id, each.by_name, each.subject) == (None, "Somebody", "something that was let go of since")
