"""What the front page about fairness says of reports: what was released to everybody, of the newest edition."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ladders.impact.models import FactorPlan
from ladders.pay_reports.actions.drafts import start_report
from ladders.pay_reports.models import Report
from tests.conftest import signed_in
from tests.pages import squeezed

from .employer import computed, employer
from .test_publication import published

pytestmark = pytest.mark.django_db


def test_a_published_report_is_said_in_sentences_to_everybody(
    plan: FactorPlan, django_assert_max_num_queries: Any
) -> None:
    firm = employer()
    everybody = [signed_in(each) for each in (firm.colleague, firm.representative, firm.analyst, firm.hr)]
    computed(firm.analyst)
    assert "No report on equal pay is published yet" in squeezed(everybody[0].get(reverse("fairness")))
    Report.objects.all().delete()
    report = published(firm)
    start_report(
        year=2026, legal_entity="One", why_again="A bonus came late", by=firm.analyst
    )  # a draft replaces nothing
    for client in everybody:
        with django_assert_max_num_queries(5):
            page = squeezed(client.get(reverse("fairness")))
        assert f'<a href="{reverse("pay-report", args=[report.pk])}">One, 2026</a>' in page
        assert "On average, women are paid 6.7 % less than men. 14 women and 19 men." in page
        assert page.count("On average, women are paid") == 1  # of the chosen basis, and it says which
        assert "· pay of the year" in page
        assert "The next report is about 2027" in page
