"""What has had its time goes, no more and no less; what everybody may know of it stays."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.careers.models import Assessment, AssessmentSheet
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Job, JobState
from ladders.core.retention import months_before
from ladders.exchange.models import PeopleUpload, Upload
from ladders.insights.queries.outcomes import answered
from ladders.moves.actions import answers, questions
from ladders.moves.actions.notices import log
from ladders.moves.actions.withdrawals import withdraw
from ladders.moves.models import Mail, Message, MoveRequest, Notice, PassedOn, PastAnswer, Step
from ladders.moves.models.mails import Ending
from ladders.privacy.actions.erasure_requests import holds
from ladders.privacy.actions.retention import let_go, set_times
from ladders.privacy.models import RetentionTime
from ladders.privacy.queries.retention import going
from tests.factories import EmployeeFactory
from tests.moves.company import TODAY, Company, now_open
from tests.moves.test_no_trace import rows_with
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 3, 9, 12))


def ended(firm: Company, end: str) -> MoveRequest:
    """Pia's request, ended: "declined" with words, or "withdrawn"."""
    row = firm.asked()
    step = now_open(row)
    assert step.decider is not None
    questions.ask_question(step=step, text="Which zaunkoenig?", by=step.decider, today=TODAY)
    if end == "withdrawn":
        return withdraw(request=row, by=firm.user("pia"), today=TODAY)
    answers.release(step=step, on=TODAY, by=step.decider, today=TODAY)
    step = now_open(row)
    assert step.decider is not None
    return answers.decline(step=step, reason="No zaunkoenig.", would_change="A seat.", by=step.decider, today=TODAY)


@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_a_request_that_came_to_nothing_goes_with_all_that_was_said(
    firm: Company, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)  # the database asks its own clock whether that was long ago
    row = ended(firm, end)
    row.hr_hears_at = NOW
    log(row, end, firm.user("pia"))
    [told] = opened(AuditEntry.objects.filter(area="moves", subject_key=str(row.pk)).order_by("-pk")[:1])
    assert (told.by_name, told.subject) == ("Pia Person", "Pia Person")
    before = answered()
    closed = row.closed_at
    assert closed is not None
    assert let_go(closed + dt.timedelta(days=170)) == {}
    assert let_go(closed + dt.timedelta(days=190)) == {"requests": 1}
    assert not MoveRequest.objects.exists()
    left = [model.__name__ for model in (Step, Message, PassedOn, Notice) if model._base_manager.exists()]
    assert left == []
    assert rows_with("zaunkoenig") == {}
    assert PastAnswer.objects.get().answer == end
    history = [values for values in row.events.values() if "pgh_label" in values]  # type: ignore[attr-defined]
    assert history
    assert not any(name.endswith("_by_id") or name in ("person_id", "pgh_context_id") for name in history[0])
    assert [(each.kind, each.counts, each.steps) for each in answered()] == [
        (each.kind, each.counts, each.steps) for each in before
    ]
    for each in opened(AuditEntry.objects.filter(area="moves", subject_key=str(row.pk))):
        assert (each.by_id, each.by_name) == (None, "Somebody")
        assert (each.subject, each.detail) == ("something that was let go of since", {})
    entry = AuditEntry.objects.get(area="privacy")
    assert (entry.by, entry.detail["rows"]) == (None, [None, 1])


