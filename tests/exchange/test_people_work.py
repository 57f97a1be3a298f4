"""Background work of people imports: what meets in time, and what stays for a second reading."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from ladders.core import jobs
from ladders.core.errors import DomainError
from ladders.core.models import Job
from ladders.exchange.frameworks_in import jobs as frameworks_in
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.paid_amounts import jobs as paid
from ladders.exchange.people import jobs as people
from ladders.exchange.people.forms import PeopleCorrectionForm
from ladders.exchange.people.jobs import JOBS
from ladders.exchange.salaries import jobs as salaries
from ladders.frameworks.models import Framework
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
ROLES = {"columns": ["JobRole", "JobLevel"], "map": [{"from": ["Guest", "1"]}]}
TEXT = b"number,name,manager\n7,Mara Quist,\n8,Levi Stern,Mara Quist\n"


def work() -> None:
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def brought(hr: User) -> PeopleUpload:
    upload = JOBS.take_in(name="p.csv", content=TEXT, mapping=None, by=hr)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    return upload


def test_a_file_that_others_changes_refuse_can_be_read_again(hr: User) -> None:
    upload = brought(hr)
    other = Employee.objects.create(number="9", name="Mara Quist")
    JOBS.have_written(upload=upload, by=hr)
    work()
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (UploadState.REFUSED, TEXT)
    other.delete()
    JOBS.read_again(upload=upload, mapping={}, by=hr)
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.report["created"]) == (UploadState.READY, 2)


def test_a_second_wish_to_read_again_is_refused_while_the_first_is_at_work(hr: User) -> None:
    upload = brought(hr)
    JOBS.read_again(upload=upload, mapping={"managers": "name"}, by=hr)
    with pytest.raises(DomainError, match="being read"):
        JOBS.read_again(upload=upload, mapping={"managers": "number"}, by=hr)
    assert Job.objects.unfinished().count() == 1
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.mapping) == (UploadState.READY, {"managers": "name"})


def test_a_reading_that_failed_can_be_tried_again(hr: User) -> None:
    upload = JOBS.take_in(name="p.csv", content=TEXT, mapping=None, by=hr)
    Job.objects.update(attempts=jobs.MAX_ATTEMPTS)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.REFUSED
    JOBS.read_again(upload=upload, mapping=None, by=hr)
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.report["created"]) == (UploadState.READY, 2)


def test_a_late_reading_leaves_an_upload_alone_that_is_being_written(hr: User) -> None:
    upload = JOBS.take_in(name="p.csv", content=TEXT, mapping=None, by=hr)
    PeopleUpload.objects.update(state=UploadState.APPLYING)
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.report) == (UploadState.APPLYING, {})


def shown(upload: PeopleUpload) -> dict[str, str]:
    """What a browser sends of the correction that the page shows, when nobody changes anything."""
    form = PeopleCorrectionForm(upload.report["columns"], upload.mapping or {})
    return {name: field.initial or "" for name, field in form.fields.items()}


def sent_unchanged(hr: User, content: bytes, mapping: dict[str, Any] | None) -> tuple[PeopleUpload, PeopleUpload]:
    """The upload as it was read, and as it is read once its page's form was sent without a change."""
    JOBS.take_in(name="p.csv", content=content, mapping=mapping, by=hr)
    work()
    first, second = PeopleUpload.objects.get(), PeopleUpload.objects.get()
    signed_in(hr).post(reverse("people-upload-correct", args=[second.pk]), shown(second))
    second.refresh_from_db()
    assert second.state == UploadState.READING
    work()
    second.refresh_from_db()
    return first, second


def test_columns_that_a_rule_of_levels_needs_do_not_stop_the_form(hr: User) -> None:
    mapping = {"levels": ROLES, "columns": {"JobRole": "job_title", "Kennung": "number", "joblevel": "ignore"}}
    first, second = sent_unchanged(hr, b"Kennung,Name,JobRole,JobLevel,Level\n7,Mara Quist,Guest,1,\n", mapping)
    assert (second.state, second.report) == (UploadState.READY, first.report)
    assert (second.mapping or {})["levels"] == ROLES


def test_columns_that_only_a_rule_of_levels_reads_are_not_asked_about(hr: User) -> None:
    text = b"Number,Name,JobRole,JobLevel\n7,Mara Quist,Guest,1\n"
    first, second = sent_unchanged(hr, text, {"levels": ROLES})
    assert (second.state, second.report) == (UploadState.READY, first.report)
    assert PeopleCorrectionForm(second.report["columns"], second.mapping or {}).headings == [
        "Number",
        "Name",
        "JobRole",  # its heading says that it is the job title, too
    ]


def test_headings_that_differ_in_case_are_one_question(hr: User) -> None:
    text = b"Number,Name,Department,DEPARTMENT,Manager,name\n7,Mara Quist,Lab,Other,,x\n"
    first, second = sent_unchanged(hr, text, None)
    assert (second.state, second.report) == (UploadState.READY, first.report)
    assert PeopleCorrectionForm(second.report["columns"], {}).headings == ["Number", "Name", "Department", "Manager"]


def test_a_refused_upload_says_that_its_columns_can_be_told(hr: User) -> None:
    upload = JOBS.take_in(name="p.csv", content=b"Kennung,Wer\n7,Mara Quist\n", mapping=None, by=hr)
    work()
    page = signed_in(hr).get(reverse("people-upload", args=[upload.pk])).content.decode()
    assert "import the file again, or say below what its columns mean" in page


@pytest.mark.parametrize(
    "room", [people, salaries, paid, frameworks_in], ids=["people", "salaries", "paid", "frameworks"]
)
def test_what_waits_for_a_worker_is_not_done_for_whoever_has_lost_the_role(hr: User, room: Any) -> None:
    own = {salaries: {"full_time_hours": 40}, paid: {"year": 2026}}.get(room, {})
    if room is frameworks_in:
        content = b"Level,Track,Title\nS1,Specialist,Beginner\n"
        upload: Any = room.take_in(files=[("p.csv", content)], by=hr, name="Ours")
    else:
        content = TEXT if room is people else b"number,amount\n7,50000\n"
        upload = room.JOBS.take_in(name="p.csv", content=content, by=hr, **own)
    model = type(upload)
    model.objects.filter(pk=upload.pk).update(state=UploadState.APPLYING)
    job = jobs.enqueue(room.APPLY, title="T", by=hr, args={"upload": str(upload.pk)})
    RoleGrant.objects.filter(user=hr).delete()
    for each in (upload.job, job):  # reading and writing
        jobs.run(each.pk)
        each.refresh_from_db()
        assert each.error == "Your role no longer lets you bring such files in. Nothing was done."
    assert not Employee.objects.filter(number="7").exists()
    assert not Framework.objects.exists()
