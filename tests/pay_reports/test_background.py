"""Asking the representatives and publishing in the background: all of it or nothing, once, whatever ends the worker."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from ladders.core import jobs
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Job, JobState
from ladders.impact.models import FactorPlan
from ladders.insights.actions import release_pay
from ladders.insights.models import Audience, ShownPay, ShownSum
from ladders.pay_reports.actions import background, publication
from ladders.pay_reports.actions.drafts import choose_methods, discard_report, have_figures_made
from ladders.pay_reports.actions.release import decide_report
from ladders.pay_reports.models import Report
from ladders.remedies.models import RemedyCase
from tests.conftest import signed_in
from tests.pages import squeezed
from tests.shared_rows import shared_rows

from .employer import Employer, computed, employer

pytestmark = pytest.mark.django_db


@shared_rows
def firm(plan: FactorPlan) -> Employer:
    return employer()


def signed(firm: Employer) -> Report:
    """A report that was asked about and signed."""
    report = computed(firm.analyst)
    for row in report.categories.filter(reached=True):
        publication.explain_category(category=row, text="Experience on the market", by=firm.analyst)
    publication.consult(report=report, by=firm.analyst)
    return publication.sign(report=report, signed_as="Managing director", by=firm.hr)


def begun(report: Report, firm: Employer) -> Job:
    job = background.have_published(report=report, by=firm.analyst)
    assert job is not None
    report.refresh_from_db()
    return job


def page_of(client: Client, report: Report) -> str:
    return squeezed(client.get(reverse("pay-report", args=[report.pk])))


def written() -> tuple[int, int, int, int]:
    """What a publication writes: lines for employees, sums, entries in the trail, cases."""
    return (
        ShownPay.objects.filter(audience=Audience.EMPLOYEES).count(),
        ShownSum.objects.filter(shown__audience=Audience.EMPLOYEES).count(),
        AuditEntry.objects.filter(area="pay_reports", verb="report.published").count(),
        RemedyCase.objects.count(),
    )


def test_it_is_being_published_until_the_work_is_done_and_nobody_else_reads_it_before(firm: Employer) -> None:
    report = signed(firm)
    job = begun(report, firm)
    assert (report.state, report.job, written()) == ("publishing", job.pk, (0, 0, 0, 0))
    assert background.have_published(report=report, by=firm.hr) == job
    assert signed_in(firm.colleague).get(reverse("pay-report", args=[report.pk])).status_code == 404
    page = page_of(signed_in(firm.analyst), report)
    assert "Signed. It is being published." in page
    assert "Publication of 2026, One: Waiting" in page
    assert "Publish the report" not in page
    assert "Open it again" not in page
    with pytest.raises(DomainError, match="is being published"):
        publication.open_again(report=report, reason="No", by=firm.hr)
    jobs.run(job.pk)
    report.refresh_from_db()
    job.refresh_from_db()
    assert (report.state, report.published_by) == ("published", firm.analyst)
    assert (job.state, job.done, job.total, job.outcome) == ("done", 3, 3, {"url": f"/equal-pay/reports/{report.pk}/"})
    assert written() == (2, ShownSum.objects.count() // 2, 1, 1)
    assert signed_in(firm.colleague).get(reverse("pay-report", args=[report.pk])).status_code == 200
    assert background.have_published(report=report, by=firm.hr) is None


def test_representatives_and_employees_get_one_decision(firm: Employer) -> None:
    report = signed(firm)
    jobs.run(begun(report, firm).pk)
    shown = {
        audience: set(ShownSum.objects.filter(shown__audience=audience).values_list("shown__basis", "key", "parts"))
        for audience in Audience
    }
    assert shown[Audience.EMPLOYEES] == shown[Audience.REPRESENTATIVES]
    assert len(shown[Audience.EMPLOYEES]) == 6


def test_a_worker_that_died_is_followed_by_one_that_publishes_once(firm: Employer) -> None:
    report = signed(firm)
    job = begun(report, firm)
    past = timezone.now() - dt.timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease=uuid.uuid4(), lease_until=past, attempts=1)
    assert "Publication of 2026, One" in page_of(signed_in(firm.analyst), report)
    jobs.run(job.pk)
    jobs.run(job.pk)
    report.refresh_from_db()
    assert (report.state, written()[2:]) == ("published", (1, 1))


def test_whoever_loses_the_work_at_the_last_moment_writes_nothing(
    firm: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker took it over: what was decided and written is undone with the transaction."""
    report = signed(firm)
    job = begun(report, firm)

    def late(**given: Any) -> Report:
        Job.objects.filter(pk=job.pk).update(lease=uuid.uuid4())
        return publication.publish_report(**given)

    monkeypatch.setattr("ladders.pay_reports.actions.background.publish_report", late)
    jobs.run(job.pk)
    report.refresh_from_db()
    assert (report.state, written()) == ("publishing", (0, 0, 0, 0))


def test_work_that_fails_leaves_a_signed_report_that_says_why(firm: Employer) -> None:
    report = signed(firm)
    job = begun(report, firm)
    RoleGrant.objects.filter(user=firm.analyst).delete()
    jobs.run(job.pk)
    report.refresh_from_db()
    assert (report.state, written()) == ("signed", (0, 0, 0, 0))
    page = page_of(signed_in(firm.hr), report)
    assert "came to nothing: Your role no longer reaches everybody in this report." in page
    assert "Publish the report" in page
    again = background.have_published(report=report, by=firm.hr)
    assert again is not None
    jobs.run(again.pk)
    report.refresh_from_db()
    assert (report.state, report.published_by, written()[2:]) == ("published", firm.hr, (1, 1))


