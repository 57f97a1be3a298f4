"""Imports of bands and of frameworks, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.compensation.actions.changes import current_stamp, schedule
from ladders.compensation.models import Band, BandChange, PayPolicy, PayZone
from ladders.compensation.queries.structure import bands_on
from ladders.core import jobs
from ladders.core.errors import DomainError
from ladders.core.models import Job
from ladders.exchange.bands import jobs as band_jobs
from ladders.exchange.frameworks_in.jobs import have_applied, take_in
from ladders.exchange.models import BandUpload, Baseline, GradeFile, Upload, UploadState
from ladders.exchange.take_back.actions import have_taken_back, look
from ladders.exchange.take_back.kinds import TAKE_BACKS
from ladders.frameworks.actions.frameworks import discard_draft
from ladders.frameworks.actions.levels import edit_level
from ladders.frameworks.models import Framework, Level, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.compensation.payroll import band, zone
from tests.conftest import signed_in
from tests.frameworks.published import force_published

from .test_apply import LONG

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PLAIN = "grade,min,mid,max\n5,50000,60000,70000\n6,60000,70000,80000\n"


def work() -> None:
    """What a worker does, each in a transaction of its own."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


def back(upload: Any, by: User) -> str:
    """Take it back; its state afterwards."""
    page = "upload" if isinstance(upload, Upload) else "band-upload"
    have_taken_back(TAKE_BACKS[page], upload=upload, by=by)
    work()
    upload.refresh_from_db()
    return str(upload.state)


@pytest.fixture
def place(plan: FactorPlan) -> PayZone:
    """One zone, with a band of grade 5."""
    made = zone()
    band(made, "5", 40_000, 50_000, 60_000)
    return made


def bands_in(place: PayZone, by: User, day: dt.date, text: str = PLAIN) -> BandUpload:
    """A file of bands that was taken in."""
    upload = band_jobs.JOBS.take_in(name="bands.csv", content=text.encode(), by=by, zone=place, starts_on=day)
    work()
    upload.refresh_from_db()
    band_jobs.have_applied(upload, by=by, stamp=str(current_stamp()), sure=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
    upload.refresh_from_db()
    return upload


def all_bands() -> list[Any]:
    """Every band as it is."""
    return list(Band.objects.order_by("pk").values_list())


@pytest.mark.parametrize("days", [0, 40])
def test_bands_of_today_or_later_go_and_those_before_go_on(place: PayZone, hr: User, days: int) -> None:
    before = all_bands()
    upload = bands_in(place, hr, TODAY() + dt.timedelta(days=days))
    assert Band.objects.count() == 3
    assert back(upload, hr) == UploadState.UNDONE
    assert all_bands() == before
    change = BandChange.objects.get()
    assert (change.state, change.reason, change.decided_by) == ("withdrawn", "The import was taken back", hr)


def test_days_that_are_over_keep_their_figures(place: PayZone, hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = bands_in(place, hr, TODAY())
    before = all_bands()
    tomorrow = TODAY() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: tomorrow)
    with pytest.raises(DomainError, match="days that are over keep their figures"):
        back(upload, hr)
    assert all_bands() == before


def test_what_waits_for_a_second_person_is_withdrawn_and_what_was_approved_stays(place: PayZone, hr: User) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})
    before = all_bands()
    upload = bands_in(place, hr, TODAY())
    assert (BandChange.objects.get().state, all_bands()) == ("waiting", before)
    assert back(upload, hr) == UploadState.UNDONE
    assert BandChange.objects.get().state == "withdrawn"

    PayPolicy.objects.update(second_approver=False)
    approved = bands_in(place, hr, TODAY())
    PayPolicy.objects.update(second_approver=True)
    with pytest.raises(DomainError, match="A second person confirms"):
        back(approved, hr)


def test_a_later_change_of_these_bands_hinders(place: PayZone, hr: User) -> None:
    upload = bands_in(place, hr, TODAY())
    later = TODAY() + dt.timedelta(days=60)
    schedule(zone=place, starts_on=later, figures={"7": bands_on(place, TODAY())["6"]}, by=hr)
    with pytest.raises(DomainError, match="Other changes were asked for since"):
        back(upload, hr)


def framework_in(by: User, text: str = LONG) -> Upload:
    """A file of a framework that was taken in."""
    upload = take_in(name="Research", files=[("long.csv", text.encode())], by=by)
    work()
    upload.refresh_from_db()
    have_applied(upload=upload, by=by)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.APPLIED, upload.report
    return upload


