"""Background work of people imports: what meets in time, and what stays for a second reading."""

from __future__ import annotations

import pytest

from accounts.models import Employee, User
from ladders.core import jobs
from ladders.core.errors import DomainError
from ladders.core.models import Job
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.people.work import have_applied, have_read_again, take_in

pytestmark = pytest.mark.django_db
TEXT = b"number,name,manager\n7,Mara Quist,\n8,Levi Stern,Mara Quist\n"


def work() -> None:
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def brought(hr: User) -> PeopleUpload:
    upload = take_in(name="p.csv", content=TEXT, mapping=None, by=hr)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    return upload


def test_a_file_that_others_changes_refuse_can_be_read_again(hr: User) -> None:
    upload = brought(hr)
    other = Employee.objects.create(number="9", name="Mara Quist")
    have_applied(upload=upload, by=hr)
    work()
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (UploadState.REFUSED, TEXT)
    other.delete()
    have_read_again(upload=upload, mapping={}, by=hr)
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.report["created"]) == (UploadState.READY, 2)


def test_a_second_wish_to_read_again_is_refused_while_the_first_is_at_work(hr: User) -> None:
    upload = brought(hr)
    have_read_again(upload=upload, mapping={"managers": "name"}, by=hr)
    with pytest.raises(DomainError, match="being read"):
        have_read_again(upload=upload, mapping={"managers": "number"}, by=hr)
    assert Job.objects.unfinished().count() == 1
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.mapping) == (UploadState.READY, {"managers": "name"})


def test_a_late_reading_leaves_an_upload_alone_that_is_being_written(hr: User) -> None:
    upload = take_in(name="p.csv", content=TEXT, mapping=None, by=hr)
    PeopleUpload.objects.update(state=UploadState.APPLYING)
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.report) == (UploadState.APPLYING, {})
