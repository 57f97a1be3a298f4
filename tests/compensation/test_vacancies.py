"""The vacancy sheet: range and criteria of a published level, for whoever may see the band; and no history of pay."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.domain.bands import Figures, band_in_force
from ladders.compensation.models import BandVisibility, MarketSupplement, PayPolicy
from ladders.compensation.queries import visible_bands
from ladders.core.models import Organisation
from ladders.frameworks.actions.publication import publish
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import account, draft_framework, hr_admin
from tests.pages import squeezed

from .payroll import START, band, zone

pytestmark = pytest.mark.django_db
D = Decimal


def test_the_range_has_exception_and_supplement_in_it() -> None:
    band_amounts = (D(40_000), D(50_000), D(60_000))
    assert band_in_force(band_amounts, None, D(0)) == Figures(*band_amounts)
    found = band_in_force(band_amounts, (D(45_000), D(50_000), D(55_555)), D("2.5"))
    assert found == Figures(D("46125.00"), D("51250.00"), D("56943.88"))
    assert band_in_force(None, None, D(5)) is None


def test_from_the_bands_to_a_sheet(plan: FactorPlan, django_assert_max_num_queries: Any) -> None:
    visible_bands.forget()
    version = draft_framework(by=hr_admin())
    publish(version=version, seen=version.revision, by=User.objects.first())
    where = zone()
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Quillmere"})
    PayPolicy.objects.update_or_create(pk=1, defaults={"progression": "Every April we look at each salary."})
    band(where, "6", 40_000, 50_000, 60_000)
    MarketSupplement.objects.create(
        framework=version.framework, zone=where, starts_on=START, percent=5, evidence="A survey",
        review_on=dt.date(2040, 1, 1),
    )  # fmt: skip
    hr = signed_in(account(user__roles=[Role.HR_ADMIN]))
    assert reverse("vacancies", args=["DE"]) in hr.get(reverse("zone", args=["DE"])).content.decode()
    with django_assert_max_num_queries(8):
        page = squeezed(hr.get(reverse("vacancies", args=["DE"])))
    assert page.count("€42,000 – €63,000") == 4
    assert "no band" in page
    assert 'href="vacancy/"' in hr.get(reverse("level", args=["research", "S6"])).content.decode()
    sheet = squeezed(hr.get(reverse("vacancy", args=["research", "S6"]), {"zone": "DE"}))
    for text in ("€42,000 – €63,000", "Specialist 6 shows method.", "A market supplement of 5 % is in it", "To copy"):
        assert text in sheet, text
    assert "Same grade, same range, on every track of Research and for everybody." in sheet  # others have no supplement
    assert "Quillmere · S6 · " in sheet  # who applies reads whose sheet it is
    copied = sheet.split('id="copy"')[1].split("</textarea>")[0]
    assert "What its pay follows from: Complexity of the work, " in copied
    assert "Every April" in copied
    assert "Because of S6" not in sheet  # how the evaluators argued stays inside
    PayPolicy.objects.update_or_create(pk=1, defaults={"band_visibility": BandVisibility.HR})
    visible_bands.forget()
    other = squeezed(signed_in(account(location="DE")).get(reverse("vacancy", args=["research", "S6"])))
    assert "€" not in other
    assert "The range is not shown to you here" in other
    assert "Specialist 6 shows method." in other


def test_nothing_anywhere_asks_what_somebody_was_paid_elsewhere() -> None:
    """Article 5(2): no table and no form has a field for an applicant's or a person's former pay at another employer."""
    words = ("salary_history", "previous_salary", "previous_pay", "former_salary", "former_pay", "last_salary",
             "current_salary", "expected_salary", "salary_expectation", "past_salary", "prior_pay", "prior_salary")  # fmt: skip
    fields = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.get_fields()}
    kinds: list[type[forms.BaseForm]] = [forms.BaseForm]
    for kind in kinds:
        kinds += [each for each in kind.__subclasses__() if each not in kinds]
    ours = [kind for kind in kinds if kind.__module__.startswith(("ladders", "accounts"))]
    assert len(fields) > 1000
    assert len(ours) > 40
    fields |= {f"{kind.__name__}.{name}" for kind in ours for name in getattr(kind, "base_fields", {})}
    assert [name for name in sorted(fields) if any(word in name.lower() for word in words)] == []