def test_a_framework_that_came_with_the_file_goes_with_it(plan: FactorPlan, hr: User) -> None:
    upload = framework_in(hr)
    assert Framework.objects.count() == 1
    text = signed_in(hr).get(reverse("upload", args=[upload.pk])).content.decode()
    assert "Drafts that would go" in text
    assert back(upload, hr) == UploadState.UNDONE
    assert (Framework.objects.count(), Level.objects.count(), Baseline.objects.count()) == (0, 0, 0)
    assert "Taken back on" in signed_in(hr).get(reverse("upload", args=[upload.pk])).content.decode()


def test_a_draft_that_was_there_is_as_before_and_editors_are_told(plan: FactorPlan, hr: User) -> None:
    first = framework_in(hr)
    version = Version.objects.get()
    before, memory = shape_of(version, evaluations=True), Baseline.objects.values("parts", "names", "declined").get()
    changed = LONG.replace("Chooses the method", "Shapes the method").replace("Senior", "Sage")
    upload = framework_in(hr, changed + "Specialist,S7,7,Fellow,7,Craft,Method,5,Founds the method\n")
    assert GradeFile.objects.filter(upload=upload).count() == 1
    after = Version.objects.get()
    seen = Level.objects.get(code="S5").revision
    assert (Level.objects.count(), Level.objects.get(code="S5").title) == (5, "Sage")
    assert back(upload, hr) == UploadState.UNDONE
    assert GradeFile.objects.get().upload == first  # its columns are not offered, those of the import before are
    now = Version.objects.get()
    assert shape_of(now, evaluations=True) == before
    assert Baseline.objects.values("parts", "names", "declined").get() == memory
    assert now.revision > after.revision
    assert Level.objects.get(code="S5").revision > seen


def test_what_a_later_import_remembered_stays_so(plan: FactorPlan, hr: User) -> None:
    framework_in(hr)
    before = Baseline.objects.values("parts", "names", "declined").get()
    level = Level.objects.get(code="S6")
    edit_level(
        version_id=level.version_id, key=level.key, by=hr, seen=None, code="S6", title="Own", summary="", scope=""
    )
    upload = framework_in(hr, LONG.replace("Chooses the method", "Shapes the method"))
    left = Baseline.objects.get()
    title = next(row.split(",")[3] for row in LONG.splitlines() if ",S6," in row)
    other = LONG.replace("Chooses the method", "Shapes the method").replace(f",{title},", ",Sage,")
    later = framework_in(hr, other)  # the draft's own title is kept
    assert (later.before["drafts"], Level.objects.get(code="S6").title) == ([], "Own")
    declined = Baseline.objects.get().declined
    assert declined != left.declined
    assert back(upload, hr) == UploadState.UNDONE
    now = Baseline.objects.get()
    assert now.declined == declined
    assert now.parts != left.parts
    changed = {key for key in before["parts"] if left.parts[key] != before["parts"][key]}
    assert changed
    assert {key: now.parts[key] for key in changed} == {key: before["parts"][key] for key in changed}


def test_a_draft_that_was_edited_since_stays_and_says_by_whom(plan: FactorPlan, hr: User) -> None:
    upload = framework_in(hr)
    level = Level.objects.get(code="S5")
    edit_level(
        version_id=level.version_id, key=level.key, by=hr, seen=None, code="S5", title="Sage", summary="", scope=""
    )
    plan_of = look(TAKE_BACKS["upload"], upload, hr)
    assert plan_of is not None
    assert [(each.said, each.names) for each in plan_of.hindrances] == [("Edited since", (f"Research, by {hr}",))]
    with pytest.raises(DomainError, match="Edited since: Research"):
        back(upload, hr)
    assert Framework.objects.count() == 1


@pytest.mark.parametrize("what", ["Published since", "The draft is gone: somebody discarded it"])
def test_a_draft_that_was_edited_and_left_being_one_names_no_plan_of_grades(
    plan: FactorPlan, hr: User, what: str
) -> None:
    upload = framework_in(hr)
    level = Level.objects.get(code="S5")
    edit_level(
        version_id=level.version_id, key=level.key, by=hr, seen=None, code="S5", title="Sage", summary="", scope=""
    )
    version = Version.objects.get()
    if what.startswith("Published"):
        force_published(version, hr)
    else:
        discard_draft(version=version, by=hr)
    plan_of = look(TAKE_BACKS["upload"], upload, hr)
    assert plan_of is not None
    assert [(each.said, each.names) for each in plan_of.hindrances] == [(what, ("Research",))]
