"""From a published gap to a closed case: by itself it only opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import RoleGrant
from accounts.roles import Role
from ladders.compensation.actions.salaries import set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import Salary
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.core.months import months_after
from ladders.moves.models import Notice
from ladders.moves.notifications import text
from ladders.remedies.actions.cases import (
    choose_path,
    close_case,
    measure_again,
    open_cases,
    reopen_case,
    save_joint,
    set_remedy_day,
)
from ladders.remedies.actions.measures import add_measure, end_measure, judge, justify
from ladders.remedies.actions.reminders import remind, tell_opened
from ladders.remedies.domain.states import TRANSITIONS, CaseState, Criterion, Ground, MeasuredOn, can_go
from ladders.remedies.models import Measurement, RemedyCase
from ladders.remedies.web.presentation import decision_lines
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory, account
from tests.pages import squeezed
from tests.pay_reports.employer import PAY, computed, pay_all
from tests.remedies.conftest import Remedied, published

pytestmark = pytest.mark.django_db
S = CaseState


def test_a_published_report_opens_a_case_for_each_category_that_reaches_the_threshold(remedied: Remedied) -> None:
    case, report = remedied.case, remedied.report
    assert [(row.name, row.reached) for row in report.categories.all()] == [("5", True), ("6", False)]
    assert (case.name, case.legal_entity, case.state) == ("5", "One", "open")
    assert case.gap_percent == report.categories.get(name="5").total_percent
    assert (case.opened_on, case.remedy_until) == (remedied.day, months_after(remedied.day, 6))
    assert open_cases(report=report, by=remedied.hr) == []
    told = Notice.objects.filter(kind="remedy").values_list("recipient", flat=True)
    assert set(told) == {remedied.analyst.pk, remedied.hr.pk}
    # The trail is read by people who may not know the gap of a small group.
    [entry] = AuditEntry.objects.filter(area="remedies", verb="case.opened", subject_key=str(case.pk))
    assert list(entry.detail) == ["remedy_until"]


def test_each_of_several_cases_is_told_by_a_notice_that_leads_to_it(remedied: Remedied) -> None:
    first = remedied.case
    second = RemedyCase.objects.get(pk=first.pk)
    second.pk, second.category, second.name = None, remedied.report.categories.get(name="6"), "6"
    second.save()
    Notice.objects.all().delete()
    tell_opened([first, second])
    told = list(Notice.objects.filter(recipient=remedied.analyst))
    assert sorted(row.page for row in told) == sorted(f"remedy-case {case.pk}" for case in (first, second))
    read = text.told(told, remedied.analyst, timezone.localdate())
    assert sorted(row.concerns for row in read) == sorted(map(str, (first, second)))


def test_who_sees_a_case(remedied: Remedied) -> None:
    seeing = [remedied.analyst, remedied.hr]
    others = [
        remedied.employer.colleague,
        remedied.employer.representative,
        account(user__roles=[Role.COMPENSATION_ANALYST]),
    ]
    local = UserFactory.create()
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, legal_entities=["Two"])
    of_entity = UserFactory.create()
    RoleGrant.objects.create(user=of_entity, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    assert all(RemedyCase.objects.visible_to(user).exists() for user in [*seeing, of_entity])
    assert not any(RemedyCase.objects.visible_to(user).exists() for user in [*others, local])
    page = squeezed(signed_in(local).get(reverse("remedies")))  # there are some, of an employer out of their reach
    assert ("Nothing needs doing" in page, "No case is yours to see" in page) == (False, True)
    for user in others:
        with pytest.raises(PermissionDenied):
            choose_path(case=remedied.case, path=S.REMEDY, reason="x", by=user)
    with pytest.raises(PermissionDenied):
        choose_path(case=remedied.case, path=S.REMEDY, reason="x", by=local)
    remedied.case.refresh_from_db()
    assert remedied.case.state == "open"


def test_the_database_refuses_what_the_table_of_states_does_not_have(remedied: Remedied) -> None:
    row = RemedyCase.objects.filter(pk=remedied.case.pk)
    closed = {"closed_at": dt.datetime.now(dt.UTC), "closed_by": remedied.hr, "ground": "below", "closed_reason": "x"}
    opened = {"closed_at": None, "closed_by": None, "ground": "", "closed_reason": ""}
    here = S.OPEN
    for there in (S.CLOSED, S.JUSTIFY, S.OPEN, S.REMEDY, S.JOINT, S.OPEN, S.CLOSED, S.REMEDY, S.JUSTIFY, S.OPEN):
        values = closed if there is S.CLOSED else opened
        if can_go(here, there):
            row.update(state=there, **values)
            here = there
        else:
            with pytest.raises(IntegrityError, match="cannot go"), transaction.atomic():
                row.update(state=there, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state=S.CLOSED)  # by nobody, for no reason
    assert {state for after in TRANSITIONS.values() for state in after} == set(S)


def test_a_gap_is_closed_as_justified_only_once_another_person_accepts(remedied: Remedied) -> None:
    case, analyst, hr = remedied.case, remedied.analyst, remedied.hr
    with pytest.raises(DomainError, match="No justification"):
        close_case(case=case, ground=Ground.JUSTIFIED, reason="x", by=analyst)
    choose_path(case=case, path=S.JUSTIFY, reason="Service differs", by=analyst)
    reason = justify(case=case, criterion=Criterion.SENIORITY, text="Longer here", evidence="Sheet 4", by=analyst)
    with pytest.raises(DomainError, match="You wrote this"):
        judge(justification=reason, accepted=True, reason="Yes", by=analyst)
    for user, asked in ((analyst, False), (hr, True)):
        page = squeezed(signed_in(user).get(reverse("remedy-judge", args=[case.pk, reason.pk])))
        assert ('name="accepted"' in page, "You wrote this" in page) == (asked, not asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(reason).objects.filter(pk=reason.pk).update(
            accepted=True, decided_by=analyst, decided_at=dt.datetime.now(dt.UTC), decided_reason="x"
        )
    judge(justification=reason, accepted=False, reason="No link to service", by=hr)
    with pytest.raises(DomainError, match="judged already"):
        judge(justification=reason, accepted=True, reason="Oh", by=hr)
    with pytest.raises(DomainError, match="No justification"):
        close_case(case=case, ground=Ground.JUSTIFIED, reason="x", by=analyst)
    second = justify(case=case, criterion=Criterion.PERFORMANCE, text="Reviews", evidence="2025", by=analyst)
    judge(justification=second, accepted=True, reason="By written criteria", by=hr)
    close_case(case=case, ground=Ground.JUSTIFIED, reason="Explained", by=analyst)
    case.refresh_from_db()
    assert (case.state, case.ground, case.closed_by) == ("closed", "justified", analyst)
    with pytest.raises(DomainError, match="closed"):
        add_measure(case=case, text="x", owner=hr, due_on=remedied.day, by=analyst)
    reopen_case(case=case, reason="New doubts", by=hr)
    case.refresh_from_db()
    day = date_format(remedied.day, "j F Y")
    assert decision_lines(case) == [
        (f"{analyst} decided on {day}: Being justified", "Service differs"),
        (f"{analyst} closed the case on {day}: A justification is accepted", "Explained"),
        (f"{hr} opened the case again on {day}", "New doubts"),
    ]
    assert "New doubts" in squeezed(signed_in(analyst).get(reverse("remedy-case", args=[case.pk])))
    assert (case.state, case.closed_by, case.closed_reason) == ("open", None, "")
    events: Any = case.events  # type: ignore[attr-defined]
    assert list(events.order_by("pgh_id").values_list("state", flat=True)) == ["open", "justify", "closed", "open"]


def test_what_was_accepted_before_a_later_report_or_a_reopening_closes_nothing(remedied: Remedied) -> None:
    case, analyst, hr = remedied.case, remedied.analyst, remedied.hr

    def accept() -> None:
        made = justify(case=case, criterion=Criterion.SENIORITY, text="Longer here", evidence="Sheet 4", by=analyst)
        judge(justification=made, accepted=True, reason="Yes", by=hr)

    def close() -> str:
        close_case(case=case, ground=Ground.JUSTIFIED, reason="Explained", by=analyst)
        return RemedyCase.objects.get().state

    choose_path(case=case, path=S.JUSTIFY, reason="x", by=analyst)
    accept()
    pay_all({each.pk: (row[2], row[3]) for each, row in zip(remedied.people, PAY, strict=True)}, year=2027)
    published(computed(analyst, year=2027), remedied.employer)
    assert RemedyCase.objects.get().latest is not None
    with pytest.raises(DomainError, match="older than the latest report"):
        close()
    assert RemedyCase.objects.get().state == "justify"
    accept()
    assert close() == "closed"
    reopen_case(case=case, reason="New doubts", by=hr)
    choose_path(case=case, path=S.JUSTIFY, reason="x", by=analyst)
    with pytest.raises(DomainError, match="opened again"):
        close()
    accept()
    assert close() == "closed"


def test_a_later_report_is_the_gap_of_now_whether_it_reached_the_threshold_or_not(remedied: Remedied) -> None:
    case, analyst = remedied.case, remedied.analyst

    def shown() -> tuple[list[str], Decimal | None]:
        client = signed_in(analyst)
        page = client.get(reverse("remedy-case", args=[case.pk]))
        [row] = client.get(reverse("remedies")).context["rows"]
        return [line.label for line in page.context["gaps"].lines], row.gap_now

    assert shown() == (["Report of 2026"], None)
    measure_again(case=case, on=MeasuredOn.PAID, by=analyst)
    first = case.measurements.get()
    pay_all({each.pk: (50_000, 0) for each in remedied.people}, year=2027)  # all alike: nothing reaches a threshold
    published(computed(analyst, year=2027), remedied.employer)
    case.refresh_from_db()
    assert case.latest is None
    labels, now = shown()
    assert (len(labels), labels[-1], now) == (3, "Report of 2027", Decimal(0))
    assert (first.total_percent, first.year) == (case.gap_percent, 2026)
    measure_again(case=case, on=MeasuredOn.PAID, by=analyst)  # of the year of that report, after it
    assert (len(shown()[0]), shown()[1]) == (4, Decimal(0))
    pay_all(
        {each.pk: (60_000, 0) for each in remedied.people}, year=2025
    )  # that year's report was missed, and comes last
    published(computed(analyst, year=2025), remedied.employer)
    assert (len(shown()[0]), shown()[1]) == (4, Decimal(0))


def test_a_raise_counts_where_salaries_are_known_only_since_after_the_year(remedied: Remedied) -> None:
    case, may = remedied.case, dt.date(2027, 5, 1)
    Salary.objects.update(starts_on=dt.date(2027, 1, 1))
    same = measure_again(case=case, on=MeasuredOn.TODAY, by=remedied.analyst, today=may)
    assert same.total_percent == case.gap_percent
    for person in remedied.people[:6]:
        terms = {"amount": Decimal(49_500), "currency": "EUR", "basis": Basis.YEAR}
        set_salary(employee=person, starts_on=may, by=remedied.hr, **terms)  # type: ignore[arg-type]
    raised = measure_again(case=case, on=MeasuredOn.TODAY, by=remedied.analyst, today=may)
    assert raised.total_percent is not None
    assert raised.total_percent < 2 < case.gap_percent


def test_the_gap_is_measured_again_on_the_newest_figures_and_on_salaries_of_today(remedied: Remedied) -> None:
    case, analyst = remedied.case, remedied.analyst
    same = measure_again(case=case, on=MeasuredOn.TODAY, by=analyst)
    assert same.total_percent == case.gap_percent
    women = remedied.people[:6]
    for person in women:
        set_salary(
            employee=person,
            starts_on=remedied.day,
            amount=Decimal(49_500),
            currency="EUR",
            basis=Basis.YEAR,
            by=remedied.hr,
        )
    paid = measure_again(case=case, on=MeasuredOn.PAID, by=analyst)
    assert paid.total_percent == case.gap_percent
    today = measure_again(case=case, on=MeasuredOn.TODAY, by=analyst)
    assert today.total_percent is not None
    assert today.total_percent < case.gap_percent
    pay_all({each.pk: (50_000, 0) for each in remedied.people}, year=2027)
    newest = measure_again(case=case, on=MeasuredOn.PAID, by=analyst)
    assert (newest.year, newest.total_percent) == (2027, Decimal(0))
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=newest.pk).update(total_percent=None, note="nobody")


def test_a_case_is_not_closed_as_remedied_while_the_gap_is_there(remedied: Remedied) -> None:
    case, analyst = remedied.case, remedied.analyst
    choose_path(case=case, path=S.REMEDY, reason="Raises", by=analyst)
    with pytest.raises(DomainError, match="the threshold is 5 %"):
        close_case(case=case, ground=Ground.BELOW, reason="Done", by=analyst)
    case.refresh_from_db()
    assert (case.state, case.measurements.count()) == ("remedy", 0)
    pay_all({each.pk: (50_000, 0) for each in remedied.people}, year=2027)
    close_case(case=case, ground=Ground.BELOW, reason="Paid alike now", by=analyst)
    case.refresh_from_db()
    assert (case.state, case.measurements.get().year) == ("closed", 2027)


def test_measures_have_an_owner_who_is_reminded_until_somebody_has_acted(remedied: Remedied) -> None:
    case, analyst, hr, day = remedied.case, remedied.analyst, remedied.hr, remedied.day
    with pytest.raises(DomainError, match="Choose somebody"):
        add_measure(case=case, text="x", owner=remedied.employer.colleague, due_on=day, by=analyst)
    measure = add_measure(case=case, text="Raise", owner=hr, due_on=day + dt.timedelta(20), by=analyst)
    due = Notice.objects.filter(kind="remedy_due", key__contains="measure", recipient=hr)

    def told(days: int) -> int:
        remind(day + dt.timedelta(days))
        remind(day + dt.timedelta(days))
        return due.count()

    assert [told(days) for days in (0, 5, 6, 12, 17, 20, 21, 26, 27)] == [0, 0, 1, 1, 2, 3, 4, 4, 5]
    stranger = account(user__roles=[Role.COMPENSATION_ANALYST])
    with pytest.raises(PermissionDenied):
        end_measure(measure=measure, done=True, note="x", by=stranger)
    end_measure(measure=measure, done=True, note="All raised", by=hr)
    assert told(40) == 5
    assert not due.filter(read_at=None).exists()
    with pytest.raises(DomainError, match="ended already"):
        end_measure(measure=measure, done=False, note="x", by=hr)


def test_writers_are_reminded_of_the_day_and_it_changes_only_with_a_reason(remedied: Remedied) -> None:
    case, analyst, until = remedied.case, remedied.analyst, remedied.case.remedy_until
    rows = Notice.objects.filter(kind="remedy_due", recipient=analyst)
    for days, number in ((61, 0), (60, 1), (30, 2), (-1, 3)):
        remind(until - dt.timedelta(days))
        assert rows.count() == number
    assert case.late(until + dt.timedelta(1))
    assert not case.late(until)
    with pytest.raises(DomainError, match="Say why"):
        set_remedy_day(case=case, until=until + dt.timedelta(9), reason=" ", by=analyst)
    set_remedy_day(case=case, until=until + dt.timedelta(9), reason="The works council asked", by=analyst)
    case.refresh_from_db()
    assert case.remedy_until == until + dt.timedelta(9)


def test_analysts_of_one_entity_are_told_of_its_cases_and_of_no_others(remedied: Remedied) -> None:
    here, elsewhere = UserFactory.create(), UserFactory.create()
    RoleGrant.objects.create(user=here, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    RoleGrant.objects.create(user=elsewhere, role=Role.PAY_EQUITY_ANALYST, legal_entities=["Two"])
    Notice.objects.all().delete()
    tell_opened([remedied.case])
    told = {remedied.analyst.pk, remedied.hr.pk, here.pk}
    assert set(Notice.objects.filter(kind="remedy").values_list("recipient", flat=True)) == told
    remind(remedied.case.remedy_until)
    assert set(Notice.objects.filter(kind="remedy_due").values_list("recipient", flat=True)) == told


def test_a_joint_assessment_is_written_with_the_representatives(remedied: Remedied) -> None:
    case, analyst = remedied.case, remedied.analyst
    values = {"representatives": "Works council", "held_on": remedied.day, "reasons": "None found"}
    with pytest.raises(DomainError, match="joint assessment first"):
        save_joint(case=case, values=values, by=analyst)
    choose_path(case=case, path=S.JOINT, reason="Six months have passed", by=analyst)
    save_joint(case=case, values=values, by=analyst)
    save_joint(case=case, values=values | {"measures": "Raises"}, by=analyst)
    assert (case.joint.representatives, case.joint.measures) == ("Works council", "Raises")
    rita = remedied.employer.representative
    joint = Notice.objects.get(recipient=rita, kind="remedy")
    assert joint.page == f"remedy-assessments#case-{case.pk}"
    [row] = text.told([joint], rita, timezone.localdate())
    assert (row.concerns, row.path) == (str(case), reverse("notice-open", args=[joint.pk]))
    [row] = text.told([joint], analyst, timezone.localdate())
    assert (row.concerns, row.path) == ("", "")
    led = signed_in(rita).get(reverse("notice-open", args=[joint.pk]))
    assert led["Location"] == f"{reverse('remedy-assessments')}#case-{case.pk}"
    notice = Notice.objects.filter(page=f"remedy-case {case.pk}").latest("pk")
    [row] = text.told([notice], notice.recipient, timezone.localdate())
    assert (row.concerns, row.path) == (str(case), reverse("notice-open", args=[notice.pk]))
    [row] = text.told([notice], rita, timezone.localdate())  # who may not open it reads of no case
    assert (row.concerns, row.path) == ("", "")
    page = signed_in(rita).get(reverse("remedy-assessments")).content.decode()
    assert "Works council" in page
    assert "10.0" not in page  # figures stand in the report, as far as they may
    assert signed_in(analyst).get(reverse("remedy-assessments")).status_code == 403
    elsewhere = UserFactory.create()
    RoleGrant.objects.create(user=elsewhere, role=Role.EMPLOYEE_REPRESENTATIVE, legal_entities=["Two"])
    assert not RemedyCase.objects.shared_with(elsewhere).exists()


def test_whoever_reaches_only_some_of_the_newest_year_neither_measures_nor_closes(remedied: Remedied) -> None:
    case, local = remedied.case, UserFactory.create()
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    choose_path(case=case, path=S.REMEDY, reason="Raises", by=local)
    lent = EmployeeFactory.create(hired_on=dt.date(2027, 1, 1), legal_entity="Two")
    pay_all({each.pk: (50_000, 0) for each in [*remedied.people, lent]}, year=2027)
    refused = "reaches 34 of the 35 people who were paid in 2027"
    with pytest.raises(DomainError, match=refused):
        close_case(case=case, ground=Ground.BELOW, reason="Paid alike", by=local)
    with pytest.raises(DomainError, match=refused):
        measure_again(case=case, on=MeasuredOn.PAID, by=local)
    page = signed_in(local).get(reverse("remedy-planner", args=[case.pk]))
    assert page.status_code == 422
    assert refused in page.content.decode()
    case.refresh_from_db()
    assert (case.state, case.measurements.count()) == ("remedy", 0)
    close_case(case=case, ground=Ground.BELOW, reason="Paid alike", by=remedied.analyst)


def test_a_button_pressed_twice_writes_once_and_tells_once(remedied: Remedied) -> None:
    case, analyst, hr = remedied.case, remedied.analyst, remedied.hr
    choose_path(case=case, path=S.REMEDY, reason="x", by=analyst)
    said = {"case": case, "criterion": Criterion.SENIORITY, "text": "Longer here", "evidence": "Sheet 4"}
    assert justify(**said, by=analyst) == justify(**said, by=analyst)  # type: ignore[arg-type]
    due = remedied.day + dt.timedelta(20)
    first = add_measure(case=case, text="Raise", owner=hr, due_on=due, by=analyst)
    told = Notice.objects.count()
    assert add_measure(case=case, text="Raise", owner=hr, due_on=due, by=analyst) == first
    assert Notice.objects.count() == told
    assert measure_again(case=case, on=MeasuredOn.TODAY, by=analyst) == measure_again(
        case=case, on=MeasuredOn.TODAY, by=analyst
    )
    verbs = AuditEntry.objects.filter(area="remedies", subject_key=str(case.pk)).values_list("verb", flat=True)
    assert [list(verbs).count(verb) for verb in ("reason.written", "measure.added", "case.measured")] == [1, 1, 1]