def test_the_database_lets_nothing_go_that_is_young_or_took_effect(firm: Company) -> None:
    row = firm.asked()
    withdraw(request=row, by=firm.user("pia"), today=TODAY)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        MoveRequest.objects.filter(pk=row.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        Step.objects.filter(request=row)._raw_delete("default")


def test_each_kind_has_its_own_time(hr: User, firm: Company) -> None:
    for age in (91, 89):
        Job.objects.create(
            kind="tests", title=str(age), owner=hr, state=JobState.DONE, finished_at=NOW - dt.timedelta(days=age)
        )
    Job.objects.create(kind="tests", title="waits", owner=hr, created_at=NOW - dt.timedelta(days=400))
    for days in (8, 6):
        Upload.objects.create(owner=hr, name=str(days), created_at=NOW - dt.timedelta(days=days))
        PeopleUpload.objects.create(owner=hr, name=str(days), content=b"x", created_at=NOW - dt.timedelta(days=days))
    sheet = AssessmentSheet.objects.create(employee=firm.pia, side="self")
    for on in (dt.date(2024, 3, 8), dt.date(2024, 3, 10)):
        Assessment.objects.create(
            sheet=sheet, framework=firm.version.framework, competency=uuid4(), proficiency=1, assessed_on=on
        )
    assert let_go(NOW) == {"jobs": 1, "uploads": 2, "assessments": 1}
    assert set(Job.objects.values_list("title", flat=True)) >= {"89", "waits"}
    assert list(Upload.objects.values_list("name", flat=True)) == ["6"]
    assert list(PeopleUpload.objects.values_list("name", flat=True)) == ["6"]
    assert Assessment.objects.get().assessed_on == dt.date(2024, 3, 10)
    assert let_go(NOW) == {}


def test_it_goes_on_where_it_stopped(hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.privacy.actions.retention.BATCH", 2)
    Job.objects.bulk_create(
        Job(kind="tests", title="J", owner=hr, state=JobState.DONE, finished_at=NOW - dt.timedelta(days=100))
        for _ in range(5)
    )
    assert let_go(NOW, seconds=0) == {}
    assert let_go(NOW) == {"jobs": 5}
    assert sorted(AuditEntry.objects.filter(area="privacy").values_list("detail__rows", flat=True)) == [
        [None, 1],
        [None, 2],
        [None, 2],
    ]


def test_the_page_says_what_goes_next_and_sets_the_times(hr: User, client: Client) -> None:
    now = timezone.now()
    for days in (100, 80, 10):
        Job.objects.create(
            kind="tests", title="J", owner=hr, state=JobState.DONE, finished_at=now - dt.timedelta(days=days)
        )
    jobs = next(each for each in going(now) if each.kind.name == "jobs")
    assert (jobs.now, jobs.soon, jobs.kept) == (1, 1, 2)
    assert jobs.first_on == timezone.localdate(now + dt.timedelta(days=10))
    client.force_login(hr, backend="accounts.backends.SignInBackend")
    page = client.get(reverse("retention"))
    assert "Declined and withdrawn requests" in squeezed(page)
    values = {each.kind.name: each.amount for each in going(now)}
    assert (values["requests"], values["assessments"], values["uploads"], values["jobs"]) == (6, 24, 7, 90)
    wrong = client.post(reverse("retention"), values | {"jobs": 3})
    assert (wrong.status_code, RetentionTime.objects.count()) == (422, 0)
    values |= {each.html_name: each.initial for each in page.context["leavers"]}
    assert client.post(reverse("retention"), values | {"jobs": 60}).status_code == 302
    assert {each.kind.name: each.amount for each in going(now)}["jobs"] == 60
    assert AuditEntry.objects.get(verb="retention.changed").detail == {"Background work": ["90 days", "60 days"]}
    assert let_go(now) == {"jobs": 2}


def test_years_of_leavers_are_set_by_country_on_the_page(hr: User, client: Client) -> None:
    left: Any = EmployeeFactory(  # type: ignore[no-untyped-call]
        left_on=dt.date(2022, 5, 5), hired_on=dt.date(2020, 1, 1), country="SE"
    )
    today = dt.date(2026, 3, 9)
    assert "Until then it is kept." in " ".join(holds(left, today))
    client.force_login(hr, backend="accounts.backends.SignInBackend")
    page = client.get(reverse("retention"))
    fields = page.context["leavers"]
    values = {each.kind.name: each.amount for each in going(timezone.now())}
    years = {each.html_name: each.initial for each in fields}
    assert "Germany" in squeezed(page)
    assert (years["leavers-DE"], years["leavers-SE"], years["leavers-elsewhere"]) == (6, 10, 10)
    wrong = client.post(reverse("retention"), values | years | {"leavers-SE": 99})
    assert (wrong.status_code, RetentionTime.objects.count()) == (422, 0)
    assert client.post(reverse("retention"), values | years | {"leavers-SE": 3}).status_code == 302
    assert holds(left, today) == []
    assert AuditEntry.objects.get(verb="retention.changed").detail == {"SE": [10, 3]}
    assert RetentionTime.objects.get().pk == "leavers:SE"


def test_a_time_out_of_bounds_is_refused_in_a_sentence(hr: User) -> None:
    with pytest.raises(DomainError, match="Background work: choose between 7 days and 730 days"):
        set_times(amounts={"jobs": 1}, by=hr)


def test_months_end_with_their_last_day() -> None:
    at = dt.datetime(2026, 8, 31, 4, tzinfo=dt.UTC)
    assert months_before(at, 6) == dt.datetime(2026, 2, 28, 4, tzinfo=dt.UTC)
    assert months_before(at, 24).date() == dt.date(2024, 8, 31)


def test_notices_that_were_read_and_mails_that_left_go_and_what_nobody_has_read_stays(hr: User, firm: Company) -> None:
    def told(key: str, months: int, *, read: bool = True) -> Notice:
        at = months_before(NOW, months)
        mail = Mail.objects.create(recipient=hr, made_at=at, ended_at=at, ending=Ending.SENT)
        moment = at if read else None
        return Notice.objects.create(
            recipient=hr,
            kind="yearly",
            page="notices",
            key=key,
            read_at=moment,
            settled_at=at,
            created_at=at,
            mail=mail,
        )

    told("old", 16)
    unread, young = told("unread", 16, read=False), told("young", 12)
    last = told("last", 2)
    assert let_go(NOW) == {"mails": 3, "notices": 1}
    assert list(Notice.objects.order_by("id").values_list("pk", "mail")) == [
        (unread.pk, None),
        (young.pk, None),
        (last.pk, last.mail_id),
    ]
