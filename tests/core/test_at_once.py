"""Several people do what may happen once, at the same moment, each on a connection of their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Employee
from ladders.core import jobs
from ladders.core.models import AuditEntry, Job
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.people.jobs import APPLY, JOBS
from ladders.frameworks.actions.plan import activate_plan
from ladders.impact.actions.plan import start_draft
from ladders.impact.library import install_default_plan
from ladders.impact.models import FactorPlan
from ladders.moves.actions import effects
from ladders.moves.models import ReturnRight
from ladders.placements.models import Placement
from tests.factories import hr_admin
from tests.moves.company import answer, company, fresh, now_open
from tests.moves.test_right_is_a_right import returning
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


def test_two_put_a_plan_in_force_at_once() -> None:
    install_default_plan()
    one, other = hr_admin(name="One Person"), hr_admin(name="Other Person")
    draft = start_draft(by=one)
    found = together(
        *(lambda by=by: activate_plan(plan_id=draft.pk, on=TODAY, seen=None, by=by) for by in (one, other, one, other))
    )
    assert [each.pk for each in found] == [draft.pk] * 4, found
    assert sorted(FactorPlan.objects.values_list("state", flat=True)) == ["active", "retired"]
    assert AuditEntry.objects.filter(verb="plan.activated", subject_key=str(draft.number)).count() == 1


def test_one_file_is_taken_in_once() -> None:
    hr = hr_admin()
    upload = JOBS.take_in(name="p.csv", content=b"number,name\n7,Mara Quist\n8,Levi Stern\n", mapping=None, by=hr)
    assert upload.job_id is not None
    jobs.run(upload.job_id)
    assert together(*[lambda: JOBS.have_written(upload=upload, by=hr)] * 4) == [None] * 4
    [job] = Job.objects.filter(kind=APPLY)
    assert together(*[lambda: jobs.run(job.pk)] * 4) == [None] * 4
    assert PeopleUpload.objects.get().state == UploadState.APPLIED
    assert Employee.objects.filter(number__in=["7", "8"]).count() == 2
    assert AuditEntry.objects.filter(verb__startswith="people.import").count() == 1


def test_a_right_of_return_is_used_once() -> None:
    install_default_plan()
    firm = company(hr_admin())
    row, on = returning(firm), TODAY + dt.timedelta(days=7)
    while row.state == "submitted":
        row = answer(now_open(row), on, TODAY)
    found = together(*[lambda: effects.run_effects(on)] * 4)
    assert sorted(found) == [0, 0, 0, 1]
    right = ReturnRight.objects.get(used_at__isnull=False)
    assert (right.used_by_id, fresh(row).state) == (row.pk, "in_effect")
    assert Placement.objects.filter(employee=firm.pia, starts_on=on).count() == 1
