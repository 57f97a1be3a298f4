"""Representatives are asked about the figures of the entities they stand for, and what they write is not lost."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import RoleGrant, User
from accounts.roles import Role
from ladders.core import jobs
from ladders.core.approvals.actions import confirm, decline
from ladders.core.approvals.deeds import AskedSecondPerson
from ladders.core.errors import DomainError
from ladders.impact.models import FactorPlan
from ladders.insights.models import ShownPay
from ladders.pay_reports.actions import publication
from ladders.pay_reports.actions.drafts import have_figures_made
from ladders.pay_reports.actions.figures import keep_figures
from ladders.pay_reports.models import Report
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import squeezed
from tests.shared_rows import shared_rows

from .employer import Employer, computed, employer
from .test_publication import FILES, explain_all, sent

pytestmark = pytest.mark.django_db


@shared_rows
def firm(plan: FactorPlan) -> Employer:
    return employer()


def test_a_second_person_opens_small_groups_of_the_figures_that_were_asked_for(firm: Employer) -> None:
    report = computed(firm.analyst)
    with pytest.raises(AskedSecondPerson) as asked:
        publication.consult(report=report, small_groups_because="The law says so", by=firm.analyst)
    row = asked.value.approval
    assert [line[0] for line in row.shown] == ["figures made on"]
    jobs.run(have_figures_made(report=report, by=firm.analyst).pk)
    with pytest.raises(DomainError, match="figures were made again since this was asked for"):
        confirm(approval=row, by=firm.hr)
    row.refresh_from_db()
    report.refresh_from_db()
    assert (row.state, report.consulted_at, ShownPay.objects.count()) == ("waiting", None, 0)
    decline(approval=row, reason="Other figures", by=firm.hr)
    with pytest.raises(AskedSecondPerson) as asked:
        publication.consult(report=report, small_groups_because="The law says so", by=firm.analyst)
    publication.consult(report=report, by=firm.analyst)
    shown = ShownPay.objects.count()
    with pytest.raises(DomainError, match="were asked meanwhile"):
        confirm(approval=asked.value.approval, by=firm.hr)
    asked.value.approval.refresh_from_db()
    report.refresh_from_db()
    assert (asked.value.approval.state, report.consulted_reason, ShownPay.objects.count()) == ("waiting", "", shown)
    assert publication.consult(report=report, by=firm.analyst) == report


def limited(name: str, **reach: list[str]) -> User:
    """A representative who stands for some people only."""
    user = account(name=name)
    RoleGrant.objects.create(user=user, role=Role.EMPLOYEE_REPRESENTATIVE, **reach)
    return user


def test_representatives_read_and_answer_for_the_entities_they_stand_for_only(firm: Employer) -> None:
    RoleGrant.objects.filter(user=firm.representative).delete()
    elsewhere = limited("Two Only", legal_entities=["Two"])
    limited("Lab Only", departments=["Lab"], legal_entities=["One"])
    report = computed(firm.analyst)
    explain_all(report, firm.analyst)
    assert publication.missing_before_signing(report) == []
    own = limited("One Only", legal_entities=["One"])
    assert publication.missing_before_signing(report) == ["The employees’ representatives have not been asked."]
    publication.consult(report=report, by=firm.analyst)
    report.refresh_from_db()
    for who, status in ((own, 200), (elsewhere, 404)):
        client = signed_in(who)
        for name in (*FILES, "pay-report-opinion"):
            assert client.get(reverse(name, args=[report.pk])).status_code == status
    with pytest.raises(PermissionDenied):
        publication.write_opinion(report=report, body="Council of Two", text="Ours", by=elsewhere)
    assert not report.opinions.exists()
    publication.write_opinion(report=report, body="Council of One", text="Fine", by=own)
    publication.sign(report=report, signed_as="CEO", by=firm.hr)
    publication.publish_report(report=report, by=firm.analyst)
    for who, read_as in ((own, "representatives"), (elsewhere, "employees")):
        data = json.loads(signed_in(who).get(reverse("pay-report-json", args=[report.pk])).content)
        assert data["report"]["read_as"] == read_as
    assert sent(signed_in(elsewhere), "pay-report-opinion", report.pk, body="x", text="y").status_code == 404


def test_figures_made_again_throw_no_opinion_away_that_was_written_meanwhile(firm: Employer) -> None:
    report = computed(firm.analyst)
    again = "Make the figures again? Opinions on these are deleted, and you ask the representatives again."
    page = reverse("pay-report", args=[report.pk])
    assert again not in squeezed(signed_in(firm.analyst).get(page))

    def asked_meanwhile(done: int, _of: int, _what: str) -> None:
        if done == 3:
            publication.consult(report=report, by=firm.analyst)

    def answered_meanwhile(done: int, _of: int, _what: str) -> None:
        if done == 3:
            publication.write_opinion(report=report, body="Council", text="Fine", by=firm.representative)

    def made_meanwhile(done: int, _of: int, _what: str) -> None:
        if done == 3:
            keep_figures(report.pk, lambda: None, lambda *_told: None)

    for meanwhile in (asked_meanwhile, answered_meanwhile):
        with pytest.raises(DomainError, match="changed while its figures were worked out"):
            keep_figures(report.pk, lambda: None, meanwhile)
    made_at = report.computed_at
    report.refresh_from_db()
    assert (report.computed_at, report.opinions.get().text) == (made_at, "Fine")
    assert report.consulted_at is not None
    methods = reverse("pay-report-methods", args=[report.pk])
    assert "New ones delete their opinions" in squeezed(signed_in(firm.analyst).get(methods))
    assert again in squeezed(signed_in(firm.analyst).get(page))
    with pytest.raises(DomainError, match="changed while its figures were worked out"):
        keep_figures(report.pk, lambda: None, made_meanwhile)
    row = Report.objects.get(pk=report.pk)
    assert (row.consulted_at, row.opinions.count()) == (None, 0)  # of those that were made first