def test_work_that_was_started_too_often_frees_the_report(firm: Employer) -> None:
    report = signed(firm)
    job = begun(report, firm)
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MAX_ATTEMPTS)
    jobs.run(job.pk)
    report.refresh_from_db()
    assert (report.state, written()) == ("signed", (0, 0, 0, 0))
    assert "Open it again" in page_of(signed_in(firm.hr), report)


def test_a_decision_is_made_anew_where_something_else_was_shown_meanwhile(
    firm: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = computed(firm.analyst)
    decided = decide_report(report, lambda *_said: None)
    basis = report.counted.get(basis="annual")
    women = [each for each, woman in zip(basis.employees, basis.women, strict=True) if woman]
    men = [each for each, woman in zip(basis.employees, basis.women, strict=True) if not woman]
    row = ShownPay.objects.create(
        audience=Audience.EMPLOYEES, source="another", basis="annual", people=sorted(basis.employees),
        basic=[pay for _each, pay in sorted(zip(basis.employees, basis.basic, strict=True))],
        variable=[pay for _each, pay in sorted(zip(basis.employees, basis.variable, strict=True))],
    )  # fmt: skip
    row.sums.create(key="all but one", women=sorted(women)[1:], men=sorted(men), parts=True)
    assert "all" in decided["annual"].release.shown
    publication.consult(report=report, by=firm.analyst, decided=decided)
    report.refresh_from_db()
    shown = release_pay.shown_keys(Audience.REPRESENTATIVES, report.source, "annual")
    assert shown is not None
    assert "all" not in shown.shown
    # Where most people's hours are alike a year's pay tells an hour's, too: what was shown of the one keeps back the other.
    hourly = release_pay.shown_keys(Audience.REPRESENTATIVES, report.source, "hourly")
    assert hourly is not None
    assert decided["hourly"].release.shown - hourly.shown == {"all", "category: 5"}
    assert hourly.shown == shown.shown == {"category: 6"}


def test_while_representatives_are_being_asked_the_figures_stay(firm: Employer) -> None:
    report = computed(firm.analyst)
    job = background.have_consulted(report=report, by=firm.analyst)
    assert job is not None
    assert background.have_consulted(report=report, by=firm.analyst) == job
    report.refresh_from_db()
    assert "Until that is done, the report stays as it is." in page_of(signed_in(firm.analyst), report)
    with pytest.raises(DomainError, match="are being asked about these figures"):
        have_figures_made(report=report, by=firm.analyst)
    jobs.run(job.pk)
    report.refresh_from_db()
    assert (report.consulted_by, ShownPay.objects.count()) == (firm.analyst, 2)
    assert background.have_consulted(report=report, by=firm.analyst) is None


@pytest.mark.parametrize("name", ["pay-report-consult", "pay-report-figures", "pay-report-publish"])
def test_a_colleague_who_sends_the_same_is_led_to_the_report_not_to_work_that_is_not_theirs(
    firm: Employer, name: str
) -> None:
    report = signed(firm) if name == "pay-report-publish" else computed(firm.analyst)
    address = reverse(name, args=[report.pk])
    first, second = signed_in(firm.analyst), signed_in(firm.hr)
    begun_by = first.post(address, {"because": ""})
    job = Job.objects.unfinished().get()
    assert begun_by.headers["Location"] == reverse("job", args=[job.pk])
    assert first.post(address, {"because": ""}).headers["Location"] == reverse("job", args=[job.pk])
    answer = second.post(address, {"because": ""}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == [(reverse("pay-report", args=[report.pk]), 302)]
    assert "A colleague has begun that already." in squeezed(answer)
    assert Job.objects.unfinished().get() == job


def test_nobody_is_asked_about_figures_that_are_being_worked_out(firm: Employer) -> None:
    report = computed(firm.analyst)
    have_figures_made(report=report, by=firm.analyst)
    for user in (firm.analyst, firm.hr):
        answer = signed_in(user).post(reverse("pay-report-consult", args=[report.pk]), {"because": ""})
        assert answer.status_code == 422
        assert "The figures are being worked out. Ask when that is done." in squeezed(answer)
    assert not Job.objects.filter(kind=background.CONSULTATION).exists()


@pytest.mark.parametrize("thrown_away", [False, True])
def test_representatives_are_not_asked_about_figures_that_are_gone(firm: Employer, thrown_away: bool) -> None:
    report = computed(firm.analyst)
    job = background.have_consulted(report=report, by=firm.analyst)
    assert job is not None
    if thrown_away:
        discard_report(report=report, by=firm.analyst)
    else:
        chosen = report.chosen
        choose_methods(report=report, choices=chosen, worth=_other(report), by=firm.analyst)
    jobs.run(job.pk)
    job.refresh_from_db()
    said = "The draft was thrown away" if thrown_away else "have not been worked out"
    assert job.state == "failed"
    assert said in job.error
    assert not ShownPay.objects.exists()


def _other(report: Report) -> Any:
    from ladders.insights.domain.adjusted_gap.pay_model import Worth

    return Worth.GRADE if report.worth == Worth.POINTS.value else Worth.POINTS
